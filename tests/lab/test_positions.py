"""Where states stand by their votes: on tables small enough to place them by hand."""

import numpy as np
import pytest
from tests.lab.votes_tables import table

from comity.lab import positions
from comity.lab.positions import Positions, scaled
from comity.scenarios.load import load

CAMPS = ["YYNN", "NNYY"]
"""Two seats against two."""


def test_two_camps_stand_at_two_ends_and_alike_seats_together() -> None:
    # Given agreement of 1 within camps and none across, the centred table is half of plus and minus ones
    places = scaled(np.array([[1.0, 1, 0, 0], [1, 1, 0, 0], [0, 0, 1, 1], [0, 0, 1, 1]]))
    assert abs(places) == pytest.approx(np.full(4, np.sqrt(0.5)))
    assert places[0] == pytest.approx(places[1])
    assert places[0] == pytest.approx(-places[2])


def test_who_is_torn_between_two_stands_between_them() -> None:
    # Given three seats of which the middle one abstains where the others quarrel: 1, 0 and 1 half apart
    found = Positions.of(table([["YAN", "NAY"]]), 0).whole
    assert found == pytest.approx([np.sqrt(0.5), 0.0, -np.sqrt(0.5)])


def test_the_anchor_stands_above_nought() -> None:
    for anchor in range(4):
        found = Positions.of(table([CAMPS]), anchor)
        assert found.whole[anchor] > 0
        assert found.turns[0, anchor] > 0


def test_positions_that_stay_keep_their_order_and_those_that_turn_lose_it() -> None:
    # Given three turns: the second like the first, in the third the second and third seat have changed sides
    turned = ["YNYN", "NYNY"]
    # When one, and then two turns have gone by
    found = Positions.of(table([CAMPS, CAMPS, turned], [CAMPS, CAMPS, turned]), 0)
    # Then the order holds once wholly and once not at all: half on average; over two turns not at all
    assert found.persistence(1) == pytest.approx((0.5, 0.5, 0.5))
    assert found.persistence(2)[0] == pytest.approx(0.0)


def test_a_turn_in_which_nothing_was_voted_is_passed_over() -> None:
    # Given a turn of one voice between two of the same quarrel
    found = Positions.of(table([CAMPS, ["YYYY"], CAMPS]), 0)
    assert np.isnan(found.turns[1]).all()
    assert found.persistence(2)[0] == pytest.approx(1.0)
    # Then there is no figure where it would be needed
    assert np.isnan(found.persistence(1)).all()


def test_an_order_is_told_by_what_goes_with_it_and_the_interval_spans_the_games() -> None:
    # Given a game of two camps and one in which the seats stand the other way about
    found = Positions.of(table([CAMPS], [CAMPS], [["YNYN", "NYNY"]]), 0)
    club = np.array([1.0, 1.0, 0.0, 0.0])
    value, low, high = found.told_by(club)
    assert value == pytest.approx(2 / np.sqrt(5), abs=0.11)
    assert low <= 0.0 < value <= high
    assert found.told_by(-club)[0] == pytest.approx(-value)
    # And a quantity that is the same for all tells nothing
    assert np.isnan(found.told_by(np.ones(4))).all()


def test_what_may_tell_is_what_the_scenario_says_of_its_states() -> None:
    scenario = load("new-cold-war-2014")
    seats = [seat.key for seat in scenario.catalogue.seats]
    found = positions.quantities(scenario)
    assert positions.strongest(scenario) == seats[int(found["power"].argmax())]
    assert {"power", "governance", "predisposition.liberal"} < set(found)
    assert any(name.startswith("blocs.") for name in found)
    for name, values in found.items():
        assert values.shape == (len(seats),)
        if name.startswith("blocs."):
            assert set(values) == {0.0, 1.0}
            assert positions.CLUB <= values.sum() <= len(seats) - positions.CLUB
