"""Rank correlation: how far two quantities put the same things into the same order."""

from typing import Final

import numpy as np

from comity.rules.layout import FloatArray

_DIGITS: Final = 9
"""Values that differ after this many decimals are equal: they were computed on different ways."""


def ranks(values: FloatArray) -> FloatArray:
    """[..., n]: each value's place along the last axis, the lowest 1; equal ones share their mean place."""
    rounded = np.round(values, _DIGITS)
    mine, other = rounded[..., :, None], rounded[..., None, :]
    result: FloatArray = (mine > other).sum(axis=-1) + ((mine == other).sum(axis=-1) + 1) / 2
    return result


def spearman(one: FloatArray, other: FloatArray) -> FloatArray:
    """[...]: Spearman's rank correlation along the last axis, -1 to 1, ties counted by their mean rank.

    NaN where either side has no order at all, or a value is missing.
    """
    middle = (one.shape[-1] + 1) / 2
    first, second = ranks(one) - middle, ranks(other) - middle
    spread = np.sqrt((first * first).sum(axis=-1) * (second * second).sum(axis=-1))
    missing = np.isnan(one).any(axis=-1) | np.isnan(other).any(axis=-1)
    result: FloatArray = np.divide(
        (first * second).sum(axis=-1),
        spread,
        out=np.full(np.shape(spread), np.nan),
        where=(spread > 0) & ~missing,
    )
    return result
