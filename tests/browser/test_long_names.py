"""States and blocs with names of forty letters, on the map in a real browser: every button stays in reach."""

import shutil
from pathlib import Path
from typing import Any, Final

import httpx
import pytest
import yaml
from playwright.async_api import Browser, ViewportSize, expect
from tests.browser.conftest import ServedHouse
from tests.browser.hands import Hand, class_of, seated
from tests.browser.people import LAPTOP, PHONE
from tests.browser.watching import Watch

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SHIPPED: Final = Path(__file__).parents[2] / "scenarios"
SCENARIO: Final = "crash-course"
STATES: Final = 6
LETTERS: Final = 40

OUT_OF_REACH: Final = """() => [...document.querySelectorAll('.map button, .blocs button, .blocs select')]
  .filter((control) => {
    control.scrollIntoView({ block: 'center' });
    const { x, y, width, height } = control.getBoundingClientRect();
    const found = document.elementFromPoint(x + width / 2, y + height / 2);
    return !control.contains(found);
  })
  .map((control) => control.getAttribute('aria-label') ?? control.textContent.trim())"""
"""Controls of the map over whose middle something else lies, once they are scrolled to."""

UNDER_A_SWITCH: Final = """() => [...document.querySelectorAll('.map path.state')]
  .map((state) => state.getBoundingClientRect())
  .filter((state) => [...document.querySelectorAll('.blocs > *')]
    .map((control) => control.getBoundingClientRect())
    .some(({ left, right, top, bottom }) =>
      left < state.right && right > state.left && top < state.bottom && bottom > state.top))
  .length"""
"""How many states have a switch lying over them."""


def longer(name: str) -> str:
    """The name of forty letters that begins with this one."""
    return f"{name} and the Free United Sovereign Peoples Commonwealths"[:LETTERS].ljust(LETTERS, "s")


@pytest.fixture
def long_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a server that starts now offers: the crash course, where every name is long."""
    folder = tmp_path / "scenarios"
    shutil.copytree(SHIPPED, folder)
    file = folder / SCENARIO / "scenario.yaml"
    document: dict[str, Any] = yaml.safe_load(file.read_text())
    for named in (*document["states"], *document["add_blocs"]):
        named["name"] = longer(named["name"])
    file.write_text(yaml.safe_dump(document, allow_unicode=True, sort_keys=False))
    monkeypatch.setenv("COMITY_SCENARIOS", str(folder))


@pytest.fixture
async def player(long_named: None, house: ServedHouse) -> tuple[Hand, str]:
    """Somebody with a seat in a game that runs, and the game."""
    async with httpx.AsyncClient(base_url=house.url, headers={"Origin": house.url}, timeout=60) as http:
        teacher, classroom = await class_of(http, house.invite)
        return await seated(http, teacher, classroom, SCENARIO, "columbia")


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
async def test_every_state_and_switch_of_the_map_can_be_pressed(
    player: tuple[Hand, str],
    house: ServedHouse,
    browser: Browser,
    artifacts: Path,
    viewport: ViewportSize,
) -> None:
    who, game = player
    watch = await Watch.over(browser, house.url)
    page = await who.enter(watch)
    await page.set_viewport_size(viewport)
    await page.goto(f"/play/{game}")
    await expect(page.locator(".map .mark").first).to_be_visible()
    await page.screenshot(path=artifacts / f"long-names-{viewport['width']}.png", full_page=True)
    assert await page.locator(".map .mark").count() == STATES
    assert await page.locator(".blocs").count() == 1
    assert await page.evaluate(OUT_OF_REACH) == []
    assert await page.evaluate(UNDER_A_SWITCH) == 0
