"""What the web answers beyond the game's own shapes (`comity.game.shapes`, `comity.rules.views`)."""

from dataclasses import dataclass
from typing import Any, Literal

from typing_extensions import TypedDict

from comity.game.rulebook import LengthOption, TheoryOption
from comity.game.shapes import GameHeader, Heads, Injects, MoveRecord, RoomSeat
from comity.rules.faults import Fault


@dataclass(frozen=True, slots=True)
class ProblemDetails:
    """RFC 9457. `field` and `fix` are those of the first fault."""

    type: str
    title: str
    status: int
    detail: str
    field: str
    fix: str
    faults: list[Fault]
    current_turn: int | None = None
    """With `turn_closed`: the turn that is being played."""
    current_version: int | None = None
    """With `stale_deadline`: the version to send with the next try."""
    current_rev: int | None = None
    """With `revision_mismatch`: the last saved revision."""


@dataclass(frozen=True, slots=True)
class ScenarioSummary:
    key: str
    title: str
    summary: str
    seats: int
    turns: int
    minutes: int
    lengths: list[LengthOption]
    """How long it can be played; the first is as it was written."""
    theories: list[TheoryOption]
    """Under what it can be resolved; the first is its own."""
    content_note: str | None


@dataclass(frozen=True, slots=True)
class ScenarioLeftOut:
    """A scenario that cannot be played until its faults are mended."""

    key: str
    faults: list[Fault]
    """`field` begins with the file and the line."""


@dataclass(frozen=True, slots=True)
class ScenarioSeat:
    seat: str
    name: str
    state: str


@dataclass(frozen=True, slots=True)
class ScenarioPage:
    """A scenario before anybody plays it: public words only."""

    key: str
    digest: str
    title: str
    summary: str
    briefing_html: str
    turns: int
    minutes: int
    turn_labels: list[str]
    seats: list[ScenarioSeat]
    lengths: list[LengthOption]
    theories: list[TheoryOption]
    learning_goals: list[str]
    glossary: dict[str, str]
    debrief_questions: list[str]
    content_note: str | None
    sources: list[str]


@dataclass(frozen=True, slots=True)
class RoomPage:
    """The situation room. Links hold secrets that are not kept, so they are shown only when they are made."""

    header: GameHeader
    join_code: str
    join_url: str
    seats: list[RoomSeat]
    injects: Injects


@dataclass(frozen=True, slots=True)
class LinkMade:
    """Shown this once."""

    url: str


@dataclass(frozen=True, slots=True)
class SavedMove:
    move: MoveRecord | None


@dataclass(frozen=True, slots=True)
class ReadinessSaved:
    ready: bool


@dataclass(frozen=True, slots=True)
class TicketIssued:
    ticket: str
    expires_in: int
    """Seconds."""


class StoredDelivery(TypedDict):
    """A delivery exactly as the socket sends it; the events' shapes are in `/api/v1/live/schema`."""

    type: Literal["delivery"]
    stream: Literal["public", "private"]
    seq: int
    event: dict[str, Any]


@dataclass(frozen=True, slots=True)
class StreamPage:
    """At most 500 deliveries of each stream after the numbers asked for."""

    epoch: str
    heads: Heads
    public: list[StoredDelivery]
    private: list[StoredDelivery]


@dataclass(frozen=True, slots=True)
class RoleObjective:
    """What the seat is after. How far it has come stands on its board."""

    key: str
    text: str
    hidden: bool
    points: float


@dataclass(frozen=True, slots=True)
class RoleSheet:
    """The seat's private briefing; the HTML is made by us from Markdown and is safe to insert."""

    seat: str
    state: str
    name: str
    public_html: str
    hidden_html: str
    reading_minutes: float
    """How long it takes to read, objectives included."""
    objectives: list[RoleObjective]


@dataclass(frozen=True, slots=True)
class Alive:
    status: Literal["alive"]


@dataclass(frozen=True, slots=True)
class HealthReport:
    """`parts` says what each dependency answered; a degraded part does not make us unready."""

    status: Literal["ready", "degraded", "not_ready"]
    parts: dict[str, str]


@dataclass(frozen=True, slots=True)
class Version:
    version: str
    rules_versions: list[str]
    protocol: int
