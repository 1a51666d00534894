"""What a batch of games takes at its height: twice the games, twice the memory, and a chunk is no burden."""

import tracemalloc
from typing import Final

import pytest

from comity.lab import many, sampling
from comity.rules.draws import seed_from_number
from comity.scenarios.load import Scenario, load

FEW: Final = 64
GIB: Final = 2**30


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load("crash-course")


def peak(scenario: Scenario, games: int) -> int:
    """Bytes."""
    seeds = [seed_from_number(number) for number in range(games)]
    tracemalloc.start()
    try:
        many.play(scenario, seeds)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_grows_with_the_games_of_a_batch_and_no_faster(scenario: Scenario) -> None:
    # Given what is made once and kept
    many.play(scenario, [seed_from_number(0)])
    few, twice = (peak(scenario, games) for games in (FEW, 2 * FEW))
    # Then twice the games take twice the memory, near enough
    assert twice / few < 2.2, f"{few} bytes, then {twice}"
    # And a whole chunk, at what each game more takes, leaves room on any laptop
    assert few + (sampling.chunk_of(scenario) - FEW) * (twice - few) / FEW < GIB
