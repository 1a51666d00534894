"""What a server erases by itself: what is past its time and nothing else, at its start and once an hour."""

import asyncio
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from structlog.testing import capture_logs
from tests.game.house import PASSWORD, Game, House

from comity.game import accounts, lobby, pace, seats, sessions
from comity.game.erasing import Erased, erase_overdue, look_for
from comity.game.errors import Unavailable
from comity.house.loops import ERASE_JITTER, ERASE_SECONDS, Loops
from comity.house.source import ServiceSource
from comity.live.hub import Hub
from comity.store import tables
from comity.store.engine import make_engine
from comity.store.erasures import ErasuresTable

RETENTION_MONTHS = 12
LONG_AGO = timedelta(days=366)
SOONEST = ERASE_SECONDS * (1 - ERASE_JITTER)
"""No other loop sleeps nearly so long: by this the one that erases is told from the rest."""


@dataclass
class Night:
    """Sleep that lasts until the test ends it. `naps` are the seconds that the erasing loop wanted."""

    naps: list[float] = field(default_factory=list)
    _asleep: asyncio.Event = field(default_factory=asyncio.Event)
    _morning: asyncio.Event = field(default_factory=asyncio.Event)

    async def sleep(self, seconds: float) -> None:
        if seconds < SOONEST:
            await asyncio.Event().wait()
        self.naps.append(seconds)
        self._morning.clear()
        self._asleep.set()
        await self._morning.wait()

    async def falls(self) -> None:
        """Waits until a round of erasing is done and the loop sleeps."""
        async with asyncio.timeout(20):
            await self._asleep.wait()
        self._asleep.clear()

    async def passes(self) -> None:
        """The nap is over, and then the round that follows."""
        self._morning.set()
        await self.falls()


@asynccontextmanager
async def served(house: House) -> AsyncIterator[Night]:
    """A server that has just started, after its first round of erasing."""
    night = Night()
    hub = Hub(ServiceSource(house.ports), clock=lambda: 0.0, now=lambda: "2026-03-02T09:00:00.000Z")
    loops = Loops(house.ports, hub, RETENTION_MONTHS, night.sleep)
    await loops.start()
    try:
        await night.falls()
        yield night
    finally:
        await loops.stop()


async def people_in(game: Game) -> list[str]:
    room = await seats.room(game.ports, game.teacher, game.id)
    return [person.name for seat in room.seats for person in seat.people]


async def ways_into(game: Game) -> dict[str, int]:
    """How many rows there are by which somebody could come in, whether or not they are still good."""
    engine = make_engine(game.house.database_url)
    async with engine.connect() as connection:
        found = {
            table.name: await connection.scalar(
                select(func.count()).select_from(table).where(table.c.game == game.id)
            )
            for table in (tables.session, tables.link, tables.ticket)
        }
    await engine.dispose()
    return {name: count or 0 for name, count in found.items()}


async def finished(house: House) -> Game:
    """A game that is over, with one player."""
    game = await house.started("usa")
    await pace.finish(house.ports, game.teacher, game.id)
    return game


async def spoil(house: House, game: Game) -> None:
    """Puts something among a game's deliveries that cannot be read, so that it cannot be told anew."""
    engine = make_engine(house.database_url)
    async with engine.begin() as connection:
        await connection.execute(
            update(tables.delivery).where(tables.delivery.c.game == game.id).values(body=b"not JSON")
        )
    await engine.dispose()


async def test_what_is_past_its_time_goes_when_a_server_starts_and_the_rest_stays(house: House) -> None:
    old = await finished(house)
    await sessions.issue_ticket(house.ports, await old.spectator(), old.id)
    assert await ways_into(old) == {"session": 2, "link": 2, "ticket": 1}
    house.clock.advance(days=LONG_AGO.days - 2)
    recent, running = await finished(house), await house.started("fiji")
    house.clock.advance(days=2)

    async with served(house):
        assert await people_in(old) == []
        assert await ways_into(old) == {"session": 0, "link": 0, "ticket": 0}
        assert await people_in(recent) == ["Player of usa"]
        assert (await ways_into(recent))["session"] == 1
        assert await people_in(running) == ["Player of fiji"]


async def rows_of_sessions(house: House) -> set[str]:
    engine = make_engine(house.database_url)
    async with engine.connect() as connection:
        found = set(await connection.scalars(select(tables.session.c.id)))
    await engine.dispose()
    return found


async def test_a_session_goes_once_nobody_can_come_in_by_it_and_no_sooner(house: House) -> None:
    game = await house.started("usa")
    player, watcher = game.player("usa").session, (await game.spectator()).session
    async with served(house) as night:
        assert await rows_of_sessions(house) == {game.teacher.session, player, watcher}

        house.clock.advance(hours=12)
        await night.passes()
        assert await rows_of_sessions(house) == {player, watcher}, "an instructor's, unused for twelve hours"

        house.clock.advance(days=29)
        await night.passes()
        assert await rows_of_sessions(house) == {player, watcher}

        house.clock.advance(days=1)
        await night.passes()
        assert await rows_of_sessions(house) == set(), "anybody's, unused for thirty days"


async def test_a_session_goes_on_its_last_day_however_busy(house: House) -> None:
    invite = await accounts.invite_instructor(house.ports)
    signed_in = await accounts.accept_invite(house.ports, invite, "Ada", PASSWORD)
    async with served(house) as night:
        for _ in range(16):
            house.clock.advance(hours=10)
            await sessions.authenticate(house.ports, signed_in.token)
        await night.passes()
        assert await rows_of_sessions(house) == {signed_in.caller.session}

        house.clock.advance(hours=8)
        await night.passes()
        assert await rows_of_sessions(house) == set()


async def test_a_round_follows_about_every_hour_and_takes_what_has_come_due_meanwhile(house: House) -> None:
    game = await finished(house)
    async with served(house) as night:
        assert await people_in(game) == ["Player of usa"]

        house.clock.advance(days=LONG_AGO.days - 2)
        await night.passes()
        assert await people_in(game) == ["Player of usa"]

        house.clock.advance(days=2)
        await night.passes()
        assert await people_in(game) == []

    assert len(night.naps) == 3
    assert all(SOONEST <= nap <= ERASE_SECONDS * (1 + ERASE_JITTER) for nap in night.naps)


async def test_a_class_goes_on_its_day_by_itself(house: House) -> None:
    teacher, today = await house.teacher(), house.clock.now().date()
    await lobby.make_class(house.ports, teacher, "Autumn", today + timedelta(days=1))
    await lobby.make_class(house.ports, teacher, "Spring")
    async with served(house) as night:
        assert {room.name for room in await lobby.list_classes(house.ports, teacher)} == {"Autumn", "Spring"}

        house.clock.advance(days=1)
        await night.passes()

        assert [room.name for room in await lobby.list_classes(house.ports, teacher)] == ["Spring"]


async def test_a_game_that_cannot_be_erased_is_logged_and_holds_up_no_other(house: House) -> None:
    games = [await finished(house) for _ in range(3)]
    spoilt = sorted(games, key=lambda game: game.id)[0]  # they are gone through by id
    await spoil(house, spoilt)
    house.clock.advance(days=LONG_AGO.days)

    with capture_logs() as logs:
        async with served(house):
            pass

    assert [await people_in(game) for game in games if game is not spoilt] == [[], []]
    assert await people_in(spoilt) == ["Player of usa"]
    (failure,) = [line for line in logs if line["event"] == "erase_failed"]
    assert (failure["game"], failure["log_level"]) == (spoilt.id, "error")
    (told,) = [line for line in logs if line["event"] == "erased_overdue"]
    assert (told["people"], told["failed"]) == (2, 1)


async def test_a_class_that_cannot_be_erased_holds_up_no_other(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    teacher, today = await house.teacher(), house.clock.now().date()
    rooms = [await lobby.make_class(house.ports, teacher, name, today) for name in ("One", "Two", "Three")]
    stuck = sorted(room.id for room in rooms)[0]
    drop = ErasuresTable.drop_classes

    async def drop_or_fail(erasures: ErasuresTable, classes: Collection[str]) -> int:
        if stuck in classes:
            raise ValueError("something still points to it")
        return await drop(erasures, classes)

    monkeypatch.setattr(ErasuresTable, "drop_classes", drop_or_fail)

    assert await erase_overdue(house.ports, RETENTION_MONTHS) == Erased(classes=2, failed=1)
    assert [room.id for room in await lobby.list_classes(house.ports, teacher)] == [stuck]


async def test_somebody_who_cannot_be_erased_holds_up_nobody_else(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    game = await house.lobby()
    names = {(await game.sit("usa", name)).person or "": name for name in ("One", "Two", "Three")}
    await seats.new_seat_link(house.ports, game.teacher, game.id, "usa")
    stuck = min(names)
    drop = ErasuresTable.drop_people

    async def drop_or_fail(erasures: ErasuresTable, persons: Collection[str]) -> int:
        if stuck in persons:
            raise ValueError("something still points to them")
        return await drop(erasures, persons)

    monkeypatch.setattr(ErasuresTable, "drop_people", drop_or_fail)

    erased = await erase_overdue(house.ports, RETENTION_MONTHS)

    assert (erased.people, erased.failed) == (2, 1)
    found = [known.person for name in names.values() for known in await look_for(house.ports, name)]
    assert found == [stuck]


async def test_a_database_that_is_away_ends_the_round_and_the_next_one_makes_up_for_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    game = await finished(house)
    house.clock.advance(days=LONG_AGO.days)
    away = True

    async def read_or_fail(ports: object, months: int) -> Erased:
        if away:
            raise Unavailable
        return await erase_overdue(house.ports, months)

    monkeypatch.setattr("comity.game.erasing.erase_overdue", read_or_fail)
    async with served(house) as night:
        assert await people_in(game) == ["Player of usa"]
        away = False
        await night.passes()
        assert await people_in(game) == []
