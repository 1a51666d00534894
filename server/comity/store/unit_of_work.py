"""Units of work over SQLAlchemy: one transaction, every table, and the instant that decides."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from comity.game import repositories as repo
from comity.game.errors import Unavailable
from comity.game.ports import Note
from comity.metrics import DB_POOL_WAIT
from comity.store import silence
from comity.store.engine import reader, writer
from comity.store.erasures import ErasuresTable
from comity.store.games import ClassroomsTable, GamesTable, ScenariosTable
from comity.store.household import HeartbeatsTable, SecretsTable
from comity.store.moves import MovesTable, ResolutionsTable
from comity.store.people import LinksTable, PeopleTable, SessionsTable, TicketsTable
from comity.store.seats import SeatsTable
from comity.store.telling import JournalTable, MessagesTable, StreamsTable
from comity.store.turns import TurnsTable

CLOCK = text("SELECT clock_timestamp()")

DecidingTime = Callable[[AsyncConnection], Awaitable[datetime]]
"""Reads the time that decides deadlines, at the moment of the call."""

AWAY_SQLSTATES = ("08", "25P03", "40", "53", "55P03", "57")
"""Connection lost, idle too long, transaction rolled back by the server, out of resources, lock timeout,
cancelled or shut down.
"""


async def database_time(connection: AsyncConnection) -> datetime:
    """Postgres's own clock, now. Not `now()`: that is when the transaction began, before it waited."""
    at: datetime = (await connection.execute(CLOCK)).scalar_one()
    return at.astimezone(UTC)


async def process_time(_connection: AsyncConnection) -> datetime:
    """This process's clock: SQLite's file has no other, and one machine."""
    return datetime.now(UTC)


class SqlUnitOfWork:
    """`comity.game.ports.UnitOfWork` on an open transaction."""

    def __init__(self, connection: AsyncConnection, time: DecidingTime) -> None:
        self._connection = connection
        self._time = time
        self.people: repo.People = PeopleTable(connection)
        self.sessions: repo.Sessions = SessionsTable(connection)
        self.links: repo.Links = LinksTable(connection)
        self.tickets: repo.Tickets = TicketsTable(connection)
        self.classrooms: repo.Classrooms = ClassroomsTable(connection)
        self.scenarios: repo.Scenarios = ScenariosTable(connection)
        self.games: repo.Games = GamesTable(connection)
        self.turns: repo.Turns = TurnsTable(connection)
        self.seats: repo.Seats = SeatsTable(connection)
        self.moves: repo.Moves = MovesTable(connection)
        self.resolutions: repo.Resolutions = ResolutionsTable(connection)
        self.streams: repo.Streams = StreamsTable(connection)
        self.messages: repo.Messages = MessagesTable(connection)
        self.erasures: repo.Erasures = ErasuresTable(connection)
        self.journal: repo.Journal = JournalTable(connection)
        self.heartbeats: repo.Heartbeats = HeartbeatsTable(connection)
        self.secrets: repo.Secrets = SecretsTable(connection)
        self.news: set[str] = set()
        self.notes: list[Note] = []

    async def now(self) -> datetime:
        return await self._time(self._connection)


class SqlStore:
    """`comity.game.ports.Store`. Postgres tells the time itself, for SQLite we do; tests inject `time`."""

    def __init__(self, engine: AsyncEngine, time: DecidingTime | None = None) -> None:
        self._reader = reader(engine)
        self._writer = writer(engine)
        self.is_linked = engine.dialect.name != "sqlite"
        self._time = time or (database_time if self.is_linked else process_time)

    @asynccontextmanager
    async def write(self) -> AsyncIterator[SqlUnitOfWork]:
        async with _transaction(self._writer) as connection:
            yield SqlUnitOfWork(connection, self._time)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[SqlUnitOfWork]:
        async with _transaction(self._reader) as connection:
            yield SqlUnitOfWork(connection, self._time)

    async def hang_up_on_the_silent(self) -> int:
        async with _transaction(self._reader) as connection:
            return await silence.hang_up(connection)


@asynccontextmanager
async def _transaction(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """One transaction. A connection that did not answer, or was left in the middle of a question, is thrown
    away: to roll back it would have to be asked again, and would be silent again.
    """
    with _away_is_unavailable():
        started = time.perf_counter()
        async with engine.connect() as connection:
            DB_POOL_WAIT.observe(time.perf_counter() - started)
            try:
                async with connection.begin():
                    try:
                        yield connection
                    except (TimeoutError, asyncio.CancelledError):
                        await connection.invalidate()
                        raise
            except (TimeoutError, asyncio.CancelledError):
                await connection.invalidate()
                raise


@contextmanager
def _away_is_unavailable() -> Iterator[None]:
    """Turns the loss of the database into Unavailable; every other error is a fault of ours and passes."""
    try:
        yield
    except DBAPIError as error:
        if _is_away(error):
            raise Unavailable from error
        raise
    except (ConnectionError, TimeoutError, PoolTimeout) as error:
        raise Unavailable from error


def _is_away(error: DBAPIError) -> bool:
    sqlstate = str(getattr(error.orig, "sqlstate", None) or "")
    busy = "database is locked" in str(error.orig)
    return error.connection_invalidated or sqlstate.startswith(AWAY_SQLSTATES) or busy
