"""Stage 3, institutions between votes: what keeps them binding and legitimate, and whose they are.

Authority lives on use and on members' commitment, legitimacy on how universal the ownership is felt to be
(Sakwa 2019, "The international system": secondary institutions universal by definition yet Western in origin,
made by mutual constitution).
"""

import numpy as np

from comity.rules.catalogue import Catalogue
from comity.rules.layout import POINT, SHARE, FloatArray, IntArray, beside
from comity.rules.ledger import Delta, Dense, toward
from comity.rules.numbers import completed, grid, rate
from comity.rules.power import power
from comity.rules.theory import Coefficients
from comity.rules.vocabulary import GLOBALISMS
from comity.rules.world import World, rests_on, some

LIBERAL, TRANSFORMATIVE = GLOBALISMS.index("liberal"), GLOBALISMS.index("transformative")
HALF_HEARTED = 0.5
"""Commitment of members, 0..1, as far as it does not hang on whose the institution is; design choice."""


@rests_on("membership")
def members(world: World) -> IntArray:
    """[batch, institution, state]: 1 where the state is a member."""
    return (world["membership"] > 0).astype(np.int64)


@rests_on("membership")
def exists(world: World) -> IntArray:
    """[batch, institution]: 1 where it has any member."""
    most: IntArray = members(world).max(axis=2)
    return most


@rests_on("ownership")
def universality(world: World) -> FloatArray:
    """1 - normalised concentration of ownership, [batch, institution], 0..1: whose order it is felt to be."""
    shares = world.shares("ownership")
    concentration = (shares * shares).sum(axis=2)
    spread: FloatArray = 1.0 - (concentration - 0.25) / 0.75
    return spread


def practised(world: World, weights: IntArray) -> IntArray:
    """[batch, institution, globalism] shares that members practise; `weights` [batch, institution, state]."""
    total = np.maximum(weights.sum(axis=2), 1)[:, :, None]
    return completed(weights @ world["stance"] // total)


def live(world: World, catalogue: Catalogue, theory: Coefficients) -> list[Delta]:
    """Slow currents: each order commits by its own logic, universality feeds legitimacy and a claim to own it
    takes it, practice moves ownership, and what is new grows old.
    """
    if world.layout.sizes["institution"] == 0:
        return []
    practice = practised(world, members(world) * power(world)[:, None, :])
    lives = exists(world).astype(np.float64)
    shared = universality(world)
    legitimacy = world.points("legitimacy")
    balance = theory.legitimacy_drift * (legitimacy - world.points("authority")) / 100
    goal = theory.legitimacy_universality * (shared * 100 - legitimacy) / 100
    return [
        *_commitments(world, practice, shared, lives, theory),
        Dense("institution.balance", "authority", grid(balance * lives)),
        Dense("institution.universality", "legitimacy", grid(goal * lives)),
        Dense("institution.instrumental", "legitimacy", grid(-_instrumental(world, theory) * lives)),
        Dense(
            "institution.practice",
            "ownership",
            toward(world["ownership"], _claimed(world, practice), rate(theory.ownership_drift * lives)),
        ),
        Dense("institution.ages", "renewal", grid(-theory.renewal_decay * world.points("renewal"))),
        *_outflank(world, catalogue, theory),
    ]


def _commitments(
    world: World, practice: IntArray, shared: FloatArray, lives: FloatArray, theory: Coefficients
) -> list[Delta]:
    """What members do for an institution by the logic of each order, above or below doing nothing.

    Liberals commit as far as it is felt to be theirs, transformers as far as it is remade in their way, the
    conservative as far as it belongs to all; to mercantilists it is a nuisance (Sakwa 2019, on each
    globalism's top floor).
    """
    owned, stake = world.shares("ownership"), theory.commitment_stake
    base = HALF_HEARTED * (1.0 - stake)
    logic = {
        "liberal": base + stake * owned[:, :, LIBERAL],
        "transformative": base + stake * owned[:, :, TRANSFORMATIVE],
        "mercantilist": np.full(shared.shape, -theory.commitment_nuisance),
        "conservative": base + stake * shared,
    }
    upkeep = theory.authority_commitment * lives / SHARE
    worth = beside([logic[key] for key in GLOBALISMS]) - theory.commitment_upkeep
    committed = grid(upkeep[:, None] * practice.swapaxes(1, 2) * worth).swapaxes(0, 1)
    return [
        Dense(f"commitment.{key}", "authority", amount)
        for key, amount in zip(GLOBALISMS, committed, strict=True)
    ]


def _instrumental(world: World, theory: Coefficients) -> FloatArray:
    """[batch, institution]: legitimacy lost where the order that it is felt to belong to claims, radically,
    to be order itself.
    """
    pressure = world["claim"] * world["radicalisation"]
    felt = np.vecdot(world["ownership"], pressure[:, None, :])
    result: FloatArray = theory.legitimacy_instrumental * (felt / (SHARE * (100.0 * POINT) ** 2))
    return result


def _claimed(world: World, practice: IntArray) -> IntArray:
    """[batch, institution, globalism] shares: practice, where an order counts the more the more it claims."""
    louder = practice * (100 * POINT + world["claim"])[:, None, :]
    return completed(louder * SHARE // np.maximum(louder.sum(axis=2), 1)[:, :, None])


def socialise(world: World, theory: Coefficients) -> list[Delta]:
    """The other half of mutual constitution: societies lean toward what the binding and legitimate
    institutions of their state stand for.
    """
    if world.layout.sizes["institution"] == 0:
        return []
    binding = world["authority"] * world["legitimacy"] // POINT
    weight = members(world) * binding[:, :, None]
    total = weight.sum(axis=1)
    taught = completed((weight.swapaxes(1, 2) @ world["ownership"]) // np.maximum(total, 1)[:, :, None])
    count = np.maximum(members(world).sum(axis=1), 1)
    # Where nobody teaches the pace is nought.
    pace = rate(theory.socialisation * total / (count * 10_000.0 * POINT))
    return [Dense("mood.socialised", "mood", toward(world["mood"], taught, pace))]


def _outflank(world: World, catalogue: Catalogue, theory: Coefficients) -> list[Delta]:
    """A parallel institution drains its elder only as members shift to it (Sakwa 2019, "Pluralism":
    outflanking without destroying).
    """
    elder, young, member = catalogue.institutions.elder, catalogue.institutions.young, members(world)
    if young.size == 0:
        return []
    drain = np.zeros_like(world["authority"])
    for parallel in young.tolist():
        elders = member[:, elder[parallel]]
        shifted = (member[:, parallel] & elders).sum(axis=1) / np.maximum(elders.sum(axis=1), 1)
        drain[:, elder[parallel]] -= grid(
            theory.parallel_drain * shifted * world.points("authority")[:, parallel] / 100
        )
    return [Dense("institution.outflanked", "authority", drain)]


def rotate(world: World, catalogue: Catalogue, lot: FloatArray) -> list[Delta]:
    """Elected council seats pass, every second turn, to members that did not hold them; `lot` [batch, state]
    decides.
    """
    seats = catalogue.institutions.elected_seats
    if not some(seats > 0) or world.turn % 2 == 0:
        return []
    held = world["elected"]
    eligible = (world["membership"] > 0) & ~catalogue.institutions.permanent[None]
    priority = np.where(eligible, lot[:, None, :] - (held > 0) * 2.0 + 4.0, 0.0)
    rank = np.argsort(np.argsort(-priority, axis=2, kind="stable"), axis=2, kind="stable")
    chosen = (rank < seats[None, :, None]) & eligible
    return [Dense("council.rotation", "elected", chosen * POINT - held)]
