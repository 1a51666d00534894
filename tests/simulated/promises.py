"""What must hold besides the checks of a real storm, where a simulation sees more: one answer to a key, one
extension for a press of the button, the moves of the last close.
"""

from collections import Counter
from itertools import pairwise

from tests.nemesis.history import History, Line
from tests.nemesis.stored import Stored


def violations(history: History, stored: Stored) -> list[str]:
    """Everything that is wrong."""
    return [
        *answers_that_differ(history, stored),
        *extensions(history, stored),
        *old_closes(stored),
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


def _attempts(lines: list[Line]) -> list[tuple[Line, Line]]:
    """Each request with its answer: one client asks one thing at a time."""
    return [(asked, answered) for asked, answered in pairwise(lines) if asked.kind == "invoke"]
