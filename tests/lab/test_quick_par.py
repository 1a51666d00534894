"""Par at once: where a score stands among the same games of bots, for worlds small enough to wait for."""

from dataclasses import replace

import numpy as np
import pytest

from comity.lab import many, playouts, quick_par
from comity.scenarios.load import load


def test_a_score_is_told_by_how_many_games_it_beats_and_a_tie_counts_half() -> None:
    games = np.array([[10.0, 50.0], [20.0, 50.0], [30.0, 50.0], [40.0, 50.0]])
    first, second = quick_par.among([30.0, 60.0], games)
    assert (first.mean, first.beaten) == (25.0, 0.625)
    assert (second.p10, second.p90, second.beaten) == (50.0, 50.0, 1.0)


def test_the_games_are_those_that_play_prints_by_their_numbers() -> None:
    scenario = load("crash-course")
    games = quick_par.sample(scenario)
    assert len(games) == quick_par.GAMES_MAX
    for number in (0, 200):
        assert games[number].tolist() == list(
            playouts.play(scenario, seed=number).document["scores"].values()
        )


def test_a_world_that_takes_too_long_has_no_par_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    # Given a world of so many states that not even the fewest games would do, nothing is played
    scenario = load("crash-course")
    wide = replace(scenario.catalogue.states, keys=tuple(f"S{number}" for number in range(193)))
    monkeypatch.setattr(many, "play", lambda *_: pytest.fail("nobody waits for this"))
    assert len(quick_par.sample(replace(scenario, catalogue=replace(scenario.catalogue, states=wide)))) == 0
