"""The three servers that `comity bench live` sets side by side, each a process that obeys lines of JSON.

`wire` and `asgi`: the application as `comity serve` runs it, with one running game. A delivery is a
statement written into the public stream in a transaction, and from there on all goes as with any other news:
the hint, the reading, the encoding, the sockets. `loop`: a loop of non-blocking `send()`.
`broadcast`: `websockets.broadcast` on that library's own server.
"""

import asyncio
import gc
import json
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import uvicorn
import uvloop
from fastapi import FastAPI
from websockets.asyncio.server import ServerConnection, broadcast
from websockets.asyncio.server import serve as serve_websockets

from comity import logs
from comity.app import create_app
from comity.commands.bench.machine import resident_bytes
from comity.commands.serve import limits_of, listen, server_config
from comity.config import Settings
from comity.game import lobby, pace, streams
from comity.game.access import Caller, Instructor
from comity.game.events import StatementMade
from comity.game.ports import Ports
from comity.game.records import InstructorRow, PersonRow, TicketRow
from comity.game.sessions import open_session
from comity.game.shapes import Message
from comity.game.streams import PUBLIC
from comity.game.tokens import new_id, new_token, token_hash
from comity.game.wire import encode, instant
from comity.game.work import writing
from comity.live.context import KEPT_IN_A_GAME, KEPT_IN_A_PROCESS
from comity.web.cookies import PLAIN_NAME

Answer = dict[str, Any]
BACKLOG: Final = 2048


def frame(text: bytes) -> bytes:
    """A server's text frame around 126 bytes or more, but less than 64 KiB."""
    return b"\x81\x7e" + len(text).to_bytes(2, "big") + text


class Comity:
    """The application and its one game."""

    def __init__(self, app: FastAPI, port: int) -> None:
        self._app = app
        self._port = port
        self._game = ""
        self._statements = 0

    @property
    def _ports(self) -> Ports:
        ports: Ports = self._app.state.web.ports
        return ports

    async def make_game(self) -> None:
        ports = self._ports
        async with ports.store.write() as work:
            person = PersonRow(new_id(ports.randomness), "Bench")
            await work.people.add(person)
            await work.people.add_instructor(InstructorRow(person.id, "bench", "!", await work.now()))
        owner = Caller(Instructor(person.id))
        classroom = await lobby.make_class(ports, owner, "Bench")
        wish = lobby.GameWish(scenario="crash-course", title="Bench", early=False, bots_fill=True)
        self._game = (await lobby.make_game(ports, owner, classroom.id, wish)).id
        await pace.start(ports, owner, self._game)

    async def passes(self, count: int) -> Answer:
        """Spectators, each with a session and a ticket: heads of requests, and what to say first."""
        ports, heads, hellos = self._ports, [], []
        async with ports.store.write() as work:
            game = await work.games.lock(self._game)
            assert game is not None  # noqa: S101
            viewer = streams.Viewer(self._game, None, delayed=False)
            epoch, numbers = await streams.epoch_and_heads(work, game, viewer)
            soon = await work.now()
            for _ in range(count):
                signed_in = await open_session(ports, work, "spectator", game=self._game)
                ticket = new_token(ports.randomness)
                session = signed_in.caller.session or ""
                await work.tickets.add(
                    TicketRow(token_hash(ticket), session, self._game, soon.replace(year=soon.year + 1))
                )
                heads.append(
                    f"GET /api/v1/games/{self._game}/live HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\n"
                    f"Origin: http://127.0.0.1:{self._port}\r\nCookie: {PLAIN_NAME}={signed_in.token}\r\n"
                )
                hello = {"type": "hello", "ticket": ticket, "epoch": epoch, **numbers_of(numbers)}
                hellos.append(json.dumps(hello))
        return {"heads": heads, "hellos": hellos}

    async def deliver(self, size: int) -> Answer:
        """Tells everybody something whose frame has `size` bytes or a little more; when it was committed."""
        async with writing(self._ports) as work:
            game = await work.games.lock(self._game)
            assert game is not None  # noqa: S101
            self._statements += 1
            event = StatementMade(message=_statement(self._statements, instant(await work.now()), size))
            before = await work.streams.find(self._game, PUBLIC)
            assert before is not None  # noqa: S101
            await streams.tell(work, game, {PUBLIC: [event]})
        committed = _now()
        told = {"type": "delivery", "stream": "public", "seq": before.head + 1, "event": event}
        return {**committed, "length": len(encode(told))}


def _now() -> Answer:
    return {"committed": time.monotonic(), "cpu": time.process_time()}


def numbers_of(heads: Any) -> dict[str, int]:
    return {"public": heads.public, "private": heads.private}


def _statement(number: int, now: str, size: int) -> Message:
    plain: Message = {
        "id": f"bench-{number}",
        "turn": 1,
        "kind": "statement",
        "from": "",
        "to": [],
        "text": "",
        "sent_at": now,
    }
    plain["text"] = "x" * max(size - len(encode(StatementMade(message=plain))) - 60, 0)
    return plain


class Broadcast:
    """`websockets.broadcast` to all connections of that library's server."""

    def __init__(self) -> None:
        self._connections: set[ServerConnection] = set()

    async def handle(self, connection: ServerConnection) -> None:
        self._connections.add(connection)
        await connection.wait_closed()

    async def passes(self, count: int) -> Answer:
        return {"heads": ["GET / HTTP/1.1\r\nHost: bench\r\n"] * count, "hellos": [""] * count}

    async def deliver(self, size: int) -> Answer:
        committed = _now()
        broadcast(self._connections, "x" * size)
        return {**committed, "length": size}


class Loop:
    """Accepted sockets and a loop over them."""

    def __init__(self, listening: socket.socket) -> None:
        self._listening = listening
        self._listening.setblocking(False)
        self._sockets: list[socket.socket] = []

    async def passes(self, count: int) -> Answer:
        self._accept()
        return {"heads": [""] * count, "hellos": [""] * count}

    async def deliver(self, size: int) -> Answer:
        self._accept()
        committed = _now()
        sent = frame(b"x" * size)
        for one in self._sockets:
            if one.send(sent) != len(sent):
                raise RuntimeError("the kernel did not take the whole frame")
        return {**committed, "length": size}

    def _accept(self) -> None:
        """Everybody who waits at the door."""
        with suppress(BlockingIOError):
            while True:
                accepted, _ = self._listening.accept()
                accepted.setblocking(False)
                self._sockets.append(accepted)


Server = Comity | Broadcast | Loop


async def obey(server: Server, say: Callable[[Answer], None]) -> None:
    """Does what the lines on standard input ask for, until there are no more."""
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
    )
    while line := await reader.readline():
        asked = json.loads(line)
        match asked["do"]:
            case "passes":
                say(await server.passes(asked["count"]))
            case "deliver":
                say(await server.deliver(asked["size"]))
            case "usage":
                gc.collect()
                say({"resident": resident_bytes()})
            case "cpu":
                say({"cpu": time.process_time()})


def _say(answer: Answer) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.up.set()


async def _comity(folder: Path, sockets: int, *, asgi: bool) -> None:
    logs.configure(level="info", process=logs.process_name())
    listening = listen("127.0.0.1", 0)
    port = listening.getsockname()[1]
    settings = Settings(
        data_dir=folder,
        port=port,
        sockets_per_game=sockets + KEPT_IN_A_GAME,  # nearly all of them are spectators
        sockets_per_process=sockets + KEPT_IN_A_PROCESS,
    )
    app = create_app(settings)
    config = server_config(app, limits_of(settings))
    if asgi:
        config.ws = "websockets-sansio"
    server = _Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    await server.up.wait()
    host = Comity(app, port)
    await host.make_game()
    _say({"port": port})
    await obey(host, _say)
    server.should_exit = True
    await serving


async def _broadcast() -> None:
    host = Broadcast()
    async with serve_websockets(
        host.handle, "127.0.0.1", 0, compression=None, ping_interval=None, backlog=BACKLOG
    ) as server:
        _say({"port": next(iter(server.sockets)).getsockname()[1]})
        await obey(host, _say)


async def _loop() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=BACKLOG) as listening:
        host = Loop(listening)
        _say({"port": listening.getsockname()[1]})
        await obey(host, _say)


def main(kind: str, folder: str, sockets: int) -> None:
    match kind:
        case "wire" | "asgi":
            uvloop.run(_comity(Path(folder), sockets, asgi=kind == "asgi"))
        case "broadcast":
            uvloop.run(_broadcast())
        case "loop":
            uvloop.run(_loop())


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
