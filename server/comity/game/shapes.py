"""The shapes of the game service that leave the house, as `docs/protocol.md` names them.

Boards and causes come from the rules (`comity.rules.views`); these are the game around them. Instants are
text already (`2026-01-31T10:00:00.000Z`), so that a stored delivery and a fresh answer have the same bytes.
"""

from dataclasses import dataclass
from typing import Any, Literal

from typing_extensions import TypedDict

from comity.game.encoded import Encoded
from comity.game.records import GameStatus, MessageKind
from comity.lab.quick_par import SeatPar
from comity.rules.move_views import Shares
from comity.rules.views import ObjectiveView, PublicBoard, ScoreLine, SeatBoard

Instant = str
"""A UTC instant with milliseconds and a `Z`."""

PrincipalKind = Literal["anonymous", "instructor", "seat", "spectator"]
SeatStatus = Literal["empty", "away", "reading", "drafting", "submitted", "ready", "bot"]


@dataclass(frozen=True, slots=True)
class SessionView:
    principal: PrincipalKind
    name: str | None = None
    game: str | None = None
    seat: str | None = None
    personal_code: str | None = None
    """A token that brings this person back to their seat on another device; shown once, on joining."""


@dataclass(frozen=True, slots=True)
class OwnSession:
    """One browser in which somebody is signed in."""

    created_at: Instant
    seen_at: Instant
    present: bool
    """Whether it is the one that asks."""


@dataclass(frozen=True, slots=True)
class ClassView:
    id: str
    name: str
    delete_on: str | None
    created_at: Instant


@dataclass(frozen=True, slots=True)
class GameHeader:
    id: str
    title: str
    scenario: str
    scenario_title: str
    status: GameStatus
    turn: int
    turns: int
    deadline_at: Instant | None
    deadline_version: int
    remaining_seconds: float | None
    early: bool
    bots_fill: bool
    """Whether a house bot takes every seat that nobody holds when the game starts."""
    server_now: Instant
    seed_commitment: str
    seed: str | None
    """Hex; revealed when the game has ended."""


@dataclass(frozen=True, slots=True)
class SeatView:
    """What everybody may know of a seat."""

    seat: str
    name: str
    state: str
    bot: bool
    held: bool
    ready: bool


@dataclass(frozen=True, slots=True)
class PersonHere:
    """Somebody who holds a seat; `here` while a live line of theirs is open. `browsers` are those in which
    they are signed in: more than they know of, where their personal code went round.
    """

    name: str
    here: bool
    browsers: int


@dataclass(frozen=True, slots=True)
class RoomSeat:
    """What the instructor sees of a seat; `rev` is the last saved revision of this turn, 0 for none."""

    seat: str
    name: str
    state: str
    people: list[PersonHere]
    status: SeatStatus
    bot: bool
    rev: int
    blocking: bool
    """Whether an early close waits for this seat."""


@dataclass(frozen=True, slots=True)
class LastResolution:
    """The turn that was resolved last; `seconds` went by from its close until everybody could see it."""

    turn: int
    at: Instant
    seconds: float


@dataclass(frozen=True, slots=True)
class SeatedPerson:
    """One person in one seat; `here` while a live line of theirs is open."""

    seat: str
    seat_name: str
    name: str
    here: bool


@dataclass(frozen=True, slots=True)
class OtherRules:
    """Under which rules a game was begun, and those that this server has instead."""

    game: str
    server: list[str]


@dataclass(frozen=True, slots=True)
class GameHealth:
    """How a game fares, for its instructor. `turn` is the one being played, 0 in the lobby."""

    server_now: Instant
    turn: int
    overdue_seconds: float
    """How long the open turn is past its deadline; 0 when it is not."""
    unresolved_seconds: float
    """How long ago the turn closed that is not resolved yet; 0 when there is none."""
    failed: bool
    """Whether the turn could not be resolved."""
    other_rules: OtherRules | None
    """Why this server can start no turn of the game and resolve none; null where it can."""
    last_resolution: LastResolution | None
    live_updates: Literal["at_once", "delayed"]
    """`delayed` while the servers do not hear of each other's news: they look every two seconds instead."""
    people: list[SeatedPerson]


@dataclass(frozen=True, slots=True)
class InjectView:
    """An event that the instructor sent; `state` is null where it hits the world."""

    event: str
    state: str | None


@dataclass(frozen=True, slots=True)
class Injects:
    """What was sent in `turn`, in that order, and comes with the turn after it; hidden until then."""

    turn: int
    waiting: list[InjectView]


@dataclass(frozen=True, slots=True)
class Room:
    header: GameHeader
    join_code: str
    seats: list[RoomSeat]
    injects: Injects


@dataclass(frozen=True, slots=True)
class OpenSeat:
    seat: str
    name: str
    state: str
    holders: int
    taken: bool
    bot: bool
    state_name: str
    brief: str
    """The first words of its role sheet's public part."""
    power: float
    """Its share of the world's power at the opening, in percent; likewise the character of its regime."""
    predisposition: Shares


@dataclass(frozen=True, slots=True)
class LookedUp:
    game: str
    title: str
    scenario_title: str
    seats: list[OpenSeat]


@dataclass(frozen=True, slots=True)
class MoveRecord:
    """The saved move of a seat; `body` is null when it was withdrawn, `by` is the teammate's name."""

    rev: int
    body: dict[str, Any] | None
    received_at: Instant
    by: str | None


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof of a saved move; `receipt` is an HMAC over game, turn, seat, revision and body."""

    move_id: str
    rev: int
    turn: int
    received_at: Instant
    receipt: str


Message = TypedDict(
    "Message",
    {
        "id": str,
        "turn": int,
        "kind": MessageKind,
        "from": str,
        "to": list[str],
        "text": str,
        "sent_at": Instant,
    },
)
"""A public statement (`to` empty) or a private cable, between seats. Spelled so for the key `from`."""


@dataclass(frozen=True, slots=True)
class MessagePage:
    """Some of the messages that the caller may read, oldest first, and how many there are before them."""

    messages: list[Message]
    earlier_messages: int


@dataclass(frozen=True, slots=True)
class Heads:
    """The last numbers of the caller's two streams; `private` is 0 for those who have none."""

    public: int
    private: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything that the caller may know now, read in one transaction together with its `heads`."""

    epoch: str
    heads: Heads
    header: GameHeader
    board: Encoded[PublicBoard]
    own: Encoded[SeatBoard] | None
    move: MoveRecord | None
    ready: bool
    seats: list[SeatView]
    messages: list[Message]
    """The newest that the caller may read."""
    earlier_messages: int
    """How many more there are before those; `GET /games/{game}/messages` gives them."""
    server_now: Instant


@dataclass(frozen=True, slots=True)
class DebriefTurn:
    turn: int
    indices: dict[str, float]
    system: dict[str, float]
    stances: dict[str, Shares]


@dataclass(frozen=True, slots=True)
class PlayedMove:
    turn: int
    seat: str
    body: dict[str, Any]
    by_bot: bool
    because: dict[str, str]
    """Why a house bot moved so, a sentence a part: `stance`, `actions[0]`, `votes.t1-1`, `tabled[0]`."""


@dataclass(frozen=True, slots=True)
class PlayedTurn:
    """What counted for one seat in a resolved turn."""

    move: PlayedMove | None
    """None where nothing counted: nothing was saved or all was withdrawn, and no house bot moved."""
    docket: dict[str, str]
    """What the house bot had to vote on, in a sentence, by docket id; empty where it did not move."""
    bot_turns: list[int]
    """The turns up to this one in which the house bot moved for the seat, in order."""


@dataclass(frozen=True, slots=True)
class Debrief:
    """The opened game. `commitment_holds` says that the revealed seed is the one promised at the start."""

    header: GameHeader
    turns: list[DebriefTurn]
    scores: list[ScoreLine]
    par: dict[str, SeatPar]
    """By seat, how house bots score from it; empty for worlds in which to know that would take too long."""
    objectives: dict[str, list[ObjectiveView]]
    archive: list[Message]
    moves: list[PlayedMove]
    docket: dict[str, str]
    """What was voted, in a sentence, by docket id."""
    seed: str
    commitment_holds: bool


@dataclass(frozen=True, slots=True)
class ChronicleParagraph:
    head: str
    """What stands out at its beginning, e.g. a state's name; `text` goes on right behind it."""
    text: str
    item: bool
    """Whether it is one row of a list."""


@dataclass(frozen=True, slots=True)
class ChronicleSection:
    title: str
    """A turn's label; empty for the opening."""
    paragraphs: list[ChronicleParagraph]


@dataclass(frozen=True, slots=True)
class Chronicle:
    """A whole game as told from its ledger: what `comity play --story` prints."""

    title: str
    sections: list[ChronicleSection]
