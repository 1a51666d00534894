"""Plans: what a bot works toward for some turns and cannot do today.

Two things keep a government from what it would like best: its purse, and that the other does not trust it
enough yet. For the first it puts by; to the second each step nearer is worth a part of the whole. What it
signs counts for the turns in which it will be in force. No plan is remembered: it follows from what all can
see and from the seat's own purse, so that it is held for as long as its reasons hold, and both sides of a
deal to come know of it.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from comity.bots.house import House
from comity.bots.options import Block
from comity.bots.sight import Sight
from comity.rules.conditions import all_hold
from comity.rules.layout import MISSING, POINT, BoolArray, FloatArray, IntArray, blank
from comity.rules.world import World

TURNS: Final = 3
"""How many turns ahead a bot plans; design choice, as all that follows."""
INCOME: Final = 8.0
"""Capital that each turn surely brings; see `actions.income`."""
PATIENCE: Final = 1.6
"""How many times better than what can be had now a deed must be for every turn that it has to be waited for.
"""
REACH: Final = 4.0
"""Points of trust that a turn of wooing brings, about: what is further off than the turns of a plan is left.
"""
PROMISE: Final = 0.4
"""What a deal to come is worth today of what it would be worth if it could be had."""


def left(house: House, world: World) -> int:
    """How many turns of the game come after this one that a plan takes in."""
    return min(house.catalogue.turns - 1 - world.turn, TURNS)


def put_by(
    cost: FloatArray, now: FloatArray, later: FloatArray, purse: FloatArray, *, turns_left: int
) -> FloatArray:
    """[batch, seat] in points of capital: what is not spent, for a deed that is worth waiting for.

    `cost` is [action]; `now` [batch, seat, action] what each is worth to who weighs this turn, `later` to who
    plans, and nought or less where it is not to be had at all. See `left` for `turns_left`.
    """
    near = cost <= purse[:, :, None]
    turns = np.ceil((cost - purse[:, :, None]) / INCOME)
    awaited = ~near & (turns <= turns_left)
    worth = np.where(awaited, later / PATIENCE ** np.maximum(turns, 0.0), 0.0)
    best = worth.argmax(axis=2)
    games, seats = np.arange(best.shape[0])[:, None], np.arange(best.shape[1])
    wanted = worth[games, seats, best] > np.where(near, now, 0.0).max(axis=2, initial=0.0)
    short = np.maximum(cost[best] - INCOME * turns[games, seats, best], 0.0)
    return np.where(wanted, short, 0.0)


def in_force(house: House, world: World, block: Block, place: int) -> FloatArray:
    """[2, state, column]: what the agreement at this place of `block.lasting` is worth in the turns to come,
    and how much more in a full quarrel.
    """
    lasts = int(house.catalogue.actions.lasts[block.actions[block.lasting[place]]])
    result: FloatArray = min(lasts, left(house, world)) * block.in_force[place]
    return result


@dataclass(frozen=True, slots=True)
class Hopes:
    """Deals that two would strike if they trusted each other more, and could come to within a plan."""

    worth: FloatArray
    """[batch, played, played]: what it is worth today that two will come to it, in points of score; likewise
    below.
    """
    missing: FloatArray
    """Points of trust that it still wants."""
    action: IntArray
    """The deal that is hoped for; -1 where none is."""

    @classmethod
    def of(cls, both: FloatArray, gap: FloatArray, actions: IntArray) -> "Hopes":
        """From what deals out of reach would be worth to whom they are worth less, nought or less where they
        are none, and the points of trust that each wants: [batch, action, played, played] each.
        """
        best = both.argmax(axis=1)[:, None]
        found = np.take_along_axis(both, best, axis=1)[:, 0]
        missing = np.take_along_axis(gap, best, axis=1)[:, 0]
        hoped = found > 0
        return cls(
            np.where(hoped, PROMISE * found, 0.0),
            np.where(hoped, missing, 1.0),
            np.where(hoped, actions[best[:, 0]], -1),
        )

    def opened(self, trust: float) -> FloatArray:
        """What so many points of trust are worth for it: their share of what is missing, and no more."""
        return self.worth * np.minimum(trust / self.missing, 1.0)

    @classmethod
    def none(cls, shape: tuple[int, int, int]) -> "Hopes":
        return cls(blank(shape, np.float64(0.0)), blank(shape, np.float64(1.0)), blank(shape, MISSING))

    def of_seats(self, sight: Sight, played: IntArray) -> "Hopes":
        """The hopes of the seats toward all states: [batch, seat, state] each."""
        whole = self.none((sight.world.batch, sight.seats.size, sight.world.layout.states))
        place = np.searchsorted(played, sight.seats)
        for name in ("worth", "missing", "action"):
            getattr(whole, name)[:, :, played] = getattr(self, name)[:, place]
        return whole


def out_of_trust(
    house: House, world: World, action: int, barred: IntArray, played: IntArray
) -> tuple[BoolArray, FloatArray]:
    """[batch, played, played] twice: where nothing but too little trust keeps two from an action and a plan
    could come by it, and how many points of trust are missing. `barred` is the action's block.
    """
    requires = house.catalogue.actions.requires[action]
    place = house.options.trust_asked[action]
    if place < 0:
        return np.zeros_like(barred, dtype=np.bool_), np.zeros(barred.shape)
    gap = (requires[place].low - world["trust"][:, played][:, :, played]) / POINT
    near = (barred == place) & (gap <= REACH * TURNS)
    if near.any() and requires[place + 1 :]:
        rest = all_hold(world, house.catalogue, requires[place + 1 :], played, "state")
        near &= rest[:, :, played] < 0
    return near, gap
