"""A line carried by our own server: uvicorn's websocket protocol, which after the handshake is the line.

Uvicorn does the handshake and asks the application as ever. Once the route has accepted, `carry` takes the
connection over: what the client says is heard as it comes in, and what is to be said is written to the
transport as bytes that were framed once for everybody. No task and no coroutine waits for an idle client.

A client that reads slowly is seen by the transport, which says when its buffer is full and when it is empty
again; meanwhile frames wait in the bounded outbox. A transport that closes waits until its buffer is empty,
which for a client that reads nothing is never: whatever ends a line, a moment later it is cut off. This rests
on names inside uvicorn; a test holds them.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine, MutableMapping
from typing import Any, Final

import structlog
from uvicorn.protocols.utils import ClientDisconnected
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame
from websockets.protocol import State

from comity.live.frames import framed
from comity.live.line import Line
from comity.live.messages import CloseCode
from comity.live.outbox import Outbox
from comity.live.session import Action
from comity.logs import where

log = structlog.get_logger(__name__)

SEND_SECONDS_MAX: Final = 10.0
CLOSE_SECONDS_MAX: Final = 2.0
SPECTATOR_PING_SECONDS: Final = 60.0
"""Whether a player is still there is shown to others, and asked more often (uvicorn's `ws_ping_interval`). Of
thousands of spectators the question would be most of what an idle server does.
"""
EXTENSION: Final = "comity.live.wire"
"""Where the ASGI scope says that this server can take a line over."""

Carry = Callable[[Line], None]


def carrier_of(scope: MutableMapping[str, Any]) -> Carry | None:
    """How to give a line to the server itself; None where the server is not ours."""
    found: Carry | None = scope.get("extensions", {}).get(EXTENSION)
    return found


class _Deaf(asyncio.Queue[Any]):
    """Where uvicorn puts messages for the application once no application listens any more."""

    def put_nowait(self, item: Any) -> None:
        """Forgets it."""


_NOBODY: Final = _Deaf()
_WRITABLE: Final = asyncio.Event()
_WRITABLE.set()


class WireProtocol(WebSocketsSansIOProtocol):
    """One websocket connection."""

    _line: Line | None = None
    _outbox: Outbox
    _held = True
    """Nothing may be written now: the transport is full, or the connection is closing."""
    _obeying = False
    _heard: deque[str | bytes] | None = None
    """What the client said while an earlier word of it was being obeyed."""
    _stalled: asyncio.TimerHandle | None = None
    _pong = b""
    """The answer to the client's last ping, while nothing may be written."""

    async def run_asgi(self) -> None:
        """As uvicorn's, but a connection that was taken over stays open when the application is done."""
        extensions: dict[str, Any] = self.scope["extensions"]
        extensions[EXTENSION] = self.carry
        try:
            await self.app(self.scope, self.receive, self.send)
        except ClientDisconnected:
            pass
        except Exception as error:
            log.error("live_failed", error=type(error).__name__, detail=where(error))  # noqa: TRY400
            self.send_500_response()
        if self._line is None and self.close_timer is None:
            self.transport.close()

    def carry(self, line: Line) -> None:
        """From here on this connection is the line's. What only the application needed is let go."""
        early, self.queue, self.writable = self.queue, _NOBODY, _WRITABLE
        self.request.headers.clear()  # the parser's own frame holds the request for as long as the line lasts
        del self.scope, self.request, self.response
        self._line, self._outbox = line, line.session.outbox
        if not line.plays:
            self.ping_interval = SPECTATOR_PING_SECONDS
        self._begin_writing()
        line.open(self._send_waiting, self._soon_hang_up)
        if self.disconnected:
            self._over(None)
            return
        while not early.empty():
            message: Any = early.get_nowait()
            if message["type"] == "websocket.receive":
                self._hear(message.get("bytes") or b"" if message.get("text") is None else message["text"])
        self._read_on()

    # From the client.

    def send_receive_event_to_app(self) -> None:
        """A whole message came."""
        if self._line is None:
            super().send_receive_event_to_app()
            return
        data, self.frames = b"".join(self.frames), []
        if self.close_sent:
            return
        if self.curr_msg_data_type == "bytes":
            self._hear(bytes(data))
            return
        try:
            text = data.decode()
        except UnicodeDecodeError:
            self.conn.fail(1007)
            self.handle_parser_exception()
            return
        self._hear(text)

    def _hear(self, frame: str | bytes) -> None:
        line = self._line
        if line is None or line.end is not None:
            return
        if self._obeying:
            if self._heard is None:
                self._heard = deque()
            self._heard.append(frame)
            return
        action = line.receive(frame)
        if action is not None:
            self._obeying, self.read_paused = True, True
            self.transport.pause_reading()
            self._start(self._obey(line, action))

    async def _obey(self, line: Line, action: Action) -> None:
        """One thing after the other: until it is done, nothing more is read."""
        await line.obey(action)
        self._obeying = False
        waiting, self._heard = self._heard, None
        for frame in waiting or ():
            self._hear(frame)
        self._read_on()

    def handle_ping(self) -> None:
        """One answer for all pings that came while nothing could be written (RFC 6455, 5.5.3)."""
        mute = self._line is not None and self._held
        if mute and (self.close_sent or self.conn.state is State.OPEN):
            *_, self._pong = self._pong, *self.conn.data_to_send()
        else:  # where a goodbye came with it, the answer to that is among what is written
            super().handle_ping()

    def _read_on(self) -> None:
        if self.read_paused and not self._obeying:
            self.read_paused = False
            self.transport.resume_reading()

    # To the client.

    def _hold(self) -> None:
        self._held = True
        if self._line is not None:
            self._outbox.straight = None

    def _release(self) -> None:
        self._held, self._outbox.straight = False, self.transport.write

    def _begin_writing(self) -> None:
        """What was answered before this may still fill the transport: it says so once, and not to us."""
        _, high = self.transport.get_write_buffer_limits()
        if self.transport.get_write_buffer_size() > high:
            self.pause_writing()
        else:
            self._release()

    def _send_waiting(self) -> None:
        """What is in the outbox, as far as the transport takes it."""
        take, write = self._outbox.take, self.transport.write
        while not self._held and (text := take()) is not None:
            write(framed(text))

    def pause_writing(self) -> None:
        """The transport's buffer is full: the rest waits in the outbox, for so long and no longer."""
        if self._line is None:
            super().pause_writing()
            return
        self._hold()
        if self._stalled is None:
            self._stalled = self.loop.call_later(SEND_SECONDS_MAX, self._line.read_too_slowly)

    def resume_writing(self) -> None:
        """There is room again."""
        if self._line is None:
            super().resume_writing()
            return
        self._no_longer_stalled()
        if self._line.end is None and not self.transport.is_closing():
            self._release()
            pong, self._pong = self._pong, b""
            if pong:
                self.transport.write(pong)
            self._send_waiting()

    def _no_longer_stalled(self) -> None:
        if self._stalled is not None:
            self._stalled.cancel()
            self._stalled = None

    # The end.

    def _soon_hang_up(self) -> None:
        self.loop.call_soon(self._hang_up)

    def _hang_up(self) -> None:
        """Says goodbye, also into a buffer that is full, and closes; who does not answer is cut off."""
        line = self._line
        if line is None or line.end is None or self.transport.is_closing():
            return
        self._hold()
        if self.conn.state is State.OPEN:
            while (text := line.session.outbox.take()) is not None:
                self.transport.write(framed(text))
            self.conn.send_close(line.end.code, line.end.reason)
            self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        self._soon_cut_off()
        self._over(line.end.code)
        self._read_on()

    def _soon_cut_off(self) -> None:
        """Ends the connection for a client that does not: what it has not read by then is lost with it."""
        if self.close_timer is None and not self.disconnected:
            self.close_timer = self.loop.call_later(CLOSE_SECONDS_MAX, self.transport.abort)

    def handle_close(self, event: Frame) -> None:
        """The client says goodbye, or answers ours."""
        self._hold()
        super().handle_close(event)
        self._soon_cut_off()

    def handle_parser_exception(self) -> None:
        """The client broke the rules of websockets itself."""
        self._hold()
        super().handle_parser_exception()
        self._soon_cut_off()

    def eof_received(self) -> None:
        """The client will say nothing more; the transport closes when this returns."""
        self._hold()
        super().eof_received()
        self._soon_cut_off()

    def keepalive_timeout(self) -> None:
        """The client has not answered a ping; what waits in the kernel for it is not waited for."""
        self._hold()
        super().keepalive_timeout()
        self._soon_cut_off()

    def shutdown(self) -> None:
        """The process ends."""
        if self._line is None or self.close_sent:
            super().shutdown()
            self._soon_cut_off()
            return
        self._line.act(self._line.session.hang_up(CloseCode.RESTART, "the server restarts; resume"))
        self._hang_up()
        self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """It is over, whoever ended it."""
        self._hold()
        super().connection_lost(exc)
        if self._line is not None:
            self._over(None)

    def _over(self, code: int | None) -> None:
        line = self._line
        self.stop_keepalive()
        self._no_longer_stalled()
        if line is None or line.has_ended:
            return
        line.ended(code)
        if line.leaves_a_seat:
            self._start(line.leave())

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        """In a task that the server knows of, and waits for when it ends."""
        task = self.loop.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.on_task_complete)
