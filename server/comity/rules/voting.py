"""Stage 3, the vote: the docket is voted by each institution's own rule, and what is passed binds by
authority.

The five decision rules stand in `tally`; what voting does beside deciding, in `consequences`.
"""

from dataclasses import dataclass

import numpy as np

from comity.rules.catalogue import Catalogue
from comity.rules.effects import Rows
from comity.rules.institutions import members
from comity.rules.layout import POINT, BoolArray, IntArray
from comity.rules.ledger import Delta, Dense
from comity.rules.moves import DEFY, NO, YES, Moves
from comity.rules.numbers import first_of, grid
from comity.rules.theory import Coefficients
from comity.rules.vocabulary import RULE_KINDS
from comity.rules.world import World, rests_on, some

MAJORITY, TWO_THIRDS, CONSENSUS, QUOTA, VETO = range(len(RULE_KINDS))
WIDE_MAJORITY = 2 / 3
"""A veto against this share of the votes cast is a veto against a wide majority."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How each docket slot was decided: arrays [batch, slot]; empty slots have `voted` False."""

    voted: BoolArray
    yes: IntArray
    no: IntArray
    abstain: IntArray
    """Voters, not weights."""
    passed: BoolArray
    vetoed: BoolArray
    casters: BoolArray
    """[batch, slot, state]: permanent members whose No stopped it."""
    yes_by: BoolArray
    no_by: BoolArray
    bound: BoolArray
    defied: BoolArray


@rests_on("membership", "elected")
def voters(world: World, catalogue: Catalogue) -> BoolArray:
    """[batch, institution, state]: who votes now: members, or a council's permanent and elected seats."""
    member = world["membership"] > 0
    seated = member & (catalogue.institutions.permanent[None] | (world["elected"] > 0))
    return np.where(catalogue.institutions.council[:, None], seated, member)


def entitled(world: World, catalogue: Catalogue) -> BoolArray:
    """[batch, slot, state]: who has a vote on each docket item."""
    present = world.docket[:, :, 0] >= 0
    if not catalogue.institutions.keys or not some(present):
        return np.zeros((*present.shape, world.layout.states), dtype=np.bool_)
    place = np.maximum(world.docket[:, :, 1], 0)
    result: BoolArray = voters(world, catalogue)[np.arange(world.batch)[:, None], place] & present[:, :, None]
    return result


def tally(world: World, moves: Moves, catalogue: Catalogue) -> Tally:
    """Count every slot by its institution's decision rule."""
    institutions = catalogue.institutions
    voting = entitled(world, catalogue)
    present = world.docket[:, :, 0] >= 0
    index = np.maximum(world.docket[:, :, 1], 0)
    game = np.arange(world.batch)[:, None]
    # Defiance counts from No on: who defies has voted No.
    yes_by, no_by = voting & (moves.votes == YES), voting & (moves.votes >= NO)
    yes, no = yes_by.sum(axis=2), no_by.sum(axis=2)
    if not some(present):
        nothing, nobody = np.zeros_like(present), np.zeros_like(voting)
        return Tally(
            nothing,
            yes,
            no,
            yes,
            nothing,
            nothing,
            casters=nobody,
            yes_by=nobody,
            no_by=nobody,
            bound=nobody,
            defied=nobody,
        )
    rule = institutions.rule[index]
    quota = np.where(voting, world["quota"][game, index], 0)
    total_quota = np.maximum(quota.sum(axis=2), 1)
    quota_yes, quota_no = np.where(yes_by, quota, 0).sum(axis=2), np.where(no_by, quota, 0).sum(axis=2)
    threshold, blocking = institutions.threshold[index], institutions.blocking[index]
    seated = voting.sum(axis=2)
    seats = np.maximum(seated, 1)
    permanent_no = no_by & institutions.permanent[index]
    enough_seats = yes * 100 * POINT >= threshold * seats
    against = permanent_no.any(axis=2)
    vetoed = (rule == VETO) & against & enough_seats
    enough_quota = quota_yes * 100 * POINT >= threshold * total_quota
    blocked = quota_no * 100 * POINT >= blocking * total_quota
    passed = present & first_of(
        [
            (rule == MAJORITY, yes > no),
            (rule == TWO_THIRDS, (yes > 0) & (3 * yes >= 2 * (yes + no))),
            (rule == CONSENSUS, (no == 0) & (yes > 0)),
            (rule == QUOTA, enough_quota & ~blocked),
        ],
        enough_seats & ~against,
    )
    concerned = (world["membership"][game, index] > 0) & passed[:, :, None]
    defied = concerned & (moves.votes == DEFY)
    return Tally(
        voted=present,
        yes=yes,
        no=no,
        abstain=seated - yes - no,
        passed=passed,
        vetoed=vetoed & present,
        casters=permanent_no & vetoed[:, :, None],
        yes_by=yes_by,
        no_by=no_by,
        bound=concerned & ~defied,
        defied=defied,
    )


def decisions(world: World, counted: Tally, catalogue: Catalogue) -> Rows | None:
    """What was passed, as deeds about to take effect."""
    game, slot = np.nonzero(counted.passed)
    if game.size == 0:
        return None
    resolution, institution, target, sponsor = world.docket[game, slot].T
    return Rows(
        game=game,
        kind=resolution + catalogue.first_resolution,
        actor=sponsor,
        target=target,
        target_state=np.where(catalogue.resolutions.at_state[resolution], target, -1),
        institution=institution,
        outer=target,
        fit=np.ones(game.size),
        effort=np.ones(game.size),
        supporters=counted.yes_by[game, slot],
        opponents=counted.no_by[game, slot],
        bound=counted.bound[game, slot],
    )


def consequences(world: World, counted: Tally, theory: Coefficients) -> list[Delta]:
    """What voting itself does: use and deadlock, vetoes against a wide majority, defiance."""
    institutions = world.layout.sizes["institution"]
    if institutions == 0 or not some(counted.voted):
        return []
    here = world.docket[:, :, 1][:, :, None] == np.arange(institutions)
    passed = (counted.passed[:, :, None] & here).sum(axis=1)
    failed = ((counted.voted & ~counted.passed)[:, :, None] & here).sum(axis=1)
    weakened, shamed = _defiance(world, counted, here, theory)
    return [
        Dense("institution.use", "authority", grid(theory.authority_use * passed)),
        Dense("institution.renewed", "renewal", grid(theory.renewal_use * passed)),
        Dense("institution.deadlock", "authority", grid(-theory.authority_block * failed)),
        *weakened,
        *_vetoes(counted, here, theory),
        *shamed,
    ]


def _vetoes(counted: Tally, here: BoolArray, theory: Coefficients) -> list[Delta]:
    """A veto against a wide majority costs the institution and those who cast it; `here` is [batch, slot,
    institution].
    """
    against = counted.vetoed & (counted.yes >= WIDE_MAJORITY * np.maximum(counted.yes + counted.no, 1))
    if not some(against):
        return []
    vetoes = (against[:, :, None] & here).sum(axis=1)
    cast = (counted.casters & against[:, :, None]).sum(axis=1)
    return [
        Dense("institution.veto", "legitimacy", grid(-theory.veto_legitimacy * vetoes)),
        Dense("veto.cast", "standing", grid(-theory.veto_standing * cast)),
    ]


def _defiance(
    world: World, counted: Tally, here: BoolArray, theory: Coefficients
) -> tuple[list[Delta], list[Delta]]:
    """What defiance costs the institution in authority, and whoever defies in standing by how legitimate
    that is.
    """
    if not some(counted.defied):
        return [], []
    defiant = (counted.defied.sum(axis=2)[:, :, None] * here).sum(axis=1)
    lost = theory.defiance_authority * defiant / np.maximum(members(world).sum(axis=2), 1)
    place = np.maximum(world.docket[:, :, 1], 0)
    legitimacy = world["legitimacy"][np.arange(world.batch)[:, None], place]
    felt = (counted.defied * legitimacy[:, :, None]).sum(axis=1) / (100 * POINT)
    return (
        [Dense("institution.defied", "authority", grid(-lost))],
        [Dense("defiance", "standing", grid(-theory.defiance_standing * felt))],
    )
