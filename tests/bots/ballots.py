"""A motion put to a hall of bots, and how they vote on it."""

from dataclasses import replace
from typing import Any

import numpy as np
from tests.bots.small import chance, motion, sight
from tests.rules import worlds

from comity.bots import votes
from comity.bots.house import House
from comity.rules.layout import POINT
from comity.rules.world import World

FOR_LIBERALS = motion("norm", appeal={"liberal": 1, "conservative": -1})
"""What liberals are for and sovereigns against."""


def asked(bot: House, *, target: int = -1, sponsor: int = -1, depth: float | None = None) -> World:
    """The first motion on the docket of the first institution."""
    docket, sponsors = np.full_like(bot.opening.docket, -1), bot.opening.sponsors * 0
    docket[0, 0] = (0, 0, target, sponsor)
    if sponsor >= 0:
        sponsors[0, 0, sponsor] = 1
    values = bot.opening.values.copy()
    if depth is not None:
        values[0, bot.opening.layout.slice("depth")] = int(depth * POINT)
    return replace(bot.opening, values=values, docket=docket, sponsors=sponsors)


def voted(bot: House, world: World, *seats: str) -> list[int]:
    """What these seats vote on the first item."""
    cast = votes.cast(bot, sight(bot, world, *seats), bot.tempers(seats), chance())
    return [int(cast[0, 0, bot.catalogue.seat(seat).state]) for seat in seats]


def bloc(kind: str, *members: str, **rest: Any) -> dict[str, Any]:
    return {
        "key": "BLOC",
        "name": "Bloc",
        "gloss": "Some.",
        "kind": kind,
        "members": list(members),
        "source": "test",
        **rest,
    }


def leaning(key: str, liberal: float, **figures: Any) -> dict[str, Any]:
    return worlds.state(key, predisposition={"liberal": liberal, "conservative": 10 - liberal}, **figures)
