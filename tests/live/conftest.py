"""The live tests use the web's served application, under our own server and under plain uvicorn."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio
from fastapi import FastAPI
from tests.live.served import on_loopback
from tests.web.conftest import (
    app,
    either_app,
    embedded,
    migrated_postgres_url,
    sqlite_template,
    written,
)

from comity.config import Settings

__all__ = ["app", "either_app", "embedded", "migrated_postgres_url", "sqlite_template", "written"]


@dataclass(frozen=True)
class Surroundings:
    """What the application runs on, and whether lines are carried by ASGI messages."""

    database: str
    asgi: bool


@pytest.fixture(
    scope="module",
    params=[
        Surroundings("sqlite", asgi=False),
        Surroundings("sqlite", asgi=True),
        Surroundings("postgres", asgi=False),
    ],
    ids=["sqlite", "sqlite-asgi", "postgres"],
)
def surroundings(request: pytest.FixtureRequest) -> Surroundings:
    found: Surroundings = request.param
    return found


@pytest.fixture(scope="module")
def either(surroundings: Surroundings, request: pytest.FixtureRequest) -> Settings:
    """SQLite with the memory bus, and Postgres with Redis."""
    if surroundings.database == "sqlite":
        found: Settings = request.getfixturevalue("embedded")
        return found
    return Settings(
        database_url=request.getfixturevalue("migrated_postgres_url"),
        redis_url=request.getfixturevalue("redis_url"),
    )


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def port(either_app: FastAPI, surroundings: Surroundings) -> AsyncIterator[int]:
    """Where the application is served."""
    async with on_loopback(either_app, asgi=surroundings.asgi) as found:
        yield found
