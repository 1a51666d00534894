"""The large run can fail: each of its checks finds what it is there to find. And no bomb costs much."""

import time
from functools import partial
from typing import Any

import pytest
from tests.scenarios.bombs import BOMBS
from tests.scenarios.builders import changed, scenario, sources
from tests.scenarios.mutation import judge as house
from tests.scenarios.mutation.apart import apart
from tests.scenarios.mutation.judge import BOMB_SECONDS, judge
from tests.scenarios.mutation.mutants import mutant, shipped
from tests.scenarios.mutation.run import BOMBS_MIN, bomb_texts
from tests.scenarios.mutation.told import shortcomings

from comity.rules.faults import Fault
from comity.scenarios import untrusted
from comity.scenarios.check import Verdict, check_sources
from comity.scenarios.faults import ScenarioFault

# Later Pythons warn of copying a process that has threads; the copies here start none and wait for none.
pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")

GOOD = Fault("too_long", "title", "the title is too long", "shorten it")


def test_there_are_as_many_bombs_as_were_promised() -> None:
    assert len(BOMBS) >= BOMBS_MIN


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_answered_within_its_limits(name: str) -> None:
    text, code = BOMBS[name]
    judged = judge(bomb_texts(text), seconds=BOMB_SECONDS)
    assert judged.violations == ()
    assert [fault.code for fault in judged.faults if fault.file == "scenario.yaml"] == [code]


def test_a_sound_scenario_is_played_and_a_faulty_one_is_not() -> None:
    sound = judge(sources(scenario(turns=3)))
    assert (sound.faults, sound.turns, sound.violations) == ((), 3, ())
    faulty = judge(sources(changed(scenario(), "title", "")))
    assert (len(faulty.faults), faulty.turns, faulty.violations) == (1, 0, ())


def test_a_mutant_is_the_same_whenever_it_is_made() -> None:
    made = mutant(7, 12)
    assert made == mutant(7, 12)
    assert made.texts != shipped(made.scenario)
    assert made != mutant(8, 12)


@pytest.mark.parametrize(
    ("fault", "file", "line", "what"),
    [
        (GOOD, "scenario.yaml", 1, []),
        (GOOD, "", 1, ["names no file"]),
        (GOOD, "scenario.yaml", 0, ["names line 0"]),
        (GOOD, "scenario.yaml", 9_999, ["names line 9999"]),
        (Fault("less_than_equal", "", "it is too much", "less"), "scenario.yaml", 1, ["names no field"]),
        (Fault("text_outside", "", "it stands outside", "move it"), "roles/aaa.md", 1, []),
        (Fault("missing", "title", " ", "add it"), "scenario.yaml", 1, ["says nothing"]),
        (Fault("missing", "title", "it is missing", ""), "scenario.yaml", 1, ["offers no mend"]),
        (Fault("missing", "a\x07b", "it is missing", "add it"), "scenario.yaml", 1, ["cannot be shown"]),
        (Fault("missing", "title", "KeyError: 'x'", "add it"), "scenario.yaml", 1, ["of the program"]),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_a_fault_leaves_out_is_noticed(fault: Fault, file: str, line: int, what: list[str]) -> None:
    found = shortcomings(ScenarioFault(file, line, fault), sources())
    assert len(found) == len(what)
    assert all(word in told for word, told in zip(what, found, strict=True))


def _raises(_: Any) -> Verdict:
    raise KeyError("balance.power")


def _holds_much(texts: Any) -> Verdict:
    assert len(b"x" * (150 * 1024 * 1024)) > 0
    return check_sources(texts)


def _takes_long(texts: Any) -> Verdict:
    until = time.process_time() + 0.3
    while time.process_time() < until:
        pass
    return check_sources(texts)


def _never_ends(_: Any) -> Verdict:
    while True:
        pass


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (_raises, "no answer: Traceback"),
        (_holds_much, "large: "),
        (_takes_long, "slow: "),
        (_never_ends, "no answer: ended with status -9"),
        (lambda _: Verdict(()), "sound but not playable: "),
    ],
    ids=["raises", "holds much", "takes long", "never ends", "lets a fault pass"],
)
def test_a_check_that_is_broken_is_noticed(broken: Any, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(house, "check_sources", broken)
    monkeypatch.setattr(untrusted, "CPU_SECONDS", 0)
    judged = judge(sources(changed(scenario(), "states.0.economy", 500)), seconds=0.25)
    assert [violation for violation in judged.violations if violation.startswith(told)], judged.violations


def test_work_that_does_not_end_in_time_is_given_up() -> None:
    assert apart(partial(time.sleep, 30), patience=1).failure == "took more than 1 seconds"
