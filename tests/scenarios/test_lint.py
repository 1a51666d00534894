"""Advice to authors: each warning with the scenario that deserves it, and one that deserves none."""

from collections.abc import Mapping
from typing import Any

import pytest
from tests.scenarios.builders import MISSING, changed, library, objective, role_sheet, scenario, sources

from comity.scenarios.check import check_sources
from comity.scenarios.faults import ScenarioFault
from comity.scenarios.load import load_sources
from comity.scenarios.reach import Reach
from comity.scenarios.take import take


def polished(**rest: Any) -> dict[str, Any]:
    """The tiny scenario with everything that advice asks for."""
    document = scenario(learning_goals=["To test."], **rest)
    for index, seat in enumerate(document["seats"]):
        hidden = objective(seat["state"], key="trust", path="pairs.AAA.BBB.trust", hidden=True)
        document = changed(document, f"seats.{index}.objectives.1", hidden)
    return document


def warnings(document: Mapping[str, Any], **rest: Any) -> list[ScenarioFault]:
    verdict = check_sources(sources(document, **rest))
    assert verdict.is_sound, verdict.faults
    return list(verdict.warnings)


def test_a_polished_scenario_gets_no_advice() -> None:
    assert warnings(polished()) == []


def test_a_scenario_with_faults_gets_no_advice_yet() -> None:
    verdict = check_sources(sources(changed(scenario(), "theory", "none")))
    assert not verdict.is_sound
    assert verdict.warnings == ()


@pytest.mark.parametrize(
    ("path", "value", "code", "field", "words"),
    [
        ("learning_goals", MISSING, "no_goals", "learning_goals", "learning goals"),
        (
            "seats.0.objectives",
            [
                objective("AAA", path="challenges.digital"),
                objective("AAA", key="b", path="states.AAA.carbon", falls_by=1, rises_by=None, hidden=True),
            ],
            "out_of_reach",
            "seats[0].objectives",
            "aaa",
        ),
        ("seats.0.objectives.1.hidden", False, "one_sided", "seats[0].objectives", "public"),
        ("seats.0.objectives.0.hidden", True, "one_sided", "seats[0].objectives", "hidden"),
        ("seats.0.objectives.0.rises_by", 60, "cannot_be_met", "seats[0].objectives[0]", "grow"),
        (
            "seats.0.objectives.0",
            {**objective("AAA"), "rises_by": None, "at_least": 20},
            "met_already",
            "seats[0].objectives[0]",
            "grow",
        ),
        ("docket", [], "empty_docket", "docket", "first turn"),
        ("movements", [], "nowhere", "movements", "peace"),
        ("institutions", {"ASSEMBLY": {"members": []}}, "no_members", "take.institutions", "ASSEMBLY"),
    ],
)
def test_what_will_not_play_well_is_told(path: str, value: Any, code: str, field: str, words: str) -> None:
    (warning,) = [row for row in warnings(changed(polished(), path, value)) if row.code == code]
    assert warning.file == "scenario.yaml"
    assert warning.field == field
    assert words in warning.message
    assert warning.fix


@pytest.mark.parametrize(
    ("table", "row", "code", "words"),
    [
        ("actions", {"cost": 100}, "not_affordable", "costs 100"),
        ("actions", {"limits": {"first_turn": 9}}, "too_late", "turn 9"),
        ("actions", {"target": "institution", "domain": "arms", "effects": []}, "no_target", "institution"),
        ("resolutions", {"domains": ["trade"]}, "no_institution", "OWN"),
        ("institutions", {"domain": "trade"}, "no_business", "OWN"),
        ("institutions", {"domain": "trade", "members": []}, "no_members", "OWN"),
        ("movements", {"fed_by": {"intrusion": 3}}, "not_fed", "intrusion"),
        ("events", {"chance": 0}, "never_comes", "OWN"),
    ],
)
def test_a_row_that_never_comes_into_play_is_told(
    table: str, row: dict[str, Any], code: str, words: str
) -> None:
    own = {**library()[table][0], "key": "OWN", **row}
    found = [fault for fault in warnings(polished(**{f"add_{table}": [own]})) if fault.code == code]
    assert len(found) == 1
    assert words in f"{found[0].message} {found[0].fix}"
    assert found[0].field.startswith(f"add_{table}[0]")


def test_a_role_that_takes_long_to_read_is_told() -> None:
    sheets = {"roles/aaa.md": role_sheet(words_each=124)}
    document = changed(polished(), "seats.0.objectives.0.text", "A goal of many words, and then some. " * 4)
    document = changed(document, "seats.0.objectives.1.text", "Another goal of many words, and more. " * 4)
    (warning,) = warnings(document, sheets=sheets)
    assert (warning.code, warning.field) == ("long_reading", "seats[0].role")
    assert "2.1 minutes" in warning.message


def test_a_role_sheet_that_nobody_gets_is_told() -> None:
    (warning,) = warnings(polished(), sheets={"roles/spare.md": role_sheet()})
    assert (warning.file, warning.code) == ("roles/spare.md", "unused")


def test_library_rows_that_are_left_out_are_no_matter() -> None:
    rows = library()
    rows["actions"].append({**rows["actions"][0], "key": "dear", "cost": 100})
    taken = {
        "actions": ["aid", "reform", "compact"],
        "movements": "all",
        "institutions": "all",
        "blocs": "all",
    }
    assert warnings(polished(take=taken), rows=rows) == []
    assert [row.code for row in warnings(polished(), rows=rows)] == ["not_affordable"]


@pytest.mark.parametrize(
    ("path", "is_moved"),
    [
        ("indices.order", True),
        ("system.hegemony", True),
        ("globalisms.liberal.prevalence", True),
        ("globalisms.liberal.claim", False),
        ("states.AAA.stance.liberal", True),
        ("states.BBB.stance.liberal", False),
        ("states.AAA.economy", True),
        ("states.BBB.economy", True),
        ("states.AAA.standing", False),
        ("states.BBB.standing", True),
        ("pairs.AAA.BBB.trust", True),
        ("pairs.BBB.CCC.trust", False),
        ("institutions.ASSEMBLY.authority", False),
        ("movements.peace.strength", False),
        ("challenges.climate", False),
    ],
)
def test_a_seat_reaches_what_its_stance_actions_and_votes_change(path: str, is_moved: bool) -> None:
    documents = load_sources(sources()).documents
    assert Reach(take(documents.scenario, documents.library)).moves(path, "AAA") is is_moved
