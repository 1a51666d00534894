"""An event loop without a clock and without the outside world: time passes when nobody has anything to do.

Of everything that could go on at one moment, a seeded draw decides what does. So a seed is a whole history:
the same order of steps every time, and another seed is another order.
"""

import asyncio
import random
from collections.abc import Callable
from concurrent.futures import Executor
from typing import Any, Final, TypeVar, TypeVarTuple

_T = TypeVar("_T")
_Ts = TypeVarTuple("_Ts")

A_MOMENT: Final = 0.000_02


class _Ready(list[Any]):
    """What could run now. Whoever asks for the first one gets any of them."""

    def __init__(self, chance: random.Random) -> None:
        super().__init__()
        self._draw = chance.random
        self.taken = 0

    def popleft(self) -> Any:
        self.taken += 1
        if len(self) > 1:
            place = int(self._draw() * len(self))
            self[place], self[-1] = self[-1], self[place]
        return self.pop()


class _Nothing:
    """A selector over no files: to wait is to let the time pass."""

    def __init__(self, passes: Callable[[float], None]) -> None:
        self._passes = passes

    def select(self, timeout: float | None) -> list[Any]:
        if timeout is None:
            raise RuntimeError("everybody waits for somebody, and nothing will ever happen again")
        if timeout > 0:
            self._passes(timeout)
        return []


class SeededLoop(asyncio.BaseEventLoop):
    """Runs tasks one step at a time in a drawn order, in virtual seconds from 0 on."""

    def __init__(self, chance: random.Random) -> None:
        super().__init__()
        self._seconds = 0.0
        self._ready = _Ready(chance)
        self._selector = _Nothing(self._pass)

    @property
    def steps(self) -> int:
        """How many there were so far."""
        return self._ready.taken

    def time(self) -> float:
        return self._seconds

    def run_in_executor(
        self, executor: Executor | None, func: Callable[[*_Ts], _T], *args: *_Ts
    ) -> asyncio.Future[_T]:
        """What would run in a thread or another process runs here, in one step of its own."""
        future: asyncio.Future[_T] = self.create_future()

        def work() -> None:
            if future.done():
                return
            try:
                future.set_result(func(*args))
            except Exception as error:
                future.set_exception(error)

        self.call_soon(work)
        return future

    def tick(self) -> None:
        """Something took a moment: no two things happen at the same instant."""
        self._pass(A_MOMENT)

    def _pass(self, seconds: float) -> None:
        self._seconds += seconds

    def _process_events(self, event_list: list[Any]) -> None:
        """There is nothing outside that something could come from."""

    def _write_to_self(self) -> None:
        """Nobody outside has to be woken."""
