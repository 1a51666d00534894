"""The world: every quantity of the three floors in one integer vector, with a leading batch axis.

A live game is a batch of one; the lab runs thousands. The layout says where each field lies; only the ledger
writes (see `ledger.py`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec

import numpy as np

from comity.rules import vocabulary as words
from comity.rules.layout import (
    ALL_GRIEVANCES,
    FIELDS,
    POINT,
    SHARE,
    Array,
    BoolArray,
    FloatArray,
    IntArray,
    Layout,
    by_place,
)

P = ParamSpec("P")


@dataclass(frozen=True)
class World:
    """One batch of worlds between two turns.

    `values` is [batch, width] and read-only. What is not a quantity stands beside it: the docket of the
    coming vote, events that have come and wait for an answer, and how often each event has come.
    """

    layout: Layout
    values: IntArray
    turn: int
    """Turns resolved so far; 0 is the opening."""
    docket: IntArray
    """[batch, slot, 4]: resolution, institution, target, first sponsor; -1 where there is none."""
    sponsors: IntArray
    """[batch, slot, state]: 1 where the state sponsors the item."""
    pending: IntArray
    """[batch, event, state + 1]: 1 where an event came and waits for the coming turn; the last column is the
    world.
    """
    happened: IntArray
    """[batch, event]: how often each event has come."""
    over: IntArray
    """[batch]: 1 where a nuclear war has ended the game."""
    kept: dict[str, Any] | None = field(default=None, repr=False, compare=False)
    """What was computed from fields while a turn resolves, so that stages that read the same thing share it.
    The ledger drops what rests on a field when it writes that field; other worlds keep nothing.
    """
    _views: dict[str, IntArray] = field(default_factory=dict, init=False, repr=False, compare=False)
    """Fields that were read before: views into `values`, which never moves while a world lives."""

    def __getitem__(self, name: str) -> IntArray:
        """The field as [batch, *axes], a read-only view."""
        view = self._views.get(name)
        if view is None:
            view = self._views[name] = self.layout.field(self.values, name)
        return view

    @property
    def batch(self) -> int:
        return int(self.values.shape[0])

    def points(self, field: str) -> FloatArray:
        """The field in points (or turns, or 0..1 flags) as floats, for elementwise arithmetic only."""
        kept = self.kept
        if kept is not None and field in kept:
            found: FloatArray = kept[field]
            return found
        # Made float first: numpy takes twice as long over two kinds of number.
        return self.keep(field, self[field].astype(np.float64) / _POINT)

    def shares(self, field: str) -> FloatArray:
        """A share field as fractions of one."""
        kept, name = self.kept, _SHARES_OF[field]
        if kept is not None and name in kept:
            found: FloatArray = kept[name]
            return found
        return self.keep(name, self[field].astype(np.float64) / _SHARE)

    def keep(self, name: str, found: Array) -> Array:
        """Keep what was computed, if this world keeps anything, for `forget` to drop."""
        if self.kept is not None:
            found.setflags(write=False)
            self.kept[name] = found
        return found

    def forget(self, field: str) -> None:
        """Drop what was computed from the field, which is about to change."""
        if self.kept:
            for name in _RESTS_ON[field]:
                self.kept.pop(name, None)

    def forget_all(self) -> None:
        """Drop everything that was computed."""
        if self.kept:
            self.kept.clear()


_POINT: Final = np.array(float(POINT))
_SHARE: Final = np.array(float(SHARE))
_SHARES_OF: Final = {spec.name: f"{spec.name} as shares" for spec in FIELDS if spec.kind == "share"}
_GRIEVANCES: Final = [f"grievance.{name}" for name in words.GRIEVANCES]
_COVERED_BY: Final[Mapping[str, Sequence[str]]] = {
    **{name: [name, ALL_GRIEVANCES.name] for name in _GRIEVANCES},
    ALL_GRIEVANCES.name: [ALL_GRIEVANCES.name, *_GRIEVANCES],
}
"""The names under which the cells of a field are written, where there is more than one."""
_RESTS_ON: Final[dict[str, list[str]]] = {
    **{spec.name: [spec.name] for spec in FIELDS},
    **{name: [name, _SHARES_OF[name]] for name in _SHARES_OF},
    **{name: list(names) for name, names in _COVERED_BY.items()},
}
"""By field, the names of what may be kept that rests on it: the field as floats, and what `rests_on` adds."""


def rests_on(
    *fields: str,
) -> Callable[[Callable[Concatenate[World, P], Array]], Callable[Concatenate[World, P], Array]]:
    """Marks a function of a world that reads these fields and no others: while a turn resolves it is computed
    once, until one of them is written. Its other arguments must be the same for the whole turn.
    """

    def mark(compute: Callable[Concatenate[World, P], Array]) -> Callable[Concatenate[World, P], Array]:
        name = f"{compute.__module__}.{compute.__name__}"
        for read in fields:
            for written in _COVERED_BY.get(read, (read,)):
                _RESTS_ON[written].append(name)

        @wraps(compute)
        def once(world: World, /, *args: P.args, **kwargs: P.kwargs) -> Array:
            kept = world.kept
            if kept is not None and name in kept:
                found: Array = kept[name]
                return found
            return world.keep(name, compute(world, *args, **kwargs))

        return once

    return mark


def some(array: IntArray | BoolArray) -> bool:
    """Whether any element is not zero; far quicker than `any` on arrays as small as ours."""
    return bool(np.count_nonzero(array))


def repeat(world: World, games: int) -> World:
    """The same world `games` times over: the opening of a batch.

    Raises:
        ValueError: the world is already a batch of more than one.
    """
    if world.batch != 1:
        raise ValueError("only a single world can be repeated")

    def tile(array: IntArray) -> IntArray:
        tiled = by_place(np.repeat(array, games, axis=0))
        tiled.setflags(write=False)
        return tiled

    return replace(
        world,
        values=tile(world.values),
        docket=tile(world.docket),
        sponsors=tile(world.sponsors),
        pending=tile(world.pending),
        happened=tile(world.happened),
        over=tile(world.over),
    )
