"""One server under attack: a `comity serve` that is started, killed, and made to stand still."""

import asyncio
import os
import re
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import httpx
from tests.nemesis.logs import Log
from tests.servers import HOST, free_port

READY_WITHIN_S = 240.0
"""Starting takes seconds, and a minute where the machine has better things to do."""


class NeverReady(Exception):
    """A process is not ready, long after it should have been: its name and its last words."""


class Process:
    """One `comity serve`, with links of its own to Postgres and to Redis."""

    def __init__(self, name: str, folder: Path, program: Sequence[str], environment: dict[str, str]) -> None:
        self.name = name
        self.port = free_port()
        self.log = folder / f"{name}.err"
        self.written = Log(self.log)
        self._said = folder / f"{name}.out"
        self._program = program
        self._environment = environment
        self._running: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Starts it; whether it is ready is another question."""
        with self._said.open("ab") as out, self.log.open("ab") as err:
            self._running = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", *self._program, "serve", "--port", str(self.port)),
                env={**os.environ, **self._environment},
                stdout=out,
                stderr=err,
            )

    async def ready(self) -> None:
        """Waits until it says that it is ready, and starts it again when it gave up: its database may have
        been away.
        """
        until = time.monotonic() + READY_WITHIN_S
        async with httpx.AsyncClient(timeout=2) as client:
            while not await self._is_ready(client):
                if time.monotonic() > until:
                    raise NeverReady(self.name, self.log.read_text()[-3000:])
                if self._running is None or self._running.returncode is not None:
                    await self.start()
                await asyncio.sleep(0.25)

    async def _is_ready(self, client: httpx.AsyncClient) -> bool:
        try:
            return (await client.get(f"http://{HOST}:{self.port}/readyz")).status_code == 200
        except httpx.TransportError:
            return False

    async def invite(self) -> str:
        """The token of the first instructor's invitation, as printed."""
        async with asyncio.timeout(READY_WITHIN_S):
            while not (found := re.search(r"/invite#(\S+)", self._said.read_text())):  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        return found.group(1)

    async def kill(self) -> None:
        """kill -9: nothing is flushed, nothing is said."""
        if self._running is not None and self._running.returncode is None:
            self._running.kill()
            await self._running.wait()

    def stop(self) -> None:
        """It stands still in the middle of whatever it does; at `go_on` it goes on as if nothing had been."""
        self._signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, which: signal.Signals) -> None:
        if self._running is not None and self._running.returncode is None:
            self._running.send_signal(which)
