"""One accepted socket, whoever carries its bytes: the session, what it asks for, and its place in the hub.

A carrier (`wire`, `asgi`) opens the line, hands it what the client says, sends what is in `session.outbox`
when it is woken, closes the socket once `end` is set, and then ends the line.
"""

from collections.abc import Callable

import structlog

from comity.game import history, presence, sessions, streams
from comity.game.access import Caller, Seat
from comity.game.errors import GameError, Unavailable
from comity.game.wire import encode, instant
from comity.live.context import LiveContext
from comity.live.listener import Listener
from comity.live.messages import CloseCode
from comity.live.session import (
    REPLAY_BYTES_MAX,
    Action,
    CheckTicket,
    HangUp,
    ReadMissed,
    ReadSnapshot,
    Session,
)
from comity.logs import where
from comity.metrics import RESUMES, SOCKETS, SOCKETS_CLOSED

log = structlog.get_logger(__name__)


class Line:
    """One member's live line to one game."""

    __slots__ = ("_arrived", "_context", "_hang_up", "_listener", "_places", "end", "has_ended", "session")

    def __init__(
        self, context: LiveContext, caller: Caller, viewer: streams.Viewer, places: tuple[str, ...]
    ) -> None:
        self.session = Session(context.clock())
        self.end: HangUp | None = None
        """Why we hang up, once we do."""
        self._context = context
        self._places = places
        self._listener = Listener(self.session, caller, viewer, _nothing, self.act)
        self._hang_up: Callable[[], None] = _nothing
        self.has_ended = False
        self._arrived = False

    def open(self, wake: Callable[[], None], hang_up: Callable[[], None]) -> None:
        """The carrier is ready. `wake` is called when something is to be sent; `hang_up` once `end` is set,
        perhaps from within the hub: the carrier does it a moment later.
        """
        self._listener.wake, self._hang_up = wake, hang_up
        SOCKETS.labels(kind=self._kind).inc()
        log.info("socket_opened", game=self._listener.viewer.game, kind=self._kind)
        self._context.hub.greet(self._listener)

    def receive(self, frame: str | bytes) -> Action | None:
        """One frame from the client; what it asks for beyond an answer is to be `obey`ed before the next."""
        action = self.session.receive(frame, self._context.clock())
        if isinstance(action, HangUp):
            self.act(action)
            return None
        self._listener.wake()
        return action

    def act(self, action: Action | None) -> None:
        """What the session wants done when time goes by or news come; it only ever hangs up."""
        if isinstance(action, HangUp) and self.end is None:
            self.end = action
            self._hang_up()

    def read_too_slowly(self) -> None:
        """Nothing went out for too long."""
        self.act(self.session.hang_up(CloseCode.TOO_SLOW, "you read too slowly"))

    async def obey(self, action: Action | None) -> None:
        """Does what the session asks for, until it asks for nothing more."""
        try:
            while action is not None:
                match action:
                    case CheckTicket(ticket):
                        good = await self._redeem(ticket)
                        action = self.session.admit() if good else self.session.refuse()
                    case ReadMissed() | ReadSnapshot():
                        action = await self._catch_up(action)
                    case HangUp():
                        self.act(action)
                        return
        except Exception as error:
            log.error("live_failed", error=type(error).__name__, detail=where(error))  # noqa: TRY400
            self.act(self.session.hang_up(CloseCode.OUR_MISTAKE, "the server made a mistake; resume"))

    def ended(self, code: int | None) -> None:
        """The socket is closed or closing, by us with this code or else by the client. Idempotent."""
        if self.has_ended:
            return
        self.has_ended = True
        self.session.closed()
        self._context.hub.detach(self._listener)
        self._context.free(self._places)
        SOCKETS.labels(kind=self._kind).dec()
        SOCKETS_CLOSED.labels(code=code or "client").inc()
        log.info(
            "socket_closed",
            game=self._listener.viewer.game,
            kind=self._kind,
            close=code or "client",
        )

    @property
    def plays(self) -> bool:
        """Whether the member is more than a spectator."""
        return self._listener.plays

    @property
    def leaves_a_seat(self) -> bool:
        """Whether somebody may have to be told that this person left."""
        return self._arrived and isinstance(self._listener.caller.principal, Seat)

    async def leave(self) -> None:
        """After the end: says that the person is gone, unless another line of theirs is open."""
        person = self._listener.caller.person
        if any(one.caller.person == person for one in self._context.hub.listeners()):
            return
        try:
            await presence.left(self._context.ports, self._listener.caller)
        except GameError as error:
            log.warning("live_left_degraded", error=error.code)

    @property
    def _kind(self) -> str:
        return type(self._listener.caller.principal).__name__.lower()

    async def _redeem(self, ticket: str) -> bool:
        ports, caller = self._context.ports, self._listener.caller
        try:
            return await sessions.redeem_ticket(ports, caller, ticket, self._listener.viewer.game)
        except Unavailable:
            return False

    async def _catch_up(self, action: ReadMissed | ReadSnapshot) -> Action | None:
        viewer, session, ports = self._listener.viewer, self.session, self._context.ports
        server_now = instant(ports.clock.now())
        following: Action | None
        try:
            if isinstance(action, ReadMissed):
                missed = await streams.missed(
                    ports, viewer, action.public, action.private, most_bytes=REPLAY_BYTES_MAX
                )
                epoch = missed.epoch
                following = session.replay(epoch, missed.heads, missed.public, missed.private, server_now)
            else:
                snapshot = await history.snapshot(ports, self._listener.caller, viewer.game)
                epoch = snapshot.epoch
                body = encode(snapshot)
                following = session.restart_from(epoch, snapshot.heads, body, server_now)
        except GameError as error:
            return session.hang_up(CloseCode.RESTART, f"cannot catch up now: {error.code}")
        if following is None:
            await self._enter(epoch)
        return following

    async def _enter(self, epoch: str) -> None:
        """Caught up: from here on the hub tells this session what is new, and what came meanwhile first."""
        if self.has_ended:  # the client left while we read
            return
        self._context.hub.attach(self._listener, epoch)
        self._listener.wake()
        RESUMES.labels(how=self.session.resumed).inc()
        log.info(
            "resumed",
            game=self._listener.viewer.game,
            kind=self._kind,
            how=self.session.resumed,
            gap=self.session.gap,
        )
        try:
            self._arrived = True
            await presence.arrived(self._context.ports, self._listener.caller)
            await self._context.hub.refresh(self._listener.viewer.game)
        except GameError as error:
            log.warning("live_entered_degraded", error=error.code)


def _nothing() -> None:
    """Nobody carries the line yet."""
