"""Running the rules beside the event loop: in time, elsewhere, and with the same bytes."""

import asyncio
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing import active_children
from pathlib import Path
from subprocess import PIPE

import pytest
from tests.game.house import BOOST, EXPLODE, House
from tests.game.tiny_rulebook import RULES_VERSION, SOURCES, TinyRulebook, load_tiny

from comity.game.compute import (
    ASIDE_NICENESS,
    BOOKS_KEPT,
    PooledCompute,
    play_turn,
    process_compute,
    thread_compute,
)
from comity.game.errors import NotMade
from comity.game.ports import TurnInputs, TurnOutcome
from comity.game.rulebook import MoveBody, Rulebook
from comity.game.shelf import Shelf, public_board


def inputs(moves: Mapping[str, MoveBody] | None = None) -> TurnInputs:
    seed = b"s" * 32
    opening = load_tiny(SOURCES).opening(seed)
    return TurnInputs(SOURCES, opening.state, moves or {"usa": BOOST}, (), ("china",), seed, opening.digest)


async def test_a_thread_and_a_process_give_the_same_bytes_as_a_plain_call() -> None:
    threads, processes = thread_compute(load_tiny), process_compute(load_tiny, workers=1)

    outcomes = [
        await threads.play(inputs()),
        await processes.play(inputs()),
        play_turn(load_tiny(SOURCES), inputs()),
    ]

    threads.close()
    processes.close()
    assert outcomes[0] == outcomes[1] == outcomes[2]
    assert set(outcomes[0].bot_moves) == {"china"}


async def test_a_bots_move_is_an_input_like_any_other() -> None:
    outcome = play_turn(load_tiny(SOURCES), inputs())
    by_hand = inputs({"usa": BOOST, **outcome.bot_moves})

    again = play_turn(
        load_tiny(SOURCES),
        replace(by_hand, bot_seats=()),
    )

    assert again.resolved == outcome.resolved


async def test_what_the_rules_raise_reaches_the_caller() -> None:
    compute = thread_compute(load_tiny)

    with pytest.raises(ArithmeticError):
        await compute.play(inputs({"usa": EXPLODE}))
    compute.close()


STUCK = TurnInputs({"scenario.yaml": "stuck"}, b"", {}, (), ("usa",), b"", "")


@contextmanager
def sometimes_stuck(threads: int, limit_seconds: float) -> Iterator[PooledCompute]:
    """Threads that never come to the end of `STUCK`, and play everything else."""
    released = threading.Event()

    class Stuck(TinyRulebook):
        def bot_moves(self, state: bytes, seats: tuple[str, ...], seed: bytes) -> dict[str, MoveBody]:
            released.wait()
            return super().bot_moves(state, seats, seed)

    def load(sources: Mapping[str, str]) -> TinyRulebook:
        return Stuck(sources) if sources["scenario.yaml"] == "stuck" else TinyRulebook(sources)

    compute = PooledCompute(load, ThreadPoolExecutor, threads, limit_seconds)
    try:
        yield compute
    finally:
        released.set()
        compute.close()


async def test_a_computation_without_end_is_given_up_and_the_next_one_runs() -> None:
    with sometimes_stuck(threads=1, limit_seconds=0.2) as compute:
        with pytest.raises(TimeoutError):
            await compute.play(STUCK)
        assert (await compute.play(inputs())).resolved.turn == 1


async def test_computations_without_end_fail_none_that_wait_for_a_worker() -> None:
    # Given two workers, two turns that never end, and six behind them that take no time
    turns = [STUCK] * 2 + [inputs()] * 6
    # When all come at once
    with sometimes_stuck(threads=2, limit_seconds=1.0) as compute:
        ends = await asyncio.gather(*map(compute.play, turns), return_exceptions=True)
    # Then only the two are given up
    assert [type(end) for end in ends] == [TimeoutError] * 2 + [TurnOutcome] * 6


async def test_a_worker_that_dies_is_replaced() -> None:
    compute = process_compute(load_tiny, workers=1)
    first = await compute.play(inputs())
    for worker in compute._pool._processes.values():  # type: ignore[attr-defined]
        worker.kill()
        worker.join()

    again = await compute.play(inputs())

    compute.close()
    assert again == first


@dataclass(frozen=True)
class Seen:
    """What a page's process tells of itself."""

    process: int
    niceness: int
    began: float
    ended: float
    turns: int


def _look(book: Rulebook) -> Seen:
    began = time.monotonic()
    return Seen(os.getpid(), os.nice(0), began, time.monotonic(), book.turns)


def _die(_: Rulebook) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _fail(_: Rulebook) -> None:
    raise ArithmeticError


async def test_a_large_page_is_made_in_a_process_of_its_own_that_gives_way_and_ends_with_it() -> None:
    compute = thread_compute(load_tiny)

    first, second = await asyncio.gather(compute.aside(SOURCES, _look), compute.aside(SOURCES, _look))

    compute.close()
    assert len({first.process, second.process, os.getpid()}) == 3
    assert first.niceness == second.niceness == min(os.nice(0) + ASIDE_NICENESS, 19)
    assert first.turns == load_tiny(SOURCES).turns
    assert first.ended < second.began, "one at a time: each takes as much memory as the server"
    for child in active_children():
        child.join(10)
    assert not {first.process, second.process} & {child.pid for child in active_children()}


async def test_a_page_whose_process_is_ended_is_refused_and_the_next_one_is_made() -> None:
    compute = thread_compute(load_tiny)

    with pytest.raises(NotMade):
        await compute.aside(SOURCES, _die)
    with pytest.raises(ArithmeticError):
        await compute.aside(SOURCES, _fail)

    assert (await compute.aside(SOURCES, _look)).turns == load_tiny(SOURCES).turns
    compute.close()


def _linger(_: Rulebook) -> None:
    print(os.getpid(), flush=True)
    threading.Event().wait()


LINGERING = """
import asyncio
from tests.game.test_compute import _linger
from tests.game.tiny_rulebook import SOURCES, load_tiny
from comity.game.compute import thread_compute

if __name__ == "__main__":
    asyncio.run(thread_compute(load_tiny).aside(SOURCES, _linger))
"""


def test_a_page_is_given_up_with_the_server_that_wanted_it_however_it_ends(tmp_path: Path) -> None:
    script = tmp_path / "server.py"
    script.write_text(LINGERING)
    path = os.pathsep.join(["server", "."])
    command = [sys.executable, str(script)]
    with subprocess.Popen(command, stdout=PIPE, env={**os.environ, "PYTHONPATH": path}) as server:
        assert server.stdout is not None
        page = os.pidfd_open(int(server.stdout.readline()))

        server.kill()

        ended, _, _ = select.select([page], [], [], 20)
    os.close(page)
    assert ended


async def test_a_worker_keeps_the_rulebooks_that_it_was_asked_for_last_and_no_more() -> None:
    compiled: list[str] = []

    def load(sources: Mapping[str, str]) -> TinyRulebook:
        compiled.append(sources["briefing.md"])
        return load_tiny(sources)

    threads = thread_compute(load, threads=1)
    first, *others = [
        replace(inputs(), sources={**SOURCES, "briefing.md": str(number)}) for number in range(BOOKS_KEPT + 1)
    ]
    for each in (first, first, *others, first, others[-1]):
        await threads.play(each)

    threads.close()
    assert compiled == [each.sources["briefing.md"] for each in (first, *others, first)]


async def test_a_rulebook_is_compiled_once_a_digest(house: House) -> None:
    compiled: list[str] = []

    def load(sources: Mapping[str, str]) -> TinyRulebook:
        compiled.append(sources["scenario.yaml"])
        return load_tiny(sources)

    shelf = Shelf(load, frozenset({RULES_VERSION}))
    game = await house.started("usa")
    async with house.ports.store.read() as work:
        row = await work.games.find(game.id)
        assert row is not None
        books = [await shelf.of(work, row.scenario_digest) for _ in range(3)]

    assert len(compiled) == 1
    assert books[0] is books[1] is books[2]


def test_a_board_is_made_once_for_all_who_ask_at_the_same_moment() -> None:
    book = load_tiny(SOURCES)
    state = book.opening(b"s" * 32).state

    assert public_board(book, state) is public_board(book, bytes(bytearray(state)))
