"""Whether a figure that was written down over time stays where it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

import numpy as np

NORMAL_95: Final = NormalDist().inv_cdf(0.975)
FEWEST: Final = 8
"""Samples without which no interval is worth telling."""


@dataclass(frozen=True)
class Trend:
    """A slope by least squares, and its 95 % interval: `low` to `high`, all per unit of time."""

    slope: float
    low: float
    high: float


def trend(times: Sequence[float], values: Sequence[float]) -> Trend:
    """The slope of `values` over `times`. Raises ValueError for fewer than eight samples.

    Memory hardly moves from one sample to the next, so neighbours tell the same twice: the interval counts
    only as many samples as there would be without what each has from the one before (by the lag-one
    correlation of what the line leaves over).
    """
    if len(times) < FEWEST:
        raise ValueError(f"{len(times)} samples are too few for a slope; {FEWEST} are the least")
    x, y = np.asarray(times, dtype=float), np.asarray(values, dtype=float)
    x, y = x - x.mean(), y - y.mean()
    spread = float(x @ x)
    slope = float(x @ y) / spread
    left = y - slope * x
    square = float(left @ left)
    alike = max(float(left[:-1] @ left[1:]) / square, 0.0) if square > 0 else 0.0
    own = max(len(x) * (1 - alike) / (1 + alike), 3.0)
    error = (square / len(x) / (own - 2) * len(x) / spread) ** 0.5
    return Trend(slope, slope - NORMAL_95 * error, slope + NORMAL_95 * error)
