"""How sure a figure is: the interval that holds 95 percent of it."""

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from comity.rules.layout import FloatArray, IntArray

ERRORS: Final = 1.96
"""Standard errors to either side of a mean that hold 95 percent of it."""
RESAMPLES: Final = 500
_AT_ONCE: Final = 4096
"""Figures whose resamples are held in memory together."""

Figure = tuple[float, float, float]
"""A figure with the ends of the interval that holds 95 percent of resamples of whole games."""


def half_width(values: FloatArray) -> float:
    """Of the interval around the mean of independent values; 0 of a single one."""
    return float(ERRORS * values.std(ddof=1) / np.sqrt(values.size)) if values.size > 1 else 0.0


def middle(resampled: FloatArray) -> tuple[float, float]:
    """The ends of the middle 95 percent of a figure's resamples."""
    low, high = np.percentile(resampled, (2.5, 97.5)).tolist()
    return low, high


def around(value: float, resampled: FloatArray) -> Figure:
    """A figure with its interval, of those resamples that have a figure at all; NaN where it has none."""
    told = resampled[~np.isnan(resampled)]
    return (np.nan, np.nan, np.nan) if np.isnan(value) or not told.size else (float(value), *middle(told))


def resamples(games: int) -> IntArray:
    """[resample, game]: how often each game is drawn, where as many are drawn as there are, with replacement.

    The same for the same number of games.
    """
    chosen = np.random.default_rng(0).integers(0, games, (RESAMPLES, games))
    drawn = np.zeros((RESAMPLES, games), dtype=np.int64)
    np.add.at(drawn, (np.arange(RESAMPLES)[:, None], chosen), 1)
    return drawn


def shares(part: npt.NDArray[Any], whole: npt.NDArray[Any]) -> FloatArray:
    """[..., 3]: share and interval of what `part` [game, ...] is of `whole`, summed over games; NaN where the
    whole is nought.
    """
    drawn = resamples(len(whole)).astype(np.float64)
    parts, wholes = (rows.reshape(len(whole), -1).astype(np.float64) for rows in (part, whole))
    found = np.full((parts.shape[1], 3), np.nan)
    for start in range(0, parts.shape[1], _AT_ONCE):
        here = slice(start, start + _AT_ONCE)
        total, out_of = drawn @ parts[:, here], drawn @ wholes[:, here]
        some = wholes[:, here].sum(axis=0) > 0
        one = np.divide(total, out_of, out=np.full(total.shape, np.nan), where=out_of > 0)[:, some]
        if some.any():
            ends = np.nanpercentile(one, (2.5, 97.5), axis=0)
            ratio = parts[:, here].sum(axis=0)[some] / wholes[:, here].sum(axis=0)[some]
            found[start : start + len(some)][some] = np.column_stack((ratio, ends.T))
    result: FloatArray = found.reshape(*part.shape[1:], 3)
    return result


def share(part: npt.NDArray[Any], whole: npt.NDArray[Any]) -> Figure:
    """The same of one figure: `part` and `whole` are [game]."""
    value, low, high = shares(part, whole).tolist()
    return (value, low, high)


def told(figure: Figure | FloatArray) -> list[float] | None:
    """A figure as documents have it: `[value, low, high]`, null where there is nothing to tell."""
    value, low, high = (float(number) for number in figure)
    return None if np.isnan(value) else [round(value, 3), round(low, 3), round(high, 3)]
