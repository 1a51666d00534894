"""What a process holds for clients that do not read, on real sockets, in a game full of the longest messages.

Twenty clients say hello and read nothing from then on: some are new, and some come back after all of it was
said. Two others read on. Nobody looks at a clock.
"""

import asyncio
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, Final

import pytest
from fastapi import FastAPI
from tests.live.conftest import Surroundings
from tests.live.served import Line, Reader, carried, dial, ticket
from tests.live.test_slow import becomes
from tests.web.house import Actor, Table, lay_table, watch
from tests.web.watching import Counted

from comity.game import streams
from comity.game.events import StatementMade
from comity.game.press import MESSAGES_A_TURN, to_message
from comity.game.records import MessageRow
from comity.game.streams import PUBLIC
from comity.game.tokens import new_id
from comity.game.words import MESSAGE_LENGTH
from comity.game.work import writing
from comity.live import wire
from comity.live.messages import CloseCode
from comity.live.outbox import BYTES_MAX
from comity.live.session import REPLAY_MAX
from comity.live.wire import WireProtocol

pytestmark = pytest.mark.asyncio(loop_scope="module")

SLOW: Final = 20
MOST_HELD: Final = 2_000_000
"""Bytes for each of them: what the design allows."""
LONGEST: Final = "\U0001f70d" * MESSAGE_LENGTH
SAID: Final = 2 * MESSAGES_A_TURN
"""Two seats have said all that they may in a turn: more than 3 MB, and fewer deliveries than a replay has."""
AT_A_TIME: Final = 20
SMALL: Final = 4096


async def say(table: Table, count: int) -> None:
    """The longest statements there are, kept and told in one transaction."""
    async with writing(table.ports) as work:
        game = await work.games.lock(table.game)
        assert game is not None
        news = []
        for _ in range(count):
            row = MessageRow(
                id=new_id(table.ports.randomness),
                game=table.game,
                turn=1,
                kind="statement",
                sender="usa",
                recipients=(),
                text=LONGEST,
                sent_at=await work.now(),
                person=None,
            )
            await work.messages.add(row)
            news.append(StatementMade(message=to_message(row)))
        await streams.tell(work, game, {PUBLIC: news})


@asynccontextmanager
async def deaf(
    port: int, actor: Actor, table: Table, ends: Sequence[WireProtocol], **known: Any
) -> AsyncIterator[Line]:
    """A client with little room on its way, that says hello and then reads nothing."""
    async with dial(port, actor, table.game) as line:
        line.socket.transport.pause_reading()
        own = line.socket.transport.get_extra_info("socket")
        own.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL)
        await becomes(lambda: any(end.client == own.getsockname() for end in ends))
        (end,) = (end for end in ends if end.client == own.getsockname())
        end.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SMALL)
        hello = {"type": "hello", "ticket": await ticket(actor, table.game), "epoch": None}
        await line.say({**hello, "public": 0, "private": 0, **known})
        try:
            yield line
        finally:
            line.socket.transport.abort()


def held(end: WireProtocol) -> int:
    """Bytes that this process keeps for one client."""
    return end._outbox.held_bytes + end.transport.get_write_buffer_size()


async def test_given_a_game_full_of_the_longest_messages_when_many_read_nothing_then_each_holds_little(
    either_app: FastAPI, port: int, surroundings: Surroundings, monkeypatch: pytest.MonkeyPatch
) -> None:
    if surroundings.asgi:
        pytest.skip("another server holds what it is given as it likes")
    monkeypatch.setattr(
        wire, "SEND_SECONDS_MAX", 3600.0
    )  # it is the full outbox that ends them, and no clock
    table, ends = await lay_table(either_app), carried(monkeypatch)
    await table.direct("start")
    start = await table.spectator.ok("GET", table.path("/stream"))
    await say(table, SAID)
    assert SAID < REPLAY_MAX
    crowd = [await watch(either_app, table.instructor, table.game) for _ in range(SLOW)]
    returning = {"epoch": start["epoch"], **start["heads"]}
    gone = Counted("comity_socket_closed_total", code=str(int(CloseCode.TOO_SLOW)))
    caught_up = [Counted("comity_resume_total", how=how) for how in ("snapshot", "replay")]
    readers = [Reader(port, one, table.game) for one in (table.spectator, table.seats["fiji"])]

    async with AsyncExitStack() as lines:
        for number, actor in enumerate(crowd):
            known = returning if number % 2 else {}
            await lines.enter_async_context(deaf(port, actor, table, ends, **known))
        slow = list(ends)
        await becomes(lambda: sum(one.more for one in caught_up) == SLOW)
        reading = [(reader, await lines.enter_async_context(reader.online())) for reader in readers]
        most = max(map(held, slow))
        while gone.more < SLOW:
            await say(table, AT_A_TIME)
            heads = (await table.spectator.ok("GET", table.path("/stream?public_after=9999999")))["heads"]
            async with asyncio.TaskGroup() as group:
                for reader, line in reading:
                    group.create_task(reader.settle(line, {"public": heads["public"]}))
            most = max(most, *map(held, slow))
            assert most < MOST_HELD
        told = heads["public"]

    for reader in readers:
        assert [seq for stream, seq in reader.applied if stream == "public"][-1] == told
        assert reader.snapshots == 1
    assert most > BYTES_MAX / 2, "they read nothing, and it waits for them"
    for behind, how in ((told - start["heads"]["public"], "snapshot"), (3, "replay")):
        back, resumed = Reader(port, crowd[0], table.game), Counted("comity_resume_total", how=how)
        back.view = {
            "epoch": start["epoch"],
            "heads": {"public": told - behind, "private": 0},
            "messages": [],
        }
        async with back.online():
            assert back.view["heads"]["public"] == told
            assert resumed.more == 1
