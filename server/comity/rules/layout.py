"""Where each quantity of a world lies in its vector: the fields of the three floors, their axes, bounds and
units.

Quantities are int64 on a fixed grid, so sums never depend on order and machines agree: points in thousandths
(`POINT`), shares in ten-thousandths (`SHARE`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeVar

import numpy as np
import numpy.typing as npt

from comity.rules import vocabulary as words

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
Array = TypeVar("Array", bound=npt.NDArray[Any])
Value = TypeVar("Value", bound=np.generic)
NOTHING: Final = np.int64(0)
"""What a blank array of whole numbers holds; likewise below."""
MISSING: Final = np.int64(-1)
FALSE: Final = np.False_

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


def by_place(array: Array) -> Array:
    """[batch, ...] as it is, with the games of a batch side by side in memory for each place.

    A game's own axes are as short as four, a batch is long: numpy walks along whichever lies side by side,
    and what is computed from such arrays lies the same way.
    """
    last = array.transpose(*range(1, array.ndim), 0)
    laid_out: Any = np.ascontiguousarray(last)
    same: Array = _batch_first(laid_out)
    return same


def blank(shape: tuple[int, ...], value: Value) -> npt.NDArray[Value]:
    """[batch, ...] full of one value, laid out as `by_place` has it. A game's own axes keep their order in
    memory: a batch of one lies as if there were no batch.
    """
    batch, *own = shape
    return _batch_first(np.full((*own, batch), value, dtype=value.dtype))


def beside(parts: Sequence[Array]) -> Array:
    """Parts [batch, ...] as one array [batch, part, ...], laid out as `by_place` has it."""
    first = parts[0]
    whole: Any = _batch_first(np.empty((len(parts), *first.shape[1:], first.shape[0]), dtype=first.dtype))
    for place, part in enumerate(parts):
        whole[:, place] = part
    joined: Array = whole
    return joined


def _batch_first(array: Array) -> Array:
    """The last axis first, a view: `np.moveaxis` takes ten times as long to find out which axis that is."""
    view: Any = array.transpose(array.ndim - 1, *range(array.ndim - 1))
    same: Array = view
    return same


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
