"""One question to the game service from the console, and what it refuses as one line."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from comity.commands.failing import CommandError
from comity.config import Settings
from comity.game.errors import GameError, NotVisible, Refused
from comity.game.ports import Ports
from comity.house.building import NotReadyToServeError, open_house

T = TypeVar("T")


def in_house(settings: Settings, ask: Callable[[Ports], Awaitable[T]]) -> T:
    """What `ask` answers over these settings' database. Raises CommandError."""

    async def run() -> T:
        async with open_house(settings) as house:
            return await ask(house.ports)

    try:
        return asyncio.run(run())
    except Refused as error:
        raise CommandError(f"{error.faults[0].message} {error.faults[0].fix}") from error
    except (GameError, NotReadyToServeError) as error:
        raise CommandError(str(error)) from error


@contextmanager
def naming_a_game() -> Iterator[None]:
    """Around a question about one game, of which the console has the id. Raises CommandError."""
    try:
        yield
    except NotVisible as error:
        raise CommandError("There is no game of this id in this database.") from error
