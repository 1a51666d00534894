"""Power and legitimacy out of balance, after Kissinger and Carr (Sakwa 2019, "Liberal international order").

Where an order has more power than legitimacy, restraint fails: claims escalate and rivals arm against each
other. Where shared values are stressed and power is ignored, the powers that were given no voice turn
revisionist, as after Versailles.
"""

import numpy as np

from comity.rules import vocabulary as words
from comity.rules.catalogue import Catalogue
from comity.rules.institutions import exists, members
from comity.rules.layout import POINT, FloatArray, IntArray
from comity.rules.ledger import Delta, Dense
from comity.rules.numbers import grid
from comity.rules.power import power
from comity.rules.theory import Coefficients
from comity.rules.world import World, rests_on

QUOTA, VETO = words.RULE_KINDS.index("quota_weighted"), words.RULE_KINDS.index("veto_council")
_FINE = 1e9
"""Parts are added up in whole billionths, so that the order of a catalogue changes no sum."""
PERMANENT_VOICE = 0.8
"""Part of a council's voice that its permanent members share, the elected ones share the rest; design choice,
likewise all below.
"""
AT_ODDS_BELOW = 0.3
"""How far two states must agree, -1..1, for an imbalance of power and legitimacy not to part them."""
CONTENT = 2 / 3
"""Part of the institutions' ownership that must be of a power's own order for it not to mind its voice."""
TENTHS = 10.0
"""A slight is counted in tenths of the world's power."""


def surplus(world: World) -> FloatArray:
    """[batch, globalism] in points: its share of the world's power less its share of legitimacy. Above zero
    power outruns legitimacy, below it values outrun power.
    """
    accepted = world["globalism_legitimacy"]
    share = accepted.astype(np.float64) * 100.0 / np.maximum(accepted.sum(axis=1), 1)[:, None]
    difference: FloatArray = world.points("prevalence") - share
    return difference


def gap_of(world: World) -> IntArray:
    """[batch, globalism]: the size of the imbalance, in grid points."""
    return grid(np.abs(surplus(world)))


def measure(world: World) -> list[Delta]:
    return [Dense("gap.measured", "gap", gap_of(world) - world["gap"])]


def unrestrained(world: World, theory: Coefficients) -> list[Delta]:
    """Power beyond legitimacy escalates the claim, by how much power that is."""
    excess = np.maximum(surplus(world), 0.0) / 100.0
    return [
        Dense(
            "claim.unrestrained",
            "claim",
            grid(theory.restraint_claim * excess * world.points("prevalence") / 100.0),
        )
    ]


def voice(world: World, catalogue: Catalogue) -> FloatArray:
    """[batch, state] 0..1: its mean share of votes in existing institutions that do not count all alike."""
    institutions = catalogue.institutions
    total = np.zeros((world.batch, world.layout.states), dtype=np.int64)
    counted = np.zeros((world.batch, 1), dtype=np.int64)
    member = members(world)
    for index, rule in enumerate(institutions.rule.tolist()):
        if rule == QUOTA:
            total = total + _shared(1.0, world["quota"][:, index] * member[:, index])
        elif rule == VETO:
            elected = world["elected"][:, index] > 0
            total = total + _shared(PERMANENT_VOICE, institutions.permanent[index] * member[:, index])
            total = total + _shared(1.0 - PERMANENT_VOICE, elected * member[:, index])
        if rule in (QUOTA, VETO):
            counted = counted + (member[:, index].sum(axis=1, keepdims=True) > 0)
    spoken: FloatArray = total / (_FINE * np.maximum(counted, 1))
    return spoken


def _shared(part: float, held: IntArray) -> IntArray:
    """[batch, state]: each one's share of a part of the votes, by what it holds, in whole `_FINE`."""
    whole = np.maximum(np.add.reduce(held, axis=1), 1).astype(np.float64)
    share: IntArray = np.rint(_FINE * part * held.astype(np.float64) / whole[:, None]).astype(np.int64)
    return share


def slighted(world: World, catalogue: Catalogue, theory: Coefficients) -> list[Delta]:
    """Powers with less voice than power resent it, the more the less the institutions are their own."""
    if not len(catalogue.institutions.keys):
        return []
    weights = power(world)
    share = weights / weights.sum(axis=1, keepdims=True)
    there = exists(world)
    count = np.maximum(there.sum(axis=1), 1)
    owned = (there[:, None, :] @ world["ownership"]) // count[:, None, None]
    common = np.minimum(owned, world["stance"]).sum(axis=2) / 10_000.0
    unheard = np.maximum(share - voice(world, catalogue), 0.0) * np.maximum(1.0 - common / CONTENT, 0.0)
    return [
        Dense("resistance.slighted", "grievance.identity", grid(theory.slight_identity * unheard * TENTHS))
    ]


@rests_on("military")
def armed(world: World) -> FloatArray:
    """[batch, state, state] 0..1: how far both of a pair are armed."""
    military = world.points("military") / 100.0
    return military[:, :, None] * military[:, None, :]


def heat(world: World, agreed: FloatArray, theory: Coefficients) -> FloatArray:
    """[batch, state, state] in points: with power and legitimacy apart the field is open to the implacable,
    and armed states that agree on little grow tense.
    """
    gap = np.vecdot(world["gap"], world["prevalence"]) / (100.0 * POINT * 100.0 * POINT)
    apart = np.maximum(AT_ODDS_BELOW - agreed, 0.0) / (1.0 + AT_ODDS_BELOW)
    amount: FloatArray = theory.restraint_tension * gap[:, None, None] * armed(world) * apart
    return amount
