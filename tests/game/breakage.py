"""What goes wrong at a chosen moment: processes that die; and computations that are watched."""

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import TypeVar

from comity.game.errors import Unavailable
from comity.game.ports import Compute, Store, TurnInputs, TurnOutcome, UnitOfWork
from comity.game.rulebook import Rulebook

T = TypeVar("T")


class Killed(BaseException):
    """kill -9: no handler of the service may catch it."""


class WatchedCompute:
    """Keeps the inputs of every computation, and calls `before` and `after` around each."""

    def __init__(
        self,
        inner: Compute,
        before: Callable[[], None] = lambda: None,
        after: Callable[[], None] = lambda: None,
    ) -> None:
        self.seen: list[TurnInputs] = []
        self._inner, self._before, self._after = inner, before, after

    async def play(self, inputs: TurnInputs) -> TurnOutcome:
        self.seen.append(inputs)
        self._before()
        outcome = await self._inner.play(inputs)
        self._after()
        return outcome

    async def aside(self, sources: Mapping[str, str], work: Callable[[Rulebook], T]) -> T:
        return await self._inner.aside(sources, work)


class DyingBus:
    """The process dies after a commit, before it can tell the others."""

    async def publish(self, game: str) -> None:
        raise Killed

    def subscribe(self) -> AsyncGenerator[str, None]:
        raise Killed

    @property
    def hears(self) -> bool:
        raise Killed

    async def close(self) -> None:
        raise Killed


class DyingStore:
    """The process dies at its `at`-th writing transaction: before it, within it, or just after its commit."""

    def __init__(self, inner: Store, at: int, when: str) -> None:
        self._inner, self._at, self._when, self.writes = inner, at, when, 0

    def read(self) -> AbstractAsyncContextManager[UnitOfWork]:
        return self._inner.read()

    @asynccontextmanager
    async def write(self) -> AsyncIterator[UnitOfWork]:
        self.writes += 1
        dying = self.writes == self._at
        if dying and self._when == "before":
            raise Killed
        async with self._inner.write() as work:
            yield work
            if dying and self._when == "within":
                raise Killed
        if dying and self._when == "after":
            raise Killed


class SlowToCommit:
    """The database takes too long over the first turn of one game, and is given up each time."""

    def __init__(self, inner: Store, game: str) -> None:
        self._inner, self._game = inner, game

    def read(self) -> AbstractAsyncContextManager[UnitOfWork]:
        return self._inner.read()

    @asynccontextmanager
    async def write(self) -> AsyncIterator[UnitOfWork]:
        async with self._inner.write() as work:
            yield work
            if await work.resolutions.find(self._game, 1) is not None:
                raise Unavailable


class LostAtCommit:
    """The connection is lost once, at the commit of one seat's move, which had happened or had not."""

    def __init__(self, inner: Store, game: str, seat: str, key: str, *, happened: bool) -> None:
        self._inner, self._move, self._happened, self.lost = inner, (game, seat, key), happened, 0
        self.is_linked = inner.is_linked

    def read(self) -> AbstractAsyncContextManager[UnitOfWork]:
        return self._inner.read()

    async def hang_up_on_the_silent(self) -> int:
        return await self._inner.hang_up_on_the_silent()

    @asynccontextmanager
    async def write(self) -> AsyncIterator[UnitOfWork]:
        losing = False
        async with self._inner.write() as work:
            yield work
            losing = not self.lost and await work.moves.by_key(*self._move) is not None
            self.lost += losing
            if losing and not self._happened:
                raise Unavailable
        if losing:
            raise Unavailable


def die() -> None:
    raise Killed
