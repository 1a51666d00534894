"""A socket between a client and a process: frames in order, as long as it holds.

It can be cut, with what was on the way; and it can fall silent, so that the client must find out by itself.
"""

import asyncio
from collections import deque
from typing import Any, Final

from starlette.websockets import WebSocketDisconnect
from tests.simulated.faults import Sky

from comity.live.outbox import Outbox

FRAME_SECONDS: Final = 0.5
FULL: Final = 0.2
"""The chance that a transport is full after a frame that went straight into it."""
SHORT: Final = 126
"""A frame's second byte that says: the length is in the next two (127: in the next eight)."""


class Wire:
    """What `comity.live.endpoint.Connection` needs of a websocket, and the client's end of it."""

    def __init__(self, sky: Sky) -> None:
        self._sky = sky
        self._loop = asyncio.get_running_loop()
        self._to_server: asyncio.Queue[str | None] = asyncio.Queue()
        self._to_client: asyncio.Queue[str | None] = asyncio.Queue()
        self._on_the_way: deque[str | None] = deque()
        self._last_arrival = 0.0
        self._silent = False
        self._cut = False
        self._outbox: Outbox | None = None

    # The server's end.

    def goes_straight(self, outbox: Outbox) -> None:
        """As a transport that takes bytes at once wherever nothing waits, until it is full for a while."""
        self._outbox = outbox

    def _write(self, data: bytes) -> None:
        self._meet_the_weather(data[2 if data[1] < SHORT else 4 if data[1] == SHORT else 10 :].decode())
        if self._outbox is not None and (self._cut or self._sky.chance.random() < FULL):
            self._outbox.straight = None

    async def receive(self) -> dict[str, Any]:
        frame = await self._to_server.get()
        if frame is None:
            return {"type": "websocket.disconnect"}
        return {"type": "websocket.receive", "text": frame}

    async def send_text(self, frame: str) -> None:
        await self._sky.point()
        if self._cut:
            raise WebSocketDisconnect(1006)
        self._meet_the_weather(frame)
        if self._outbox is not None and not self._outbox and not self._cut:
            self._outbox.straight = self._write

    def _meet_the_weather(self, frame: str) -> None:
        if self._sky.strikes(self._sky.weather.message / 6, "cut line"):
            self.cut()
        elif self._sky.strikes(self._sky.weather.message / 6, "silent line"):
            self._silent = True
        else:
            self._send(frame)

    async def close(self, code: int = 1000, reason: str | None = None) -> None:
        self._send(None)

    # The client's end.

    def say(self, frame: str) -> None:
        if not self._cut and not self._silent:
            self._to_server.put_nowait(frame)

    async def hear(self) -> str | None:
        """The next frame; None when the line is over."""
        return await self._to_client.get()

    def hang_up(self) -> None:
        self._cut = True
        self._to_server.put_nowait(None)

    # Between them.

    def cut(self) -> None:
        """Both ends are told, and what was on the way is gone."""
        if not self._cut:
            self._cut = True
            self._on_the_way.clear()
            self._to_server.put_nowait(None)
            self._to_client.put_nowait(None)

    def abandon(self) -> None:
        """The process died: the client is told, or is not."""
        if self._sky.calm or self._sky.chance.random() < 0.5:
            self.cut()
        else:
            self._silent = True

    def _send(self, frame: str | None) -> None:
        if self._silent or self._cut:
            return
        slow = self._sky.strikes(self._sky.weather.message / 2, "late frame")
        takes = self._sky.chance.uniform(0, FRAME_SECONDS) if slow else 0.0
        at = max(self._last_arrival, self._loop.time() + takes)
        self._last_arrival = at
        self._on_the_way.append(frame)
        self._loop.call_at(at, self._arrive)

    def _arrive(self) -> None:
        if self._on_the_way:
            self._to_client.put_nowait(self._on_the_way.popleft())
