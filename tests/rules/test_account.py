"""What a reader is told of a turn's causes: who did what, in words and in keys, and how much it changed."""

from itertools import pairwise
from typing import Any

import pytest
from tests.documents import read_yaml
from tests.rules import worlds
from tests.rules.test_cases import CASES

from comity.rules import account, subjects
from comity.rules.news import HIDDEN
from comity.rules.resolve import Resolution
from comity.rules.views import CauseDeed, CauseLine

ROWS = read_yaml(CASES / "library.yaml")
A, B, C = 0, 1, 2
ALL_YES = {"t1-1": "yes", "t1-2": "yes"}
BUSY: dict[str, Any] = {
    "a": {
        "actions": [
            {"action": "boast"},
            {"action": "sanction", "target": "B"},
            {"action": "meddle", "target": "B"},
            {"action": "donate", "target": "assembly"},
            {"action": "compact", "target": "B"},
        ],
        "votes": ALL_YES,
    },
    "b": {
        "actions": [{"action": "compact", "target": "A"}],
        "votes": ALL_YES,
        "answers": {"riot": "repress"},
    },
    "c": {"votes": ALL_YES},
}
"""A turn with a deed of every kind but a pact's yield, which comes in the turn after it."""


def game() -> worlds.Game:
    states = [
        worlds.state("A", name="Arcadia", capital=100),
        worlds.state("B", name="Borduria"),
        worlds.state("C"),
    ]
    docket = [
        {"turn": 1, "resolution": "accord", "institution": "assembly", "sponsor": "C"},
        {"turn": 1, "resolution": "quota", "institution": "assembly", "target": "B", "sponsor": "C"},
    ]
    riot = [{"turn": 1, "event": "riot", "state": "B"}]
    return worlds.game(
        worlds.scenario(states, docket=docket, events=riot, actions_per_turn=6), worlds.library(ROWS)
    )


def told(played: worlds.Game, resolution: Resolution, **of: Any) -> set[tuple[str, str, CauseDeed | None]]:
    """What is said of each rule and in which keys."""
    return {(line.rule, line.because, line.deed) for line in played.lines(resolution, **of)}


@pytest.mark.parametrize(
    ("rule", "because", "deed"),
    [
        ("action.boast", "Arcadia claims leadership", CauseDeed("action", "boast", "A", "none", None)),
        (
            "action.sanction",
            "Arcadia resorts to “Sanction” (Borduria)",
            CauseDeed("action", "sanction", "A", "state", "B"),
        ),
        (
            "action.donate",
            "Arcadia funds the Assembly",
            CauseDeed("action", "donate", "A", "institution", "assembly"),
        ),
        (
            "pact.signed",
            "Arcadia compacts with Borduria",
            CauseDeed("action", "compact", "A", "state", "B"),
        ),
        (
            "resolution.accord",
            "Climate accord passed",
            CauseDeed("resolution", "accord", None, "none", None),
        ),
        (
            "resolution.quota",
            "Quota reform passed: Borduria",
            CauseDeed("resolution", "quota", None, "state", "B"),
        ),
        ("event.riot", "Borduria: riots", CauseDeed("event", "riot", "B", "none", None)),
        (
            "choice.riot.repress",
            "Borduria: riots: Repress",
            CauseDeed("choice", "riot.repress", "B", "none", None),
        ),
    ],
)
def test_everybody_is_told_who_did_what(rule: str, because: str, deed: CauseDeed) -> None:
    played = game()
    resolution = played.play(BUSY)

    for reader in (None, A, B, C):
        assert (rule, because, deed) in told(played, resolution, reader=reader, reveal=False)


def test_a_pact_of_two_yields_to_each_of_them_by_the_other() -> None:
    played = game()
    following = played.play(world=played.play(BUSY).world)

    yields = [line for line in played.lines(following, reveal=False) if line.rule == "pact.compact"]

    assert {(line.subject, line.because, line.deed) for line in yields} == {
        ("state:A", "Arcadia: compact (Borduria)", CauseDeed("pact", "compact", "A", "state", "B")),
        ("state:B", "Borduria: compact (Arcadia)", CauseDeed("pact", "compact", "B", "state", "A")),
    }


def test_who_acts_in_secret_reads_it_and_others_learn_only_that_something_was_done() -> None:
    played = game()
    resolution = played.play(BUSY)
    meddling = CauseDeed("action", "meddle", "A", "state", "B")
    secretly = ("action.meddle", "Arcadia backs a movement in Borduria", meddling)

    assert secretly in told(played, resolution, reader=A, reveal=False)
    for reader in (None, B, C):
        lines = list(played.lines(resolution, reader=reader, reveal=False))
        (covered,) = [line for line in lines if line.rule == "action.hidden"]
        assert (covered.because, covered.deed, covered.hidden) == (HIDDEN, None, True)
        assert not [line for line in lines if line.deed is not None and line.deed.key == "meddle"]
        assert not [line for line in lines if line.hidden and line is not covered]


def test_the_debrief_opens_what_was_secret_and_what_each_state_kept_to_itself() -> None:
    played = game()
    resolution = played.play(BUSY)

    def spending(**of: Any) -> set[str]:
        return {line.subject for line in played.lines(resolution, **of) if line.variable == "capital"}

    assert spending(reader=None, reveal=False) == set()
    assert spending(reader=B, reveal=False) == {"state:B"}
    assert spending(reader=B, reveal=True) == {"state:A", "state:B", "state:C"}
    opened = list(played.lines(resolution, reader=None, reveal=True))
    assert not [line for line in opened if line.hidden]
    assert "action.meddle" in {line.rule for line in opened}


def test_what_is_spent_is_told_by_the_deed_that_it_was_spent_on() -> None:
    played = game()
    paid = [line for line in played.lines(played.play(BUSY), reader=A) if line.rule == "capital.spent"]

    assert {line.because: line.deed and line.deed.key for line in paid if line.subject == "state:A"} == {
        "Arcadia claims leadership": "boast",
        "Arcadia resorts to “Sanction” (Borduria)": "sanction",
        "Arcadia backs a movement in Borduria": "meddle",
        "Arcadia funds the Assembly": "donate",
        "Arcadia compacts with Borduria": "compact",
    }


def test_what_nobody_did_is_told_in_the_sentence_of_its_rule() -> None:
    played = game()
    resolution = played.play(BUSY)
    assert resolution.ledger is not None
    lines = [
        line
        for line in account.lines(
            account.read(account.encode(resolution.ledger, 1)),
            played.catalogue,
            subjects.names(played.catalogue),
            {"sanctions.bite": "Sanctions bite."},
            reader=None,
        )
        if line.deed is None
    ]

    assert {line.because for line in lines if line.rule == "sanctions.bite"} == {"Sanctions bite."}
    assert {line.because for line in lines if line.rule == "trade.gain"} == {"trade.gain"}, (
        "it has no sentence"
    )


def test_lines_of_one_quantity_follow_on_each_other_in_the_units_of_the_board() -> None:
    played = game()
    resolution = played.play(BUSY)

    lines = [
        line
        for line in played.lines(resolution, reader=A)
        if (line.subject, line.variable) == ("state:A", "capital")
    ]

    assert lines[0].before == pytest.approx(100)
    assert [line.turn for line in lines] == [1] * len(lines)
    _follow_on(lines)
    assert lines[-1].after == pytest.approx(100 - 6 - 6 - 5 - 5 - 6 + _income(lines))


def _follow_on(lines: list[CauseLine]) -> None:
    for line in lines:
        assert line.after == pytest.approx(line.before + line.delta)
    for earlier, later in pairwise(lines):
        assert later.before == pytest.approx(earlier.after)


def _income(lines: list[CauseLine]) -> float:
    return sum(line.delta for line in lines if line.rule == "capital.income")


def test_lines_about_one_thing_are_those_of_all_that_are_about_it() -> None:
    played = game()
    resolution = played.play(BUSY)
    assert resolution.ledger is not None
    ledger, names = account.read(account.encode(resolution.ledger, 1)), subjects.names(played.catalogue)

    def about(**asked: str) -> list[CauseLine]:
        return list(account.lines(ledger, played.catalogue, names, {}, reader=A, **asked))  # type: ignore[arg-type]

    every = about()
    assert about(subject="state:A") == [line for line in every if line.subject == "state:A"] != []
    assert about(variable="capital") == [line for line in every if line.variable == "capital"] != []
    assert about(subject="state:A", variable="capital") == [
        line for line in every if (line.subject, line.variable) == ("state:A", "capital")
    ]
    assert about(subject="state:nowhere") == []
