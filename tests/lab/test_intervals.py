"""How sure a figure is: what is said to hold 95 percent of it does."""

import numpy as np
import pytest

from comity.lab import intervals


def test_the_interval_around_a_mean_misses_it_about_one_time_in_twenty() -> None:
    # Given two thousand samples of a hundred values whose mean is known to be zero
    samples = np.random.default_rng(1).normal(0.0, 3.0, (2_000, 100))
    held = np.mean([abs(row.mean()) <= intervals.half_width(row) for row in samples])
    assert held == pytest.approx(0.95, abs=0.015)


def test_of_a_single_value_nothing_is_claimed() -> None:
    assert intervals.half_width(np.array([7.0])) == 0.0


def test_the_middle_leaves_out_one_in_forty_at_either_end() -> None:
    assert intervals.middle(np.arange(0.0, 1001.0)) == pytest.approx((25.0, 975.0))
