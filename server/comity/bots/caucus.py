"""Whom a delegation consults before it votes: its union, and the leader of its alliance.

Members of the European Union vote alike far more than they think alike, and allies of a great power that
votes against the world abstain rather than follow either. Weights were set beside how blocs cohere in the UN
General Assembly (docs/validity.md), one for each kind of bloc and none for any bloc.
"""

from collections.abc import Mapping
from typing import Final

import numpy as np

from comity.bots.house import House
from comity.bots.sight import Sight
from comity.rules.layout import POINT, FloatArray, IntArray, blank
from comity.rules.world import World

WEIGHT: Final[Mapping[str, float]] = {"union": 6.0, "alliance": 0.5}
"""How much the caucus of a bloc of full depth weighs beside a state's own view; other kinds hold none."""
LED: Final = "alliance"
"""The kind whose members listen to their leader, and not to each other; a leader listens to nobody."""
_GRAIN: Final = 1e6
"""Views are added up in whole millionths: the same sum in a batch as alone."""


def swayed(house: House, sight: Sight, own: FloatArray, expected: FloatArray) -> FloatArray:
    """[batch, seat, slot]: a seat's own view of each item, drawn to what it expects its caucuses to think.

    `own` is [batch, seat, slot]; `expected` [batch, state, slot] is what anyone can expect of each state.
    """
    world, blocs = sight.world, house.catalogue.blocs
    views = np.rint(np.clip(expected, -1.0, 1.0) * _GRAIN).astype(np.int64)
    drawn, weighed = np.zeros_like(own), blank(own.shape[:2], np.float64(0.0))
    for bloc, kind in enumerate(blocs.kinds):
        if kind not in WEIGHT or (kind == LED and blocs.leader[bloc] < 0):
            continue
        heard = _heard(world, bloc, int(blocs.leader[bloc]) if kind == LED else -1)
        voice = np.einsum("bs,bsk->bk", heard, views) / _GRAIN / np.maximum(heard.sum(axis=1), 1)[:, None]
        listens = (world["bloc"][:, bloc][:, sight.seats] > 0) & (heard.sum(axis=1) > 0)[:, None]
        if kind == LED:
            listens &= sight.seats != blocs.leader[bloc]
        weight = WEIGHT[kind] * listens * world["depth"][:, bloc, None] / (100.0 * POINT)
        drawn += weight[:, :, None] * voice[:, None]
        weighed += weight
    result: FloatArray = (own + drawn) / (1.0 + weighed)[:, :, None]
    return result


def _heard(world: World, bloc: int, leader: int) -> IntArray:
    """[batch, state]: 1 for whose view counts in a bloc."""
    inside = (world["bloc"][:, bloc] > 0).astype(np.int64)
    if leader < 0:
        return inside
    alone = np.zeros_like(inside)
    alone[:, leader] = inside[:, leader]
    return alone
