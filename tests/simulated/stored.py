"""What a schedule's database holds at the end, for the checker that real storms use as well."""

import json
import sqlite3
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from tests.nemesis.stored import Stored, StoredTurn, move_of
from tests.simulated.server import EPOCH

from comity.store.types import SQLITE_INSTANT

ENDED: Final = ("closed", "failed", "resolved")
"""A turn that was opened again has not ended, although it was closed once."""


def read(connection: sqlite3.Connection, game: str, locked_at: Mapping[str, float]) -> Stored:
    """A move counts as received when its transaction got the lock, whatever it says itself: what was decided
    by an older clock was decided too late.
    """

    def rows(query: str) -> list[dict[str, Any]]:
        found = connection.execute(query, (game,))
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found]

    heads = {row["viewer"]: row["head"] for row in rows("SELECT viewer, head FROM stream WHERE game = ?")}
    streams: dict[str, list[tuple[int, str]]] = {viewer: [] for viewer in heads}
    for row in rows("SELECT viewer, seq, body FROM delivery WHERE game = ? ORDER BY seq"):
        streams[row["viewer"]].append((row["seq"], row["body"].decode()))
    return Stored(
        turn_no=rows("SELECT turn_no FROM game WHERE id = ?")[0]["turn_no"],
        turns=[
            StoredTurn(
                row["n"],
                row["status"],
                row["close_no"],
                seconds(row["deadline_at"]),
                seconds(row["closed_at"]) if row["status"] in ENDED else None,
            )
            for row in rows("SELECT * FROM turn WHERE game = ? ORDER BY n")
        ],
        moves=[
            move_of(row, max(seconds(row["received_at"]) or 0.0, locked_at.get(row["id"], 0.0)))
            for row in rows("SELECT * FROM move WHERE game = ? ORDER BY turn, seat, rev")
        ],
        resolved=[row["turn"] for row in rows("SELECT turn FROM resolution WHERE game = ? ORDER BY turn")],
        said=[
            (row["kind"], json.loads(row["payload"]))
            for row in rows("SELECT kind, payload FROM journal WHERE game = ? ORDER BY seq")
        ],
        streams=streams,
        heads=heads,
    )


def seconds(text: str | None) -> float | None:
    """Seconds since the schedule began."""
    if text is None:
        return None
    return (datetime.strptime(text, SQLITE_INSTANT).replace(tzinfo=UTC) - EPOCH).total_seconds()


def text(at: float) -> str:
    """The same as the database writes it."""
    return (EPOCH + timedelta(seconds=at)).strftime(SQLITE_INSTANT)
