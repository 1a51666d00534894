"""Two servers over one database: what is ended at one ends at the other, with Redis and without."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi import FastAPI
from tests.live.served import listen, on_loopback
from tests.servers import RedisServer
from tests.web.house import PASSWORD, Actor, Table, lay_table, serving, sqlite_settings

from comity.house import loops
from comity.live.messages import CloseCode

SLACK_SECONDS = 2.0
"""For a busy machine, beyond what is promised."""


@dataclass
class Pair:
    """A game at the server that is asked, and where the other server listens."""

    asked: FastAPI
    table: Table
    port: int
    redis: RedisServer


@pytest.fixture
async def pair(sqlite_template: Path, tmp_path: Path, redis_server: RedisServer) -> AsyncIterator[Pair]:
    settings = sqlite_settings(sqlite_template, tmp_path, redis_url=redis_server.url)
    async with serving(settings) as asked, serving(settings) as other, on_loopback(other) as port:
        table = await lay_table(asked)
        await table.direct("start")
        yield Pair(asked, table, port, redis_server)


@pytest.mark.parametrize("redis_is_there", [True, False], ids=["by a hint", "without Redis"])
async def test_a_rotated_link_ends_lines_at_the_other_server_within_two_seconds(
    pair: Pair, redis_is_there: bool
) -> None:
    table, fiji = pair.table, pair.table.seats["fiji"]
    async with listen(pair.port, fiji, table.game) as line:
        await line.next()
        if not redis_is_there:
            pair.redis.kill()
        await table.instructor.ok("POST", table.path("/seats/fiji/link"), {})
        async with asyncio.timeout(loops.POLL_SECONDS_MAX + SLACK_SECONDS):
            code, _ = await line.closed()
    assert code == CloseCode.NO_LONGER_ALLOWED
    assert loops.POLL_SECONDS_MAX <= 2
    assert (await fiji.ok("GET", "/session"))["principal"] == "anonymous"


async def test_without_redis_a_class_plays_on_and_nobody_can_guess_passwords(pair: Pair) -> None:
    table = pair.table
    pair.redis.kill()
    assert (await table.submit("usa"))["rev"] == 1
    await table.seats["usa"].ok("POST", table.path("/statements"), {"text": "We go on."})
    right = {"name": table.instructor.name, "password": PASSWORD}
    problem = await Actor(pair.asked).refused(503, "POST", "/session", right)
    assert problem["type"] == "/problems/limits_away"
