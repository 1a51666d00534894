"""Who weighs how much: each state's power, from its capabilities."""

import numpy as np

from comity.rules.layout import POINT, FloatArray, IntArray
from comity.rules.world import World, rests_on


@rests_on("economy", "military", "technology")
def power(world: World) -> IntArray:
    """Each state's weight in the world, [batch, state]: the square of its blended capabilities.

    Capabilities are scored on compressed (logarithmic) scales, so squaring restores the distance between a
    great power and a small state. Design choice: economy and military two parts each, technology one.
    """
    blended = (2 * (world["economy"] + world["military"]) + world["technology"]) // 5
    return blended * blended // (POINT * POINT) + 1


@rests_on("economy", "military", "technology")
def prominence(world: World) -> FloatArray:
    """[batch, state]: the square root of each state's weight as a multiple of the mean weight."""
    weights = power(world)
    root: FloatArray = np.sqrt(weights * world.layout.states / weights.sum(axis=1, keepdims=True))
    return root


@rests_on("economy", "military", "technology")
def edge(world: World) -> FloatArray:
    """[batch, state, state], -1..1: how much the first of a pair is the stronger."""
    first, second = power(world)[:, :, None], power(world)[:, None, :]
    difference: FloatArray = (first - second) / (first + second)
    return difference
