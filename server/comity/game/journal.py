"""The journal of a game: a hash chain over what happened, so that nobody rewrites it in silence.

`hash_i = SHA-256(hash_{i-1} | JCS(header_i | SHA-256(nonce_i | payload_i)))`. The nonce hides the payload
from whoever knows only the hash: moves come from a small set, and a bare hash of one could be guessed.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final, Literal, Protocol

from comity.game.ports import Note, Ports, UnitOfWork
from comity.game.records import JournalRow, MoveRow
from comity.game.wire import canonical, instant
from comity.rules.moves import Injected

BEFORE_THE_FIRST = "0" * 64

Kind = Literal[
    "game_made",
    "game_started",
    "turn_closed",
    "turn_resolved",
    "turn_failed",
    "turn_retried",
    "turn_reopened",
    "deadline_changed",
    "game_paused",
    "game_resumed",
    "game_ended",
    "bot_switched",
    "seat_handed_over",
    "event_injected",
    "event_taken_back",
    "outage_made_good",
    "restored_from_backup",
]

OF_INJECTS: Final[tuple[Kind, ...]] = ("event_injected", "event_taken_back")
"""The lines that `injects` reads."""


LOGGED: Final = frozenset(
    {"turn", "close_no", "seat", "version", "on", "minutes", "left_ms", "turns_resolved", "down_seconds"}
)
"""What of a payload the operator's log says too: never what is hidden or was chosen."""


def plain_hash(text: str) -> str:
    """SHA-256 of a text whose secrecy does not rest on the hash."""
    return hashlib.sha256(text.encode()).hexdigest()


def salted(nonce: str, text: str) -> str:
    """The commitment to a secret text under a nonce."""
    return plain_hash(f"{nonce}|{text}")


def chain_hash(prev_hash: str, header: Mapping[str, Any], nonce: str, payload: str) -> str:
    """The hash of one line; `header` is its `game`, `seq`, `kind` and `at` (text with milliseconds)."""
    committed = {**header, "payload": salted(nonce, payload)}
    return plain_hash(f"{prev_hash}|{canonical(committed)}")


async def record(ports: Ports, work: UnitOfWork, game: str, kind: Kind, at: datetime, **payload: Any) -> None:
    """Appends a line saying `payload`, and notes it for the log: what is worth the one is worth the other.

    The caller holds the game's lock, so that the chain does not fork.
    """
    last = await work.journal.last(game)
    seq, prev_hash = (last.seq + 1, last.hash) if last else (1, BEFORE_THE_FIRST)
    nonce = ports.randomness.bytes(16).hex()
    text = canonical(payload)
    header = {"game": game, "seq": seq, "kind": kind, "at": instant(at)}
    line_hash = chain_hash(prev_hash, header, nonce, text)
    await work.journal.add(JournalRow(game, seq, kind, at, text, nonce, prev_hash, line_hash))
    if kind != "turn_resolved":  # its line also says how long that took (`resolution`)
        work.notes.append(
            Note(kind, {"game": game, **{key: payload[key] for key in LOGGED & payload.keys()}})
        )


class Line(Protocol):
    """A line as it is stored or exported."""

    @property
    def kind(self) -> str: ...
    @property
    def payload(self) -> str: ...


def said(line: Line) -> dict[str, Any]:
    """The payload of a line; {} where a file holds something else in its place."""
    try:
        payload = json.loads(line.payload)
    except (ValueError, RecursionError):
        return {}
    return payload if isinstance(payload, dict) else {}


def injects(lines: Iterable[Line], turn: int) -> tuple[Injected, ...]:
    """The events sent in `turn` and not taken back, in the order in which they were sent.

    This is all that is kept of them: from the close of the turn on nothing is added, so these are its inputs.
    """
    waiting: dict[Injected, None] = {}
    for line in lines:
        if line.kind in OF_INJECTS:
            payload = said(line)
            if payload.get("turn") == turn:
                state = payload.get("state")
                inject = Injected(str(payload.get("event")), None if state is None else str(state))
                if line.kind == "event_injected":
                    waiting[inject] = None
                else:
                    waiting.pop(inject, None)
    return tuple(waiting)


def move_commitments(moves: Iterable[MoveRow]) -> dict[str, str]:
    """What the journal says of secret moves: seat -> salted hash of the body."""
    return {move.seat: salted(move.nonce, move.body or "") for move in moves}
