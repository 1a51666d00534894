"""Whether it matters how a seat is played, told apart from luck."""

from collections.abc import Sequence

import numpy as np

from comity.lab import hands, many
from comity.lab.hands import Margin
from comity.rules.draws import seed_from_number
from comity.rules.layout import FloatArray
from comity.scenarios.load import load


def test_a_margin_is_clear_when_it_is_more_than_twice_its_noise() -> None:
    rng = np.random.default_rng(2)
    assert Margin.of(rng.normal(3, 5, 400)).clear
    assert not Margin.of(rng.normal(0, 5, 400)).clear
    assert Margin.of(np.full(9, 2.0)) == Margin(2.0, 0.0)


class Lots:
    """A seat whose score is a lot and what its temperament is worth. The same game has the same luck."""

    def __init__(self, worth: Sequence[float], draw: int) -> None:
        self.worth, self.draw = worth, draw
        self.played: dict[str, set[int]] = {}

    def __call__(self, temper: str, games: int, *, first: int = 0) -> FloatArray:
        numbers = np.arange(first, first + games)
        assert not self.played.get(temper, set()) & set(numbers.tolist()), "the same games again"
        self.played.setdefault(temper, set()).update(numbers.tolist())
        lots = np.random.default_rng(self.draw).normal(70, 10, (1000, 10))[numbers]
        scores: FloatArray = lots[:, 9] + lots[:, int(temper)] + self.worth[int(temper)]
        return scores


NINE = [str(which) for which in range(9)]


def test_hands_of_nine_equals_matter_no_more_often_than_chance_has_it() -> None:
    # Given nine temperaments of no difference, in many worlds
    found = [hands.hands(NINE, Lots([0.0] * 9, draw), 40).apart for draw in range(200)]
    # Then hardly ever is their gap clear, and it has no side
    assert np.mean([gap.clear for gap in found]) < 0.06
    assert abs(np.mean([gap.mean for gap in found])) < 1.0


def test_hands_that_differ_are_told_with_how_far() -> None:
    found = [hands.hands(NINE, Lots([*range(0, 18, 2)], draw), 40) for draw in range(40)]
    assert all(row.apart.clear for row in found)
    assert {row.best for row in found} <= {"6", "7", "8"}
    assert {row.worst for row in found} <= {"0", "1", "2"}


def test_choosing_and_measuring_cost_what_nine_whole_turns_would() -> None:
    lots = Lots([0.0] * 9, 1)
    hands.hands(NINE, lots, 40)
    assert sum(len(numbers) for numbers in lots.played.values()) <= 9 * 40


def test_together_every_seat_has_every_temperament_once_and_another_than_its_neighbours() -> None:
    seats = ["a", "b", "c"]
    rounds = [hands.dealt(seats, NINE, shift) for shift in range(9)]
    for seat in seats:
        assert sorted(dealt[seat] for dealt in rounds) == NINE
    assert all(len(set(dealt.values())) == 3 for dealt in rounds)


def test_together_each_seat_is_told_the_games_in_which_it_had_those_hands() -> None:
    # Given seats that went through all hands in the same games
    scenario = load("crash-course")
    seats, tempers = ["columbia", "arcadia"], sorted(scenario.catalogue.temperaments)
    found = hands.all_in_turn(scenario, seats, 4, jobs=1)
    # Then what is told of each is what those games give, played alone: chosen in two, measured in eight
    for place, seat in enumerate(seats):
        scores = {}
        column = [row.key for row in scenario.catalogue.seats].index(seat)
        for temper in tempers:
            dealt = hands.dealt(seats, tempers, (tempers.index(temper) - place) % len(tempers))
            assert dealt[seat] == temper
            seeds = [seed_from_number(number) for number in range(10)]
            scores[temper] = many.play(scenario, seeds, temperaments=dealt).scores[:, column]
        chosen = {temper: row[:2].mean() for temper, row in scores.items()}
        assert found[seat].best == max(chosen, key=chosen.__getitem__)
        assert found[seat].worst == min(chosen, key=chosen.__getitem__)
        apart = scores[found[seat].best][2:] - scores[found[seat].worst][2:]
        assert found[seat].apart == Margin.of(apart)


def test_one_by_one_the_others_stay_in_their_own_hands() -> None:
    scenario = load("crash-course")
    found = hands.one_by_one(scenario, ["hansa"], 4, jobs=1)["hansa"]
    seeds = [seed_from_number(number) for number in range(2, 10)]
    column = [row.key for row in scenario.catalogue.seats].index("hansa")
    best, worst = (
        many.play(scenario, seeds, temperaments={"hansa": temper}).scores[:, column]
        for temper in (found.best, found.worst)
    )
    assert found.apart == Margin.of(best - worst)
