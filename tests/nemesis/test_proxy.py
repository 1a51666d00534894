"""A link before several servers hands out connections as a proxy before replicas does."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.nemesis.proxy import Link
from tests.servers import HOST, free_port


@asynccontextmanager
async def saying(word: bytes) -> AsyncIterator[int]:
    """A server that says one word to everybody and hangs up; its port."""

    async def say(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(word)
        writer.close()

    server = await asyncio.start_server(say, HOST, 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


@asynccontextmanager
async def door_to(*ports: int) -> AsyncIterator[Link]:
    link = Link("client>door", *ports)
    await link.open()
    try:
        yield link
    finally:
        await link.close()


async def heard(door: Link, times: int) -> list[bytes]:
    """What each connection hears until it ends."""
    words = []
    for _ in range(times):
        reader, writer = await asyncio.open_connection(HOST, door.port)
        words.append(await reader.read())
        writer.close()
    return words


async def test_given_two_servers_when_clients_come_then_each_gets_every_other_one() -> None:
    async with saying(b"one") as one, saying(b"two") as two, door_to(one, two) as door:
        assert sorted(await heard(door, 2)) == [b"one", b"two"]
        assert sorted(await heard(door, 2)) == [b"one", b"two"]


async def test_given_one_server_is_gone_when_clients_come_then_the_other_gets_all() -> None:
    async with saying(b"two") as two, door_to(free_port(), two) as door:
        assert await heard(door, 3) == [b"two"] * 3


async def test_given_all_servers_are_gone_when_a_client_comes_then_it_is_hung_up_on() -> None:
    async with door_to(free_port(), free_port()) as door:
        assert await heard(door, 1) == [b""]
