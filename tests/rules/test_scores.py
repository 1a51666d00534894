"""Scores: against one's own opening, by one's own interests, and the objectives met."""

from dataclasses import replace
from typing import Any

import pytest
from tests.rules import worlds

from comity.rules import scores
from comity.rules.world import World


def world_with(game: worlds.Game, field: str, state: int, points: float) -> World:
    values = game.opening.values.copy()
    values[0, game.opening.layout.offsets[field] + state] += round(points * 1000)
    return replace(game.opening, values=values)


def game(**interests: Any) -> worlds.Game:
    cares = (
        dict.fromkeys(("economy", "security", "autonomy", "standing", "wellbeing", "planet"), 0) | interests
    )
    return worlds.game(worlds.scenario([worlds.state(key, interests=cares) for key in "ABC"]))


def score_of(played: worlds.Game, world: World, seat: str = "a") -> scores.SeatScore:
    return scores.score(played.catalogue.seat(seat), world, played.opening, played.catalogue)


def test_everybody_starts_at_fifty() -> None:
    assert score_of(game(economy=1), game(economy=1).opening).interests == 50


def test_a_point_gained_counts_twice_by_its_weight() -> None:
    played = game(economy=3, standing=1)
    assert score_of(played, world_with(played, "economy", 0, 4)).parts["economy"] == pytest.approx(6)


def test_what_one_does_not_care_for_counts_nothing() -> None:
    played = game(standing=1)
    assert score_of(played, world_with(played, "economy", 0, 4)).interests == 50


def test_mercantilist_eyes_count_gains_over_the_others() -> None:
    relative, absolute = game(economy=1, relative=True), game(economy=1)
    for played, expected in ((relative, -4), (absolute, 0)):
        assert score_of(played, world_with(played, "economy", 1, 4)).parts["economy"] == pytest.approx(
            expected
        )


def test_an_objective_met_adds_its_points_and_one_missed_none() -> None:
    played = game(standing=1)
    assert score_of(played, played.opening).objectives == 0
    met = score_of(played, world_with(played, "economy", 0, 1))
    assert (met.objectives, met.met) == (10, {"grow": True})
    assert met.total == met.interests + 10
