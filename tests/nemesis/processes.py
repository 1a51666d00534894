"""The house under attack: one Postgres, one Redis, some `comity serve`, and a link wherever two speak."""

import asyncio
import secrets
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from tests.nemesis import long
from tests.nemesis.crew import Crew, Worker
from tests.nemesis.fronts import Front
from tests.nemesis.process import Process
from tests.nemesis.proxy import Link
from tests.servers import HOST, PostgresServer, RedisServer

from comity.store import migrate
from comity.store.engine import make_engine

SITE = "http://127.0.0.1:8000"
"""The one address under which browsers know all of them."""
SERVE = ("comity.cli",)
_migrating = asyncio.Lock()


class House:
    """Everything that runs, and every link that can be disturbed."""

    def __init__(self, postgres: PostgresServer, redis: RedisServer, folder: Path, front: Front) -> None:
        self.postgres, self.redis, self.folder, self.front = postgres, redis, folder, front
        self.processes: list[Process] = []
        self.victims: list[Process | Worker] = []
        """Who can be killed, and made to stand still."""
        self.inner: list[Link] = []
        """Between a process and Postgres or Redis."""
        self.outer: list[Link] = []
        """Between a client and a process."""

    async def open(self, program: Sequence[str], count: int) -> None:
        key, scenarios = secrets.token_hex(32), long.scenarios(self.folder / "scenarios")
        for number in range(1 if self.front is Front.WORKERS else count):
            database = await self._link(f"{number}>postgres", self.postgres.port)
            redis = await self._link(f"{number}>redis", self.redis.port)
            environment = {
                "COMITY_DATABASE_URL": f"postgresql://postgres@{HOST}:{database.port}/postgres",
                "COMITY_REDIS_URL": f"redis://{HOST}:{redis.port}/0",
                "COMITY_PUBLIC_URL": SITE,
                "COMITY_SECRET_KEY": key,
                "COMITY_SCENARIOS": str(scenarios),
            }
            name = f"process-{number}"
            if self.front is Front.WORKERS:
                crew = Crew(name, self.folder, program, environment, count)
                self.processes.append(crew)
                self.victims += crew.workers
            else:
                self.processes.append(Process(name, self.folder, program, environment))
        self.victims += self.processes
        for process in self.processes:
            await process.start()
        await asyncio.gather(*(process.ready() for process in self.processes))

    async def _link(self, name: str, target: int) -> Link:
        link = Link(name, target)
        await link.open()
        self.inner.append(link)
        return link

    async def doors(self, client: str) -> list[Link]:
        """For one client a link to each process, or the one to whichever is next."""
        ports = [process.port for process in self.processes]
        if self.front is Front.ONE_DOOR:
            links = [Link(f"{client}>door", *ports)]
        else:
            links = [
                Link(f"{client}>{process.name}", port)
                for process, port in zip(self.processes, ports, strict=True)
            ]
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
async def open_house(
    program: Sequence[str] = SERVE, count: int = 3, front: Front = Front.APART
) -> AsyncIterator[House]:
    """Brings up everything on loopback and takes it down again."""
    with PostgresServer() as postgres, RedisServer() as redis, tempfile.TemporaryDirectory() as folder:
        engine = make_engine(f"postgresql+asyncpg://postgres@{HOST}:{postgres.port}/postgres")
        async with _migrating:  # Alembic keeps what it works on in its module
            await migrate.upgrade(engine)
        await engine.dispose()
        house = House(postgres, redis, Path(folder), front)
        try:
            await house.open(program, count)
            yield house
        finally:
            await house.close()
