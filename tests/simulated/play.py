"""One schedule: some processes, people who play, weather, calm, and the checker's verdict.

A seed is a whole history. The same seed gives the same history again, down to the last step.
"""

import asyncio
import gc
import hashlib
import random
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import Context
from dataclasses import dataclass
from typing import Any, Final

from structlog.testing import capture_logs
from tests.game.tiny_rulebook import load_tiny
from tests.nemesis import checker
from tests.nemesis.clients import Known
from tests.nemesis.history import Heard, History
from tests.nemesis.stored import Stored
from tests.simulated import promises, stored
from tests.simulated.bus import SimulatedBus
from tests.simulated.clients import Client, Instructor, Player
from tests.simulated.database import Database, Files
from tests.simulated.faults import Sky, Weather, draw
from tests.simulated.loop import SeededLoop
from tests.simulated.promises import Outage
from tests.simulated.server import Server, gives_back, is_a_death, make_task
from tests.simulated.template import template

from comity.game import pace
from comity.game.errors import GameError
from comity.game.export import export_game
from comity.game.replay import verify
from comity.game.shapes import Receipt
from comity.live.listener import Listener

WITHIN_SECONDS: Final = 10.0
"""How long everybody may take to be whole again after the last fault."""
DOWN_SECONDS: Final = (0.1, 2.0)
OUTAGE_SECONDS: Final = (61.0, 110.0)
TURN_SECONDS: Final = (1.0, 4.0)
FAR_SECONDS: Final = 20.0
LOOK_SECONDS: Final = 0.25


@dataclass
class Outcome:
    """What came of one schedule. `fingerprint` is the same for the same history."""

    seed: int
    wrong: list[str]
    faults: Counter[str]
    history: History
    steps: int
    turns: int
    frames: int
    recovery: float
    fingerprint: str


class World:
    """Everything in a schedule, and what its clients see of it (`clients.Room`)."""

    def __init__(self, files: Files, loop: SeededLoop, chance: random.Random, weather: Weather) -> None:
        made = template()
        self.game = made.game
        self.chance = chance
        self.sky = Sky(chance, weather)
        self.known = Known()
        self._loop = loop
        self.history = History(self._loop.time)
        self.database = Database(files, self.sky, self._loop)
        self._bus = SimulatedBus(self.sky)
        self._down_until = 0.0
        self._nobody_since: float | None = None
        self.outages: list[Outage] = []
        self.mishaps: list[str] = []
        self.servers: list[Server] = []
        for place in range(weather.servers):
            self.servers.append(self._start(place))
        self.instructor = Instructor(self, "instructor", made.instructor, "instructor", self._mind())
        self.players = [
            Player(self, f"player-{number}", caller, f"seat:{seat}", self._mind())
            for number, (seat, caller) in enumerate(made.players)
        ]
        spectator = Client(self, "spectator", made.spectator, None, self._mind())
        self.listeners: list[Client] = [self.instructor, *self.players[1:], spectator]
        """A teammate at the same seat hears the same."""

    # What clients see.

    def any_server(self) -> Server | None:
        alive = [server for server in self.servers if server.alive]
        return self.chance.choice(alive) if alive else None

    def acknowledged(self, receipt: Receipt) -> None:
        found = self.database.observer.execute("SELECT 1 FROM move WHERE id = ?", (receipt.move_id,))
        if found.fetchone() is None:
            self.mishaps.append(f"lost: move {receipt.move_id} was acknowledged before it was stored")

    def mishap(self, what: str) -> None:
        self.mishaps.append(what)

    # What happens to it.

    def _mind(self) -> random.Random:
        return random.Random(self.chance.random())

    def _start(self, place: int) -> Server:
        return Server(self.sky, self.database, self._bus, lambda: self._died(place))

    def _died(self, place: int) -> None:
        if not any(server.alive for server in self.servers):
            self._nobody_since = self._loop.time()
        least = max(self._down_until - self._loop.time(), 0.0)

        def again() -> None:
            self._look_back()
            self.servers[place] = self._start(place)

        self._loop.call_later(least + self.chance.uniform(*DOWN_SECONDS), again, context=Context())

    def _look_back(self) -> None:
        """A process is about to come: notes what fell due while nobody was there, if that was an outage."""
        since, now, self._nobody_since = self._nobody_since, self._loop.time(), None
        if since is None or now - since <= promises.OUTAGE_SECONDS:
            return
        found = self.database.observer.execute(WAITING, (self.game,)).fetchone()
        if found is not None and since < (stored.seconds(found[1]) or 0.0) <= now:
            self.outages.append(Outage(found[0], now, found[2]))

    async def outage(self) -> None:
        """Once in a while, nobody serves for more than a minute."""
        if not self.sky.weather.outage:
            return
        await asyncio.sleep(self.chance.uniform(1, self.sky.weather.seconds / 2))
        self.sky.counts["outage"] += 1
        self._down_until = self._loop.time() + self.chance.uniform(*OUTAGE_SECONDS)
        for server in self.servers:
            server.crash()

    async def hand_of_the_clock(self) -> None:
        """Turns of seconds instead of minutes: moves a far deadline near, as the database would by itself."""

        def bring_near(connection: sqlite3.Connection) -> None:
            now = self._loop.time()
            found = connection.execute(NEAREST, (self.game,)).fetchone()
            if found is None:
                return
            self.known.turn = found[0]
            deadline = stored.seconds(found[1])
            if deadline is not None and deadline > now + FAR_SECONDS:
                deadline = now + self.chance.uniform(*TURN_SECONDS)
                connection.execute(BRING_NEAR, (stored.text(deadline), self.game, found[0]))
            self.known.deadline = deadline or 0.0

        while True:
            await self.database.by_hand(bring_near)
            await asyncio.sleep(LOOK_SECONDS)

    def ended(self) -> bool:
        return self._status() == "ended"

    def _status(self) -> str:
        found = self.database.observer.execute("SELECT status FROM game WHERE id = ?", (self.game,))
        return str(found.fetchone()[0])

    def stuck(self) -> list[str]:
        """Whoever is not whole now: turns that are due, clients that have not heard everything."""
        look, now = self.database.observer.execute, self._loop.time()
        heads = dict(look("SELECT viewer, head FROM stream WHERE game = ?", (self.game,)).fetchall())
        stuck = [
            f"stuck: turn {n} is {status} and due"
            for n, status, deadline in look(TURNS, (self.game,)).fetchall()
            if status in ("closed", "failed")
            or (status == "open" and (stored.seconds(deadline) or now + 1) <= now)
        ]
        for one in self.listeners:
            wanted = {"public": heads["public"], "private": heads[one.private] if one.private else 0}
            if one.heads != wanted:
                stuck.append(f"stuck: {one.name} is at {one.heads} of {wanted}")
        if self._status() == "paused":
            stuck.append(STANDS_STILL)
        return stuck


STANDS_STILL: Final = "stuck: the game is paused"
NEAREST: Final = "SELECT n, deadline_at FROM turn WHERE game = ? AND status = 'open'"
BRING_NEAR: Final = (
    "UPDATE turn SET deadline_at = ?, deadline_version = deadline_version + 1 WHERE game = ? AND n = ?"
)
WAITING: Final = (
    "SELECT n, deadline_at, (SELECT count(*) FROM journal WHERE journal.game = game.id) FROM game"
    " JOIN turn ON turn.game = game.id AND turn.status = 'open' WHERE game.id = ?"
    " AND game.status = 'running' AND EXISTS (SELECT 1 FROM heartbeat)"
)
"""The open turn of a game that runs, in a house in which anybody ever gave a sign of life."""
TURNS: Final = "SELECT n, status, deadline_at FROM turn WHERE game = ?"


def play(files: Files, seed: int, weather: Weather | None = None) -> Outcome:
    """Plays one schedule to its end; `weather` is drawn from the seed unless it is given."""
    chance = random.Random(seed)
    files.restore(template().image)
    loop = SeededLoop(random.Random(chance.random()))
    loop.set_task_factory(make_task)
    unexpected: list[str] = []
    loop.set_exception_handler(lambda _, context: _note(unexpected, context))
    with _one_history(chance), capture_logs() as logged:
        asyncio.set_event_loop(loop)
        try:
            outcome = loop.run_until_complete(_storm(files, loop, seed, chance, weather or draw(chance)))
        finally:
            _finish(loop)
            asyncio.set_event_loop(None)
            loop.close()
    outcome.steps = loop.steps
    outcome.wrong += unexpected
    outcome.wrong += [
        f"alarm: {line}" for line in logged if line["log_level"] == "error" and not _known(line)
    ]
    return outcome


async def _storm(
    files: Files, loop: SeededLoop, seed: int, chance: random.Random, weather: Weather
) -> Outcome:
    world = World(files, loop, chance, weather)
    run = loop.create_task
    listening = [run(client.listen()) for client in world.listeners]
    acting = [run(player.play()) for player in world.players]
    acting += [run(world.instructor.direct())]
    hands = [run(world.hand_of_the_clock()), run(world.outage())]
    try:
        await _until_it_is_over(world)
        for hand in hands:
            hand.cancel()
        world.sky.calm = True
        recovery, stuck = await _recover(world, acting)
        verdict = await _replayed(world)
    finally:
        for task in (*listening, *acting, *hands):
            task.cancel()
    found = stored.read(world.database.observer, world.game, world.database.locked_at)
    world.database.close()
    wrong = [
        *world.mishaps,
        *world.database.wrong,
        *stuck,
        *verdict,
        *checker.violations(world.history, [one.heard for one in world.listeners], found),
        *promises.violations(world.history, found, world.outages),
    ]
    return _outcome(seed, world, found, wrong, recovery)


async def _until_it_is_over(world: World) -> None:
    """The storm lasts its time, longer through an outage, or until the game has ended."""
    loop = asyncio.get_running_loop()
    while loop.time() < world.sky.weather.seconds + world._down_until and not world.ended():  # noqa: ASYNC110
        await asyncio.sleep(LOOK_SECONDS)


async def _recover(world: World, acting: list[asyncio.Task[Any]]) -> tuple[float, list[str]]:
    """Waits until all is whole and nobody acts any more; what is not so in time is stuck. A turn that failed
    in the storm, or whose last failing computation only now comes to its end, the instructor opens again.
    """
    loop = asyncio.get_running_loop()
    began = max(loop.time(), world._down_until)
    await asyncio.sleep(max(world._down_until - loop.time(), 0.0))
    while True:
        stuck = world.stuck() + ["stuck: somebody still acts" for task in acting if not task.done()]
        if not stuck or loop.time() >= began + WITHIN_SECONDS:
            return loop.time() - began, stuck
        if STANDS_STILL in stuck and all(task.done() for task in acting):
            acting.append(loop.create_task(world.instructor.resume()))
        await asyncio.sleep(LOOK_SECONDS)


async def _replayed(world: World) -> list[str]:
    """The game, ended and exported, resolves again to the same digests."""
    ports, caller = world.servers[0].ports, world.instructor.caller
    try:
        if not world.ended():
            await pace.finish(ports, caller, world.game)
        exported = await export_game(ports, caller, world.game, "json")
        return [f"replay: {problem}" for problem in verify(exported.body, load_tiny).problems]
    except Exception as error:
        return [f"replay: {error!r}"]


def _outcome(seed: int, world: World, found: Stored, wrong: list[str], recovery: float) -> Outcome:
    lines = [(line.at, line.who, line.kind, line.op, line.said) for line in world.history.lines]
    heard: list[Heard] = [one.heard for one in world.listeners]
    whole = repr((lines, heard, found, sorted(world.sky.counts.items())))
    return Outcome(
        seed,
        wrong,
        world.sky.counts,
        world.history,
        0,
        len(found.resolved) - 1,
        sum(len(run.frames) for one in heard for run in one.runs),
        recovery,
        hashlib.sha256(whole.encode()).hexdigest(),
    )


def _finish(loop: SeededLoop) -> None:
    """Ends every task that is left, and waits for what they do at their end."""
    for task in asyncio.all_tasks(loop):
        if not gives_back(task):
            task.cancel()
    while left := asyncio.all_tasks(loop):
        loop.run_until_complete(asyncio.wait(left))
    loop.run_until_complete(loop.shutdown_asyncgens())


def _note(unexpected: list[str], context: dict[str, Any]) -> None:
    error = context.get("exception")  # of a task, perhaps, whose client has given up waiting for it
    if not (is_a_death(error) or isinstance(error, GameError)):
        unexpected.append(f"alarm: {context.get('message')} {context.get('exception')!r}")


def _known(line: Any) -> bool:
    """A computation that we made fail is told to the operator, as it must be."""
    return bool(line["event"] == "resolve_failed" and line["error"] == "MemoryError")


@contextmanager
def _one_history(chance: random.Random) -> Iterator[None]:
    """Takes out what would make two histories of one seed: the module's own chance, addresses in memory as
    the order of sets, and the moment of a garbage collection.
    """
    before, hashed = random.getstate(), Listener.__hash__
    placed: dict[int, tuple[int, Listener]] = {}  # keeps them, so that no address comes twice

    def place(listener: Listener) -> int:
        return placed.setdefault(id(listener), (len(placed), listener))[0]

    random.seed(chance.random())
    collects = gc.isenabled()
    gc.disable()
    Listener.__hash__ = place  # type: ignore[method-assign,assignment]
    try:
        yield
    finally:
        Listener.__hash__ = hashed  # type: ignore[method-assign]
        random.setstate(before)
        gc.collect(1)  # all that this schedule has left behind
        if collects:
            gc.enable()
