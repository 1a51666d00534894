"""The journal of a game: a hash chain over what happened, so that nobody rewrites it in silence.

`hash_i = SHA-256(hash_{i-1} | JCS(header_i | SHA-256(nonce_i | payload_i)))`. The nonce hides the payload
from whoever knows only the hash: moves come from a small set, and a bare hash of one could be guessed.
"""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Literal

from comity.game.ports import Ports, UnitOfWork
from comity.game.records import JournalRow, MoveRow
from comity.game.wire import canonical, instant

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
    "outage_made_good",
]


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
    """Appends a line saying `payload`. The caller holds the game's lock, so that the chain does not fork."""
    last = await work.journal.last(game)
    seq, prev_hash = (last.seq + 1, last.hash) if last else (1, BEFORE_THE_FIRST)
    nonce = ports.randomness.bytes(16).hex()
    text = canonical(payload)
    header = {"game": game, "seq": seq, "kind": kind, "at": instant(at)}
    line_hash = chain_hash(prev_hash, header, nonce, text)
    await work.journal.add(JournalRow(game, seq, kind, at, text, nonce, prev_hash, line_hash))


def move_commitments(moves: Iterable[MoveRow]) -> dict[str, str]:
    """What the journal says of secret moves: seat -> salted hash of the body."""
    return {move.seat: salted(move.nonce, move.body or "") for move in moves}
