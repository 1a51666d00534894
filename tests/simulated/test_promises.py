"""The checks that only a simulation makes, on made-up histories: a whole one, and one for each complaint."""

from typing import Any

import pytest
from tests.nemesis.history import History, Kind, Line
from tests.nemesis.stored import Stored, StoredMove, StoredTurn
from tests.simulated.promises import violations

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
