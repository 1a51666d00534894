"""The whole live protocol: what a client may say and what the server says, as two tagged unions.

The JSON Schema made from them (`schema`) is served, and the web client's types are generated from it.
Deliveries are stored and sent as bytes and never pass through these classes on their way out; tests hold the
bytes against them.
"""

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Final, Literal

import orjson
from pydantic import ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.json_schema import GenerateJsonSchema

from comity.game.events import PrivateEvent, PublicEvent
from comity.game.shapes import Heads, Instant, Snapshot

PROTOCOL: Final = 1
SEQUENCE_MAX: Final = 2**53
TICKET_CHARACTERS_MAX: Final = 128
EPOCH_CHARACTERS_MAX: Final = 200

Number = Annotated[int, Field(ge=0, le=SEQUENCE_MAX)]


class CloseCode:
    """Why the server hangs up; the codes are part of the protocol."""

    PROTOCOL_ERROR: Final = 4000
    TICKET_REFUSED: Final = 4001
    NO_LONGER_ALLOWED: Final = 4003
    TOO_SLOW: Final = 4008
    TOO_MANY_FRAMES: Final = 4009
    HELLO_TOO_LATE: Final = 4010
    RESTART: Final = 1012
    OUR_MISTAKE: Final = 1011


class _Heard:
    """A message from a client: what it does not know of is refused."""

    __slots__ = ()
    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")


# What a client says.


@dataclass(frozen=True, slots=True)
class Hello(_Heard):
    """The first frame: the pass, and the last numbers that this client has applied (with their epoch)."""

    type: Literal["hello"]
    ticket: Annotated[str, Field(min_length=1, max_length=TICKET_CHARACTERS_MAX)]
    epoch: Annotated[str, Field(max_length=EPOCH_CHARACTERS_MAX)] | None
    public: Number
    private: Number


@dataclass(frozen=True, slots=True)
class Ack(_Heard):
    """The numbers applied so far. Informative: nothing is resent because of it."""

    type: Literal["ack"]
    public: Number
    private: Number


@dataclass(frozen=True, slots=True)
class Ping(_Heard):
    """Asks for a `pong`."""

    type: Literal["ping"]


ClientMessage = Annotated[Hello | Ack | Ping, Field(discriminator="type")]
_CLIENT: Final[TypeAdapter[Hello | Ack | Ping]] = TypeAdapter(ClientMessage)


class NotOursError(ValueError):
    """A frame that is no `ClientMessage`. Its text says nothing of what the frame held."""


def parse(frame: str) -> Hello | Ack | Ping:
    """The message in a text frame. Raises NotOursError for everything else."""
    try:
        return _CLIENT.validate_json(frame, strict=True)
    except (ValidationError, ValueError, RecursionError):
        raise NotOursError("the frame is neither hello, ack nor ping") from None


# What the server says.


@dataclass(frozen=True, slots=True)
class Welcome:
    """The answer to `hello`; the missing deliveries or one snapshot follow."""

    epoch: str
    heads: Heads
    server_now: Instant
    protocol: Literal[1] = PROTOCOL
    type: Literal["welcome"] = "welcome"


@dataclass(frozen=True, slots=True)
class SnapshotSent:
    """Everything that this member may know; replaces all that the client had."""

    snapshot: Snapshot
    type: Literal["snapshot"] = "snapshot"


@dataclass(frozen=True, slots=True)
class PublicDelivery:
    """The next event of the stream that all members share."""

    seq: int
    event: Annotated[PublicEvent, Field(discriminator="type")]
    stream: Literal["public"] = "public"
    type: Literal["delivery"] = "delivery"


@dataclass(frozen=True, slots=True)
class PrivateDelivery:
    """The next event of the member's own stream."""

    seq: int
    event: Annotated[PrivateEvent, Field(discriminator="type")]
    stream: Literal["private"] = "private"
    type: Literal["delivery"] = "delivery"


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """Every 15 seconds: a client that is behind `heads` has missed something."""

    heads: Heads
    server_now: Instant
    type: Literal["heartbeat"] = "heartbeat"


@dataclass(frozen=True, slots=True)
class Pong:
    type: Literal["pong"] = "pong"


@dataclass(frozen=True, slots=True)
class Notice:
    """The database is away (moves cannot be saved for now) or back."""

    code: Literal["saving_paused", "saving_resumed"]
    type: Literal["notice"] = "notice"


@dataclass(frozen=True, slots=True)
class Bye:
    """Sent just before the server closes with the same code."""

    code: int
    reason: str
    type: Literal["bye"] = "bye"


Delivery = Annotated[PublicDelivery | PrivateDelivery, Field(discriminator="stream")]
ServerMessage = Welcome | SnapshotSent | PublicDelivery | PrivateDelivery | Heartbeat | Pong | Notice | Bye


def encode(message: ServerMessage) -> bytes:
    """The text frame of a message, in UTF-8."""
    return orjson.dumps(message)


def encode_snapshot(snapshot: bytes) -> bytes:
    """The text frame of a `snapshot` message around a snapshot that is encoded already."""
    return b'{"type":"snapshot","snapshot":%b}' % snapshot


@dataclass(frozen=True, slots=True)
class LiveMessages:
    """Both directions, so that one schema document holds them."""

    client: ClientMessage
    server: ServerMessage


class _WithEveryMember(GenerateJsonSchema):
    """Members with a default are always sent too, so a reader may rely on them: on `type` above all."""

    def field_is_required(self, field: Any, total: bool) -> bool:  # noqa: ARG002
        return True


def schema() -> dict[str, Any]:
    """The JSON Schema of the protocol: `properties.client` and `properties.server` are the two unions."""
    adapter = TypeAdapter(LiveMessages)
    return adapter.json_schema(mode="serialization", schema_generator=_WithEveryMember)
