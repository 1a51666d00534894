"""Hints between the processes of a schedule, as unreliable as a bus may be."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import Final

from tests.simulated.faults import HERE, Sky

from comity.game.ports import EVERY_GAME

HINT_SECONDS: Final = 1.0


@dataclass(eq=False)
class _Inbox:
    hints: asyncio.Queue[str] = field(default_factory=asyncio.Queue)
    owner: object = None


class SimulatedBus:
    """`comity.game.ports.Bus` of all processes. Hints get lost, doubled, late and out of order."""

    def __init__(self, sky: Sky) -> None:
        self._sky = sky
        self._inboxes: dict[_Inbox, None] = {}

    async def publish(self, game: str) -> None:
        await self._sky.point()
        for inbox in list(self._inboxes):
            self._tell(inbox, game)
        await self._sky.point()

    async def subscribe(self) -> AsyncGenerator[str, None]:
        inbox = _Inbox(owner=HERE.get())
        self._inboxes[inbox] = None
        try:
            yield EVERY_GAME
            while True:
                yield await inbox.hints.get()
        finally:
            self._inboxes.pop(inbox, None)

    @property
    def hears(self) -> bool:
        return True

    async def close(self) -> None:
        self._inboxes.clear()

    def abandon(self, process: object) -> None:
        """A process died: nobody listens for it any more."""
        for inbox in [one for one in self._inboxes if one.owner is process]:
            del self._inboxes[inbox]

    def _tell(self, inbox: _Inbox, game: str) -> None:
        if not self._sky.strikes(self._sky.weather.hint, "hint astray"):
            inbox.hints.put_nowait(game)
            return
        later = asyncio.get_running_loop().call_later
        match self._sky.chance.choice(("lost", "twice", "late", "interrupted")):
            case "twice":
                inbox.hints.put_nowait(game)
                later(self._sky.chance.uniform(0, HINT_SECONDS), inbox.hints.put_nowait, game)
            case "late":
                later(self._sky.chance.uniform(0, HINT_SECONDS), inbox.hints.put_nowait, game)
            case "interrupted":
                while not inbox.hints.empty():
                    inbox.hints.get_nowait()
                later(self._sky.chance.uniform(0, HINT_SECONDS), inbox.hints.put_nowait, EVERY_GAME)
