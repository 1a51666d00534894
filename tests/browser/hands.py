"""People who speak to the server without a browser: what a game needs before anybody looks at it."""

from typing import Any, Final

import httpx
from playwright.async_api import Page
from tests.browser.watching import Watch

COOKIE: Final = "comity-dev"


class Hand:
    """Somebody who speaks to the server without a browser, and whose session a browser may take over."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http
        self._session = ""

    async def ask(self, method: str, path: str, body: Any = None) -> Any:
        self._http.cookies.clear()
        cookie = {"Cookie": f"{COOKIE}={self._session}"} if self._session else {}
        answer = await self._http.request(method, f"/api/v1{path}", json=body, headers=cookie)
        assert answer.is_success, f"{method} {path}: {answer.text}"
        self._session = answer.cookies.get(COOKIE) or self._session
        return answer.json()

    async def post(self, path: str, body: Any) -> Any:
        return await self.ask("POST", path, body)

    async def enter(self, watch: Watch) -> Page:
        """A page in a watched browser that is signed in as this person."""
        await watch.context.clear_cookies()
        await watch.context.add_cookies([{"name": COOKIE, "value": self._session, "url": watch.site}])
        return await watch.context.new_page()


async def class_of(http: httpx.AsyncClient, invite: str) -> tuple[Hand, str]:
    """An instructor, by the link that a house prints for its first one, and their class."""
    teacher = Hand(http)
    account = {"invite": invite.partition("#")[2], "name": "Ada", "password": "a long enough one"}
    await teacher.post("/instructors", account)
    return teacher, (await teacher.post("/classes", {"name": "IR 101"}))["id"]


async def seated(
    http: httpx.AsyncClient, teacher: Hand, classroom: str, scenario: str, seat: str
) -> tuple[Hand, str]:
    """The one player of a new game in its first turn, and the game; house bots hold the other seats."""
    wish = {"scenario": scenario, "early": False, "bots_fill": True}
    game = (await teacher.post(f"/classes/{classroom}/games", wish))["id"]
    code = (await teacher.ask("GET", f"/games/{game}/room"))["join_code"]
    player = Hand(http)
    await player.post("/join", {"code": code, "name": "Grace", "seat": seat})
    await teacher.post(f"/games/{game}/start", {})
    return player, game
