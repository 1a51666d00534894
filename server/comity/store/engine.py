"""One engine for either database, with the settings that make a commit mean what it says."""

from typing import Any, Literal

import asyncpg
from sqlalchemy import Connection, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

WRITES = "comity_writes"
"""Execution option of connections that may write."""

POOL_SIZE = 10
POOL_OVERFLOW = 10
"""Connections beyond those that are kept, for a rush."""

SQLITE_BUSY_MS = 5000

STATEMENT_SECONDS_MAX = 5.0
"""How long a server waits for an answer of Postgres. A connection may be lost without a word (a switch that
dies, a host that is gone): whoever waited for ever would neither sweep nor tell anybody anything again.
"""
BRIEF_SECONDS_MAX = 1.0
"""The same, for a question that is asked once more at once, and for whether a connection is still there."""
APPLICATION = "comity"
"""What our connections are called in Postgres."""
HOLD_MS = 5000
"""How long Postgres lets a server that has fallen silent hold a lock, or wait for one: the others wait too.
"""


class WeakDurability(RuntimeError):
    """The database may lose what it has acknowledged; the message says which setting and how to mend it."""


Patience = Literal["brief", "usual", "endless"]
"""How long an answer of Postgres is waited for: `brief` is for what is asked again of an engine that has
more, `endless` for migrations, of which a statement may take as long as it takes.
"""


def make_engine(
    url: str, *, pool_size: int = POOL_SIZE, patience: Patience = "usual", overflow: int = POOL_OVERFLOW
) -> AsyncEngine:
    """An engine for `postgresql+asyncpg://...` or `sqlite+aiosqlite:///path`. Connects to nothing yet.

    A connection of Postgres that lay idle is asked whether it is still there before it is given out.
    """
    if url.startswith("sqlite"):
        engine = create_async_engine(url, pool_size=pool_size)
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        event.listen(engine.sync_engine, "begin", _begin_sqlite)
        event.listen(engine.sync_engine, "invalidate", _roll_back_sqlite)
        return engine
    engine = create_async_engine(
        url, pool_size=pool_size, max_overflow=overflow, connect_args=_postgres_arguments(patience)
    )
    event.listen(engine.sync_engine, "connect", _note_fresh)
    event.listen(engine.sync_engine, "checkout", _replace_if_lost)
    event.listen(engine.sync_engine, "handle_error", _hang_up_if_silent)
    return engine


def _postgres_arguments(patience: Patience) -> dict[str, Any]:
    settings = {"synchronous_commit": "on"}
    if patience == "endless":
        return {"server_settings": settings}
    settings |= {"idle_in_transaction_session_timeout": str(HOLD_MS), "lock_timeout": str(HOLD_MS)}
    settings |= {"application_name": APPLICATION}
    seconds = BRIEF_SECONDS_MAX if patience == "brief" else STATEMENT_SECONDS_MAX
    return {"server_settings": settings, "timeout": seconds, "command_timeout": seconds}


def _note_fresh(_connection: Any, record: ConnectionPoolEntry) -> None:
    record.info["fresh"] = True


def _replace_if_lost(connection: Any, record: ConnectionPoolEntry, _proxy: object) -> None:
    """SQLAlchemy's `pool_pre_ping`, which would wait as long as for any statement, and then give up instead
    of connecting anew.
    """
    if record.info.pop("fresh", False):
        return
    try:
        connection.run_async(lambda driver: driver.fetchrow(";", timeout=BRIEF_SECONDS_MAX))
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        connection.driver_connection.terminate()
        raise InvalidatePoolError from error


def _hang_up_if_silent(context: ExceptionContext) -> None:
    """SQLAlchemy throws such a connection away, but says goodbye first, for which it waits two seconds."""
    if isinstance(context.original_exception, TimeoutError) and context.connection is not None:
        driver = context.connection.connection.driver_connection
        if isinstance(driver, asyncpg.Connection):
            driver.terminate()


def writer(engine: AsyncEngine) -> AsyncEngine:
    """The engine for units of work that write: READ COMMITTED, so that what is read after a lock is fresh."""
    return engine.execution_options(**{WRITES: True})


def reader(engine: AsyncEngine) -> AsyncEngine:
    """The engine for units of work that read one unchanging snapshot."""
    if engine.dialect.name == "sqlite":
        return engine
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = (
        None  # transactions begin where `_begin_sqlite` says, not by the driver's guess
    )
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={SQLITE_BUSY_MS}",
        "journal_mode=WAL",
        "synchronous=FULL",  # NORMAL may lose acknowledged commits at a power cut
        "foreign_keys=ON",
        "secure_delete=ON",  # what is erased is overwritten in the file, not only unlinked
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # IMMEDIATE takes the one write lock at once and waits for it; a plain BEGIN would fail as "busy"
    # when it came to writing.
    writes = bool(connection.get_execution_options().get(WRITES))
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _roll_back_sqlite(connection: Any, _record: object, _error: object) -> None:
    """Closing alone rolls back only once nobody holds a cursor any more. The error of whoever was cancelled
    in the middle of a question holds one, and with it the lock: all writers would wait.
    """
    connection.rollback()


async def check_durability(engine: AsyncEngine) -> None:
    """Raises WeakDurability when an acknowledged commit could be lost to a crash or a power cut."""
    async with reader(engine).connect() as connection:
        if engine.dialect.name == "sqlite":
            await _check(connection, "PRAGMA journal_mode", {"wal"}, "put the file on a local disk")
            await _check(connection, "PRAGMA synchronous", {"2", "3"}, "set PRAGMA synchronous=FULL")
        else:
            mend = "turn it on in postgresql.conf and reload the server"
            for setting in ("synchronous_commit", "fsync", "full_page_writes"):
                await _check(connection, f"SHOW {setting}", {"on", "remote_apply"}, mend)


async def _check(connection: AsyncConnection, question: str, safe: set[str], mend: str) -> None:
    answer = str((await connection.exec_driver_sql(question)).scalar_one()).lower()
    if answer not in safe:
        setting = question.rsplit(maxsplit=1)[-1]
        raise WeakDurability(
            f"The database setting {setting} is {answer!r}, so acknowledged moves could be lost: {mend}."
        )
