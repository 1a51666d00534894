"""Stage 6, arms: the security dilemma. What one state keeps for its safety another must answer for its own.

Sakwa 2019, "Transformative (revolutionary) internationalism", on rampant militarism and unchecked arms
spending; after Herz 1950 and Jervis 1978.
"""

import numpy as np

from comity.rules.layout import FloatArray
from comity.rules.ledger import Delta, Dense
from comity.rules.numbers import grid
from comity.rules.theory import Coefficients
from comity.rules.world import World

UNEASY = 15.0
"""Tension in points below which nobody arms for its sake; design choice, likewise below."""
PAID = 0.15
"""Wealth paid for each point of arms taken up in answer."""


def threat(world: World) -> FloatArray:
    """[batch, state] 0..1: the worst of its adversaries, by tension and by that adversary's arms."""
    uneasy = np.maximum(world.points("tension") - UNEASY, 0.0) / (100.0 - UNEASY)
    result: FloatArray = (uneasy * world.points("military")[:, None, :] / 100.0).max(axis=2)
    return result


def answer(world: World, theory: Coefficients) -> list[Delta]:
    """Threatened states arm, and pay for it out of what they could have been."""
    room = 1.0 - world.points("military") / 100.0
    armed = theory.security_dilemma * threat(world) * room
    return [
        Dense("arms.answered", "military", grid(armed)),
        Dense("arms.paid", "economy", grid(-PAID * armed)),
    ]
