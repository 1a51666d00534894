"""How long a turn takes to resolve, and what a batch costs beside a single game. One core, one process."""

import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from comity.commands.bench import wide_world
from comity.lab import table
from comity.rules import account, intake
from comity.rules.draws import Draws, seed_from_number
from comity.rules.moves import Moves
from comity.rules.resolve import resolve
from comity.rules.world import repeat
from comity.scenarios.load import Scenario, load

SCENARIOS = ("crash-course", "new-cold-war-2014")
RUNS = 200
WIDE = "made-up-world"
WIDE_RUNS = 30
BATCH = 256
BATCH_RUNS = 15


def _milliseconds(work: Callable[[], object], runs: int) -> float:
    """The median of `runs`, after a few that do not count."""
    for _ in range(5):
        work()
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return round(1000 * statistics.median(taken), 3)


def _bots_move(scenario: Scenario) -> Moves:
    """What the house bots of all seats do in the first turn: a turn as full as a class makes it."""
    opened = table.opening(scenario, seed_from_number(1))
    seats = [seat.key for seat in scenario.catalogue.seats]
    bodies = table.bot_moves(scenario, opened.stored, seats, seed_from_number(1))
    read = {seat: intake.read(body)[0] for seat, body in bodies.items()}
    return intake.gather(scenario.opening, scenario.catalogue, read)


def turn() -> dict[str, Any]:
    """Median milliseconds of a turn in which every seat moves, with its ledger, and with that written out."""
    figures: dict[str, Any] = {"runs": RUNS}
    for key in SCENARIOS:
        scenario = load(key)
        moves, draws = _bots_move(scenario), Draws.for_turn([seed_from_number(1)], 1)

        def with_ledger(scenario: Scenario = scenario, moves: Moves = moves, draws: Draws = draws) -> Any:
            return resolve(
                scenario.opening, moves, scenario.catalogue, scenario.theory.coefficients, draws
            ).ledger

        def written(run: Callable[[], Any] = with_ledger) -> bytes:
            return account.encode(run(), 1)

        figures[key] = {
            "states": len(scenario.catalogue.states.keys),
            "turn_with_ledger_ms": _milliseconds(with_ledger, RUNS),
            "ledger_written_out_ms": _milliseconds(written, RUNS),
        }
    figures[WIDE] = _wide_turn(scenario, draws)
    return figures


def _wide_turn(scenario: Scenario, draws: Draws) -> dict[str, Any]:
    """The same of a world of 193 states, every one of which acts and votes."""
    catalogue, opening = wide_world.widen(scenario)
    moves, theory = wide_world.everybody_acts(opening, catalogue), scenario.theory.coefficients
    taken = _milliseconds(lambda: resolve(opening, moves, catalogue, theory, draws).ledger, WIDE_RUNS)
    return {
        "states": len(catalogue.states.keys),
        "actions": len(moves.actions),
        "runs": WIDE_RUNS,
        "turn_with_ledger_ms": taken,
    }


def batch() -> dict[str, Any]:
    """What BATCH crash-course games in one batch cost beside one, every seat of every game moving."""
    scenario = load(SCENARIOS[0])
    catalogue, theory = scenario.catalogue, scenario.theory.coefficients
    moves = _bots_move(scenario)
    seeds = [seed_from_number(number) for number in range(BATCH)]
    one, many = Draws.for_turn(seeds[:1], 1), Draws.for_turn(seeds, 1)
    world, tiled = repeat(scenario.opening, BATCH), _tile(moves, BATCH)
    single = _milliseconds(lambda: resolve(scenario.opening, moves, catalogue, theory, one), RUNS)
    together = _milliseconds(
        lambda: resolve(world, tiled, catalogue, theory, many, keep_ledger=False), BATCH_RUNS
    )
    return {
        "games": BATCH,
        "one_game_ms": single,
        "batch_ms": together,
        "batch_over_one": round(together / single, 2),
    }


def _tile(moves: Moves, games: int) -> Moves:
    """The same moves in every game of a batch."""

    def rows(table: Any) -> Any:
        copies = np.tile(table, (games, 1))
        copies[:, 0] = np.repeat(np.arange(games), len(table))
        return copies

    return replace(
        moves,
        stance=np.repeat(moves.stance, games, axis=0),
        votes=np.repeat(moves.votes, games, axis=0),
        answers=np.repeat(moves.answers, games, axis=0),
        actions=rows(moves.actions),
        tabled=rows(moves.tabled),
    )
