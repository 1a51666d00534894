"""The paper's thesis, tested and never built in: does pluralism go with balance, order, innovation and the
handling of common challenges? (Sakwa 2019, "Pluralism in the international system".)

Seats are dealt temperaments by lot, so that some worlds are more plural than others. Those that make a world
so act on it in other ways too: the slope is an association, and docs/lab.md says how to read it. The effect
is the slope of an index at the end over the pluralism of the whole game, in points for ten points of
pluralism, between the means of the casts; the interval is a bootstrap over casts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from comity.lab import intervals
from comity.lab.many import Played
from comity.rules import vocabulary as words
from comity.rules.layout import FloatArray

PER: Final = 10.0
RESAMPLES: Final = 2_000
_PLURALISM: Final = words.SYSTEM_GAUGES.index("pluralism")


@dataclass(frozen=True, slots=True)
class Effect:
    """In points of the index; `low` and `high` bound the middle 95 percent of resamples, and are None where
    there are too few casts to tell.
    """

    effect: float
    low: float | None
    high: float | None


def effects(casts: Sequence[Played]) -> Mapping[str, Effect]:
    """By index, over batches each of which was dealt its own temperaments. Fewer than three casts, or casts
    that are all alike, tell nothing.
    """
    plural = np.array([part.system[1:, :, _PLURALISM].mean() for part in casts])
    ends = np.array([part.indices[-1].mean(axis=0) for part in casts]).reshape(-1, len(words.INDICES))
    if plural.size < 3 or plural.std() == 0:
        return dict.fromkeys(words.INDICES, Effect(0.0, None, None))
    draw = np.random.default_rng(20_19).integers(0, plural.size, (RESAMPLES, plural.size))
    return {index: _effect(plural, ends[:, place], draw) for place, index in enumerate(words.INDICES)}


def _effect(
    plural: FloatArray, end: FloatArray, draw: np.ndarray[tuple[int, int], np.dtype[np.int64]]
) -> Effect:
    slopes = _slope(plural[draw], end[draw])
    low, high = intervals.middle(slopes[np.isfinite(slopes)])
    whole = _slope(plural[None], end[None])[0]
    return Effect(round(float(PER * whole), 3), round(PER * low, 3), round(PER * high, 3))


def _slope(x: FloatArray, y: FloatArray) -> FloatArray:
    """[row]: least squares over the last axis; not a number where x does not vary."""
    across, along = x - x.mean(axis=1, keepdims=True), y - y.mean(axis=1, keepdims=True)
    spread = (across * across).sum(axis=1)
    slope: FloatArray = np.where(
        spread > 0, (across * along).sum(axis=1) / np.where(spread > 0, spread, 1.0), np.nan
    )
    return slope
