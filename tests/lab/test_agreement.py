"""Who votes like whom: the figures of games are those that one counts by hand from what was voted."""

from typing import Final

import numpy as np
import pytest

from comity.lab import agreement, many, sampling
from comity.lab.agreement import Agreement, Counts, contested, counted
from comity.rules.draws import seed_from_number
from comity.rules.moves import ABSTAIN, DEFY, NO, YES
from comity.rules.voting import entitled
from comity.rules.world import repeat
from comity.scenarios.load import load

LEVEL: Final = {YES: 1.0, ABSTAIN: 0.5, NO: 0.0, DEFY: 0.0}


def item(*votes: int, out: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """One item of one game; the last `out` seats have no vote."""
    may = np.ones(len(votes), dtype=np.bool_)
    may[len(votes) - out :] = False
    return np.array([[votes]]), may[None, None]


def test_an_item_counts_where_many_may_vote_and_not_nearly_all_vote_alike() -> None:
    # Given ten seats, when one votes against the others, that is just contested
    assert contested(*item(*[YES] * 9, NO)).all()
    # When nobody does, or only a few have a vote at all, it is not
    assert not contested(*item(*[YES] * 10)).any()
    assert not contested(*item(*[YES] * 19, NO)).any()
    assert not contested(*item(*[YES] * 5, *[NO] * 5, out=3)).any()
    # And a seat that has no vote is not counted where the item is
    assert contested(*item(*[YES] * 5, *[NO] * 5, out=1)).sum() == 9


def test_who_defies_has_voted_no() -> None:
    assert counted(np.array([YES, ABSTAIN, NO, DEFY])).tolist() == [YES, ABSTAIN, NO, NO]


def test_figures_are_shares_over_all_games_with_an_interval_around_them() -> None:
    # Given two games of three seats: one and two voted alike on three of four items, never with the third
    both = np.array([np.full((3, 3), 3), np.full((3, 3), 1)])
    alike = np.zeros((2, 3, 3))
    alike[0, 0, 1] = alike[0, 1, 0] = 3.0
    cast = np.array([[[3, 0, 0], [3, 0, 0], [0, 1, 2]], [[1, 0, 0], [0, 0, 1], [0, 1, 0]]])
    found = Agreement(("one", "two", "three"), Counts(np.array([3, 1]), cast, alike, both))
    assert found.pair("one", "two")[0] == found.pair("two", "one")[0] == 0.75
    assert found.pair("one", "three") == (0.0, 0.0, 0.0)
    assert found.world("one")[0] == 3 / 8
    # Then abstentions are of one's own votes, or of all; and the interval spans the two games
    assert found.voted("abstain", "three")[0] == 0.5
    assert found.voted("abstain")[0] == 2 / 12
    assert found.pair("one", "two")[1:] == (0.0, 1.0)


def test_the_counts_are_those_of_the_games_one_by_one() -> None:
    # Given three games, counted vote by vote as one would on paper
    scenario = load("crash-course")
    seats = [seat.state for seat in scenario.catalogue.seats]
    n = len(seats)
    alike, both, items = np.zeros((3, n, n)), np.zeros((3, n, n)), np.zeros(3)
    house = many.house_of(scenario, {})
    for game in range(3):
        seeds = [seed_from_number(40 + game)]
        for world, moves, _ in many.each_turn(house, repeat(scenario.opening, 1), seeds, {}):
            may = entitled(world, scenario.catalogue)[0]
            for slot in range(may.shape[0]):
                able = [seat for seat in range(n) if may[slot, seats[seat]]]
                levels = {seat: LEVEL[int(moves.votes[0, slot, seats[seat]])] for seat in able}
                most = max((list(levels.values()).count(level) for level in levels.values()), default=0)
                if not able or len(able) < 0.8 * n or most > 0.9 * len(able):
                    continue
                items[game] += 1
                for one in able:
                    for other in able:
                        both[game, one, other] += 1
                        alike[game, one, other] += 1 - abs(levels[one] - levels[other])
    # When the lab counts the same games
    found = agreement.measure(scenario, 3, first=40).counts
    # Then it has counted the same
    assert items.sum() > 0
    assert found.items.tolist() == items.tolist()
    assert np.array_equal(found.both, both)
    assert np.array_equal(found.alike, alike)
    assert found.cast.sum() == np.trace(both.sum(axis=0))


def test_neither_the_size_of_a_chunk_changes_a_figure_nor_is_a_game_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scenario, heard = load("crash-course"), list[int]()
    whole = agreement.measure(scenario, 5)
    monkeypatch.setattr(sampling, "CHUNK_MAX", 2)
    parts = agreement.measure(scenario, 5, told=heard.append)
    assert heard == [2, 4, 5]
    assert parts.games == 5
    assert parts.document() == whole.document()


def test_who_never_votes_has_no_figure() -> None:
    nothing = Counts(
        np.zeros(1, int), np.zeros((1, 2, 3), int), np.zeros((1, 2, 2)), np.zeros((1, 2, 2), int)
    )
    document = Agreement(("one", "two"), nothing).document()
    assert document["votes"] == {"yes": None, "abstain": None, "no": None}
    assert document["seats"]["one"] == {"world": None, "abstain": None, "with": {"two": None}}
