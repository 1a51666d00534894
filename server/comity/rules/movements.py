"""Stage 4, movements: grievances feed them, and they press upward on moods, on governments and on
institutions.

Sakwa 2019, "The international system" (the third level) and "Transformative internationalism": change begins
on the ground floor, by civil and uncivil society; "Conservative internationalism" on those who are wary of
it; "Pluralism" on drawing on the normative pressure of activists.
"""

from collections.abc import Mapping
from typing import Final

import numpy as np

from comity.rules import vocabulary as words
from comity.rules.catalogue import Catalogue
from comity.rules.layout import POINT, SHARE, FloatArray, IntArray
from comity.rules.ledger import Delta, Dense, toward
from comity.rules.numbers import completed, grid, in_points, in_turn, rate, weighted_mean
from comity.rules.stances import distance
from comity.rules.theory import Coefficients
from comity.rules.world import World

MERCANTILIST = words.GLOBALISMS.index("mercantilist")
CONSERVATIVE = words.GLOBALISMS.index("conservative")
BORROWED: Final[Mapping[str, str]] = {"climate": "carbon", "arms": "military", "finance": "inequality"}
"""What movements that press in a domain bend at home."""
FEEDS_FROM = 35.0
"""Points of what feeds a movement from which it grows; design choice, likewise all below."""
SUSTAINS_FROM = 65.0
"""Points of it below which the movement fades: between the two it does both."""
CROWD_FULL = 200.0
"""Strength, summed over movements, that pulls a society's leaning in full."""
LEANS = 0.02
"""Part of the way to its pressers' ownership that an institution goes for each point of authority which they
give it.
"""


def felt(world: World, catalogue: Catalogue) -> FloatArray:
    """What feeds each movement in each state, [batch, movement, state], in points."""
    return in_turn(catalogue.movements.fed_by.T[:, :, None] * world.points("grievances")[:, :, None])


def movements(world: World, catalogue: Catalogue, theory: Coefficients) -> list[Delta]:
    """Movements grow where what feeds them is felt, faster where the government does not listen; they fade
    where it is not felt, travel to neighbours, and are watched by governments wary of the ground floor.
    """
    if world.layout.sizes["movement"] == 0:
        return []
    strength = world.points("strength_in")
    hunger = felt(world, catalogue)
    deaf = 1.0 + theory.movement_unheard * (2.0 * unheard(world, catalogue) - 1.0)
    fed = np.maximum(hunger - FEEDS_FROM, 0.0) / (100.0 - FEEDS_FROM)
    growth = theory.movement_growth * fed * (100.0 - strength) / 100.0
    growth = growth * np.maximum(deaf, 0.0)
    fading = -theory.movement_decay * strength * np.maximum(SUSTAINS_FROM - hunger, 0.0) / SUSTAINS_FROM
    # Nobody near a state without neighbours: the mean over none is nought, and nothing comes of it.
    near = catalogue.states.neighbours.astype(np.int64)
    nearby = in_points(weighted_mean(world["strength_in"][:, :, None, :], near))
    spread = theory.movement_spread * catalogue.movements.reach[:, None] * np.maximum(nearby - strength, 0.0)
    return [
        Dense("movement.fed", "strength_in", grid(growth)),
        Dense("movement.fades", "strength_in", grid(fading)),
        Dense("movement.spreads", "strength_in", grid(spread)),
    ]


def unheard(world: World, catalogue: Catalogue) -> FloatArray:
    """[batch, movement, state] 0..1: how far the government's stance is from what the movement wants."""
    return distance(world["stance"][:, None, :, :], catalogue.movements.affinity[None, :, None, :])


def watch(world: World, catalogue: Catalogue, theory: Coefficients) -> list[Delta]:
    """Conservative governments are wary of the ground floor: they hold down movements that are not of their
    kind before these fill the squares, and those who are watched resent it.
    """
    if world.layout.sizes["movement"] == 0:
        return []
    foreign = 1.0 - catalogue.movements.affinity[:, CONSERVATIVE] / SHARE
    # Sovereign minds that govern well have less to fear from below.
    wary = world.shares("stance")[:, :, CONSERVATIVE] * (1.0 - world.points("governance") / 100.0)
    held = grid(
        theory.watchfulness * wary[:, None, :] * foreign[None, :, None] * world.points("strength_in") / 100.0
    )
    resented = theory.watch_resentment * held.sum(axis=1) / POINT
    return [
        Dense("movement.watched", "strength_in", -held),
        Dense("society.watched", "grievance.misgovernance", grid(resented)),
    ]


def borrowed(world: World, catalogue: Catalogue, theory: Coefficients) -> list[Delta]:
    """Pressure from below that governments of other orders borrow: movements for the climate bend emissions,
    those for peace arms, those for fairness inequality, wherever a government heeds more than its own market
    share.
    """
    if world.layout.sizes["movement"] == 0:
        return []
    heeding = 1.0 - world.shares("stance")[:, :, MERCANTILIST]
    deltas: list[Delta] = []
    for domain, field in BORROWED.items():
        civil = catalogue.movements.civil_in[words.DOMAINS.index(domain)]
        if civil.size:
            strength = in_points(world["strength_in"][:, civil].sum(axis=1))
            pressure = np.minimum(strength, 100.0) / 100.0 * heeding * world.points(field) / 100.0
            deltas.append(Dense("pressure.borrowed", field, grid(-theory.borrowed_pressure * pressure)))
    return deltas


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
    crowd = strength.swapaxes(1, 2) @ catalogue.movements.affinity // np.maximum(total, 1)[:, :, None]
    # Where there is no crowd the pull is nought.
    pull = rate(theory.mood_pull * np.minimum(total / (CROWD_FULL * POINT), 1.0))
    return [Dense("mood.movements", "mood", toward(world["mood"], completed(crowd), pull))]


def norms(world: World, catalogue: Catalogue, theory: Coefficients) -> list[Delta]:
    """Movements press norms upward: an institution in their domain gains authority from them and leans their
    way.
    """
    pressing = catalogue.movements.pressing
    if pressing.size == 0:
        return []
    strength = world.points("strength")[:, pressing][:, :, None] / 100.0
    force = catalogue.movements.presses[pressing] * strength
    affinity = catalogue.movements.affinity[pressing][:, None, :]
    pace = rate(theory.norm_pressure * LEANS * force)
    lean = toward(world["ownership"][:, None], affinity, pace).sum(axis=1)
    return [
        Dense("norms.pressure", "authority", grid(theory.norm_pressure * force).sum(axis=1)),
        Dense("norms.pressure", "ownership", lean),
    ]
