"""The one database of a schedule: a file in memory where there is such a place, with a single write lock.

It also watches, as nobody in the house can: when a move's transaction got the lock, and after each commit
whether every stream is as long as its head says.
"""

import asyncio
import os
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Final

from sqlalchemy import ExceptionContext, event
from sqlalchemy.ext.asyncio import AsyncEngine
from tests.simulated.driver import WRITES, Connection, SimulatedDialect, lost
from tests.simulated.faults import HERE, Killed, Sky
from tests.simulated.loop import SeededLoop

from comity.store.engine import make_engine

MEMORY: Final = Path("/dev/shm")
POOL: Final = 60
BUSY_SECONDS: Final = 5.0
NEW_MOVES: Final = "SELECT rowid, id FROM move WHERE rowid > ?"
UNEVEN: Final = (
    "SELECT viewer, head FROM stream WHERE head <> (SELECT coalesce(max(seq), 0) FROM delivery"
    " WHERE delivery.game = stream.game AND delivery.viewer = stream.viewer)"
)


class Files:
    """A folder for the database, and the one engine on it: what SQLAlchemy has compiled is kept."""

    def __init__(self) -> None:
        parent = MEMORY if os.access(MEMORY, os.W_OK) else None
        self._folder = tempfile.TemporaryDirectory(dir=parent, prefix="comity-simulated-")
        self.path = Path(self._folder.name) / "comity.sqlite3"
        self.engine: AsyncEngine = make_engine(f"sqlite+simulated:///{self.path}", pool_size=POOL)
        event.listen(self.engine.sync_engine, "handle_error", _one_connection_only)

    def restore(self, image: sqlite3.Connection) -> None:
        """The database as it is in `image`, for whoever is connected as well."""
        with closing(sqlite3.connect(self.path)) as file:
            image.backup(file)

    def close(self) -> None:
        self.engine.sync_engine.dispose()
        self._folder.cleanup()


def _one_connection_only(context: ExceptionContext) -> None:
    """The pool is everybody's here: a connection that is lost says nothing of those of other processes."""
    context.invalidate_pool_on_disconnect = False


class Database:
    """The gate of all connections in one schedule."""

    def __init__(self, files: Files, sky: Sky, loop: SeededLoop) -> None:
        self.engine = files.engine
        self.locked_at: dict[str, float] = {}
        """Move -> when the transaction that stored it had the write lock."""
        self.wrong: list[str] = []
        self._sky = sky
        self._loop = loop
        self._holder: Connection | None = None
        self._held_since = 0.0
        self._waiting: list[asyncio.Future[None]] = []
        self._open: dict[Connection, object] = {}
        SimulatedDialect.gate = self
        self.observer = sqlite3.connect(files.path, isolation_level=None)
        self._last_move: int = self.observer.execute("SELECT coalesce(max(rowid), 0) FROM move").fetchone()[0]

    def close(self) -> None:
        self.observer.close()

    # The gate.

    async def before(self, connection: Connection, statement: str) -> None:
        self._loop.tick()
        await self._sky.point(lost)
        if statement == WRITES:
            await self._take(connection)
        if statement.startswith("BEGIN"):
            self._open[connection] = HERE.get()

    def after(self, connection: Connection) -> None:
        if connection.in_transaction:
            return
        self._open.pop(connection, None)
        if self._holder is connection:
            self._look()
            self._release()

    async def before_commit(self, connection: Connection) -> None:
        if self._holder is not connection:
            return
        here, weather = HERE.get(), self._sky.weather
        await self._sky.point(lost)
        if here is None:
            return
        if self._sky.strikes(weather.commit_crash / 2, "crash before a commit"):
            self._sky.die(here, "crash")
        if self._sky.strikes(weather.unknown / 2, "failed commit"):
            raise lost()

    async def after_commit(self, connection: Connection) -> None:
        here, weather = HERE.get(), self._sky.weather
        if here is None:
            return
        if not here.alive:
            raise Killed
        if self._sky.strikes(weather.commit_crash / 2, "crash after a commit"):
            self._sky.die(here, "crash")
        if self._sky.strikes(weather.unknown / 2, "commit that says it failed"):
            raise lost()

    def closed(self, connection: Connection) -> None:
        self._open.pop(connection, None)
        if self._holder is connection:
            self._release()

    # A process dies; the world looks and moves clocks.

    def abandon(self, process: object) -> None:
        """Rolls back what a dead process had begun."""
        for connection in [one for one, owner in self._open.items() if owner is process]:
            with suppress(sqlite3.Error):
                connection.rollback()
            self.closed(connection)

    async def by_hand(self, write: Callable[[sqlite3.Connection], None]) -> None:
        """A write of the world's own, at a moment at which nobody else writes."""
        while self._holder is not None:  # noqa: ASYNC110  who is not of the house is not told
            await asyncio.sleep(0.01)
        write(self.observer)

    async def _take(self, connection: Connection) -> None:
        try:
            async with asyncio.timeout(BUSY_SECONDS):
                while self._holder is not None:
                    freed = self._loop.create_future()
                    self._waiting.append(freed)
                    await freed
        except TimeoutError:
            raise sqlite3.OperationalError("database is locked") from None
        here = HERE.get()
        if here is not None and not here.alive:
            raise Killed
        self._holder, self._held_since = connection, self._loop.time()

    def _release(self) -> None:
        self._holder = None
        waiting, self._waiting = self._waiting, []
        for freed in waiting:
            if not freed.done():
                freed.set_result(None)

    def _look(self) -> None:
        """What a commit has just made true."""
        for row, move in self.observer.execute(NEW_MOVES, (self._last_move,)).fetchall():
            self._last_move = row
            self.locked_at[move] = self._held_since
        for viewer, head in self.observer.execute(UNEVEN).fetchall():
            self.wrong.append(f"numbering: after a commit {viewer} does not end at its head {head}")
