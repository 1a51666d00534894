"""Shipped scenarios on the projector and on a phone: nothing leaves its place, and nobody loses theirs."""

from pathlib import Path
from typing import Final

import pytest
from playwright.async_api import Browser, Locator, Page, expect
from tests.browser.conftest import ServedHouse
from tests.browser.hands import Classroom
from tests.browser.people import LAPTOP, PHONE, TOO_WIDE
from tests.browser.watching import Watch

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]

WIDE: Final = ("cold-war-1949", "whole-world-2019")
"""Scenarios with long names on every floor, and with many."""
SEAT: Final = "usa"

HANGS_OUT: Final = """() => [...document.querySelectorAll('.floor')]
  .flatMap((floor) => [...floor.querySelectorAll('.name, .num')]
    .filter((part) => part.getBoundingClientRect().bottom > floor.getBoundingClientRect().bottom + 1)
    .map((part) => part.textContent.trim()))"""
"""Names and figures that reach below the floor of the house on which they stand."""


BAR_FOOT: Final = "() => document.querySelector('.desk .bar').getBoundingClientRect().bottom"
"""Where the bar ends in which a move is submitted."""


async def test_nothing_leaves_its_place(
    classroom: Classroom, house: ServedHouse, browser: Browser, artifacts: Path
) -> None:
    for scenario in WIDE:
        player, game = await classroom.seated(scenario, SEAT)
        page = await player.enter(await Watch.over(browser, house.url))
        await fits_the_projector(page, game, artifacts / f"theatre-{scenario}.png")
        await fits_a_phone(page, game, artifacts / f"press-{scenario}.png")
        await page.context.close()


async def test_a_tab_begins_at_its_top_and_the_one_that_was_left_where_it_was(
    classroom: Classroom, house: ServedHouse, browser: Browser
) -> None:
    player, game = await classroom.seated("crash-course", "columbia")
    page = await player.enter(await Watch.over(browser, house.url))
    await page.set_viewport_size(LAPTOP)
    await page.goto(f"/play/{game}")
    desk = page.locator(".panel").first
    await expect(page.get_by_role("heading", name="Docket")).to_be_visible()
    # Given a reader far down in the moves
    await desk.evaluate("box => { box.scrollTop = 900 }")
    # When they look into the press and come back
    await press(page, "Press")
    await expect(page.get_by_text("Public statements")).to_be_in_viewport()
    assert await stands_at(desk) == 0
    await press(page, "Move")
    await expect(page.get_by_role("heading", name="Docket")).to_be_visible()
    assert await stands_at(desk) == 900


async def press(page: Page, tab: str) -> None:
    """By the mouse where it lies: the browser's driver would first scroll the tab to where it came from."""
    box = await page.get_by_role("tab", name=tab).bounding_box()
    assert box is not None
    await page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


async def stands_at(box: Locator) -> int:
    """How far it is scrolled once the next picture is drawn."""
    await box.evaluate(
        "() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))"
    )
    return int(await box.evaluate("box => box.scrollTop"))


async def fits_the_projector(page: Page, game: str, picture: Path) -> None:
    await page.set_viewport_size(LAPTOP)
    await page.goto(f"/theatre/{game}")
    await expect(page.locator(".houses .num").first).to_be_visible()
    await page.screenshot(path=picture)
    assert await page.evaluate(HANGS_OUT) == []


async def fits_a_phone(page: Page, game: str, picture: Path) -> None:
    await page.set_viewport_size(PHONE)
    await page.goto(f"/play/{game}")
    await page.get_by_role("tab", name="Press").click()
    await expect(page.get_by_text("New cable to")).to_be_visible()
    await page.screenshot(path=picture)
    assert await page.evaluate(TOO_WIDE) == []
    assert await page.evaluate(BAR_FOOT) == PHONE["height"]
