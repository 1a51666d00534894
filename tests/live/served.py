"""The application behind a real uvicorn on loopback, and members who listen to it by real websockets."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest
import uvicorn
from starlette.types import ASGIApp
from tests.live.applying import apply
from tests.web.house import SITE, Actor
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from comity.commands.serve import server_config
from comity.live.line import Line as LiveLine
from comity.live.wire import WireProtocol
from comity.web.connections import USUAL, Limits

Json = dict[str, Any]
PATIENCE = 20.0
"""Seconds after which what should come is given up; nothing waits that long in a good run."""


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.up.set()


@asynccontextmanager
async def on_loopback(app: ASGIApp, *, asgi: bool = False, limits: Limits = USUAL) -> AsyncIterator[int]:
    """Serves `app`, whose lifespan runs already, and gives the port. With `asgi` as another server would."""
    config = server_config(app, limits)
    if asgi:
        config.ws = "websockets-sansio"
    config.lifespan = "off"
    server = _Server(config)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        task = asyncio.create_task(server._serve([listening]))
        await server.up.wait()
        try:
            yield listening.getsockname()[1]
        finally:
            server.should_exit = True
            await task


def carried(monkeypatch: pytest.MonkeyPatch) -> list[WireProtocol]:
    """The server's ends of the lines that it takes over from now on, in their order."""
    found, carry = list[WireProtocol](), WireProtocol.carry

    def carry_and_tell(protocol: WireProtocol, line: LiveLine) -> None:
        found.append(protocol)
        carry(protocol, line)

    monkeypatch.setattr(WireProtocol, "carry", carry_and_tell)
    return found


class Line:
    """One open live line. Everything heard is kept."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.heard: list[Json] = []

    async def say(self, message: Json | str | bytes) -> None:
        await self.socket.send(json.dumps(message) if isinstance(message, dict) else message)

    async def next(self) -> Json:
        async with asyncio.timeout(PATIENCE):
            message: Json = json.loads(await self.socket.recv())
        self.heard.append(message)
        return message

    async def until(self, wanted: Callable[[Json], bool]) -> Json:
        """Listens until a message is the wanted one."""
        while True:
            message = await self.next()
            if wanted(message):
                return message

    async def until_event(self, type_: str) -> Json:
        found = await self.until(lambda one: one["type"] == "delivery" and one["event"]["type"] == type_)
        event: Json = found["event"]
        return event

    async def closed(self) -> tuple[int, str]:
        """The code and reason of the close, after everything else was heard."""
        with suppress(ConnectionClosed):
            while True:
                await self.next()
        return self.socket.close_code or 0, self.socket.close_reason or ""

    @property
    def deliveries(self) -> list[Json]:
        return [one for one in self.heard if one["type"] == "delivery"]


async def ticket(actor: Actor, game: str) -> str:
    issued = await actor.ok("POST", "/ws-ticket", {"game": game})
    found: str = issued["ticket"]
    return found


@asynccontextmanager
async def dial(
    port: int,
    actor: Actor,
    game: str,
    *,
    origin: str | None = SITE,
    cookie: str | None = None,
    compression: str | None = None,
) -> AsyncIterator[Line]:
    """An open socket on which nothing was said yet."""
    if cookie is None:
        cookie = "; ".join(f"{name}={value}" for name, value in actor.http.cookies.items())
    url = f"ws://127.0.0.1:{port}/api/v1/games/{game}/live"
    headers = {"Cookie": cookie} if cookie else {}
    if origin is not None:
        headers["Origin"] = origin
    async with connect(url, additional_headers=headers, compression=compression, max_size=2**24) as socket:
        yield Line(socket)


@asynccontextmanager
async def listen(
    port: int, actor: Actor, game: str, *, epoch: str | None = None, public: int = 0, private: int = 0
) -> AsyncIterator[Line]:
    """An open line that has said hello and was welcomed."""
    async with dial(port, actor, game) as line:
        hello = {"type": "hello", "ticket": await ticket(actor, game)}
        await line.say({**hello, "epoch": epoch, "public": public, "private": private})
        assert (await line.next())["type"] == "welcome"
        yield line


class Reader:
    """A client that keeps its view by snapshot and deliveries, over lines that may break."""

    def __init__(self, port: int, actor: Actor, game: str) -> None:
        self.port, self.actor, self.game = port, actor, game
        self.view: Json | None = None
        self.snapshots = 0
        self.applied: list[tuple[str, int]] = []

    @asynccontextmanager
    async def online(self) -> AsyncIterator[Line]:
        """A line that starts from what this reader knows."""
        known = self.view
        numbers = known["heads"] if known else {"public": 0, "private": 0}
        epoch = known["epoch"] if known else None
        async with listen(self.port, self.actor, self.game, epoch=epoch, **numbers) as line:
            await self.settle(line, line.heard[0]["heads"])
            yield line

    async def settle(self, line: Line, heads: Json) -> None:
        """Listens until the view is at these heads."""
        while self.view is None or any(self.view["heads"][one] < heads[one] for one in heads):
            self.take(await line.next())

    def take(self, message: Json) -> None:
        if message["type"] == "snapshot":
            self.view = message["snapshot"]
            self.snapshots += 1
        elif message["type"] == "delivery":
            assert self.view is not None
            before = self.view
            self.view = apply(before, message)
            if self.view is not before:
                self.applied.append((message["stream"], message["seq"]))
