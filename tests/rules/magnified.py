"""The rules under a magnifying glass: what differs in the last bit of a fraction differs in the world."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pytest

from comity.rules.layout import FloatArray, IntArray
from comity.rules.numbers import grid


def _magnified(points: FloatArray) -> IntArray:
    """Rounds as the rules do, but for one unit more where the last bit of the number is set."""
    last_bits = np.ascontiguousarray(points, dtype=np.float64).view(np.int64) & 1
    return grid(points) + last_bits


@contextmanager
def magnified() -> Iterator[None]:
    """Within it, every rule rounds so that two fractions never pass for equal unless they are.

    Sums of fractions depend on their order in the last bit; rounding proper hides that but once in a million
    times, and then two machines, or two halves of a relation, part for good.
    """
    with pytest.MonkeyPatch.context() as patch:
        for module in [module for name, module in sys.modules.items() if name.startswith("comity.rules.")]:
            if hasattr(module, "grid"):
                patch.setattr(module, "grid", _magnified)
        yield
