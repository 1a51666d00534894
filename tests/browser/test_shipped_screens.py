"""Shipped scenarios on the projector and on a phone: nothing leaves its place."""

from pathlib import Path
from typing import Final

import httpx
import pytest
from playwright.async_api import Browser, Page, expect
from tests.browser.conftest import ServedHouse
from tests.browser.hands import class_of, seated
from tests.browser.people import LAPTOP, PHONE, TOO_WIDE
from tests.browser.watching import Watch

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WIDE: Final = ("cold-war-1949", "whole-world-2019")
"""Scenarios with long names on every floor, and with many."""
SEAT: Final = "usa"

HANGS_OUT: Final = """() => [...document.querySelectorAll('.floor')]
  .flatMap((floor) => [...floor.querySelectorAll('.name, .num')]
    .filter((part) => part.getBoundingClientRect().bottom > floor.getBoundingClientRect().bottom + 1)
    .map((part) => part.textContent.trim()))"""
"""Names and figures that reach below the floor of the house on which they stand."""


async def test_nothing_leaves_its_place(house: ServedHouse, browser: Browser, artifacts: Path) -> None:
    async with httpx.AsyncClient(base_url=house.url, headers={"Origin": house.url}, timeout=60) as http:
        teacher, classroom = await class_of(http, house.invite)
        for scenario in WIDE:
            player, game = await seated(http, teacher, classroom, scenario, SEAT)
            page = await player.enter(await Watch.over(browser, house.url))
            await fits_the_projector(page, game, artifacts / f"theatre-{scenario}.png")
            await fits_a_phone(page, game, artifacts / f"press-{scenario}.png")
            await page.context.close()


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
