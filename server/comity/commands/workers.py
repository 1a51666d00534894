"""Several processes behind one port: each is a whole server, and one that ends is started anew."""

import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing import connection, get_context
from multiprocessing.context import SpawnProcess
from multiprocessing.synchronize import Event
from types import FrameType
from typing import Final

import structlog

from comity.commands.failing import CommandError
from comity.game.compute import follow_parent

log = structlog.get_logger(__name__)

SPAWN: Final = get_context("spawn")
LOOK_EVERY_S: Final = 0.5
ANEW_AFTER_S: Final = 1.0
"""Between the end of a worker and its successor: a database that is away is not asked without pause."""
GOODBYE_S: Final = 15.0
"""A server has 10 s to end by itself; then it is made to."""

Work = Callable[[int, bool, Callable[[], None]], None]
"""What a worker does: its number, whether it is the one that greets, what to call once it serves."""


@dataclass
class _Worker:
    number: int
    process: SpawnProcess
    is_up: Event


@dataclass
class Crew:
    """`count` workers that do `work`, which must be importable by them."""

    count: int
    work: Work
    _workers: list[_Worker] = field(default_factory=list)
    _ending: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Until a SIGTERM or SIGINT. Raises CommandError when a worker of the first ones does not come up."""
        for which in (signal.SIGTERM, signal.SIGINT):
            signal.signal(which, self._end)
        try:
            self._workers = [self._start(number, greets=number == 0) for number in range(self.count)]
            while not self._ending.is_set():
                connection.wait([one.process.sentinel for one in self._workers], LOOK_EVERY_S)
                self._replace_the_dead()
        finally:
            self._say_goodbye()

    def _end(self, _signal: int, _frame: FrameType | None) -> None:
        self._ending.set()

    def _start(self, number: int, *, greets: bool) -> _Worker:
        is_up = SPAWN.Event()
        process = SPAWN.Process(
            target=_begin, args=(self.work, number, greets, is_up), name=f"worker-{number}"
        )
        process.start()
        return _Worker(number, process, is_up)

    def _replace_the_dead(self) -> None:
        for place, one in enumerate(self._workers):
            if self._ending.is_set() or one.process.is_alive():
                continue
            if not one.is_up.is_set() and not any(other.is_up.is_set() for other in self._workers):
                raise CommandError("The server could not start; the log above says why.")
            log.warning("worker_ended", worker=one.number, exit=one.process.exitcode)
            if not self._ending.wait(ANEW_AFTER_S):
                self._workers[place] = self._start(one.number, greets=False)

    def _say_goodbye(self) -> None:
        for one in self._workers:
            if one.process.is_alive():
                one.process.terminate()
        for one in self._workers:
            one.process.join(GOODBYE_S)
            one.process.kill()


def _begin(work: Work, number: int, greets: bool, is_up: Event) -> None:
    follow_parent()  # nobody would start us anew, and the port would stay taken
    work(number, greets, is_up.set)
