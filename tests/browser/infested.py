"""A class of people whose names are payloads, in a scenario that is one, who say nothing else."""

from dataclasses import dataclass
from typing import Any, Final, Self

import httpx
from tests.browser.hands import Hand
from tests.browser.hostile import NAMES, PAYLOADS, SCENARIO

SEATS: Final = ("columbia", "serica", "hansa", "arcadia", "lemuria")
ME: Final = SEATS[0]
CLASSES: Final = 80


@dataclass
class Infested:
    """One game, and those of its people whose screens are looked at."""

    game: str
    code: str
    teacher: Hand
    watcher: Hand
    players: dict[str, Hand]

    @classmethod
    async def made(cls, http: httpx.AsyncClient, invite: str) -> Self:
        """A game in its lobby. Every name that fits is somebody's, or a class's."""
        names = iter(NAMES)
        teacher = Hand(http)
        account = {"invite": invite, "name": next(names), "password": "a long enough sentence"}
        await teacher.post("/instructors", account)
        for _ in range(CLASSES):
            classroom = await teacher.post("/classes", {"name": next(names)})
        wish = {"scenario": SCENARIO, "early": False, "title": PAYLOADS[0]}
        game = (await teacher.post(f"/classes/{classroom['id']}/games", wish))["id"]
        code = (await teacher.ask("GET", f"/games/{game}/room"))["join_code"]
        link = await teacher.post(f"/games/{game}/spectator-link", {})
        watcher = Hand(http)
        await watcher.post("/links/claim", {"token": link["url"].partition("#")[2]})
        players: dict[str, Hand] = {}
        for number, name in enumerate(names):
            seat = SEATS[number % len(SEATS)]
            players[seat] = Hand(http)
            await players[seat].post("/join", {"code": code, "name": name, "seat": seat})
        return cls(game, code, teacher, watcher, players)

    @property
    def player(self) -> Hand:
        return self.players[ME]

    async def speak(self) -> None:
        """Every payload is said by somebody, two in a message, in public and in private by turns."""
        for number in range(0, len(PAYLOADS), 2):
            seat = SEATS[number // 2 % len(SEATS)]
            words: dict[str, Any] = {"text": "\n".join(PAYLOADS[number : number + 2])}
            if number % 4:
                await self.players[seat].post(f"/games/{self.game}/statements", words)
            else:
                words["to"] = [SEATS[1]] if seat == ME else [ME]
                await self.players[seat].post(f"/games/{self.game}/cables", words)

    async def play_a_turn(self) -> None:
        """The game begins; house bots take over all seats but one, and a turn is resolved."""
        await self.direct("start")
        for seat in SEATS[1:]:
            await self.teacher.ask("PUT", f"/games/{self.game}/seats/{seat}/bot", {"on": True})
        await self.direct("resolve", turn=1)

    async def direct(self, lever: str, **wish: int) -> None:
        await self.teacher.post(f"/games/{self.game}/{lever}", wish)
