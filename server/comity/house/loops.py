"""What goes on while nobody asks: sweeping, hints, polling, heartbeats, presence, gauges, letting go.

Each loop survives its own failures: what went wrong is logged, and the next round tries again.
"""

import asyncio
import random
import secrets
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Final

import structlog

from comity.game import erasing, presence, sessions, turn, vigil
from comity.game.errors import Unavailable
from comity.game.ports import EVERY_GAME, Ports
from comity.live.hub import Hub
from comity.logs import where
from comity.metrics import (
    CLOCK_SKEW,
    REDIS_UP,
    TURNS_OF_OTHER_RULES,
    TURNS_OVERDUE,
    TURNS_UNRESOLVED_SECONDS,
)

log = structlog.get_logger(__name__)

SWEEP_SECONDS_MAX: Final = 1.0
GATHER_SECONDS: Final = 0.25
POLL_SECONDS_MAX: Final = 2.0
"""However lost the hints are, so long at the most a listener waits for news, or for the end of a session."""
POLL_JITTER: Final = 0.25
POLL_SECONDS: Final = POLL_SECONDS_MAX / (1 + POLL_JITTER)
BEAT_SECONDS: Final = 5.0
HANG_UP_SECONDS: Final = 1.0
PRESENCE_SECONDS: Final = 15.0
ERASE_SECONDS: Final = 3600.0
ERASE_JITTER: Final = 0.25
SKEW_SECONDS_MAX: Final = 1.0


class Loops:
    """Owns the tasks, so that none is collected while it runs and all end together."""

    def __init__(
        self,
        ports: Ports,
        hub: Hub,
        retention_months: int,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._ports = ports
        self._hub = hub
        self._retention_months = retention_months
        self._sleep = sleep
        self._process = secrets.token_hex(4)
        self._hinted = asyncio.Event()
        self._sweeper = turn.Sweeper(ports, self._begin, more_wait=self._hinted.set)
        self._skewed = False
        self._games_of_other_rules = 0
        self._tasks: set[asyncio.Task[Any]] = set()

    async def start(self) -> None:
        """The first sign of life comes before the first sweep, so an outage is made good before it counts.

        Where it fails, or an outage comes later, the sweep itself sees that one is to be made good.
        """
        await self._attempt("beat", self._beat)
        self._run(self._sweep_forever())
        self._run(self._listen_forever())
        self._run(self._every("poll", POLL_SECONDS, self._hub.poll, jitter=POLL_JITTER))
        self._run(self._every("tick", 1.0, self._tick))
        self._run(self._every("beat", BEAT_SECONDS, self._beat))
        if self._ports.store.is_linked:
            self._run(self._every("hang_up", HANG_UP_SECONDS, self._hang_up))
        self._run(self._every("presence", PRESENCE_SECONDS, self._keep_here))
        # At the start as well: a server that is restarted every half hour erases too.
        self._run(self._every("erase", ERASE_SECONDS, self._erase, jitter=ERASE_JITTER, at_once=True))

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        self._own(asyncio.create_task(work))

    def _begin(self, work: Coroutine[Any, Any, bool]) -> asyncio.Task[bool]:
        task = asyncio.create_task(work)
        self._own(task)
        return task

    def _own(self, task: asyncio.Task[Any]) -> None:
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _every(
        self,
        name: str,
        seconds: float,
        step: Callable[[], Awaitable[None]],
        *,
        jitter: float = 0.0,
        at_once: bool = False,
    ) -> None:
        if at_once:
            await self._attempt(name, step)
        while True:
            await self._sleep(seconds * random.uniform(1 - jitter, 1 + jitter))  # noqa: S311  no secret
            await self._attempt(name, step)

    async def _attempt(self, name: str, step: Callable[[], Awaitable[None]]) -> None:
        try:
            await step()
        except Unavailable:
            log.warning("loop_database_away", loop=name)
        except Exception as error:  # a loop that ends would leave turns unresolved in silence
            log.error("loop_failed", loop=name, error=type(error).__name__, where=where(error))  # noqa: TRY400

    async def _sweep_forever(self) -> None:
        while True:
            try:
                async with asyncio.timeout(SWEEP_SECONDS_MAX):
                    await self._hinted.wait()
            except TimeoutError:
                pass
            # A class that saves its moves hints many times a second; one look a moment later serves them all.
            await asyncio.sleep(GATHER_SECONDS)
            self._hinted.clear()
            await self._attempt("sweep", self._sweep)

    async def _sweep(self) -> None:
        if await self._sweeper.look() is None:
            await self._beat()

    async def _listen_forever(self) -> None:
        while True:
            await self._attempt("hints", self._listen)
            await asyncio.sleep(POLL_SECONDS_MAX)

    async def _listen(self) -> None:
        async for game in self._ports.bus.subscribe():
            self._hinted.set()
            for one in self._hub.games() if game == EVERY_GAME else [game]:
                self._run(self._refresh(one))

    async def _refresh(self, game: str) -> None:
        async def step() -> None:
            await self._hub.refresh(game)

        await self._attempt("refresh", step)

    async def _tick(self) -> None:
        await self._hub.tick()
        REDIS_UP.set(self._ports.bus.hears)
        self._ports.shelf.let_go_of_idle()

    async def _beat(self) -> None:
        await vigil.beat(self._ports, self._process)
        late = await vigil.lateness(self._ports)
        TURNS_OVERDUE.set(late.turns_overdue)
        TURNS_UNRESOLVED_SECONDS.set(late.closed_unresolved_seconds)
        TURNS_OF_OTHER_RULES.set(late.turns_of_other_rules)
        if late.games_of_other_rules != self._games_of_other_rules:
            self._games_of_other_rules = late.games_of_other_rules
            tell = log.warning if late.games_of_other_rules else log.info
            tell("games_of_other_rules", games=late.games_of_other_rules)
        async with self._ports.store.read() as work:
            skew = (self._ports.clock.now() - await work.now()).total_seconds()
        CLOCK_SKEW.set(skew)
        skewed = abs(skew) > SKEW_SECONDS_MAX
        if skewed != self._skewed:  # the first beat comes at the start: a clock that is off is told at once
            self._skewed = skewed
            if skewed:
                log.warning("clock_skew", seconds=round(skew, 3))
            else:
                log.info("clock_skew_over", seconds=round(skew, 3))

    async def _hang_up(self) -> None:
        if ended := await self._ports.store.hang_up_on_the_silent():
            log.warning("silent_connections_ended", count=ended)

    async def _erase(self) -> None:
        erased = await erasing.erase_overdue(self._ports, self._retention_months)
        if erased != erasing.Erased():
            log.warning(
                "erased_overdue",
                people=erased.people,
                games=erased.games,
                classes=erased.classes,
                failed=erased.failed,
            )
        await sessions.drop_ended(self._ports)

    async def _keep_here(self) -> None:
        await presence.keep_here(self._ports, lambda: [one.caller for one in self._hub.listeners()])
