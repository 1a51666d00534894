"""What takes long to make and is asked for again: kept within bounds, and made once for all who wait."""

import asyncio
import threading
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final, Generic, TypeVar
from weakref import WeakSet

T = TypeVar("T")
MIB = 1 << 20


IDLE_SECONDS: Final = 300.0
"""What nobody asked for in so long goes: the boards of turns that are over, and of games that are."""


@dataclass(frozen=True, slots=True)
class _Entry(Generic[T]):
    made: T
    weight: int
    used_at: float


class Kept(Generic[T]):
    """Things made of worlds' states: the last used ones, at most so many, of states of at most so many bytes.

    States are told apart by their digest. A board of 193 states weighs as much as a small game's hundred, and
    each reader has read a copy of the state of their own: neither may pile up.
    """

    def __init__(self, most: int, state_bytes: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._room = state_bytes
        self._clock = clock
        self._weight = 0
        self._kept: OrderedDict[Hashable, _Entry[T]] = OrderedDict()
        """From the one that was not used longest."""
        self._lock = threading.Lock()
        with _ALL_LOCK:
            _ALL.add(self)

    def of(self, state: bytes, make: Callable[[], T], *beside: object) -> T:
        """What `make` gives for this state, and for what else it depends on. Two threads may both make it."""
        key = (sha256(state).digest(), *beside)
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._keep(key, found.made, found.weight)
                return found.made
        made = make()
        with self._lock:
            self._keep(key, made, len(state))
        return made

    def _keep(self, key: Hashable, made: T, weight: int) -> None:
        """Puts this one last, and lets go of what is too much and too old."""
        now = self._clock()
        before = self._kept.pop(key, None)
        self._kept[key] = _Entry(made, weight, now)
        self._weight += weight - (before.weight if before else 0)
        self._drop_idle(now)
        while len(self._kept) > 1 and self._is_full():
            self._drop_oldest()

    def let_go_of_idle(self) -> None:
        """For what nobody asks any more at all, as of a game that is over."""
        with self._lock:
            self._drop_idle(self._clock())

    def _drop_idle(self, now: float) -> None:
        while self._kept and self._oldest().used_at < now - IDLE_SECONDS:
            self._drop_oldest()

    def _drop_oldest(self) -> None:
        _, gone = self._kept.popitem(last=False)
        self._weight -= gone.weight

    def _is_full(self) -> bool:
        return len(self._kept) > self._most or self._weight > self._room

    def _oldest(self) -> _Entry[T]:
        return next(iter(self._kept.values()))

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()
            self._weight = 0


_ALL: Final[WeakSet[Kept[Any]]] = WeakSet()
_ALL_LOCK: Final = threading.Lock()
"""Books are compiled in threads."""


def let_go_of_idle() -> None:
    """Has everything that is kept in this process let go of what nobody asked for in a while."""
    with _ALL_LOCK:
        every = list(_ALL)
    for kept in every:
        kept.let_go_of_idle()


class Once:
    """What a whole class asks for at the same moment is made for the first, and the rest wait for it.

    At most so many are kept once they are made. What is still being made counts for nothing and never goes:
    whoever asked next would have it made again.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._made: OrderedDict[Hashable, asyncio.Task[Any]] = OrderedDict()

    async def of(self, key: Hashable, make: Callable[[], Awaitable[T]]) -> T:
        """What `make` gives. It goes on when who asked first goes away; a failure is told and not kept."""
        task = self._made.get(key)
        if task is None:
            task = self._made[key] = asyncio.ensure_future(_awaited(make))
            task.add_done_callback(lambda done: self._settle(key, done))
        else:
            self._made.move_to_end(key)
        found: T = await asyncio.shield(task)
        return found

    def clear(self) -> None:
        self._made.clear()

    def _settle(self, key: Hashable, done: "asyncio.Task[Any]") -> None:
        """Forgets a failure, and what was not asked for longest of those that are made and too many."""
        if (done.cancelled() or done.exception() is not None) and self._made.get(key) is done:
            del self._made[key]
        made = [each for each, task in self._made.items() if task.done()]
        for each in made[: max(len(made) - self._most, 0)]:
            del self._made[each]


async def _awaited(make: Callable[[], Awaitable[T]]) -> T:
    return await make()
