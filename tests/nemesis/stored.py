"""What the database holds of a game at the end: the truth that a history is held against."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import asyncpg


@dataclass(frozen=True, slots=True)
class StoredTurn:
    n: int
    status: str
    close_no: int
    deadline_at: float | None
    closed_at: float | None


@dataclass(frozen=True, slots=True)
class StoredMove:
    id: str
    turn: int
    seat: str
    rev: int
    key: str
    body: str | None
    nonce: str
    received_at: float
    by_bot: bool = False


@dataclass(frozen=True, slots=True)
class Stored:
    """`said` are the journal's lines by kind and payload; `streams` the frames of each viewer from 1 on."""

    turn_no: int
    turns: list[StoredTurn] = field(default_factory=list)
    moves: list[StoredMove] = field(default_factory=list)
    resolved: list[int] = field(default_factory=list)
    said: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    streams: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    heads: dict[str, int] = field(default_factory=dict)


async def read(connection: asyncpg.Connection, game: str) -> Stored:
    """All of it in one look."""

    async def rows(query: str) -> list[Any]:
        found: list[Any] = await connection.fetch(query, game)
        return found

    async with connection.transaction(isolation="repeatable_read", readonly=True):
        turns = await rows("SELECT * FROM turn WHERE game = $1 ORDER BY n")
        moves = await rows("SELECT * FROM move WHERE game = $1 ORDER BY turn, seat, rev")
        resolved = await rows("SELECT turn FROM resolution WHERE game = $1 ORDER BY turn")
        journal = await rows("SELECT kind, payload FROM journal WHERE game = $1 ORDER BY seq")
        heads = await rows("SELECT viewer, head FROM stream WHERE game = $1")
        frames = await rows("SELECT viewer, seq, body FROM delivery WHERE game = $1 ORDER BY seq")
        turn_no = await connection.fetchval("SELECT turn_no FROM game WHERE id = $1", game)
    streams: dict[str, list[tuple[int, str]]] = {row["viewer"]: [] for row in heads}
    for row in frames:
        streams[row["viewer"]].append((row["seq"], row["body"].decode()))
    return Stored(
        turn_no=turn_no,
        turns=[
            StoredTurn(
                row["n"], row["status"], row["close_no"], _at(row["deadline_at"]), _at(row["closed_at"])
            )
            for row in turns
        ],
        moves=[move_of(row, row["received_at"].timestamp()) for row in moves],
        resolved=[row["turn"] for row in resolved],
        said=[(row["kind"], json.loads(row["payload"])) for row in journal],
        streams=streams,
        heads={row["viewer"]: row["head"] for row in heads},
    )


def move_of(row: Any, received_at: float) -> StoredMove:
    """A row of the table of moves, of whichever database."""
    return StoredMove(
        row["id"],
        row["turn"],
        row["seat"],
        row["rev"],
        row["idem_key"],
        row["body"],
        row["nonce"],
        received_at,
        bool(row["by_bot"]),
    )


def _at(instant: datetime | None) -> float | None:
    return None if instant is None else instant.timestamp()
