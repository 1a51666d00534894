"""Whether a server that plays on and on stays as it is: a large class at one game after the other.

The server is `comity serve` in a process of its own. Its resident memory is written down every ten seconds.
"""

import asyncio
import os
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from comity.commands.bench.moves import POSTGRES, postgres
from comity.commands.bench.served import Served, served
from comity.commands.bench.soak_people import Instructor, Pace, Person, Player, Table
from comity.commands.bench.soak_tally import Tally
from comity.commands.bench.trend import FEWEST, trend
from comity.commands.failing import CommandError

MINUTES: Final = "COMITY_BENCH_SOAK_MINUTES"
MINUTES_USUALLY: Final = 30.0
LOG: Final = "COMITY_BENCH_SOAK_LOG"
"""Names a CSV file to which each sample goes as it is taken: a soak that breaks off leaves what it saw."""
WARM_UP: Final = 0.25
"""So much of the time is not looked at, nor the first game: caches fill, the allocator finds its size."""
HORIZON_MINUTES: Final = 120
"""A long seminar."""
GROWTH_MAX_MIB: Final = 64.0
"""What memory may grow by in that time, at most, for it to be called flat: a day of such seminars, one after
the other, then costs less than half a GiB, which the smallest machine to rent has to spare."""
SENDERS: Final = 16
"""Requests under way at a time."""
A_GAME_AT_LEAST_S: Final = 60.0
"""No game is begun with less time left than that."""
PATIENCE_S: Final = 600.0
KIB: Final = 1024
MIB: Final = 1024 * 1024


@dataclass(frozen=True)
class Plan:
    """Who plays what, for how long."""

    seconds: float
    scenario: str = "whole-world-2019"
    players: int = 40
    spectators: int = 60
    restless: int = 5
    """One in so many comes and goes."""
    turns_at_least: int = 1
    """Before these are resolved the time is not over."""
    sample_s: float = 10.0
    pace: Pace = field(default_factory=Pace)


@dataclass
class Memory:
    """The server's resident memory over time, in seconds from the beginning and bytes."""

    times: list[float] = field(default_factory=list)
    resident: list[int] = field(default_factory=list)

    warm_from: float = 0.0
    """When the first game had its debrief, which is the heaviest moment of every game."""

    def figures(self) -> dict[str, Any]:
        """After the warm-up: a slope by least squares, and what it comes to at most over a long seminar."""
        between = [late - early for early, late in pairwise(self.times)]
        told: dict[str, Any] = {
            "samples": len(self.times),
            "longest_between_samples_s": round(max(between, default=0.0), 1),
            "resident_peak_mib": round(max(self.resident) / MIB, 1),
        }
        begin = max(self.warm_from, WARM_UP * self.times[-1])
        warm = [
            (at / 60, held / KIB) for at, held in zip(self.times, self.resident, strict=True) if at >= begin
        ]
        if len(warm) < FEWEST:
            return told | {"flat": f"not told: {len(warm)} samples after the warm-up are too few"}
        minutes, kib = zip(*warm, strict=True)
        grown = trend(minutes, kib)
        most = grown.high * HORIZON_MINUTES / KIB
        few = max(len(kib) // 10, 1)
        return told | {
            "warm_up_minutes": round(begin / 60, 1),
            "resident_warm_mib": round(statistics.median(kib[:few]) / KIB, 1),
            "resident_end_mib": round(statistics.median(kib[-few:]) / KIB, 1),
            "slope_kib_a_minute": round(grown.slope, 1),
            "slope_95_kib_a_minute": [round(grown.low, 1), round(grown.high, 1)],
            "grows_in_2_h_mib_at_most": round(max(most, 0.0), 1),
            "flat": most < GROWTH_MAX_MIB,
        }


def soak() -> dict[str, Any]:
    """40 players and 60 spectators for half an hour, or as many minutes as COMITY_BENCH_SOAK_MINUTES says.

    On SQLite, or on the Postgres that COMITY_BENCH_POSTGRES names.
    """
    return run(Plan(60 * float(os.environ.get(MINUTES, MINUTES_USUALLY))))


def run(plan: Plan) -> dict[str, Any]:
    """The figures of one soak. Raises CommandError where it cannot go on."""
    tally, memory = Tally(), Memory()
    load = os.getloadavg()[0]
    address = os.environ.get(POSTGRES)
    with postgres(address) if address else nullcontext() as url, served(url) as server:
        asyncio.run(_Seminar(plan, server, tally, memory).go_on())
    if len(tally.saves) < 2:
        raise CommandError(f"hardly anybody saved a move: {tally.failures}")
    saves = statistics.quantiles(tally.saves, n=100)
    counts = tally.counts
    return {
        "minutes": round(plan.seconds / 60, 1),
        "scenario": plan.scenario,
        "players": plan.players,
        "spectators": plan.spectators,
        "database": "postgres" if address else "sqlite",
        "load_average": [round(load, 1), round(os.getloadavg()[0], 1)],
        "games": counts["games"],
        "turns_resolved": len(tally.turns),
        "turns_closed_by_hand": counts["by_hand"],
        "moves_saved": counts["moves"],
        "too_late": counts["late"],
        "messages": counts["messages"],
        "deliveries": counts["deliveries"],
        "snapshots": counts["snapshots"],
        "lines_opened": counts["lines"],
        "lines_dropped": counts["drops"],
        "requests": counts["requests"],
        "repeated_after_503": counts["repeated"],
        "failed": counts["failed"],
        "failures": tally.failures,
        "save_p50_ms": round(1000 * statistics.median(saves), 1),
        "save_p99_ms": round(1000 * saves[-1], 1),
        **memory.figures(),
    }


class _Seminar:
    """Everybody, for the whole time."""

    def __init__(self, plan: Plan, server: Served, tally: Tally, memory: Memory) -> None:
        self._plan, self._server, self._tally, self._memory = plan, server, tally, memory
        port, pace = server.port, plan.pace

        def is_restless(number: int) -> bool:
            return number % plan.restless == plan.restless - 1

        self._instructor = Instructor(port, tally, pace)
        self._players = [
            Player(port, tally, pace, f"Player {number}", restless=is_restless(number))
            for number in range(plan.players)
        ]
        self._spectators = [
            Person(port, tally, pace, restless=is_restless(number)) for number in range(plan.spectators)
        ]
        self._started = time.monotonic()

    @property
    def _everybody(self) -> list[Person]:
        return [self._instructor, *self._players, *self._spectators]

    @property
    def _left(self) -> float:
        return self._plan.seconds - (time.monotonic() - self._started)

    async def go_on(self) -> None:
        """One game after the other, until the time is over."""
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(SENDERS))
        wish = {"invite": self._server.invite, "name": "Bench", "password": "twelve or more"}
        await self._instructor.demand("POST", "/instructors", wish)
        classroom = (await self._instructor.demand("POST", "/classes", {"name": "Bench"}))["id"]
        self._started = time.monotonic()
        watching = asyncio.create_task(self._write_down())
        try:
            while self._tally.counts["games"] == 0 or self._left > A_GAME_AT_LEAST_S:
                await self._play(classroom)
                self._memory.warm_from = self._memory.warm_from or time.monotonic() - self._started
            await asyncio.sleep(max(self._left, 0))
        finally:
            watching.cancel()
            for one in self._everybody:
                one.browser.close()

    async def _play(self, classroom: str) -> None:
        """One game to its end, with a debrief; or as far as the time goes."""
        table = await self._lay_table(classroom)
        self._tally.add("games")
        listening = [asyncio.create_task(one.listen()) for one in self._everybody]
        await self._instructor.demand("POST", f"/games/{table.game}/start", {})
        acting = [asyncio.create_task(self._instructor.direct())]
        acting += [asyncio.create_task(one.play()) for one in self._players]
        try:
            await self._wait_for(table, [*listening, *acting])
            async with asyncio.timeout(PATIENCE_S):
                await asyncio.gather(*acting)
                await asyncio.gather(*(self._read_debrief(one) for one in self._everybody))
        finally:
            for task in [*listening, *acting]:
                task.cancel()
            await asyncio.gather(*listening, *acting, return_exceptions=True)

    async def _wait_for(self, table: Table, tasks: Sequence["asyncio.Task[None]"]) -> None:
        """Until the game ends by itself, or is ended as the time is over. Raises what a person raised."""
        over = asyncio.create_task(table.over.wait())
        waiting: set[asyncio.Task[Any]] = {over, *tasks}
        while not over.done():
            done, waiting = await asyncio.wait(
                waiting, timeout=max(self._left, 0.1), return_when=asyncio.FIRST_COMPLETED
            )
            for task in done:
                task.result()
            is_enough = len(self._tally.turns) >= self._plan.turns_at_least
            if self._left <= 0 and is_enough and not over.done():
                await self._instructor.demand("POST", f"/games/{table.game}/finish", {})
                async with asyncio.timeout(PATIENCE_S):
                    await over

    async def _lay_table(self, classroom: str) -> Table:
        """A game with everybody in it, who come one after the other as a class does."""
        demand, plan = self._instructor.demand, self._plan
        wish = {"scenario": plan.scenario, "minutes_per_turn": 1, "early": True, "bots_fill": True}
        game = (await demand("POST", f"/classes/{classroom}/games", wish))["id"]
        room = await demand("GET", f"/games/{game}/room")
        seats = tuple(one["seat"] for one in _spread(room["seats"], plan.players))
        link = (await demand("POST", f"/games/{game}/spectator-link", {}))["url"]
        table = Table(game, seats)
        self._instructor.sit(table)
        for player, seat in zip(self._players, seats, strict=True):
            player.sit(table)
            player.seat = seat
            await player.ask("POST", "/join", {"code": room["join_code"], "name": player.name, "seat": seat})
        for spectator in self._spectators:
            spectator.sit(table)
            await spectator.ask("POST", "/links/claim", {"token": link.split("#")[1]})
        return table

    async def _read_debrief(self, one: Person) -> None:
        for page in ("debrief", "chronicle"):
            await one.ask("GET", f"/games/{one.table.game}/{page}")

    async def _write_down(self) -> None:
        with _log() as write:
            while True:
                at, held = time.monotonic() - self._started, self._server.resident
                self._memory.times.append(at)
                self._memory.resident.append(held)
                counts = self._tally.counts
                write(f"{at:.1f},{held // KIB},{len(self._tally.turns)},{counts['moves']},{counts['failed']}")
                await asyncio.sleep(self._plan.sample_s)


def _spread(seats: Sequence[Any], count: int) -> list[Any]:
    """So many of them, evenly from the whole list."""
    if count > len(seats):
        raise CommandError(f"the scenario has {len(seats)} seats, and {count} want to play")
    return [seats[number * len(seats) // count] for number in range(count)]


@contextmanager
def _log() -> Iterator[Callable[[str], object]]:
    """What writes a line into the file that was asked for; into nothing where none was."""
    with Path(os.environ.get(LOG, os.devnull)).open("w", buffering=1) as file:
        file.write("seconds,resident_kib,turns,moves,failed\n")
        yield lambda line: file.write(line + "\n")
