"""The bus of one process: the embedded default, and what most tests run on."""

import asyncio
from collections.abc import AsyncGenerator

from comity.game.ports import EVERY_GAME


class MemoryBus:
    """`comity.game.ports.Bus` within one event loop. Hints of one game that nobody took yet count as one,
    so a slow subscriber's inbox never holds more than there are games.
    """

    def __init__(self) -> None:
        self._inboxes: set[_Inbox] = set()

    async def publish(self, game: str) -> None:
        for inbox in self._inboxes:
            inbox.put(game)

    async def subscribe(self) -> AsyncGenerator[str, None]:
        inbox = _Inbox()
        self._inboxes.add(inbox)
        try:
            yield EVERY_GAME
            while True:
                yield await inbox.take()
        finally:
            self._inboxes.discard(inbox)

    @property
    def hears(self) -> bool:
        return True

    async def close(self) -> None:
        self._inboxes.clear()


class _Inbox:
    """A queue without doubles."""

    def __init__(self) -> None:
        self._waiting: dict[str, None] = {}
        self._filled = asyncio.Event()

    def put(self, game: str) -> None:
        self._waiting[game] = None
        self._filled.set()

    async def take(self) -> str:
        await self._filled.wait()
        game = next(iter(self._waiting))
        del self._waiting[game]
        if not self._waiting:
            self._filled.clear()
        return game
