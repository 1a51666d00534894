"""What a seat may do now. One definition serves the choices on the screen, the bots and the check of what is
submitted.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from comity.rules.catalogue import Catalogue, Condition
from comity.rules.conditions import all_hold, named, unit_of, values
from comity.rules.layout import POINT, IntArray
from comity.rules.subjects import PRIVATE_FIELDS as PRIVATE
from comity.rules.voting import voters
from comity.rules.world import World

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
    block = all_hold(world, catalogue, tabling_needs(catalogue, resolution, institution), actors, kind)
    if not bool(table.decided_by[resolution, institution]):
        return np.full_like(block, NO_SUCH_INSTITUTION)
    seated = voters(world, catalogue)[:, institution][:, actors]
    return np.where(seated[:, :, None], block, NOT_MEMBER)


def tabling_needs(catalogue: Catalogue, resolution: int, institution: int) -> tuple[Condition, ...]:
    """What must hold to table it there: conditions on institution quantities read that institution."""
    conditions = catalogue.resolutions.requires[resolution]
    of_institution = ("authority", "legitimacy", "ownership", "membership")
    return tuple(
        Condition(row.quantity, row.of, institution, row.sub, row.low, row.high, row.otherwise)
        if row.outer < 0 and row.quantity.split(".")[0] in of_institution
        else row
        for row in conditions
    )


@dataclass(frozen=True, slots=True)
class Told:
    """Why one actor may not do something, in words for a player, with what is there now."""

    world: World
    catalogue: Catalogue
    actor: IntArray
    """Its index, alone in an array."""
    kind: str
    """Of its targets."""
    conditions: tuple[Condition, ...]
    cost: int = 0
    """In grid units."""
    first_turn: int = 1

    def reasons(self, codes: Sequence[int]) -> list[str | None]:
        """What stands against each target, by the column of its code; None where nothing does."""
        unmet = {code: self._unmet(self.conditions[code]) for code in set(codes) if code >= 0}
        capital = int(self.world["capital"][0, self.actor[0]])
        fixed: Mapping[int, str | None] = {
            OK: None,
            NOT_AFFORDED: f"costs {self.cost / POINT:g} political capital; you have {capital / POINT:g}",
            TOO_EARLY: f"possible from turn {self.first_turn}",
            ITSELF: "choose another state than your own",
            NO_SUCH_INSTITUTION: "this institution does not decide on such matters",
            NOT_MEMBER: "your state has no vote there now",
            NO_SUCH_BLOC: "this is another kind of bloc",
            NOBODY_THERE: "nobody plays it, so nobody can agree",
            NO_TARGET: "there is nothing of that kind in this world",
        }
        return [unmet[code](column) if code >= 0 else fixed[code] for column, code in enumerate(codes)]

    def overall(self, codes: Sequence[int], names: Sequence[str]) -> str | None:
        """Why no target is possible, told of the one that comes nearest; None where one is. `names` are the
        targets'.
        """
        if OK in codes:
            return None
        fitting = [(code, column) for column, code in enumerate(codes) if code not in UNFIT]
        if not fitting:
            return "no possible target" if self.kind != "none" else self.reasons(codes)[0]
        # Conditions are tested in order, so whoever fails the last of them is the nearest.
        code = max(code for code, _ in fitting)
        if code < 0:
            return self.reasons(codes)[fitting[0][1]]
        condition = self.conditions[code]
        amounts = self._amounts(condition)
        if amounts is None or len(amounts) == 1:
            return self._unmet(condition)(fitting[0][1] if amounts is None else 0)
        gaps = [
            (max(condition.low - amounts[column], amounts[column] - condition.high), column)
            for each, column in fitting
            if each == code
        ]
        nearest = min(gaps)[1]
        return f"{self._unmet(condition)(nearest)} ({names[nearest]} comes nearest)"

    def _amounts(self, condition: Condition) -> list[int] | None:
        """What the condition measures now, by target or once for all; None where no figure tells that."""
        if named(condition) is None or (condition.quantity in PRIVATE and condition.of != "actor"):
            return None
        measured = values(self.world, self.catalogue, condition, self.actor, self.kind)
        amounts: list[int] = measured[0, 0].tolist()
        return amounts

    def _unmet(self, condition: Condition) -> Callable[[int], str]:
        """For each target the condition's own words, what it measures now, and the bound."""
        name, said, amounts = named(condition), condition.otherwise, self._amounts(condition)
        if amounts is None:
            return lambda _: said
        unit = unit_of(condition.quantity)

        def told(target: int) -> str:
            amount = amounts[target if len(amounts) > 1 else 0]
            low = amount < condition.low
            bound = f"{(condition.low if low else condition.high) / unit:g}"
            needed = f"{'needs' if low else 'at most'} {bound}"
            return f"{said}; {name} is {_short(amount, unit, low=low)}, {needed}"

        return told


def told_of_action(world: World, catalogue: Catalogue, action: int, actor: IntArray) -> Told:
    """`action_block` in words, for one actor."""
    table = catalogue.actions
    return Told(
        world,
        catalogue,
        actor,
        table.target[action],
        table.requires[action],
        int(table.cost[action]),
        int(table.first_turn[action]),
    )


def told_of_tabling(
    world: World, catalogue: Catalogue, resolution: int, institution: int, actor: IntArray
) -> Told:
    """`tabling_block` in words, for one actor."""
    needs = tabling_needs(catalogue, resolution, institution)
    return Told(world, catalogue, actor, catalogue.resolutions.target[resolution], needs)


def _short(amount: int, unit: int, *, low: bool) -> str:
    """With one decimal, rounded away from the bound, so that what falls short never reads as enough."""
    tenths = amount * 10 / unit
    return f"{(math.floor(tenths) if low else math.ceil(tenths)) / 10:g}"


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
