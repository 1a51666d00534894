"""The file of a game: one definition for writing it and for reading it back."""

from dataclasses import dataclass
from typing import Any, Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError, with_config

from comity.game.errors import Refused
from comity.game.records import GameStatus
from comity.game.shapes import Instant, Message
from comity.rules.faults import Fault

STRICT = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class ExportedScenario:
    key: str
    digest: str
    sources: dict[str, str]


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class ExportedSeat:
    seat: str
    name: str
    state: str


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class ExportedTurn:
    """A resolved turn; turn 0 is the opening, with an empty `input_digest`."""

    turn: int
    close_no: int
    input_digest: str
    digest: str
    resolved_at: Instant


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class ExportedMove:
    """One revision; `body` is null where the move was withdrawn, `nonce` salts its commitment."""

    turn: int
    seat: str
    rev: int
    by_bot: bool
    received_at: Instant
    nonce: str
    body: dict[str, Any] | None


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class ExportedLine:
    """A line of the journal's hash chain; `payload` is the canonical JSON that was hashed."""

    seq: int
    kind: str
    at: Instant
    payload: str
    nonce: str
    prev_hash: str
    hash: str


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class ExportedGame:
    """`seed` is null until the game has ended. Seats appear, people never do."""

    format: Literal["comity-game/1"]
    game: str
    title: str
    status: GameStatus
    rules_version: str
    scenario: ExportedScenario
    seed_commitment: str
    seed: str | None
    seats: list[ExportedSeat]
    turns: list[ExportedTurn]
    moves: list[ExportedMove]
    messages: list[Message]
    journal: list[ExportedLine]


_file = TypeAdapter(ExportedGame)


def read_export(document: bytes) -> ExportedGame:
    """Raises Refused with a fault for each field that is missing, unknown or of the wrong kind."""
    try:
        return _file.validate_json(document)
    except ValidationError as error:
        fix = "Export the game again as JSON, and do not edit the file."
        raise Refused(
            *(
                Fault(
                    "not_an_export",
                    ".".join(map(str, problem["loc"])) or "file",
                    f"This file cannot be read: {problem['msg']}.",
                    fix,
                )
                for problem in error.errors(include_url=False, include_input=False)[:20]
            )
        ) from error
