"""What must hold besides the checks of a real storm, where a simulation sees more: one answer to a key, one
extension for a press of the button, the moves of the last close, more time after an outage.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from tests.nemesis.history import History, Line
from tests.nemesis.stored import Stored
from tests.simulated.stored import seconds

OUTAGE_SECONDS: Final = 60.0
GRACE_SECONDS: Final = 120.0
WIRE_SECONDS: Final = 0.001
"""Instants are told in milliseconds."""
TOUCHED: Final = ("turn_closed", "outage_made_good", "deadline_changed", "game_paused")


@dataclass(frozen=True, slots=True)
class Outage:
    """No process was there for more than a minute, and the open turn's deadline passed meanwhile. `until` is
    when the first one came back, and `said` how long the journal was by then.
    """

    turn: int
    until: float
    said: int


def violations(history: History, stored: Stored, outages: Sequence[Outage] = ()) -> list[str]:
    """Everything that is wrong."""
    return [
        *answers_that_differ(history, stored),
        *extensions(history, stored),
        *old_closes(stored),
        *outages_not_made_good(history, stored, outages),
    ]


def answers_that_differ(history: History, stored: Stored) -> list[str]:
    """Keys that got two receipts; and moves that were stored already when their key was refused."""
    received = {move.key: move.received_at for move in stored.moves}
    wrong = []
    for op, lines in history.of("move"):
        receipts = {line.said["receipt"] for line in lines if line.kind == "ok"}
        if len(receipts) > 1:
            wrong.append(f"same key: {lines[0].who} got {len(receipts)} receipts for {op}")
        for asked, answered in _attempts(lines):
            if answered.kind == "fail" and op in received and received[op] < asked.at:
                wrong.append(f"same key: {op} was stored and then refused as {answered.said.get('status')}")
    return wrong


def extensions(history: History, stored: Stored) -> list[str]:
    """Presses of the button that moved the deadline twice, or were acknowledged and did not move it."""
    made = Counter(said["minutes"] for kind, said in stored.said if kind == "deadline_changed")
    wrong = []
    for _, lines in history.of("extend"):
        minutes, times = lines[0].said["minutes"], made[lines[0].said["minutes"]]
        if times > 1:
            wrong.append(f"extended: {minutes} minutes were given {times} times")
        if not times and any(line.kind == "ok" for line in lines):
            wrong.append(f"extended: {minutes} minutes were promised and not given")
    return wrong


def old_closes(stored: Stored) -> list[str]:
    """Turns that were resolved with the moves of an earlier close than their last."""
    last = {turn.n: turn.close_no for turn in stored.turns}
    return [
        f"old close: turn {said['turn']} closed {last[said['turn']]} times, resolved as of {said['close_no']}"
        for kind, said in stored.said
        if kind == "turn_resolved" and said["close_no"] != last[said["turn"]]
    ]


def outages_not_made_good(history: History, stored: Stored, outages: Sequence[Outage]) -> list[str]:
    """Turns that fell due while nobody was there, and were closed before they got more time, or got too
    little. The instructor may do with them what they like.
    """
    wrong = []
    for outage in outages:
        after = stored.said[outage.said :]
        touched = [kind for kind, said in after if kind in TOUCHED and said["turn"] == outage.turn]
        match touched[:1]:
            case ["turn_closed"] if not _closed_by_hand(history, stored, outage):
                wrong.append(f"outage: turn {outage.turn} was closed for what passed while nobody was there")
            case ["outage_made_good"] if _told_until(stored, outage.turn) < outage.until + GRACE_SECONDS:
                wrong.append(f"outage: turn {outage.turn} got too little time")
    return wrong


def _closed_by_hand(history: History, stored: Stored, outage: Outage) -> bool:
    """Whether it may have been the instructor who closed it, whatever they were told."""
    closed = {turn.n: turn.closed_at for turn in stored.turns}[outage.turn]
    end = float("inf") if closed is None else closed
    return any(
        line.kind == "invoke" and outage.until <= line.at <= end
        for _, lines in history.of("resolve")
        for line in lines
    )


def _told_until(stored: Stored, turn: int) -> float:
    """The latest deadline of this turn that everybody was told of when it was moved."""
    events = [json.loads(frame)["event"] for _, frame in stored.streams.get("public", [])]
    headers = [event["header"] for event in events if event["type"] == "deadline_changed"]
    told = [seconds(header["deadline_at"]) or 0.0 for header in headers if header["turn"] == turn]
    return max(told, default=0.0) + WIRE_SECONDS


def _attempts(lines: list[Line]) -> list[tuple[Line, Line]]:
    """Each request with its answer: one client asks one thing at a time."""
    return [(asked, answered) for asked, answered in pairwise(lines) if asked.kind == "invoke"]
