"""What may go wrong at every await, how often in this schedule, and what did.

Each schedule has a weather of its own: some are all crashes, some all lost answers, some nearly fair. Rates
are for one passing of a point; a schedule passes some thousand of them.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final, Protocol


class Killed(BaseException):
    """kill -9: no handler of the service may catch it, and whoever runs on has died already."""


class Mortal(Protocol):
    """A process that can die."""

    @property
    def alive(self) -> bool: ...
    def crash(self) -> None: ...


HERE: ContextVar[Mortal | None] = ContextVar("HERE", default=None)
"""The process whose code runs; None for people, and for the world itself."""


@dataclass(frozen=True, slots=True)
class Weather:
    """Rates of one schedule."""

    servers: int = 3
    crash: float = 0.0
    """At each point, the process dies."""
    commit_crash: float = 0.0
    """The same before and after each commit of something written."""
    lost: float = 0.0
    """A statement finds its connection gone."""
    unknown: float = 0.0
    """A commit answers with an error, having happened or not."""
    delay: float = 0.0
    """A statement takes up to `DELAY_SECONDS`."""
    hint: float = 0.0
    """A hint is dropped, doubled, late, or the subscription is interrupted."""
    message: float = 0.0
    """A request, an answer or a frame is late or lost."""
    slow: float = 0.0
    """A computation takes up to `SLOW_SECONDS`."""
    failing: float = 0.0
    """A process whose computations end in an error that is none of the rules'."""
    outage: bool = False
    """Once, every process is away for more than a minute."""
    seconds: float = 10.0
    """How long it lasts, unless the game ends before."""


DELAY_SECONDS: Final = 0.6
SLOW_SECONDS: Final = 9.0
YIELD: Final = 0.35
"""How often others have a turn at a point where nothing goes wrong."""


def draw(chance: random.Random) -> Weather:
    """The weather of a schedule."""

    def often(most: float) -> float:
        return most * chance.choice((0.0, 0.2, 0.5, 1.0))

    machines_fail = chance.random() < 0.3
    return Weather(
        servers=chance.choice((2, 2, 3)),
        crash=often(0.001),
        commit_crash=often(0.02),
        lost=often(0.004),
        unknown=often(0.1),
        delay=often(0.06),
        hint=often(0.7),
        message=often(0.2),
        slow=0.7 if machines_fail else often(0.5),
        failing=0.5 if machines_fail else 0.0,
        outage=chance.random() < 0.06,
        seconds=16.0 if machines_fail else 10.0,
    )


class Sky:
    """Draws what goes wrong, as long as it is not calm, and counts it."""

    def __init__(self, chance: random.Random, weather: Weather) -> None:
        self.chance = chance
        self.weather = weather
        self.calm = False
        self.counts: Counter[str] = Counter()

    def strikes(self, rate: float, name: str) -> bool:
        """Whether this goes wrong here."""
        if self.calm or not rate or self.chance.random() >= rate:
            return False
        self.counts[name] += 1
        return True

    async def point(self, lost: Callable[[], Exception] | None = None) -> None:
        """An await of the service: others have a turn, it takes time, the connection is lost, we die."""
        here = HERE.get()
        if here is None:
            return
        if not here.alive:
            raise Killed
        if self.calm:
            return
        weather, drawn = self.weather, self.chance.random()
        if drawn < weather.crash:
            self.die(here, "crash")
        drawn -= weather.crash
        if lost is not None and drawn < weather.lost:
            self.counts["lost connection"] += 1
            raise lost()
        drawn -= weather.lost
        if drawn < weather.delay:
            self.counts["delay"] += 1
            await asyncio.sleep(self.chance.uniform(0, DELAY_SECONDS))
        elif drawn < weather.delay + YIELD:
            await asyncio.sleep(0)
        else:
            return
        if not here.alive:
            raise Killed

    def die(self, here: Mortal, name: str) -> None:
        """The process that is here ends now."""
        self.counts[name] += 1
        here.crash()
        raise Killed
