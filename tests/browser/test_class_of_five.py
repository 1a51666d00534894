"""A class of five plays a whole game over the network, in real browsers.

An instructor, five players (one a house bot, one who drops out and returns) and a spectator play all
four turns of the crash course, through a kill -9 of the server in mid-turn, to the debrief.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, expect
from tests.browser.conftest import ServedHouse
from tests.browser.people import Instructor, Person, Player, Spectator

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]
CABLE = "Between us: we will vote for your loan."
BOT_SEAT = "Lemuria"


async def has_no_barrier(person: Person, where: str) -> None:
    """axe-core finds nothing to object to on the screen as it stands."""
    results = await Axe().run(person.page)
    found = [f"{violation['id']}: {violation['help']}" for violation in results.response["violations"]]
    assert not found, f"{where}: {found}"


@dataclass
class Class:
    """Everybody in the room."""

    teacher: Instructor
    watcher: Spectator
    ana: Player
    ben: Player
    cem: Player
    dia: Player
    fingerprints: set[str] = field(default_factory=set)
    """What everybody was shown of the game's chance before it began."""

    @property
    def players(self) -> tuple[Player, Player, Player, Player]:
        return self.ana, self.ben, self.cem, self.dia

    @property
    def everybody(self) -> tuple[Person, ...]:
        return self.teacher, self.watcher, *self.players


async def test_a_class_of_five_plays_to_the_debrief(
    house: ServedHouse, browser: Browser, artifacts: Path
) -> None:
    room = await take_seats(house, browser, artifacts)
    await play_first_turn(room)
    await lose_a_player_and_the_server(room, house)
    await return_and_ask_why(room)
    await open_the_archive(room)
    assert {person.name: person.complaints for person in room.everybody if person.complaints} == {}


async def take_seats(house: ServedHouse, browser: Browser, artifacts: Path) -> Class:
    """Four players join by the code, two of them on phones; the fifth seat is left to a bot."""
    teacher: Instructor = await Instructor.at(browser, house, artifacts, "Dr Wight")
    await teacher.opens_account()
    code = await teacher.makes_class_and_game(re.compile("The Year After"))
    link = await teacher.makes_spectator_link()
    watcher: Spectator = await Spectator.at(browser, house, artifacts, "the other section", dark=True)
    await watcher.watches(link)
    room = Class(
        teacher,
        watcher,
        await Player.at(browser, house, artifacts, "Ana"),
        await Player.at(browser, house, artifacts, "Ben", phone=True),
        await Player.at(browser, house, artifacts, "Cem", dark=True),
        await Player.at(browser, house, artifacts, "Dia", phone=True, dark=True),
    )
    for player, seat in zip(room.players, ("Columbia", "Serica", "Hansa", "Arcadia"), strict=True):
        await player.joins(code, seat)
    await teacher.sees_seat("Columbia", "Ana")
    await teacher.picture("room-before-start")
    await has_no_barrier(teacher, "situation room")
    room.fingerprints = {await person.finds_fingerprint() for person in room.everybody}
    await teacher.starts()
    for player in room.players:
        await player.is_in_turn(1)
    await teacher.sees_seat(BOT_SEAT, "bot")
    return room


async def play_first_turn(room: Class) -> None:
    """Everybody moves, a cable reaches its two ends only, and the turn ends when all are ready."""
    await room.ana.cables("Serica", CABLE)
    await room.ana.publishes("Columbia stands by its word.")
    await room.ben.page.get_by_role("tab", name=re.compile("^Press")).click()
    await room.ben.sees(CABLE)
    for outsider in (room.cem, room.dia, room.watcher):
        assert CABLE not in await outsider.page.content()
    for player in room.players:
        await player.opens_move()
        await player.adds_first_action()
        await player.votes("Yes")
        await player.submits()
    await room.ana.withdraws()
    await room.ana.submits()
    await room.ana.picture("play-desk-laptop-light")
    await room.dia.picture("play-desk-phone-dark")
    await has_no_barrier(room.ana, "play desk")
    await has_no_barrier(room.ben, "play desk on a phone")
    await room.teacher.goes_astray_to_a_desk()
    await room.teacher.sees_seat("Hansa", "ubmitted")
    await room.teacher.picture("room-running")
    for player in room.players:
        await player.is_ready()
    for player in room.players:
        await player.reads_the_reveal(1)
        await player.is_in_turn(2)
    await room.watcher.sees("Turn 1 is resolved")
    await room.watcher.picture("theatre-dark")


async def lose_a_player_and_the_server(room: Class, house: ServedHouse) -> None:
    """One drops out; the server dies by kill -9 after a move was acknowledged, and comes back with it."""
    await room.dia.page.goto("about:blank")
    await room.ana.opens_move()
    await room.ana.leans(less="Liberal", more="Conservative")
    await room.ana.submits()
    await house.kill()
    await house.start()
    for _ in ("as it stood", "after a reload"):
        await room.ana.opens_move()
        await expect(room.ana.page.locator(".submit .standing")).to_contain_text("Submitted")
        await room.ana.page.reload()
    await room.teacher.page.reload()
    await room.teacher.sees_seat("Columbia", "ubmitted")
    await room.teacher.resolves_now()
    for player in (room.ana, room.ben, room.cem):
        await player.reads_the_reveal(2)


async def return_and_ask_why(room: Class) -> None:
    """The one who dropped out returns and plays on; a number opens its causes."""
    await room.dia.page.goto(f"/play/{room.teacher.game}")
    await room.dia.is_in_turn(3)
    await room.dia.opens_move()
    await room.dia.votes("No")
    await room.dia.submits()
    await room.ana.page.get_by_role("button", name=re.compile("why", re.IGNORECASE)).first.click()
    await expect(room.ana.page.get_by_role("dialog")).to_be_visible()
    await room.ana.picture("why")
    await has_no_barrier(room.ana, "why")
    await room.ana.page.keyboard.press("Escape")
    await room.teacher.resolves_now()
    for player in room.players:
        await player.reads_the_reveal(3)
        await player.is_in_turn(4)


async def open_the_archive(room: Class) -> None:
    """The last turn ends the game: scores, secrets and cables are open to everybody."""
    await room.teacher.resolves_now()
    await room.teacher.page.get_by_role("link", name="Open the debrief").click()
    await expect(room.teacher.page.get_by_role("heading", name="Scores")).to_be_visible()
    await room.teacher.picture("debrief")
    await has_no_barrier(room.teacher, "debrief")
    # A link to a part of it goes there, and the page stays.
    await room.teacher.page.get_by_role("link", name="Moves", exact=True).click()
    await expect(room.teacher.page.get_by_role("heading", name="What everybody did")).to_be_in_viewport()
    (fingerprint,) = room.fingerprints
    await expect(room.teacher.page.locator("#proof")).to_contain_text("The seed below belongs to this")
    await expect(room.teacher.page.locator("#proof")).to_contain_text(fingerprint)
    await room.teacher.narrows("debrief-narrowed")
    await room.ben.page.goto(f"/debrief/{room.teacher.game}")
    await room.ben.sees(CABLE)
    await room.ben.sees(re.compile("rescue loan to Lemuria.*: yes"))
    await room.ben.picture("debrief-phone")
    await room.watcher.page.goto(f"/debrief/{room.teacher.game}")
    await expect(room.watcher.page.get_by_role("heading", name="What everybody wanted")).to_be_visible()
    await has_no_barrier(room.watcher, "debrief in the dark")
