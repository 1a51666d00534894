"""Stage 6, relations: trust, tension, sanctions and trade between pairs of states."""

import numpy as np

from comity.rules.catalogue import Catalogue
from comity.rules.conditions import allied
from comity.rules.globalisms import alienation
from comity.rules.ledger import Delta, Dense
from comity.rules.numbers import grid, off_diagonal
from comity.rules.theory import Coefficients
from comity.rules.world import POINT, SHARE, FloatArray, World, power


def similarity(world: World) -> FloatArray:
    """[batch, state, state]: the part of the repertoire that two states share, 0..1."""
    stance = world["stance"]
    apart = np.abs(stance[:, :, None, :] - stance[:, None, :, :]).sum(axis=3) / (2 * SHARE)
    result: FloatArray = 1.0 - apart
    return result


def companionship(world: World) -> FloatArray:
    """[batch, state, state]: 1 where two states sit together in any bloc."""
    inside = (world["bloc"] > 0).astype(np.int64)
    shared = (inside[:, :, :, None] * inside[:, :, None, :]).sum(axis=1)
    flags: FloatArray = np.minimum(shared, 1).astype(np.float64)
    return flags


def trust(world: World, theory: Coefficients) -> list[Delta]:
    """Trust follows likeness of practice and company kept, and is spent by tension, sanctions and alienating
    claims.
    """
    now = world.points("trust")
    sanctions = world.points("sanctions")
    burdened = np.maximum(sanctions, np.swapaxes(sanctions, 1, 2))
    rest = 25.0 + theory.trust_similarity * similarity(world) + theory.trust_bloc * companionship(world)
    rest = np.maximum(rest - 0.3 * world.points("tension") - 0.2 * burdened, 0.0)
    hurt = theory.resistance_trust * alienation(world)
    return [
        Dense("trust.practice", "trust", grid(off_diagonal(theory.trust_memory * (rest - now)))),
        Dense("trust.alienation", "trust", grid(off_diagonal(-hurt))),
    ]


def tension(world: World, catalogue: Catalogue, theory: Coefficients) -> list[Delta]:
    """Tension fades by itself; sanctions, and armed rivals who distrust each other, keep it up."""
    now = world.points("tension")
    sanctions = world.points("sanctions")
    pressed = (sanctions + np.swapaxes(sanctions, 1, 2)) / 100.0
    military = world.points("military") / 100.0
    armed = military[:, :, None] * military[:, None, :]
    distrust = np.maximum(35.0 - world.points("trust"), 0.0) / 35.0
    friends = allied(world, catalogue)
    rivalry = np.where(friends, 0.0, armed * distrust)
    return [
        Dense("tension.fades", "tension", grid(off_diagonal(-theory.tension_decay * now))),
        Dense("tension.sanctions", "tension", grid(off_diagonal(theory.tension_sanctions * pressed))),
        Dense("tension.rivalry", "tension", grid(off_diagonal(theory.tension_rivalry * rivalry))),
    ]


def commerce(world: World, theory: Coefficients) -> list[Delta]:
    """Trade pays both where they trust each other, the stronger more under zero-sum logic; sanctions bite by
    dependence.
    """
    dependence = off_diagonal(world.points("dependence")) / 100.0
    confidence = (world.points("trust") - 40.0) / 100.0
    gain = np.rint(theory.trade_gain * dependence * confidence * POINT).astype(np.int64).sum(axis=2)
    weights = power(world)
    edge = (weights[:, :, None] - weights[:, None, :]) / (weights[:, :, None] + weights[:, None, :])
    zero_sum = np.minimum(
        world.shares("stance")[:, :, 2][:, :, None] + world.shares("stance")[:, :, 2][:, None, :], 1.0
    )
    relative = (
        np.rint(theory.relative_gains * dependence * edge * zero_sum * POINT).astype(np.int64).sum(axis=2)
    )
    bite = np.rint(
        theory.sanctions_bite * np.swapaxes(world.points("sanctions"), 1, 2) / 100.0 * dependence * POINT
    )
    hurt = bite.astype(np.int64).sum(axis=2)
    loss = np.rint(0.25 * theory.sanctions_bite * world.points("sanctions") / 100.0 * dependence * POINT)
    own = loss.astype(np.int64).sum(axis=2)
    return [
        Dense("trade.gain", "economy", gain),
        Dense("trade.relative", "economy", relative),
        Dense("sanctions.bite", "economy", -hurt),
        Dense("sanctions.cost", "economy", -own),
        Dense("sanctions.autonomy", "autonomy", -hurt // 2),
        Dense(
            "sanctions.wane",
            "sanctions",
            grid(off_diagonal(-theory.sanctions_decay * world.points("sanctions"))),
        ),
    ]
