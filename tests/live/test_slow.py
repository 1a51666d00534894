"""Clients that do not read, on real sockets: they are let go, delay nobody and lose nothing."""

import asyncio
import socket
from collections.abc import Callable

import pytest
from fastapi import FastAPI
from tests.live.served import PATIENCE, Reader, dial, listen, ticket
from tests.live.sessions import hello
from tests.web.house import Table, lay_table
from tests.web.watching import Counted

from comity.game import streams
from comity.game.events import StatementMade
from comity.game.streams import PUBLIC
from comity.game.work import writing
from comity.live import asgi, wire
from comity.live.messages import CloseCode

pytestmark = pytest.mark.asyncio(loop_scope="module")

LONG = 250_000
TOO_MUCH = 80
"""So many long statements are more than kernel buffers, the transport and the outbox hold together."""


async def tell(table: Table, count: int, length: int = LONG) -> None:
    """Long public statements, in one transaction."""
    ports = table.ports
    async with writing(ports) as work:
        game = await work.games.lock(table.game)
        assert game is not None
        events = [
            StatementMade(
                message={
                    "id": f"long-{number}",
                    "turn": 1,
                    "kind": "statement",
                    "from": "usa",
                    "to": [],
                    "text": "x" * length,
                    "sent_at": "2026-01-31T10:00:00.000Z",
                }
            )
            for number in range(count)
        ]
        await streams.tell(work, game, {PUBLIC: events})


async def becomes(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not true():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def test_who_does_not_read_is_hung_up_on_and_resumes_by_number(
    either_app: FastAPI, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asgi, "SEND_SECONDS_MAX", 0.5)  # its goodbye waits for the send before it
    monkeypatch.setattr(wire, "SEND_SECONDS_MAX", 10 * PATIENCE)  # it is the full outbox that ends it
    table = await lay_table(either_app)
    await table.direct("start")
    reader = Reader(port, table.spectator, table.game)
    async with reader.online():
        pass
    slow = Counted("comity_socket_closed_total", code=str(int(CloseCode.TOO_SLOW)))
    async with listen(port, table.spectator, table.game) as stuck:
        await stuck.next()
        stuck.socket.transport.pause_reading()
        async with listen(port, table.seats["usa"], table.game) as other:
            await other.next()
            for _ in range(TOO_MUCH // 2):
                await tell(table, 2)
                await other.until_event("statement_made")
                await other.until_event("statement_made")
        await becomes(lambda: slow.more == 1)
        stuck.socket.transport.abort()
    missed = (await table.spectator.ok("GET", table.path("/stream")))["heads"]
    async with reader.online():
        assert reader.view is not None
        assert reader.view["heads"] == missed
        assert reader.snapshots == 2, "so much is not told one by one"


async def test_who_takes_nothing_for_so_long_is_hung_up_on(
    either_app: FastAPI, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for carrier in (asgi, wire):
        monkeypatch.setattr(carrier, "SEND_SECONDS_MAX", 0.5)
    table = await lay_table(either_app)
    await table.direct("start")
    page = await table.spectator.ok("GET", table.path("/stream"))
    await tell(table, 1, TOO_MUCH // 2 * LONG)
    slow = Counted("comity_socket_closed_total", code=str(int(CloseCode.TOO_SLOW)))
    async with dial(port, table.spectator, table.game) as stuck:
        stuck.socket.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        await stuck.say(
            hello(page["epoch"], **page["heads"], ticket=await ticket(table.spectator, table.game))
        )
        stuck.socket.transport.pause_reading()
        await becomes(lambda: slow.more == 1)
        stuck.socket.transport.abort()
