"""Many games at once are the games that each would be alone; and a bot is worth playing against."""

import numpy as np
import pytest
from tests.tables import TABLES

from comity.lab import many, playouts, sampling
from comity.rules import vocabulary as words
from comity.rules.draws import seed_from_number
from comity.scenarios.load import Scenario, load


@pytest.fixture(scope="module", params=TABLES)
def scenario(request: pytest.FixtureRequest) -> Scenario:
    return load(request.param)


def seeds(first: int, count: int) -> list[bytes]:
    return [seed_from_number(number) for number in range(first, first + count)]


def test_a_batch_plays_the_games_that_are_played_one_by_one(scenario: Scenario) -> None:
    # Given a batch of games, and two of them played as a class plays, turn by turn with every ledger
    played = many.play(scenario, seeds(0, 4))
    for number in (1, 3):
        alone = playouts.play(scenario, seed=number).document
        # Then scores and indices are the same to the last digit
        assert list(alone["scores"].values()) == played.scores[number].tolist()
        ends = [alone["turns"][-1]["indices"][index] for index in words.INDICES]
        assert ends == played.indices[-1, number].tolist()


@pytest.mark.parametrize("mixed", [False, True], ids=["own temperaments", "dealt by lot"])
def test_neither_cores_nor_chunks_change_a_figure(mixed: bool) -> None:
    scenario = load("crash-course")
    count = 2 * sampling.CAST + 5
    one = sampling.games(scenario, count, mixed=mixed, jobs=1)
    two = sampling.games(scenario, count, mixed=mixed, jobs=2)
    assert np.array_equal(sampling.joined(one, "scores"), sampling.joined(two, "scores"))
    if not mixed:
        whole = many.play(scenario, seeds(0, count))
        assert np.array_equal(sampling.joined(one, "scores"), whole.scores)


@pytest.mark.parametrize("most", [1, 2, 1024, 2048])
def test_the_rows_of_a_chunk_are_never_a_power_of_two_apart(
    most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given a scenario of which as many games fit a chunk as we like
    monkeypatch.setattr(sampling, "CHUNK_MAX", most)
    monkeypatch.setattr(sampling, "CELLS", 10**9)
    # Then they are an odd number, and hardly fewer
    size = sampling.chunk_of(load("crash-course"))
    assert size % 2 == 1
    assert max(1, most - 1) <= size <= most


def test_what_is_dealt_by_lot_is_dealt_to_every_seat_sooner_or_later() -> None:
    scenario = load("crash-course")
    casts = [sampling.cast(scenario, number) for number in range(200)]
    for seat in scenario.catalogue.seats:
        assert {cast[seat.key] for cast in casts} == set(scenario.catalogue.temperaments)


def test_from_every_seat_a_bot_beats_whoever_does_anything_legal(scenario: Scenario) -> None:
    # Given the same games twice: all bots, and one seat in the hands of a random player
    count = 16
    all_bots = many.play(scenario, seeds(0, count)).scores
    for place, seat in enumerate(scenario.catalogue.seats):
        other = many.play(scenario, seeds(0, count), players={seat.key: many.RANDOM}).scores
        # Then the bot scores more, by a margin that is not chance: the whole interval lies above nought
        margin = all_bots[:, place] - other[:, place]
        error = margin.std(ddof=1) / np.sqrt(count)
        assert margin.mean() - 1.96 * error > 2.0, f"{seat.key}: {margin.mean():.1f} +- {1.96 * error:.1f}"


def test_a_random_player_is_legal_too(scenario: Scenario) -> None:
    # Given a whole game of nothing but random players: the engine's own sums would show an illegal one
    players = {seat.key: many.RANDOM for seat in scenario.catalogue.seats}
    played = many.play(scenario, seeds(0, 3), players=players)
    assert played.usage.actions.sum() > 0
    assert (played.indices >= 0).all()
    assert (played.indices <= 100).all()


def test_the_usage_of_a_batch_is_counted_once_a_game_and_turn(scenario: Scenario) -> None:
    usage = many.play(scenario, seeds(0, 3)).usage
    assert usage.games == 3
    assert usage.turns == 3 * scenario.catalogue.turns
    assert (usage.passed <= usage.voted).all()
    assert usage.asked.sum() == usage.voted.sum()
    assert usage.stuck.sum() == usage.voted.sum() - usage.passed.sum()


def test_what_comes_twice_in_a_game_is_in_one_game(scenario: Scenario) -> None:
    # Given games one by one and the same in a batch
    usage = many.play(scenario, seeds(0, 3)).usage
    alone = [many.play(scenario, [seed]).usage for seed in seeds(0, 3)]
    for name in ("actions", "voted", "events"):
        # Then a thing is in as many games as saw it at all, and some saw it more than once
        games = sum((getattr(one, name) > 0).astype(np.int64) for one in alone)
        assert np.array_equal(getattr(usage, f"{name}_in"), games), name
    assert (usage.actions > usage.actions_in).any()


def test_a_seat_or_a_temperament_that_is_not_there_is_an_error() -> None:
    scenario = load("crash-course")
    for wrong in ({"atlantis": "crusader"}, {"columbia": "saint"}):
        with pytest.raises(KeyError):
            many.play(scenario, seeds(0, 1), temperaments=wrong)
