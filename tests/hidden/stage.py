"""The real application on a stage: its clock and its chance by hand, and one game set back for each world."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, cast
from unittest.mock import patch

from fastapi import FastAPI
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from tests.game.outsiders import CountedRandomness
from tests.hidden.rulebooks import Setting
from tests.web.house import QUICK_HASHER, TwoTables, lay_two_tables, ports_of, serving

from comity.config import Settings
from comity.game import press, shelf
from comity.game.passwords import Argon2Passwords
from comity.game.records import ResolutionRow
from comity.game.rulebook import Rulebook
from comity.house.building import House, Parts
from comity.house.scenarios import ScenarioLibrary
from comity.store import tables as t

Rows = dict[str, list[dict[str, Any]]]

PAGE_MESSAGES: Final = 2
"""So few that in a short game some come before those of a snapshot, and are counted."""


class HandClock:
    """Time stands still until a script moves it."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        self.at = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    async def decide(self, _connection: AsyncConnection) -> datetime:
        return self.at

    def advance(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


class LabelledChance:
    """Bytes that follow from a label and a count: under the same label come the same ids and tokens."""

    def __init__(self) -> None:
        self.begin("setting up")

    def begin(self, label: str) -> None:
        self.label, self._source = label, CountedRandomness(label)

    def bytes(self, count: int) -> bytes:
        return self._source.bytes(count)


@dataclass
class Stage:
    """One started game with everybody around it, which can be played again and again from its first turn."""

    setting: Setting
    table: TwoTables
    clock: HandClock
    chance: LabelledChance
    book: Rulebook
    opening: ResolutionRow
    seed: bytes
    rows: Rows

    @property
    def app(self) -> FastAPI:
        return self.table.app

    @property
    def house(self) -> House:
        found: House = self.app.state.house
        return found

    async def set_back(
        self, *, state: bytes | None = None, names: dict[str, str] | None = None, delay: int = 0
    ) -> None:
        """The game as it was, but for its secrets: another opening state, other names of `names`' people."""
        self.clock.begin()
        async with self.house.engine.begin() as connection:
            for table in reversed(t.metadata.sorted_tables):
                await connection.execute(table.delete())
            for table in t.metadata.sorted_tables:
                if self.rows[table.name]:
                    await connection.execute(table.insert(), self.rows[table.name])
            mine = t.game.c.id == self.table.game
            await connection.execute(update(t.game).where(mine).values(spectator_delay=delay))
            if state is not None:
                first = (t.resolution.c.game == self.table.game) & (t.resolution.c.turn == 0)
                await connection.execute(update(t.resolution).where(first).values(state=state))
            for before, after in (names or {}).items():
                await connection.execute(update(t.person).where(t.person.c.name == before).values(name=after))
        self.house.limits._limiter = MovingWindowRateLimiter(MemoryStorage())  # nobody has asked yet
        own = cast("shelf.Shelf", self.house.ports.shelf)
        boards = (shelf._PUBLIC_BOARDS, shelf._PUBLIC_BOARDS_JSON, shelf._SEAT_BOARDS_JSON)
        for kept in (*boards, own._last_pages, own._last_small):
            kept.clear()


@asynccontextmanager
async def staged(settings: Settings, setting: Setting) -> AsyncIterator[Stage]:
    """A game of this setting, started, with a person in each seat; the clock runs by hand."""
    clock, chance = HandClock(), LabelledChance()
    library = ScenarioLibrary(
        setting.load,
        keys=lambda: [setting.name],
        read=lambda key: setting.sources if key == setting.name else None,
    )
    parts = Parts(
        load=setting.load,
        rules_versions=frozenset({setting.rules_version}),
        library=library,
        clock=clock,
        randomness=chance,
        passwords=Argon2Passwords(QUICK_HASHER),
        deciding_time=clock.decide,
    )
    with patch.object(press, "PAGE_MESSAGES", PAGE_MESSAGES):
        async with serving(settings, parts) as app:
            live = app.state.live
            live.clock = live.hub._clock = lambda: (
                0.0
            )  # no heartbeat comes between, however slow the machine is
            book = setting.load(setting.sources)
            table = await lay_two_tables(app, book.seats, scenario=setting.name, minutes_per_turn=10)
            await table.direct("start")
            ports = ports_of(app)
            async with ports.store.read() as work:
                opening = await work.resolutions.find(table.game, 0)
                seed = await work.games.seed(table.game)
            assert opening is not None
            rows = await _all_rows(app.state.house.engine)
            yield Stage(setting, table, clock, chance, book, opening, seed, rows)


async def _all_rows(engine: AsyncEngine) -> Rows:
    async with engine.connect() as connection:
        return {
            table.name: [dict(row) for row in (await connection.execute(select(table))).mappings()]
            for table in t.metadata.sorted_tables
        }
