"""The rulebook as a test file: `casebook.py` says how a case of `cases/*.yaml` reads."""

from collections.abc import Iterator
from typing import Any, Final

import pytest
from tests.documents import read_yaml
from tests.rules import casebook, worlds
from tests.rules.casebook import Case

from comity.rules import account, codec, subjects

CASES: Final = casebook.CASES
SECTIONS: Final = (
    "1.top",
    "1.middle",
    "1.ground",
    "1.globalisms",
    "2.actions",
    "2.resolutions",
    "2.crises",
    "2.events",
    "3",
    "4",
)

ROLL_UPS: Final = {
    "part.change": "a part of an index is read off the world each turn; the index's own lines tell why",
    "system.change": "gauges are read off the world each turn, and no rule takes one as a cause",
}
"""Rules that only measure what others did, and so have no case of their own; why."""


def _cases() -> Iterator[Any]:
    for case in casebook.cases():
        yield pytest.param(case, id=f"{case.file} {case.number} {case.name}")


@pytest.mark.parametrize("case", list(_cases()))
def test_case(case: Case) -> None:
    casebook.check(case)


def test_every_section_of_the_rulebook_has_cases() -> None:
    assert {case.section for case in casebook.cases()} == set(SECTIONS)


@pytest.mark.parametrize(("claim", "must"), [("acts", "act"), ("idle", "not act")])
def test_every_rule_has_a_case_in_which_it_must_act_and_one_in_which_it_must_not(
    claim: str, must: str
) -> None:
    rules = read_yaml(worlds.ROOT / "scenarios/library/rules.yaml")["rules"]
    said = {row[claim] for case in casebook.cases() for row in case.claims if claim in row}
    # `action.boast` is a case of the rule `action`, and so with resolutions, events, choices and pacts.
    covered = {key if key in rules else key.split(".")[0] for key in said}
    assert covered <= set(rules), f"no such rule: {sorted(covered - set(rules))}"
    lacking = sorted(set(rules) - covered - set(ROLL_UPS))
    assert not lacking, f"no case in which these rules must {must}: {lacking}"


def test_no_two_cases_of_a_file_have_the_same_name() -> None:
    names = [(case.file, case.name) for case in casebook.cases()]
    assert sorted(set(names)) == sorted(names)


def test_a_file_of_cases_is_short_enough_to_read() -> None:
    lengths = {path.name: len(path.read_text().splitlines()) for path in CASES.glob("*.yaml")}
    assert {name: count for name, count in lengths.items() if count > 400} == {}


def test_a_ledger_line_names_who_did_what_to_whom() -> None:
    shared = read_yaml(CASES / "library.yaml")
    game = worlds.game(
        worlds.scenario([worlds.state("A", name="Arcadia"), worlds.state("B", name="Borduria")]),
        worlds.library(shared),
    )
    resolution = game.play({"a": {"actions": [{"action": "sanction", "target": "B"}]}})
    line = next(line for line in game.lines(resolution) if line.variable == "sanctions")
    assert (line.subject, line.rule, line.because) == (
        "pair:A:B",
        "action.sanction",
        "Arcadia resorts to \N{LEFT DOUBLE QUOTATION MARK}Sanction\N{RIGHT DOUBLE QUOTATION MARK} (Borduria)",
    )
    assert line.before + line.delta == pytest.approx(line.after)


@pytest.mark.parametrize(
    ("name", "within"),
    [
        ("Defend a sovereign at the UN", "defend a sovereign at the UN"),
        ("UN envoy", "UN envoy"),
        ("Innovate", "innovate"),
    ],
)
def test_a_deeds_name_keeps_its_proper_names_within_a_sentence(name: str, within: str) -> None:
    assert subjects.in_sentence(name) == within


def test_an_account_of_a_turn_reads_back_the_same_after_storing() -> None:
    game = worlds.game(worlds.scenario([worlds.state("A"), worlds.state("B")]))
    resolution = game.play()
    assert resolution.ledger is not None
    data = account.encode(resolution.ledger, 1)
    assert data == account.encode(resolution.ledger, 1)
    assert codec.digest(data) != codec.digest(data + b" ")
