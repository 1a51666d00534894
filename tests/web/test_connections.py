"""Nobody keeps a connection for nothing: on a small application behind our own server, which is impatient."""

import asyncio
import inspect
import json
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, Final

import pytest
import uvloop
from starlette.types import Receive, Scope, Send
from tests.live.served import PATIENCE, on_loopback

from comity.web import connections
from comity.web.connections import USUAL, Limits

IMPATIENT: Final = Limits(head_bytes=4096, head_seconds=0.1, read_seconds=0.1, goodbye_seconds=0.1)
PATIENT: Final = replace(USUAL, head_seconds=PATIENCE * 2, read_seconds=PATIENCE * 2)
UPGRADE: Final = (
    b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
)
FILLING: Final = b"a" * 1000
PARTS: Final = 1000
"""Of such a head: more than what comes to the server in one piece."""
LARGE: Final = 32 * 1024 * 1024
"""Far more than kernels keep for who does not read."""


def on_both_loops(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """Runs it on asyncio's own loop and on the one that serves in earnest: their transports differ."""

    def on_one(loop: Callable[[Coroutine[Any, Any, None]], None], **more: Any) -> None:
        loop(test(**more))

    first = inspect.Parameter("loop", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    on_one.__name__ = test.__name__
    on_one.__signature__ = inspect.Signature([first, *inspect.signature(test).parameters.values()])  # type: ignore[attr-defined]
    found: Callable[..., None] = pytest.mark.parametrize("loop", [asyncio.run, uvloop.run])(on_one)
    return found


@dataclass
class Site:
    """Answers at once; at `/large` at length, at `/later` when it is told to, and takes every live line."""

    later: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.accept"})
            await receive()
            return
        if scope["path"] == "/body":
            while (await receive()).get("more_body"):
                pass
        if scope["path"] == "/later":
            await self.later.wait()
        body = bytes(LARGE) if scope["path"] == "/large" else b"well"
        headers = [(b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})


@dataclass
class Client:
    """One connection, and what came over it."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    def say(self, data: bytes) -> None:
        self.writer.write(data)

    async def answer(self) -> tuple[int, dict[str, str], bytes]:
        async with asyncio.timeout(PATIENCE):
            head = (await self.reader.readuntil(b"\r\n\r\n")).decode()
            first, *lines = head.strip().split("\r\n")
            headers = dict(line.lower().split(": ", 1) for line in lines)
            body = await self.reader.readexactly(int(headers.get("content-length", "0")))
        return int(first.split()[1]), headers, body

    async def problem(self) -> dict[str, Any]:
        """What it was refused with, in the form of every refusal; nothing follows."""
        status, headers, body = await self.answer()
        found: dict[str, Any] = json.loads(body)
        assert headers["content-type"] == "application/problem+json"
        assert headers["connection"] == "close"
        assert headers["x-content-type-options"] == "nosniff"
        assert found["status"] == status
        assert found["fix"]
        assert await self.rest() == b""
        return found

    async def rest(self) -> bytes:
        """All that still comes before the server closes."""
        async with asyncio.timeout(PATIENCE):
            return await self.reader.read()

    async def trickle(self, drop: bytes) -> None:
        """Says a little, again and again, until the server hangs up."""
        async with asyncio.timeout(PATIENCE):
            with suppress(ConnectionError):
                while not self.reader.at_eof():
                    self.say(drop)
                    await self.writer.drain()
                    with suppress(TimeoutError):
                        await asyncio.wait_for(self.reader.read(100), 0.01)


@asynccontextmanager
async def dial(port: int) -> AsyncIterator[Client]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        yield Client(reader, writer)
    finally:
        writer.transport.abort()


def ask(path: str = "/", more: bytes = b"") -> bytes:
    return b"GET " + path.encode() + b" HTTP/1.1\r\nHost: x\r\n" + more + b"\r\n"


async def is_answered(client: Client) -> bool:
    client.say(ask())
    return (await client.answer())[2] == b"well"


async def gets_in(port: int) -> bool:
    async with dial(port) as client:
        return await is_answered(client)


# What is too large.


def headers_without_end() -> Iterator[bytes]:
    yield b"GET / HTTP/1.1\r\nHost: x\r\n"
    while True:
        yield b"X-A: " + FILLING + b"\r\n"


def one_header_without_end() -> Iterator[bytes]:
    yield b"GET / HTTP/1.1\r\nX-A: "
    while True:
        yield FILLING


def an_address_without_end() -> Iterator[bytes]:
    yield b"GET /"
    while True:
        yield FILLING


def blank_lines_without_end() -> Iterator[bytes]:
    while True:
        yield b"\r\n" * 500


def one_large_head() -> Iterator[bytes]:
    yield ask(more=b"X-A: " + FILLING * 5 + b"\r\n")


def one_large_head_of_a_live_line() -> Iterator[bytes]:
    yield ask(more=UPGRADE + b"X-A: " + FILLING * 5 + b"\r\n")


def trailers_without_end() -> Iterator[bytes]:
    yield b"POST /body HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n"
    while True:
        yield b"X-A: " + FILLING + b"\r\n"


@pytest.mark.parametrize(
    "flood",
    [
        headers_without_end,
        one_header_without_end,
        an_address_without_end,
        blank_lines_without_end,
        one_large_head,
        one_large_head_of_a_live_line,
        trailers_without_end,
    ],
)
@on_both_loops
async def test_given_a_head_that_is_too_large_when_it_comes_then_it_is_refused_with_431(flood: Any) -> None:
    async with on_loopback(Site(), limits=replace(PATIENT, head_bytes=4096)) as port, dial(port) as client:
        for part in islice(flood(), PARTS):
            client.say(part)
            await client.writer.drain()

        problem = await client.problem()

    assert (problem["status"], problem["type"]) == (431, "/problems/head_too_large")
    assert "4096" in problem["fix"]


@on_both_loops
async def test_given_a_live_line_whose_head_uvicorn_would_leave_unanswered_then_it_is_refused_too() -> None:
    async with on_loopback(Site(), limits=PATIENT) as port, dial(port) as client:
        client.say(ask(more=UPGRADE + b"X-A: " + b"a" * 9000 + b"\r\n"))

        assert (await client.problem())["status"] == 431


@on_both_loops
async def test_given_a_usual_head_and_a_large_body_when_they_come_in_pieces_then_it_is_answered() -> None:
    async with on_loopback(Site(), limits=replace(PATIENT, head_bytes=4096)) as port, dial(port) as client:
        client.say(
            b"POST /body HTTP/1.1\r\nHost: x\r\nX-A: " + FILLING * 2 + b"\r\nContent-Length: 100000\r\n\r\n"
        )
        for _ in range(100):
            client.say(FILLING)
            await client.writer.drain()

        assert (await client.answer())[2] == b"well"
        assert await is_answered(client)


@on_both_loops
async def test_given_what_is_no_http_when_it_comes_then_it_is_refused_in_the_form_of_every_refusal() -> None:
    async with on_loopback(Site(), limits=PATIENT) as port, dial(port) as client:
        client.say(b"How do you do?\r\n\r\n")

        assert (await client.problem())["status"] == 400


# What is too slow.


@on_both_loops
async def test_given_a_connection_that_says_nothing_when_its_time_is_over_then_it_is_closed() -> None:
    async with on_loopback(Site(), limits=IMPATIENT) as port, dial(port) as client:
        assert await client.rest() == b""


@on_both_loops
async def test_given_half_a_head_when_its_time_is_over_then_it_is_refused_with_408() -> None:
    async with on_loopback(Site(), limits=IMPATIENT) as port, dial(port) as client:
        client.say(ask()[:-2])

        assert (await client.problem())["type"] == "/problems/head_too_slow"


@pytest.mark.parametrize(
    ("first", "drop"), [(b"", b"\r\n"), (b"GET / HTTP/1.1\r\n", b"X-A: a\r\n"), (b"GET /", b"a")]
)
@on_both_loops
async def test_given_a_head_that_trickles_in_after_an_answer_then_its_time_ends(
    first: bytes, drop: bytes
) -> None:
    async with on_loopback(Site(), limits=IMPATIENT) as port, dial(port) as client:
        assert await is_answered(client)
        client.say(first)

        await client.trickle(drop)


@on_both_loops
async def test_given_a_body_that_nobody_asked_for_when_it_trickles_in_after_the_answer_then_it_ends() -> None:
    async with on_loopback(Site(), limits=IMPATIENT) as port, dial(port) as client:
        client.say(ask(more=b"Content-Length: 1000000000\r\n"))
        assert (await client.answer())[0] == 200

        await client.trickle(b"a")


@on_both_loops
async def test_given_an_answer_that_takes_us_long_when_others_time_is_over_then_it_still_comes() -> None:
    site = Site()
    async with on_loopback(site, limits=IMPATIENT) as port, dial(port) as waiting:
        waiting.say(ask("/later"))
        async with dial(port) as silent:
            await silent.rest()
        site.later.set()

        assert (await waiting.answer())[2] == b"well"


@on_both_loops
async def test_given_who_asks_again_in_time_when_their_connection_is_old_then_it_is_kept() -> None:
    async with on_loopback(Site(), limits=IMPATIENT) as port, dial(port) as client:
        for _ in range(3):
            assert await is_answered(client)
            async with dial(port) as silent:
                await silent.rest()

        assert await is_answered(client)


@on_both_loops
async def test_given_who_reads_nothing_of_an_answer_when_their_time_is_over_then_they_are_cut_off() -> None:
    async with on_loopback(Site(), limits=IMPATIENT) as port, dial(port) as client:
        client.writer.transport.pause_reading()  # type: ignore[attr-defined]
        client.say(ask("/large"))
        async with dial(port) as silent:
            await silent.rest()
        async with dial(port) as silent:
            await silent.rest()
        client.writer.transport.resume_reading()  # type: ignore[attr-defined]

        with suppress(ConnectionError):
            assert len(await client.rest()) < LARGE


@on_both_loops
async def test_given_who_reads_slowly_when_each_time_something_is_read_then_all_of_it_comes() -> None:
    limits = replace(IMPATIENT, read_seconds=0.5)
    async with on_loopback(Site(), limits=limits) as port, dial(port) as client:
        client.say(ask("/large", b"Connection: close\r\n"))
        read = b""
        for _ in range(12):
            read = await client.reader.readexactly(LARGE // 32)
            async with dial(port) as silent:
                await silent.rest()
        rest = await client.rest()

        assert len(read) * 12 + len(rest) > LARGE


# How many.


@on_both_loops
async def test_given_as_many_connections_as_there_may_be_when_another_comes_then_it_is_told_so() -> None:
    async with on_loopback(Site(), limits=replace(PATIENT, connections=2)) as port:
        async with dial(port) as one, dial(port) as line:
            line.say(ask(more=UPGRADE))
            assert (await line.answer())[0] == 101  # a live line is one of them
            assert await is_answered(one)
            for request in (ask(), ask(more=UPGRADE)):
                async with dial(port) as another:
                    another.say(request)
                    problem = await another.problem()
                    assert (problem["status"], problem["type"]) == (503, "/problems/connections_full")
                    assert "COMITY_CONNECTIONS_PER_PROCESS" in problem["fix"]
            assert await is_answered(one)

        async with asyncio.timeout(PATIENCE):
            while not await gets_in(port):
                pass


@on_both_loops
async def test_given_more_than_can_be_told_so_when_another_comes_then_it_is_cut_off(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(connections, "SAYING_NO", 1)
    limits = replace(PATIENT, connections=1)
    async with on_loopback(Site(), limits=limits) as port, dial(port) as one, dial(port) as told:
        async with dial(port) as cut_off:
            with suppress(ConnectionError):
                assert await cut_off.rest() == b""
        told.say(ask())
        assert (await told.problem())["status"] == 503
        assert await is_answered(one)


# Live lines.


@on_both_loops
async def test_given_a_live_line_when_the_time_of_requests_is_over_then_it_stays() -> None:
    async with on_loopback(Site(), limits=IMPATIENT) as port, dial(port) as line:
        line.say(ask(more=UPGRADE))
        assert (await line.answer())[0] == 101
        async with dial(port) as silent:
            await silent.rest()
        line.say(b"\x88\x80\0\0\0\0")

        assert (await line.rest())[:1] == b"\x88"
