"""Commit, then tell: the one way to write."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from comity.game.ports import Ports, UnitOfWork


@asynccontextmanager
async def writing(ports: Ports) -> AsyncIterator[UnitOfWork]:
    """One unit of work; after its commit, and only then, the bus hears which games have news."""
    async with ports.store.write() as work:
        yield work
    for game in sorted(work.news):
        await ports.bus.publish(game)
