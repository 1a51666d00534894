"""People who speak to the server without a browser: what a game needs before anybody looks at it."""

from dataclasses import dataclass
from typing import Any, Final, Self

import httpx
from playwright.async_api import BrowserContext, Page
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

    async def sign_in(self, context: BrowserContext, site: str) -> None:
        """What opens in this browser context from now on is signed in as this person."""
        await context.clear_cookies()
        await context.add_cookies([{"name": COOKIE, "value": self._session, "url": site}])

    async def enter(self, watch: Watch) -> Page:
        """A page in a watched browser that is signed in as this person."""
        await self.sign_in(watch.context, watch.site)
        return await watch.context.new_page()


@dataclass(frozen=True)
class Classroom:
    """A class of an instructor, in which games are made without a browser."""

    teacher: Hand
    id: str
    _http: httpx.AsyncClient

    @classmethod
    async def opened(cls, http: httpx.AsyncClient, invite: str) -> Self:
        """The instructor has the link that a house prints for its first one."""
        teacher = Hand(http)
        account = {"invite": invite.partition("#")[2], "name": "Ada", "password": "a long enough one"}
        await teacher.post("/instructors", account)
        return cls(teacher, (await teacher.post("/classes", {"name": "IR 101"}))["id"], http)

    async def seated(self, scenario: str, seat: str, name: str = "Grace") -> tuple[Hand, str]:
        """The one player of a new game in its first turn, and the game; house bots hold the other seats."""
        wish = {"scenario": scenario, "early": False, "bots_fill": True}
        game = (await self.teacher.post(f"/classes/{self.id}/games", wish))["id"]
        code = (await self.teacher.ask("GET", f"/games/{game}/room"))["join_code"]
        player = Hand(self._http)
        await player.post("/join", {"code": code, "name": name, "seat": seat})
        await self.teacher.post(f"/games/{game}/start", {})
        return player, game
