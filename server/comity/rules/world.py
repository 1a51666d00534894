"""The world: every quantity of the three floors in one integer vector, with a leading batch axis.

A live game is a batch of one; the lab runs thousands. Quantities are int64 on a fixed grid, so sums never
depend on order and machines agree: points in thousandths (`POINT`), shares in ten-thousandths (`SHARE`). The
layout says where each field lies; only the ledger writes (see `ledger.py`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import wraps
from typing import Any, Concatenate, Final, Literal, ParamSpec, TypeVar

import numpy as np
import numpy.typing as npt

from comity.rules import vocabulary as words

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
Array = TypeVar("Array", bound=npt.NDArray[Any])
P = ParamSpec("P")

POINT: Final = 1_000
"""Grid units in one point."""
SHARE: Final = 10_000
"""Grid units in a share of one."""
DOCKET_SLOTS: Final = 12
"""Resolutions that can be voted in one turn: more could not be debated in a class."""

Axis = Literal[
    "state",
    "globalism",
    "institution",
    "movement",
    "bloc",
    "pact",
    "face",
    "challenge",
    "index",
    "system",
    "part",
    "sub_order",
    "grievance",
]
Kind = Literal["points", "share", "turns", "flag"]


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One family of quantities: its axes, its bounds in grid units and how its ledger subject is named."""

    name: str
    axes: tuple[Axis, ...]
    kind: Kind = "points"
    high: int = 100 * POINT

    @property
    def unit(self) -> int:
        return SHARE if self.kind == "share" else POINT


PARTS: Final = (
    "balance.power",
    "balance.coalitions",
    "balance.rivals",
    "order.peace",
    "order.commerce",
    "order.compliance",
    "order.calm",
    "innovation.technology",
    "innovation.institutions",
    "challenges.climate",
    "challenges.arms",
    "challenges.inequality",
    "challenges.digital",
)
"""What each index is made of: an index is the sum of its parts, each already weighted."""


def _specs() -> tuple[FieldSpec, ...]:
    states = tuple(FieldSpec(name, ("state",)) for name in words.STATE_SCALARS)
    grievances = tuple(FieldSpec(f"grievance.{name}", ("state",)) for name in words.GRIEVANCES)
    pairs = tuple(FieldSpec(name, ("state", "state")) for name in words.PAIR_SCALARS)
    leanings = tuple(
        FieldSpec(name, ("state", "globalism"), "share", SHARE)
        for name in ("stance", "mood", "predisposition")
    )
    return (
        *states,
        *grievances,
        FieldSpec("mandate", ("state",), "turns"),
        *leanings,
        *pairs,
        FieldSpec("pact", ("pact", "state", "state"), "turns"),
        FieldSpec("authority", ("institution",)),
        FieldSpec("legitimacy", ("institution",)),
        FieldSpec("renewal", ("institution",)),
        FieldSpec("ownership", ("institution", "globalism"), "share", SHARE),
        FieldSpec("membership", ("institution", "state"), "flag", POINT),
        FieldSpec("elected", ("institution", "state"), "flag", POINT),
        FieldSpec("quota", ("institution", "state"), "points", 10_000 * POINT),
        FieldSpec("strength_in", ("movement", "state")),
        FieldSpec("strength", ("movement",)),
        FieldSpec("bloc", ("bloc", "state"), "flag", POINT),
        FieldSpec("depth", ("bloc",)),
        FieldSpec("prevalence", ("globalism",)),
        FieldSpec("globalism_legitimacy", ("globalism",)),
        FieldSpec("claim", ("globalism",)),
        FieldSpec("recognition", ("globalism",)),
        FieldSpec("radicalisation", ("globalism",)),
        FieldSpec("gap", ("globalism",)),
        FieldSpec("sub_order", ("sub_order",)),
        FieldSpec("face", ("face",)),
        FieldSpec("challenge", ("challenge",)),
        FieldSpec("part", ("part",)),
        FieldSpec("index", ("index",)),
        FieldSpec("system", ("system",)),
    )


FIELDS: Final = _specs()
ALL_GRIEVANCES: Final = FieldSpec("grievances", ("grievance", "state"))
"""The grievances of all states as one block: they lie side by side, so that a stage reads them at once."""


@dataclass(frozen=True)
class Layout:
    """Where each field lies in the vector of a world of a given size."""

    sizes: Mapping[Axis, int]
    offsets: Mapping[str, int]
    slices: Mapping[str, slice]
    """Of every field, and of `ALL_GRIEVANCES`; likewise the shapes."""
    shapes: Mapping[str, tuple[int, ...]]
    specs: Mapping[str, FieldSpec]
    width: int
    high: IntArray
    """Upper bound of every quantity, [width]; the lower bound is always zero."""
    highs: Mapping[str, IntArray]
    """The same by field, as arrays of no axis: numpy has to convert a Python number at every use."""

    @classmethod
    def of(cls, *, states: int, institutions: int, movements: int, blocs: int, pacts: int) -> "Layout":
        sizes: dict[Axis, int] = {
            "state": states,
            "globalism": len(words.GLOBALISMS),
            "institution": institutions,
            "movement": movements,
            "bloc": blocs,
            "pact": pacts,
            "face": len(words.FACES),
            "challenge": len(words.CHALLENGES),
            "index": len(words.INDICES),
            "system": len(words.SYSTEM_GAUGES),
            "part": len(PARTS),
            "sub_order": len(words.SUB_ORDERS),
            "grievance": len(words.GRIEVANCES),
        }
        offsets: dict[str, int] = {}
        slices: dict[str, slice] = {}
        shapes: dict[str, tuple[int, ...]] = {}
        highs: list[IntArray] = []
        width = 0
        for spec in FIELDS:
            shape = tuple(sizes[axis] for axis in spec.axes)
            count = int(np.prod(shape, dtype=np.int64))
            offsets[spec.name], shapes[spec.name] = width, shape
            slices[spec.name] = slice(width, width + count)
            highs.append(np.full(count, spec.high, dtype=np.int64))
            width += count
        first, last = (slices[f"grievance.{name}"] for name in (words.GRIEVANCES[0], words.GRIEVANCES[-1]))
        slices[ALL_GRIEVANCES.name] = slice(first.start, last.stop)
        shapes[ALL_GRIEVANCES.name] = tuple(sizes[axis] for axis in ALL_GRIEVANCES.axes)
        high = np.concatenate(highs)
        high.setflags(write=False)
        limits = {spec.name: np.array(spec.high) for spec in (*FIELDS, ALL_GRIEVANCES)}
        specs = {spec.name: spec for spec in FIELDS}
        return cls(sizes, offsets, slices, shapes, specs, width, high, limits)

    @property
    def states(self) -> int:
        return self.sizes["state"]

    def field(self, values: IntArray, name: str) -> IntArray:
        """The field of vectors [batch, width] as [batch, *axes], a view."""
        view, shape = values[:, self.slices[name]], self.shapes[name]
        return view if len(shape) == 1 else view.reshape(values.shape[0], *shape)

    def slice(self, field: str) -> slice:
        return self.slices[field]


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
        tiled = np.repeat(array, games, axis=0)
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


@rests_on("economy", "military", "technology")
def power(world: World) -> IntArray:
    """Each state's weight in the world, [batch, state]: the square of its blended capabilities.

    Capabilities are scored on compressed (logarithmic) scales, so squaring restores the distance between a
    great power and a small state. Design choice: economy and military two parts each, technology one.
    """
    blended = (2 * (world["economy"] + world["military"]) + world["technology"]) // 5
    return blended * blended // (POINT * POINT) + 1


@rests_on("economy", "military", "technology")
def prominence(world: World) -> FloatArray:
    """[batch, state]: the square root of each state's weight as a multiple of the mean weight."""
    weights = power(world)
    root: FloatArray = np.sqrt(weights * world.layout.states / weights.sum(axis=1, keepdims=True))
    return root


@rests_on("economy", "military", "technology")
def edge(world: World) -> FloatArray:
    """[batch, state, state], -1..1: how much the first of a pair is the stronger."""
    first, second = power(world)[:, :, None], power(world)[:, None, :]
    difference: FloatArray = (first - second) / (first + second)
    return difference
