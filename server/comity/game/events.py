"""What a viewer can be told, one shape an event; `docs/protocol.md` lists who gets which.

Each is the `event` of a stored delivery. Names are past tense: an event is told only once it is true.
"""

from dataclasses import dataclass
from typing import Literal

from comity.game.encoded import Encoded
from comity.game.shapes import GameHeader, Injects, Message, MoveRecord, RoomSeat, SeatView
from comity.rules.views import PublicBoard, SeatBoard


@dataclass(frozen=True, slots=True, kw_only=True)
class GameStarted:
    type: Literal["game_started"] = "game_started"
    header: GameHeader


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnOpened:
    type: Literal["turn_opened"] = "turn_opened"
    header: GameHeader


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnClosed:
    type: Literal["turn_closed"] = "turn_closed"
    turn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnResolved:
    type: Literal["turn_resolved"] = "turn_resolved"
    turn: int
    board: Encoded[PublicBoard]
    header: GameHeader


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineChanged:
    type: Literal["deadline_changed"] = "deadline_changed"
    header: GameHeader


@dataclass(frozen=True, slots=True, kw_only=True)
class GamePaused:
    type: Literal["game_paused"] = "game_paused"
    header: GameHeader


@dataclass(frozen=True, slots=True, kw_only=True)
class GameResumed:
    type: Literal["game_resumed"] = "game_resumed"
    header: GameHeader


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementMade:
    type: Literal["statement_made"] = "statement_made"
    message: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatChanged:
    type: Literal["seat_changed"] = "seat_changed"
    seat: SeatView


@dataclass(frozen=True, slots=True, kw_only=True)
class GameEnded:
    type: Literal["game_ended"] = "game_ended"
    header: GameHeader


PublicEvent = (
    GameStarted
    | TurnOpened
    | TurnClosed
    | TurnResolved
    | DeadlineChanged
    | GamePaused
    | GameResumed
    | StatementMade
    | SeatChanged
    | GameEnded
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveSaved:
    """`turn` says for which turn: this may arrive after the public news that the next one has opened."""

    type: Literal["move_saved"] = "move_saved"
    turn: int
    move: MoveRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class CableReceived:
    """Also told to the sender, whose teammates and other devices have to show it."""

    type: Literal["cable_received"] = "cable_received"
    message: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatResolved:
    type: Literal["seat_resolved"] = "seat_resolved"
    own: Encoded[SeatBoard]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyChanged:
    """`turn` as for a saved move."""

    type: Literal["ready_changed"] = "ready_changed"
    turn: int
    ready: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomChanged:
    """For the instructor alone."""

    type: Literal["room_changed"] = "room_changed"
    seat: RoomSeat


@dataclass(frozen=True, slots=True, kw_only=True)
class InjectsChanged:
    """For the instructor alone: an event was sent or taken back, and these wait now."""

    type: Literal["injects_changed"] = "injects_changed"
    injects: Injects


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnFailed:
    """For the instructor alone: the rules could not resolve a turn, and the game is paused."""

    type: Literal["turn_failed"] = "turn_failed"
    turn: int


PrivateEvent = (
    MoveSaved | CableReceived | SeatResolved | ReadyChanged | RoomChanged | InjectsChanged | TurnFailed
)
Event = PublicEvent | PrivateEvent
