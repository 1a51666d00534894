"""A process of the house in the simulation: the real service, sweeper, hub and lines, and a way to die."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from contextvars import copy_context
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeVar, cast

from sqlalchemy.ext.asyncio import AsyncConnection
from starlette.websockets import WebSocket
from tests.game.house import OneScenario
from tests.game.tiny_rulebook import RULES_VERSION, load_tiny
from tests.simulated.bus import SimulatedBus
from tests.simulated.database import Database
from tests.simulated.faults import HERE, SLOW_SECONDS, Killed, Sky
from tests.simulated.wire import Wire

from comity.game import streams
from comity.game.access import Caller
from comity.game.compute import thread_compute
from comity.game.ports import Passwords, Ports, TurnInputs, TurnOutcome
from comity.game.rulebook import Rulebook
from comity.game.shelf import Shelf
from comity.game.wire import instant
from comity.house.loops import Loops
from comity.house.source import ServiceSource
from comity.live.asgi import carry_over_asgi
from comity.live.context import LiveContext
from comity.live.hub import Hub
from comity.live.line import Line
from comity.store.unit_of_work import SqlStore

T = TypeVar("T")
EPOCH: Final = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""Second 0 of every schedule."""
RECEIPT_KEY: Final = b"the key of every process's receipts"
MOSTLY: Final = 0.9
RETENTION_MONTHS: Final = 12
SOCKETS: Final = 1000
PLACES: Final = ("all",)
STRAIGHT: Final = 0.5
"""The share of lines whose transport takes bytes at once, as our own server's do."""


class _Loops(Loops):
    """Without erasing: no game here is old, and looking for one would only shift what the seeds draw."""

    async def _erase(self) -> None:
        return


class SimulatedClock:
    """A process's own clock, which may be wrong; and the database's, which decides."""

    def __init__(self, wrong_by: float = 0.0) -> None:
        self._wrong_by = wrong_by

    def now(self) -> datetime:
        return at(asyncio.get_running_loop().time() + self._wrong_by)


def at(seconds: float) -> datetime:
    return EPOCH + timedelta(seconds=seconds)


async def database_time(_connection: AsyncConnection) -> datetime:
    return at(asyncio.get_running_loop().time())


class SeededRandomness:
    def __init__(self, sky: Sky) -> None:
        self._sky = sky

    def bytes(self, count: int) -> bytes:
        return self._sky.chance.randbytes(count)


class _Compute:
    """The real computation, which may be slow, fail for reasons of the machine, or die with its process."""

    def __init__(self, sky: Sky) -> None:
        self._sky = sky
        self._inner = thread_compute(load_tiny)
        self._failing = sky.chance.random() < sky.weather.failing

    async def play(self, inputs: TurnInputs) -> TurnOutcome:
        await self._sky.point()
        if self._failing and self._sky.strikes(MOSTLY, "failed computation"):
            raise MemoryError
        if self._sky.strikes(self._sky.weather.slow, "slow computation"):
            await asyncio.sleep(self._sky.chance.uniform(0, SLOW_SECONDS))
        outcome = await self._inner.play(inputs)
        await self._sky.point()
        return outcome

    async def aside(self, sources: Mapping[str, str], work: Callable[[Rulebook], T]) -> T:
        """No simulated game grows so large; were it so, other processes know no simulated time."""
        return work(load_tiny(sources))


class Server:
    """One life of a process: when it dies, all that it held in memory is gone."""

    def __init__(self, sky: Sky, database: Database, bus: SimulatedBus, on_death: Callable[[], None]) -> None:
        self.alive = True
        self._sky = sky
        self._database = database
        self._bus = bus
        self._on_death = on_death
        self._tasks: dict[asyncio.Task[Any], None] = {}
        self._wires: dict[Wire, asyncio.Task[Any]] = {}
        clock = SimulatedClock(sky.chance.uniform(-0.9, 0.9))
        self.ports = Ports(
            store=SqlStore(database.engine, database_time),
            bus=bus,
            clock=clock,
            randomness=SeededRandomness(sky),
            passwords=cast("Passwords", None),
            scenarios=OneScenario(),
            shelf=Shelf(load_tiny, frozenset({RULES_VERSION})),
            compute=_Compute(sky),
            receipt_key=RECEIPT_KEY,
        )
        steady = asyncio.get_running_loop().time
        self.hub = Hub(ServiceSource(self.ports), steady, lambda: instant(clock.now()))
        nothing = cast("Any", None)
        self._live = LiveContext(
            self.ports, self.hub, nothing, nothing, nothing, nothing, steady, SOCKETS, SOCKETS
        )
        self._loops = self.spawn(_Loops(self.ports, self.hub, RETENTION_MONTHS).start())

    def spawn(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Something that this process does."""
        context = copy_context()
        context.run(HERE.set, self)
        return asyncio.get_running_loop().create_task(work, context=context)

    def adopt(self, task: asyncio.Task[Any]) -> None:
        """A task was made by our code: it dies with us."""
        self._tasks[task] = None
        task.add_done_callback(lambda done: self._tasks.pop(done, None))

    def open(self, wire: Wire, caller: Caller, game: str) -> None:
        """A client opened a socket; the door's own checks are held elsewhere."""
        self._wires[wire] = self.spawn(self._serve(wire, caller, game))

    async def _serve(self, wire: Wire, caller: Caller, game: str) -> None:
        try:
            viewer = await streams.viewer(self.ports, caller, game)
            self._live.take(PLACES)
            line = Line(self._live, caller, viewer, PLACES)
            if self._sky.chance.random() < STRAIGHT:
                wire.goes_straight(line.session.outbox)
            await carry_over_asgi(line, cast("WebSocket", wire))
        finally:
            self._wires.pop(wire, None)
            if self.alive:
                wire.cut()

    def crash(self) -> None:
        """kill -9. What was begun in the database is rolled back, and no code of ours has any effect."""
        if not self.alive:
            return
        self.alive = False
        self._database.abandon(self)
        self._bus.abandon(self)
        for wire in list(self._wires):
            wire.abandon()
        for task in list(self._tasks):
            task.cancel()
        self._on_death()


def make_task(loop: asyncio.AbstractEventLoop, work: Any, context: Any = None) -> asyncio.Task[Any]:
    """A task factory by which every task knows the process that it belongs to."""
    task = asyncio.Task(work, loop=loop, context=context)
    here = HERE.get() if context is None else context.get(HERE)
    if isinstance(here, Server) and not gives_back(task):
        here.adopt(task)
    return task


def gives_back(task: asyncio.Task[Any]) -> bool:
    """Whether the task returns a connection to the pool, which is everybody's here and outlives processes."""
    return getattr(task.get_coro(), "__qualname__", "") == AsyncConnection.close.__qualname__


def is_a_death(error: object) -> bool:
    return isinstance(error, Killed | asyncio.CancelledError)
