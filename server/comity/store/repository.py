"""What every repository is made of: a connection inside a transaction, and rows as frozen records.

Queries on the way of a move, and of what is told, are built once, as constants with named parameters:
building one anew costs more than running it.
"""

from dataclasses import fields
from typing import Any, TypeVar

from sqlalchemy import Executable, Select, Table, select
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

    async def _changed(self, statement: Executable) -> int:
        """Runs an insert, update or delete; how many rows it touched."""
        result = await self._connection.execute(statement)
        count: int = result.rowcount
        return count

    async def _insert(self, table: Table, record: Any) -> None:
        await self._connection.execute(table.insert().values(values_of(record)))

    async def _insert_if_new(self, table: Table, values: dict[str, Any]) -> bool:
        """Inserts unless any unique constraint stands against it; whether it did.

        Waits for another transaction that is inserting the same key, and leaves the own one usable.
        """
        return await self._changed(self._insert_for(table).values(values).on_conflict_do_nothing()) == 1

    def _insert_for(self, table: Table) -> "postgresql.Insert | sqlite.Insert":
        """An insert that knows ON CONFLICT in the dialect of this database."""
        if self._connection.dialect.name == "sqlite":
            return sqlite.insert(table)
        return postgresql.insert(table)
