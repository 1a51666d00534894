"""What a seat may do now. One definition serves the choices on the screen, the bots and the check of what is
submitted.
"""

from collections.abc import Mapping

import numpy as np

from comity.rules.catalogue import Catalogue, Condition
from comity.rules.conditions import all_hold
from comity.rules.voting import voters
from comity.rules.world import POINT, IntArray, World

OK = -1
NOT_AFFORDED, TOO_EARLY, ITSELF, NO_SUCH_INSTITUTION, NOT_MEMBER, NO_SUCH_BLOC = -2, -3, -4, -5, -6, -7
NO_TARGET, NOBODY_THERE = -8, -9
UNFIT = (ITSELF, NO_SUCH_INSTITUTION, NO_SUCH_BLOC)
"""Targets that the action can never have: they are not even offered."""
"""Codes beside the index of a failed condition."""


def action_block(world: World, catalogue: Catalogue, action: int, actors: IntArray) -> IntArray:
    """Why each actor may not do `action` to each target: [batch, actor, target] of OK, a code or a
    condition's index.

    Actions without a target have one column, and so have those whose kind of target the scenario has none of.
    """
    table = catalogue.actions
    kind = table.target[action]
    if kind != "none" and not catalogue.targets(kind):
        return np.full((world.batch, actors.size, 1), NO_TARGET, dtype=np.int64)
    block = all_hold(world, catalogue, table.requires[action], actors, kind)
    if kind == "state":
        block = np.where(np.arange(world.layout.states) == actors[:, None], ITSELF, block)
        if table.needs_both[action]:
            answerable = np.zeros(world.layout.states, dtype=np.bool_)
            answerable[[seat.state for seat in catalogue.seats]] = True
            block = np.where((block == ITSELF) | answerable, block, NOBODY_THERE)
    if kind == "institution" and table.domain[action] >= 0:
        fits = catalogue.institutions.decides[:, table.domain[action]]
        block = np.where(fits[None, None, :], block, NO_SUCH_INSTITUTION)
    if kind == "bloc":
        fits = table.bloc_kinds[action][catalogue.blocs.kind]
        block = np.where(fits[None, None, :], block, NO_SUCH_BLOC)
    if world.turn + 1 < table.first_turn[action]:
        block = np.full_like(block, TOO_EARLY)
    poor = world["capital"][:, actors] < table.cost[action]
    return np.where((block == OK) & poor[:, :, None], NOT_AFFORDED, block)


def tabling_block(
    world: World, catalogue: Catalogue, resolution: int, institution: int, actors: IntArray
) -> IntArray:
    """Why each actor may not table `resolution` in `institution` on each target: [batch, actor, target]."""
    table = catalogue.resolutions
    kind = table.target[resolution]
    if kind != "none" and not catalogue.targets(kind):
        return np.full((world.batch, actors.size, 1), NO_TARGET, dtype=np.int64)
    block = all_hold(world, catalogue, _placed(table.requires[resolution], institution), actors, kind)
    if kind == "state":
        block = np.where(np.arange(world.layout.states) == actors[:, None], ITSELF, block)
    if not bool(table.decided_by[resolution, institution]):
        return np.full_like(block, NO_SUCH_INSTITUTION)
    seated = voters(world, catalogue)[:, institution][:, actors]
    return np.where(seated[:, :, None], block, NOT_MEMBER)


def _placed(conditions: tuple[Condition, ...], institution: int) -> tuple[Condition, ...]:
    """Conditions on institution quantities read the institution in which the resolution is tabled."""
    of_institution = ("authority", "legitimacy", "ownership", "membership")
    return tuple(
        Condition(row.quantity, row.of, institution, row.sub, row.low, row.high, row.otherwise)
        if row.outer < 0 and row.quantity.split(".")[0] in of_institution
        else row
        for row in conditions
    )


def reason(
    code: int, conditions: tuple[Condition, ...], *, cost: int = 0, capital: int = 0, first_turn: int = 1
) -> str | None:
    """A block in words for a player; None when there is none."""
    if code == OK:
        return None
    fixed: Mapping[int, str] = {
        NOT_AFFORDED: f"costs {cost / POINT:g} political capital; you have {capital / POINT:g}",
        TOO_EARLY: f"possible from turn {first_turn}",
        ITSELF: "choose another state than your own",
        NO_SUCH_INSTITUTION: "this institution does not decide on such matters",
        NOT_MEMBER: "your state has no vote there now",
        NO_SUCH_BLOC: "this is another kind of bloc",
        NOBODY_THERE: "nobody plays it, so nobody can agree",
        NO_TARGET: "there is nothing of that kind in this world",
    }
    return fixed[code] if code in fixed else conditions[code].otherwise


def docket_id(turn: int, slot: int) -> str:
    """How an item is named while it is voted: turn and place on the docket, both from 1."""
    return f"t{turn}-{slot + 1}"


def target_index(catalogue: Catalogue, kind: str, key: str | None) -> int:
    """Index of a target key of this kind, -1 for none.

    Raises:
        ValueError: no such target.
    """
    if kind == "none":
        return -1
    keys = catalogue.targets(kind)
    if key is None or key not in keys:
        raise ValueError(key)
    return keys.index(key)
