"""A whole game service over a real database, with time in our hands, and short words for what tests do."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from argon2 import PasswordHasher
from sqlalchemy.ext.asyncio import AsyncConnection
from tests.game.tiny_rulebook import RULES_VERSION, SOURCES, load_tiny

from comity.bus.memory_bus import MemoryBus
from comity.game import accounts, lobby, pace, seats, submit, turn
from comity.game.access import Caller
from comity.game.compute import thread_compute
from comity.game.passwords import Argon2Passwords
from comity.game.ports import Ports, Randomness, ScenarioSource
from comity.game.shapes import GameHeader, Receipt
from comity.game.shelf import Loader, Shelf
from comity.game.tokens import SystemRandomness
from comity.house.loops import Loops
from comity.house.source import ServiceSource
from comity.live.hub import Hub
from comity.store.engine import make_engine
from comity.store.unit_of_work import DecidingTime, SqlStore

PASSWORD = "a long sentence to remember"
NEW_PASSWORD = "another long sentence to remember"
BOOST = {"actions": [{"action": "boost"}]}
EXPLODE = {"actions": [{"action": "explode"}]}


def curse(target: str) -> dict[str, Any]:
    return {"actions": [{"action": "curse", "target": target}]}


class HandClock:
    """Time stands still until a test moves it. It is the process's clock and decides deadlines."""

    def __init__(self) -> None:
        self.at = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    async def decide(self, _connection: AsyncConnection) -> datetime:
        return self.at

    def advance(self, **by: float) -> None:
        self.at += timedelta(**by)


class OneScenario:
    """A shop with one scenario, `tiny`."""

    def sources(self, key: str) -> Mapping[str, str] | None:
        return SOURCES if key == "tiny" else None


@dataclass(frozen=True)
class House:
    """The service, its clock, and the address of its database."""

    ports: Ports
    clock: HandClock
    database_url: str

    def replaced(self, **ports: Any) -> "House":
        """The same house with some ports exchanged."""
        return replace(self, ports=replace(self.ports, **ports))

    async def teacher(self) -> Caller:
        """A new instructor."""
        invite = await accounts.invite_instructor(self.ports)
        name = f"Ada {invite[:8]}"
        return (await accounts.accept_invite(self.ports, invite, name, PASSWORD)).caller

    async def renewed(self, teacher: Caller) -> Caller:
        """The instructor, after an invite to a new password was accepted."""
        name = teacher.name or ""
        invite = await accounts.invite_instructor(self.ports, name)
        return (await accounts.accept_invite(self.ports, invite, name, NEW_PASSWORD)).caller

    async def lobby(self, **wish: Any) -> "Game":
        """A game that is not started, with its instructor."""
        teacher = await self.teacher()
        room = await lobby.make_class(self.ports, teacher, "IR 101")
        wished = lobby.GameWish(**{"scenario": "tiny", "minutes_per_turn": 10, "early": False, **wish})
        made = await lobby.make_game(self.ports, teacher, room.id, wished)
        code = (await seats.room(self.ports, teacher, made.id)).join_code
        return Game(self, teacher, room.id, made.id, code)

    async def started(self, *seat_keys: str, **wish: Any) -> "Game":
        """A running game in which one person holds each of `seat_keys`."""
        game = await self.lobby(**wish)
        for seat in seat_keys:
            await game.sit(seat)
        await pace.start(self.ports, game.teacher, game.id)
        return game


@dataclass(frozen=True)
class Game:
    """One game of a house, with its instructor."""

    house: House
    teacher: Caller
    classroom: str
    id: str
    code: str

    @property
    def ports(self) -> Ports:
        return self.house.ports

    async def sit(self, seat: str, name: str | None = None) -> Caller:
        """A new person in a seat; the last one is found again by `player`."""
        signed_in = await lobby.join(self.ports, self.code, name or f"Player of {seat}", seat)
        _players[self.id, seat] = signed_in.caller
        return signed_in.caller

    def player(self, seat: str) -> Caller:
        return _players[self.id, seat]

    async def spectator(self) -> Caller:
        token = await seats.new_spectator_link(self.ports, self.teacher, self.id)
        return (await seats.claim(self.ports, token)).caller

    async def header(self) -> GameHeader:
        return await lobby.header(self.ports, self.teacher, self.id)

    async def save(
        self, seat: str, body: dict[str, Any] | None, *, n: int = 1, key: str | None = None, **more: Any
    ) -> Receipt:
        """Saves a move for a seat, under a fresh key unless one is given."""
        key = key or SystemRandomness().bytes(16).hex()
        return await submit.submit_move(self.ports, self.player(seat), self.id, n, body, idem_key=key, **more)

    async def ready(self, *seat_keys: str, n: int = 1) -> None:
        for seat in seat_keys:
            await submit.set_ready(self.ports, self.player(seat), self.id, n, True)

    async def play_turn(self) -> None:
        """Lets the deadline pass and sweeps."""
        self.house.clock.advance(minutes=10)
        assert await turn.sweep(self.ports) == 1

    async def played_out(self) -> None:
        while (await self.header()).status != "ended":
            await self.play_turn()


def loops_of(house: House) -> Loops:
    """What a server runs while nobody asks, with its rounds in our hands."""
    hub = Hub(ServiceSource(house.ports), clock=lambda: 0.0, now=lambda: "2026-03-02T09:00:00.000Z")
    return Loops(house.ports, hub, retention_months=12)


_players: dict[tuple[str, str], Caller] = {}


@asynccontextmanager
async def open_house(
    database_url: str,
    *,
    time: DecidingTime | None = None,
    randomness: Randomness | None = None,
    load: Loader = load_tiny,
    rules_version: str = RULES_VERSION,
    scenarios: ScenarioSource | None = None,
) -> AsyncIterator[House]:
    """A process of the service. Two on one database are two processes; they share nothing else."""
    clock = HandClock()
    engine = make_engine(database_url)
    compute = thread_compute(load)
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    ports = Ports(
        store=SqlStore(engine, time or clock.decide),
        bus=MemoryBus(),
        clock=clock,
        randomness=randomness or SystemRandomness(),
        passwords=Argon2Passwords(quick),
        scenarios=scenarios or OneScenario(),
        shelf=Shelf(load, frozenset({rules_version})),
        compute=compute,
        receipt_key=b"the key of this test's receipts",
    )
    try:
        yield House(ports, clock, database_url)
    finally:
        compute.close()
        await engine.dispose()
