"""States and blocs with names of forty letters, on the map in a real browser: every button stays in reach."""

import shutil
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from playwright.async_api import Browser, ViewportSize, expect
from tests.browser.conftest import ServedHouse
from tests.browser.hands import Classroom
from tests.browser.people import LAPTOP, PHONE
from tests.browser.watching import Watch
from tests.documents import read_yaml

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]

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


@pytest.fixture(scope="module")
def scenarios(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The crash course, where every name is long."""
    folder = tmp_path_factory.mktemp("long-names") / "scenarios"
    shutil.copytree(SHIPPED, folder)
    file = folder / SCENARIO / "scenario.yaml"
    document: dict[str, Any] = read_yaml(file)
    for named in (*document["states"], *document["add_blocs"]):
        named["name"] = longer(named["name"])
    file.write_text(yaml.safe_dump(document, allow_unicode=True, sort_keys=False))
    return folder


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
async def test_every_state_and_switch_of_the_map_can_be_pressed(
    classroom: Classroom,
    house: ServedHouse,
    browser: Browser,
    artifacts: Path,
    viewport: ViewportSize,
) -> None:
    who, game = await classroom.seated(SCENARIO, "columbia")
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
