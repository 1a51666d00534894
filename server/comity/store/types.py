"""Column types that read the same from Postgres and from SQLite."""

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, String, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

SQLITE_INSTANT = "%Y-%m-%dT%H:%M:%S.%fZ"
"""Fixed width, so that comparing the texts compares the instants."""


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime: `timestamptz` on Postgres, text of 27 characters on SQLite."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(String(27))
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(
                "an instant needs a time zone; a naive datetime means a different moment everywhere"
            )
        utc = value.astimezone(UTC)
        return utc.strftime(SQLITE_INSTANT) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: Any, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if isinstance(value, str):
            return datetime.fromisoformat(value)
        at: datetime = value
        return at.astimezone(UTC)


class Keys(TypeDecorator[tuple[str, ...]]):
    """A short ordered list of keys, as a JSON array in a text column."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, _dialect: Dialect) -> str | None:
        return None if value is None else json.dumps(list(value))

    def process_result_value(self, value: str | None, _dialect: Dialect) -> tuple[str, ...] | None:
        return None if value is None else tuple(json.loads(value))
