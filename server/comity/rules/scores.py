"""Scores: each seat against its own opening, by its interests, and its objectives.

A seat starts at 50. Each interest adds twice its weighted change since the opening, so the seat of a small
state and of a great power are measured by what they made of their own hand. Mercantilist eyes count gains
over the others.
"""

from dataclasses import dataclass

import numpy as np

from comity.rules import vocabulary as words
from comity.rules.catalogue import Catalogue, Objective, Seat
from comity.rules.world import POINT, BoolArray, FloatArray, World

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
    columns = {
        "economy": world.points("economy"),
        "security": security,
        "autonomy": world.points("autonomy"),
        "standing": world.points("standing"),
        "wellbeing": wellbeing,
        "planet": planet,
    }
    return np.stack([columns[name] for name in words.INTERESTS], axis=2)


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
    mine = gains(world, opening, catalogue)[game, seat.state]
    parts = {name: round(float(value), 3) for name, value in zip(words.INTERESTS, mine, strict=True)}
    parts["start"] = START
    met = {objective.key: is_met(objective, world, opening, game) for objective in seat.objectives}
    earned = sum(objective.points for objective in seat.objectives if met[objective.key])
    return SeatScore(round(sum(parts.values()), 3), earned / POINT, parts, met)


def totals(world: World, opening: World, catalogue: Catalogue) -> FloatArray:
    """Every seat's score in every game, [batch, seat], as `score` has it."""
    interests = gains(world, opening, catalogue)
    found = np.empty((world.batch, len(catalogue.seats)))
    for place, seat in enumerate(catalogue.seats):
        total = np.full(world.batch, START)
        for interest in range(len(words.INTERESTS)):
            total = total + np.round(interests[:, seat.state, interest], 3)
        for objective in seat.objectives:
            total = total + are_met(objective, world, opening) * (objective.points / POINT)
        found[:, place] = np.round(total, 3)
    return found
