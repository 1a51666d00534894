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


def test_a_share_is_of_all_games_and_its_interval_of_games_drawn_again() -> None:
    # Given two figures of two games each: one that differs between games, and one that is not there
    part, whole = np.array([[3, 0], [0, 0]]), np.array([[3, 0], [1, 0]])
    found = intervals.shares(part, whole)
    assert found[0].tolist() == [0.75, 0.0, 1.0]
    assert np.isnan(found[1]).all()
    # Then one alone is the same, and a document says null of what is not there
    assert intervals.share(part[:, 0], whole[:, 0]) == (0.75, 0.0, 1.0)
    assert intervals.told(found[0]) == [0.75, 0.0, 1.0]
    assert intervals.told(found[1]) is None


def test_resamples_draw_as_many_games_as_there_are() -> None:
    drawn = intervals.resamples(7)
    assert drawn.shape == (intervals.RESAMPLES, 7)
    assert set(drawn.sum(axis=1).tolist()) == {7}
    assert drawn.mean(axis=0) == pytest.approx(np.ones(7), abs=0.2)


def test_a_resample_without_a_figure_is_left_out() -> None:
    assert intervals.around(0.5, np.array([np.nan, 0.25, 0.25, np.nan])) == (0.5, 0.25, 0.25)
    assert np.isnan(intervals.around(0.5, np.array([np.nan]))).all()
