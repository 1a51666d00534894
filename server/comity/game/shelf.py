"""Rulebooks, compiled once and kept by the digest of their scenario."""

import asyncio
from collections.abc import Callable, Hashable, Mapping
from functools import lru_cache
from typing import Any, cast

from comity.game.ports import UnitOfWork
from comity.game.rulebook import Rulebook
from comity.lab.story import Story
from comity.rules.views import PublicBoard, SeatBoard

Loader = Callable[[Mapping[str, str]], Rulebook]
"""Compiles a scenario's texts; `comity.game.engine.load_rulebook` in the real house."""


class Shelf:
    """`ports.RulebookShelf` for one process."""

    def __init__(self, load: Loader, rules_versions: frozenset[str]) -> None:
        self._load = load
        self._rules_versions = rules_versions
        self._books: dict[str, Rulebook] = {}

    @property
    def rules_versions(self) -> frozenset[str]:
        return self._rules_versions

    async def compile(self, sources: Mapping[str, str]) -> Rulebook:
        book = await asyncio.to_thread(self._load, sources)
        # Two requests may compile the same scenario at once; all then share the first book.
        return self._books.setdefault(book.scenario_digest, book)

    async def of(self, work: UnitOfWork, digest: str) -> Rulebook:
        kept = self._books.get(digest)
        return kept or await self.compile(await work.scenarios.sources(digest))


def public_board(book: Rulebook, state: bytes) -> PublicBoard:
    """The public board of a state, made once for all who reconnect at the same moment. Read-only."""
    return _public_board(cast("Hashable", book), state)


def seat_board(book: Rulebook, state: bytes, seat: str) -> SeatBoard:
    """A seat's board of a state, made once for the whole team. Read-only."""
    return _seat_board(cast("Hashable", book), state, seat)


def story(book: Rulebook, states: tuple[bytes, ...], ledgers: tuple[bytes, ...]) -> Story:
    """A finished game as a chronicle, made once for a whole class that reads it."""
    return _story(cast("Hashable", book), states, ledgers)


@lru_cache(maxsize=8)
def _story(book: Any, states: tuple[bytes, ...], ledgers: tuple[bytes, ...]) -> Story:
    told: Story = book.story(states, ledgers)
    return told


@lru_cache(maxsize=64)
def _public_board(book: Any, state: bytes) -> PublicBoard:
    board: PublicBoard = book.public_board(state)
    return board


@lru_cache(maxsize=256)
def _seat_board(book: Any, state: bytes, seat: str) -> SeatBoard:
    board: SeatBoard = book.seat_board(state, seat)
    return board
