"""The websocket route: a thin shell that moves bytes between a socket and its session.

Who may listen is decided before the socket is accepted: our own Origin (browsers let any page open a socket
and send our cookie with it), a session that holds, membership of the game, and room for one more.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, cast

import orjson
import structlog
from fastapi import APIRouter, WebSocket
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.websockets import WebSocketDisconnect

from comity.game import history, presence, sessions, streams
from comity.game.access import Anonymous, Caller
from comity.game.errors import GameError, NotSignedIn, Unavailable
from comity.game.ports import Ports
from comity.game.wire import instant
from comity.live.hub import Hub, Listener
from comity.live.messages import CloseCode
from comity.live.session import Action, CheckTicket, HangUp, ReadMissed, ReadSnapshot, Session
from comity.logs import where
from comity.metrics import RESUMES, SOCKETS, SOCKETS_CLOSED
from comity.rules.faults import Fault

log = structlog.get_logger(__name__)
router = APIRouter()

SOCKETS_PER_SESSION: Final = 5
SOCKETS_PER_GAME: Final = 300
SOCKETS_PER_PROCESS: Final = 2000
SEND_SECONDS_MAX: Final = 10.0
CLOSE_SECONDS_MAX: Final = 2.0
_EXPECTED: Final = (TimeoutError, WebSocketDisconnect)


@dataclass(eq=False)
class LiveContext:
    """Built once at start-up by `app.py`. The callables keep HTTP's own words in the web room."""

    ports: Ports
    hub: Hub
    origin_allowed: Callable[[str | None], bool]
    caller_of: Callable[[HTTPConnection], Awaitable[Caller]]
    problem: Callable[[int, Fault], Response]
    refusal: Callable[[GameError], Response]
    clock: Callable[[], float]
    """Steady seconds, the same as the hub's."""
    open_by: Counter[str] = field(default_factory=Counter)
    """Open sockets by session (`session:ID`), game (`game:ID`) and in all (`all`)."""


@router.websocket("/games/{game}/live", name="live")
async def live(socket: WebSocket, game: str) -> None:
    """One member's live line to one game; see `docs/protocol.md`."""
    context = cast("LiveContext", socket.app.state.live)
    if not context.origin_allowed(socket.headers.get("origin")):
        fault = Fault("cross_site", "Origin", "This is no page of ours.", "Open the game's own page.")
        await socket.send_denial_response(context.problem(403, fault))
        return
    try:
        caller = await context.caller_of(socket)
        if isinstance(caller.principal, Anonymous):
            raise NotSignedIn
        viewer = await streams.viewer(context.ports, caller, game)
    except GameError as error:
        await socket.send_denial_response(context.refusal(error))
        return
    places = (f"session:{caller.session}", f"game:{viewer.game}", "all")
    if not _has_room(context.open_by, places):
        fault = Fault("too_many_sockets", "", "Too many live lines are open.", "Close a tab and try again.")
        await socket.send_denial_response(context.problem(429, fault))
        return
    context.open_by.update(places)
    try:
        await socket.accept()
        await Connection(context, socket, caller, viewer).run()
    finally:
        context.open_by.subtract(places)
        context.open_by += Counter()  # drops the zeros


def _has_room(open_by: Counter[str], places: tuple[str, str, str]) -> bool:
    limits = (SOCKETS_PER_SESSION, SOCKETS_PER_GAME, SOCKETS_PER_PROCESS)
    return all(open_by[place] < limit for place, limit in zip(places, limits, strict=True))


class Connection:
    """One accepted socket: a reader, a writer, and the session between them."""

    def __init__(
        self, context: LiveContext, socket: WebSocket, caller: Caller, viewer: streams.Viewer
    ) -> None:
        self._context = context
        self._ports = context.ports
        self._socket = socket
        self._caller = caller
        self._session = Session(context.clock())
        self._woken = asyncio.Event()
        self._end: HangUp | None = None
        self._listener = Listener(self._session, caller, viewer, self._woken.set, self._act)
        self._arrived = False
        self._kind = type(caller.principal).__name__.lower()

    async def run(self) -> None:
        """Until either side hangs up."""
        hub, kind = self._context.hub, self._kind
        SOCKETS.labels(kind=kind).inc()
        log.info("socket_opened", game=self._listener.viewer.game, kind=kind)
        hub.greet(self._listener)
        reader = asyncio.create_task(self._read())
        writer = asyncio.create_task(self._write())
        try:
            await asyncio.wait({reader, writer}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (reader, writer):
                task.cancel()
            outcomes = await asyncio.gather(reader, writer, return_exceptions=True)
            self._session.closed()
            hub.detach(self._listener)
            SOCKETS.labels(kind=kind).dec()
            await self._close(outcomes)
            await self._leave()

    async def _read(self) -> None:
        while self._end is None:
            message = await self._socket.receive()
            if message["type"] == "websocket.disconnect":
                return
            frame = message.get("text")
            action = self._session.receive(
                message.get("bytes") or b"" if frame is None else frame, self._context.clock()
            )
            await self._obey(action)
            self._woken.set()
        await asyncio.Event().wait()  # the writer says goodbye and ends us

    async def _write(self) -> None:
        while True:
            await self._woken.wait()
            self._woken.clear()
            while (frame := self._session.outbox.take()) is not None:
                async with asyncio.timeout(SEND_SECONDS_MAX):
                    await self._socket.send_text(frame)
            if self._end is not None:
                return

    def _act(self, action: Action | None) -> None:
        """What the hub's session wants done; it only ever hangs up."""
        if isinstance(action, HangUp):
            self._end = self._end or action
            self._woken.set()

    async def _obey(self, action: Action | None) -> None:
        """Does what the session asks for, until it asks for nothing more."""
        while action is not None:
            match action:
                case CheckTicket(ticket):
                    good = await self._redeem(ticket)
                    action = self._session.admit() if good else self._session.refuse()
                case ReadMissed() | ReadSnapshot():
                    action = await self._catch_up(action)
                case HangUp():
                    self._act(action)
                    return

    async def _redeem(self, ticket: str) -> bool:
        try:
            return await sessions.redeem_ticket(self._ports, self._caller, ticket, self._listener.viewer.game)
        except Unavailable:
            return False

    async def _catch_up(self, action: ReadMissed | ReadSnapshot) -> Action | None:
        viewer, session = self._listener.viewer, self._session
        server_now = instant(self._ports.clock.now())
        following: Action | None
        try:
            if isinstance(action, ReadMissed):
                missed = await streams.missed(self._ports, viewer, action.public, action.private)
                public = [frame.decode() for frame in missed.public]
                private = [frame.decode() for frame in missed.private]
                epoch = missed.epoch
                following = session.replay(epoch, missed.heads, public, private, server_now)
            else:
                snapshot = await history.snapshot(self._ports, self._caller, viewer.game)
                epoch = snapshot.epoch
                body = orjson.dumps(snapshot)
                following = session.restart_from(epoch, snapshot.heads, body, server_now)
        except GameError as error:
            return session.hang_up(CloseCode.RESTART, f"cannot catch up now: {error.code}")
        if following is None:
            await self._enter(epoch)
        return following

    async def _enter(self, epoch: str) -> None:
        """Caught up: from here on the hub tells this session what is new, and what came meanwhile first."""
        self._context.hub.attach(self._listener, epoch)
        self._woken.set()
        RESUMES.labels(how=self._session.resumed).inc()
        log.info(
            "resumed",
            game=self._listener.viewer.game,
            kind=self._kind,
            how=self._session.resumed,
            gap=self._session.gap,
        )
        try:
            self._arrived = True
            await presence.arrived(self._ports, self._caller)
            await self._context.hub.refresh(self._listener.viewer.game)
        except GameError as error:
            log.warning("live_entered_degraded", error=error.code)

    async def _close(self, outcomes: Sequence[object]) -> None:
        """Tells the client why, if it still listens; a send that took too long means that it does not."""
        slow = any(isinstance(outcome, TimeoutError) for outcome in outcomes)
        failed = [one for one in outcomes if isinstance(one, Exception) and not isinstance(one, _EXPECTED)]
        for error in failed:
            log.error("live_failed", error=type(error).__name__, detail=where(error))
        end = self._end
        if slow:
            end = HangUp(CloseCode.TOO_SLOW, "you read too slowly")
        elif failed:
            end = HangUp(CloseCode.OUR_MISTAKE, "the server made a mistake; resume")
        SOCKETS_CLOSED.labels(code=end.code if end else "client").inc()
        log.info(
            "socket_closed",
            game=self._listener.viewer.game,
            kind=self._kind,
            close=end.code if end else "client",
        )
        try:
            async with asyncio.timeout(CLOSE_SECONDS_MAX):
                await self._socket.close(end.code if end else 1000, end.reason if end else None)
        except (RuntimeError, TimeoutError, WebSocketDisconnect, OSError):
            return  # gone already

    async def _leave(self) -> None:
        person = self._caller.person
        here = any(one.caller.person == person for one in self._context.hub.listeners())
        if self._arrived and not here:
            try:
                await presence.left(self._ports, self._caller)
            except GameError as error:
                log.warning("live_left_degraded", error=error.code)
