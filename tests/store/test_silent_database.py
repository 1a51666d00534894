"""A connection may be lost without a word. Nobody waits for ever: not the server, and not the others in the
queue for a lock that the silent one holds.
"""

import asyncio
from collections.abc import AsyncIterator
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest
from sqlalchemy import text
from tests.nemesis.proxy import Link, Weather
from tests.servers import HOST

from comity.game.errors import Unavailable
from comity.store import engine as engines
from comity.store.unit_of_work import SqlStore, SqlUnitOfWork

PATIENCE = 8.0
"""More than any of this may take, and less than for ever."""


@pytest.fixture(autouse=True)
def short_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "STATEMENT_SECONDS_MAX", 0.4)
    monkeypatch.setattr(engines, "HOLD_MS", 400)


@pytest.fixture
def port(fresh_postgres_url: str) -> int:
    return urlsplit(fresh_postgres_url).port or 5432


@pytest.fixture
async def link(port: int) -> AsyncIterator[Link]:
    link = Link("store>postgres", port)
    await link.open()
    yield link
    await link.close()


@pytest.fixture
async def store(link: Link, fresh_postgres_url: str) -> AsyncIterator[SqlStore]:
    """A store that speaks to Postgres over the link."""
    parts = urlsplit(fresh_postgres_url)
    url = urlunsplit(parts._replace(netloc=f"{parts.username}@{HOST}:{link.port}"))
    engine = engines.make_engine(url, pool_size=1)
    yield SqlStore(engine)
    await engine.dispose()


@pytest.fixture
async def other(fresh_postgres_url: str) -> AsyncIterator[asyncpg.Connection]:
    """Another process's connection, over no link."""
    connection = await asyncpg.connect(fresh_postgres_url.replace("+asyncpg", ""))
    yield connection
    await connection.close()


async def test_given_a_silent_link_when_a_statement_is_sent_then_the_database_is_away_and_soon_back(
    link: Link, store: SqlStore
) -> None:
    async with asyncio.timeout(PATIENCE):
        with pytest.raises(Unavailable):  # noqa: PT012  it may come at any of these
            async with store.write() as work:
                await work.now()
                link.set(Weather("half_open"))
                await work.now()

        link.clear()
        async with store.read() as work:
            await work.now()


async def test_given_a_silent_link_when_the_commit_is_sent_then_its_outcome_is_unknown_and_told_as_such(
    link: Link, store: SqlStore
) -> None:
    async with asyncio.timeout(PATIENCE):
        with pytest.raises(Unavailable):  # noqa: PT012  it may come at any of these
            async with store.write() as work:
                await work.now()
                link.set(Weather("half_open"))

        async with store.read() as work:
            await work.now()


async def test_given_pooled_connections_gone_silent_when_one_is_asked_for_then_a_good_one_takes_its_place(
    link: Link, store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "BRIEF_SECONDS_MAX", 0.4)
    async with store.read() as work:
        await work.now()
    link.set(Weather("half_open"))

    async with asyncio.timeout(PATIENCE), store.read() as work:
        await work.now()


async def test_given_a_connection_that_does_not_answer_when_it_is_given_up_then_nobody_waits_for_its_goodbye(
    link: Link, store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, still_open = asyncpg.Connection.close, list[bool]()

    async def close(self: asyncpg.Connection, *, timeout: float | None = None) -> None:  # noqa: ASYNC109
        still_open.append(not self.is_closed())
        await real(self, timeout=timeout)

    monkeypatch.setattr(asyncpg.Connection, "close", close)
    async with asyncio.timeout(PATIENCE):
        with pytest.raises(Unavailable):  # noqa: PT012  it may come at any of these
            async with store.read() as work:
                await work.now()
                link.set(Weather("half_open"))
                await work.now()
        async with store.read() as work:
            await work.now()
        link.set(Weather("half_open"))
        async with store.read() as work:
            await work.now()

    assert still_open == [False, False]


@pytest.fixture
async def thing(other: asyncpg.Connection) -> None:
    """A row to lock."""
    await other.execute("CREATE TABLE thing (id int primary key); INSERT INTO thing VALUES (1)")


@pytest.mark.usefixtures("thing")
async def test_given_a_process_that_falls_silent_with_a_lock_when_another_wants_it_then_it_gets_it(
    link: Link, store: SqlStore, other: asyncpg.Connection
) -> None:
    async with asyncio.timeout(PATIENCE):
        with pytest.raises(Unavailable):  # noqa: PT012  it may come at any of these
            async with store.write() as work:
                await work._connection.execute(text("SELECT id FROM thing FOR UPDATE"))
                link.set(Weather("half_open", lost="near"))
                assert await other.fetchval("SELECT id FROM thing FOR UPDATE") == 1
                await work.now()


@pytest.fixture
async def neighbour(fresh_postgres_url: str) -> AsyncIterator[SqlStore]:
    """The store of another process, over no link."""
    engine = engines.make_engine(fresh_postgres_url, pool_size=1)
    yield SqlStore(engine)
    await engine.dispose()


@pytest.mark.usefixtures("thing")
async def test_given_a_process_silent_within_a_statement_when_another_hangs_up_then_its_lock_is_free(
    link: Link, store: SqlStore, neighbour: SqlStore, other: asyncpg.Connection
) -> None:
    async with asyncio.timeout(PATIENCE):
        with pytest.raises(Unavailable):  # noqa: PT012  it may come at any of these
            async with store.write() as work:
                await work._connection.execute(text("SELECT id FROM thing FOR UPDATE"))
                # Given a statement that was prepared and not executed: to Postgres that is no idleness
                driver = (await work._connection.get_raw_connection()).driver_connection
                assert isinstance(driver, asyncpg.Connection)
                await driver.prepare("SELECT $1::int")
                link.set(Weather("half_open", lost="near"))
                # When another process looks for the silent, again and again
                ended = 0
                while ended == 0:
                    ended = await neighbour.hang_up_on_the_silent()
                # Then that one is ended, nobody else is, and what it held is free
                assert ended == 1
                assert await other.fetchval("SELECT id FROM thing FOR UPDATE") == 1
                await work.now()


async def test_given_connections_that_only_wait_when_the_silent_are_looked_for_then_nobody_is_hung_up_on(
    store: SqlStore, neighbour: SqlStore, other: asyncpg.Connection
) -> None:
    # Given one that idles outside of a transaction, and one of somebody else's that fell silent long ago
    async with store.read() as work:
        await work.now()
    await other.execute("BEGIN")
    await other.prepare("SELECT $1::int")

    async with asyncio.timeout(PATIENCE):
        long_ago = (
            "SELECT state_change < clock_timestamp() - interval '1 s' FROM pg_stat_activity WHERE pid = $1"
        )
        async with neighbour.read() as work:
            while not await _is(work, long_ago.replace("$1", str(other.get_server_pid()))):
                await work._connection.execute(text("SELECT pg_stat_clear_snapshot()"))
        assert await neighbour.hang_up_on_the_silent() == 0
        async with store.read() as work:
            await work.now()


async def _is(work: SqlUnitOfWork, query: str) -> bool:
    return bool(await work._connection.scalar(text(query)))
