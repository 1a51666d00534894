"""Common ground: where the orders meet and part, by what is at stake.

Sakwa 2019, abstract and "Pluralism in the international system": each globalism has its own logic, yet at
points their principles and interests cross. So compatibility goes by domain
(`scenarios/library/grounds.yaml`) and not by label: what two states can agree on depends on their repertoires
and on what is at stake just now.
"""

import numpy as np

from comity.rules import vocabulary as words
from comity.rules.catalogue import Catalogue
from comity.rules.institutions import exists
from comity.rules.layout import POINT, FloatArray
from comity.rules.numbers import in_turn, of_full, weighted_mean
from comity.rules.power import edge
from comity.rules.world import World

_INTRUSION = words.GRIEVANCES.index("intrusion")
_CLIMATE = words.CHALLENGES.index("climate")
TENSE = 40.0
"""Mean tension, in points, at which it is fully at stake whether to stand in camps."""
OPEN = 30.0
"""Mean dependence, in points, at which markets are fully at stake."""
AT_REST = 0.5
"""What of its weight a ground counts by while nothing raises it."""


def stakes(world: World, catalogue: Catalogue) -> FloatArray:
    """[batch, ground] how much each ground counts now: its weight, half of it at rest and up to one and a
    half times when it is at stake.
    """
    return catalogue.grounds.weight * (AT_REST + raised(world))


def raised(world: World) -> FloatArray:
    """[batch, ground] how far each ground is at stake beyond its rest, 0..1."""
    n = world.layout.states
    pairs = max(n * (n - 1), 1) * POINT
    weak = 1.0 - of_full(weighted_mean(world["authority"], exists(world)))
    at_stake = {
        "institutions": weak,
        "intervention": world["grievances"][:, _INTRUSION].sum(axis=1) / (n * 100.0 * POINT),
        "hegemony": of_full(world["claim"].max(axis=1)),
        "non_alignment": np.minimum(world["tension"].sum(axis=(1, 2)) / (pairs * TENSE), 1.0),
        "markets": np.minimum(world["dependence"].sum(axis=(1, 2)) / (pairs * OPEN), 1.0),
        "climate": 1.0 - of_full(world["challenge"][:, _CLIMATE]),
    }
    return np.array([at_stake[name] for name in words.GROUNDS]).T


def agreement(world: World, catalogue: Catalogue) -> FloatArray:
    """[batch, state, state], symmetric, -1..1: how far two repertoires agree on what is at stake."""
    table, stance = catalogue.grounds, world.shares("stance")
    weight = stakes(world, catalogue)
    total = in_turn(weight)[:, None, None]
    common = _joined(stance, in_turn(weight[:, :, None, None] * table.agree) / total)
    if_stronger = _joined(stance, table.stronger / total)
    # The edge that the second of a pair has over the first.
    common = common + 2.0 * if_stronger * -edge(world)
    # Both halves take the same mean, so that rounding cannot part them.
    common = (common + common.swapaxes(1, 2)) / 2.0
    return np.minimum(np.maximum(common, -1.0), 1.0)


def _joined(stance: FloatArray, blend: FloatArray) -> FloatArray:
    """[batch, s, t]: sum over g and h of stance[s, g] blend[g, h] stance[t, h], added in a fixed order."""
    held = stance.swapaxes(1, 2)
    column = in_turn(held[:, :, None, :] * blend[:, :, :, None])
    return in_turn(column[:, :, :, None] * held[:, :, None, :])
