"""Arithmetic that every stage shares: rounding to the grid and exact sums."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from comity.rules.layout import POINT, SHARE, Array, BoolArray, FloatArray, IntArray, beside

_POINT, _FULL, _SHARE = np.array(float(POINT)), np.array(100.0 * POINT), np.array(float(SHARE))
_NONE, _ALL, _ONE = np.array(0.0), np.array(1.0), np.array(1)
"""As arrays of no axis: numpy has to convert a Python number at every use."""


def in_points(amount: IntArray) -> FloatArray:
    """Grid units to points, made float first: numpy takes twice as long over two kinds of number."""
    points: FloatArray = amount.astype(np.float64) / _POINT
    return points


def of_full(amount: IntArray) -> FloatArray:
    """Grid units to parts of a hundred points, 0..1."""
    part: FloatArray = amount.astype(np.float64) / _FULL
    return part


def grid(points: FloatArray) -> IntArray:
    """Points to grid units, rounded half to even."""
    units: IntArray = np.rint(points * _POINT).astype(np.int64)
    return units


def rate(fraction: FloatArray) -> IntArray:
    """A fraction to ten-thousandths, kept within 0..10000."""
    bounded: FloatArray = np.minimum(np.maximum(fraction, _NONE), _ALL)
    units: IntArray = np.rint(bounded * _SHARE).astype(np.int64)
    return units


def weighted_mean(values: IntArray, weights: IntArray) -> IntArray:
    """Integer mean of `values` under `weights` along the last axis, rounded down; exact in any order. Zero
    where weights are.
    """
    total = np.maximum(np.add.reduce(weights, axis=-1), _ONE)
    result: IntArray = np.vecdot(values, weights) // total
    return result


@lru_cache(maxsize=64)
def one_hot(n: int) -> BoolArray:
    """[n + 1, n]: row i marks the i-th of n, and the last row, which the index -1 means, marks none."""
    rows = np.eye(n + 1, n, dtype=np.bool_)
    rows.setflags(write=False)
    return rows


@lru_cache(maxsize=64)
def all_of(n: int) -> BoolArray:
    """[n + 1, n]: every row marks all, and the last, which the index -1 means, none."""
    rows = np.ones((n + 1, n), dtype=np.bool_)
    rows[n] = False
    rows.setflags(write=False)
    return rows


@lru_cache(maxsize=64)
def pairs(n: int) -> BoolArray:
    """[n, n]: every pair of different states once, the one that comes first before the other."""
    rows = np.triu(np.ones((n, n), dtype=np.bool_), 1)
    rows.setflags(write=False)
    return rows


@lru_cache(maxsize=64)
def others(n: int) -> BoolArray:
    """[n + 1, n]: row i marks all but the i-th of n, and the last row, which the index -1 means, none."""
    rows = ~one_hot(n)
    rows[n] = False
    rows.setflags(write=False)
    return rows


def off_diagonal(array: FloatArray) -> FloatArray:
    """[..., n, n] with its diagonal set to zero: a state has no relation with itself."""
    n = array.shape[-1]
    result: FloatArray = np.where(one_hot(n)[:n], _NONE, array)
    return result


def between_states(amounts: Sequence[FloatArray]) -> IntArray:
    """Several rules' effects [batch, n, n] on a relation, in points, rounded to the grid together."""
    return grid(off_diagonal(beside(amounts))).swapaxes(0, 1)


def completed(shares: IntArray) -> IntArray:
    """Rounded shares [..., 4] with the last made up to a whole, in place."""
    shares[..., -1] = SHARE - np.add.reduce(shares[..., :-1], axis=-1)
    return shares


def first_of(cases: Sequence[tuple[BoolArray, Array]], otherwise: Array) -> Array:
    """Elementwise the value of the first case that holds: `np.select`, at a fifth of its price on arrays as
    small as ours.
    """
    chosen: Any = otherwise
    for holds, value in reversed(cases):
        chosen = np.where(holds, value, chosen)
    found: Array = chosen
    return found


def in_turn(parts: FloatArray) -> FloatArray:
    """[batch, parts, ...] summed over the parts one after the other: sums of floats depend on their order."""
    total: FloatArray = parts[:, 0]
    for part in range(1, parts.shape[1]):
        total = total + parts[:, part]
    return total


def sum_by_cell(cell: IntArray, amount: IntArray, cells: int) -> IntArray:
    """[rows]: for every row, the sum of the amounts of all rows of its cell, of `cells` in all."""
    totals = np.zeros(cells, dtype=np.int64)
    np.add.at(totals, cell, amount)
    result: IntArray = totals[cell]
    return result
