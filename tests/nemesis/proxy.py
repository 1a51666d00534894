"""A TCP link with weather of its own: clear, slow, cut after so many bytes, a black hole, or half open.

A black hole holds what is sent and delivers it when the weather clears, as TCP does after a short partition.
A half-open link has lost one end and will never tell the other, not even when the weather clears.
"""

import asyncio
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

from tests.servers import HOST

CHUNK = 65536


@dataclass(frozen=True, slots=True)
class Weather:
    """`seconds` for a slow link, `bytes` for one that will be cut, `lost` for the end that a half-open one
    loses.
    """

    kind: Literal["clear", "slow", "cut", "black_hole", "half_open"] = "clear"
    seconds: float = 0.0
    bytes: int = 0
    lost: Literal["near", "far"] = "far"


CLEAR = Weather()


class _Pair:
    """One connection through the link: the near end came to us, the far end we opened."""

    def __init__(self, near: asyncio.StreamWriter, far: asyncio.StreamWriter) -> None:
        self.ends = {"near": near, "far": far}
        self.lost = False

    def lose(self, end: Literal["near", "far"]) -> None:
        self.lost = True
        self.ends[end].transport.abort()

    def cut(self) -> None:
        for end in self.ends.values():
            end.transport.abort()


class Link:
    """Listens on a port of its own and passes on to its target, as the weather lets it.

    Of several targets each connection gets the next one that takes it, as from a proxy before replicas.
    """

    def __init__(self, name: str, *targets: int) -> None:
        self.name = name
        self.port = 0
        self._targets = deque(targets)
        self._weather = CLEAR
        self._carried = 0
        self._cleared = asyncio.Event()
        self._cleared.set()
        self._pairs: set[_Pair] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def open(self) -> None:
        self._server = await asyncio.start_server(self._accept, HOST, 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        assert self._server is not None
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def set(self, weather: Weather) -> None:
        """Changes the weather, for connections that are open and for those to come."""
        self._weather, self._carried = weather, 0
        if weather.kind == "black_hole":
            self._cleared.clear()
        else:
            self._cleared.set()
        if weather.kind == "half_open":
            for pair in self._pairs:
                pair.lose(weather.lost)

    def clear(self) -> None:
        self.set(CLEAR)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._carry(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _carry(self, reader: asyncio.StreamReader, near: asyncio.StreamWriter) -> None:
        try:
            await self._cleared.wait()
            with suppress(OSError):
                far_reader, far = await self._reach()
                pair = _Pair(near, far)
                self._pairs.add(pair)
                try:
                    await asyncio.gather(self._pump(reader, far, pair), self._pump(far_reader, near, pair))
                finally:
                    self._pairs.discard(pair)
                    pair.cut()
        finally:
            near.transport.abort()

    async def _reach(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Raises OSError where nobody is there."""
        for _ in range(len(self._targets) - 1):
            self._targets.rotate(-1)
            with suppress(OSError):
                return await asyncio.open_connection(HOST, self._targets[0])
        self._targets.rotate(-1)
        return await asyncio.open_connection(HOST, self._targets[0])

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, pair: _Pair) -> None:
        with suppress(OSError):
            while data := await reader.read(CHUNK):
                if self._weather.kind == "slow":
                    await asyncio.sleep(self._weather.seconds)
                await self._cleared.wait()
                self._carried += len(data)
                if self._weather.kind == "cut" and self._carried > self._weather.bytes:
                    break
                if not pair.lost:
                    writer.write(data)
                    await writer.drain()
        if pair.lost:  # one end is gone; the other must not hear of it, and may wait as long as it likes
            return
        pair.cut()
