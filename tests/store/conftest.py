"""The databases under test, see `backends.py`."""

from tests.store.backends import database_url, migrated_postgres, migrated_sqlite

__all__ = ["database_url", "migrated_postgres", "migrated_sqlite"]
