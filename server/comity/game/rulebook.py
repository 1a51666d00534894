"""What the game service asks of the rules, in JSON values and bytes.

The service stores bytes and never looks inside a world. Everything here is pure and CPU-bound: callers run
`resolve` and `bot_moves` off the event loop.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from comity.lab.quick_par import SeatPar
from comity.lab.story import Story
from comity.rules.faults import Fault
from comity.rules.moves import Injected
from comity.rules.views import CauseLine, ObjectiveView, PublicBoard, ScoreLine, SeatBoard

MoveBody = Mapping[str, Any]
"""A move as submitted: `{stance?, actions?, votes?, tabled?, answers?}` in the scenario's keys."""


@dataclass(frozen=True, slots=True)
class ResolvedTurn:
    """One resolved turn. `digest` covers the digest before it, so a chain of digests proves a whole game."""

    turn: int
    state: bytes
    ledger: bytes
    input_digest: str
    digest: str
    over: bool


@dataclass(frozen=True, slots=True)
class OpeningTurn:
    """Turn 0: the opening world and the first link of the digest chain."""

    state: bytes
    digest: str


@dataclass(frozen=True, slots=True)
class LengthOption:
    """One length in which a scenario can be played; the first of them is its own."""

    key: str
    name: str
    gloss: str
    turns: int
    minutes: int


@dataclass(frozen=True, slots=True)
class TheoryOption:
    """One theory under which a scenario can be resolved; the first of them is its own."""

    key: str
    name: str
    gloss: str


@dataclass(frozen=True, slots=True)
class Variants:
    """How a scenario can be played."""

    lengths: tuple[LengthOption, ...]
    theories: tuple[TheoryOption, ...]


class Rulebook(Protocol):
    """The rules of one pinned scenario. `sources` is the scenario as text files by relative path."""

    @property
    def scenario_key(self) -> str: ...
    @property
    def scenario_digest(self) -> str: ...
    @property
    def rules_version(self) -> str: ...
    @property
    def turns(self) -> int: ...
    @property
    def seats(self) -> tuple[str, ...]: ...
    @property
    def variants(self) -> Variants: ...

    def opening(self, seed: bytes) -> OpeningTurn:
        """The opening world (turn 0, with the docket of turn 1); `seed` is the game's 32 secret bytes."""

    def check(self, state: bytes, seat: str, move: object) -> tuple[Fault, ...]:
        """Every reason why `seat` may not submit `move` now; empty when it may. Never raises on bad input."""

    def check_inject(self, inject: Injected) -> tuple[Fault, ...]:
        """Every reason why this event cannot be sent in this scenario; empty when it can. Never raises."""

    def resolve(
        self,
        state: bytes,
        moves: Mapping[str, MoveBody],
        injects: Sequence[Injected],
        seed: bytes,
        previous_digest: str,
    ) -> ResolvedTurn:
        """Resolve the next turn. A seat missing from `moves` keeps its stance, abstains and does nothing.

        `injects` come with the turn after it; their order means nothing.
        """

    def bot_moves(self, state: bytes, seats: tuple[str, ...], seed: bytes) -> dict[str, MoveBody]:
        """House-bot moves for `seats`, each from what its own seat sees."""

    def bot_reasons(
        self, state: bytes, seats: tuple[str, ...], seed: bytes
    ) -> Mapping[str, Mapping[str, str]]:
        """Why `bot_moves` moves as it does, by seat and part of the move (`actions[0]`), in sentences."""

    def public_board(self, state: bytes) -> PublicBoard: ...

    def seat_board(self, state: bytes, seat: str) -> SeatBoard: ...

    def objectives(self, state: bytes, seat: str) -> list[ObjectiveView]:
        """Those of the seat's board, without making the rest of it."""

    def scores(self, state: bytes) -> list[ScoreLine]:
        """Final scores by seat; the caller decides when they may be shown."""

    def par(self, state: bytes) -> Mapping[str, SeatPar]:
        """How house bots score from each seat, and how the scores of this state stand among theirs; empty
        where to know it would take too long, and of a game that did not come to its end: those of bots do. It
        takes a second: callers run it off the event loop.
        """

    def causes(
        self,
        ledger: bytes,
        seat: str | None,
        *,
        reveal: bool = False,
        subject: str | None = None,
        variable: str | None = None,
    ) -> list[CauseLine]:
        """Ledger lines as `seat` (or a spectator, when None) may read them; `reveal` opens everything.

        Of a large world that takes a moment the first time: callers run it off the event loop.
        """

    def story(self, states: Sequence[bytes], ledgers: Sequence[bytes]) -> Story:
        """A finished game as a chronicle that hides nothing; states and ledgers by turn, opening included.

        It takes a while: callers run it off the event loop.
        """

    def texts(self) -> Mapping[str, Any]:
        """Public words and pictures of the scenario: a JSON object (see `docs/protocol.md`, "Texts")."""

    def role_sheet(self, seat: str) -> Mapping[str, Any]:
        """The seat's private briefing, as JSON values: `web.answers.RoleSheet`."""
