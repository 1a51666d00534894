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
from comity.rules.conditions import ALLIANCE
from comity.rules.ledger import Delta, Dense
from comity.rules.numbers import grid, off_diagonal, weighted_mean
from comity.rules.theory import Coefficients
from comity.rules.world import POINT, SHARE, FloatArray, IntArray, World, power

COMPACT, UNION, PLATFORM, CLUB = (
    words.BLOC_KINDS.index(kind) for kind in ("compact", "union", "platform", "finance_club")
)
MERCANTILIST = words.GLOBALISMS.index("mercantilist")
CONSERVATIVE = words.GLOBALISMS.index("conservative")
SHIELD = words.FACES.index("authoritarian_shield")
_START = {"alliance": 25.0, "compact": 15.0, "union": 30.0, "platform": 5.0, "finance_club": 20.0}
_ROOTS = np.array([_START[kind] for kind in words.BLOC_KINDS])
"""Points of depth that a bloc of each kind keeps without any trust among its members; design choice."""


@dataclass(frozen=True, slots=True)
class Members:
    """Who stands where, and the means over members that every kind reads."""

    inside: IntArray
    """[batch, bloc, state] 0 or 1."""
    count: IntArray
    """[batch, bloc], at least 1."""
    trust: FloatArray
    """[batch, bloc] mean trust among members, in points."""
    lean: FloatArray
    """[batch, bloc, globalism] mean stance, 0..1."""
    led: FloatArray
    """[batch, bloc] mercantilist share of the leader's stance, or of the mean where nobody leads."""

    @classmethod
    def of(cls, world: World, catalogue: Catalogue) -> "Members":
        inside = (world["bloc"] > 0).astype(np.int64)
        size = inside.sum(axis=2)
        count = np.maximum(size, 1)
        trust = ((inside @ world["trust"]) * inside).sum(axis=2) / np.maximum(size * (size - 1), 1) / POINT
        lean = (inside @ world["stance"]) / count[:, :, None] / SHARE
        leader = catalogue.blocs.leader
        mercantilist = world["stance"][:, :, MERCANTILIST] / SHARE
        led = np.where(leader >= 0, mercantilist[:, leader], lean[:, :, MERCANTILIST])
        return cls(inside, count, trust, lean, led)


def live(world: World, catalogue: Catalogue, theory: Coefficients) -> list[Delta]:
    """One turn of all blocs: what each kind does at its present depth, and how that depth moves."""
    if not catalogue.blocs.keys:
        return []
    members = Members.of(world, catalogue)
    kinds = catalogue.blocs.kind
    deltas: list[Delta] = [_bind(world, catalogue, members, theory)]
    if (kinds == ALLIANCE).any():
        deltas += _alliances(world, catalogue, members, theory)
    if (kinds == UNION).any():
        deltas += _unions(world, catalogue, members, theory)
    if (kinds == COMPACT).any():
        deltas += _compacts(world, catalogue, members, theory)
    if (kinds == PLATFORM).any():
        deltas.append(_platforms(world, catalogue, members, theory))
    if (kinds == CLUB).any():
        reached = _reached(world, members, kinds == CLUB)
        deltas.append(Dense("club.gains", "economy", grid(theory.club_gain * reached)))
    return deltas


def _reached(world: World, members: Members, here: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> FloatArray:
    """[batch, state] 0..1: depth of the deepest of these blocs that the state is in."""
    depth = (members.inside[:, here] * world["depth"][:, here, None]).max(axis=1)
    result: FloatArray = depth / (100.0 * POINT)
    return result


def _bind(world: World, catalogue: Catalogue, members: Members, theory: Coefficients) -> Dense:
    """Depth moves toward what trust among members carries, and what each kind draws on beside it."""
    kinds = catalogue.blocs.kind
    outside = (members.inside @ world["tension"]) * (1 - members.inside)
    threat = outside.max(axis=2) / members.count / POINT
    claim = world["claim"].max(axis=1)[:, None] / POINT
    merc, sovereign = members.lean[:, :, MERCANTILIST], members.lean[:, :, CONSERVATIVE]
    drawn = np.select(
        [kinds == ALLIANCE, kinds == UNION, kinds == COMPACT, kinds == PLATFORM],
        [
            theory.bloc_threat * threat - theory.bloc_transaction * members.led,
            10.0 - theory.bloc_transaction * merc,
            20.0 * sovereign,
            0.25 * claim,
        ],
        0.0,
    )
    goal = np.minimum(np.maximum(_ROOTS[kinds] + 0.5 * members.trust + drawn, 0.0), 100.0)
    exists = members.inside.sum(axis=2) > 1
    goal = np.where(exists, goal, 0.0)
    return Dense("bloc.binds", "depth", grid(theory.bloc_pace * (goal - world.points("depth"))))


def _alliances(world: World, catalogue: Catalogue, members: Members, theory: Coefficients) -> list[Delta]:
    """A leader by zero-sum logic has no allies: they trust it less and fend for themselves."""
    leader = catalogue.blocs.leader
    led = np.nonzero((catalogue.blocs.kind == ALLIANCE) & (leader >= 0))[0]
    if led.size == 0:
        return []
    n = world.layout.states
    follows = members.inside[:, led] * (np.arange(n) != leader[led][:, None])
    strain = np.rint(members.led[:, led] * SHARE).astype(np.int64)
    toward = np.zeros((world.batch, n, n), dtype=np.int64)
    for position, lead in enumerate(leader[led].tolist()):
        toward[:, :, lead] = np.maximum(toward[:, :, lead], follows[:, position] * strain[:, position, None])
    loosened = np.maximum(toward, np.swapaxes(toward, 1, 2)) / SHARE
    left_alone = toward.max(axis=2) / SHARE
    return [
        Dense("alliance.transactional", "trust", grid(-theory.alliance_transaction * loosened)),
        Dense("autonomy.strategic", "autonomy", grid(0.4 * theory.alliance_transaction * left_alone)),
    ]


def _unions(world: World, catalogue: Catalogue, members: Members, theory: Coefficients) -> list[Delta]:
    """The supranational level pools decisions and pays for it; governments take some of them back."""
    pooled = _reached(world, members, catalogue.blocs.kind == UNION)
    own = world["stance"][:, :, MERCANTILIST] / SHARE + world["mood"][:, :, MERCANTILIST] / SHARE
    return [
        Dense("union.pooled", "autonomy", grid(-theory.union_pooling * pooled)),
        Dense("union.taken_back", "autonomy", grid(theory.union_pooling * pooled * np.minimum(own, 1.0))),
        Dense("union.market", "economy", grid(theory.union_gain * pooled)),
    ]


def _compacts(world: World, catalogue: Catalogue, members: Members, theory: Coefficients) -> list[Delta]:
    """Non-interference heals intrusion; among those who misgovern it shields misrule too."""
    here = catalogue.blocs.kind == COMPACT
    shielded = _reached(world, members, here)
    inside = members.inside[:, here]
    governed = (inside * world["governance"][:, None, :]).sum(axis=2) / members.count[:, here] / POINT
    misrule = np.maximum(50.0 - governed, 0.0) / 50.0 * world.points("depth")[:, here] / 100.0
    covered = np.rint(inside * misrule[:, :, None] * POINT).astype(np.int64).max(axis=1)
    weight = power(world)
    share = weighted_mean(covered, weight) / POINT
    face = np.zeros((world.batch, len(words.FACES)))
    face[:, SHIELD] = theory.compact_shield * share
    return [
        Dense("compact.sovereignty", "grievance.intrusion", grid(-theory.compact_shield * shielded)),
        Dense("compact.misrule", "grievance.misgovernance", grid(theory.compact_shield * covered / POINT)),
        Dense("compact.misrule", "face", grid(face)),
    ]


def _platforms(world: World, catalogue: Catalogue, members: Members, theory: Coefficients) -> Dense:
    """Each order gains the recognition of the others on its platform: none where all are of one kind."""
    here = catalogue.blocs.kind == PLATFORM
    lean = members.lean[:, here]
    crossed = 4.0 * lean * (1.0 - lean)
    weights = power(world)
    carried = (members.inside[:, here] * weights[:, None, :]).sum(axis=2) / weights.sum(axis=1)[:, None]
    by = crossed * (np.sqrt(carried) * world.points("depth")[:, here] / 100.0)[:, :, None]
    gained = np.rint(theory.platform_recognition * by * POINT).astype(np.int64).sum(axis=1)
    return Dense("platform.recognition", "recognition", gained)


def bonds(world: World, catalogue: Catalogue) -> IntArray:
    """[batch, state, state] depth, in grid points, of the deepest rigid bloc that two states share."""
    rigid = catalogue.blocs.rigid
    inside = (world["bloc"][:, rigid] > 0).astype(np.int64)
    shared = inside[:, :, :, None] * inside[:, :, None, :] * world["depth"][:, rigid, None, None]
    result: IntArray = np.rint(off_diagonal(shared.max(axis=1).astype(np.float64))).astype(np.int64)
    return result


def opening_depth(world: World, catalogue: Catalogue) -> IntArray:
    """[batch, bloc]: where each bloc stands at the opening when the author does not say."""
    members = Members.of(world, catalogue)
    roots = _ROOTS[catalogue.blocs.kind] + 0.5 * members.trust + 10.0
    return grid(np.where(members.inside.sum(axis=2) > 1, roots, 0.0))
