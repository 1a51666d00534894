"""Throw-away Postgres databases, each with a name of its own.

Addresses here are plain (`postgresql://`), as asyncpg takes them; `for_sqlalchemy` gives the other form.
"""

import asyncio
import os
import secrets
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import asyncpg
from tests.servers import HOST, PostgresServer, answers

AT_HAND = f"postgresql://postgres@{HOST}:5432/postgres"


@contextmanager
def postgres() -> Iterator[str]:
    """The maintenance address of the server that COMITY_TEST_POSTGRES_URL names, of the one at hand on this
    machine's usual port, or of one brought up for the length of the block.
    """
    named = os.environ.get("COMITY_TEST_POSTGRES_URL")
    if named:
        yield named
    elif answers(5432) and lets_us_create(AT_HAND):
        yield AT_HAND
    else:
        with PostgresServer() as server:
            yield server.url


@contextmanager
def database(server: str) -> Iterator[str]:
    """An empty database on that server, dropped at the end with whatever is still connected to it."""
    name = f"comity_test_{secrets.token_hex(6)}"
    run_sql(server, f'CREATE DATABASE "{name}"')
    try:
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    finally:
        run_sql(server, f'DROP DATABASE "{name}" WITH (FORCE)')


def for_sqlalchemy(url: str) -> str:
    """The same address as the settings and SQLAlchemy take it."""
    return url.replace("postgresql://", "postgresql+asyncpg://", 1)


def for_asyncpg(url: str) -> str:
    """An address of SQLAlchemy's as asyncpg takes it."""
    return url.replace("postgresql+asyncpg://", "postgresql://", 1)


def lets_us_create(server: str) -> bool:
    """Whether we may log in there and make databases."""
    try:
        return bool(run_sql(server, "SELECT rolcreatedb FROM pg_roles WHERE rolname = current_user"))
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
        return False


def run_sql(url: str, statement: str) -> object:
    """The first value that one statement gives, from code that has no event loop."""

    async def ask() -> object:
        connection = await asyncpg.connect(url, timeout=10)
        try:
            return await connection.fetchval(statement)
        finally:
            await connection.close()

    return _in_a_thread(ask())


def _in_a_thread(work: Coroutine[Any, Any, object]) -> object:
    """Runs it on a loop of its own: the loop of the test that asked stays untouched."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, work).result()
