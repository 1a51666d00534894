"""`python -m tests.drills.old_release REVISION serve ...`: this server, when that revision was the newest.

Its tables have only the columns of that revision, and it knows of no later one. So it reads and writes what a
release of that time did, beside servers of today.
"""

import asyncio
import sys
import tempfile
from dataclasses import fields
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Select, Table, inspect, null, select

from comity.store import migrate, repository, tables
from comity.store.engine import make_engine
from comity.store.repository import Repository

Columns = dict[str, set[str]]


async def columns_at(revision: str) -> Columns:
    """The columns of every table when this revision was the newest."""
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite+aiosqlite:///{Path(folder) / 'then.sqlite3'}")
        await migrate.upgrade(engine, revision)
        async with engine.connect() as connection:
            found = await connection.run_sync(_columns)
        await engine.dispose()
    return found


def _columns(connection: Connection) -> Columns:
    look = inspect(connection)
    return {
        table: {column["name"] for column in look.get_columns(table)}
        for table in look.get_table_names()
        if table != "alembic_version"
    }


def go_back(revision: str, then: Columns) -> None:
    """Takes out of this process what came later. Call it before any other module of the store is imported."""
    for table in tables.metadata.sorted_tables:
        for column in [one for one in table.c if one.name not in then[table.name]]:
            table._columns.remove(column)
    known = migrate.revisions()
    migrate.revisions = lambda: known[: known.index(revision) + 1]
    repository.columns_of = _columns_of
    insert_if_new = Repository._insert_if_new

    async def insert_old(self: Repository, table: Table, values: dict[str, Any]) -> bool:
        return await insert_if_new(self, table, _old(table, values))

    async def insert(self: Repository, table: Table, record: Any) -> None:
        await self._connection.execute(table.insert().values(_old(table, repository.values_of(record))))

    Repository._insert_if_new = insert_old  # type: ignore[method-assign]
    Repository._insert = insert  # type: ignore[method-assign]


def _columns_of(table: Table, record: type[Any]) -> Select[Any]:
    """What the old table has; what it has not is unknown."""
    return select(
        *(
            table.c[field.name] if field.name in table.c else null().label(field.name)
            for field in fields(record)
        )
    )


def _old(table: Table, values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name in table.c}


if __name__ == "__main__":
    wanted = sys.argv.pop(1)
    go_back(wanted, asyncio.run(columns_at(wanted)))
    from comity.cli import main

    main()
