"""Rulebooks, compiled once and kept by the digest of their scenario."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Hashable, Mapping
from typing import Final, TypeVar

from comity.game import kept
from comity.game.encoded import Encoded
from comity.game.kept import MIB, Kept, Once
from comity.game.ports import UnitOfWork
from comity.game.rulebook import Rulebook
from comity.game.wire import encoded
from comity.rules.views import PublicBoard, SeatBoard

T = TypeVar("T")
LAST_PAGES: Final = 4
"""Debriefs and chronicles that are kept, of the two games that classes are talking about now. The debrief of
a world of 193 states weighs some 7 MiB.
"""
BOOK_IDLE_SECONDS: Final = 3600.0
"""What nobody asked for in so long goes. A book of 193 states weighs some 20 MiB, and takes 3 s to compile: a
class that comes back from its break finds it still.
"""
LAST_SMALL: Final = 512
"""What house bots did for one seat in one turn, some KiB each: two turns of a world of 193 states."""
Loader = Callable[[Mapping[str, str]], Rulebook]
"""Compiles a scenario's texts; `comity.game.engine.load_rulebook` in the real house."""


class Shelf:
    """`ports.RulebookShelf` for one process."""

    def __init__(
        self, load: Loader, rules_versions: frozenset[str], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._load = load
        self._rules_versions = rules_versions
        self._clock = clock
        self._books: dict[str, Rulebook] = {}
        self._sources: dict[str, Mapping[str, str]] = {}
        self._asked_at: dict[str, float] = {}
        self._compiling = Once(0)
        self._last_pages = Once(LAST_PAGES)
        self._last_small = Once(LAST_SMALL)

    @property
    def rules_versions(self) -> frozenset[str]:
        return self._rules_versions

    async def compile(self, sources: Mapping[str, str]) -> Rulebook:
        book = await asyncio.to_thread(self._load, sources)
        self._asked_at[book.scenario_digest] = self._clock()
        # Two new games may compile the same scenario at once; all then share the first book.
        return self._books.setdefault(book.scenario_digest, book)

    async def of(self, work: UnitOfWork, digest: str) -> Rulebook:
        book = self._books.get(digest)
        if book is None:
            sources = await work.scenarios.sources(digest)
            book = self._books.get(digest)  # others may have been quicker
        if book is None:
            book = await self._compiling.of(digest, lambda: self.compile(sources))
        self._asked_at[book.scenario_digest] = self._clock()
        return book

    async def sources(self, work: UnitOfWork, digest: str) -> Mapping[str, str]:
        found = self._sources.get(digest)
        if found is None:
            found = self._sources[digest] = await work.scenarios.sources(digest)
        self._asked_at[digest] = self._clock()
        return found

    def let_go_of_idle(self) -> None:
        before = self._clock() - BOOK_IDLE_SECONDS
        for digest in [digest for digest, asked_at in self._asked_at.items() if asked_at < before]:
            self._books.pop(digest, None)
            self._sources.pop(digest, None)
            del self._asked_at[digest]
        kept.let_go_of_idle()

    async def once(self, key: Hashable, make: Callable[[], Awaitable[T]], *, small: bool = False) -> T:
        return await (self._last_small if small else self._last_pages).of(key, make)


def public_board(book: Rulebook, state: bytes) -> PublicBoard:
    """The public board of a state, made once for all pages that tell of it. Read-only."""
    return _PUBLIC_BOARDS.of(state, lambda: book.public_board(state), book)


def public_board_json(book: Rulebook, state: bytes) -> Encoded[PublicBoard]:
    """The same as it is sent, for all who reconnect at the same moment."""
    return _PUBLIC_BOARDS_JSON.of(state, lambda: encoded(book.public_board(state)), book)


def seat_board_json(book: Rulebook, state: bytes, seat: str) -> Encoded[SeatBoard]:
    """A seat's board of a state as it is sent, made once for the whole team."""
    return _SEAT_BOARDS_JSON.of(state, lambda: encoded(book.seat_board(state, seat)), book, seat)


_PUBLIC_BOARDS: Final = Kept[PublicBoard](most=64, state_bytes=32 * MIB)
_PUBLIC_BOARDS_JSON: Final = Kept[Encoded[PublicBoard]](most=64, state_bytes=32 * MIB)
_SEAT_BOARDS_JSON: Final = Kept[Encoded[SeatBoard]](most=256, state_bytes=128 * MIB)
