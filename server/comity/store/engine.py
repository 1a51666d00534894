"""One engine for either database, with the settings that make a commit mean what it says."""

from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

WRITES = "comity_writes"
"""Execution option of connections that may write."""

SQLITE_BUSY_MS = 5000

STATEMENT_SECONDS_MAX = 5.0
"""How long a server waits for an answer of Postgres. A connection may be lost without a word (a switch that
dies, a host that is gone): whoever waited for ever would neither sweep nor tell anybody anything again.
"""
HOLD_MS = 5000
"""How long Postgres lets a server that has fallen silent hold a lock, or wait for one: the others wait too.
"""


class WeakDurability(RuntimeError):
    """The database may lose what it has acknowledged; the message says which setting and how to mend it."""


def make_engine(url: str, *, pool_size: int = 10, patient: bool = False) -> AsyncEngine:
    """An engine for `postgresql+asyncpg://...` or `sqlite+aiosqlite:///path`. Connects to nothing yet.

    `patient` is for migrations: a statement may take as long as it takes.
    """
    if url.startswith("sqlite"):
        engine = create_async_engine(url, pool_size=pool_size)
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        event.listen(engine.sync_engine, "begin", _begin_sqlite)
        return engine
    return create_async_engine(
        url,
        pool_size=pool_size,
        pool_pre_ping=True,
        connect_args=_postgres_arguments(patient),
    )


def _postgres_arguments(patient: bool) -> dict[str, Any]:
    settings = {"synchronous_commit": "on"}
    if patient:
        return {"server_settings": settings}
    settings |= {"idle_in_transaction_session_timeout": str(HOLD_MS), "lock_timeout": str(HOLD_MS)}
    return {
        "server_settings": settings,
        "timeout": STATEMENT_SECONDS_MAX,
        "command_timeout": STATEMENT_SECONDS_MAX,
    }


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
