"""`comity export GAME`: a game as a file, from the console, which may read every game."""

from typing import Literal

from comity.commands.in_house import in_house, naming_a_game
from comity.config import Settings
from comity.game.access import CONSOLE
from comity.game.export import export_game
from comity.game.ports import Ports


def export(settings: Settings, game: str, form: Literal["json", "csv"]) -> bytes:
    """The file's bytes. Raises CommandError."""

    async def ask(ports: Ports) -> bytes:
        with naming_a_game():
            return (await export_game(ports, CONSOLE, game, form)).body

    return in_house(settings, ask)
