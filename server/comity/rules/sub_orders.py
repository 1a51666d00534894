"""The liberal order's three sub-orders, each with a dynamic of its own (Sakwa 2019, "Liberal international
order": military, economic and normative sub-orders that coalesce).

The military one spreads with alliances under a liberal leader, the economic one with liberal economies and
institutions of trade and finance, the normative one with the moods of societies and institutions of rights. A
liberal face works through its sub-order and grows by how far that reaches.
"""

import numpy as np

from comity.rules import vocabulary as words
from comity.rules.catalogue import Catalogue
from comity.rules.conditions import ALLIANCE, inside
from comity.rules.layout import POINT, SHARE, FloatArray, IntArray
from comity.rules.ledger import Delta, Dense
from comity.rules.numbers import one_hot, weighted_mean
from comity.rules.power import power
from comity.rules.theory import Coefficients
from comity.rules.world import World

LIBERAL = words.GLOBALISMS.index("liberal")
_PER_SHARE = 100 * POINT // SHARE
_FACE = np.array([-1 if name is None else words.SUB_ORDERS.index(name) for name in words.FACE_SUB_ORDER])
_ECONOMIC = [words.DOMAINS.index(name) for name in ("trade", "finance")]
_NORMATIVE = [words.DOMAINS.index("humanitarian")]


def goals(world: World, catalogue: Catalogue) -> IntArray:
    """[batch, sub-order] in grid points: how far each would reach if things stayed as they are."""
    wealth = world["economy"] // POINT + 1
    stance, mood = world["stance"][:, :, LIBERAL], world["mood"][:, :, LIBERAL]
    economic = weighted_mean(stance, wealth) * _PER_SHARE
    normative = weighted_mean(mood, wealth) * _PER_SHARE
    reached = (
        _guarded(world, catalogue),
        _with_institution(world, catalogue, economic, _ECONOMIC),
        _with_institution(world, catalogue, normative, _NORMATIVE),
    )
    return np.array(reached).T


def _guarded(world: World, catalogue: Catalogue) -> IntArray:
    """Power in alliances, by how liberal each alliance's leader (or the mean of its members) is."""
    alliances = catalogue.blocs.of_kind[ALLIANCE]
    if alliances.size == 0:
        return np.zeros(world.batch, dtype=np.int64)
    members = inside(world)[:, alliances]
    stance = world["stance"][:, :, LIBERAL]
    leader = catalogue.blocs.leader[alliances]
    mean = weighted_mean(stance[:, None, :], members)
    led = np.where(leader >= 0, stance[:, leader], mean)
    guard = (members * led[:, :, None]).max(axis=1)
    return weighted_mean(guard, power(world)) * _PER_SHARE


def _with_institution(world: World, catalogue: Catalogue, lived: IntArray, domains: list[int]) -> IntArray:
    """Half what states or societies live, half what the strongest liberal-owned institution carries."""
    there = [catalogue.institutions.of_domain[domain] for domain in domains]
    here = np.concatenate(there) if len(there) > 1 else there[0]
    if here.size == 0:
        return lived
    owned = world["authority"] * world["ownership"][:, :, LIBERAL] // SHARE
    carried = owned[:, here].max(axis=1)
    both: IntArray = (lived + carried) // 2
    return both


def spread(world: World, catalogue: Catalogue, theory: Coefficients) -> list[Delta]:
    """Each sub-order moves toward its own goal."""
    pace = round(theory.sub_order_pace * SHARE)
    step = (goals(world, catalogue) - world["sub_order"]) * pace // SHARE
    return [
        Dense(f"sub_order.{name}", "sub_order", step * own)
        for name, own in zip(words.SUB_ORDERS, one_hot(len(words.SUB_ORDERS)), strict=False)
    ]


def carries(world: World, theory: Coefficients) -> FloatArray:
    """[batch, face] how far each face is carried by its sub-order: 1 at the middle, and for faces of the
    other globalisms.
    """
    reach = theory.sub_order_reach
    factor = 1.0 - reach / 2.0 + reach * world.points("sub_order") / 100.0
    return np.where(_FACE >= 0, factor[:, _FACE], 1.0)
