"""What live lines are told is read with little patience, and asked for again at once."""

import asyncio
from collections.abc import AsyncIterator, Collection

import asyncpg
import pytest
from structlog.testing import capture_logs
from tests.web.house import migrate, parts

from comity.config import Settings
from comity.game import sessions
from comity.game.errors import Unavailable
from comity.game.ports import Ports
from comity.house.building import House, open_house
from comity.store import engine as engines

PATIENCE = 20.0
"""More than two brief questions may take on a busy machine, and less than a request may wait in this test."""


@pytest.fixture
async def house(fresh_postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    """A server that waits for ever, but for what it asks briefly."""
    monkeypatch.setattr(engines, "STATEMENT_SECONDS_MAX", 600.0)
    monkeypatch.setattr(engines, "HOLD_MS", 600_000)
    monkeypatch.setattr(engines, "BRIEF_SECONDS_MAX", 0.4)
    await migrate(fresh_postgres_url)
    async with open_house(Settings(database_url=fresh_postgres_url), parts()) as house:
        yield house


@pytest.fixture
async def holder(house: House, fresh_postgres_url: str) -> AsyncIterator[asyncpg.Connection]:
    """Somebody who keeps whoever asks for sessions waiting."""
    connection = await asyncpg.connect(fresh_postgres_url.replace("+asyncpg", ""))
    await connection.execute("BEGIN; LOCK TABLE session IN ACCESS EXCLUSIVE MODE")
    yield connection
    await connection.close()


async def test_given_a_database_that_keeps_silent_when_the_hub_asks_then_it_soon_asks_again(
    house: House, holder: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, stores = sessions.still_valid, []

    async def counted(ports: Ports, asked: Collection[str]) -> set[str]:
        stores.append(ports.store)
        if len(stores) == 2:
            await holder.execute("ROLLBACK")
        return await real(ports, asked)

    monkeypatch.setattr(sessions, "still_valid", counted)

    with capture_logs() as logs:
        async with asyncio.timeout(PATIENCE):
            valid = await house.source.still_valid({"somebody's"})

    assert valid == set()
    assert len(stores) == 2
    assert stores[1] is house.ports.store, "the second question has the patience of any other"
    assert [line["event"] for line in logs] == ["database_asked_again"]


async def test_given_a_database_that_is_away_when_the_hub_asks_then_it_hears_so(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(_ports: Ports, _asked: Collection[str]) -> set[str]:
        raise Unavailable

    monkeypatch.setattr(sessions, "still_valid", away)

    with pytest.raises(Unavailable):
        await house.source.still_valid({"somebody's"})
