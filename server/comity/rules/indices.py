"""Stage 8, indices and the state of the system: what is measured, never what is rewarded.

Each index is the exact sum of its parts (`world.PARTS`), so its Why? is the change of each part. No rule
takes a system gauge as a cause.
"""

import numpy as np

from comity.rules import vocabulary as words
from comity.rules.catalogue import Catalogue
from comity.rules.conditions import inside
from comity.rules.crises import calm_share
from comity.rules.institutions import exists
from comity.rules.layout import PARTS, POINT, FloatArray, IntArray
from comity.rules.ledger import Delta, Dense
from comity.rules.numbers import grid, in_turn, of_full, weighted_mean
from comity.rules.power import power
from comity.rules.world import World

PART_WEIGHT = {
    "balance.power": 40.0,
    "balance.coalitions": 35.0,
    "balance.rivals": 25.0,
    "order.peace": 40.0,
    "order.commerce": 20.0,
    "order.compliance": 20.0,
    "order.calm": 20.0,
    "innovation.technology": 60.0,
    "innovation.institutions": 40.0,
    "challenges.climate": 25.0,
    "challenges.arms": 25.0,
    "challenges.inequality": 25.0,
    "challenges.digital": 25.0,
}
"""Points of the index that each part can give at most; design choice, equal within what the rulebook names.
"""


_WEIGHTS = np.array([PART_WEIGHT[name] for name in PARTS])
INDEX_OF_PART = np.array([[int(name.startswith(f"{key}.")) for key in words.INDICES] for name in PARTS])
"""[part, index]: 1 where the part belongs to the index."""


def parts(world: World, catalogue: Catalogue) -> IntArray:
    """[batch, part]: every part, weighted, in grid points."""
    weights = power(world)
    total = weights.sum(axis=1)
    n = world.layout.states
    squares = np.vecdot(weights, weights) / (total.astype(np.float64) * total)
    ordered = np.sort(weights, axis=1)
    joined = np.vecdot(inside(world)[:, catalogue.blocs.binding], weights[:, None, :])
    largest = joined.max(axis=1) / total if joined.shape[1] else np.zeros(world.batch)
    sanctions = world["sanctions"].sum(axis=(1, 2)) / (n * 100.0 * POINT)
    challenge = world.points("challenge") / 100.0
    # A state without an economy still counts a little, or technology would have nobody to be the mean of.
    skilled = weighted_mean(world["technology"], world["economy"] + POINT)
    values: dict[str, FloatArray] = {
        "balance.power": (1.0 - squares) / (1.0 - 1.0 / n),
        "balance.coalitions": 1.0 - np.maximum(largest - 0.25, 0.0) / 0.75,
        "balance.rivals": ordered[:, -2] / ordered[:, -1],
        "order.peace": calm_share(world),
        "order.commerce": 1.0 - np.minimum(sanctions, 1.0),
        "order.compliance": _institutional(world, "authority"),
        "order.calm": of_full(weighted_mean(world["cohesion"], weights)),
        "innovation.technology": of_full(skilled),
        "innovation.institutions": _institutional(world, "renewal"),
        **{f"challenges.{key}": challenge[:, index] for index, key in enumerate(words.CHALLENGES)},
    }
    return grid(_WEIGHTS * np.array([values[name] for name in PARTS]).T)


def _institutional(world: World, field: str) -> FloatArray:
    """[batch] mean over the institutions that exist, 0..1; one half where there are none."""
    if world.layout.sizes["institution"] == 0:
        return np.full(world.batch, 0.5)
    return of_full(weighted_mean(world[field], exists(world)))


def system_parts(world: World) -> dict[str, FloatArray]:
    """What each gauge of the system is read off, 0..1: the parts of a gauge by `GAUGE.PART`, [batch] each.

    Hegemony and pluralism are the product of their two parts; the gap is the sum of the orders', up to the
    whole; the floor balance is one half and half of what the top outweighs the ground by, of all three.
    """
    share = world.points("prevalence") / 100.0
    claimed = share * (0.5 + world.points("claim") / 200.0)
    all_claimed = claimed.sum(axis=1)
    claimed_share = claimed / np.maximum(all_claimed, 1e-9)[:, None]
    concentration = (claimed_share * claimed_share).sum(axis=1)
    effective = 1.0 / np.maximum((share * share).sum(axis=1), 0.25)
    recognised = of_full(weighted_mean(world["recognition"], world["prevalence"]))
    gap = world.points("gap") / 100.0
    top = _institutional(world, "authority")
    middle = of_full(weighted_mean(world["autonomy"], power(world)))
    crowds = world["strength"]
    ground = of_full(crowds.sum(axis=1)) if crowds.shape[1] else np.zeros(world.batch)
    ground = np.minimum(ground, 1.0)
    # Half of all power in one order that nobody accepts is as wide as the gap gets in play.
    apart = 2.0 * (gap * share)
    return {
        "hegemony.concentration": (concentration - 0.25) / 0.75,
        "hegemony.claimed": 0.5 + (all_claimed / np.maximum(share.sum(axis=1), 1e-9)) / 2.0,
        "pluralism.orders": (effective - 1.0) / 3.0,
        "pluralism.recognised": recognised,
        **{f"power_legitimacy_gap.{key}": apart[:, index] for index, key in enumerate(words.GLOBALISMS)},
        "floor_balance.top": top,
        "floor_balance.middle": middle,
        "floor_balance.ground": ground,
    }


def system(world: World) -> IntArray:
    """[batch, gauge]: hegemony, pluralism, power-legitimacy gap, floor balance, in grid points."""
    part = system_parts(world)
    apart = in_turn(np.array([part[f"power_legitimacy_gap.{key}"] for key in words.GLOBALISMS]).T)
    top, middle, ground = (part[f"floor_balance.{floor}"] for floor in ("top", "middle", "ground"))
    gauges = [
        part["hegemony.concentration"] * part["hegemony.claimed"],
        part["pluralism.orders"] * part["pluralism.recognised"],
        np.minimum(apart, 1.0),
        0.5 + 0.5 * (top - ground) / np.maximum(top + middle + ground, 1e-9),
    ]
    return grid(np.minimum(np.maximum(np.array(gauges).T, 0.0), 1.0) * 100.0)


def measure(world: World, catalogue: Catalogue) -> list[Delta]:
    """Post each part's change to the part and to its index, and the system's gauges."""
    change = parts(world, catalogue) - world["part"]
    of_index = change[:, :, None] * INDEX_OF_PART
    deltas: list[Delta] = [Dense("part.change", "part", change)]
    deltas.extend(Dense(name, "index", of_index[:, position]) for position, name in enumerate(PARTS))
    deltas.append(Dense("system.change", "system", system(world) - world["system"]))
    return deltas
