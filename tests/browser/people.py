"""The people of a class, each with a browser of their own: what they do, in the words of the screens."""

import asyncio
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize, expect
from tests.browser.conftest import ServedHouse

PHONE: Final[ViewportSize] = {"width": 390, "height": 844}
LAPTOP: Final[ViewportSize] = {"width": 1440, "height": 900}
SLOW_MS = 20_000
"""How long a step may take on a busy machine; waiting ends as soon as it is done."""

TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll('body *')]
    .filter((element) => element.getBoundingClientRect().right > width + 1)
    .map((element) => `${element.tagName}.${element.getAttribute('class') ?? ''}`);
}"""
"""Where the page cannot be read without scrolling sideways: what reaches beyond the screen."""
UNTIL_IT_FITS = f"""() => new Promise((resolve) => {{
  const beyond = {TOO_WIDE};
  const look = () => (beyond().length === 0 ? resolve() : requestAnimationFrame(look));
  look();
}})"""
"""Whether a page that was too wide comes to fit, which takes a frame or two."""
BACK = "\u2039 All"
"""From one thread back to all of them."""

expect.set_options(timeout=SLOW_MS)


@dataclass
class Person:
    """Somebody before a screen. `complaints` collects what the browser's console says went wrong."""

    name: str
    page: Page
    house: ServedHouse
    artifacts: Path
    complaints: list[str] = field(default_factory=list)

    @classmethod
    async def at(
        cls,
        browser: Browser,
        house: ServedHouse,
        artifacts: Path,
        name: str,
        *,
        phone: bool = False,
        dark: bool = False,
    ) -> Any:
        context = await browser.new_context(
            viewport=PHONE if phone else LAPTOP,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            has_touch=phone,
            base_url=house.url,
        )
        context.set_default_timeout(SLOW_MS)
        person = cls(name, await context.new_page(), house, artifacts)
        person.page.on("console", person._listen)
        person.page.on("pageerror", lambda error: person.complaints.append(f"page error: {error}"))
        return person

    def _listen(self, message: ConsoleMessage) -> None:
        """Failed requests are the network's news, not the page's fault: the page tells the user itself."""
        if (
            message.type == "error"
            and "Failed to load resource" not in message.text
            and "WebSocket" not in message.text
        ):
            self.complaints.append(message.text)

    @property
    def context(self) -> BrowserContext:
        return self.page.context

    async def picture(self, what: str) -> None:
        """A screenshot for whoever looks at the run afterwards, of a page that fits its screen."""
        beyond = await self.page.evaluate(TOO_WIDE)
        assert not beyond, f"{what}: the page is wider than the screen, by {beyond}"
        await self.page.screenshot(path=self.artifacts / f"{what}.png", animations="disabled")

    async def narrows(self, what: str) -> None:
        """The window shrinks to a phone's width, and the page with it."""
        await self.page.set_viewport_size(PHONE)
        async with asyncio.timeout(SLOW_MS / 1000):
            await self.page.evaluate(UNTIL_IT_FITS)
        await self.picture(what)
        await self.page.set_viewport_size(LAPTOP)

    async def finds_fingerprint(self) -> str:
        """Opens the line about chance on the screen as it stands; answers the whole fingerprint."""
        line = self.page.locator("summary").filter(has_text=re.compile("fingerprint", re.IGNORECASE))
        await line.click()
        whole = await self.page.get_by_label("Fingerprint", exact=True).input_value()
        await line.click()
        return whole

    async def press(self, label: str | re.Pattern[str]) -> None:
        await self.page.get_by_role("button", name=label).first.click()

    async def sees(self, words: str | re.Pattern[str]) -> None:
        await expect(self.page.get_by_text(words).first).to_be_visible()


class Instructor(Person):
    async def opens_account(self) -> None:
        await self.page.goto(self.house.invite)
        await self.page.get_by_label("Your name").fill(self.name)
        await self.page.get_by_label("Password", exact=True).fill("a long enough sentence")
        await self.press("Save and sign in")
        await expect(self.page.get_by_role("heading", name="Your classes")).to_be_visible()

    async def makes_class_and_game(self, scenario: re.Pattern[str]) -> str:
        """Creates a class and a game without a clock; answers the join code."""
        await self.press("New class")
        await self.page.get_by_label("Name", exact=True).fill("World politics, Tuesday")
        await self.press("Create the class")
        await self.press("New game")
        dialog = self.page.get_by_role("dialog")
        await dialog.get_by_text(scenario).first.click()
        await dialog.get_by_text("No clock").click()
        await dialog.get_by_role("button", name="Create the game").click()
        await expect(self.page).to_have_url(re.compile(r"/room/"))
        code = await self.page.locator(".doors .code").inner_text()
        return "".join(code.split())

    @property
    def game(self) -> str:
        return self.page.url.rsplit("/", 1)[-1]

    async def makes_spectator_link(self) -> str:
        await self.press("Make a spectator link")
        return await self.page.get_by_label("Spectator link").input_value()

    async def starts(self) -> None:
        await self.press("Start the game")
        confirm = self.page.get_by_role("alertdialog").or_(self.page.get_by_role("dialog"))
        if await confirm.count():
            await confirm.get_by_role("button", name="Start").click()

    async def sees_seat(self, seat: str, status: str) -> None:
        row = self.page.get_by_role("listitem").filter(
            has=self.page.get_by_role("heading", name=seat, exact=True)
        )
        await expect(row.get_by_text(status, exact=False).first).to_be_visible()

    async def goes_astray_to_a_desk(self) -> None:
        """The address of a seat's desk leads an instructor back to the situation room."""
        await self.page.goto(f"/play/{self.game}")
        await self.sees("This is the desk of a seat")
        await self.picture("not-your-desk")
        await self.page.get_by_role("link", name="Open the situation room").click()

    async def resolves_now(self) -> None:
        await self.press("Resolve now")
        await self.press("Resolve the turn")


class Player(Person):
    seat: str = ""

    async def joins(self, code: str, seat: str) -> None:
        self.seat = seat
        await self.page.goto("/")
        await self.page.get_by_label("Join code").fill(code)
        await self.press("Find my game")
        await self.page.get_by_role("radio", name=re.compile(f"^{seat}")).check()
        await self.page.get_by_label("Your name").fill(self.name)
        await self.press("Take this seat")
        await self.page.get_by_role("link", name="Go to the play desk").click()
        await self.sees(f"You speak for {seat}")

    async def opens_move(self) -> None:
        await self.page.get_by_role("tab", name=re.compile("^Move")).click()

    async def is_in_turn(self, turn: int) -> None:
        where = self.page.get_by_text(re.compile(rf"Turn {turn} of")).filter(visible=True)
        await expect(where.first).to_be_visible()

    async def reads_the_reveal(self, turn: int) -> None:
        """The resolution is shown with what was decided first, and then with own gains and losses."""
        reveal = self.page.get_by_role("region", name=f"Turn {turn} is resolved")
        await expect(reveal).to_be_visible()
        await expect(reveal.get_by_role("heading", name="What was decided")).to_be_visible()
        for title in ("What came", "What it did to you"):
            await reveal.get_by_role("button", name="Next").click()
            await expect(reveal.get_by_role("heading", name=title, exact=True)).to_be_visible()
        await reveal.get_by_role("button", name="Skip").click()

    async def leans(self, *, less: str, more: str) -> None:
        await self.press(f"One point less for {less}")
        await self.press(f"One point more for {more}")

    async def votes(self, word: str) -> None:
        """The same vote on every item where the seat has one."""
        for group in await self.page.get_by_role("group", name=re.compile("^Your vote")).all():
            await group.locator("label").filter(has_text=re.compile(rf"{word}\s*$")).click()

    async def adds_first_action(self) -> None:
        """The first possible action that needs no target."""
        cards = self.page.locator("details.card:not(.blocked)")
        for index in range(await cards.count()):
            card = cards.nth(index)
            await card.locator("summary").click()
            if await card.locator("select").count() == 0:
                await card.get_by_role("button", name=re.compile("^Add for")).click()
                return
            await card.locator("summary").click()
        raise AssertionError("no action is possible without a target")

    async def submits(self) -> None:
        await self.page.get_by_role("button", name=re.compile("^Submit")).click()
        await expect(self.page.locator(".submit .standing")).to_contain_text(re.compile("^.?\\s*Submitted"))

    async def withdraws(self) -> None:
        """Takes the move back; what stood on the desk stays there as a draft."""
        await self.press("Withdraw")
        question = self.page.get_by_role("dialog", name="Withdraw this move?")
        await expect(question).to_be_visible()
        await self.picture("withdraw")
        await question.get_by_role("button", name="Withdraw").click()
        await expect(question).to_be_hidden()
        await expect(self.page.locator(".submit .standing")).to_contain_text("Withdrawn")

    async def is_ready(self) -> None:
        await self.page.get_by_role("checkbox", name=re.compile("^Ready")).check()

    async def publishes(self, words: str) -> None:
        await self.page.get_by_role("tab", name=re.compile("^Press")).click()
        await self.page.get_by_role("button", name=re.compile("public", re.IGNORECASE)).first.click()
        await self.page.get_by_label("Say something in public").fill(words)
        await self.press("Publish")
        await self.sees(words)
        await self.press(BACK)

    async def cables(self, to: str, words: str) -> None:
        await self.page.get_by_role("tab", name=re.compile("^Press")).click()
        await self.page.get_by_role("checkbox", name=to).check()
        await self.press("Write")
        await self.page.get_by_label(re.compile("^Cable to")).fill(words)
        await self.press("Send")
        await self.sees(words)
        await self.press(BACK)


class Spectator(Person):
    async def watches(self, link: str) -> None:
        await self.page.goto(link)
        await self.press("Watch the game")
        await expect(self.page).to_have_url(re.compile(r"/theatre/"))
