"""What a transaction promises, on either database."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.ext.asyncio import AsyncEngine

from comity.game import records
from comity.game.errors import Unavailable
from comity.game.records import PersonRow
from comity.store import tables as t
from comity.store.engine import make_engine
from comity.store.repository import columns_of, values_of
from comity.store.unit_of_work import SqlStore

ADA = PersonRow("a" * 32, "Ada")


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    engine = make_engine(database_url)
    yield engine
    await engine.dispose()


@pytest.fixture
def store(engine: AsyncEngine) -> SqlStore:
    return SqlStore(engine)


async def names(store: SqlStore) -> dict[str, str]:
    async with store.read() as work:
        return await work.people.names([ADA.id])


async def test_a_block_that_ends_well_is_committed(store: SqlStore) -> None:
    async with store.write() as work:
        await work.people.add(ADA)

    assert await names(store) == {ADA.id: "Ada"}


@pytest.mark.parametrize("trouble", [ValueError, asyncio.CancelledError, KeyError])
async def test_a_block_that_ends_badly_leaves_nothing(store: SqlStore, trouble: type[BaseException]) -> None:
    async def troubled() -> None:
        async with store.write() as work:
            await work.people.add(ADA)
            raise trouble

    with pytest.raises(trouble):
        await troubled()

    assert await names(store) == {}


async def test_only_a_database_reached_over_links_is_asked_who_fell_silent(
    store: SqlStore, database_url: str
) -> None:
    assert store.is_linked == database_url.startswith("postgresql")

    if store.is_linked:
        assert await store.hang_up_on_the_silent() == 0


async def test_a_reader_sees_one_unchanging_moment(store: SqlStore) -> None:
    async with store.read() as reader:
        assert await reader.people.names([ADA.id]) == {}
        async with store.write() as writer:
            await writer.people.add(ADA)
        assert await reader.people.names([ADA.id]) == {}

    assert await names(store) == {ADA.id: "Ada"}


async def test_writers_that_come_at_once_wait_for_each_other(store: SqlStore) -> None:
    async def keep(number: int) -> None:
        async with store.write() as work:
            await work.secrets.keep(f"secret {number}", b"x")
            await work.heartbeats.beat(f"process {number}", datetime(2026, 1, 1, tzinfo=UTC))

    await asyncio.gather(*(keep(number) for number in range(12)))

    async with store.write() as work:
        assert await work.heartbeats.last() == datetime(2026, 1, 1, tzinfo=UTC)


async def test_a_secret_is_made_once_for_all_processes(store: SqlStore) -> None:
    async def keep(value: bytes) -> bytes:
        async with store.write() as work:
            return await work.secrets.keep("receipts", value)

    kept = await asyncio.gather(*(keep(bytes([number])) for number in range(6)))

    assert len(set(kept)) == 1


async def test_the_deciding_time_goes_on_within_a_transaction(store: SqlStore) -> None:
    async with store.write() as work:
        first = await work.now()
        await work.people.names([])
        second = await work.now()

    assert first < second
    assert first.tzinfo is UTC


async def test_a_lost_database_is_unavailable_and_not_a_bug_of_ours() -> None:
    nowhere = make_engine("postgresql+asyncpg://nobody@127.0.0.1:1/nothing")
    store = SqlStore(nowhere)

    for unit in (store.read, store.write):
        with pytest.raises(Unavailable):
            await unit().__aenter__()
    await nowhere.dispose()


@pytest.mark.parametrize("moment", ["in the middle", "at the commit"])
async def test_a_connection_that_breaks_is_unavailable(fresh_postgres_url: str, moment: str) -> None:
    engine = make_engine(fresh_postgres_url)
    store = SqlStore(engine)

    async def broken_off() -> None:
        async with store.write() as work:
            mine = await work._connection.exec_driver_sql("SELECT pg_backend_pid()")
            async with store.write() as other:
                await other._connection.exec_driver_sql(f"SELECT pg_terminate_backend({mine.scalar_one()})")
            if moment == "in the middle":
                await work.now()

    with pytest.raises(Unavailable):
        await broken_off()
    await engine.dispose()


async def test_an_error_of_ours_is_not_called_an_outage(store: SqlStore) -> None:
    async def add_ada() -> None:
        async with store.write() as work:
            await work.people.add(ADA)

    await add_ada()
    with pytest.raises(IntegrityError):
        await add_ada()


async def test_instants_come_back_as_they_went_whatever_their_zone(engine: AsyncEngine) -> None:
    at = datetime(2026, 3, 2, 10, 0, 0, 123_456, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    async with engine.begin() as connection:
        await connection.execute(t.heartbeat.insert().values(process="one", at=at))
        back = await connection.scalar(select(t.heartbeat.c.at))

    assert back == at
    assert back.utcoffset() == timedelta(0)


async def test_an_instant_without_a_zone_is_refused(engine: AsyncEngine) -> None:
    naive = datetime(2026, 3, 2, 10, 0)  # noqa: DTZ001

    async with engine.connect() as connection:
        with pytest.raises(StatementError, match="time zone"):
            await connection.execute(t.heartbeat.insert().values(process="one", at=naive))


def test_every_row_has_exactly_the_columns_of_its_table() -> None:
    named = {
        "person": records.PersonRow,
        "instructor": records.InstructorRow,
        "classroom": records.ClassroomRow,
        "game": records.GameRow,
        "turn": records.TurnRow,
        "seat": records.SeatRow,
        "move": records.MoveRow,
        "resolution": records.ResolutionRow,
        "message": records.MessageRow,
        "session": records.SessionRow,
        "link": records.LinkRow,
        "ticket": records.TicketRow,
        "journal": records.JournalRow,
    }

    for table, record in named.items():
        assert [column.name for column in columns_of(t.metadata.tables[table], record).selected_columns] == [
            column.name for column in t.metadata.tables[table].columns
        ]
    assert values_of(ADA) == {"id": ADA.id, "name": "Ada"}
