"""One history for both databases, which builds exactly what `tables.py` says."""

import ast
import asyncio
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, inspect
from sqlalchemy.ext.asyncio import AsyncEngine
from tests.store.backends import BACKENDS, sqlite_url

from comity.store import migrate
from comity.store.engine import make_engine, writer
from comity.store.tables import metadata


@pytest.fixture(params=BACKENDS)
def blank_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database in which nothing was ever made."""
    if request.param == "sqlite":
        return sqlite_url(tmp_path / "blank.sqlite3")
    url: str = request.getfixturevalue("fresh_postgres_url")
    return url


async def test_the_migrations_build_what_the_tables_say(blank_url: str) -> None:
    engine = make_engine(blank_url)
    await migrate.upgrade(engine)
    migrated = await _schema(engine)
    async with writer(engine).begin() as connection:
        await connection.run_sync(metadata.drop_all)
        await connection.run_sync(metadata.create_all)

    declared = await _schema(engine)

    await engine.dispose()
    assert migrated == declared


async def test_every_revision_leads_on_to_the_newest(blank_url: str) -> None:
    engine = make_engine(blank_url)
    for revision in migrate.revisions():
        await migrate.upgrade(engine, revision)
        assert await migrate.current_revision(engine) == revision

    assert await migrate.is_current(engine)
    await engine.dispose()


async def test_an_empty_database_is_not_current_and_an_upgraded_one_is(blank_url: str) -> None:
    engine = make_engine(blank_url)
    assert not await migrate.is_current(engine)

    await migrate.upgrade(engine)
    await migrate.upgrade(engine)

    assert await migrate.is_current(engine)
    await engine.dispose()


async def test_a_database_that_a_newer_release_has_upgraded_serves_this_one(blank_url: str) -> None:
    engine = make_engine(blank_url)
    await migrate.upgrade(engine)
    async with writer(engine).begin() as connection:
        await connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")

    assert await migrate.is_current(engine)
    await engine.dispose()


async def test_a_database_that_is_behind_is_not_current(blank_url: str) -> None:
    engine = make_engine(blank_url)
    await migrate.upgrade(engine, migrate.revisions()[-2])

    assert not await migrate.is_current(engine)
    await engine.dispose()


UPGRADE = """
import asyncio, sys
from comity.store import engine, migrate
asyncio.run(migrate.upgrade(engine.make_engine(sys.argv[1])))
"""


async def test_processes_that_start_together_upgrade_once(blank_url: str) -> None:
    processes = [
        await asyncio.create_subprocess_exec(sys.executable, "-c", UPGRADE, blank_url) for _ in range(3)
    ]

    codes = await asyncio.gather(*(process.wait() for process in processes))

    engine = make_engine(blank_url)
    assert codes == [0, 0, 0]
    assert await migrate.is_current(engine)
    await engine.dispose()


def test_migrations_import_no_application_code() -> None:
    imported = {
        name.split(".")[0]
        for path in migrate.migrations_folder().rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        for name in _imports(node)
    }

    assert imported == {"alembic", "sqlalchemy"}


def test_revisions_are_numbered_in_their_order() -> None:
    revisions = migrate.revisions()

    assert revisions == sorted(revisions)
    assert migrate.head_revision() == revisions[-1]


def _imports(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []


async def _schema(engine: AsyncEngine) -> dict[str, Any]:
    async with engine.connect() as connection:
        return await connection.run_sync(_read_schema)


def _read_schema(connection: Connection) -> dict[str, Any]:
    """Everything that the database knows of our tables, in an order of its own making."""
    look = inspect(connection)
    return {
        table: {
            "columns": [
                (column["name"], str(column["type"]), column["nullable"], column["default"])
                for column in look.get_columns(table)
            ],
            "key": look.get_pk_constraint(table),
            "foreign": _sorted(look.get_foreign_keys(table)),
            "unique": _sorted(look.get_unique_constraints(table)),
            "checks": _sorted(look.get_check_constraints(table)),
            "indexes": _sorted(look.get_indexes(table)),
        }
        for table in sorted(look.get_table_names())
        if table != "alembic_version"
    }


def _sorted(parts: list[Any]) -> list[str]:
    return sorted(repr(sorted(part.items(), key=lambda item: item[0])) for part in parts)
