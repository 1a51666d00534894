"""What deeds do for a seat's objectives, its own hidden ones among them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple, Self

import numpy as np

from comity.bots.options import Options
from comity.rules.catalogue import Catalogue, Objective, Seat
from comity.rules.layout import POINT, BoolArray, FloatArray, IntArray, Layout
from comity.rules.terms import FORMS, FROM_INSTITUTION, FROM_TARGET, ROLES
from comity.rules.world import World

EAGER: Final = 0.8
"""How surely a bot counts on the points of an objective when it takes a step toward it; design choice."""
_NEAR: Final = 2.0
"""Within this of a bound, in points, a step counts no more for being the last."""


class Steps(NamedTuple):
    """The options of a block that move what an aim measures, one entry each."""

    action: IntArray
    """Its place in the block."""
    column: IntArray
    by: FloatArray
    """How many grid units it moves it at full effect."""


@dataclass(frozen=True, slots=True)
class Aim:
    """One objective, and which deeds move the quantity that it measures."""

    text: str
    """In the author's words."""
    place: int
    """Of the quantity in the world's vector."""
    bound: float
    """In grid units: what it must reach."""
    upward: bool
    points: float
    acts: Mapping[str, Steps]
    """By kind of target."""
    passed: Mapping[int, tuple[IntArray, FloatArray]]
    """The same for resolutions: columns, and by how many grid units."""

    @classmethod
    def of(
        cls, catalogue: Catalogue, opening: World, options: Options, seat: Seat, objective: Objective
    ) -> Self:
        then = float(opening.values[0, objective.place])
        bound = {
            "at_least": float(objective.amount),
            "at_most": float(objective.amount),
            "rises_by": then + objective.amount,
            "falls_by": then - objective.amount,
        }[objective.test]
        reach = _Reach.of_cell(catalogue, seat.state, objective.place)
        acts = {
            block.kind: _steps(
                {
                    (place, column): by
                    for place, action in enumerate(block.actions.tolist())
                    for column, by in reach.of(action, block.kind, author=True).items()
                }
            )
            for block in options.blocks
        }
        passed = {
            resolution: _columns(found)
            for resolution, kind in enumerate(catalogue.resolutions.target)
            if (found := reach.of(catalogue.first_resolution + resolution, kind, author=False))
        }
        upward = objective.test in ("at_least", "rises_by")
        return cls(objective.text, objective.place, bound, upward, objective.points / POINT, acts, passed)

    def gain(self, world: World, by: FloatArray) -> FloatArray:
        """[batch, deed]: points of score that each deed may bring or cost, by how much it moves the quantity.

        The nearer the bound, the more a step is worth; what is safely beyond it needs no more.
        """
        sign = 1.0 if self.upward else -1.0
        missing = (sign * (self.bound - world.values[:, self.place]) / POINT)[:, None]
        step = sign * by / POINT
        wide = np.maximum(np.abs(missing), _NEAR)
        forward = np.where(missing > 0, np.minimum(step, missing) / wide, 0.0)
        backward = np.maximum(step, -wide) / wide
        result: FloatArray = EAGER * self.points * np.where(step > 0, forward, backward)
        return result


def followed(catalogue: Catalogue) -> BoolArray:
    """[state, state]: whom each has an eye on whatever comes: its neighbours, and whom its aims are about."""
    layout = catalogue.layout
    result = catalogue.states.neighbours.copy()
    for seat in catalogue.seats:
        for aim in seat.objectives:
            if aim.place < 0:  # derived from the whole world
                continue
            field = _field_of(layout, aim.place)
            cell = np.unravel_index(aim.place - layout.offsets[field], layout.shapes[field])
            for axis, index in zip(layout.specs[field].axes, cell, strict=True):
                if axis == "state" and index != seat.state:
                    result[seat.state, index] = True
    return result


def _field_of(layout: Layout, place: int) -> str:
    """The field in which a cell of the world's vector lies."""
    return next(name for name in layout.offsets if place < layout.slices[name].stop)


def _steps(found: Mapping[tuple[int, int], float]) -> Steps:
    action, column = np.array(list(found), dtype=np.int64).reshape(-1, 2).T
    return Steps(action, column, np.array(list(found.values()), dtype=np.float64))


def _columns(found: Mapping[int, float]) -> tuple[IntArray, FloatArray]:
    return np.array(list(found), dtype=np.int64), np.array(list(found.values()))


@dataclass(frozen=True, slots=True)
class _Reach:
    """Which deeds reach one cell of the world's vector, for the seat of one state."""

    catalogue: Catalogue
    state: int
    place: int
    field: str
    """In which the cell lies."""
    terms: Mapping[int, tuple[int, ...]]
    """By kind of deed: its terms on that field. No other term can fall on the cell."""

    @classmethod
    def of_cell(cls, catalogue: Catalogue, state: int, place: int) -> Self:
        layout, terms = catalogue.layout, catalogue.terms
        field = _field_of(layout, place)
        on_field = np.nonzero(terms.base == layout.offsets[field])[0]
        kinds = np.searchsorted(terms.start, on_field, side="right") - 1
        by_kind: dict[int, tuple[int, ...]] = {}
        for kind, term in zip(kinds.tolist(), on_field.tolist(), strict=True):
            by_kind[kind] = (*by_kind.get(kind, ()), term)
        return cls(catalogue, state, place, field, by_kind)

    def of(self, kind: int, target: str, *, author: bool) -> dict[int, float]:
        """By column of its targets: how far a deed moves the cell, in grid units."""
        found = dict[int, float]()
        for term in self.terms.get(kind, ()):
            amount = self._amount(term)
            for column in self._columns(term, target, author=author):
                found[column] = found.get(column, 0.0) + amount
        return {column: amount for column, amount in found.items() if amount}

    def _amount(self, term: int) -> float:
        terms = self.catalogue.terms
        amount = float(terms.amount[term])
        if FORMS[int(terms.form[term])] not in ("mood", "ownership"):
            return amount
        # A share that moves: some of what is not yet there, or an equal part away.
        base = int(terms.base[term])
        toward = (self.place - base) % 4 == int(terms.toward[term])
        return 0.5 * amount if toward else -0.25 * amount

    def _columns(self, term: int, target: str, *, author: bool) -> list[int]:
        """The targets with which the term falls on the cell."""
        terms, layout = self.catalogue.terms, self.catalogue.layout
        base, form = int(terms.base[term]), FORMS[int(terms.form[term])]
        count = max(len(self.catalogue.targets(target)), 1)
        inside = self.place - base
        if form in ("cell", "ownership"):
            return self._of_outer(
                int(terms.outer[term]), inside // (4 if form == "ownership" else 1), target, count
            )
        if form == "pair":
            one, other = divmod(inside, layout.states)
            return self._of_pair(term, one, other, target, count)
        whose = inside // 4 if form == "mood" else inside % layout.states
        outer = int(terms.outer[term])
        if (
            form == "by_state"
            and outer >= 0
            and inside // layout.states != outer
            and len(layout.shapes[self.field]) > 1
        ):
            return []
        return self._of_role(ROLES[int(terms.role[term])], whose, target, count, author=author)

    def _of_outer(self, outer: int, meant: int, target: str, count: int) -> list[int]:
        if outer >= 0:
            return list(range(count)) if outer == meant else []
        aimed = outer == FROM_TARGET and target in ("institution", "movement", "globalism", "bloc")
        if aimed or (outer == FROM_INSTITUTION and target == "institution"):
            return [meant] if meant < count else []
        return []

    def _of_role(self, role: str, whose: int, target: str, count: int, *, author: bool) -> list[int]:
        if role in ("everyone", "bound", "members") or (
            author and role in ("actor", "both") and whose == self.state
        ):
            return list(range(count)) if whose == self.state or role == "everyone" else []
        if role in ("target", "both") and target == "state" and whose < count:
            return [whose]
        if role == "others" and whose != self.state:
            return list(range(count))
        return []

    def _of_pair(self, term: int, one: int, other: int, target: str, count: int) -> list[int]:
        if bool(self.catalogue.terms.third[term]) or self.state not in (one, other):
            return []
        whom = other if one == self.state else one
        role = ROLES[int(self.catalogue.terms.role[term])]
        if role in ("target", "both") and target == "state":
            return [whom]
        return list(range(count)) if role in ("others", "everyone") else []
