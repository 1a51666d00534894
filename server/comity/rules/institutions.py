"""Stage 3, institutions between votes: what keeps them binding and legitimate, and whose they are.

Authority lives on use and on members' commitment, legitimacy on how universal the ownership is felt to be
(Sakwa 2019, "The international system": secondary institutions universal by definition yet Western in origin,
made by mutual constitution).
"""

import numpy as np

from comity.rules.catalogue import Catalogue
from comity.rules.ledger import Delta, Dense, toward
from comity.rules.numbers import grid, rate
from comity.rules.theory import Coefficients
from comity.rules.vocabulary import GLOBALISMS
from comity.rules.world import POINT, SHARE, FloatArray, IntArray, World, power, some

LIBERAL, TRANSFORMATIVE = GLOBALISMS.index("liberal"), GLOBALISMS.index("transformative")


def universality(world: World) -> FloatArray:
    """1 - normalised concentration of ownership, [batch, institution], 0..1: whose order it is felt to be."""
    shares = world.shares("ownership")
    concentration = (shares * shares).sum(axis=2)
    spread: FloatArray = 1.0 - (concentration - 0.25) / 0.75
    return spread


def practised(world: World, weights: IntArray) -> IntArray:
    """[batch, institution, globalism] shares that members practise; `weights` [batch, institution, state]."""
    total = np.maximum(weights.sum(axis=2), 1)[:, :, None]
    mean: IntArray = weights @ world["stance"] // total
    mean[:, :, -1] = SHARE - mean[:, :, :-1].sum(axis=2)
    return mean


def live(world: World, catalogue: Catalogue, theory: Coefficients) -> list[Delta]:
    """Slow currents: each order commits by its own logic, universality feeds legitimacy and a claim to own it
    takes it, practice moves ownership, and what is new grows old.
    """
    if world.layout.sizes["institution"] == 0:
        return []
    member = (world["membership"] > 0).astype(np.int64)
    weights = member * power(world)[:, None, :]
    practice = practised(world, weights)
    exists = (member.sum(axis=2) > 0).astype(np.float64)
    shared = universality(world)
    legitimacy = world.points("legitimacy")
    balance = theory.legitimacy_drift * (legitimacy - world.points("authority")) / 100
    goal = theory.legitimacy_universality * (shared * 100 - legitimacy) / 100
    return [
        *_commitments(world, practice, shared, exists, theory),
        Dense("institution.balance", "authority", grid(balance * exists)),
        Dense("institution.universality", "legitimacy", grid(goal * exists)),
        Dense("institution.instrumental", "legitimacy", grid(-_instrumental(world, theory) * exists)),
        Dense(
            "institution.practice",
            "ownership",
            toward(world["ownership"], _claimed(world, practice), rate(theory.ownership_drift * exists)),
        ),
        Dense("institution.ages", "renewal", grid(-theory.renewal_decay * world.points("renewal"))),
        *_outflank(world, catalogue, member, theory),
    ]


def _commitments(
    world: World, practice: IntArray, shared: FloatArray, exists: FloatArray, theory: Coefficients
) -> list[Delta]:
    """What members do for an institution by the logic of each order, above or below doing nothing.

    Liberals commit as far as it is felt to be theirs, transformers as far as it is remade in their way, the
    conservative as far as it belongs to all; to mercantilists it is a nuisance (Sakwa 2019, on each
    globalism's top floor).
    """
    owned, stake = world.shares("ownership"), theory.commitment_stake
    base = 0.5 * (1.0 - stake)
    logic = {
        "liberal": base + stake * owned[:, :, LIBERAL],
        "transformative": base + stake * owned[:, :, TRANSFORMATIVE],
        "mercantilist": np.full(shared.shape, -theory.commitment_nuisance),
        "conservative": base + stake * shared,
    }
    upkeep = theory.authority_commitment * exists / SHARE
    return [
        Dense(
            f"commitment.{key}",
            "authority",
            grid(upkeep * practice[:, :, index] * (logic[key] - theory.commitment_upkeep)),
        )
        for index, key in enumerate(GLOBALISMS)
    ]


def _instrumental(world: World, theory: Coefficients) -> FloatArray:
    """[batch, institution]: legitimacy lost where the order that it is felt to belong to claims, radically,
    to be order itself.
    """
    pressure = world["claim"] * world["radicalisation"]
    felt = (world["ownership"] * pressure[:, None, :]).sum(axis=2)
    result: FloatArray = theory.legitimacy_instrumental * (felt / (SHARE * (100.0 * POINT) ** 2))
    return result


def _claimed(world: World, practice: IntArray) -> IntArray:
    """[batch, institution, globalism] shares: practice, where an order counts the more the more it claims."""
    louder = practice * (100 * POINT + world["claim"])[:, None, :]
    shares: IntArray = louder * SHARE // np.maximum(louder.sum(axis=2), 1)[:, :, None]
    shares[:, :, -1] = SHARE - shares[:, :, :-1].sum(axis=2)
    return shares


def socialise(world: World, theory: Coefficients) -> list[Delta]:
    """The other half of mutual constitution: societies lean toward what the binding and legitimate
    institutions of their state stand for.
    """
    if world.layout.sizes["institution"] == 0:
        return []
    binding = world["authority"] * world["legitimacy"] // POINT
    weight = (world["membership"] > 0) * binding[:, :, None]
    total = weight.sum(axis=1)
    taught = (np.swapaxes(weight, 1, 2) @ world["ownership"]) // np.maximum(total, 1)[:, :, None]
    taught[:, :, -1] = np.where(total > 0, SHARE - taught[:, :, :-1].sum(axis=2), 0)
    count = np.maximum((world["membership"] > 0).sum(axis=1), 1)
    pace = rate(theory.socialisation * total / (count * 10_000.0 * POINT))
    moved = np.where(total[:, :, None] > 0, toward(world["mood"], taught, pace), 0)
    return [Dense("mood.socialised", "mood", moved)]


def _outflank(world: World, catalogue: Catalogue, member: IntArray, theory: Coefficients) -> list[Delta]:
    """A parallel institution drains its elder only as members shift to it (Sakwa 2019, "Pluralism":
    outflanking without destroying).
    """
    elder = catalogue.institutions.elder
    young = np.nonzero(elder >= 0)[0]
    if young.size == 0:
        return []
    drain = np.zeros(world["authority"].shape, dtype=np.int64)
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
