"""Common ground: where the orders meet and part, by what is at stake.

Sakwa 2019, abstract and "Pluralism in the international system": each globalism has its own logic, yet at
points their principles and interests cross. So compatibility goes by domain
(`scenarios/library/grounds.yaml`) and not by label: what two states can agree on depends on their repertoires
and on what is at stake just now.
"""

import numpy as np

from comity.rules import vocabulary as words
from comity.rules.catalogue import Catalogue
from comity.rules.numbers import weighted_mean
from comity.rules.world import POINT, SHARE, FloatArray, World, power

_INTRUSION = words.GRIEVANCES.index("intrusion")
_CLIMATE = words.CHALLENGES.index("climate")
TENSE = 40.0
"""Mean tension, in points, at which it is fully at stake whether to stand in camps."""
OPEN = 30.0
"""Mean dependence, in points, at which markets are fully at stake."""


def stakes(world: World, catalogue: Catalogue) -> FloatArray:
    """[batch, ground] how much each ground counts now: its weight, half of it at rest and up to one and a
    half times when it is at stake.
    """
    n = world.layout.states
    pairs = max(n * (n - 1), 1) * POINT
    exists = ((world["membership"] > 0).sum(axis=2) > 0).astype(np.int64)
    weak = 1.0 - weighted_mean(world["authority"], exists) / (100.0 * POINT)
    at_stake = {
        "institutions": weak,
        "intervention": world["grievances"][:, _INTRUSION].sum(axis=1) / (n * 100.0 * POINT),
        "hegemony": world["claim"].max(axis=1) / (100.0 * POINT),
        "non_alignment": np.minimum(world["tension"].sum(axis=(1, 2)) / (pairs * TENSE), 1.0),
        "markets": np.minimum(world["dependence"].sum(axis=(1, 2)) / (pairs * OPEN), 1.0),
        "climate": 1.0 - world["challenge"][:, _CLIMATE] / (100.0 * POINT),
    }
    return catalogue.grounds.weight * (0.5 + np.stack([at_stake[name] for name in words.GROUNDS], axis=1))


def agreement(world: World, catalogue: Catalogue) -> FloatArray:
    """[batch, state, state], symmetric, -1..1: how far two repertoires agree on what is at stake."""
    table, stance = catalogue.grounds, world["stance"] / SHARE
    weight = stakes(world, catalogue)
    total = np.zeros(world.batch)
    blend = np.zeros((world.batch, 4, 4))
    for ground in range(len(words.GROUNDS)):
        total = total + weight[:, ground]
        blend = blend + weight[:, ground, None, None] * table.agree[ground]
    blend = blend / total[:, None, None]
    common = _joined(stance, blend)
    weights = power(world)
    edge = (weights[:, None, :] - weights[:, :, None]) / (weights[:, :, None] + weights[:, None, :])
    if_stronger = _joined(stance, table.stronger / total[:, None, None])
    common = common + 2.0 * if_stronger * edge
    # Both halves take the same mean, so that rounding cannot part them.
    common = (common + np.swapaxes(common, 1, 2)) / 2.0
    return np.minimum(np.maximum(common, -1.0), 1.0)


def _joined(stance: FloatArray, blend: FloatArray) -> FloatArray:
    """[batch, s, t]: sum over g and h of stance[s, g] blend[g, h] stance[t, h], added in a fixed order."""
    n = stance.shape[1]
    joined = np.zeros((stance.shape[0], n, n))
    for h in range(4):
        column = np.zeros(stance.shape[:2])
        for g in range(4):
            column = column + stance[:, :, g] * blend[:, g, h, None]
        joined = joined + column[:, :, None] * stance[:, None, :, h]
    return joined
