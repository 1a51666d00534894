"""The served application, one a module over each pair of database and bus."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from fastapi import FastAPI
from tests.web.house import Table, lay_table, migrate, serving, sqlite_settings
from tests.web.watching import written

from comity.config import Settings

__all__ = ["written"]


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("template") / "comity.sqlite3"
    asyncio.run(migrate(f"sqlite+aiosqlite:///{file}"))
    return file


@pytest.fixture(scope="session")
def migrated_postgres_url(postgres_url: str) -> str:
    asyncio.run(migrate(postgres_url))
    return postgres_url


@pytest.fixture(scope="module")
def embedded(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The embedded default: SQLite and the bus of one process."""
    return sqlite_settings(sqlite_template, tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def either(request: pytest.FixtureRequest) -> Settings:
    """SQLite with the memory bus, and Postgres with Redis."""
    if request.param == "sqlite":
        found: Settings = request.getfixturevalue("embedded")
        return found
    return Settings(
        database_url=request.getfixturevalue("migrated_postgres_url"),
        redis_url=request.getfixturevalue("redis_url"),
    )


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def app(embedded: Settings) -> AsyncIterator[FastAPI]:
    async with serving(embedded) as served:
        yield served


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def either_app(either: Settings) -> AsyncIterator[FastAPI]:
    async with serving(either) as served:
        yield served


@pytest_asyncio.fixture(loop_scope="module")
async def table(app: FastAPI) -> Table:
    """A fresh game in its lobby."""
    return await lay_table(app)


@pytest_asyncio.fixture(loop_scope="module")
async def playing(app: FastAPI) -> Table:
    """A fresh game at turn 1, without a clock."""
    found = await lay_table(app)
    await found.direct("start")
    return found
