"""The checker on made-up histories: a whole one, and one for each promise that can be broken."""

from dataclasses import replace
from typing import Any

import orjson
import pytest
from tests.nemesis.checker import violations
from tests.nemesis.history import Heard, History, Line, Run
from tests.nemesis.stored import Stored, StoredMove, StoredTurn

from comity.game.journal import salted
from comity.game.wire import canonical

BODY = {"stance": {"liberal": 10}}
TEXT = canonical(BODY, "move")
FIRST = StoredMove("m1", 1, "usa", 1, "k1", TEXT, "salt", 101.0)
OTHER = StoredMove("m2", 1, "fiji", 1, "k2", None, "pepper", 102.0)


def frame(stream: str, seq: int, type_: str = "move_saved", **event: Any) -> str:
    return orjson.dumps({"stream": stream, "seq": seq, "event": {"type": type_, **event}}).decode()


RECEIPT = {"status": 201, "move_id": "m1", "rev": 1, "turn": 1}
PUBLIC = [(1, frame("public", 1, "turn_closed", turn=1)), (2, frame("public", 2, "turn_resolved", turn=1))]
PRIVATE = [(1, frame("private", 1))]


def a_store(**changes: Any) -> Stored:
    """A game in turn 2: two seats saved in turn 1, and turn 1 was resolved."""
    inputs = {move.seat: salted(move.nonce, move.body or "") for move in (FIRST, OTHER)}
    whole = Stored(
        turn_no=2,
        turns=[StoredTurn(1, "resolved", 1, 110.0, 110.5), StoredTurn(2, "open", 0, 120.0, None)],
        moves=[FIRST, OTHER],
        resolved=[0, 1],
        said=[
            ("turn_closed", {"turn": 1, "close_no": 1, "moves": inputs}),
            ("turn_resolved", {"turn": 1, "close_no": 1}),
        ],
        streams={"public": PUBLIC, "seat:usa": PRIVATE},
        heads={"public": 2, "seat:usa": 1},
    )
    return replace(whole, **changes)


def a_history(*outcomes: Line) -> History:
    """The first seat asked at 100 and was acknowledged, or had these outcomes."""
    history = History()
    history.lines.append(Line(100.0, "player-0", "invoke", "move", "k1", {"body": BODY}))
    history.lines += outcomes or (Line(101.1, "player-0", "ok", "move", "k1", RECEIPT),)
    return history


def who_heard(*frames: tuple[str, int, str]) -> list[Heard]:
    whole = (("public", 1, PUBLIC[0][1]), ("private", 1, PRIVATE[0][1]), ("public", 2, PUBLIC[1][1]))
    return [Heard("player-0", "seat:usa", [Run(0, 0, list(frames or whole))])]


def test_given_a_whole_history_when_checked_then_nothing_is_wrong() -> None:
    assert violations(a_history(), who_heard(), a_store()) == []


def test_given_a_lost_answer_when_the_move_is_or_is_not_stored_then_nothing_is_wrong() -> None:
    history = a_history(Line(101.0, "player-0", "info", "move", "k1", {"status": None}))
    inputs = {"fiji": salted(OTHER.nonce, "")}
    closed = ("turn_closed", {"turn": 1, "close_no": 1, "moves": inputs})
    without = a_store(moves=[OTHER], said=[closed, ("turn_resolved", {"turn": 1, "close_no": 1})])

    assert violations(history, [], a_store()) == []
    assert violations(history, [], without) == []


def test_given_a_later_revision_when_the_earlier_is_no_input_then_nothing_is_wrong() -> None:
    earlier = replace(FIRST, id="m0", rev=1, key="k0", nonce="other")
    store = a_store(moves=[earlier, replace(FIRST, rev=2), OTHER])
    told = {"status": 201, "move_id": "m1", "rev": 2, "turn": 1}

    assert violations(a_history(Line(101.1, "player-0", "ok", "move", "k1", told)), [], store) == []


def resolved_twice() -> Stored:
    again = (3, frame("public", 3, "turn_resolved", turn=1))
    return a_store(
        resolved=[0, 1, 1],
        streams={"public": [*PUBLIC, again], "seat:usa": PRIVATE},
        heads={"public": 3, "seat:usa": 1},
    )


BROKEN: dict[str, tuple[History, list[Heard], Stored, str]] = {
    "a lost move": (a_history(), [], a_store(moves=[OTHER]), "lost"),
    "a move stored with other words": (
        a_history(),
        [],
        a_store(moves=[replace(FIRST, body="{}"), OTHER]),
        "changed",
    ),
    "a move left out of its turn": (
        a_history(),
        [],
        a_store(moves=[replace(FIRST, rev=2, nonce="later", id="m3", key="k3"), FIRST, OTHER]),
        "left out",
    ),
    "a refused move that is stored": (
        a_history(Line(101.0, "player-0", "fail", "move", "k1", {"status": 409})),
        [],
        a_store(),
        "refused and stored",
    ),
    "a move received after the deadline": (
        a_history(),
        [],
        a_store(moves=[replace(FIRST, received_at=110.1), OTHER]),
        "late",
    ),
    "a move sent after the deadline, whatever the server says": (
        a_history(),
        [],
        a_store(turns=[StoredTurn(1, "resolved", 1, 99.9, 110.5), StoredTurn(2, "open", 0, None, None)]),
        "late",
    ),
    "a move received after the close": (
        a_history(),
        [],
        a_store(turns=[StoredTurn(1, "resolved", 1, None, 100.5), StoredTurn(2, "open", 0, None, None)]),
        "late",
    ),
    "a turn resolved twice": (a_history(), [], resolved_twice(), "resolutions"),
    "a turn that was skipped": (a_history(), [], a_store(resolved=[0], turn_no=2), "resolutions"),
    "a resolution that was not told": (
        a_history(),
        [],
        a_store(streams={"public": PUBLIC[:1]}, heads={"public": 1}),
        "resolutions",
    ),
    "a gap in the numbers": (
        a_history(),
        [],
        a_store(streams={"public": PUBLIC, "seat:usa": [(2, frame("private", 2))]}),
        "numbering",
    ),
    "a line that skips a number": (
        a_history(),
        who_heard(("public", 2, PUBLIC[1][1])),
        a_store(),
        "stream",
    ),
    "a line that tells other bytes": (
        a_history(),
        who_heard(("public", 1, frame("public", 1, "turn_closed", turn=7))),
        a_store(),
        "stream",
    ),
    "a server that fails by itself": (
        a_history(
            Line(100.5, "player-0", "info", "defect", "/games/g/room", {"method": "GET", "status": 500}),
            Line(101.1, "player-0", "ok", "move", "k1", RECEIPT),
        ),
        who_heard(),
        a_store(),
        "defect",
    ),
    "a line that tells more than is stored": (
        a_history(),
        who_heard(("private", 1, PRIVATE[0][1]), ("private", 2, frame("private", 2))),
        a_store(),
        "stream",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_given_a_broken_promise_when_checked_then_it_is_named(name: str) -> None:
    history, heard, store, complaint = BROKEN[name]

    wrong = violations(history, heard, store)

    assert wrong
    assert {one.split(":")[0] for one in wrong} <= {complaint, "left out"}
    assert any(one.startswith(complaint) for one in wrong)
