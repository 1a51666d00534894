"""A house for each test, over each database."""

from collections.abc import AsyncIterator

import pytest
from tests.game.house import House, open_house
from tests.store.backends import database_url, emptied, migrated_postgres, migrated_sqlite

__all__ = ["database_url", "migrated_postgres", "migrated_sqlite"]


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    async with open_house(database_url) as opened:
        yield opened


@pytest.fixture
async def postgres_house(migrated_postgres: str) -> AsyncIterator[House]:
    """A house on Postgres alone, for what SQLite's single writer cannot get wrong."""
    await emptied(migrated_postgres)
    async with open_house(migrated_postgres) as opened:
        yield opened


@pytest.fixture
async def colleague(house: House) -> AsyncIterator[House]:
    """A second process on the same database, with the same clock and bus."""
    async with open_house(house.database_url, time=house.clock.decide) as opened:
        yield opened
