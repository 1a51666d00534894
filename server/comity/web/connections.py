"""One connection of HTTP under our own server: uvicorn's protocol, which lets nobody keep it waiting.

Uvicorn closes a connection on which nothing comes for some seconds after an answer, and limits nothing else:
who says nothing, or half a head, or sends a body that nobody asked for, or does not read, stays for as long
as they like, and a head is held whatever its size. Here what a client owes us is reckoned after all that
happens, and one timer a connection, which hardly ever has to be set, ends those that owe it for too long.
Bodies that are asked for have their limits where they are read (`guarded`). A live line leaves this room with
its upgrade, and is counted among connections for as long as it lasts.

This rests on names inside uvicorn; a test holds them.
"""

import asyncio
from dataclasses import dataclass
from enum import Enum
from math import inf
from typing import Any, Final, cast

import structlog
from starlette.responses import Response
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from comity.metrics import LIMIT_HITS
from comity.rules.faults import Fault
from comity.web import problems
from comity.web.headers import HEADERS

log = structlog.get_logger(__name__)

SAYING_NO: Final = 50
"""So many connections beyond the limit are told why; who comes after them is cut off at once."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Of each connection, and how many there may be in this process, live lines among them."""

    connections: int = 6000
    head_bytes: int = 64 * 1024
    """An address and headers; for a body in chunks also what comes after it. No more than this, and what one
    read brings, is ever held.
    """
    head_seconds: float = 10.0
    """From when a connection opens, or from the first byte after an answer, to the end of a head."""
    read_seconds: float = 30.0
    """In which a client has to take some of what waits for it."""
    goodbye_seconds: float = 2.0
    """In which who was refused can read why, and close."""


USUAL: Final = Limits()


class Owed(Enum):
    """What we wait for a client to do."""

    NOTHING = "nothing"
    REQUEST = "request"
    READING = "reading"
    GOODBYE = "goodbye"


class HeadTooLargeError(Exception):
    """Stops the parser in the middle of a head."""


class LimitedConnection(HttpToolsProtocol):
    """One connection, until it ends or becomes a live line."""

    _refused: bool = False
    _over: bool = False
    """This is no longer the connection's protocol."""

    def __init__(self, *arguments: Any, limits: Limits = USUAL, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._limits = limits
        self._seconds = {
            Owed.REQUEST: limits.head_seconds,
            Owed.READING: limits.read_seconds,
            Owed.GOODBYE: limits.goodbye_seconds,
        }
        self._owed = Owed.NOTHING
        self._due = inf
        self._timer: asyncio.TimerHandle | None = None
        self._left = 0
        """What the client had not taken when we last looked."""
        self._in_head = False
        self._told = 0
        """Bytes of this head that the parser has told of."""
        self._untold = 0
        """Bytes that came since it last told of any: it holds what has no end yet."""
        self._has_room = True

    # What comes.

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Somebody connects, and may find that there is no room."""
        super().connection_made(transport)
        beyond = len(self.connections) - self._limits.connections
        if beyond > 0:
            self._has_room = False
            self.app = cast("Any", _problem(_NO_ROOM, 503, {"Retry-After": "5"}))
            LIMIT_HITS.labels(limit="connections").inc()
            if beyond == 1:
                log.warning("connections_full", limit=self._limits.connections)
            if beyond > SAYING_NO:
                transport.abort()
        self._reckon()

    def data_received(self, data: bytes) -> None:
        """As uvicorn's, with an eye on how much of it comes to nothing."""
        if self._refused:
            return
        self._untold += len(data)
        super().data_received(data)
        if self._over:
            return
        if self._told + self._untold > self._limits.head_bytes:
            self._refuse(self._too_large())
        self._reckon()

    def on_message_begin(self) -> None:
        """The first byte of a head."""
        super().on_message_begin()
        self._in_head, self._told = True, 0

    def on_url(self, url: bytes) -> None:
        """A part of the address."""
        self._hear(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header of the head, or one that comes after a body in chunks."""
        self._hear(len(name) + len(value) + len(b": \r\n"))
        super().on_header(name, value)

    def _hear(self, count: int) -> None:
        self._told, self._untold = self._told + count, 0
        if self._told > self._limits.head_bytes:
            raise HeadTooLargeError

    def on_headers_complete(self) -> None:
        """The end of a head: from here on it is we who keep the client waiting."""
        self._in_head = False
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """A part of a body."""
        self._untold = 0
        super().on_body(body)

    def on_response_complete(self) -> None:
        """An answer is written, which is not to say that it was read."""
        super().on_response_complete()
        self._reckon()

    # Live lines.

    def _should_upgrade(self) -> bool:
        return self._has_room and super()._should_upgrade()

    def handle_websocket_upgrade(self) -> None:
        """As uvicorn's, which leaves a head that is too large for `websockets` without any answer."""
        self._leave()
        super().handle_websocket_upgrade()
        protocol = cast("WebSocketsSansIOProtocol", self.transport.get_protocol())
        if protocol.handshake_initiated:
            return
        self.connections.discard(protocol)
        self.connections.add(self)
        self.transport.set_protocol(self)
        self._over = False
        self._refuse(self._too_large())

    # What goes out.

    def pause_writing(self) -> None:
        """The client does not read as fast as we write."""
        super().pause_writing()
        self._reckon()

    def resume_writing(self) -> None:
        """It has read."""
        super().resume_writing()
        self._reckon()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002  we say it in our own words
        """The parser gave up, or was stopped."""
        over = self._told > self._limits.head_bytes
        self._refuse(self._too_large() if over else _problem(_MALFORMED, 400))

    def _too_large(self) -> Response:
        fix = f"Send at most {self._limits.head_bytes} bytes of address and headers."
        return _problem(Fault("head_too_large", "", "The head of the request is too large.", fix), 431)

    def _too_slow(self) -> Response:
        fix = f"Send it within {self._limits.head_seconds:g} s."
        return _problem(Fault("head_too_slow", "", "The request did not arrive in time.", fix), 408)

    def _refuse(self, answer: Response) -> None:
        """Says why, unless another answer is under way, and lets the client read it: a connection that is
        closed while something still comes is reset, and what was written is lost.
        """
        if self._refused:
            return
        if self._is_answering() and (self.pipeline or self.cycle.response_started):
            self.transport.close()
            return
        if self._is_answering():
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        headers = [*self.server_state.default_headers, *answer.raw_headers]
        lines = b"".join(b"%b: %b\r\n" % header for header in headers)
        self.transport.write(STATUS_LINE[answer.status_code] + lines + b"\r\n" + answer.body)
        self.transport.write_eof()
        self.flow.resume_reading()
        self._refused = True

    # Who keeps whom waiting.

    def _is_answering(self) -> bool:
        cycle = cast("RequestResponseCycle | None", self.cycle)
        return cycle is not None and not cycle.response_complete

    def _owes(self) -> Owed:
        if self._refused:
            return Owed.GOODBYE
        if self.flow.write_paused or self.transport.is_closing():
            return Owed.READING
        if self._is_answering() or self.timeout_keep_alive_task is not None:
            return Owed.NOTHING
        return Owed.REQUEST

    def _reckon(self) -> None:
        """Looks what is owed now. The time for it begins when it is owed, and not anew with each byte."""
        owed = self._owes()
        if owed is self._owed or self._over:
            return
        self._owed = owed
        if owed is Owed.NOTHING:
            self._due = inf  # the timer finds it so: setting it anew for each request would cost more
            return
        self._left = self.transport.get_write_buffer_size()
        self._wait()

    def _wait(self) -> None:
        self._due = self.loop.time() + self._seconds[self._owed]
        if self._timer is not None and self._timer.when() > self._due:
            self._timer.cancel()
            self._timer = None
        if self._timer is None:
            self._timer = self.loop.call_at(self._due, self._look)

    def _look(self) -> None:
        """The timer's moment: what was due may have been done long ago."""
        self._timer = None
        if self._due == inf:
            return
        if self.loop.time() < self._due:
            self._timer = self.loop.call_at(self._due, self._look)
            return
        left = self.transport.get_write_buffer_size()
        if self._owed is Owed.READING and left < self._left:
            self._left = left
            self._wait()
        elif self._owed is not Owed.REQUEST:
            self.transport.abort()
        elif self._in_head:
            self._refuse(self._too_slow())
            self._reckon()
        else:
            self.transport.close()

    def timeout_keep_alive_handler(self) -> None:
        """Nothing came after an answer."""
        super().timeout_keep_alive_handler()
        self._reckon()

    def connection_lost(self, exc: Exception | None) -> None:
        """It is over, whoever ended it."""
        self._leave()
        super().connection_lost(exc)

    def _leave(self) -> None:
        self._over = True
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


_MALFORMED: Final = Fault("malformed", "", "That is not a request of HTTP.", "Send HTTP/1.1.")
_NO_ROOM: Final = Fault(
    "connections_full",
    "",
    "So many connections are open that there is no room for another.",
    "Try again in a few seconds; who runs the server can allow more with COMITY_CONNECTIONS_PER_PROCESS.",
)


def _problem(fault: Fault, status: int, more: dict[str, str] | None = None) -> Response:
    """With the headers of every answer, as nothing that would add them is asked."""
    return problems.response(
        status,
        [fault],
        headers={**HEADERS, "Cache-Control": "no-store", "Connection": "close", **(more or {})},
    )
