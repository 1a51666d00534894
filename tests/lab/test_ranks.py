"""Ranks and their correlation, against what one works out by hand."""

import numpy as np
import pytest

from comity.lab.ranks import ranks, spearman


def test_equal_values_share_the_mean_of_their_places() -> None:
    assert ranks(np.array([7.0, 1.0, 7.0, 9.0])).tolist() == [2.5, 1.0, 2.5, 4.0]
    # And what differs only by how it was computed is equal
    assert ranks(np.array([0.1 + 0.2, 0.3, 1.0])).tolist() == [1.5, 1.5, 3.0]


def test_only_the_order_counts() -> None:
    one = np.array([1.0, 2.0, 3.0, 4.0])
    assert spearman(one, np.array([1.0, 10.0, 100.0, 1e6])) == pytest.approx(1.0)
    assert spearman(one, -one) == pytest.approx(-1.0)
    # Two neighbours changed places: 1 - 6 * 2 / (4 * 15)
    assert spearman(one, np.array([1.0, 3.0, 2.0, 4.0])) == pytest.approx(0.8)


def test_with_ties_it_is_the_correlation_of_mean_ranks() -> None:
    # Ranks 1, 2, 3, 4 against 1.5, 1.5, 3.5, 3.5: 4 / sqrt(5 * 4)
    club = np.array([0.0, 0.0, 1.0, 1.0])
    assert spearman(np.array([1.0, 2.0, 3.0, 4.0]), club) == pytest.approx(4 / np.sqrt(20))


def test_rows_are_correlated_each_with_its_own() -> None:
    rows = np.array([[1.0, 2.0, 3.0], [3.0, 2.0, 1.0]])
    assert spearman(rows, np.array([1.0, 2.0, 3.0])).tolist() == pytest.approx([1.0, -1.0])


def test_what_has_no_order_or_is_missing_has_no_correlation() -> None:
    one = np.array([1.0, 2.0, 3.0])
    assert np.isnan(spearman(one, np.full(3, 5.0)))
    assert np.isnan(spearman(one, np.array([1.0, np.nan, 3.0])))
