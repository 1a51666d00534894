"""Clients that read nothing at all and then end the line, in whatever order: nothing of them is kept."""

import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio
from fastapi import FastAPI
from tests.live.served import PATIENCE, Line, carried, listen, on_loopback
from tests.live.test_slow import becomes
from tests.web.house import lay_table
from tests.web.watching import Counted
from websockets.frames import Frame, Opcode

from comity.live import wire
from comity.live.messages import CloseCode
from comity.live.wire import WireProtocol

pytestmark = pytest.mark.asyncio(loop_scope="module")

MUCH = b"x" * (8 * 1024 * 1024)
"""One frame: whoever reads none of it is never through with it."""
GOODBYE = Frame(Opcode.CLOSE, (1000).to_bytes(2)).serialize(mask=True)
BINARY = Frame(Opcode.BINARY, b"\x00").serialize(mask=True)
BROKEN = bytes([0xF3, 0x80, 0, 0, 0, 0])
"""A frame of a kind that there is not."""


@dataclass
class Deaf:
    """A client that reads nothing, and the server's end of its line, whose buffer is full."""

    client: Line
    server: WireProtocol

    def say(self, data: bytes) -> None:
        self.client.socket.transport.write(data)

    def end_stream(self) -> None:
        self.client.socket.transport.write_eof()


@pytest_asyncio.fixture(loop_scope="module")
async def deaf(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Deaf]:
    """It has been sent more than all buffers on its way hold. Who does not close is cut off sooner than in a
    lesson, and not for taking nothing.
    """
    monkeypatch.setattr(wire, "CLOSE_SECONDS_MAX", 0.5)
    monkeypatch.setattr(wire, "SEND_SECONDS_MAX", 10 * PATIENCE)
    table, wires = await lay_table(app), carried(monkeypatch)
    async with on_loopback(app) as port, listen(port, table.spectator, table.game) as client:
        await client.next()
        (server,) = wires
        transport = client.socket.transport
        transport.pause_reading()
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        server.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        assert server._outbox.put(MUCH)
        assert server.transport.get_write_buffer_size() > len(MUCH) / 2
        yield Deaf(client, server)
        transport.abort()


async def nothing_is_kept(app: FastAPI, deaf: Deaf) -> None:
    await becomes(lambda: deaf.server.disconnected)
    assert deaf.server not in deaf.server.connections
    assert app.state.live.open_by == {}
    assert list(app.state.live.hub.listeners()) == []


async def hung_up_on(deaf: Deaf) -> None:
    """We said goodbye first, to a frame that we do not take."""
    hung_up = Counted("comity_socket_closed_total", code=str(int(CloseCode.PROTOCOL_ERROR)))
    deaf.say(BINARY)
    await becomes(lambda: hung_up.more == 1)


async def test_who_says_goodbye_is_let_go(app: FastAPI, deaf: Deaf) -> None:
    deaf.say(GOODBYE)
    await nothing_is_kept(app, deaf)


async def test_who_says_goodbye_after_we_did_is_let_go(app: FastAPI, deaf: Deaf) -> None:
    await hung_up_on(deaf)
    deaf.say(GOODBYE)
    await nothing_is_kept(app, deaf)


async def test_who_was_told_goodbye_is_let_go_by_a_server_that_ends(app: FastAPI, deaf: Deaf) -> None:
    await hung_up_on(deaf)
    deaf.server.shutdown()
    await nothing_is_kept(app, deaf)


async def test_who_gives_us_no_time_to_say_goodbye_is_let_go(app: FastAPI, deaf: Deaf) -> None:
    deaf.say(BINARY + GOODBYE)
    await nothing_is_kept(app, deaf)


async def test_who_breaks_the_rules_of_websockets_is_let_go(app: FastAPI, deaf: Deaf) -> None:
    deaf.say(BROKEN)
    await nothing_is_kept(app, deaf)


async def test_who_ends_their_half_of_the_connection_is_let_go(app: FastAPI, deaf: Deaf) -> None:
    deaf.end_stream()
    await nothing_is_kept(app, deaf)
