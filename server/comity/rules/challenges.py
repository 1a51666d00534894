"""Stage 7, common challenges: climate, arms, inequality and digital, each as how well it is handled, 100
best.

Joint action needs institutions with authority and the mutual recognition that lets different orders act
together (Sakwa 2019, "Pluralism": common platforms and cross-order coalitions).
"""

import numpy as np

from comity.rules import vocabulary as words
from comity.rules.catalogue import Catalogue
from comity.rules.layout import POINT, FloatArray, beside
from comity.rules.ledger import Delta, Dense
from comity.rules.numbers import grid, in_points, weighted_mean
from comity.rules.theory import Coefficients
from comity.rules.world import World

CLIMATE, ARMS, INEQUALITY, DIGITAL = range(len(words.CHALLENGES))
_DOMAINS = ("climate", "arms", "finance", "digital")
"""Which institutions work on each challenge."""


ARMS_BESIDE_TENSION = 0.5
"""How much arms weigh beside tension, which weighs 1, in what wears arms control down; design choice,
likewise all below.
"""
HARMLESS_FROM = 50.0
"""How well the climate must be handled, in points, for it to cost no wealth."""
IN_WEALTH = 0.5
"""Wealth that a wholly unhandled climate costs a turn, as a part of `climate_damage`."""
_FINE = 1e9
"""Products of shares are summed as whole numbers of this, so that their order does not matter."""


def governance(world: World, catalogue: Catalogue, domain: str) -> FloatArray:
    """[batch] authority in points of the strongest institution of a domain; 0 where there is none."""
    here = catalogue.institutions.of_domain[words.DOMAINS.index(domain)]
    if here.size == 0:
        return np.zeros(world.batch)
    result: FloatArray = world.points("authority")[:, here].max(axis=1)
    return result


def common_ground(world: World) -> FloatArray:
    """[batch] 0..1: how far those who would act together accept each other's order, over all pairs of them by
    power. Who share an order need nobody's recognition to act together; others need it from both sides.
    """
    share, received = world.points("prevalence") / 100.0, world.points("recognition") / 100.0
    mutual = np.minimum(received[:, :, None], received[:, None, :])
    mutual = np.where(np.eye(len(words.GLOBALISMS), dtype=np.bool_), 1.0, mutual)
    joined = np.rint(share[:, :, None] * share[:, None, :] * mutual * _FINE).astype(np.int64)
    common: FloatArray = np.minimum(joined.sum(axis=(1, 2)) / _FINE, 1.0)
    return common


def worsen(world: World, theory: Coefficients) -> list[Delta]:
    """What states do every day: burn, arm, part rich from poor, and outrun their digital rules."""
    weights = world["economy"] // POINT + 1
    names = ("carbon", "military", "technology", "inequality")
    means = in_points(weighted_mean(beside([world[name] for name in names]), weights[:, None]))
    carbon, military, technology, inequality = means.T
    n = world.layout.states
    tension = world["tension"].sum(axis=(1, 2)) / (max(n * (n - 1), 1) * POINT)
    arming = (ARMS_BESIDE_TENSION * military + tension) / (100.0 * (ARMS_BESIDE_TENSION + 1.0))
    now = world.points("challenge")
    change = np.zeros_like(now)
    change[:, CLIMATE] = -theory.climate_warming * carbon / 100.0
    change[:, ARMS] = -theory.arms_race * arming
    change[:, INEQUALITY] = theory.inequality_drift * (100.0 - inequality - now[:, INEQUALITY])
    change[:, DIGITAL] = -theory.digital_drift * technology / 100.0
    return [Dense("challenge.practice", "challenge", grid(change))]


def cooperate(world: World, catalogue: Catalogue, theory: Coefficients) -> list[Delta]:
    """What institutions do about it: their authority, and more where the orders recognise each other."""
    common = common_ground(world)
    room = (100.0 - world.points("challenge")) / 100.0
    authority = np.array([governance(world, catalogue, domain) for domain in _DOMAINS]).T / 100.0
    pace = np.array(
        [
            theory.climate_cooperation,
            theory.arms_restraint,
            theory.inequality_redress,
            theory.digital_rules,
        ]
    )
    return [
        Dense("challenge.institutions", "challenge", grid(pace * authority * room)),
        Dense(
            "challenge.joint_action",
            "challenge",
            grid(theory.cooperation_recognition * common[:, None] * authority * room),
        ),
    ]


def return_to_states(world: World, theory: Coefficients) -> list[Delta]:
    """A badly handled climate costs every economy a little."""
    harm = np.maximum(HARMLESS_FROM - world.points("challenge")[:, CLIMATE], 0.0) / HARMLESS_FROM
    damage = np.repeat(grid(-theory.climate_damage * IN_WEALTH * harm)[:, None], world.layout.states, axis=1)
    return [Dense("climate.damage", "economy", damage)]
