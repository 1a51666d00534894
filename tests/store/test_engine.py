"""Settings that make a commit mean what it says, and a start that refuses weaker ones."""

from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine
from tests.store.backends import sqlite_url

from comity.store.engine import WeakDurability, check_durability, make_engine, reader, writer


async def test_our_own_settings_are_strong_enough(database_url: str) -> None:
    engine = make_engine(database_url)

    await check_durability(engine)

    await engine.dispose()


@pytest.mark.parametrize("pragma", ["synchronous=NORMAL", "synchronous=OFF", "journal_mode=MEMORY"])
async def test_a_sqlite_file_that_may_lose_commits_is_refused(tmp_path: Path, pragma: str) -> None:
    engine = make_engine(sqlite_url(tmp_path / "weak.sqlite3"))

    @event.listens_for(engine.sync_engine, "connect")
    def weaken(connection, _record) -> None:  # type: ignore[no-untyped-def]
        connection.execute(f"PRAGMA {pragma}")

    with pytest.raises(WeakDurability) as refusal:
        await check_durability(engine)

    assert pragma.split("=", maxsplit=1)[0] in str(refusal.value)
    await engine.dispose()


async def test_a_postgres_that_acknowledges_before_it_has_written_is_refused(fresh_postgres_url: str) -> None:
    engine = create_async_engine(
        fresh_postgres_url, connect_args={"server_settings": {"synchronous_commit": "off"}}
    )

    with pytest.raises(WeakDurability) as refusal:
        await check_durability(engine)

    assert "synchronous_commit" in str(refusal.value)
    await engine.dispose()


async def test_a_weak_default_of_the_database_is_overruled_for_us(fresh_postgres_url: str) -> None:
    engine = make_engine(fresh_postgres_url)
    name = fresh_postgres_url.rsplit("/", 1)[-1]
    async with engine.connect() as connection:
        at_once = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await at_once.execute(text(f'ALTER DATABASE "{name}" SET synchronous_commit = off'))
    await engine.dispose()

    await check_durability(engine)

    await engine.dispose()


async def test_sqlite_keeps_foreign_keys_and_waits_for_its_writer(tmp_path: Path) -> None:
    engine = make_engine(sqlite_url(tmp_path / "set.sqlite3"))
    async with engine.connect() as connection:
        settings = {
            name: (await connection.exec_driver_sql(f"PRAGMA {name}")).scalar_one()
            for name in ("foreign_keys", "busy_timeout", "journal_mode", "synchronous")
        }
    await engine.dispose()

    assert settings == {"foreign_keys": 1, "busy_timeout": 5000, "journal_mode": "wal", "synchronous": 2}


async def test_postgres_readers_cannot_write(fresh_postgres_url: str) -> None:
    engine = make_engine(fresh_postgres_url)

    with pytest.raises(DBAPIError, match="read-only"):
        async with reader(engine).begin() as connection:
            await connection.execute(text("CREATE TABLE nothing (n integer)"))
    async with writer(engine).begin() as connection:
        await connection.execute(text("CREATE TABLE something (n integer)"))
    await engine.dispose()
