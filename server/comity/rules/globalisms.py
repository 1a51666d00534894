"""Stage 5, globalisms: prevalence, claims and what they do to their holders and to everybody else.

The causal chain that the paper's thesis rests on runs through here, by mechanism only: a claim that no viable
competitor checks radicalises; radicalisation breeds resistance and grievance; recognition fades unless given
(Sakwa 2019, "Liberal international order" and "Pluralism in the international system").
"""

import numpy as np

from comity.rules.layout import POINT, SHARE, FloatArray, IntArray
from comity.rules.ledger import Delta, Dense
from comity.rules.numbers import grid, in_turn
from comity.rules.power import power
from comity.rules.sub_orders import carries
from comity.rules.theory import Coefficients
from comity.rules.vocabulary import FACE_GLOBALISM, FACES, GLOBALISMS, PHASES, SUB_ORDERS
from comity.rules.world import World, rests_on

OF_FACE = np.array([GLOBALISMS.index(name) for name in FACE_GLOBALISM])
MINE = np.arange(len(GLOBALISMS))[:, None] == OF_FACE
"""[globalism, face]: which faces are whose."""
_SHARED_BY = 4 * MINE.sum(axis=1)
LIBERAL, HOBBESIAN, MILITARY = (
    GLOBALISMS.index("liberal"),
    FACES.index("hobbesian"),
    SUB_ORDERS.index("military"),
)
CHECKED = 0.5
"""Competition from which a predominant globalism counts as checked, for the name of its phase."""
CLAIMS_MUCH = 40
"""Claim in points from which it counts as claiming to be order itself, likewise."""
MARGINAL = 5.0
"""Viability in points that the least viable globalism counts as having too, so that a rival must be somewhat
viable to check it in full; design choice, likewise all below.
"""
KEPT_FACE = 0.8
"""Part of a face's fading that a full claim which nothing checks prevents."""
AT_HOME = 0.5
"""Part of its repertoire from which a state is wholly inside an order."""


def prevalence_of(world: World, weights: IntArray) -> IntArray:
    """Power-weighted stance in points of 100, [batch, globalism], in grid units."""
    weighted = (weights[:, None, :] @ world["stance"])[:, 0]
    result: IntArray = weighted * (100 * POINT // SHARE) // np.maximum(weights.sum(axis=1), 1)[:, None]
    return result


def prevalence(world: World, power_before: IntArray) -> list[Delta]:
    """How much of the world's power follows each: what changed by stance, and what by shifts of power."""
    by_stance = prevalence_of(world, power_before)
    by_power = prevalence_of(world, power(world))
    return [
        Dense("prevalence.stances", "prevalence", by_stance - world["prevalence"]),
        Dense("prevalence.power", "prevalence", by_power - by_stance),
    ]


@rests_on("prevalence", "globalism_legitimacy")
def competition(world: World) -> FloatArray:
    """How well each globalism is checked by its strongest viable rival, [batch, globalism], 0..1.

    A rival is viable as far as it is both practised and held legitimate.
    """
    viability = world.points("prevalence") * world.points("globalism_legitimacy") / 100.0
    ordered = np.sort(viability, axis=1)
    first, second = ordered[:, -1:], ordered[:, -2:-1]
    rivals = np.where(viability == first, second, first)
    return np.minimum(rivals / np.maximum(viability, MARGINAL), 1.0)


def claims(world: World, theory: Coefficients) -> list[Delta]:
    """Predominance tempts to claim that one's order is order itself; a checked or marginal globalism claims
    less.
    """
    threshold = theory.hegemony_threshold
    surplus = (world.points("prevalence") / 100.0 - threshold) / (1.0 - threshold)
    unchecked = 1.0 - competition(world)
    return [
        Dense(
            "claim.predominance", "claim", grid(theory.claim_growth * np.maximum(surplus, 0.0) * unchecked)
        ),
        Dense(
            "claim.sobering", "claim", grid(-theory.claim_decay * world.points("claim") * (1.0 - unchecked))
        ),
    ]


def radicalise(world: World, theory: Coefficients) -> list[Delta]:
    """Faces that are alive grow with the claim where no viable competitor checks them, and fade where one
    does.
    """
    unchecked = (1.0 - competition(world))[:, OF_FACE]
    claim = world.points("claim")[:, OF_FACE] / 100.0
    face = world.points("face")
    return [
        Dense(
            "face.unchecked",
            "face",
            grid(theory.face_growth * face * claim * unchecked * carries(world, theory)),
        ),
        Dense("face.fades", "face", grid(-theory.face_decay * face * (1.0 - KEPT_FACE * claim * unchecked))),
        Dense("face.contested", "face", grid(_contested(world, theory))),
    ]


def _contested(world: World, theory: Coefficients) -> FloatArray:
    """[batch, face] in points: a claim that meets a competitor rallies the military sub-order, and the
    hardest face of the order answers (Sakwa 2019, "Pluralism in the international system", on the response to
    alternatives).
    """
    fought = world.points("claim")[:, LIBERAL] / 100.0 * competition(world)[:, LIBERAL]
    answer = np.zeros_like(world.points("face"))
    answer[:, HOBBESIAN] = theory.face_contested * fought * world.points("sub_order")[:, MILITARY] / 100.0
    return answer


def radicalisation_of(world: World) -> IntArray:
    """[batch, globalism]: the strongest face of each, plus a quarter of the mean of all its faces."""
    face = np.where(MINE, world["face"][:, None, :], 0)
    mean = face.sum(axis=2) // _SHARED_BY
    strongest: IntArray = np.minimum(face.max(axis=2) * 3 // 4 + mean, 100 * POINT)
    return strongest


def roll_up(world: World) -> list[Delta]:
    return [
        Dense("radicalisation.faces", "radicalisation", radicalisation_of(world) - world["radicalisation"])
    ]


def legitimacy(world: World, theory: Coefficients) -> list[Delta]:
    """Acceptance follows what societies lean to and recognition received, and is spent by radicalisation and
    claim.
    """
    weights = world["economy"] // POINT + 1
    leaning = (weights[:, None, :] @ world["mood"])[:, 0] / weights.sum(axis=1)[:, None] / SHARE * 100.0
    accepted = (
        theory.legitimacy_root
        + theory.legitimacy_leaning * leaning
        + theory.legitimacy_recognised * world.points("recognition")
    )
    accepted = np.minimum(accepted, 100.0)
    now = world.points("globalism_legitimacy")
    overreach = world.points("radicalisation") * world.points("claim") / 10_000.0
    return [
        Dense(
            "legitimacy.acceptance",
            "globalism_legitimacy",
            grid(theory.legitimacy_society * (accepted - now)),
        ),
        Dense("legitimacy.overreach", "globalism_legitimacy", grid(-theory.legitimacy_backlash * overreach)),
    ]


def resistance(world: World, theory: Coefficients) -> list[Delta]:
    """Those outside an order that claims to be order itself, and is radical about it, fear for their
    identity.

    They resent in proportion to how little they share it; states that do share it lose their trust in turn
    (see relations).
    """
    amount = grid(theory.resistance_identity * exclusion(world))
    return [Dense("resistance.identity", "grievance.identity", amount)]


def forget(world: World, theory: Coefficients) -> list[Delta]:
    """Recognition received fades unless it is renewed."""
    return [
        Dense(
            "recognition.fades", "recognition", grid(-theory.recognition_decay * world.points("recognition"))
        )
    ]


def alienation(world: World) -> FloatArray:
    """[batch, state, state]: how far each pair is parted by one's radical claim that the other does not
    share, 0..1.
    """
    pressure = world.points("claim") * world.points("radicalisation") / 10_000.0
    return np.minimum(in_turn(parted(world) * pressure[:, :, None, None]), 1.0)


@rests_on("stance")
def parted(world: World) -> FloatArray:
    """[batch, globalism, state, state]: how much more the one practises each than the other."""
    share = world.shares("stance").swapaxes(1, 2)
    return np.abs(share[:, :, :, None] - share[:, :, None, :])


@rests_on("claim", "radicalisation", "stance")
def exclusion(world: World) -> FloatArray:
    """[batch, state] 0..1: how far a state stands outside an order that claims to be order itself and is
    radical about it.
    """
    pressure = world.points("claim") * world.points("radicalisation") / 10_000.0
    share = np.minimum(world.shares("stance").swapaxes(1, 2) / AT_HOME, 1.0)
    return np.minimum(in_turn((1.0 - share) * pressure[:, :, None]), 1.0)


def contention(world: World) -> FloatArray:
    """[batch, state, state] 0..1: how far a claim to be order itself, held up against viable competitors,
    parts two states (Sakwa 2019, "Pluralism": while one order fights for supremacy, chaos grows).
    """
    fought = world.points("claim") / 100.0 * competition(world)
    return np.minimum(in_turn(parted(world) * fought[:, :, None, None]), 1.0)


def recognised(world: World) -> FloatArray:
    """[batch, state] 0..1: how far the orders that a state practises are recognised by others."""
    received = world.points("recognition") / 100.0
    return in_turn(world.shares("stance").swapaxes(1, 2) * received[:, :, None])


def phase(world: World) -> tuple[IntArray, IntArray]:
    """The predominant globalism, [batch], and the phase that it is in, [batch] as an index into PHASES.

    After the three phases of the liberal order (Sakwa 2019, "Liberal international order"), said of whichever
    predominates: contained by a viable competitor while it claims little; unbounded while none checks it; at
    its limits once it claims much and is checked again.
    """
    lead: IntArray = np.argmax(world["prevalence"], axis=1)
    game = np.arange(world.batch)
    checked = competition(world)[game, lead] >= CHECKED
    claims_much = world["claim"][game, lead] >= CLAIMS_MUCH * POINT
    contained, unbounded, limits_met = (
        PHASES.index(name) for name in ("contained", "unbounded", "limits_met")
    )
    named = np.where(~checked, unbounded, np.where(claims_much, limits_met, contained))
    return lead, named
