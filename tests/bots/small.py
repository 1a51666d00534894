"""Small worlds for bots, and what they do in them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from tests.rules import worlds

from comity import bots
from comity.bots.house import House
from comity.bots.sight import Sight
from comity.rules.draws import Draws, seed_from_number
from comity.rules.layout import POINT
from comity.rules.moves import Moves
from comity.rules.world import World
from comity.scenarios import schema

AID = {
    "key": "aid",
    "name": "Give aid",
    "help": "Gives.",
    "globalism": "liberal",
    "target": "state",
    "cost": 2,
}
EVEN = dict.fromkeys(("liberal", "transformative", "mercantilist", "conservative"), 2.5)
PLAIN = schema.Temperament(
    name="Plain",
    gloss="Keeps to what it is.",
    ideal=schema.TenPoints(**EVEN),
    pull=0,
    thrift=0,
    boldness=0,
    loyalty=0.5,
)


def action(key: str, *effects: Mapping[str, Any], **rest: Any) -> dict[str, Any]:
    """An action that costs next to nothing and fits everybody."""
    return {**AID, "key": key, "name": key.title(), "source": "test", "effects": list(effects), **rest}


def change(what: str, by: float, **rest: Any) -> dict[str, Any]:
    return {"change": what, "by": by, "scale": [], **rest}


def game(
    states: Sequence[Mapping[str, Any]],
    *actions: Mapping[str, Any],
    rows: Mapping[str, Any] | None = None,
    **rest: Any,
) -> worlds.Game:
    """These states, with these actions alone unless `rows` adds to the library."""
    return made(worlds.scenario(states, **rest), *actions, rows=rows)


def made(
    document: Mapping[str, Any], *actions: Mapping[str, Any], rows: Mapping[str, Any] | None = None
) -> worlds.Game:
    """The same of a whole document."""
    library = worlds.library({"actions": list(actions), **(rows or {})})
    return worlds.game(document, replace(library, temperaments={"plain": PLAIN}))


def house(played: worlds.Game, *, loyalty: float | None = None, boldness: float = 0.0) -> House:
    """The bots of a small world; without whims unless they are bold, and as loyal as said."""
    tempers = {
        key: replace(
            each, boldness=boldness, thrift=0.0, loyalty=each.loyalty if loyalty is None else loyalty
        )
        for key, each in played.catalogue.temperaments.items()
    }
    catalogue = replace(played.catalogue, temperaments=tempers)
    return bots.House.of(catalogue, played.theory, played.opening)


def sight(bot: House, world: World, *seats: str) -> Sight:
    return Sight.with_public(world, bot.catalogue, bot.theory, bot.states(seats))


def chance(seed: int = 1) -> Draws:
    return Draws.for_turn([seed_from_number(seed)], 1, "bots")


def moved(bot: House, world: World, *seats: str, seeds: int = 12) -> list[Moves]:
    """What these seats do under so many different lots."""
    return [bots.moves(bot, world, seats, chance(seed)) for seed in range(seeds)]


def done(bot: House, moves: Sequence[Moves], seat: str) -> list[tuple[str, int, int]]:
    """The seat's actions in all of them: key, target and effort."""
    state = bot.catalogue.seat(seat).state
    rows = np.concatenate([each.actions for each in moves])
    mine = rows[rows[:, 1] == state]
    return [
        (bot.catalogue.actions.keys[action], target, effort) for _, _, action, target, effort in mine.tolist()
    ]


def only(**interests: float) -> dict[str, float]:
    nothing = dict.fromkeys(("economy", "security", "autonomy", "standing", "wellbeing", "planet"), 0)
    return {**nothing, **interests}


def three(**figures: Any) -> list[dict[str, Any]]:
    """Three states that care for wealth alone."""
    return [worlds.state(key, interests=only(economy=1), **figures) for key in "ABC"]


def related(bot: House, **relations: float) -> World:
    """The opening with other relations: `trust_ab=80` and the like."""
    values = bot.opening.values.copy()
    layout, n = bot.opening.layout, bot.opening.layout.states
    for name, points in relations.items():
        field, pair = name.rsplit("_", 1)
        a, b = ("abc".index(letter) for letter in pair)
        for one, other in ((a, b), (b, a)):
            values[0, layout.offsets[field] + one * n + other] = int(points * POINT)
    return replace(bot.opening, values=values)


def chamber(*resolutions: dict[str, Any], rule: str = "simple_majority") -> dict[str, Any]:
    """An assembly of all that decides on security, and what can be put to it."""
    assembly = {
        "key": "ASSEMBLY",
        "name": "Assembly",
        "gloss": "All.",
        "domain": "security",
        "members": "all",
        "founded": True,
        "rule": {"kind": rule},
        "authority": 50,
        "legitimacy": 50,
        "ownership": EVEN,
        "source": "test",
    }
    return {"resolutions": list(resolutions), "institutions": [assembly]}


def motion(key: str, *effects: dict[str, Any], **rest: Any) -> dict[str, Any]:
    text = "{institution} decides" + (" on {target}." if rest.get("target") == "state" else ".")
    return {
        "key": key,
        "name": key.title(),
        "help": "Decides.",
        "text": text,
        "domains": ["security"],
        "effects": list(effects),
        "source": "test",
        **rest,
    }
