"""How many whole games of bots a second the lab plays, on one core and on two, and in how much memory."""

import statistics
import time
import tracemalloc
from collections.abc import Callable
from typing import Any, Final

from comity import bots
from comity.lab import many, sampling, table
from comity.rules.draws import Draws, seed_from_number
from comity.rules.resolve import resolve
from comity.scenarios import sources
from comity.scenarios.load import Scenario, load

GAMES: Final = {"crash-course": 9990, "new-cold-war-2014": 1110}
"""So many games a run, in chunks as the lab cuts them: as many whole ones for either core, and enough of them
that what a run costs once (handing out the first, waiting for the last) weighs as little as it does in a lab.
"""
RUNS: Final = 3
WIDE: Final = "whole-world-2019"
WIDE_RUNS: Final = 5
MIB: Final = 2**20


def lab() -> dict[str, Any]:
    """Games a second by scenario, the gain of a second core, and the peak of memory of one chunk.

    Worker processes are warm: they have loaded the scenario before the clock starts.
    """
    figures: dict[str, Any] = {}
    for key, count in GAMES.items():
        scenario = load(key)
        one, two = (_games_a_second(scenario, count, jobs) for jobs in (1, 2))
        figures[key] = {
            "games_a_second_one_core": round(one, 1),
            "games_a_second_two_cores": round(two, 1),
            "two_over_one": round(two / one, 2),
            "chunk": sampling.chunk_of(scenario),
            "chunk_peak_mib": _peak(scenario, sampling.chunk_of(scenario)),
            "two_chunks_peak_mib": _peak(scenario, 2 * sampling.chunk_of(scenario)),
        }
    if WIDE in sources.shipped():
        figures[WIDE] = _whole_world(load(WIDE))
    return figures


def _games_a_second(scenario: Scenario, count: int, jobs: int) -> float:
    """The best of a few runs: what else the machine does only takes away."""
    sampling.games(scenario, sampling.chunk_of(scenario) * jobs, jobs=jobs)
    taken = []
    for _ in range(RUNS):
        start = time.perf_counter()
        sampling.games(scenario, count, jobs=jobs)
        taken.append(time.perf_counter() - start)
    return count / min(taken)


def _peak(scenario: Scenario, games: int) -> float:
    """Memory that one batch of so many games takes at its height, in MiB."""
    seeds = [seed_from_number(number) for number in range(games)]
    many.play(scenario, seeds)
    tracemalloc.start()
    many.play(scenario, seeds)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return round(peak / MIB, 1)


def _whole_world(scenario: Scenario) -> dict[str, Any]:
    """Milliseconds for the bots of all seats, and for the turn that they make with its ledger."""
    house, seed = table.house(scenario), seed_from_number(1)
    seats = tuple(seat.key for seat in scenario.catalogue.seats)

    def move() -> Any:
        return bots.moves(house, scenario.opening, seats, Draws.for_turn([seed], 1, "bots"))

    moves = move()

    def turn() -> Any:
        return resolve(
            scenario.opening, moves, scenario.catalogue, house.theory, Draws.for_turn([seed], 1)
        ).ledger

    return {"bots_ms": _median_ms(move), "turn_with_ledger_ms": _median_ms(turn), "seats": len(seats)}


def _median_ms(work: Callable[[], object]) -> float:
    work()
    taken = []
    for _ in range(WIDE_RUNS):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return round(1000 * statistics.median(taken), 1)
