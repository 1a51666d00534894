"""Scores: each seat against its own opening, by its interests, and its objectives.

A seat starts at 50. Each interest adds twice its weighted change since the opening, so the seat of a small
state and of a great power are measured by what they made of their own hand. Mercantilist eyes count gains
over the others.
"""

from dataclasses import dataclass

import numpy as np

from comity.rules import vocabulary as words
from comity.rules.catalogue import Catalogue, Objective, Seat
from comity.rules.layout import POINT, BoolArray, FloatArray, IntArray, beside
from comity.rules.world import World

START = 50.0
PER_POINT = 2.0


@dataclass(frozen=True, slots=True)
class SeatScore:
    """In points. `parts` by interest and `start` sum to `interests`; `met` tells each objective."""

    interests: float
    objectives: float
    parts: dict[str, float]
    met: dict[str, bool]

    @property
    def total(self) -> float:
        return round(self.interests + self.objectives, 3)


def satisfaction(world: World) -> FloatArray:
    """How well each interest is served, [batch, state, interest], in points 0..100."""
    pressure = (world["tension"] + world["escalation"]).max(axis=2) / (2.0 * POINT)
    security = 0.4 * world.points("military") + 0.6 * (100.0 - pressure)
    wellbeing = (
        world.points("cohesion") + 100.0 - world.points("inequality") + world.points("governance")
    ) / 3.0
    planet = (world.points("challenge")[:, 0, None] + 100.0 - world.points("carbon")) / 2.0
    columns: dict[str, FloatArray] = {
        "economy": world.points("economy"),
        "security": security,
        "autonomy": world.points("autonomy"),
        "standing": world.points("standing"),
        "wellbeing": wellbeing,
        "planet": planet,
    }
    served: FloatArray = beside([columns[name] for name in words.INTERESTS]).swapaxes(1, 2)
    return served


def gains(world: World, opening: World, catalogue: Catalogue) -> FloatArray:
    """Weighted change of each interest since the opening, [batch, state, interest], in score points."""
    change = satisfaction(world) - satisfaction(opening)
    n = change.shape[1]
    units = np.rint(change * POINT).astype(np.int64)
    others = (units.sum(axis=1, keepdims=True) - units) / (max(n - 1, 1) * POINT)
    counts_relative = np.array([name in ("economy", "security") for name in words.INTERESTS])
    relative = catalogue.states.relative[:, None] & counts_relative[None, :]
    seen = np.where(relative[None], change - others, change)
    return PER_POINT * catalogue.states.interests[None] * seen


def are_met(objective: Objective, world: World, opening: World) -> BoolArray:
    """[batch]: where one objective holds."""
    now, then = world.values[:, objective.place], opening.values[0, objective.place]
    found: BoolArray = {
        "at_least": now >= objective.amount,
        "at_most": now <= objective.amount,
        "rises_by": now - then >= objective.amount,
        "falls_by": then - now >= objective.amount,
    }[objective.test]
    return found


def is_met(objective: Objective, world: World, opening: World, game: int = 0) -> bool:
    """Whether one objective holds in one game."""
    return bool(are_met(objective, world, opening)[game])


def score(seat: Seat, world: World, opening: World, catalogue: Catalogue, game: int = 0) -> SeatScore:
    """One seat's score in one game."""
    mine = _thousandths(gains(world, opening, catalogue)[game, seat.state]).tolist()
    parts = {name: units / POINT for name, units in zip(words.INTERESTS, mine, strict=True)}
    parts["start"] = START
    met = {objective.key: is_met(objective, world, opening, game) for objective in seat.objectives}
    earned = sum(objective.points for objective in seat.objectives if met[objective.key])
    return SeatScore((round(START * POINT) + sum(mine)) / POINT, earned / POINT, parts, met)


def totals(world: World, opening: World, catalogue: Catalogue) -> FloatArray:
    """Every seat's score in every game, [batch, seat], as `score` has it."""
    interests = _thousandths(gains(world, opening, catalogue)).sum(axis=2)
    found = np.empty((world.batch, len(catalogue.seats)), dtype=np.int64)
    for place, seat in enumerate(catalogue.seats):
        found[:, place] = round(START * POINT) + interests[:, seat.state]
        for objective in seat.objectives:
            found[:, place] += are_met(objective, world, opening) * objective.points
    result: FloatArray = found / POINT
    return result


def _thousandths(points: FloatArray) -> IntArray:
    """Points of score as whole thousandths, in which they are added up."""
    units: IntArray = np.rint(points * POINT).astype(np.int64)
    return units
