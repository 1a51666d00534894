"""The ledger: named deltas, and the only way to change a world.

Deltas posted together are simultaneous. Where their sum would leave a bound, all pushes in that direction
share the room that is left in proportion, rounded toward zero, so the recorded deltas always add up to the
change exactly, whatever the order in which they are read.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple, Self

import numpy as np

from comity.rules.layout import SHARE, IntArray, Layout
from comity.rules.vocabulary import GLOBALISMS
from comity.rules.world import World, some


class Dense(NamedTuple):
    """One rule's effect on a whole field: `amount` is [batch, *axes] in grid units.

    A turn makes a hundred of these: a named tuple is made in half the time of a frozen dataclass.
    """

    rule: str
    field: str
    amount: IntArray


@dataclass(frozen=True, slots=True)
class Sparse:
    """Effects of single deeds: parallel rows of game, place in the vector, grid units and deed."""

    rule: str
    game: IntArray
    place: IntArray
    amount: IntArray
    deed: IntArray

    def numbered_from(self, first: int) -> "Sparse":
        """The same, where its deeds come after so many others."""
        return Sparse(self.rule, self.game, self.place, self.amount, self.deed + first)


Delta = Dense | Sparse


@dataclass(frozen=True, slots=True)
class Deeds:
    """Who did what in this turn, one row a deed: what sparse deltas point at.

    `kind` indexes `catalogue.deeds`; `actor` is a state or -1; `target` counts in the kind's own table, or
    -1.
    """

    game: IntArray
    kind: IntArray
    actor: IntArray
    target: IntArray

    @classmethod
    def none(cls) -> Self:
        empty = np.zeros(0, dtype=np.int64)
        return cls(empty, empty, empty, empty)

    def then(self, other: "Deeds") -> "Deeds":
        if self.kind.size == 0:
            return other
        return Deeds(
            np.concatenate((self.game, other.game)),
            np.concatenate((self.kind, other.kind)),
            np.concatenate((self.actor, other.actor)),
            np.concatenate((self.target, other.target)),
        )


@dataclass(frozen=True, slots=True)
class Entry:
    """One line in grid units: `deed` is a row of `Deeds` or -1."""

    rule: str
    place: int
    before: int
    delta: int
    deed: int


class Run(NamedTuple):
    """At least one line of one rule, posted at once, as columns of equal length; see `Entry`."""

    rule: str
    places: list[int]
    befores: list[int]
    deltas: list[int]
    deeds: list[int]


@dataclass
class Ledger:
    """All deltas of one turn in the order in which they were posted."""

    layout: Layout
    before: IntArray
    blocks: list[tuple[str, int, IntArray]] = field(default_factory=list)
    rows: list[tuple[int, Sparse]] = field(default_factory=list)
    deeds: Deeds = field(default_factory=Deeds.none)

    def entries(self, game: int) -> Iterator[Entry]:
        """Every nonzero delta of one game, in order, each with the value before it."""
        for run in self.runs(game):
            for place, before, delta, deed in zip(
                run.places, run.befores, run.deltas, run.deeds, strict=True
            ):
                yield Entry(run.rule, place, before, delta, deed)

    def runs(self, game: int) -> Iterator[Run]:
        """The same, by the column: a turn has many more lines than times that a rule was posted."""
        running = self.before[game].copy()
        rows = dict(self.rows)
        for position, (rule, start, amounts) in enumerate(self.blocks):
            if start >= 0:
                flat = amounts[game].reshape(-1)
                changed = np.nonzero(flat)[0]
                places = (start + changed).tolist()
                befores, deltas = running[start + changed].tolist(), flat[changed].tolist()
                deeds = [-1] * len(places)
                running[start : start + flat.size] += flat
            else:
                sparse = rows[position]
                changed = np.nonzero((sparse.game == game) & (sparse.amount != 0))[0]
                places, deltas, deeds = (
                    each[changed].tolist() for each in (sparse.place, sparse.amount, sparse.deed)
                )
                befores = []
                for place, delta in zip(places, deltas, strict=True):
                    befores.append(int(running[place]))
                    running[place] += delta
            if places:
                yield Run(rule, places, befores, deltas, deeds)


_SPARSE: Final = -1
MANY: Final = 5
"""From so many deltas on, stacking them is cheaper than adding one by one."""
_ZERO: Final = np.array(0)
"""An array of no axis, as `Layout.highs`; likewise below."""
_WHOLE: Final = np.array(SHARE)
_EACH: Final = np.arange(len(GLOBALISMS))


class Book:
    """Keeps a world's values while a turn resolves; `world` is always the state after what was posted.

    With `keep=False` (batch runs) nothing is recorded.
    """

    def __init__(self, world: World, *, keep: bool = True) -> None:
        self._values = world.values.copy(order="F")
        view = self._values.view()
        view.setflags(write=False)
        self.world = replace(world, values=view, kept={})
        self._open: dict[str, IntArray] = {}
        self.ledger = Ledger(world.layout, world.values) if keep else None

    def post(self, deltas: Sequence[Delta], deeds: Deeds | None = None) -> None:
        """Apply deltas at once. `deeds` are those that the sparse ones among them number from 0."""
        first = 0
        if self.ledger is not None and deeds is not None:
            first = int(self.ledger.deeds.kind.size)
            self.ledger.deeds = self.ledger.deeds.then(deeds)
        fields: dict[str, list[Dense]] = {}
        of_deeds: list[Sparse] = []
        for delta in deltas:
            if isinstance(delta, Sparse):
                of_deeds.append(delta)
            elif np.count_nonzero(delta.amount):
                fields.setdefault(delta.field, []).append(delta)
        if of_deeds:
            self._post_sparse(of_deeds, first)
        for name, group in fields.items():
            self._post_dense(name, group)

    def _post_dense(self, name: str, group: Sequence[Dense]) -> None:
        self.world.forget(name)
        layout = self.world.layout
        now, high = self._opened(name), layout.highs[name]
        if len(group) == 1:
            change = np.minimum(np.maximum(group[0].amount, -now), high - now)
            amounts = [change]
        else:
            change, amounts = _share_room([delta.amount for delta in group], now, high)
        now += change
        if self.ledger is not None:
            start = layout.slices[name].start
            for delta, amount in zip(group, amounts, strict=True):
                self.ledger.blocks.append((delta.rule, start, amount))

    def _opened(self, name: str) -> IntArray:
        """The field as `World` shows it, but to be written."""
        now = self._open.get(name)
        if now is None:
            now = self._open[name] = self.world.layout.field(self._values, name)
        return now

    def _post_sparse(self, group: Sequence[Sparse], first_deed: int) -> None:
        """All rows of all the group's deltas share the room that is left in their cells."""
        game, place, amount = (
            np.concatenate([getattr(delta, name) for delta in group]) for name in ("game", "place", "amount")
        )
        if place.size == 0:
            return
        self.world.forget_all()
        amount = self._fitted(place * self.world.batch + game, place, amount)
        if self.ledger is None:
            return
        start = 0
        for delta in group:
            part = amount[start : start + delta.place.size]
            start += delta.place.size
            fitted = Sparse(delta.rule, delta.game, delta.place, part, delta.deed)
            self.ledger.rows.append((len(self.ledger.blocks), fitted.numbered_from(first_deed)))
            self.ledger.blocks.append((delta.rule, _SPARSE, part))

    def _fitted(self, cell: IntArray, place: IntArray, amount: IntArray) -> IntArray:
        """Write the amounts into their cells of the vector, as far as there is room; what was written."""
        values = self._values.T.reshape(-1)
        now, room = values[cell], self.world.layout.high[place]
        rise = np.maximum(amount, _ZERO)
        fall = rise - amount
        # The vector itself adds up what falls into each cell: first all that lifts it, then all that lowers.
        np.add.at(values, cell, rise)
        highest = values[cell]
        np.subtract.at(values, cell, fall)
        down = highest - values[cell]
        full = ((highest > room) | (down > now)).nonzero()[0]
        if full.size == 0:
            return amount
        # Every row of a cell finds it full, so that these rows are all that share its room.
        cell, now, room, down = cell[full], now[full], room[full], down[full]
        up = highest[full] - now
        rises = rise[full] * np.minimum(room - now, up) // np.maximum(up, 1)
        falls = fall[full] * np.minimum(now, down) // np.maximum(down, 1)
        shared = rises - falls
        values[cell] = now
        np.add.at(values, cell, shared)
        fitted: IntArray = amount.copy()
        fitted[full] = shared
        return fitted


def _share_room(amounts: list[IntArray], now: IntArray, high: IntArray) -> tuple[IntArray, list[IntArray]]:
    """What changes in all, and what of each delta fits, all of them taking effect at once."""
    if len(amounts) < MANY:
        up, change = np.maximum(amounts[0], _ZERO), amounts[0]
        for amount in amounts[1:]:
            up, change = up + np.maximum(amount, _ZERO), change + amount
    else:
        stacked = np.array(amounts)
        up, change = np.add.reduce(np.maximum(stacked, _ZERO)), np.add.reduce(stacked)
    room = high - now
    # Falls are rises less change: they are more than there is where the rises are more than what comes out.
    if not some(up > np.minimum(room, now + change)):
        return change, amounts
    down = up - change
    allowed_up, allowed_down = np.minimum(up, room), np.minimum(down, now)
    up, down = np.maximum(up, 1), np.maximum(down, 1)
    rises = [np.maximum(amount, _ZERO) for amount in amounts]
    shared = [
        rise * allowed_up // up - (rise - amount) * allowed_down // down
        for rise, amount in zip(rises, amounts, strict=True)
    ]
    return np.add.reduce(shared), shared


def toward(now: IntArray, goal: IntArray, rate: IntArray) -> IntArray:
    """Conserving move of share vectors toward `goal`: [..., 4] in and out, sums to zero on the last axis.

    `rate` is [...] in ten-thousandths, 0..10000. Each part is rounded toward zero and the side that moved
    more gives back the difference on its largest part, so no share leaves 0..10000 and nothing is made or
    lost.
    """
    gap = (goal - now) * rate[..., None]
    step: IntArray = np.sign(gap) * (np.abs(gap) // _WHOLE)
    excess = np.add.reduce(step, axis=-1)[..., None]
    if some(excess):
        largest = (step * np.sign(excess)).argmax(axis=-1)[..., None]
        step -= np.where(largest == _EACH, excess, _ZERO)
    return step
