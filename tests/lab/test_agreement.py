"""Who votes like whom: the figures of games are those that one counts by hand from what was voted."""

from dataclasses import fields
from typing import Final

import numpy as np
import pytest
from tests.lab.votes_tables import agreement as by_hand
from tests.lab.votes_tables import table

from comity.lab import agreement, many, positions, sampling, tallies
from comity.lab.agreement import Findings
from comity.lab.periods import periods
from comity.lab.positions import Positions
from comity.lab.tallies import ALL, Tallies, contested, counted
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
    # Given two games of three seats: in the first, a and b vote alike three times; in the second they part
    found = by_hand([["YYN", "YYA", "YYN"]], [["YNA"]])
    assert found.pair("a", "b")[0] == found.pair("b", "a")[0] == 0.75
    assert found.pair("a", "c")[0] == (0 + 0.5 + 0 + 0.5) / 4
    assert found.world("a")[0] == (3 + 1) / 8
    # Then the same vote is counted as such, abstentions are of one's own votes or of all
    assert found.same("a", "b")[0] == 0.75
    assert found.same("a", "c")[0] == 0.0
    assert found.voted("abstain", "c")[0] == 0.5
    assert found.voted("abstain")[0] == 2 / 12
    # And the interval spans the two games
    assert found.pair("a", "b")[1:] == (0.0, 1.0)
    assert found.with_each()[0, 1].tolist() == list(found.pair("a", "b"))


def test_a_pair_is_followed_from_period_to_period() -> None:
    # Given two that begin as opposites, then differ by an abstention, and end alike
    found = by_hand([["YNYN"], ["YAYN", "YANN"], ["YYNN"]])
    assert [found.pair("a", "b", turns)[0] for turns in ((0,), (1,), (2,))] == [0.0, 0.5, 1.0]
    assert [found.same("a", "b", turns)[0] for turns in ((0,), (1,), (2,))] == [0.0, 0.0, 1.0]
    assert found.pair("a", "b", (1, 2))[0] == pytest.approx(2 / 3)


def test_a_group_coheres_as_far_as_each_two_of_its_members_vote_alike() -> None:
    # Given a bloc whose pairs agree wholly, by half and by half, and one of a single member
    found = by_hand([["YYAN"], ["YYNN"]], groups=[("bloc", (0, 1, 2)), ("alone", (3,))])
    assert found.cohesion("bloc")[0] == pytest.approx((1 + 0.5 + 0.5 + 1 + 0 + 0) / 6)
    assert found.members("bloc") == 3
    # Then a group without two members has no cohesion, and all seats are a group too
    assert np.isnan(found.cohesion("alone")).all()
    assert found.cohesion(ALL)[0] == pytest.approx((1 + 0.5 * 3 + 0 * 2 + 1 + 1) / 12)


def test_the_counts_are_those_of_the_games_one_by_one() -> None:
    # Given three games, counted vote by vote as one would on paper
    scenario = load("crash-course")
    catalogue = scenario.catalogue
    seats = [seat.state for seat in catalogue.seats]
    n, turns = len(seats), catalogue.turns
    names = tallies.groups(catalogue)
    shape = (3, turns, n, n)
    alike, same, both, items = np.zeros(shape), np.zeros(shape), np.zeros(shape), np.zeros(3)
    within, of = np.zeros((3, len(names))), np.zeros((3, len(names)))
    house = many.house_of(scenario, {})
    for game in range(3):
        seeds = [seed_from_number(40 + game)]
        for turn, (world, moves, _) in enumerate(
            many.each_turn(house, repeat(scenario.opening, 1), seeds, {})
        ):
            may = entitled(world, catalogue)[0]
            inside = [world["bloc"][0, bloc, seats] > 0 for bloc in range(len(catalogue.blocs.keys))]
            for slot in range(may.shape[0]):
                able = [seat for seat in range(n) if may[slot, seats[seat]]]
                levels = {seat: LEVEL[int(moves.votes[0, slot, seats[seat]])] for seat in able}
                most = max((list(levels.values()).count(level) for level in levels.values()), default=0)
                if not able or len(able) < 0.8 * n or most > 0.9 * len(able):
                    continue
                items[game] += 1
                for one in able:
                    for other in able:
                        agreed = 1 - abs(levels[one] - levels[other])
                        both[game, turn, one, other] += 1
                        alike[game, turn, one, other] += agreed
                        same[game, turn, one, other] += agreed == 1
                        for bloc, members in enumerate(inside):
                            if one != other and members[one] and members[other]:
                                within[game, bloc] += agreed
                                of[game, bloc] += 1
    # When the lab counts the same games
    found = tallies.count(scenario, 3, first=40)
    # Then it has counted the same
    assert items.sum() > 0
    assert found.items.tolist() == items.tolist()
    assert np.array_equal(found.both, both)
    assert np.array_equal(found.same, same)
    assert np.array_equal(found.alike, 2 * alike)
    assert found.cast.sum() == np.trace(both.sum(axis=(0, 1)))
    blocs = len(catalogue.blocs.keys)
    assert np.array_equal(found.within[:, :blocs], within[:, :blocs])
    assert np.array_equal(found.within_both[:, :blocs], of[:, :blocs])
    assert within.sum() > 0


def test_only_the_bodies_that_are_named_count_and_each_item_is_of_one() -> None:
    # Given the items of all bodies of a scenario, when each is counted by itself
    scenario = load("crash-course")
    bodies = scenario.catalogue.institutions.keys
    each = [tallies.count(scenario, 4, bodies=[body]) for body in bodies]
    # Then they are all items together, and so are all bodies named at once
    everything = tallies.count(scenario, 4)
    for name in ("items", "within"):
        summed = np.sum([getattr(part, name) for part in each], axis=0)
        assert summed.tolist() == getattr(everything, name).tolist()
    assert sum(part.items.sum() > 0 for part in each) > 1
    assert np.array_equal(tallies.count(scenario, 4, bodies=bodies).both, everything.both)


def test_several_choices_of_bodies_are_counted_in_the_same_games() -> None:
    # Given one body's items and those of all, counted by themselves
    scenario = load("crash-course")
    one, *_ = scenario.catalogue.institutions.keys
    apart = [tallies.count(scenario, 4, first=3, bodies=bodies) for bodies in ([one], [])]
    # When both are counted at once, then each is what it was
    heard = list[int]()
    together = tallies.count_each(scenario, 4, [[one], []], first=3, told=heard.append)
    for alone, found in zip(apart, together, strict=True):
        assert alone.items.sum() > 0
        for part in fields(Tallies):
            assert np.array_equal(getattr(alone, part.name), getattr(found, part.name))
    assert heard == [4]
    # And so are the figures that are taken of them
    figures = agreement.measure_each(scenario, 4, [[one], []], first=3)
    assert [found.document() for found in figures] == [
        agreement.measure(scenario, 4, first=3, bodies=bodies).document() for bodies in ([one], [])
    ]


def test_an_order_is_compared_with_another_over_all_games_and_over_resamples_of_them() -> None:
    # Given a with whom b agrees wholly, c by half and d not at all, in each game
    found = by_hand([["YYAN", "YYAN"]], [["NNAY"]])
    assert found.order_with("a", {"b": 0.9, "c": 0.5, "d": 0.1}) == pytest.approx((1, 1, 1))
    assert found.order_with("a", {"d": 0.9, "c": 0.5, "b": 0.1}) == pytest.approx((-1, -1, -1))
    # When another game turns the order, then the interval has room for both
    mixed = by_hand([["YYAN", "YYAN"]], [["YNAY"]])
    assert mixed.order_with("a", {"b": 0.9, "c": 0.5, "d": 0.1}) == pytest.approx((1, -1, 1))
    # And of seats that never vote there is nothing to tell
    assert np.isnan(by_hand([["YYY"]]).order_with("a", {"b": 0.9, "c": 0.5})).all()


def test_permanent_members_are_a_group_and_so_are_all() -> None:
    scenario = load("new-cold-war-2014")
    names = tallies.groups(scenario.catalogue)
    inside = tallies.belonging(scenario.opening, scenario.catalogue)[0]
    council = scenario.catalogue.institutions.permanent.any(axis=1)
    assert len(names) == len(inside) == len(scenario.catalogue.blocs.keys) + council.sum() + 1
    permanent = [name for name in names if name.endswith(".permanent")]
    assert [inside[names.index(name)].sum() for name in permanent] == [5]
    assert inside[names.index(ALL)].all()


def test_neither_the_size_of_a_chunk_nor_who_works_changes_a_figure_and_no_game_is_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scenario, heard = load("crash-course"), list[int]()
    whole = agreement.measure(scenario, 5)
    monkeypatch.setattr(sampling, "CHUNK_MAX", 3)
    parts = agreement.measure(scenario, 5, heard=heard.append)
    assert heard == [3, 5]
    assert parts.agreement.games == 5
    assert parts.document() == whole.document()
    assert agreement.measure(scenario, 5, jobs=2).document() == whole.document()


def test_who_never_votes_has_no_figure() -> None:
    # Given a game in which nothing is contested
    found = by_hand([["YY"], ["NN"]])
    document = Findings(
        found, Positions.of(table([["YY"], ["NN"]]), 0), "a", {"size": np.array([1.0, 2.0])}, ("One", "Two")
    ).document()
    assert document["votes"] == {"yes": None, "abstain": None, "no": None}
    assert document["seats"]["a"] == {"world": None, "abstain": None, "position": None, "with": {"b": None}}
    assert document["cohesion"] == {"all": {"members": 2.0, "agreement": None}}
    assert document["persistence"] == [{"turns": 1, "years": None, "rank_correlation": None}]
    assert document["told_by"] == {"size": None}


def test_a_document_follows_the_pairs_that_were_asked_for_by_period() -> None:
    scenario = load("unipolar-1991")
    labels = scenario.documents.scenario.turn_labels
    one, other = (seat.key for seat in scenario.catalogue.seats[:2])
    found = agreement.measure(
        scenario, 2, asked=[(one, other)], periods=periods(labels, [1995, 2002]), towards=other
    )
    (followed,) = found.document()["pairs"]
    assert followed["seats"] == [one, other]
    assert [row["period"] for row in followed["periods"]] == [
        "1991-92 to 1993-94",
        "1995-96 to 2001-02",
        "2003-04 to 2005",
    ]
    assert found.positions.whole[1] > 0
    # Then positions are told by how many years lie between
    assert [row["years"] for row in found.document()["persistence"]][:2] == [2.0, 4.0]
    assert set(found.document()["told_by"]) == set(positions.quantities(scenario))
