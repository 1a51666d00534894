"""What every repository is made of: a connection inside a transaction, and rows as frozen records.

Statements on the way of a move, of a turn that is due, and of what is told, are built once, as constants with
named parameters: building one anew costs more than running it. What an insert or an update sets goes in as
parameters named after the columns; those of its conditions have other names (`of_game`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Executable, Insert, Select, Table, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

Record = TypeVar("Record")


def columns_of(table: Table, record: type[Any]) -> Select[Any]:
    """Selects exactly the columns that `record` has fields for."""
    return select(*(table.c[field.name] for field in fields(record)))


def values_of(record: Any) -> dict[str, Any]:
    return {field.name: getattr(record, field.name) for field in fields(record)}


class Repository:
    """One noun of the store, inside one unit of work."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def _one(self, query: Executable, record: type[Record], **values: Any) -> Record | None:
        row = (await self._connection.execute(query, values)).mappings().one_or_none()
        return None if row is None else record(**row)

    async def _all(self, query: Executable, record: type[Record], **values: Any) -> list[Record]:
        return [record(**row) for row in (await self._connection.execute(query, values)).mappings()]

    async def _changed(self, statement: Executable, values: Mapping[str, Any] | None = None) -> int:
        """Runs an insert, update or delete; how many rows it touched."""
        result = await self._connection.execute(statement, values)
        count: int = result.rowcount
        return count

    async def _insert(self, table: Table, record: Any) -> None:
        await self._connection.execute(_insert_into(table), values_of(record))

    async def _insert_all(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Inserts at least one row, all in one statement."""
        await self._connection.execute(_insert_into(table), rows)

    async def _insert_if_new(self, table: Table, values: dict[str, Any]) -> bool:
        """Inserts unless any unique constraint stands against it; whether it did.

        Waits for another transaction that is inserting the same key, and leaves the own one usable.
        """
        return await self._changed(_insert_if_new_into(table, self._connection.dialect.name), values) == 1

    async def _insert_all_if_new(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """The same for at least one row, all in one statement."""
        await self._connection.execute(_insert_if_new_into(table, self._connection.dialect.name), rows)

    def _insert_for(self, table: Table) -> "postgresql.Insert | sqlite.Insert":
        """An insert that knows ON CONFLICT in the dialect of this database."""
        return _insert_in(table, self._connection.dialect.name)


def _insert_in(table: Table, dialect: str) -> "postgresql.Insert | sqlite.Insert":
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


@cache
def _insert_if_new_into(table: Table, dialect: str) -> Insert:
    return _insert_in(table, dialect).on_conflict_do_nothing()


@cache
def _insert_into(table: Table) -> Insert:
    return table.insert()
