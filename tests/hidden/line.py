"""A live line without a network: the application's own websocket route, called as a server would call it."""

import asyncio
import json
from typing import Any, Final

from fastapi import FastAPI
from tests.web.house import SITE, Actor

PATIENCE: Final = 20.0
"""Seconds after which what should come is given up; nothing waits that long in a good run."""


class Line:
    """One member's socket. Every byte that the application sends on it is kept, in order."""

    def __init__(self, app: FastAPI, actor: Actor, game: str) -> None:
        self.heard: list[bytes] = []
        self._app, self._actor, self._game = app, actor, game
        self._said: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._opened, self._met = asyncio.Event(), asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def open(self) -> bool:
        """Dials; whether the application accepted. A refusal is heard like any other answer."""
        cookie = "; ".join(f"{name}={value}" for name, value in self._actor.http.cookies.items())
        path = f"/api/v1/games/{self._game}/live"
        scope = {
            "type": "websocket",
            "asgi": {"version": "3.0", "spec_version": "2.4"},
            "http_version": "1.1",
            "scheme": "ws",
            "path": path,
            "raw_path": path.encode(),
            "root_path": "",
            "query_string": b"",
            "headers": [
                (b"host", b"127.0.0.1:8000"),
                (b"origin", SITE.encode()),
                *([(b"cookie", cookie.encode())] if cookie else []),
            ],
            "client": ("10.9.9.9", 5000),
            "server": ("127.0.0.1", 8000),
            "subprotocols": [],
            "extensions": {"websocket.http.response": {}},
            "state": {},
        }
        await self._said.put({"type": "websocket.connect"})
        self._task = asyncio.create_task(self._app(scope, self._said.get, self._hear))
        async with asyncio.timeout(PATIENCE):
            await self._opened.wait()
        return not self._task.done() and b"accepted" in self.heard

    async def enter(self, ticket: str) -> None:
        """Says hello, and listens until what was there is told."""
        await self.say({"type": "hello", "ticket": ticket, "epoch": None, "public": 0, "private": 0})
        async with asyncio.timeout(PATIENCE):
            await self._met.wait()

    async def say(self, message: dict[str, Any]) -> None:
        await self._said.put({"type": "websocket.receive", "text": json.dumps(message)})

    async def close(self) -> None:
        """Hangs up, and waits until the application has noticed."""
        if self._task is not None:
            await self._said.put({"type": "websocket.disconnect", "code": 1000})
            await self._task

    async def _hear(self, message: Any) -> None:
        match message["type"]:
            case "websocket.accept":
                self.heard.append(b"accepted")
                self._opened.set()
            case "websocket.send":
                frame = message["text"].encode()
                self.heard.append(frame)
                if frame.startswith((b'{"type":"snapshot"', b'{"type":"bye"')):
                    self._met.set()
            case "websocket.close":
                self.heard.append(f"closed {message.get('code')} {message.get('reason')}".encode())
                self._opened.set()
                self._met.set()
            case "websocket.http.response.start":
                self.heard.append(f"refused {message['status']}".encode())
            case "websocket.http.response.body":
                self.heard.append(message["body"])
                self._opened.set()
            case other:
                raise AssertionError(f"no server knows {other}")
