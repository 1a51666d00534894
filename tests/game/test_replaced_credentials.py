"""A link or a password that was right when it was read, and is replaced before it has let anybody in."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from tests.game.house import NEW_PASSWORD, PASSWORD, House

from comity.game import accounts, seats
from comity.game.errors import NotSignedIn, Refused
from comity.game.ports import Passwords
from comity.game.records import LinkRow, SessionRow
from comity.game.sessions import SignedIn
from comity.store.people import LinksTable, SessionsTable
from comity.store.seats import SeatsTable

LOOK_ON_SECONDS = 0.5
"""How long somebody is watched who has to wait for another."""


class Reading:
    """Tells when a link was looked up."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.done = asyncio.Event()
        find = LinksTable.find

        async def find_and_tell(table: LinksTable, token_hash: str) -> LinkRow | None:
            found = await find(table, token_hash)
            self.done.set()
            return found

        monkeypatch.setattr(LinksTable, "find", find_and_tell)


async def test_given_a_spectator_link_that_was_read_when_all_are_shown_out_then_it_lets_nobody_in(
    postgres_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    game = await postgres_house.lobby()
    ports, reading, drop = game.ports, Reading(monkeypatch), LinksTable.drop
    old = await seats.new_spectator_link(ports, game.teacher, game.id)
    claims: list[asyncio.Task[SignedIn]] = []

    async def drop_what_was_read(table: LinksTable, *of: Any) -> None:
        claims.append(asyncio.create_task(seats.claim(ports, old)))
        await reading.done.wait()
        await drop(table, *of)

    monkeypatch.setattr(LinksTable, "drop", drop_what_was_read)
    await seats.new_spectator_link(ports, game.teacher, game.id, show_out=True)

    with pytest.raises(Refused) as refusal:
        await claims[0]
    assert refusal.value.code == "unknown_link"


@pytest.mark.parametrize("code", ["link", "personal_code"])
async def test_given_a_way_to_a_seat_that_was_read_when_the_seat_is_handed_over_then_it_lets_nobody_in(
    postgres_house: House, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    game = await postgres_house.lobby()
    ports, rotate = game.ports, SeatsTable.rotate
    link = await seats.new_seat_link(ports, game.teacher, game.id, "usa")
    personal_code = (await seats.claim(ports, link, "Grace")).personal_code
    old = {"link": link, "personal_code": personal_code or ""}[code]
    reading = Reading(monkeypatch)
    claims: list[asyncio.Task[SignedIn]] = []

    async def rotate_what_was_read(table: SeatsTable, *of: str) -> int:
        claims.append(asyncio.create_task(seats.claim(ports, old, "Eve")))
        await reading.done.wait()
        return await rotate(table, *of)

    monkeypatch.setattr(SeatsTable, "rotate", rotate_what_was_read)
    await seats.new_seat_link(ports, game.teacher, game.id, "usa")

    with pytest.raises(Refused) as refusal:
        await claims[0]
    assert refusal.value.code == "unknown_link"


class Overtaken:
    """Passwords that take so long to check that something else comes first."""

    def __init__(self, inner: Passwords, meanwhile: Callable[[], Awaitable[object]]) -> None:
        self._inner, self._meanwhile = inner, meanwhile

    async def hash(self, password: str) -> str:
        return await self._inner.hash(password)

    async def verify(self, password: str, hashed: str | None) -> bool:
        right = await self._inner.verify(password, hashed)
        await self._meanwhile()
        return right


async def test_given_an_old_password_that_was_checked_when_it_is_renewed_then_it_opens_no_session(
    house: House,
) -> None:
    teacher = await house.teacher()
    name = teacher.name or ""
    slow = house.replaced(passwords=Overtaken(house.ports.passwords, lambda: house.renewed(teacher)))

    with pytest.raises(NotSignedIn) as refusal:
        await accounts.log_in(slow.ports, name, PASSWORD)

    assert refusal.value.code == "wrong_login"
    await accounts.log_in(house.ports, name, NEW_PASSWORD)


async def test_given_a_password_in_the_middle_of_being_renewed_when_the_old_one_signs_in_then_it_waits(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    teacher = await house.teacher()
    of_person = SessionsTable.of_person
    log_ins: list[asyncio.Task[SignedIn]] = []

    async def look_and_be_watched(table: SessionsTable, person: str) -> list[SessionRow]:
        found = await of_person(table, person)
        log_ins.append(asyncio.create_task(accounts.log_in(house.ports, teacher.name or "", PASSWORD)))
        done, _ = await asyncio.wait(log_ins, timeout=LOOK_ON_SECONDS)
        assert not done
        return found

    monkeypatch.setattr(SessionsTable, "of_person", look_and_be_watched)
    await house.renewed(teacher)

    with pytest.raises(NotSignedIn):
        await log_ins[0]
