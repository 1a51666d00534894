"""The database that every schedule begins with: a started game of three seats with its people.

It is made once by the real service over the real driver, and copied.
"""

import asyncio
import random
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.game.house import open_house
from tests.store.backends import sqlite_url, upgraded

from comity.game import pace
from comity.game.access import Caller


@dataclass(frozen=True)
class Template:
    """`players` are (seat, caller); two of them share a seat, and one seat is left to its house bot."""

    image: sqlite3.Connection
    game: str
    instructor: Caller
    players: tuple[tuple[str, Caller], ...]
    spectator: Caller


@cache
def template() -> Template:
    """Made at the first call."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "template.sqlite3"
        made = asyncio.run(_make(path))
        image = sqlite3.connect(":memory:")
        with closing(sqlite3.connect(path)) as file:
            file.backup(image)
        return Template(image, *made)


class _Seeded:
    """The same ids and tokens whenever the template is made."""

    def __init__(self) -> None:
        self._chance = random.Random(0)

    def bytes(self, count: int) -> bytes:
        return self._chance.randbytes(count)


async def _make(path: Path) -> tuple[str, Caller, tuple[tuple[str, Caller], ...], Caller]:
    await upgraded(sqlite_url(path))
    async with open_house(sqlite_url(path), randomness=_Seeded()) as house:
        game = await house.lobby(minutes_per_turn=1, early=True, bots_fill=True)
        players = [(seat, await game.sit(seat, f"P{n}")) for n, seat in enumerate(("usa", "usa", "fiji"))]
        spectator = await game.spectator()
        await pace.start(game.ports, game.teacher, game.id)
        return game.id, game.teacher, tuple(players), spectator
