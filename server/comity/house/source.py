"""What the hub reads, from the game service."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from typing import Final, TypeVar

import structlog

from comity.game import sessions, streams
from comity.game.errors import Unavailable
from comity.game.ports import Ports
from comity.game.streams import Missed, Viewer

T = TypeVar("T")

MOST_BYTES: Final = 4 * 1024 * 1024
"""Of a stream at a time: what is told to many at once is held once, and the boards of a large world are told
at one go.
"""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class ServiceSource:
    """`live.hub.Source`.

    Where there are `brief` ports, whose store gives up soon, they are asked first: the link of a server to
    the database may be lost without a word, and all its listeners would hear nothing for as long as a
    request may wait. A database that is only slow then answers the second question.
    """

    ports: Ports
    brief: Ports | None = None

    async def missed(self, viewer: Viewer, public_after: int, private_after: int, limit: int) -> Missed:
        return await self._ask(
            lambda ports: streams.missed(
                ports, viewer, public_after, private_after, limit=limit, most_bytes=MOST_BYTES
            )
        )

    async def still_valid(self, session_ids: Collection[str]) -> set[str]:
        return await self._ask(lambda ports: sessions.still_valid(ports, session_ids))

    async def _ask(self, question: Callable[[Ports], Awaitable[T]]) -> T:
        if self.brief is not None:
            try:
                return await question(self.brief)
            except Unavailable:
                log.warning("database_asked_again")
        return await question(self.ports)
