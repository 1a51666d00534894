"""Who inflicts a schedule on a house, and undoes every fault that can be undone."""

import asyncio
import random
import time
from contextlib import suppress
from typing import Final, Literal

from tests.nemesis.crew import Crew, Worker
from tests.nemesis.history import History
from tests.nemesis.process import Process
from tests.nemesis.processes import House
from tests.nemesis.proxy import Link, Weather
from tests.nemesis.schedule import Fault
from tests.servers import HOST

ENDS: Final[tuple[Literal["near", "far"], ...]] = ("near", "far")


class Nemesis:
    """One thing at a time for each process, server and link; different ones fail together."""

    def __init__(self, house: House, history: History) -> None:
        self._house = house
        self._history = history
        self._busy: set[object] = set()
        self.inflicted = 0

    async def inflict(self, faults: list[Fault]) -> float:
        """All of them, in time; returns the moment at which the last one was over."""
        started = time.monotonic()
        async with asyncio.TaskGroup() as tasks:
            for fault in faults:
                await asyncio.sleep(max(started + fault.at - time.monotonic(), 0))
                tasks.create_task(self._one(fault))
        return time.time()

    async def _one(self, fault: Fault) -> None:
        chance = random.Random(fault.seed)
        targets = self._targets(fault, chance)
        if not targets or any(target in self._busy for target in targets):
            return
        if isinstance(targets[0], Worker) and not targets[0].is_there():
            return
        self._busy.update(targets)
        self.inflicted += 1
        op = f"fault-{self.inflicted}"
        names = [getattr(target, "name", fault.kind) for target in targets]
        self._history.add("nemesis", "invoke", "fault", op, does=fault.kind, seconds=fault.seconds, on=names)
        try:
            await self._do(fault, targets, chance, op)
        finally:
            self._busy.difference_update(targets)
        self._history.add("nemesis", "ok", "fault", op)

    def _targets(self, fault: Fault, chance: random.Random) -> list[object]:
        house = self._house
        match fault.kind:
            case "kill" | "stop":
                return _with_its_own(chance.choice(house.victims))
            case "postgres":
                return [house.postgres]
            case "redis" | "flush":
                return [house.redis]
            case "inner":
                return [chance.choice(house.inner)]
            case "outer":
                return list(chance.sample(house.outer, k=min(5, len(house.outer))))
            case "swizzle":
                links = house.inner + house.outer
                return list(chance.sample(links, k=min(6, len(links))))

    async def _do(self, fault: Fault, targets: list[object], chance: random.Random, op: str) -> None:
        match fault.kind, targets[0]:
            case "kill", Process() | Worker() as process:
                await process.kill()
                await asyncio.sleep(fault.seconds)
                await process.start()
                await process.ready()
            case "stop", Process() | Worker() as process:
                process.stop()
                await asyncio.sleep(fault.seconds)
                process.go_on()
            case "postgres", _:
                await asyncio.to_thread(self._house.postgres.crash)
                await asyncio.sleep(min(fault.seconds, 1.0))
                await asyncio.to_thread(self._house.postgres.start)
            case "redis", _:
                await asyncio.to_thread(self._house.redis.kill)
                await asyncio.sleep(fault.seconds)
                await asyncio.to_thread(self._house.redis.start)
            case "flush", _:
                await self._flush()
            case (("inner" | "outer"), _):
                weather = _weather(chance)
                self._history.add("nemesis", "info", "fault", op, weather=weather.kind, lost=weather.lost)
                await _under([one for one in targets if isinstance(one, Link)], weather, fault.seconds)
            case "swizzle", _:
                await _swizzle([one for one in targets if isinstance(one, Link)], chance, fault.seconds)

    async def _flush(self) -> None:
        with suppress(OSError):
            reader, writer = await asyncio.open_connection(HOST, self._house.redis.port)
            writer.write(b"FLUSHALL\r\n")
            await reader.readline()
            writer.close()


def _with_its_own(victim: Process | Worker) -> list[object]:
    """A crew with its workers, which are not struck while it is: whoever starts it anew starts them all."""
    return [victim, *victim.workers] if isinstance(victim, Crew) else [victim]


def _weather(chance: random.Random) -> Weather:
    match chance.choice(["slow", "cut", "black_hole", "half_open"]):
        case "slow":
            return Weather("slow", seconds=chance.uniform(0.02, 0.3))
        case "cut":
            return Weather("cut", bytes=chance.randrange(20_000))
        case "black_hole":
            return Weather("black_hole")
        case _:
            return Weather("half_open", lost=chance.choice(ENDS))


async def _under(links: list[Link], weather: Weather, seconds: float) -> None:
    for link in links:
        link.set(weather)
    await asyncio.sleep(seconds)
    for link in links:
        link.clear()


async def _swizzle(links: list[Link], chance: random.Random, seconds: float) -> None:
    """Links fail one by one and come back in another order."""
    for link in links:
        link.set(Weather("black_hole"))
        await asyncio.sleep(seconds / len(links) / 2)
    for link in chance.sample(links, k=len(links)):
        link.clear()
        await asyncio.sleep(seconds / len(links) / 2)
