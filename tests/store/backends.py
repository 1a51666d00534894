"""Empty, migrated databases for one test each: a Postgres that is emptied, a copy of a SQLite file.

Both are made by the migrations, never from `tables.py`: what is tested is what is deployed.
"""

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

import asyncpg
import pytest
from tests import databases

from comity.store import migrate
from comity.store.engine import make_engine
from comity.store.tables import metadata

BACKENDS = ("sqlite", "postgres")
EMPTYING: Final = "; ".join(f'DELETE FROM "{table.name}"' for table in reversed(metadata.sorted_tables))


async def upgraded(url: str) -> None:
    engine = make_engine(url)
    await migrate.upgrade(engine)
    await engine.dispose()


async def emptied(url: str) -> None:
    """Deletes the few rows that the test before has left: on Postgres in one breath and without an engine."""
    if url.startswith("sqlite"):
        engine = make_engine(url)
        async with engine.begin() as begun:
            for table in reversed(metadata.sorted_tables):
                await begun.execute(table.delete())
        await engine.dispose()
        return
    connection = await asyncpg.connect(databases.for_asyncpg(url))
    try:
        await connection.execute(EMPTYING)
    finally:
        await connection.close()


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "empty.sqlite3"
    asyncio.run(upgraded(sqlite_url(path)))
    return path


@pytest.fixture(scope="session")
def migrated_postgres(postgres_url: str) -> str:
    """A migrated database to empty."""
    asyncio.run(upgraded(postgres_url))
    return postgres_url


@pytest.fixture(params=BACKENDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind in turn."""
    prepare: dict[str, Callable[[], str]] = {
        "sqlite": lambda: _copied(request.getfixturevalue("migrated_sqlite"), tmp_path / "comity.sqlite3"),
        "postgres": lambda: _emptied(request.getfixturevalue("migrated_postgres")),
    }
    return prepare[request.param]()


def sqlite_url(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path}"


def _copied(template: Path, path: Path) -> str:
    shutil.copy(template, path)
    return sqlite_url(path)


def _emptied(url: str) -> str:
    asyncio.run(emptied(url))
    return url
