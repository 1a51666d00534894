"""SQLite without threads: SQLAlchemy's own dialect, with a fault point before every statement and commit.

The driver is synchronous, so each statement is one step of the loop; what lies between two statements is
where others may come in. A writer waits in the loop for the one write lock, never in SQLite.
"""

import sqlite3
from collections.abc import Callable, Coroutine
from typing import Any, Protocol

from sqlalchemy import AsyncAdaptedQueuePool, Pool
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine.url import URL
from sqlalchemy.util import await_only

WRITES = "BEGIN IMMEDIATE"
LOST = "the connection was lost"


class Gate(Protocol):
    """What stands between the service and its database."""

    async def before(self, connection: "Connection", statement: str) -> None: ...
    def after(self, connection: "Connection") -> None: ...
    async def before_commit(self, connection: "Connection") -> None: ...
    async def after_commit(self, connection: "Connection") -> None: ...
    def closed(self, connection: "Connection") -> None: ...


class _Cursor(sqlite3.Cursor):
    """Reads without waiting, and so has nothing to wait for at its end."""

    async def _async_soft_close(self) -> None:
        return


class Connection(sqlite3.Connection):
    """Tells the gate when it is closed, with whatever it held."""

    def cursor(self, factory: Any = _Cursor) -> Any:
        return super().cursor(factory)

    def close(self) -> None:
        super().close()
        SimulatedDialect.gate.closed(self)


class SimulatedDialect(SQLiteDialect_pysqlite):
    """`sqlite+simulated:///path`, behind the gate that is set on the class."""

    is_async = True
    supports_statement_cache = True
    gate: Gate

    @classmethod
    def get_pool_class(cls, url: URL) -> type[Pool]:
        return AsyncAdaptedQueuePool

    def connect(self, *args: Any, **kwargs: Any) -> Any:
        return sqlite3.connect(*args, factory=Connection, **kwargs)

    def do_execute(self, cursor: Any, statement: str, parameters: Any, context: Any = None) -> None:
        self._behind_the_gate(cursor, statement, lambda: cursor.execute(statement, parameters))

    def do_executemany(self, cursor: Any, statement: str, parameters: Any, context: Any = None) -> None:
        self._behind_the_gate(cursor, statement, lambda: cursor.executemany(statement, parameters))

    def do_execute_no_params(self, cursor: Any, statement: str, context: Any = None) -> None:
        self._behind_the_gate(cursor, statement, lambda: cursor.execute(statement))

    def do_commit(self, dbapi_connection: Any) -> None:
        connection = _own(dbapi_connection)
        _wait(self.gate.before_commit(connection))
        connection.commit()
        self.gate.after(connection)
        _wait(self.gate.after_commit(connection))

    def do_rollback(self, dbapi_connection: Any) -> None:
        connection = _own(dbapi_connection)
        connection.rollback()
        self.gate.after(connection)

    def is_disconnect(self, e: Exception, connection: Any, cursor: Any) -> bool:
        return str(e) == LOST or super().is_disconnect(e, connection, cursor)  # type: ignore[arg-type]

    def _behind_the_gate(self, cursor: Any, statement: str, run: Callable[[], object]) -> None:
        _wait(self.gate.before(cursor.connection, statement))
        try:
            run()
        finally:
            self.gate.after(cursor.connection)


def _own(connection: Any) -> Connection:
    """The driver's connection behind the pool's."""
    own: Connection = getattr(connection, "driver_connection", connection)
    return own


def _wait(step: Coroutine[Any, Any, None]) -> None:
    await_only(step)


def lost() -> Exception:
    """What a driver raises when nobody answers any more."""
    return sqlite3.OperationalError(LOST)


registry.register("sqlite.simulated", __name__, SimulatedDialect.__name__)
