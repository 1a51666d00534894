"""A small share of the simulated storms: `python -m tests.simulated.run` plays thousands."""

from collections.abc import Iterator

import pytest
from tests.simulated.database import Files
from tests.simulated.faults import Weather
from tests.simulated.play import play

SEEDS = range(50)
"""As many as take half a minute of processor time on a slow machine."""
FAILED_SEEDS: tuple[int, ...] = (2246, 3962)
"""Seeds that once found a mistake, kept for ever."""


@pytest.fixture(scope="module")
def files() -> Iterator[Files]:
    opened = Files()
    yield opened
    opened.close()


def test_given_a_seed_when_played_twice_then_it_is_the_same_history(files: Files) -> None:
    first, again, other = play(files, 3), play(files, 3), play(files, 4)

    assert first.fingerprint == again.fingerprint != other.fingerprint
    assert first.history.lines == again.history.lines


def test_given_no_faults_when_played_then_every_turn_is_resolved_and_nothing_is_wrong(files: Files) -> None:
    outcome = play(files, 1, Weather(seconds=60))

    assert outcome.wrong == []
    assert outcome.faults.total() == 0
    assert outcome.turns == 3


@pytest.mark.slow
def test_given_many_schedules_when_played_then_every_promise_was_kept(files: Files) -> None:
    kinds: set[str] = set()
    for seed in (*FAILED_SEEDS, *SEEDS):
        outcome = play(files, seed)
        kinds |= set(outcome.faults)

        assert outcome.wrong == [], f"seed {seed}; python -m tests.simulated.run --only {seed}"
    assert len(kinds) >= 15, f"too few kinds of fault to prove anything: {sorted(kinds)}"
