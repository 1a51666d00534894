"""The rulebook as a test file: every case in `cases/*.yaml` is a small world, moves, and what must follow.

A case reads: `given` (states by key, and anything else of a scenario), `moves` by turn and seat, `then`
a list of claims:
- `acts: RULE` / `idle: RULE`, with an optional `of: SUBJECT` and `moving: VARIABLE`: the ledger has,
  or has not, such a line;
- `rises` / `falls` / `stays: SUBJECT VARIABLE`: how the quantity ended against the opening;
- `is: SUBJECT VARIABLE` with `at_least` or `at_most`, in points;
- `refused: SEAT` with `code` and `field`: the move under `tries` is not legal;
- `told: WORDS`: a headline or notice of the last turn says so.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.rules import worlds

from comity.rules import account, codec, news, subjects
from comity.rules.views import CauseLine

CASES = Path(__file__).parent / "cases"
SECTIONS = (
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


def _cases() -> Iterator[Any]:
    for path in sorted(CASES.glob("*.yaml")):
        if path.name == "library.yaml":
            continue
        document = yaml.safe_load(path.read_text())
        for number, case in enumerate(document["cases"], start=1):
            yield pytest.param(case, id=f"{document['section']}.{number} {case['name']}")


class Outcome:
    """What a case's turns led to."""

    def __init__(self, case: Mapping[str, Any]) -> None:
        shared = yaml.safe_load((CASES / "library.yaml").read_text())
        given = dict(case["given"])
        states = [worlds.state(key, **(figures or {})) for key, figures in given.pop("states").items()]
        theory = worlds.coefficients(case.get("theory", "sakwa"), **case.get("coefficients", {}))
        self.game = worlds.game(worlds.scenario(states, **given), worlds.library(shared), theory=theory)
        self.names = subjects.names(self.game.catalogue)
        self.world = self.game.opening
        self.lines: list[CauseLine] = []
        self.told: list[str] = []
        for turn in range(1, case.get("turns", 1) + 1):
            resolution = self.game.play(case.get("moves", {}).get(turn, {}), world=self.world)
            chronicle = news.chronicle(self.world, resolution.world, resolution.record, self.game.catalogue)
            self.told = [row["text"] for row in chronicle["headlines"]]
            self.told += [text for lines in chronicle["notices"].values() for text in lines]
            self.lines += self.game.lines(resolution)
            self.world = resolution.world

    def value(self, subject: str, variable: str, *, opening: bool = False) -> float:
        world = self.game.opening if opening else self.world
        for place, name in enumerate(self.names):
            if (name.subject, name.variable) == (subject, variable) and not name.mirror:
                return int(world.values[0, place]) / name.unit
        raise AssertionError(f"no such quantity: {subject} {variable}")

    def found(self, rule: str, claim: Mapping[str, Any]) -> list[CauseLine]:
        return [
            line
            for line in self.lines
            if line.rule == rule
            and claim.get("of", line.subject) == line.subject
            and claim.get("moving", line.variable) == line.variable
        ]


@pytest.mark.parametrize("case", list(_cases()))
def test_case(case: Mapping[str, Any]) -> None:
    outcome = Outcome(case)
    assert case["then"], "a case that claims nothing tests nothing"
    for claim in case["then"]:
        _check(outcome, claim, case)


def _check(outcome: Outcome, claim: Mapping[str, Any], case: Mapping[str, Any]) -> None:
    if "acts" in claim:
        assert outcome.found(claim["acts"], claim), (
            f"{claim['acts']} did not act; rules: {sorted({x.rule for x in outcome.lines})}"
        )
    elif "idle" in claim:
        assert not outcome.found(claim["idle"], claim), (
            f"{claim['idle']} acted: {outcome.found(claim['idle'], claim)}"
        )
    elif "refused" in claim:
        faults = outcome.game.faults(claim["refused"], case["tries"])
        assert [(fault.code, fault.field) for fault in faults] == [(claim["code"], claim["field"])], faults
        assert all(fault.message and fault.fix for fault in faults)
    elif "told" in claim:
        assert any(claim["told"] in text for text in outcome.told), outcome.told
    else:
        word = next(word for word in ("rises", "falls", "stays", "is") if word in claim)
        subject, variable = claim[word].split(" ")
        now, then = outcome.value(subject, variable), outcome.value(subject, variable, opening=True)
        if word == "is":
            assert claim.get("at_least", now) <= now <= claim.get("at_most", now), now
        else:
            assert {"rises": now > then, "falls": now < then, "stays": now == then}[word], f"{then} -> {now}"


def test_every_section_of_the_rulebook_has_cases() -> None:
    covered = {
        yaml.safe_load(path.read_text()).get("section")
        for path in CASES.glob("*.yaml")
        if path.name != "library.yaml"
    }
    assert covered == set(SECTIONS)


def test_a_ledger_line_names_who_did_what_to_whom() -> None:
    shared = yaml.safe_load((CASES / "library.yaml").read_text())
    game = worlds.game(
        worlds.scenario([worlds.state("A", name="Arcadia"), worlds.state("B", name="Borduria")]),
        worlds.library(shared),
    )
    resolution = game.play({"a": {"actions": [{"action": "sanction", "target": "B"}]}})
    line = next(line for line in game.lines(resolution) if line.variable == "sanctions")
    assert (line.subject, line.rule, line.because) == (
        "pair:A:B",
        "action.sanction",
        "Arcadia: sanction (Borduria)",
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
