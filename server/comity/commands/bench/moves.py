"""A move's round trip over HTTP: a real server, a real class, moves one after the other from one client."""

import asyncio
import os
import secrets
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import asyncpg

from comity.commands.bench.served import Browser, served

MOVES_A_SEAT = 25
"""Under the limit of 30 a minute that every seat has."""
POSTGRES = "COMITY_BENCH_POSTGRES"
POSTGRES_AT_HAND = "postgresql://postgres@127.0.0.1:5432/postgres"


def move() -> dict[str, Any]:
    """Median and 95th percentile milliseconds from request to receipt, on SQLite and on Postgres.

    Postgres is the one that COMITY_BENCH_POSTGRES names, else one on this machine's usual port; a database is
    made for the run and dropped. Without any, the answer says so.
    """
    figures: dict[str, Any] = {"moves": 5 * MOVES_A_SEAT}
    figures["sqlite"] = _measure(None)
    address = os.environ.get(POSTGRES, POSTGRES_AT_HAND)
    try:
        with postgres(address) as url:
            figures["postgres"] = _measure(url)
    except (OSError, asyncpg.PostgresError):
        figures["postgres"] = f"not measured: no Postgres answers; name one in {POSTGRES}"
    return figures


@contextmanager
def postgres(address: str) -> Iterator[str]:
    """The address of a database of its own, dropped in the end."""
    name = f"comity_bench_{secrets.token_hex(4)}"

    async def tell(command: str) -> None:
        connection = await asyncpg.connect(address)
        try:
            await connection.execute(command)
        finally:
            await connection.close()

    asyncio.run(tell(f"CREATE DATABASE {name}"))
    try:
        yield address.rsplit("/", 1)[0] + f"/{name}"
    finally:
        asyncio.run(tell(f"DROP DATABASE {name} WITH (FORCE)"))


def _measure(database_url: str | None) -> dict[str, float]:
    with served(database_url) as server:
        taken = _play(server.port, server.invite)
    return {
        "median_ms": round(1000 * statistics.median(taken), 2),
        "p95_ms": round(1000 * statistics.quantiles(taken, n=20)[-1], 2),
    }


def _play(port: int, invite: str) -> list[float]:
    """Seconds that each move took, all seats in turn."""
    teacher = Browser(port)
    teacher.ask("POST", "/instructors", {"invite": invite, "name": "Bench", "password": "twelve or more"})
    made = teacher.ask("POST", "/classes", {"name": "Bench"})
    game = teacher.ask("POST", f"/classes/{made['id']}/games", {"scenario": "crash-course", "early": False})[
        "id"
    ]
    room = teacher.ask("GET", f"/games/{game}/room")
    players = []
    for seat in room["seats"]:
        player = Browser(port)
        player.ask("POST", "/join", {"code": room["join_code"], "name": "Bench", "seat": seat["seat"]})
        players.append(player)
    teacher.ask("POST", f"/games/{game}/start", {})
    taken = []
    for number in range(MOVES_A_SEAT):
        points = number % 10
        body = {"stance": {"liberal": points, "conservative": 10 - points}}
        for player in players:
            start = time.perf_counter()
            player.ask(
                "PUT", f"/games/{game}/turns/1/move", body, **{"Idempotency-Key": secrets.token_hex(16)}
            )
            taken.append(time.perf_counter() - start)
    return taken
