"""How long a process takes over many games whose turns are all due in the same second."""

import asyncio
import os
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import asyncpg

from comity.commands.bench.moves import POSTGRES, POSTGRES_AT_HAND, postgres
from comity.config import Settings
from comity.game import lobby, pace
from comity.game.access import Caller, Instructor
from comity.game.ports import Ports
from comity.game.records import InstructorRow, PersonRow
from comity.game.tokens import new_id
from comity.game.wire import instant
from comity.house.building import open_house
from comity.house.loops import Loops
from comity.house.source import ServiceSource
from comity.live.hub import Hub
from comity.store.engine import make_engine
from comity.store.migrate import upgrade

GAMES: Final = 200
SCENARIO: Final = "crash-course"
AHEAD: Final = timedelta(seconds=3)
LOOK_EVERY_S: Final = 0.05
PATIENCE_S: Final = 120.0


def due() -> dict[str, Any]:
    """Seconds, and of CPU, from the common deadline until the last turn is resolved and its next one open.

    House bots play every seat, and the loops are those of a server. On SQLite, and on a Postgres where one
    answers (see `move`).
    """
    figures: dict[str, Any] = {"games": GAMES, "load_average": round(os.getloadavg()[0], 1)}
    with tempfile.TemporaryDirectory(prefix="comity-bench-") as folder:
        figures["sqlite"] = asyncio.run(_measure(Settings(data_dir=Path(folder))))
    try:
        with postgres(os.environ.get(POSTGRES, POSTGRES_AT_HAND)) as url:
            figures["postgres"] = asyncio.run(_measure(Settings(database_url=url)))
    except (OSError, asyncpg.PostgresError):
        figures["postgres"] = f"not measured: no Postgres answers; name one in {POSTGRES}"
    return figures


async def _measure(settings: Settings) -> dict[str, float]:
    if not settings.is_embedded:
        engine = make_engine(settings.database)
        await upgrade(engine)
        await engine.dispose()
    async with open_house(settings) as house:
        ports = house.ports
        games = await _make_games(ports)
        hub = Hub(ServiceSource(ports), time.monotonic, lambda: instant(ports.clock.now()))
        loops = Loops(ports, hub, settings.retention_months)
        await loops.start()
        try:
            deadline = await _set_deadlines(ports, games)
            spent = time.process_time()
            async with asyncio.timeout(PATIENCE_S):
                taken = await _all_resolved(ports, games, deadline)
            return {"seconds": round(taken, 2), "cpu_seconds": round(time.process_time() - spent, 2)}
        finally:
            await loops.stop()


async def _make_games(ports: Ports) -> list[str]:
    async with ports.store.write() as work:
        person = PersonRow(new_id(ports.randomness), "Bench")
        await work.people.add(person)
        await work.people.add_instructor(InstructorRow(person.id, "bench", "!", await work.now()))
    owner = Caller(Instructor(person.id))
    classroom = await lobby.make_class(ports, owner, "Bench")
    wish = lobby.GameWish(
        scenario=SCENARIO, title="Bench", minutes_per_turn=1440, early=False, bots_fill=True
    )
    games = [(await lobby.make_game(ports, owner, classroom.id, wish)).id for _ in range(GAMES)]
    for game in games:
        await pace.start(ports, owner, game)
    return games


async def _set_deadlines(ports: Ports, games: list[str]) -> datetime:
    """One for all, a little ahead, in one transaction."""
    async with ports.store.write() as work:
        deadline = await work.now() + AHEAD
        for game in games:
            turn = await work.turns.find(game, 1)
            if turn is not None:
                await work.turns.set_deadline(game, 1, turn.deadline_version, deadline)
    return deadline


async def _all_resolved(ports: Ports, games: list[str], deadline: datetime) -> float:
    waiting = list(reversed(games))
    while True:
        async with ports.store.read() as work:
            now = await work.now()
            while waiting:
                row = await work.games.find(waiting[-1])
                if row is None or row.turn_no < 2:
                    break
                waiting.pop()
        if not waiting:
            return (now - deadline).total_seconds()
        await asyncio.sleep(LOOK_EVERY_S)
