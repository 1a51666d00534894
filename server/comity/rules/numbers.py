"""Arithmetic that every stage shares: rounding to the grid and exact sums."""

import numpy as np

from comity.rules.world import POINT, SHARE, FloatArray, IntArray


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


def off_diagonal(array: FloatArray) -> FloatArray:
    """[batch, n, n] with its diagonal set to zero: a state has no relation with itself."""
    n = array.shape[-1]
    mask = 1.0 - np.eye(n)
    result: FloatArray = array * mask
    return result
