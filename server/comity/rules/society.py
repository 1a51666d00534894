"""Stage 4, society: what it resents, how it leans, and what a government feels of it.

Sakwa 2019, "The international system" (the third level) and "Transformative internationalism": societies act
upward on states, and slowly change what a country is. Movements stand in `movements.py`.
"""

import numpy as np

from comity.rules import vocabulary as words
from comity.rules.catalogue import Catalogue
from comity.rules.layout import FloatArray, IntArray, beside
from comity.rules.ledger import Delta, Dense, toward
from comity.rules.numbers import grid, in_points, rate
from comity.rules.power import prominence
from comity.rules.stances import distance
from comity.rules.theory import Coefficients
from comity.rules.world import World, some

CLIMATE = words.CHALLENGES.index("climate")
CROWD_MAX = 150.0
"""Strength, summed over movements, that can wear on order at home at once; design choice, likewise all below.
"""
UNLIKE = 0.5
"""Points of injury to identity for each hundredth by which a government is unlike its society."""
REST, REST_BY_GOVERNANCE = 40.0, 0.4
"""Cohesion in points that a society without any governance returns to, and more for each point of it."""
HEARD = 0.25
"""How far a stance may stand apart from society, 0..1, before society drags it along."""
GRIP = 120.0
"""Points of cohesion at which society would drag nothing along: more than there are, so that some always is.
"""
UPHEAVAL_STANDING, UPHEAVAL_COHESION = 0.5, 1.5
"""Standing lost, and cohesion won as steam is let off, for each point of wealth that an upheaval costs."""
UPHEAVAL_BENDS = 0.2
"""Part of the way from the regime's character to the mood that an upheaval goes."""
UNNOTED, NOTE = 30.0, 40.0
"""Standing in points that a state of no weight commands, and how much more one of four times the mean weight.
"""


def grievances(world: World, theory: Coefficients) -> list[Delta]:
    """Each grievance drifts to what feeds it; intrusion and injury to identity heal unless renewed."""
    warming = 100.0 - world.points("challenge")[:, CLIMATE, None]
    economy, military = world.points("economy"), world.points("military")
    burden = np.minimum(100.0 * military / np.maximum(economy + military, 1.0), 100.0)
    unlike = 100.0 * distance(world["stance"], world["mood"])
    # Technology that outruns the rules for it unsettles work: the disruption of the paper's new terrain.
    disrupted = np.maximum(world.points("technology") - world.points("governance"), 0.0)
    drivers: dict[str, FloatArray] = {
        "precarity": np.minimum(world.points("inequality") + theory.disruption * disrupted, 100.0),
        "climate": warming * theory.climate_damage + np.zeros_like(economy),
        "arms": burden,
        "intrusion": np.zeros_like(economy),
        "identity": UNLIKE * unlike,
        "misgovernance": 100.0 - world.points("governance"),
    }
    fed = beside([drivers[key] for key in words.GRIEVANCES])
    change = theory.grievance_drift * (fed - world.points("grievances"))
    return [Dense("grievance.drift", "grievances", grid(change))]


def settle(world: World, theory: Coefficients) -> list[Delta]:
    """Left alone, society's leaning returns to the regime's character, which is also the country's."""
    pace = rate(np.full((1, 1), theory.mood_return))
    return [Dense("mood.character", "mood", toward(world["mood"], world["predisposition"], pace))]


def change_character(world: World, theory: Coefficients) -> list[Delta]:
    """What a society has long leaned to becomes what the country is: the slow, Gramscian road of
    transformation, which runs through culture and not through the palace.
    """
    apart = distance(world["mood"], world["predisposition"])
    pace = rate(theory.character_shift * apart)
    return [
        Dense("character.changes", "predisposition", toward(world["predisposition"], world["mood"], pace))
    ]


def order_at_home(world: World, catalogue: Catalogue, theory: Coefficients) -> list[Delta]:
    """Strong movements wear on cohesion, uncivil ones most; governed well and left alone, it recovers."""
    strength = world["strength_in"]
    # Crowds share the streets: however many movements, they fill them once or, at the most, half as much
    # again.
    civil, uncivil = catalogue.movements.civil, catalogue.movements.uncivil
    civil_force = np.minimum(in_points(strength[:, civil].sum(axis=1)), CROWD_MAX)
    uncivil_force = np.minimum(in_points(strength[:, uncivil].sum(axis=1)), CROWD_MAX)
    apart = distance(world["stance"], world["mood"])
    rest = REST + REST_BY_GOVERNANCE * world.points("governance")
    return [
        Dense("society.unrest", "cohesion", grid(-theory.unrest * civil_force / 100.0 * apart)),
        Dense("society.uncivil", "cohesion", grid(-theory.uncivil_unrest * uncivil_force / 100.0)),
        Dense("society.territory", "autonomy", grid(-theory.uncivil_territory * uncivil_force / 100.0)),
        Dense(
            "society.recovery", "cohesion", grid(theory.cohesion_recovery * (rest - world.points("cohesion")))
        ),
    ]


def drift(world: World, theory: Coefficients) -> list[Delta]:
    """A government far from its society is dragged along: forced drift of stance, faster where cohesion is
    low.
    """
    apart = np.maximum(distance(world["stance"], world["mood"]) - HEARD, 0.0) / (1.0 - HEARD)
    weakness = (GRIP - world.points("cohesion")) / GRIP
    pace = rate(theory.forced_drift * apart * weakness)
    return [Dense("stance.forced", "stance", toward(world["stance"], world["mood"], pace))]


def upheavals(world: World, theory: Coefficients, lot: FloatArray) -> IntArray:
    """[batch, state] 1 where order breaks down this turn: likelier the further cohesion is under the
    threshold.
    """
    threshold = theory.upheaval_threshold
    below = np.maximum(threshold - world.points("cohesion"), 0.0) / threshold
    return (lot < theory.upheaval_chance * below).astype(np.int64)


def upheave(world: World, struck: IntArray, theory: Coefficients) -> list[Delta]:
    """An upheaval costs wealth and standing, lets off steam, and bends the regime's character toward the
    mood.
    """
    if not some(struck):
        return []
    loss = struck.astype(np.float64)
    bent = rate(UPHEAVAL_BENDS * loss)
    return [
        Dense("upheaval", "economy", grid(-theory.upheaval_cost * loss)),
        Dense("upheaval", "standing", grid(-UPHEAVAL_STANDING * theory.upheaval_cost * loss)),
        Dense("upheaval", "cohesion", grid(UPHEAVAL_COHESION * theory.upheaval_cost * loss)),
        Dense("upheaval", "predisposition", toward(world["predisposition"], world["mood"], bent)),
    ]


def capabilities(world: World, theory: Coefficients) -> list[Delta]:
    """Slow growth and return: who is behind the frontier catches up (Gerschenkron 1962), and governance
    helps; autonomy and standing regress to their roots.
    """
    technology, governance = world.points("technology"), world.points("governance")
    frontier = technology.max(axis=1, keepdims=True)
    catching_up = theory.growth_technology * (frontier - technology) / 100.0
    promise = grid(catching_up + theory.growth_governance * governance / 100.0)
    # An economy is a weight among others: who grows like the rest stays where it is.
    ahead = promise - promise.sum(axis=1, keepdims=True) // world.layout.states
    ordinary = UNNOTED + NOTE * np.minimum(prominence(world) / 2.0, 1.0)
    return [
        Dense("growth", "economy", ahead),
        Dense(
            "autonomy.return", "autonomy", grid(theory.autonomy_return * (50.0 - world.points("autonomy")))
        ),
        Dense(
            "standing.return",
            "standing",
            grid(theory.standing_return * (ordinary - world.points("standing"))),
        ),
    ]
