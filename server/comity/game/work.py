"""Commit, then tell and log: the one way to write."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog

from comity.game.ports import Ports, UnitOfWork

log = structlog.get_logger(__name__)


@asynccontextmanager
async def writing(ports: Ports) -> AsyncIterator[UnitOfWork]:
    """One unit of work; after its commit, and only then, the log has its notes and the bus hears which
    games have news.
    """
    async with ports.store.write() as work:
        yield work
    for note in work.notes:
        log.info(note.event, **note.fields)
    for game in sorted(work.news):
        await ports.bus.publish(game)
