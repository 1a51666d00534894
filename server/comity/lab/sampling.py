"""Thousands of games over all cores: chunks that fit the cache, each chunk one task for joblib.

The same call runs on a Dask cluster: register its backend with joblib (`comity[dask]`), and every chunk is
sent with the scenario's own texts. A game depends on its number alone, so neither the number of cores nor the
size of a chunk changes a figure.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from joblib import Parallel, delayed

from comity.lab.many import Played, play
from comity.lab.memory import keep_what_is_freed
from comity.lab.parcel import Parcel
from comity.rules.draws import Draws, seed_from_number
from comity.scenarios.load import Scenario

CELLS: Final = 60_000
"""Pairs of states in one chunk: past the cache a batch costs more than it saves (measured; docs/lab.md)."""
CHUNK_MAX: Final = 2048
CAST: Final = 16
"""Games in a row that are played by the same temperaments, where these are mixed."""
LARGE: Final = 30
"""A game of a world of more states takes seconds where others take a hundredth of one."""


@dataclass(frozen=True, slots=True)
class Task:
    """One chunk: games `first` to `first + count - 1` of a scenario under a theory."""

    parcel: Parcel
    first: int
    count: int
    mixed: bool


def is_large(scenario: Scenario) -> bool:
    """Whether fewer games of a scenario have to do, and fewer questions be asked of them."""
    return len(scenario.catalogue.states.keys) > LARGE


def chunk_of(scenario: Scenario) -> int:
    """How many games of a scenario go into one batch, always an odd number.

    The games of a batch lie side by side, so that every other number of a world has a row of memory of its
    own. Rows a power of two apart push each other out of the cache: 1024 games of six states cost a sixth
    more each than 1000.
    """
    most = int(np.clip(CELLS // len(scenario.catalogue.states.keys) ** 2, 1, CHUNK_MAX))
    return (most - 1) | 1


def chunks(scenario: Scenario, count: int, *, first: int = 0) -> Iterator[list[bytes]]:
    """The seeds of `count` games from number `first` on, a batch at a time."""
    size = chunk_of(scenario)
    for start in range(first, first + count, size):
        yield [seed_from_number(number) for number in range(start, min(start + size, first + count))]


def games(
    scenario: Scenario,
    count: int,
    *,
    first: int = 0,
    mixed: bool = False,
    jobs: int = -1,
    told: Callable[[int], None] = lambda _: None,
) -> list[Played]:
    """`count` games, from number `first` on, in order of their numbers.

    With `mixed`, every few games the seats are dealt other temperaments, so that what a temperament wins can
    be told from what a seat wins. `jobs` as joblib has it: -1 is every core. `told` hears how many games are
    done.
    """
    size = min(CAST, chunk_of(scenario)) if mixed else chunk_of(scenario)
    parcel = Parcel.of(scenario)
    tasks = [
        Task(parcel, start, min(size, first + count - start), mixed)
        for start in range(first, first + count, size)
    ]
    runs = Parallel(n_jobs=jobs, return_as="generator", batch_size=1)(delayed(run)(task) for task in tasks)
    return list(_heard(runs, told))


def _heard(runs: Iterator[Played], told: Callable[[int], None]) -> Iterator[Played]:
    for played in runs:
        told(played.games)
        yield played


def run(task: Task) -> Played:
    """One chunk, in whatever process it is."""
    keep_what_is_freed()
    scenario = task.parcel.opened()
    seeds = [seed_from_number(number) for number in range(task.first, task.first + task.count)]
    return play(scenario, seeds, temperaments=cast(scenario, task.first) if task.mixed else None)


def cast(scenario: Scenario, number: int) -> Mapping[str, str]:
    """The temperament that each seat is dealt in the games of one mixed chunk: any of them, by the number."""
    keys = sorted(scenario.catalogue.temperaments)
    seats = scenario.catalogue.seats
    lots = Draws.for_turn([seed_from_number(number)], 0, "cast").uniform(
        "cast", np.arange(len(seats), dtype=np.int64)
    )[0]
    return {seat.key: keys[int(lot * len(keys))] for seat, lot in zip(seats, lots.tolist(), strict=True)}


def joined(
    parts: Sequence[Played], name: str, axis: int = 0
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """One field of all parts, one after the other along the axis of games."""
    whole: np.ndarray[tuple[int, ...], np.dtype[np.float64]] = np.concatenate(
        [getattr(part, name) for part in parts], axis=axis
    )
    return whole
