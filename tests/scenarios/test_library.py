"""What is shipped, in short, and the published schema."""

from pathlib import Path

import pytest
from tests.scenarios.builders import SHIPPED_LIBRARY, changed, library, scenario, sources
from tests.scenarios.test_sources import write

from comity.scenarios import sources as files
from comity.scenarios.check import check
from comity.scenarios.library import DIALECT, available, schema_json
from comity.scenarios.library_files import LIBRARY_MODELS
from comity.scenarios.load import load
from comity.scenarios.schema import ScenarioFile
from comity.scenarios.schema_walk import field_names


def ship(home: Path, **documents: object) -> None:
    for key, document in documents.items():
        write(home / key.replace("_", "-"), sources(document))  # type: ignore[arg-type]


def test_scenarios_are_listed_by_key_with_what_a_teacher_asks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(files.ROOT_VARIABLE, str(tmp_path))
    ship(tmp_path, second=scenario(states=3, turns=4, key="second"), first=scenario(key="first", minutes=45))
    listed = available()
    assert [row.key for row in listed] == ["first", "second"]
    assert (listed[1].seats, listed[1].turns, listed[0].minutes) == (3, 4, 45)
    assert (listed[0].title, listed[0].summary, listed[0].theory) == ("A tiny world", "For tests.", "sakwa")
    assert listed[0].digest == load("first").digest


def test_a_scenario_that_is_not_sound_keeps_no_other_from_being_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(files.ROOT_VARIABLE, str(tmp_path))
    ship(tmp_path, bad=changed(scenario(key="bad"), "theory", "none"), good=scenario(key="good"))
    assert [row.key for row in available()] == ["good"]


@pytest.mark.parametrize("key", files.shipped())
def test_every_shipped_scenario_is_sound_and_named_as_its_folder(key: str) -> None:
    assert [str(fault) for fault in check(key).faults] == []
    assert load(key).key == key


def test_every_library_file_has_a_model_and_the_other_way_round() -> None:
    assert tuple(LIBRARY_MODELS) == files.LIBRARY_FILES
    assert set(SHIPPED_LIBRARY) == set(files.LIBRARY_FILES)
    assert set(library()) < set(LIBRARY_MODELS)


def test_the_schema_is_one_document_that_covers_every_file() -> None:
    document = schema_json()
    assert document["$schema"] == DIALECT
    assert {"states", "seats", "take", "docket"} <= set(document["properties"])
    assert {f"library/{name}.yaml" for name in LIBRARY_MODELS} <= set(document["$defs"])


def test_every_reference_in_the_schema_leads_somewhere() -> None:
    document = schema_json()

    def references(value: object) -> list[str]:
        if isinstance(value, dict):
            own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
            return own + [name for inner in value.values() for name in references(inner)]
        return [name for inner in value for name in references(inner)] if isinstance(value, list) else []

    found = references(document)
    assert found
    assert {name.removeprefix("#/$defs/") for name in found} <= set(document["$defs"])


def test_every_field_of_the_schema_says_what_it_is_for_or_is_plain_by_name() -> None:
    effect = schema_json()["$defs"]["Effect"]
    assert "A state variable" in effect["properties"]["change"]["description"]


@pytest.mark.parametrize(
    ("path", "some"),
    [
        ((), {"states", "seats"}),
        (("states", 3), {"economy", "mood"}),
        (("states", 3, "mood"), {"liberal"}),
        (("institutions", "UNSC", "rule"), {"kind", "permanent"}),
        (("add_actions", 0, "limits"), {"per_turn"}),
        (("states", 3, "economy"), set()),
        (("nothing", "here"), set()),
    ],
)
def test_the_fields_at_a_path_are_known(path: tuple[str | int, ...], some: set[str]) -> None:
    assert some <= set(field_names(ScenarioFile, path))
    assert bool(some) == bool(field_names(ScenarioFile, path))
