"""What is written to a transport that fills and empties: everything, in the order in which it was put, and of
answers to pings the last.
"""

import asyncio
import socket
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, Final

import pytest
from websockets.frames import Frame, Opcode
from websockets.protocol import State
from websockets.server import ServerProtocol

from comity.live import wire
from comity.live.frames import framed
from comity.live.outbox import Outbox
from comity.live.straight import straight_to
from comity.live.wire import WireProtocol

TEXTS: Final = [b"one", b"two", b"three", b"four", b"five"]


class Transport:
    """A transport and the socket under it: the system takes so many frames, what comes after waits, and that
    is said as asyncio's transports say it, from within the write.
    """

    def __init__(self, protocol: WireProtocol, room: int) -> None:
        self.protocol, self.room = protocol, room
        self.taken: list[bytes] = []
        self.waiting: list[bytes] = []

    def send(self, data: bytes) -> int:
        assert not self.waiting, "this would overtake what waits"
        if self.room == 0:
            return -1
        self.room -= 1
        self.taken.append(data)
        return len(data)

    def write(self, data: bytes) -> None:
        if self.room and not self.waiting:
            self.send(data)
            return
        self.waiting.append(data)
        if len(self.waiting) == 1:
            self.protocol.pause_writing()

    def drain(self, room: int) -> None:
        """The client has read: there is room again."""
        waiting, self.waiting, self.room = self.waiting, [], room
        for data in waiting:
            self.send(data)
        self.protocol.resume_writing()

    def is_closing(self) -> bool:
        return False

    def set_write_buffer_limits(self, high: int) -> None:
        assert high == 0, "it would keep to itself that something waits"

    def get_write_buffer_size(self) -> int:
        return sum(map(len, self.waiting))


def line_over(room: int, before: Sequence[bytes] = ()) -> tuple[Outbox, Transport]:
    """An open line whose handshake is over: where it is put, and what it writes to, in which something of the
    time before may still wait.
    """
    protocol: Any = WireProtocol.__new__(WireProtocol)
    protocol.loop = asyncio.get_running_loop()
    protocol.transport = Transport(protocol, room)
    protocol.transport.waiting += before
    protocol.conn = ServerProtocol(state=State.OPEN)
    protocol.close_sent = False
    protocol._outbox = Outbox()
    protocol._outbox.rest = protocol.transport.write
    protocol._line = SimpleNamespace(end=None, read_too_slowly=lambda: None)
    protocol._find_the_way()
    return protocol._outbox, protocol.transport


@pytest.fixture(autouse=True)
def the_way_is_the_transports_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "straight_to", lambda transport: transport)


async def test_what_waited_goes_out_before_what_is_put_when_there_is_room_again() -> None:
    outbox, transport = line_over(room=1)
    for text in TEXTS[:3]:
        outbox.put(text)
    assert len(outbox) == 1

    transport.drain(room=100)
    for text in TEXTS[3:]:
        outbox.put(text)

    assert transport.taken == [framed(text) for text in TEXTS]
    assert len(outbox) == 0


async def test_a_transport_that_fills_again_while_it_is_given_what_waited_keeps_the_order() -> None:
    outbox, transport = line_over(room=1)
    for text in TEXTS[:4]:
        outbox.put(text)

    transport.drain(room=2)
    outbox.put(TEXTS[4])
    assert (transport.taken, transport.waiting) == ([framed(text) for text in TEXTS[:3]], [framed(TEXTS[3])])
    transport.drain(room=100)

    assert transport.taken == [framed(text) for text in TEXTS]


async def test_of_the_pings_that_came_while_nothing_could_be_written_the_last_is_answered() -> None:
    outbox, transport = line_over(room=1)
    for text in TEXTS[:2]:
        outbox.put(text)

    for chunk in (ping(b"first"), ping(b"second") + ping(b"third")):
        transport.protocol.data_received(chunk)
    assert transport.taken == [framed(TEXTS[0])]
    transport.drain(room=100)
    transport.protocol.data_received(ping(b"fourth"))

    assert transport.taken == [framed(TEXTS[0]), framed(TEXTS[1]), pong(b"third"), pong(b"fourth")]


def ping(data: bytes) -> bytes:
    return Frame(Opcode.PING, data).serialize(mask=True)


def pong(data: bytes) -> bytes:
    return Frame(Opcode.PONG, data).serialize(mask=False)


async def test_a_line_that_takes_over_while_something_waits_lets_that_go_first() -> None:
    outbox, transport = line_over(room=0, before=[b"the end of an answer"])
    for text in TEXTS[:2]:
        outbox.put(text)
    assert (transport.taken, len(outbox)) == ([], 2)

    transport.drain(room=100)
    assert transport.taken == [b"the end of an answer", *(framed(text) for text in TEXTS[:2])]


@pytest.mark.parametrize("more", [{"sslcontext": object()}, {"socket": None}], ids=["TLS", "no socket"])
def test_nothing_goes_past_a_transport_that_does_more_than_pass_bytes_on(more: dict[str, Any]) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        transport: Any = SimpleNamespace(get_extra_info={"socket": ours, **more}.get)
        assert straight_to(transport) is None


def test_the_socket_under_a_transport_takes_what_it_has_room_for_and_never_waits() -> None:
    ours, theirs = socket.socketpair()  # one that would wait, if it were not told not to
    with ours, theirs:
        transport: Any = SimpleNamespace(get_extra_info={"socket": ours}.get)
        way = straight_to(transport)
        assert way is not None
        assert (way.send(b"a\0frame"), theirs.recv(100)) == (7, b"a\0frame")
        while (sent := way.send(bytes(1 << 20))) == 1 << 20:
            pass
        assert sent < 1 << 20
        theirs.close()
        assert way.send(b"nobody is there") == -1
