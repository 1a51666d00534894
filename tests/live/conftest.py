"""The live tests use the web's served application."""

from collections.abc import AsyncIterator

import pytest_asyncio
from fastapi import FastAPI
from tests.live.served import on_loopback
from tests.web.conftest import (
    app,
    either,
    either_app,
    embedded,
    migrated_postgres_url,
    sqlite_template,
    written,
)

__all__ = ["app", "either", "either_app", "embedded", "migrated_postgres_url", "sqlite_template", "written"]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def port(either_app: FastAPI) -> AsyncIterator[int]:
    """Where the application is served."""
    async with on_loopback(either_app) as found:
        yield found
