"""The checks that only a simulation makes, on made-up histories: a whole one, and one for each complaint."""

import json
from typing import Any

import pytest
from tests.nemesis.history import History, Kind, Line
from tests.nemesis.stored import Stored, StoredMove, StoredTurn
from tests.simulated.promises import Outage, violations

MOVE = StoredMove("m1", 1, "usa", 1, "k1", None, "salt", 2.0)
RESOLVED = ("turn_resolved", {"turn": 1, "close_no": 1})
EXTENDED = ("deadline_changed", {"turn": 1, "minutes": 7})


def a_history(what: str, *outcomes: tuple[float, Kind, dict[str, Any]]) -> History:
    """One client asks, once for each outcome, and is answered a second later."""
    history, said = History(), {"minutes": 7} if what == "extend" else {"body": None}
    for at, kind, answer in outcomes:
        history.lines.append(Line(at, "player-0", "invoke", what, "k1", said))
        history.lines.append(Line(at + 1, "player-0", kind, what, "k1", answer))
    return history


def a_store(*said: tuple[str, dict[str, Any]], close_no: int = 1) -> Stored:
    return Stored(2, [StoredTurn(1, "resolved", close_no, 10.0, 10.5)], [MOVE], [0, 1], list(said))


RECEIPT = {"receipt": "one"}
CLOSED = {"status": "turn_closed"}
SAVED: tuple[float, Kind, dict[str, Any]] = (1.0, "ok", RECEIPT)


@pytest.mark.parametrize(
    "history",
    [
        a_history("move", SAVED, (3.0, "ok", RECEIPT)),
        a_history("move", (1.0, "info", {}), (3.0, "ok", RECEIPT)),
        a_history("move", (1.0, "fail", CLOSED)),
        a_history("extend", (1.0, "info", {}), (3.0, "fail", {"status": "stale_deadline"})),
        a_history("extend", (1.0, "ok", {})),
    ],
)
def test_given_a_whole_history_when_checked_then_nothing_is_wrong(history: History) -> None:
    assert violations(history, a_store(RESOLVED, EXTENDED)) == []


@pytest.mark.parametrize(
    ("history", "store", "complaint"),
    [
        (a_history("move", SAVED, (3.0, "ok", {"receipt": "two"})), a_store(), "same key"),
        (a_history("move", SAVED, (3.0, "fail", CLOSED)), a_store(), "same key"),
        (a_history("extend", (1.0, "ok", {})), a_store(EXTENDED, EXTENDED), "extended"),
        (a_history("extend", (1.0, "ok", {})), a_store(), "extended"),
        (History(), a_store(RESOLVED, close_no=2), "old close"),
    ],
    ids=["two receipts", "refused though stored", "extended twice", "not extended", "old inputs"],
)
def test_given_a_broken_promise_when_checked_then_it_is_named(
    history: History, store: Stored, complaint: str
) -> None:
    assert [one.split(":")[0] for one in violations(history, store)] == [complaint]


OUTAGE = Outage(turn=1, until=75.0, said=0)
CLOSED_AFTER = ("turn_closed", {"turn": 1, "close_no": 1})
MADE_GOOD = ("outage_made_good", {"turn": 1, "down_seconds": 70})
PAUSED = ("game_paused", {"turn": 1, "left_ms": 0})


def a_store_after_an_outage(*said: tuple[str, dict[str, Any]], told: str = "09:03:15.000") -> Stored:
    """Turn 1 was closed in second 77; everybody was told of a deadline, if it was moved."""
    header = {"turn": 1, "deadline_at": f"2026-03-02T{told}Z"}
    frame = json.dumps({"event": {"type": "deadline_changed", "header": header}})
    streams = {"public": [(1, frame)]} if MADE_GOOD in said else {}
    turns = [StoredTurn(1, "resolved", 1, 77.0, 77.0)]
    return Stored(2, turns, [], [0, 1], list(said), streams)


def by_hand(at: float) -> History:
    history = History()
    history.lines.append(Line(at, "instructor", "invoke", "resolve", "k2"))
    return history


@pytest.mark.parametrize(
    ("history", "said"),
    [
        (History(), (MADE_GOOD, CLOSED_AFTER)),
        (History(), (("deadline_changed", {"turn": 1, "minutes": 1}), CLOSED_AFTER)),
        (History(), (PAUSED, CLOSED_AFTER)),
        (by_hand(76.0), (CLOSED_AFTER,)),
        (History(), ()),
    ],
    ids=["made good", "extended", "paused", "closed by hand", "never closed"],
)
def test_given_more_time_after_an_outage_or_the_instructors_hand_when_checked_then_nothing_is_wrong(
    history: History, said: tuple[tuple[str, dict[str, Any]], ...]
) -> None:
    assert violations(history, a_store_after_an_outage(*said), [OUTAGE]) == []


@pytest.mark.parametrize(
    ("history", "store"),
    [
        (History(), a_store_after_an_outage(CLOSED_AFTER)),
        (by_hand(74.0), a_store_after_an_outage(CLOSED_AFTER)),
        (by_hand(78.0), a_store_after_an_outage(CLOSED_AFTER)),
        (History(), a_store_after_an_outage(MADE_GOOD, CLOSED_AFTER, told="09:03:14.000")),
    ],
    ids=["closed", "asked before anybody was there", "asked after it was closed", "too little"],
)
def test_given_a_turn_that_is_held_against_players_for_an_outage_when_checked_then_it_is_named(
    history: History, store: Stored
) -> None:
    assert [one.split(":")[0] for one in violations(history, store, [OUTAGE])] == ["outage"]
