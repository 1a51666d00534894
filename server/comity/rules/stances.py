"""Stage 1, stances: states take up their repertoires of the four globalisms and pay for the departure.

Sakwa 2019, section "Four globalisms" (introduction): states draw on several repertoires, but a regime's
character predisposes it to one. A part of each change is lost to the inertia of the security establishment
(the "Trumanite state" of the section on mercantilist nationalism, after Glennon); sudden swings cost more
than drift, at home and in credibility abroad.
"""

from typing import Final

import numpy as np

from comity.rules.layout import SHARE, FloatArray, IntArray
from comity.rules.ledger import Delta, Dense, toward
from comity.rules.moves import Moves
from comity.rules.numbers import grid, rate
from comity.rules.theory import Coefficients
from comity.rules.world import World

FREE: Final = 0.2
"""How far a stance may stand apart from regime and society before it wears on cohesion, 0..1; design
choice.
"""


def anchor(world: World, theory: Coefficients) -> IntArray:
    """What regime and society lean to, [batch, state, globalism]: where a state is at home."""
    weight = int(theory.predisposition_weight * SHARE)
    blended = (world["predisposition"] * weight + world["mood"] * (SHARE - weight)) // SHARE
    result: IntArray = blended
    return result


def distance(one: IntArray, other: IntArray) -> FloatArray:
    """Half the summed difference of two share vectors, 0..1: the part of a repertoire that differs."""
    part: FloatArray = np.add.reduce(np.abs(one - other), axis=-1).astype(np.float64) / (2.0 * SHARE)
    return part


def choose(world: World, moves: Moves, theory: Coefficients) -> list[Delta]:
    """What seats chose, less what the establishment holds back."""
    now = world["stance"]
    wanted = np.where(moves.stance < 0, now, moves.stance)
    full = wanted - now
    kept_back = toward(wanted, now, rate(held_back(world, theory)))
    return [Dense("stance.choice", "stance", full + kept_back)]


def held_back(world: World, theory: Coefficients) -> FloatArray:
    """The part of a chosen change that a security establishment keeps from a leader: [batch, state], 0..1."""
    part: FloatArray = theory.stance_inertia * world.points("military") / 100.0
    return part


def pay(world: World, before: World, theory: Coefficients) -> list[Delta]:
    """The price of the swing and of standing apart from regime and society; `before` has the old stances."""
    swing = distance(world["stance"], before["stance"])
    apart = distance(world["stance"], anchor(world, theory))
    departure = np.maximum(apart - FREE, 0.0)
    return [
        Dense("stance.departure", "cohesion", grid(-theory.stance_cost_departure * departure)),
        Dense("stance.swing", "cohesion", grid(-theory.stance_cost_swing * swing * swing)),
        Dense("stance.credibility", "standing", grid(-theory.stance_credibility * swing * swing)),
    ]
