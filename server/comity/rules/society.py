"""Stage 4, society: grievances feed movements, movements press states and institutions, states feel it.

Sakwa 2019, "The international system" (the third level) and "Transformative internationalism": change begins
on the ground floor, civil and uncivil.
"""

import numpy as np

from comity.rules import vocabulary as words
from comity.rules.catalogue import Catalogue
from comity.rules.ledger import Delta, Dense, toward
from comity.rules.numbers import grid, off_diagonal, rate, weighted_mean
from comity.rules.stances import distance
from comity.rules.theory import Coefficients
from comity.rules.world import POINT, SHARE, FloatArray, IntArray, World, power, some


def grievances(world: World, theory: Coefficients) -> list[Delta]:
    """Each grievance drifts to what feeds it; intrusion and injury to identity heal unless renewed."""
    pace = theory.grievance_drift
    warming = 100.0 - world.points("challenge")[:, 0, None]
    economy, military = world.points("economy"), world.points("military")
    burden = np.minimum(100.0 * military / np.maximum(economy + military, 1.0), 100.0)
    unlike = 100.0 * distance(world["stance"], world["mood"])
    drivers: dict[str, FloatArray] = {
        "precarity": world.points("inequality"),
        "climate": warming * theory.climate_damage,
        "arms": burden,
        "intrusion": np.zeros_like(economy),
        "identity": 0.5 * unlike,
        "misgovernance": 100.0 - world.points("governance"),
    }
    return [
        Dense(
            "grievance.drift",
            f"grievance.{key}",
            grid(pace * (drivers[key] - world.points(f"grievance.{key}"))),
        )
        for key in words.GRIEVANCES
    ]


def felt(world: World, catalogue: Catalogue) -> FloatArray:
    """What feeds each movement in each state, [batch, movement, state], in points."""
    grieved = np.stack([world[f"grievance.{key}"] for key in words.GRIEVANCES], axis=1) / POINT
    total = np.zeros((world.batch, len(catalogue.movements.keys), world.layout.states))
    for index in range(len(words.GRIEVANCES)):
        total += catalogue.movements.fed_by[None, :, index, None] * grieved[:, index, None, :]
    return total


def movements(world: World, catalogue: Catalogue, theory: Coefficients) -> list[Delta]:
    """Movements grow where what feeds them is felt, fade where it is not, and travel to neighbours."""
    if world.layout.sizes["movement"] == 0:
        return []
    strength = world.points("strength_in")
    hunger = felt(world, catalogue)
    growth = theory.movement_growth * np.maximum(hunger - 35.0, 0.0) / 65.0 * (100.0 - strength) / 100.0
    fading = -theory.movement_decay * strength * np.maximum(65.0 - hunger, 0.0) / 65.0
    near = catalogue.states.neighbours.astype(np.int64)
    nearby = weighted_mean(world["strength_in"][:, :, None, :], near[None, None]) / POINT
    lonely = near.sum(axis=1) == 0
    spread = (
        theory.movement_spread * catalogue.movements.reach[None, :, None] * np.maximum(nearby - strength, 0.0)
    )
    spread = np.where(lonely[None, None], 0.0, spread)
    return [
        Dense("movement.fed", "strength_in", grid(growth)),
        Dense("movement.fades", "strength_in", grid(fading)),
        Dense("movement.spreads", "strength_in", grid(spread)),
    ]


def reach_of(world: World) -> IntArray:
    """Strength of each movement in the world, [batch, movement]: the mean of states by economy."""
    weights = world["economy"] // POINT + 1
    return weighted_mean(world["strength_in"], weights[:, None, :])


def roll_up(world: World) -> list[Delta]:
    """The world strength follows the strengths at home."""
    if world.layout.sizes["movement"] == 0:
        return []
    return [Dense("movement.in_the_world", "strength", reach_of(world) - world["strength"])]


def moods(world: World, catalogue: Catalogue, theory: Coefficients) -> list[Delta]:
    """Society's leaning is pulled to the movements that are strong."""
    strength = world["strength_in"]
    total = strength.sum(axis=1)
    crowd = np.swapaxes(strength, 1, 2) @ catalogue.movements.affinity
    crowd = crowd // np.maximum(total, 1)[:, :, None]
    crowd[:, :, 3] = np.where(total > 0, SHARE - crowd[:, :, :3].sum(axis=2), 0)
    loudness = np.minimum(total / (200.0 * POINT), 1.0)
    pulled = np.where(
        total[:, :, None] > 0, toward(world["mood"], crowd, rate(theory.mood_pull * loudness)), 0
    )
    return [Dense("mood.movements", "mood", pulled)]


def settle(world: World, theory: Coefficients) -> list[Delta]:
    """Left alone, society's leaning returns to the regime's character, which is also the country's."""
    pace = rate(np.full(world["mood"].shape[:2], theory.mood_return))
    return [Dense("mood.character", "mood", toward(world["mood"], world["predisposition"], pace))]


def order_at_home(world: World, catalogue: Catalogue, theory: Coefficients) -> list[Delta]:
    """Strong movements wear on cohesion, uncivil ones most; governed well and left alone, it recovers."""
    strength = world["strength_in"]
    uncivil = catalogue.movements.uncivil
    civil_force = strength[:, ~uncivil].sum(axis=1) / POINT
    uncivil_force = strength[:, uncivil].sum(axis=1) / POINT
    apart = distance(world["stance"], world["mood"])
    rest = 40.0 + 0.4 * world.points("governance")
    return [
        Dense("society.unrest", "cohesion", grid(-theory.unrest * civil_force / 100.0 * apart)),
        Dense("society.uncivil", "cohesion", grid(-theory.uncivil_unrest * uncivil_force / 100.0)),
        Dense(
            "society.recovery", "cohesion", grid(theory.cohesion_recovery * (rest - world.points("cohesion")))
        ),
    ]


def drift(world: World, theory: Coefficients) -> list[Delta]:
    """A government far from its society is dragged along: forced drift of stance, faster where cohesion is
    low.
    """
    apart = np.maximum(distance(world["stance"], world["mood"]) - 0.25, 0.0)
    weakness = (120.0 - world.points("cohesion")) / 100.0
    pace = rate(theory.forced_drift * apart * weakness)
    return [Dense("stance.forced", "stance", toward(world["stance"], world["mood"], pace))]


def upheavals(world: World, theory: Coefficients, lot: FloatArray) -> IntArray:
    """[batch, state] 1 where order breaks down this turn: likelier the further cohesion is under the
    threshold.
    """
    below = np.maximum(theory.upheaval_threshold - world.points("cohesion"), 0.0)
    return (lot < theory.upheaval_chance * below / 100.0).astype(np.int64)


def upheave(world: World, struck: IntArray, theory: Coefficients) -> list[Delta]:
    """An upheaval costs wealth and standing, lets off steam, and bends the regime's character toward the
    mood.
    """
    if not some(struck):
        return []
    loss = struck.astype(np.float64)
    return [
        Dense("upheaval", "economy", grid(-theory.upheaval_cost * loss)),
        Dense("upheaval", "standing", grid(-0.5 * theory.upheaval_cost * loss)),
        Dense("upheaval", "cohesion", grid(1.5 * theory.upheaval_cost * loss)),
        Dense("upheaval", "predisposition", toward(world["predisposition"], world["mood"], rate(0.2 * loss))),
    ]


def norms(world: World, catalogue: Catalogue, theory: Coefficients) -> list[Delta]:
    """Movements press norms upward: an institution in their domain gains authority from them and leans their
    way.
    """
    presses = catalogue.movements.presses
    if not some(presses) or world.layout.sizes["institution"] == 0:
        return []
    pressing = presses.any(axis=1)
    strength = world.points("strength")[:, pressing, None] / 100.0
    force = presses[pressing] * strength
    affinity = catalogue.movements.affinity[pressing][None, :, None, :]
    owned = np.broadcast_to(world["ownership"][:, None], (world.batch, *force.shape[1:], 4))
    lean = toward(owned, affinity, rate(theory.norm_pressure * 0.02 * force)).sum(axis=1)
    return [
        Dense("norms.pressure", "authority", grid(theory.norm_pressure * force).sum(axis=1)),
        Dense("norms.pressure", "ownership", lean),
    ]


def capabilities(world: World, theory: Coefficients) -> list[Delta]:
    """Slow growth and return: innovation and governance move economies; autonomy and standing regress to
    their roots.
    """
    economy = world.points("economy")
    promise = theory.growth_technology * (world.points("technology") - economy) + theory.growth_governance * (
        world.points("governance") - 50.0
    )
    weight = power(world)
    ordinary = 30.0 + 40.0 * np.minimum(
        np.sqrt(weight * world.layout.states / weight.sum(axis=1, keepdims=True)) / 2.0, 1.0
    )
    return [
        Dense("growth", "economy", grid(promise / 10.0)),
        Dense(
            "autonomy.return", "autonomy", grid(theory.autonomy_return * (50.0 - world.points("autonomy")))
        ),
        Dense(
            "standing.return",
            "standing",
            grid(theory.standing_return * (ordinary - world.points("standing"))),
        ),
    ]


def dependence_on(world: World) -> FloatArray:
    """[batch, state, state] trade dependence in points, without the diagonal."""
    return off_diagonal(world.points("dependence"))
