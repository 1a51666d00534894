"""Stage 6, relations: trust, tension, sanctions and trade between pairs of states."""

from collections.abc import Iterator, Mapping

import numpy as np

from comity.rules.catalogue import Catalogue
from comity.rules.conditions import allied, inside
from comity.rules.globalisms import alienation, contention, exclusion, parted, recognised
from comity.rules.institutions import members
from comity.rules.layout import POINT, FloatArray, IntArray
from comity.rules.ledger import Delta, Dense
from comity.rules.numbers import between_states, grid, in_turn, of_full, off_diagonal
from comity.rules.power import edge, power
from comity.rules.power_and_legitimacy import armed, heat
from comity.rules.theory import Coefficients
from comity.rules.vocabulary import GLOBALISMS
from comity.rules.world import World, rests_on

MERCANTILIST = GLOBALISMS.index("mercantilist")
NETWORK_MAX = 5
"""Partners beyond this many add no room for decision; design choice, likewise all below."""
BETWEEN_STRANGERS = 25.0
"""Trust in points that states keep which share no ground and no bloc, and have no quarrel."""
TENSION_WEARS, SANCTIONS_WEAR = 0.3, 0.2
"""Points of trust that each point of tension, and of the heavier side's sanctions, takes from that."""
NOT_FEARED_FROM = 40.0
"""Trust in points from which another's power is not feared; without any, all of it is."""
PAYS_FROM = 40.0
"""Trust in points from which trade pays; below it the same trade costs."""
RECOIL = 0.25
"""What sanctions cost who imposes them, as a part of what they cost at the same dependence."""
BITE_FOR_ROOM = 2
"""Points of wealth that sanctions must bite off to take one point of room for decision."""


def companionship(world: World) -> FloatArray:
    """[batch, state, state]: 1 where two states sit together in any bloc."""
    seated = inside(world)
    flags: FloatArray = (seated.swapaxes(1, 2) @ seated > 0).astype(np.float64)
    return flags


def trust(world: World, agreed: FloatArray, theory: Coefficients) -> list[Delta]:
    """Trust follows what two states can agree on and company kept, and is spent by tension, sanctions and
    alienating claims. A common threat draws together, for as long as it lasts.
    """
    now = world.points("trust")
    sanctions = world.points("sanctions")
    burdened = np.maximum(sanctions, sanctions.swapaxes(1, 2))
    rest = BETWEEN_STRANGERS + theory.trust_similarity * agreed + theory.trust_bloc * companionship(world)
    rest = np.maximum(rest - TENSION_WEARS * world.points("tension") - SANCTIONS_WEAR * burdened, 0.0)
    hurt = theory.resistance_trust * alienation(world)
    excluded = exclusion(world)
    threat = threatened(world, now)
    effects = {
        "trust.practice": theory.trust_memory * (rest - now),
        "trust.alienation": -hurt,
        "trust.common_threat": _jointly(theory.common_threat, excluded),
        "trust.balancing": _jointly(theory.balancing, threat),
    }
    return [Dense(rule, "trust", amount) for rule, amount in _rounded(effects)]


def _rounded(effects: Mapping[str, FloatArray]) -> Iterator[tuple[str, IntArray]]:
    return zip(effects, between_states(list(effects.values())), strict=True)


def _jointly(rate: float, felt: FloatArray) -> FloatArray:
    """[batch, state, state]: what two feel together, as far as both feel it."""
    return rate * (felt[:, :, None] * felt[:, None, :])


def threatened(world: World, trust_now: FloatArray) -> FloatArray:
    """[batch, state] 0..1: how much of the world's power a state distrusts and does not hold itself. The
    balance of power is this: who fear the same preponderance draw together.
    """
    weights = power(world)
    doubt = np.maximum(NOT_FEARED_FROM - trust_now, 0.0) / NOT_FEARED_FROM
    feared = np.rint(off_diagonal(doubt * weights[:, None, :])).astype(np.int64).sum(axis=2)
    result: FloatArray = feared / weights.sum(axis=1, keepdims=True)
    return result


def tension(world: World, catalogue: Catalogue, agreed: FloatArray, theory: Coefficients) -> list[Delta]:
    """Tension fades by itself, where the orders recognise each other and where both depend on trade;
    sanctions, armed rivals who distrust each other, a contested claim and power without legitimacy keep it
    up.
    """
    now = world.points("tension")
    sanctions = world.points("sanctions")
    pressed = (sanctions + sanctions.swapaxes(1, 2)) / 200.0
    distrust = np.maximum(theory.rivalry_trust - world.points("trust"), 0.0) / theory.rivalry_trust
    friends = allied(world, catalogue)
    # Rivalry alone simmers: past its ceiling only a quarrel drives tension further.
    room = np.maximum(1.0 - now / theory.rivalry_ceiling, 0.0)
    rivalry = np.where(friends, 0.0, armed(world) * distrust * room)
    heard = recognised(world)
    # Who practise the same need not recognise each other first.
    alike = 1.0 - in_turn(parted(world)) / 2.0
    talking = np.maximum(np.minimum(heard[:, :, None], heard[:, None, :]), alike)
    hang = trade(world)
    bound_by_trade = np.minimum(hang, hang.swapaxes(1, 2))
    effects = {
        "tension.fades": -theory.tension_decay * now,
        "tension.dialogue": -theory.dialogue * talking * now,
        "tension.interdependence": -theory.commercial_peace * bound_by_trade * now,
        "tension.sanctions": theory.tension_sanctions * pressed,
        "tension.rivalry": theory.tension_rivalry * rivalry,
        "tension.contested": theory.claim_contested * contention(world),
        "tension.unrestrained": heat(world, agreed, theory),
    }
    return [Dense(rule, "tension", amount) for rule, amount in _rounded(effects)]


def commerce(world: World, catalogue: Catalogue, theory: Coefficients) -> list[Delta]:
    """Trade pays both where they trust each other, the stronger more under zero-sum logic; sanctions bite by
    dependence, less where a parallel institution offers another door.
    """
    dependence = trade(world)
    confidence = (world.points("trust") - PAYS_FROM) / (100.0 - PAYS_FROM)
    gain = grid(theory.trade_gain * dependence * confidence).sum(axis=2)
    mercantilist = world.shares("stance")[:, :, MERCANTILIST]
    zero_sum = np.minimum(mercantilist[:, :, None] + mercantilist[:, None, :], 1.0)
    # Each takes by the other's need: whole dependence on both sides is the measure.
    mutual = np.minimum(dependence, dependence.swapaxes(1, 2))
    shifted = theory.relative_gains * mutual * edge(world) * zero_sum
    relative = grid(shifted).sum(axis=2)
    sanctions = world.points("sanctions")
    hurt = grid(theory.sanctions_bite * sanctions.swapaxes(1, 2) / 100.0 * dependence).sum(axis=2)
    own = grid(RECOIL * theory.sanctions_bite * sanctions / 100.0 * dependence).sum(axis=2)
    return [
        Dense("trade.gain", "economy", gain),
        Dense("trade.relative", "economy", relative),
        Dense("sanctions.bite", "economy", -hurt),
        Dense("sanctions.cushioned", "economy", grid(cushion(world, catalogue, theory) * hurt / POINT)),
        Dense("sanctions.cost", "economy", -own),
        Dense("sanctions.autonomy", "autonomy", -hurt // BITE_FOR_ROOM),
        Dense("sanctions.wane", "sanctions", grid(off_diagonal(-theory.sanctions_decay * sanctions))),
    ]


@rests_on("dependence")
def trade(world: World) -> FloatArray:
    """[batch, state, state] 0..1: the part of a state's trade that hangs on another. Dependences that add up
    to more than a hundred percent share in a hundred.
    """
    hangs = off_diagonal(world.points("dependence"))
    whole = world["dependence"].sum(axis=2, keepdims=True) / POINT
    part: FloatArray = hangs / np.maximum(whole, 100.0)
    return part


def cushion(world: World, catalogue: Catalogue, theory: Coefficients) -> FloatArray:
    """[batch, state] 0..1: the part of a sanction's bite that the strongest parallel institution of a member
    makes up for.
    """
    young = catalogue.institutions.young
    if young.size == 0:
        return np.zeros((world.batch, world.layout.states))
    open_to = members(world)[:, young] * world["authority"][:, young][:, :, None]
    strongest = of_full(open_to.max(axis=1))
    part: FloatArray = np.minimum(theory.parallel_cushion * strongest, 1.0)
    return part


def partners(world: World, theory: Coefficients) -> list[Delta]:
    """A network of partnerships, allies to none, gives room for decision: up to five partners count."""
    if world.layout.sizes["pact"] == 0:
        return []
    count = np.minimum((world["pact"].max(axis=1) > 0).sum(axis=2), NETWORK_MAX) / NETWORK_MAX
    return [Dense("partnership.network", "autonomy", grid(theory.network_autonomy * count))]
