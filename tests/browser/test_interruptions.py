"""What happens to a player at the desk while the network, the laptop or the link to the seat goes away.

One player of a game whose other seats are played by house bots, in real Chromium.
"""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, expect
from tests.browser.conftest import ServedHouse, launched, left_empty
from tests.browser.hands import Classroom
from tests.browser.people import Instructor, Player
from tests.nemesis.proxy import Link, Weather

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]

SCENARIO, SEAT = "crash-course", "Columbia"
RECONNECTING = "Reconnecting. What you see may be a little old."
ROTATED_WITHIN_MS = 2_000


@dataclass
class Table:
    """An instructor, and one player in the first turn with a network of her own."""

    teacher: Instructor
    ana: Player
    network: Link

    @property
    def row(self) -> Locator:
        """Ana's seat in the situation room."""
        heading = self.teacher.page.get_by_role("heading", name=SEAT, exact=True)
        return self.teacher.page.get_by_role("listitem").filter(has=heading)

    def lose_the_network(self) -> None:
        """What is open breaks, and what is tried anew gets no answer."""
        self.network.set(Weather("half_open", lost="near"))
        self.network.set(Weather("black_hole"))

    async def resolves(self, turn: int) -> None:
        """The instructor ends the turn and sees the next one begin."""
        await self.teacher.resolves_now()
        await expect(self.teacher.page.get_by_text(re.compile(rf"Turn {turn + 1} of")).first).to_be_visible()


@dataclass(frozen=True)
class Device:
    """What Ana looks at, which reaches the house over a network of her own; every test leaves it whole."""

    browser: Browser
    network: Link


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def device(house: ServedHouse, chromium_path: Path) -> AsyncIterator[Device]:
    network = Link("Ana's network", house.port)
    await network.open()
    detour = f"--host-resolver-rules=MAP 127.0.0.1:{house.port} 127.0.0.1:{network.port}"
    async with launched(chromium_path, detour) as browser:
        yield Device(browser, network)
    await network.close()


@pytest_asyncio.fixture(loop_scope="module")
async def teacher(
    classroom: Classroom, house: ServedHouse, browser: Browser, artifacts: Path
) -> AsyncIterator[Instructor]:
    """The instructor of the class, before an empty page."""
    signed_in: Instructor = await Instructor.at(browser, house, artifacts, "Ada")
    await classroom.teacher.sign_in(signed_in.context, house.url)
    yield signed_in
    assert signed_in.complaints == []


@pytest_asyncio.fixture(loop_scope="module")
async def table(
    request: pytest.FixtureRequest,
    classroom: Classroom,
    teacher: Instructor,
    device: Device,
    artifacts: Path,
) -> AsyncIterator[Table]:
    """A new game, in which Ana sits at a laptop, or where a test asks for it holds a phone."""
    phone = getattr(request, "param", "laptop") == "phone"
    player, game = await classroom.seated(SCENARIO, SEAT.lower(), "Ana")
    await teacher.page.goto(f"/room/{game}")
    async with left_empty(device.browser, artifacts / "ana"):
        ana: Player = await Player.at(device.browser, teacher.house, artifacts, "Ana", phone=phone)
        await player.sign_in(ana.context, teacher.house.url)
        await ana.page.goto(f"/play/{game}")
        await ana.is_in_turn(1)
        yield Table(teacher, ana, device.network)
        device.network.clear()
    assert ana.complaints == []


@pytest.mark.parametrize("table", ["phone"], indirect=True)
async def test_a_draft_made_without_a_network_is_submitted_when_it_is_back(table: Table) -> None:
    ana = table.ana
    await ana.opens_move()

    table.lose_the_network()
    await ana.sees(RECONNECTING)
    await ana.leans(less="Liberal", more="Conservative")
    await ana.page.mouse.wheel(0, 600)
    await expect(ana.page.get_by_text(RECONNECTING)).to_be_in_viewport()
    await ana.picture("desk-offline")
    table.network.clear()

    await expect(ana.page.get_by_text(RECONNECTING)).to_be_hidden()
    await ana.submits()
    await table.teacher.sees_seat(SEAT, "ubmitted")


async def test_a_move_submitted_without_a_network_says_so_and_is_not_lost(table: Table) -> None:
    ana = table.ana
    await ana.opens_move()
    await ana.leans(less="Liberal", more="Conservative")

    table.lose_the_network()
    await ana.page.get_by_role("button", name=re.compile("^Submit")).click()
    await ana.page.mouse.wheel(0, 2000)
    await expect(ana.page.get_by_text(RECONNECTING)).to_be_in_viewport()
    await expect(ana.page.locator(".submit .standing")).not_to_contain_text(re.compile("^.?\\s*Submitted"))
    await ana.picture("desk-submit-offline")
    table.network.clear()

    await expect(ana.page.locator(".submit .standing")).to_contain_text(re.compile("^.?\\s*Submitted"))
    await table.teacher.sees_seat(SEAT, "ubmitted")


async def test_turns_that_were_resolved_while_the_laptop_slept_are_told_when_it_wakes(table: Table) -> None:
    ana = table.ana
    devtools = await ana.context.new_cdp_session(ana.page)
    await table.row.get_by_role("button", name=re.compile("^Let a bot play")).click()
    await table.teacher.press("Let the bot play")

    await devtools.send("Page.setWebLifecycleState", {"state": "frozen"})
    table.lose_the_network()
    await table.resolves(1)
    await table.resolves(2)
    table.network.clear()
    await devtools.send("Page.setWebLifecycleState", {"state": "active"})

    await ana.is_in_turn(3)
    await ana.press("Skip")
    played = ana.page.get_by_role("region", name="The house bot played your turn 2")
    await expect(played.get_by_text("It also played turn 1.")).to_be_visible()
    await played.get_by_text("What it did, and why").click()
    await expect(played.get_by_role("listitem").first).to_be_visible()
    await ana.picture("desk-empty-chair")


async def test_two_tabs_of_a_seat_hear_of_each_others_moves(table: Table) -> None:
    ana = table.ana
    other = Player("Ana's other tab", await ana.context.new_page(), ana.house, ana.artifacts)
    await other.page.goto(ana.page.url)
    await other.opens_move()
    await ana.opens_move()

    await ana.leans(less="Liberal", more="Conservative")
    await ana.submits()

    await expect(other.page.locator(".submit .standing")).to_contain_text("Submitted")
    await other.withdraws()
    await expect(ana.page.locator(".submit .standing")).to_contain_text("Withdrawn")


async def test_a_seat_that_is_given_to_another_shows_the_old_page_out_within_two_seconds(
    table: Table, browser: Browser
) -> None:
    ana, teacher = table.ana, table.teacher
    await table.row.get_by_role("button", name=re.compile("link", re.IGNORECASE)).click()
    await teacher.press("Make the link")
    await expect(ana.page.get_by_text("This session has ended")).to_be_visible(timeout=ROTATED_WITHIN_MS)
    link = await teacher.page.get_by_label("Link to the seat").input_value()

    ben: Player = await Player.at(browser, ana.house, ana.artifacts, "Ben")
    await ben.page.goto(link)
    await ben.page.get_by_label("Your name").fill("Ben")
    await ben.press("Take the seat")
    await ben.page.get_by_role("link", name="Go to the play desk").click()
    await ben.sees(f"You speak for {SEAT}")
