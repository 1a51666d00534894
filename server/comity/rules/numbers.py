"""Arithmetic that every stage shares: rounding to the grid and exact sums."""

from functools import lru_cache

import numpy as np

from comity.rules.world import POINT, SHARE, BoolArray, FloatArray, IntArray


def grid(points: FloatArray) -> IntArray:
    """Points to grid units, rounded half to even."""
    units: IntArray = np.rint(points * POINT).astype(np.int64)
    return units


def rate(fraction: FloatArray) -> IntArray:
    """A fraction to ten-thousandths, kept within 0..10000."""
    bounded: FloatArray = np.minimum(np.maximum(fraction, 0.0), 1.0)
    return np.rint(bounded * SHARE).astype(np.int64)


def weighted_mean(values: IntArray, weights: IntArray, axis: int = -1) -> IntArray:
    """Integer mean of `values` under `weights` along `axis`, rounded down; exact in any order. Zero where
    weights are.
    """
    total = np.maximum(weights.sum(axis=axis), 1)
    result: IntArray = (values * weights).sum(axis=axis) // total
    return result


@lru_cache(maxsize=64)
def one_hot(n: int) -> BoolArray:
    """[n + 1, n]: row i marks the i-th of n, and the last row, which the index -1 means, marks none."""
    rows = np.eye(n + 1, n, dtype=np.bool_)
    rows.setflags(write=False)
    return rows


def off_diagonal(array: FloatArray) -> FloatArray:
    """[batch, n, n] with its diagonal set to zero: a state has no relation with itself."""
    n = array.shape[-1]
    result: FloatArray = np.where(one_hot(n)[:n], 0.0, array)
    return result


def sum_by_cell(cell: IntArray, amount: IntArray, cells: int) -> IntArray:
    """[rows]: for every row, the sum of the amounts of all rows of its cell, of `cells` in all."""
    totals = np.zeros(cells, dtype=np.int64)
    np.add.at(totals, cell, amount)
    result: IntArray = totals[cell]
    return result
