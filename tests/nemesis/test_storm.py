"""A small share of `make storm`: real processes, real faults, and the checker's verdict."""

import pytest
from tests.nemesis import schedule
from tests.nemesis.fronts import Front
from tests.nemesis.page import line
from tests.nemesis.play import Teacher, play
from tests.nemesis.processes import open_house
from tests.nemesis.run import CONTROL_SECONDS, CONTROL_SEED, control
from tests.nemesis.sabotages import SABOTAGES

SECONDS = 10.0
PATIENCE = 30.0
"""Recovery takes seconds; whoever needs more than this, even where machines are busy, hangs."""
STORMS = ((Front.ONE_DOOR, 7), (Front.WORKERS, 26))
"""Between their seeds: a kill, a stop, Postgres, Redis, silent links, a black hole, a swizzle."""


def test_given_a_seed_when_drawn_twice_then_the_same_things_go_wrong() -> None:
    assert schedule.draw(5, 60) == schedule.draw(5, 60) != schedule.draw(6, 60)


def test_given_a_build_that_answers_too_early_when_it_is_tried_then_postgres_often_crashes() -> None:
    weights, seeds = SABOTAGES["hasty-answer"].weights, range(CONTROL_SEED, CONTROL_SEED + 5)
    storms = [schedule.draw(seed, CONTROL_SECONDS, weights) for seed in seeds]

    # With Postgres goes what was answered and not committed, once somebody has moved.
    assert sum(any(one.kind == "postgres" and one.at > 2 for one in storm) for storm in storms) >= 4


@pytest.mark.slow
@pytest.mark.parametrize(("front", "seed"), STORMS)
async def test_given_three_processes_under_a_storm_when_it_is_over_then_every_promise_was_kept(
    front: Front, seed: int
) -> None:
    async with open_house(front=front) as house:
        outcome = await play(house, await Teacher.of(house), seed, SECONDS, PATIENCE)

    print(line(outcome))
    assert outcome.wrong == []
    assert outcome.faults > 0
    assert outcome.turns > 0


@pytest.mark.slow
async def test_given_a_build_that_forgets_deliveries_when_a_storm_comes_then_the_checker_says_so() -> None:
    # Whoever is not told something never gets to the head: patience would be spent to no end.
    # And one in twenty comes soon, or else in the next game.
    assert await control("forgotten-delivery", seconds=4, patience=2) is not None
