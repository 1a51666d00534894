"""`comity export GAME`: a game as a file, from the console, which may read every game."""

import asyncio
from typing import Literal

from comity.commands.failing import CommandError
from comity.config import Settings
from comity.game.access import CONSOLE
from comity.game.errors import GameError, NotVisible
from comity.game.export import export_game
from comity.house.building import NotReadyToServeError, open_house


def export(settings: Settings, game: str, form: Literal["json", "csv"]) -> bytes:
    """The file's bytes. Raises CommandError."""
    return asyncio.run(_export(settings, game, form))


async def _export(settings: Settings, game: str, form: Literal["json", "csv"]) -> bytes:
    try:
        async with open_house(settings) as house:
            return (await export_game(house.ports, CONSOLE, game, form)).body
    except NotVisible as error:
        raise CommandError("There is no game of this id in this database.") from error
    except (GameError, NotReadyToServeError) as error:
        raise CommandError(str(error)) from error
