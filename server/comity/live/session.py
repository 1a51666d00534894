"""One live connection as a state machine without I/O: frames and facts go in, actions and an outbox come out.

HELLO ---hello---> CHECKING ---admitted---> CATCHING_UP ---caught up---> LIVE any of them ---hang up--->
CLOSED

Time comes in as seconds of any steady clock. The shell (`endpoint.py`) sends what is in `outbox` and does
what the returned action says; the hub calls `deliver` and `tick`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final, Literal

from comity.game.shapes import Heads, Instant
from comity.live.messages import (
    Ack,
    Bye,
    CloseCode,
    Heartbeat,
    Hello,
    Notice,
    NotOursError,
    Ping,
    Pong,
    ServerMessage,
    Welcome,
    encode,
    encode_snapshot,
    parse,
)
from comity.live.outbox import Outbox

HELLO_SECONDS_MAX: Final = 5.0
HEARTBEAT_SECONDS: Final = 15.0
CREDITS: Final = 20
CREDIT_SECONDS: Final = 10.0
"""A client may send `CREDITS` frames in any `CREDIT_SECONDS`."""
FRAME_CHARACTERS_MAX: Final = 4096
REPLAY_MAX: Final = 500
"""A client that missed more of one stream gets a snapshot instead."""
REPLAY_BYTES_MAX: Final = 128 * 1024
"""Also one that missed more than so much of one stream, unless it is a single delivery: what it missed waits
for it as a whole. Both streams, a full outbox and the transport's buffer stay below 2 MB; 500 of the longest
statements would be 4 MB.
"""

StreamName = Literal["public", "private"]


class Stage(Enum):
    HELLO = auto()
    """Nothing was said yet."""
    CHECKING = auto()
    """The ticket is being redeemed."""
    CATCHING_UP = auto()
    """Admitted; what it missed is being read."""
    LIVE = auto()
    """Holds every delivery up to its numbers and takes the next ones as they come."""
    CLOSED = auto()


@dataclass(frozen=True, slots=True)
class CheckTicket:
    """Redeem the ticket, then call `admit` or `refuse`."""

    ticket: str


@dataclass(frozen=True, slots=True)
class ReadMissed:
    """Read the deliveries after these numbers, then call `replay`."""

    public: int
    private: int


@dataclass(frozen=True, slots=True)
class ReadSnapshot:
    """Read a snapshot, then call `restart_from`."""


@dataclass(frozen=True, slots=True)
class HangUp:
    """Send what is in the outbox (at most a `bye`) and close."""

    code: int
    reason: str


Action = CheckTicket | ReadMissed | ReadSnapshot | HangUp


@dataclass(slots=True)
class Numbers:
    """The last numbers of both streams that a client was sent; sessions that are told together share them."""

    public: int = 0
    private: int = 0

    def heads(self) -> Heads:
        return Heads(self.public, self.private)

    def fresh(self, stream: StreamName, first: int, frames: Sequence[bytes]) -> Sequence[bytes] | None:
        """Those, numbered from `first` on, that were not sent before; None where some are missing first."""
        last = self.public if stream == "public" else self.private
        if first > last + 1:
            return None
        return frames if first == last + 1 else frames[last + 1 - first :]

    def move(self, stream: StreamName, count: int) -> None:
        if stream == "public":
            self.public += count
        else:
            self.private += count


class Session:
    """One client's connection. `numbers` are the last that were put into its outbox."""

    __slots__ = (
        "_heard_at",
        "_hello",
        "_next_heartbeat",
        "_opened_at",
        "gap",
        "numbers",
        "outbox",
        "resumed",
        "stage",
    )

    def __init__(self, now: float) -> None:
        self.stage = Stage.HELLO
        self.outbox = Outbox()
        self.numbers = Numbers()
        self.resumed: Literal["nothing", "replay", "snapshot"] | None = None
        """How the client caught up, once it has."""
        self.gap: int | None = None
        """How many deliveries it had missed; None for a newcomer, and after the stream began anew."""
        self._opened_at = now
        self._next_heartbeat = now + HEARTBEAT_SECONDS
        self._heard_at: list[float] = []  # a deque takes half a KiB, also for one word
        self._hello: Hello | None = None

    @property
    def heads(self) -> Heads:
        return self.numbers.heads()

    @property
    def keeps_up(self) -> bool:
        """Whether the next delivery can go straight to the client."""
        return self.stage is Stage.LIVE and self.outbox.straight is not None and not self.outbox

    # From the client.

    def receive(self, frame: str | bytes, now: float) -> Action | None:
        """One frame from the client."""
        if self.stage is Stage.CLOSED:
            return None
        if len(self._heard_at) == CREDITS and now - self._heard_at[0] < CREDIT_SECONDS:
            return self.hang_up(
                CloseCode.TOO_MANY_FRAMES, f"more than {CREDITS} frames in {CREDIT_SECONDS:g} s"
            )
        if len(self._heard_at) == CREDITS:
            del self._heard_at[0]
        self._heard_at.append(now)
        if isinstance(frame, bytes) or len(frame) > FRAME_CHARACTERS_MAX:
            return self._protocol_error("frames are text of at most 4 KiB")
        try:
            message = parse(frame)
        except NotOursError as error:
            return self._protocol_error(str(error))
        match message:
            case Hello() if self.stage is Stage.HELLO:
                self.stage = Stage.CHECKING
                self._hello = message
                return CheckTicket(message.ticket)
            case Ping() if self.stage is not Stage.HELLO:
                return self._say(Pong())
            case Ack() if self.stage is not Stage.HELLO:
                return None
            case _:
                return self._protocol_error("say hello once, and first")

    # From the shell, which did what an action asked for.

    def admit(self) -> Action | None:
        """The ticket was good."""
        if self.stage is not Stage.CHECKING or self._hello is None:
            return None
        self.stage = Stage.CATCHING_UP
        if self._hello.epoch is None:
            return ReadSnapshot()
        return ReadMissed(self._hello.public, self._hello.private)

    def refuse(self) -> Action | None:
        """The ticket was not this session's, not for this game, used or too old."""
        return self.hang_up(CloseCode.TICKET_REFUSED, "the ticket is not good; ask for a new one")

    def replay(
        self, epoch: str, heads: Heads, public: Sequence[bytes], private: Sequence[bytes], server_now: Instant
    ) -> Action | None:
        """What was read after the client's numbers: sent if that is all it missed, or else a snapshot is."""
        if self.stage is not Stage.CATCHING_UP or self._hello is None:
            return None
        hello = self._hello
        whole = (
            epoch == hello.epoch
            and _is_whole(hello.public, heads.public, public)
            and _is_whole(hello.private, heads.private, private)
        )
        if not whole:
            return ReadSnapshot()
        self._enter(epoch, heads, "replay" if public or private else "nothing")
        self.outbox.put_missed([encode(Welcome(epoch, heads, server_now)), *public, *private])
        return None

    def restart_from(self, epoch: str, heads: Heads, snapshot: bytes, server_now: Instant) -> Action | None:
        """A snapshot that was read together with its heads."""
        if self.stage is not Stage.CATCHING_UP:
            return None
        self._enter(epoch, heads, "snapshot")
        self.outbox.put_missed([encode(Welcome(epoch, heads, server_now)), encode_snapshot(snapshot)])
        return None

    # From the hub.

    def deliver(self, stream: StreamName, first: int, frames: Sequence[bytes]) -> Action | None:
        """Deliveries numbered from `first` on; those that were sent before are left out."""
        if self.stage is not Stage.LIVE or not frames:
            return None
        fresh = self.numbers.fresh(stream, first, frames)
        if fresh is None:
            return self.hang_up(CloseCode.RESTART, "numbers are missing here; resume")
        put = self.outbox.put
        for frame in fresh:
            if not put(frame):
                return self._read_too_slowly()
        self.numbers.move(stream, len(fresh))
        return None

    def tick(self, now: float, server_now: Instant) -> Action | None:
        """Time went by: hello deadline and heartbeat."""
        if self.stage is Stage.HELLO and now - self._opened_at >= HELLO_SECONDS_MAX:
            return self.hang_up(CloseCode.HELLO_TOO_LATE, f"no hello within {HELLO_SECONDS_MAX:g} s")
        if self.stage is Stage.LIVE and now >= self._next_heartbeat:
            self._next_heartbeat = now + HEARTBEAT_SECONDS
            return self._say(Heartbeat(self.heads, server_now))
        return None

    def notice(self, code: Literal["saving_paused", "saving_resumed"]) -> Action | None:
        return self._say(Notice(code)) if self.stage is Stage.LIVE else None

    def hang_up(self, code: int, reason: str) -> Action | None:
        """Ends the connection: nothing that waits is sent any more, only a `bye`."""
        if self.stage is Stage.CLOSED:
            return None
        self.stage = Stage.CLOSED
        self.outbox.clear()
        self.outbox.put(encode(Bye(code, reason)))
        self.outbox.straight = None
        return HangUp(code, reason)

    def closed(self) -> None:
        """The client went away."""
        self.stage = Stage.CLOSED
        self.outbox.clear()
        self.outbox.straight = None

    def _enter(self, epoch: str, heads: Heads, how: Literal["nothing", "replay", "snapshot"]) -> None:
        self.stage = Stage.LIVE
        self.resumed = how
        if self._hello is not None and self._hello.epoch == epoch:
            self.gap = heads.public - self._hello.public + heads.private - self._hello.private
        self.numbers = Numbers(heads.public, heads.private)

    def _say(self, message: ServerMessage) -> Action | None:
        return None if self.outbox.put(encode(message)) else self._read_too_slowly()

    def _read_too_slowly(self) -> Action | None:
        return self.hang_up(CloseCode.TOO_SLOW, "you read too slowly; resume from your numbers")

    def _protocol_error(self, reason: str) -> Action | None:
        return self.hang_up(CloseCode.PROTOCOL_ERROR, reason)


def _is_whole(after: int, head: int, frames: Sequence[bytes]) -> bool:
    """Whether `frames` is all that lies between the client's number and the head."""
    return 0 <= head - after <= REPLAY_MAX and len(frames) == head - after
