"""What the game service needs from outside, as protocols; `app.py` picks the real things, tests their own.

Every service function takes a `Ports` first. A request is one unit of work: it commits when its block ends
without an exception, and only then is anybody told (`work.writing`).
"""

from collections.abc import AsyncGenerator, Awaitable, Callable, Hashable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

from comity.game import repositories as repo
from comity.game.encoded import Encoded
from comity.game.rulebook import MoveBody, ResolvedTurn, Rulebook
from comity.rules.moves import Injected
from comity.rules.views import PublicBoard, SeatBoard

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Note:
    """One line for the operator's log: ids, counts and times, nothing that anybody wrote."""

    event: str
    fields: Mapping[str, Any]


class UnitOfWork(Protocol):
    """One transaction and the tables seen through it."""

    people: repo.People
    sessions: repo.Sessions
    links: repo.Links
    tickets: repo.Tickets
    classrooms: repo.Classrooms
    scenarios: repo.Scenarios
    games: repo.Games
    turns: repo.Turns
    seats: repo.Seats
    moves: repo.Moves
    resolutions: repo.Resolutions
    streams: repo.Streams
    messages: repo.Messages
    erasures: repo.Erasures
    journal: repo.Journal
    heartbeats: repo.Heartbeats
    secrets: repo.Secrets
    news: set[str]
    """The games that this unit told something about; `work.writing` tells the bus after the commit."""
    notes: list[Note]
    """What this unit did, for the log; `work.writing` writes it there after the commit."""

    async def now(self) -> datetime:
        """The instant that decides deadlines, read afresh: ask after taking the lock, never before."""


class Store(Protocol):
    """Opens units of work. All raise `errors.Unavailable` when the database is away."""

    def write(self) -> AbstractAsyncContextManager[UnitOfWork]:
        """Commits at the end of the block, rolls back on any exception."""

    def read(self) -> AbstractAsyncContextManager[UnitOfWork]:
        """One unchanging snapshot of everything, for reading only."""

    @property
    def is_linked(self) -> bool:
        """Whether servers reach the database over links: then one may fall silent while it holds a lock."""

    async def hang_up_on_the_silent(self) -> int:
        """Ends connections of servers that fell silent and may hold what others wait for; how many."""


EVERY_GAME = "*"
"""The hint that hints may have been lost: look at every game."""


class Bus(Protocol):
    """Hints that a game has news. A hint carries no content and may get lost; pollers heal that."""

    async def publish(self, game: str) -> None:
        """Best effort within 200 ms; never raises."""

    def subscribe(self) -> AsyncGenerator[str, None]:
        """Game ids as hints come in, for ever; it heals itself.

        The first is EVERY_GAME, once it really listens, and so is one after each interruption.
        """

    @property
    def hears(self) -> bool:
        """Whether the subscription holds now; without it news are found by polling."""

    async def close(self) -> None: ...


class Clock(Protocol):
    """The process's own clock, for what decides nothing (countdowns on screens)."""

    def now(self) -> datetime: ...


class Randomness(Protocol):
    """Secrets, tokens and ids are made from these bytes alone; tests inject their own."""

    def bytes(self, count: int) -> bytes: ...


class Passwords(Protocol):
    """Slow hashing, off the event loop."""

    async def hash(self, password: str) -> str: ...
    async def verify(self, password: str, password_hash: str | None) -> bool:
        """False for None too, after the same time, so that nobody learns which accounts exist."""


class ScenarioSource(Protocol):
    """Where new games take their scenario from."""

    def sources(self, key: str) -> Mapping[str, str] | None:
        """The scenario's text files by relative path; None when there is no such scenario."""


class RulebookShelf(Protocol):
    """Compiled rulebooks, kept by scenario digest."""

    @property
    def rules_versions(self) -> frozenset[str]:
        """The rules versions that this process can resolve."""

    async def compile(self, sources: Mapping[str, str]) -> Rulebook:
        """Compiles and keeps a rulebook from its texts."""

    async def of(self, work: UnitOfWork, digest: str) -> Rulebook:
        """The rulebook of a pinned scenario."""

    async def sources(self, work: UnitOfWork, digest: str) -> Mapping[str, str]:
        """The texts of a pinned scenario, read once for all of its games. Read-only."""

    def let_go_of_idle(self) -> None:
        """Lets go of rulebooks, and of what was made of states, where nobody asked in a while: whoever asks
        again has them made anew. Call it every second.
        """

    async def once(self, key: Hashable, make: Callable[[], Awaitable[T]], *, small: bool = False) -> T:
        """What `make` gives, made once for all in this process who ask under the same key, and kept for a
        while. What is `small` is kept apart, so that it pushes out nothing that took long to make.
        """


@dataclass(frozen=True, slots=True)
class TurnInputs:
    """Everything that one turn's outcome depends on: pure data, the same in whichever process computes."""

    sources: Mapping[str, str]
    state: bytes
    moves: Mapping[str, MoveBody]
    injects: tuple[Injected, ...]
    bot_seats: tuple[str, ...]
    seed: bytes
    previous_digest: str
    held_seats: tuple[str, ...] = ()
    """Whose boards are made: nobody asks for those of the others. No input of the rules."""


@dataclass(frozen=True, slots=True)
class TurnOutcome:
    """A computed turn with the views that it is told with. `bot_moves` are those played, by seat; boards are
    of the seats that were held.
    """

    bot_moves: Mapping[str, MoveBody]
    resolved: ResolvedTurn
    public_board: Encoded[PublicBoard]
    seat_boards: Mapping[str, Encoded[SeatBoard]]


class Compute(Protocol):
    """Runs the rules off the event loop, within a time limit."""

    async def play(self, inputs: TurnInputs) -> TurnOutcome:
        """Raises whatever the rules raise, and TimeoutError past the limit."""

    async def aside(self, sources: Mapping[str, str], work: Callable[[Rulebook], T]) -> T:
        """`work` on the rulebook of these texts in a process of its own, one at a time. It must be importable
        or a partial of what is. Raises whatever it raises; NotMade where the process was ended.
        """


@dataclass(frozen=True, slots=True)
class Ports:
    """The service's surroundings."""

    store: Store
    bus: Bus
    clock: Clock
    randomness: Randomness
    passwords: Passwords
    scenarios: ScenarioSource
    shelf: RulebookShelf
    compute: Compute
    receipt_key: bytes
    """The server's secret for receipts; the same in every process and over restarts."""
