"""200 hostile payloads in every field that a person or an author can write, in a real browser: none runs."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, Route, expect
from tests.browser.conftest import ServedHouse
from tests.browser.hostile import PAYLOADS, SCENARIO, write_scenarios
from tests.browser.infested import Infested
from tests.browser.watching import Watch

from comity.lab import page as lab_page
from comity.lab.run import run
from comity.scenarios.load import load
from comity.web.headers import HEADERS

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]

SHIPPED: Final = Path(__file__).parents[2] / "scenarios"
WHY_AT_MOST: Final = 4
"""Drawers that are opened on one screen."""


@pytest.fixture(scope="module")
def scenarios(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of scenarios that an attacker has written."""
    folder = tmp_path_factory.mktemp("hostile") / "scenarios"
    write_scenarios(folder, SHIPPED)
    return folder


@pytest_asyncio.fixture(loop_scope="module")
async def infested(house: ServedHouse) -> AsyncIterator[Infested]:
    async with httpx.AsyncClient(base_url=house.url, headers={"Origin": house.url}, timeout=60) as http:
        yield await Infested.made(http, house.invite.partition("#")[2])


async def test_no_payload_runs_on_any_screen(
    infested: Infested, house: ServedHouse, browser: Browser
) -> None:
    watch = await Watch.over(browser, house.url)
    await see_the_lobby(watch, infested)
    await infested.play_a_turn()
    await infested.speak()
    await see_the_room(watch, infested)
    await see_the_desk(watch, infested)
    await see_the_theatre(watch, infested)
    await infested.direct("finish")
    await see_the_debrief(watch, infested)
    missing = [PAYLOADS[number] for number in range(len(PAYLOADS)) if number not in watch.shown]
    assert not missing, f"never on a screen: {missing}"


async def see_the_lobby(watch: Watch, infested: Infested) -> None:
    """Whoever comes by the code, and the instructor who waits."""
    page = await watch.context.new_page()
    await page.goto(f"/join#{infested.code}")
    await expect(page.get_by_role("radio").first).to_be_visible()
    await watch.look(page, "choosing a seat")
    page = await infested.teacher.enter(watch)
    await page.goto("/account")
    await expect(page.get_by_role("heading", name="Your classes")).to_be_visible()
    await watch.look(page, "classes")
    await page.get_by_role("button", name="New game").click()
    await expect(page.get_by_role("dialog").get_by_role("radio").first).to_be_visible()
    await watch.look(page, "choosing a scenario")


async def see_the_room(watch: Watch, infested: Infested) -> None:
    page = await infested.teacher.enter(watch)
    await page.goto(f"/room/{infested.game}")
    await expect(page.get_by_role("heading", name="Seats")).to_be_visible()
    await page.get_by_label("Event", exact=True).select_option(index=1)
    await watch.look(page, "the room")
    await page.get_by_role("button", name="Show big").click()
    await watch.look(page, "on the wall")


async def see_the_desk(watch: Watch, infested: Infested) -> None:
    page = await infested.player.enter(watch)
    await page.goto(f"/play/{infested.game}")
    await expect(page.get_by_role("tab").first).to_be_visible()
    for tab in await page.get_by_role("tab").all():
        await tab.click()
        await open_all(page)
        await watch.look(page, f"the desk: {await tab.inner_text()}")
        for thread in await page.locator(".threads button").all():
            await thread.click()
            await watch.look(page, "a conversation")
            await page.get_by_role("button", name=re.compile("All$")).click()
    await ask_why(watch, page)
    await page.get_by_role("button", name="Play it again").click()
    await watch.look(page, "the turn told")
    await page.get_by_role("button", name="Tables").click()
    await watch.look(page, "the world in tables")


async def see_the_theatre(watch: Watch, infested: Infested) -> None:
    page = await infested.watcher.enter(watch)
    await page.goto(f"/theatre/{infested.game}")
    await page.get_by_role("button", name="Tell turn 1 again").click()
    await watch.look(page, "the theatre tells")
    await page.get_by_role("button", name="Skip").click()
    await watch.look(page, "the theatre")
    await ask_why(watch, page)


async def see_the_debrief(watch: Watch, infested: Infested) -> None:
    page = await infested.player.enter(watch)
    await page.goto(f"/debrief/{infested.game}")
    await expect(page.get_by_role("heading", name="Scores")).to_be_visible()
    await open_all(page)
    await watch.look(page, "the debrief")
    await ask_why(watch, page)


async def open_all(page: Page) -> None:
    """Everything that folds is unfolded."""
    await page.evaluate("() => document.querySelectorAll('details').forEach((one) => (one.open = true))")


async def ask_why(watch: Watch, page: Page) -> None:
    """Some of the numbers of a screen are asked where they come from."""
    for number in (await page.locator("button.num:visible").all())[:WHY_AT_MOST]:
        await number.evaluate("(button) => button.click()")  # such long names cover what stands beside them
        drawer = page.get_by_role("dialog")
        await expect(drawer).to_be_visible()
        await watch.look(page, "why")
        await page.keyboard.press("Escape")
        await expect(drawer).to_be_hidden()


async def test_no_payload_runs_in_a_page_of_the_lab(
    scenarios: Path, browser: Browser, tmp_path: Path
) -> None:
    page_file = tmp_path / "lab.html"
    page_file.write_text(lab_page.html(run([load(str(scenarios / SCENARIO))], 2, jobs=1)))
    watch = await Watch.over(browser, page_file.as_uri())
    page = await watch.context.new_page()
    await page.goto(page_file.as_uri())
    await watch.look(page, "a page of the lab")
    assert watch.shown, f"nothing of {scenarios} stands on the page"


CARELESS: Final = "http://careless.test/"
SET_AS_MARKUP: Final = """(payloads) => {
  for (const payload of payloads) {
    const place = document.createElement('div');
    document.body.append(place);
    place.innerHTML = payload;
  }
}"""
STAYING: Final = [payload for payload in PAYLOADS if "http-equiv=refresh" not in payload]
"""Those that do not leave the page before the others have had their turn."""
RUN_AT_LEAST: Final = 50
"""So many run by themselves, whatever the version of Chromium; the others wait for a click, or for Markdown,
a template or an old browser."""


async def set_as_markup(browser: Browser, headers: dict[str, str]) -> tuple[Watch, Page]:
    """A page that does with its words what none of ours does."""
    watch = await Watch.over(browser, CARELESS)
    body = "<!doctype html><title>Careless</title>"

    async def answer(route: Route) -> None:
        await route.fulfill(body=body, headers={"Content-Type": "text/html", **headers})

    await watch.context.route(f"{CARELESS}**", answer)
    page = await watch.context.new_page()
    await page.goto(CARELESS)
    await page.evaluate(SET_AS_MARKUP, STAYING)
    await watch.settle(page)
    return watch, page


async def test_control_words_set_as_markup_run_and_are_counted(browser: Browser) -> None:
    watch, page = await set_as_markup(browser, {})
    assert len(set(watch.ran)) >= RUN_AT_LEAST
    with pytest.raises(AssertionError, match="scripts ran"):
        watch.is_clean("a careless page")
    with pytest.raises(AssertionError, match="script: <script>"):
        await watch.look(page, "a careless page")


async def test_our_policy_alone_stops_what_is_set_as_markup_and_that_is_counted(browser: Browser) -> None:
    watch, _ = await set_as_markup(browser, HEADERS)
    assert watch.ran == []
    with pytest.raises(AssertionError, match="had to stop"):
        watch.is_clean("a careless page under our policy")
