"""Stage 6, crises: a ladder on tense pairs, from dispute to war. Rungs are read off one quantity,
`escalation`.

Rigid alliances pull their members in, as before 1914 (Sakwa 2019, "Pluralism": the alliance politics before
1914 and the blocs before 1989 as a warning). War is ruinous; between nuclear powers it can, rarely and never
without the rungs below it, end the game.
"""

import numpy as np

from comity.rules.blocs import bonds
from comity.rules.catalogue import Catalogue
from comity.rules.institutions import universality
from comity.rules.layout import POINT, BoolArray, FloatArray, IntArray
from comity.rules.ledger import Delta, Dense
from comity.rules.numbers import between_states, grid, off_diagonal
from comity.rules.rungs import MILITARISED, RUNG_FROM, WAR, rung
from comity.rules.theory import Coefficients
from comity.rules.vocabulary import DOMAINS
from comity.rules.world import World, some

SECURITY = DOMAINS.index("security")
NUCLEAR_CAUTION = 1.5
"""How much more arms deter between two nuclear powers; design choice, likewise all below."""
DETERRED_MAX = 0.9
"""Part of escalation that arms deter at the most: no quarrel is ever wholly safe."""
HARM_OF_UNARMED = 0.3
"""What war with an enemy without any arms costs, as a part of war with a fully armed one."""
ENEMIES_MAX = 3.0
"""Fully armed enemies beyond which war costs no more."""


def escalate(world: World, catalogue: Catalogue, theory: Coefficients) -> list[Delta]:
    """Tension above the threshold climbs the ladder, deterred by the weaker side's arms; below it, crises
    cool.
    """
    tension, now = world.points("tension"), world.points("escalation")
    threshold = theory.escalation_threshold
    excess = np.maximum(tension - threshold, 0.0) / (100.0 - threshold)
    military = world.points("military")
    weaker = np.minimum(military[:, :, None], military[:, None, :]) / 100.0
    deterred = np.where(catalogue.states.nuclear_pairs, NUCLEAR_CAUTION, 1.0)
    restraint = np.minimum(theory.deterrence * weaker * deterred, DETERRED_MAX)
    calm = np.maximum(threshold - tension, 0.0) / threshold
    climbs, cools = between_states(
        (theory.escalation_growth * excess * (1.0 - restraint), -theory.escalation_decay * now * calm)
    )
    return [Dense("crisis.escalates", "escalation", climbs), Dense("crisis.cools", "escalation", cools)]


def entangle(world: World, catalogue: Catalogue, theory: Coefficients) -> list[Delta]:
    """A crisis of one member becomes the crisis of all: rigid blocs carry tension to the adversary's other
    pairs, by their depth.
    """
    if not some(catalogue.blocs.rigid):
        return []
    heated = rung(world["escalation"]) >= MILITARISED - 1
    if not some(heated):
        return []
    bound = bonds(world, catalogue)
    hot = np.where(heated, world["escalation"], 0)
    carried = np.minimum(bound @ hot // (100 * POINT), 100 * POINT)
    carried = np.where(bound > 0, 0, carried)
    carried = np.maximum(carried, carried.swapaxes(1, 2))
    return [
        Dense(
            "crisis.entangles", "tension", grid(off_diagonal(theory.entanglement * carried / (100.0 * POINT)))
        )
    ]


def restrain(world: World, catalogue: Catalogue, theory: Coefficients) -> list[Delta]:
    """Security institutions that belong to all hold crises back: sinews of order without a hegemon."""
    here = catalogue.institutions.of_domain[SECURITY]
    if here.size == 0:
        return []
    shared = (world.points("authority") / 100.0 * universality(world))[:, here]
    hold = theory.council_restraint * shared.max(axis=1)
    return [Dense("crisis.restrained", "escalation", grid(-hold[:, None, None] * world.points("escalation")))]


def at_war(world: World) -> BoolArray:
    """[batch, state, state]: pairs on the highest rung."""
    return world["escalation"] >= RUNG_FROM[WAR] * POINT


def ruin(world: World, theory: Coefficients) -> list[Delta]:
    """War costs wealth, arms and cohesion for every enemy, less the smaller that enemy is."""
    war = at_war(world)
    if not some(war):
        return []
    might = world.points("military") / 100.0
    harm = HARM_OF_UNARMED + (1.0 - HARM_OF_UNARMED) * might[:, None, :]
    weight = np.rint(war * harm * POINT).astype(np.int64).sum(axis=2) / POINT
    burden = np.minimum(weight, ENEMIES_MAX)
    return [
        Dense("war", "economy", grid(-theory.war_economy * burden)),
        Dense("war", "military", grid(-theory.war_military * burden)),
        Dense("war", "cohesion", grid(-theory.war_cohesion * burden)),
    ]


def weary(world: World, before: World, theory: Coefficients) -> list[Delta]:
    """Wars end when the weaker side is worn out, in arms or in the will to go on: none outlasts its means.
    `before` is the world as the turn found it: a war wears nobody out in the turn in which it breaks out.
    """
    war = at_war(world) & at_war(before)
    if not some(war):
        return []
    left = np.minimum(world.points("military"), world.points("cohesion")) / 100.0
    worn = 1.0 - np.minimum(left[:, :, None], left[:, None, :])
    step = theory.war_weariness * worn * war
    return [
        Dense("war.weariness", "escalation", grid(-step)),
        Dense("war.weariness", "tension", grid(-step)),
    ]


def nuclear_war(
    world: World, catalogue: Catalogue, before: World, theory: Coefficients, lot: FloatArray
) -> IntArray:
    """[batch] 1 where a war of nuclear powers that already stood at war last turn goes nuclear; `lot` is
    [batch].
    """
    warned = catalogue.states.nuclear_pairs & at_war(world) & at_war(before)
    pairs = warned.sum(axis=(1, 2)) // 2
    struck: IntArray = ((pairs > 0) & (lot < theory.nuclear_chance)).astype(np.int64)
    return struck


def calm_share(world: World) -> FloatArray:
    """[batch]: 1 without any crisis, less by each pair's rung, as a share of pairs weighted 1, 2, 4, 8."""
    steps = np.array([0, 1, 3, 8, 20])
    burden = steps[rung(world["escalation"])].sum(axis=(1, 2)) // 2
    share: FloatArray = 1.0 - np.minimum(burden / (6.0 * world.layout.states), 1.0)
    return share
