"""Running the rules off the event loop.

A turn resolves in milliseconds, so the embedded default is a thread: it starts at once, shares the compiled
rulebook and needs no second interpreter on a teacher's laptop. A thread that never ends cannot be killed,
though; a server for many classes uses worker processes, where a runaway computation is ended with its worker.
Both return the same bytes, since `play_turn` is pure.

What is made of a whole large game is another matter. It takes many seconds, in which a thread would hold up
everybody, and leaves memory in pieces that nothing later fits. It is made in a process that ends with it.
"""

import asyncio
import os
import signal
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor, ThreadPoolExecutor
from functools import lru_cache
from multiprocessing import get_context, parent_process
from typing import Final, TypeVar

from comity.game.errors import NotMade
from comity.game.ports import TurnInputs, TurnOutcome
from comity.game.rulebook import Rulebook
from comity.game.shelf import Loader
from comity.game.wire import encoded

T = TypeVar("T")
TIME_LIMIT_SECONDS = 20.0
ASIDE_SECONDS: Final = 300.0
ASIDE_NICENESS: Final = 10
"""Moves come before pages."""
POOLS_TRIED = 3
BOOKS_KEPT: Final = 16
"""Scenarios that a worker keeps compiled, the last asked for: it lives as long as its server does."""


def play_turn(book: Rulebook, inputs: TurnInputs) -> TurnOutcome:
    """One turn from its frozen inputs: the bots move, the turn resolves, every view is made. Pure."""
    bot_moves = book.bot_moves(inputs.state, inputs.bot_seats, inputs.seed) if inputs.bot_seats else {}
    moves = dict(sorted({**inputs.moves, **bot_moves}.items()))
    resolved = book.resolve(inputs.state, moves, inputs.injects, inputs.seed, inputs.previous_digest)
    return TurnOutcome(
        bot_moves=bot_moves,
        resolved=resolved,
        public_board=encoded(book.public_board(resolved.state)),
        seat_boards={seat: encoded(book.seat_board(resolved.state, seat)) for seat in inputs.held_seats},
    )


class PooledCompute:
    """`ports.Compute` over a pool of threads or processes.

    `load` must be an importable function where the pool is of processes: workers compile for themselves.
    """

    def __init__(
        self,
        load: Loader,
        make_pool: Callable[[int], Executor],
        workers: int,
        limit_seconds: float = TIME_LIMIT_SECONDS,
    ) -> None:
        self._load = load
        self._make_pool = make_pool
        self._workers = workers
        self._pool = make_pool(workers)
        self._free = asyncio.Semaphore(workers)
        self._limit_seconds = limit_seconds
        self._one_aside = asyncio.Lock()

    async def play(self, inputs: TurnInputs) -> TurnOutcome:
        """The limit begins when a worker is free: a turn without end fails none that waits behind it."""
        async with self._free:
            return await self._play(inputs)

    async def _play(self, inputs: TurnInputs) -> TurnOutcome:
        for _ in range(POOLS_TRIED):
            pool = self._pool
            try:
                running = asyncio.get_running_loop().run_in_executor(pool, _play, self._load, inputs)
                return await asyncio.wait_for(running, self._limit_seconds)
            except BrokenExecutor:  # a worker died, perhaps of somebody else's turn: not this game's fault
                self._replace(pool)
            except TimeoutError:
                self._replace(pool)
                raise
        raise RuntimeError(f"the worker processes died {POOLS_TRIED} times while resolving one turn")

    async def aside(self, sources: Mapping[str, str], work: Callable[[Rulebook], T]) -> T:
        async with self._one_aside:
            pool = ProcessPoolExecutor(1, get_context("spawn"), _give_way)
            try:
                running = asyncio.get_running_loop().run_in_executor(pool, _aside, self._load, sources, work)
                return await asyncio.wait_for(running, ASIDE_SECONDS)
            except (BrokenExecutor, TimeoutError) as error:
                raise NotMade from error
            finally:
                _end(pool)

    def _replace(self, stuck: Executor) -> None:
        """A new pool for the next turns; the old one is given up."""
        if self._pool is stuck:
            self._pool = self._make_pool(self._workers)
            _end(stuck)

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)


def thread_compute(load: Loader, threads: int = 2) -> PooledCompute:
    """The embedded default."""
    return PooledCompute(load, lambda size: ThreadPoolExecutor(size, thread_name_prefix="resolve"), threads)


def process_compute(load: Loader, workers: int = 2) -> PooledCompute:
    """For a server of many classes. Workers are spawned: a fork of a process with threads may hang."""
    spawned = get_context("spawn")
    return PooledCompute(load, lambda size: ProcessPoolExecutor(size, spawned, follow_parent), workers)


def _end(pool: Executor) -> None:
    """Gives up a pool, and ends its processes whatever they are at."""
    workers = list((getattr(pool, "_processes", None) or {}).values())
    pool.shutdown(wait=False)
    for worker in workers:
        worker.kill()


@lru_cache(maxsize=BOOKS_KEPT)
def _compiled(load: Loader, sources: tuple[tuple[str, str], ...]) -> Rulebook:
    return load(dict(sources))


def _play(load: Loader, inputs: TurnInputs) -> TurnOutcome:
    return play_turn(_compiled(load, tuple(sorted(inputs.sources.items()))), inputs)


def _aside(load: Loader, sources: Mapping[str, str], work: Callable[[Rulebook], T]) -> T:
    return work(load(sources))


def _give_way() -> None:
    follow_parent()
    if hasattr(os, "nice"):
        os.nice(ASIDE_NICENESS)


def follow_parent() -> None:
    """Has this spawned process end when its parent has, however that came: it would wait for ever."""
    threading.Thread(target=_end_with_the_parent, daemon=True).start()


def _end_with_the_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
