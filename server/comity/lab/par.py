"""Par: what each seat can be expected to score, so that Fiji and the United States can be graded alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from comity.rules.layout import FloatArray


@dataclass(frozen=True, slots=True)
class Spread:
    """How a figure is spread over games."""

    mean: float
    p10: float
    p50: float
    p90: float

    @classmethod
    def of(cls, values: FloatArray) -> Self:
        low, middle, high = (round(float(each), 2) for each in np.percentile(values, (10, 50, 90)))
        return cls(round(float(values.mean()), 2), low, middle, high)


def par(seats: Sequence[str], scores: FloatArray) -> Mapping[str, Spread]:
    """By seat, from scores [game, seat]."""
    return {seat: Spread.of(scores[:, place]) for place, seat in enumerate(seats)}


def against_par(scores: FloatArray, sample: FloatArray) -> FloatArray:
    """[game, seat]: scores as standard deviations from the mean of a sample of the same seat's.

    A seat that always scores the same is at par whatever it scores.
    """
    spread = sample.std(axis=0)
    apart = scores - sample.mean(axis=0)
    result: FloatArray = np.where(spread > 0, apart / np.where(spread > 0, spread, 1.0), 0.0)
    return result
