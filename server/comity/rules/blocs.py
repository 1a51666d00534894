"""Blocs: how deep each goes, and what each kind does by its own logic.

Alliances harden under threat and chain their members (see `crises.entangle`); a leader that sees only
transactions loosens them and drives its allies to strategic autonomy. A union has two levels: what it pools,
and what its governments take back. A compact shields sovereignty, and with it those who misgovern. A platform
gathers different orders on one issue, and lets each recognise the other. A finance club pays its members.
Sakwa 2019, "Conservative (sovereign) internationalism" on the two-level EU and the new regionalism,
"Mercantilist nationalism" on allies, "Pluralism in the international system" on platforms and inflexible
alliances.
"""

from dataclasses import dataclass

import numpy as np

from comity.rules import vocabulary as words
from comity.rules.catalogue import Catalogue
from comity.rules.conditions import ALLIANCE, inside
from comity.rules.layout import POINT, SHARE, FloatArray, IntArray
from comity.rules.ledger import Delta, Dense
from comity.rules.numbers import first_of, grid, in_points, of_full, others, weighted_mean
from comity.rules.power import power
from comity.rules.theory import Coefficients
from comity.rules.world import World

COMPACT, UNION, PLATFORM, CLUB = (
    words.BLOC_KINDS.index(kind) for kind in ("compact", "union", "platform", "finance_club")
)
MERCANTILIST = words.GLOBALISMS.index("mercantilist")
CONSERVATIVE = words.GLOBALISMS.index("conservative")
SHIELD = words.FACES.index("authoritarian_shield")
_START = {"alliance": 25.0, "compact": 15.0, "union": 30.0, "platform": 5.0, "finance_club": 20.0}
_ROOTS = np.array([_START[kind] for kind in words.BLOC_KINDS])
"""Points of depth that a bloc of each kind keeps without any trust among its members; design choice, likewise
all below.
"""
BY_TRUST = 0.5
"""Points of depth for each point of trust among members."""
HABIT = 10.0
"""Points of depth that a union has by habit, and any bloc at the opening."""
SOVEREIGN_BOND = 20.0
"""Points of depth that a compact of wholly conservative members has beside its trust."""
GATHERED = 0.25
"""Points of depth that a platform gains for each point of the greatest claim."""
FENDING = 0.4
"""Points of autonomy that an ally gains for each point of trust that its leader loses with it."""
WELL_GOVERNED = 50.0
"""Mean governance of members, in points, from which a compact shields no misrule."""


@dataclass(frozen=True, slots=True)
class Members:
    """Who stands where, and the means over members that every kind reads."""

    inside: IntArray
    """[batch, bloc, state] 0 or 1."""
    size: IntArray
    """[batch, bloc]."""
    count: IntArray
    """The same, at least 1."""
    trust: FloatArray
    """[batch, bloc] mean trust among members, in points."""
    lean: FloatArray
    """[batch, bloc, globalism] mean stance, 0..1."""
    led: FloatArray
    """[batch, bloc] mercantilist share of the leader's stance, or of the mean where nobody leads."""

    @classmethod
    def of(cls, world: World, catalogue: Catalogue) -> "Members":
        members = inside(world)
        size = members.sum(axis=2)
        count = np.maximum(size, 1)
        trust = np.vecdot(members @ world["trust"], members) / np.maximum(size * (size - 1), 1) / POINT
        lean = (members @ world["stance"]) / count[:, :, None] / SHARE
        leader = catalogue.blocs.leader
        mercantilist = world.shares("stance")[:, :, MERCANTILIST]
        led = np.where(leader >= 0, mercantilist[:, leader], lean[:, :, MERCANTILIST])
        return cls(members, size, count, trust, lean, led)


def live(world: World, catalogue: Catalogue, theory: Coefficients) -> list[Delta]:
    """One turn of all blocs: what each kind does at its present depth, and how that depth moves."""
    if not catalogue.blocs.keys:
        return []
    members = Members.of(world, catalogue)
    of_kind = catalogue.blocs.of_kind
    deltas: list[Delta] = [_bind(world, catalogue, members, theory)]
    if catalogue.blocs.led.size:
        deltas += _alliances(world, catalogue, members, theory)
    if of_kind[UNION].size:
        deltas += _unions(world, catalogue, members, theory)
    if of_kind[COMPACT].size:
        deltas += _compacts(world, catalogue, members, theory)
    if of_kind[PLATFORM].size:
        deltas.append(_platforms(world, catalogue, members, theory))
    if of_kind[CLUB].size:
        reached = _reached(world, members, of_kind[CLUB])
        deltas.append(Dense("club.gains", "economy", grid(theory.club_gain * reached)))
    return deltas


def _reached(world: World, members: Members, here: IntArray) -> FloatArray:
    """[batch, state] 0..1: depth of the deepest of these blocs that the state is in."""
    depth = (members.inside[:, here] * world["depth"][:, here][:, :, None]).max(axis=1)
    return of_full(depth)


def _bind(world: World, catalogue: Catalogue, members: Members, theory: Coefficients) -> Dense:
    """Depth moves toward what trust among members carries, and what each kind draws on beside it."""
    kinds = catalogue.blocs.kind
    outside = (members.inside @ world["tension"]) * (1 - members.inside)
    threat = outside.max(axis=2) / members.count / POINT
    claim = in_points(world["claim"].max(axis=1)[:, None])
    merc, sovereign = members.lean[:, :, MERCANTILIST], members.lean[:, :, CONSERVATIVE]
    drawn = first_of(
        [
            (kinds == ALLIANCE, theory.bloc_threat * threat - theory.bloc_transaction * members.led),
            (kinds == UNION, HABIT - theory.bloc_transaction * merc),
            (kinds == COMPACT, SOVEREIGN_BOND * sovereign),
            (kinds == PLATFORM, GATHERED * claim),
        ],
        np.zeros_like(threat),
    )
    goal = np.minimum(np.maximum(_ROOTS[kinds] + BY_TRUST * members.trust + drawn, 0.0), 100.0)
    goal = np.where(members.size > 1, goal, 0.0)
    return Dense("bloc.binds", "depth", grid(theory.bloc_pace * (goal - world.points("depth"))))


def _alliances(world: World, catalogue: Catalogue, members: Members, theory: Coefficients) -> list[Delta]:
    """A leader by zero-sum logic has no allies: they trust it less and fend for themselves."""
    n, led = world.layout.states, catalogue.blocs.led
    leader = catalogue.blocs.leader[led]
    strain = np.rint(members.led[:, led] * float(SHARE)).astype(np.int64)
    strained = members.inside[:, led] * others(n)[leader] * strain[:, :, None]
    toward = np.zeros_like(world["trust"])
    for position, lead in enumerate(leader.tolist()):
        toward[:, :, lead] = np.maximum(toward[:, :, lead], strained[:, position])
    loosened = np.maximum(toward, toward.swapaxes(1, 2)) / SHARE
    left_alone = toward.max(axis=2) / SHARE
    return [
        Dense("alliance.transactional", "trust", grid(-theory.alliance_transaction * loosened)),
        Dense("autonomy.strategic", "autonomy", grid(FENDING * theory.alliance_transaction * left_alone)),
    ]


def _unions(world: World, catalogue: Catalogue, members: Members, theory: Coefficients) -> list[Delta]:
    """The supranational level pools decisions and pays for it; governments take some of them back."""
    pooled = _reached(world, members, catalogue.blocs.of_kind[UNION])
    own = world.shares("stance")[:, :, MERCANTILIST] + world.shares("mood")[:, :, MERCANTILIST]
    return [
        Dense("union.pooled", "autonomy", grid(-theory.union_pooling * pooled)),
        Dense("union.taken_back", "autonomy", grid(theory.union_pooling * pooled * np.minimum(own, 1.0))),
        Dense("union.market", "economy", grid(theory.union_gain * pooled)),
    ]


def _compacts(world: World, catalogue: Catalogue, members: Members, theory: Coefficients) -> list[Delta]:
    """Non-interference heals intrusion; among those who misgovern it shields misrule too."""
    here = catalogue.blocs.of_kind[COMPACT]
    shielded = _reached(world, members, here)
    shielding = members.inside[:, here]
    total = np.vecdot(shielding, world["governance"][:, None, :])
    governed = total / members.count[:, here] / POINT
    ungoverned = np.maximum(WELL_GOVERNED - governed, 0.0) / WELL_GOVERNED
    misrule = ungoverned * world.points("depth")[:, here] / 100.0
    covered = np.rint(shielding * misrule[:, :, None] * POINT).astype(np.int64).max(axis=1)
    weight = power(world)
    share = in_points(weighted_mean(covered, weight))
    face = np.zeros_like(world.points("face"))
    face[:, SHIELD] = theory.compact_shield * share
    return [
        Dense("compact.sovereignty", "grievance.intrusion", grid(-theory.compact_shield * shielded)),
        Dense("compact.misrule", "grievance.misgovernance", grid(theory.compact_shield * covered / POINT)),
        Dense("compact.misrule", "face", grid(face)),
    ]


def _platforms(world: World, catalogue: Catalogue, members: Members, theory: Coefficients) -> Dense:
    """Each order gains the recognition of the others on its platform: none where all are of one kind."""
    here = catalogue.blocs.of_kind[PLATFORM]
    lean = members.lean[:, here]
    crossed = 4.0 * lean * (1.0 - lean)
    weights = power(world)
    joined = np.vecdot(members.inside[:, here], weights[:, None, :])
    carried = joined / weights.sum(axis=1)[:, None]
    by = crossed * (np.sqrt(carried) * world.points("depth")[:, here] / 100.0)[:, :, None]
    gained = np.rint(theory.platform_recognition * by * POINT).astype(np.int64).sum(axis=1)
    return Dense("platform.recognition", "recognition", gained)


def bonds(world: World, catalogue: Catalogue) -> IntArray:
    """[batch, state, state] depth, in grid points, of the deepest rigid bloc that two states share."""
    rigid = catalogue.blocs.rigid
    members = inside(world)[:, rigid]
    shared = members[:, :, :, None] * members[:, :, None, :] * world["depth"][:, rigid, None, None]
    result: IntArray = shared.max(axis=1) * others(world.layout.states)[: world.layout.states]
    return result


def opening_depth(world: World, catalogue: Catalogue) -> IntArray:
    """[batch, bloc]: where each bloc stands at the opening when the author does not say."""
    members = Members.of(world, catalogue)
    roots = _ROOTS[catalogue.blocs.kind] + BY_TRUST * members.trust + HABIT
    return grid(np.where(members.size > 1, roots, 0.0))
