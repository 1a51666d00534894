"""How sure a figure is: the interval that holds 95 percent of it."""

from typing import Final

import numpy as np

from comity.rules.layout import FloatArray

ERRORS: Final = 1.96
"""Standard errors to either side of a mean that hold 95 percent of it."""


def half_width(values: FloatArray) -> float:
    """Of the interval around the mean of independent values; 0 of a single one."""
    return float(ERRORS * values.std(ddof=1) / np.sqrt(values.size)) if values.size > 1 else 0.0


def middle(resampled: FloatArray) -> tuple[float, float]:
    """The ends of the middle 95 percent of a figure's resamples."""
    low, high = np.percentile(resampled, (2.5, 97.5)).tolist()
    return low, high
