"""What is written to a transport that fills and empties: everything, in the order in which it was put, and of
answers to pings the last.
"""

import asyncio
from types import SimpleNamespace
from typing import Any, Final

from websockets.frames import Frame, Opcode
from websockets.protocol import State
from websockets.server import ServerProtocol

from comity.live.frames import framed
from comity.live.outbox import Outbox
from comity.live.wire import WireProtocol

TEXTS: Final = [b"one", b"two", b"three", b"four", b"five"]


class Transport:
    """Takes so many frames, then says that it is full, as asyncio's do: from within the write."""

    def __init__(self, protocol: WireProtocol, room: int) -> None:
        self.protocol, self.room = protocol, room
        self.written: list[bytes] = []

    def write(self, data: bytes) -> None:
        self.written.append(data)
        self.room -= 1
        if self.room == 0:
            self.protocol.pause_writing()

    def drain(self, room: int) -> None:
        """The client has read: there is room again."""
        self.room = room
        self.protocol.resume_writing()

    def is_closing(self) -> bool:
        return False

    def get_write_buffer_limits(self) -> tuple[int, int]:
        return 0, 1

    def get_write_buffer_size(self) -> int:
        return 0 if self.room else 2


def line_over(room: int) -> tuple[Outbox, Transport]:
    """An open line whose handshake is over: where it is put, and what it writes to."""
    protocol: Any = WireProtocol.__new__(WireProtocol)
    protocol.loop = asyncio.get_running_loop()
    protocol.transport = Transport(protocol, room)
    protocol.conn = ServerProtocol(state=State.OPEN)
    protocol.close_sent = False
    protocol._outbox = Outbox()
    protocol._line = SimpleNamespace(end=None, read_too_slowly=lambda: None)
    protocol._begin_writing()
    return protocol._outbox, protocol.transport


async def test_what_waited_goes_out_before_what_is_put_when_there_is_room_again() -> None:
    outbox, transport = line_over(room=1)
    for text in TEXTS[:3]:
        outbox.put(text)
    assert len(outbox) == 2

    transport.drain(room=100)
    for text in TEXTS[3:]:
        outbox.put(text)

    assert transport.written == [framed(text) for text in TEXTS]
    assert len(outbox) == 0


async def test_a_line_that_takes_over_a_transport_that_is_full_waits_until_there_is_room() -> None:
    outbox, transport = line_over(room=0)
    outbox.put(TEXTS[0])
    assert (transport.written, len(outbox)) == ([], 1)

    transport.drain(room=100)
    assert (transport.written, len(outbox)) == ([framed(TEXTS[0])], 0)


async def test_a_transport_that_fills_again_while_it_is_given_what_waited_keeps_the_order() -> None:
    outbox, transport = line_over(room=1)
    for text in TEXTS[:4]:
        outbox.put(text)

    transport.drain(room=2)
    outbox.put(TEXTS[4])
    assert transport.written == [framed(text) for text in TEXTS[:3]]
    transport.drain(room=100)

    assert transport.written == [framed(text) for text in TEXTS]


async def test_of_the_pings_that_came_while_nothing_could_be_written_the_last_is_answered() -> None:
    outbox, transport = line_over(room=1)
    for text in TEXTS[:2]:
        outbox.put(text)

    for chunk in (ping(b"first"), ping(b"second") + ping(b"third")):
        transport.protocol.data_received(chunk)
    assert transport.written == [framed(TEXTS[0])]
    transport.drain(room=100)
    transport.protocol.data_received(ping(b"fourth"))

    assert transport.written == [framed(TEXTS[0]), pong(b"third"), framed(TEXTS[1]), pong(b"fourth")]


def ping(data: bytes) -> bytes:
    return Frame(Opcode.PING, data).serialize(mask=True)


def pong(data: bytes) -> bytes:
    return Frame(Opcode.PONG, data).serialize(mask=False)
