"""The house under attack: one Postgres, one Redis, some `comity serve`, and a link wherever two speak."""

import asyncio
import os
import re
import secrets
import signal
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
from tests.nemesis import long
from tests.nemesis.logs import Log
from tests.nemesis.proxy import Link
from tests.servers import HOST, PostgresServer, RedisServer, free_port

from comity.store import migrate
from comity.store.engine import make_engine

READY_WITHIN_S = 240.0
"""Starting takes seconds, and a minute where the machine has better things to do."""
SITE = "http://127.0.0.1:8000"
"""The one address under which browsers know the three of them."""
SERVE = ("comity.cli",)
_migrating = asyncio.Lock()


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


class House:
    """Everything that runs, and every link that can be disturbed."""

    def __init__(self, postgres: PostgresServer, redis: RedisServer, folder: Path) -> None:
        self.postgres, self.redis, self.folder = postgres, redis, folder
        self.processes: list[Process] = []
        self.inner: list[Link] = []
        """Between a process and Postgres or Redis."""
        self.outer: list[Link] = []
        """Between a client and a process."""

    async def open(self, program: Sequence[str], count: int) -> None:
        key, scenarios = secrets.token_hex(32), long.scenarios(self.folder / "scenarios")
        for number in range(count):
            database = await self._link(f"{number}>postgres", self.postgres.port)
            redis = await self._link(f"{number}>redis", self.redis.port)
            environment = {
                "COMITY_DATABASE_URL": f"postgresql://postgres@{HOST}:{database.port}/postgres",
                "COMITY_REDIS_URL": f"redis://{HOST}:{redis.port}/0",
                "COMITY_PUBLIC_URL": SITE,
                "COMITY_SECRET_KEY": key,
                "COMITY_SCENARIOS": str(scenarios),
            }
            self.processes.append(Process(f"process-{number}", self.folder, program, environment))
        for process in self.processes:
            await process.start()
        await asyncio.gather(*(process.ready() for process in self.processes))

    async def _link(self, name: str, target: int) -> Link:
        link = Link(name, target)
        await link.open()
        self.inner.append(link)
        return link

    async def doors(self, client: str) -> list[Link]:
        """A link to each process for one client."""
        links = [Link(f"{client}>{process.name}", process.port) for process in self.processes]
        for link in links:
            await link.open()
        self.outer += links
        return links

    async def leave(self) -> None:
        """The clients of one game go."""
        for link in self.outer:
            await link.close()
        self.outer.clear()

    async def close(self) -> None:
        for process in self.processes:
            process.go_on()
            await process.kill()
        await self.leave()
        for link in self.inner:
            await link.close()


@asynccontextmanager
async def open_house(program: Sequence[str] = SERVE, count: int = 3) -> AsyncIterator[House]:
    """Brings up everything on loopback and takes it down again."""
    with PostgresServer() as postgres, RedisServer() as redis, tempfile.TemporaryDirectory() as folder:
        engine = make_engine(f"postgresql+asyncpg://postgres@{HOST}:{postgres.port}/postgres")
        async with _migrating:  # Alembic keeps what it works on in its module
            await migrate.upgrade(engine)
        await engine.dispose()
        house = House(postgres, redis, Path(folder))
        try:
            await house.open(program, count)
            yield house
        finally:
            await house.close()
