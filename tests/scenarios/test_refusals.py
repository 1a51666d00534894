"""Every refusal of a scenario: one change to a sound one, and the file, line, field and mend to be named.

The table is `refusals/*.yaml`.
"""

from pathlib import Path
from typing import Any, Final

import pytest
from tests.documents import read_yaml
from tests.scenarios.builders import MISSING, changed, library, scenario, sources

from comity.scenarios.load import examine
from comity.scenarios.yaml_guard import parse

pytestmark = pytest.mark.usefixtures("parsed_once")

FOLDER: Final = Path(__file__).with_name("refusals")
CASES: Final[list[dict[str, Any]]] = [
    {**case, "where": path.stem} for path in sorted(FOLDER.glob("*.yaml")) for case in read_yaml(path)
]
CONSEQUENCES: Final = {("globalisms.liberial", "missing"), ("seats.0.role", "odd_file")}
"""What a slip brings with it, by the path that was changed: the builder gives every sheet that is named."""


def name(case: dict[str, Any]) -> str:
    at = case.get("set") or case.get("drop") or case["field"]
    return f"{case['where']}: {case.get('in', '')} {at} {case['code']} {case.get('to', '')!s:.20}"


ALL_CASES = pytest.mark.parametrize("case", CASES, ids=name)


def texts_of(case: dict[str, Any]) -> tuple[str, dict[str, str]]:
    """The file that holds the fault, and all texts of the case."""
    rows = library()
    document = scenario(**case.get("given", {}))
    for path, value in case.get("also", {}).items():
        document = changed(document, path, value)
    for table, added in case.get("own", {}).items():
        plain = {**rows[table][0], "key": "OWN", "effects": [], "requires": [], "choices": []}
        known = set(rows[table][0]) | {"key"}
        given = [{**{k: v for k, v in plain.items() if k in known}, **row} for row in added]
        document = {**document, f"add_{table}": given}
    table = case.get("in")
    at, value = case.get("drop", case.get("set", "")), MISSING if "drop" in case else case.get("to")
    if table is not None:
        rows = {**rows, **changed({table: rows[table]}, at, value)}
        return f"library/{table}.yaml", sources(document, rows=rows)
    if at:
        document = changed(document, at, value)
    return "scenario.yaml", sources(document, rows=rows)


def field_of(case: dict[str, Any]) -> str:
    """The field that the fault must name: `states.0.economy` becomes `states[0].economy`."""
    if "field" in case:
        return str(case["field"])
    first, *rest = str(case.get("set") or case["drop"]).split(".")
    return first + "".join(f"[{part}]" if part.isdigit() else f".{part}" for part in rest)


def line_of(text: str, field: str) -> int:
    """The line of a named field in a text, or of its nearest parent."""
    words = field.replace("[", ".").replace("]", "").split(".")
    return parse("any", text).line(tuple(int(word) if word.isdigit() else word for word in words))


def test_the_tiny_scenario_that_all_cases_start_from_is_sound() -> None:
    assert examine(sources()).faults == ()


@ALL_CASES
def test_a_slip_is_told_with_its_file_line_field_and_mend(case: dict[str, Any]) -> None:
    file, texts = texts_of(case)
    faults = examine(texts).faults
    found = [fault for fault in faults if fault.code == case["code"]]
    assert len(found) == 1, faults
    assert found[0].file == file
    assert found[0].field == field_of(case)
    assert found[0].line == line_of(texts[file], found[0].field)
    assert case["fix"] in found[0].fix
    assert found[0].message


@ALL_CASES
def test_a_slip_is_told_once_and_nothing_else_is_blamed(case: dict[str, Any]) -> None:
    _, texts = texts_of(case)
    others = [fault for fault in examine(texts).faults if fault.code != case["code"]]
    assert [fault for fault in others if (case.get("set"), fault.code) not in CONSEQUENCES] == []


def test_a_docket_with_more_than_can_be_debated_is_told() -> None:
    item = scenario()["docket"][0]
    (fault,) = examine(sources(scenario(docket=[item] * 13))).faults
    assert (fault.code, fault.field) == ("too_many", "docket[12].turn")
    assert "other turns" in fault.fix
