"""The rows that the game service keeps, as frozen values. Field names are the store's column names.

All instants are aware UTC datetimes. Ids are random, so they tell neither time nor order.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

GameStatus = Literal["lobby", "running", "paused", "ended"]
TurnStatus = Literal["open", "closed", "resolved", "failed", "void"]
"""`void` is a turn that was open when the instructor finished the game; it is never resolved."""

LinkKind = Literal["invite", "seat", "person", "spectator"]
SessionKind = Literal["instructor", "seat", "spectator"]
MessageKind = Literal["statement", "cable"]


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Where a person's name is kept; everything else knows seats and this id. What was told of them by name
    is told anew when they are erased (`erasing`)."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class InstructorRow:
    person: str
    login: str
    """The name, case-folded, by which the account is found."""
    password_hash: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ClassroomRow:
    id: str
    instructor: str
    name: str
    delete_on: date | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class GameRow:
    """`turn_no` is the turn being played: 0 in the lobby; afterwards always one more than were resolved."""

    id: str
    classroom: str
    instructor: str
    title: str
    scenario_key: str
    scenario_title: str
    scenario_digest: str
    rules_version: str
    status: GameStatus
    turn_no: int
    turns: int
    minutes_per_turn: int | None
    """None: no clock; a turn ends when the instructor says so, or when all are ready and `early` is on."""
    early: bool
    spectator_delay: int
    """How many turns later spectators read the public stream."""
    bots_fill: bool
    join_code: str
    seed_commitment: str
    paused_ms: int | None
    """What was left of the turn when the game was paused."""
    created_at: datetime
    ended_at: datetime | None
    erased_at: datetime | None = None
    """When its people and their words were taken out."""

    @property
    def horizon(self) -> int | None:
        """The last turn whose public news delayed spectators may have; None when they may have all of it."""
        return None if self.status == "ended" else max(self.turn_no - self.spectator_delay, 0)


@dataclass(frozen=True, slots=True)
class TurnRow:
    game: str
    n: int
    status: TurnStatus
    close_no: int
    """Counts the closes, so that a computation of an earlier close can never commit."""
    deadline_at: datetime | None
    deadline_version: int
    closed_at: datetime | None
    tries: int
    bot_seats: tuple[str, ...]
    """The seats that the house bot plays, fixed at the close together with the moves."""


@dataclass(frozen=True, slots=True)
class SeatRow:
    game: str
    key: str
    position: int
    name: str
    state: str
    bot: bool
    ready_turn: int
    """The turn for which this seat last said ready; 0 for none."""
    credential_version: int
    """Raised by a new personal link; sessions and links of an older version are over."""


@dataclass(frozen=True, slots=True)
class HolderRow:
    """One person in one seat. `here_until` is when their last sign of life wears off; `browsers` are those in
    which they are signed in.
    """

    game: str
    seat: str
    person: str
    name: str
    joined_at: datetime
    here_until: datetime | None
    browsers: int


@dataclass(frozen=True, slots=True)
class MoveRow:
    """One revision of one seat's move; append-only. `body` is canonical JSON, None for a withdrawal."""

    id: str
    game: str
    turn: int
    seat: str
    rev: int
    body: str | None
    body_hash: str
    nonce: str
    idem_key: str
    person: str | None
    actor_session: str | None
    by_bot: bool
    received_at: datetime


@dataclass(frozen=True, slots=True)
class ResolutionRow:
    """A resolved turn; turn 0 is the opening. `digest` chains over all turns before it."""

    game: str
    turn: int
    close_no: int
    input_digest: str
    digest: str
    state: bytes
    ledger: bytes
    rules_version: str
    over: bool
    resolved_at: datetime


@dataclass(frozen=True, slots=True)
class DigestRow:
    """A resolved turn by its digests, without what it was resolved to."""

    turn: int
    close_no: int
    input_digest: str
    digest: str
    resolved_at: datetime


@dataclass(frozen=True, slots=True)
class StateRow:
    """What a turn was resolved to, without the ledger of how."""

    turn: int
    state: bytes


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """One message of a stream, as the bytes that are sent; `turn` was being played when it was told."""

    seq: int
    turn: int
    body: bytes


@dataclass(frozen=True, slots=True)
class StreamRow:
    viewer: str
    epoch: str
    head: int


@dataclass(frozen=True, slots=True)
class EnvelopesRow:
    """How many messages of a turn one seat sent to the same addressees: all that says who may read them."""

    turn: int
    kind: MessageKind
    sender: str
    recipients: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A public statement (`recipients` empty) or a private cable; both ends are seats, never people.

    `person` wrote it, and is told to nobody: it is kept so that their words can go with them.
    """

    id: str
    game: str
    turn: int
    kind: MessageKind
    sender: str
    recipients: tuple[str, ...]
    text: str
    sent_at: datetime
    person: str | None


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One seat of one game in which a person has left a trace."""

    game: str
    seat: str


@dataclass(frozen=True, slots=True)
class ToldRow:
    """One stored delivery, wherever it lies."""

    viewer: str
    seq: int
    body: bytes


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A bearer token that may be claimed, known only by its SHA-256."""

    token_hash: str
    kind: LinkKind
    game: str | None
    seat: str | None
    person: str | None
    credential_version: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A signed-in browser, known only by the SHA-256 of its cookie."""

    id: str
    token_hash: str
    kind: SessionKind
    person: str | None
    game: str | None
    seat: str | None
    credential_version: int
    created_at: datetime
    seen_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class TicketRow:
    """A single-use pass from a session to one live socket of one game."""

    token_hash: str
    session: str
    game: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class JournalRow:
    """One line of a game's hash chain; `payload` is canonical JSON, salted by `nonce`."""

    game: str
    seq: int
    kind: str
    at: datetime
    payload: str
    nonce: str
    prev_hash: str
    hash: str
