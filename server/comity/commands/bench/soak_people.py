"""The people of a soak. Each has a browser and a live line, and does at random what students do.

Requests go out in threads, as `http.client` waits for its answer; lines are asyncio's.
"""

import asyncio
import json
import random
import secrets
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final

import orjson
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from comity.commands.bench.served import Browser
from comity.commands.bench.soak_tally import Tally
from comity.commands.failing import CommandError

WORDS: Final = "We propose to talk about this before anybody signs, and we say so in public."
CHANCE: Final = random.Random(1)  # noqa: S311  no secret comes of it
ATTEMPTS: Final = 4
REPEATED_AFTER_S: Final = 2.0
OPEN_WITHIN_S: Final = 60.0
LATE: Final = 409
"""The game has moved on: a turn or the whole game was over before somebody was done."""
STANCES: Final = ("liberal", "transformative", "mercantilist", "conservative")
POINTS: Final = 10
OPTIONS_KEPT: Final = 8
ABRUPT: Final = 0.5
"""Of the lines that a restless person drops, so many go without a word."""


@dataclass(frozen=True)
class Pace:
    """How quickly people do things, in seconds: each pause is drawn between two numbers."""

    arrive: float = 15.0
    """Within which everybody opens the page of a new game."""
    think: tuple[float, float] = (1.5, 7.0)
    """Between two revisions of a move."""
    stay: tuple[float, float] = (20.0, 90.0)
    """That a restless person's line lasts."""
    away: tuple[float, float] = (0.5, 12.0)
    """Until that person is back."""
    by_hand: float = 25.0
    """Until the instructor closes a turn that is the instructor's to close."""


@dataclass
class Table:
    """The game that is played now."""

    game: str
    seats: tuple[str, ...]
    """That people play."""
    over: asyncio.Event = field(default_factory=asyncio.Event)

    def hurries(self, turn: int) -> bool:
        """Whether everybody says ready in this turn, so that it ends early."""
        return turn % 3 == 1

    def by_hand(self, turn: int) -> bool:
        """Whether the instructor closes this turn; what is neither waits for its deadline."""
        return turn % 3 == 2


class Person:
    """Somebody who listens; a restless one's line breaks now and then, and is resumed."""

    def __init__(self, port: int, tally: Tally, pace: Pace, *, restless: bool = False) -> None:
        self.tally, self.pace = tally, pace
        self.browser = Browser(port)
        self._url = f"ws://127.0.0.1:{port}/api/v1/games"
        self._restless = restless
        self._asking = asyncio.Lock()
        self.took = 0.0
        """Seconds that the last answer was waited for."""
        self.sit(Table("", ()))

    def sit(self, table: Table) -> None:
        """Forgets the last game."""
        self.table = table
        self.turn = 0
        self.own: Mapping[str, Any] = {}
        self.news = asyncio.Event()
        self.has_failed = asyncio.Event()
        """A turn could not be resolved; only the instructor hears of it."""
        self._epoch: str | None = None
        self._heads = {"public": 0, "private": 0}

    async def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """The document that came; None where it came too late for the game, or something failed.

        What is answered by 503 is asked again under the same key, as the protocol says and our pages do.
        """
        async with self._asking:
            for attempt in range(ATTEMPTS):
                started = time.perf_counter()
                try:
                    status, data = await asyncio.to_thread(self.browser.answer, method, path, body, **headers)
                except OSError as error:
                    return self.tally.fail(f"{method} {path}: {type(error).__name__}")
                self.took = time.perf_counter() - started
                self.tally.add("requests")
                if status != 503 or attempt == ATTEMPTS - 1:
                    break
                self.tally.add("repeated")
                await asyncio.sleep(REPEATED_AFTER_S)
        if status == LATE:
            return self.tally.add("late")
        if status >= 400:
            words = data[:300].decode(errors="replace")
            return self.tally.fail(f"{method} {path} answered {status}: {words}")
        return orjson.loads(data) if data else None

    async def listen(self) -> None:
        """Until the game is over; from some moment on, as people do not come to the second."""
        await asyncio.sleep(CHANCE.uniform(0, self.pace.arrive))
        while not self.table.over.is_set():
            ticket = await self.ask("POST", "/ws-ticket", {"game": self.table.game})
            if ticket is None:
                await asyncio.sleep(1)
                continue
            line = await connect(
                f"{self._url}/{self.table.game}/live",
                additional_headers={"Cookie": self.browser.cookie, "Origin": self.browser.origin},
                compression=None,
                max_size=None,
                open_timeout=OPEN_WITHIN_S,
                ping_interval=None,  # a server that is late is not gone; its own heartbeat tells
            )
            self.tally.add("lines")
            try:
                async with asyncio.timeout(CHANCE.uniform(*self.pace.stay) if self._restless else None):
                    await self._hear(line, ticket["ticket"])
            except TimeoutError:
                self.tally.add("drops")
                await _drop(line)
                await asyncio.sleep(CHANCE.uniform(*self.pace.away))
            except ConnectionClosed as error:
                self.tally.fail(f"a line ended: {error}")
            finally:
                await line.close()

    async def _hear(self, line: ClientConnection, ticket: str) -> None:
        hello = {"type": "hello", "ticket": ticket, "epoch": self._epoch, **self._heads}
        await line.send(json.dumps(hello))
        while not self.table.over.is_set():
            self._take(orjson.loads(await line.recv(decode=False)))

    def _take(self, message: Any) -> None:
        match message["type"]:
            case "snapshot":
                self.tally.add("snapshots")
                snapshot = message["snapshot"]
                self._epoch, self._heads = snapshot["epoch"], dict(snapshot["heads"])
                self.own = _what_matters(snapshot["own"])
                self._learn(snapshot["header"])
            case "delivery":
                self.tally.add("deliveries")
                stream, seq = message["stream"], message["seq"]
                if seq != self._heads[stream] + 1:
                    self.tally.fail(f"delivery {seq} came after {self._heads[stream]}")
                self._heads[stream] = seq
                self._apply(message["event"])
            case "bye":
                self.tally.fail(f"the server said goodbye: {message}")

    def _apply(self, event: Any) -> None:
        match event["type"]:
            case "turn_opened" | "game_started":
                self._learn(event["header"])
            case "turn_resolved":
                self.tally.turns.add((self.table.game, event["turn"]))
            case "seat_resolved":
                self.own = _what_matters(event["own"])
            case "game_ended":
                self._learn(event["header"])
            case "turn_failed":
                self.tally.fail(f"turn {event['turn']} could not be resolved in three tries")
                self.has_failed.set()

    def _learn(self, header: Any) -> None:
        if header["status"] == "ended":
            self.table.over.set()
        if header["status"] == "running":
            self.turn = header["turn"]
        self.news.set()


class Player(Person):
    """Saves moves, speaks, says ready."""

    def __init__(self, port: int, tally: Tally, pace: Pace, name: str, *, restless: bool) -> None:
        super().__init__(port, tally, pace, restless=restless)
        self.name = name
        self.seat = ""

    async def play(self) -> None:
        """Until the game is over."""
        played = 0
        while not self.table.over.is_set():
            if self.turn > played:
                played = self.turn
                await self._take_turn(played)
            else:
                self.news.clear()
                with suppress(TimeoutError):
                    async with asyncio.timeout(1):
                        await self.news.wait()

    async def _take_turn(self, turn: int) -> None:
        for _ in range(CHANCE.randint(2, 4)):
            await asyncio.sleep(CHANCE.uniform(*self.pace.think))
            if self.turn != turn or self.table.over.is_set():
                return
            await self._save(turn)
            if CHANCE.random() < 0.3:
                await self._speak()
        if self.table.hurries(turn) or (self.seat != self.table.seats[0] and CHANCE.random() < 0.3):
            await self.ask("PUT", self._path(f"/turns/{turn}/ready"), {"ready": True})

    async def _save(self, turn: int) -> None:
        if self.own.get("turn") != turn - 1:
            return  # what the last turn did to this seat is still on its way
        key = {"Idempotency-Key": secrets.token_hex(16)}
        if await self.ask("PUT", self._path(f"/turns/{turn}/move"), self._move(), **key) is not None:
            self.tally.add("moves")
            self.tally.saves.append(self.took)

    def _move(self) -> dict[str, Any]:
        """A stance one step from the last, or something that can be afforded; a vote on all that is open."""
        votes = {key: CHANCE.choice(("yes", "no", "abstain")) for key in self.own["votes"]}
        options = self.own["options"]
        if options and CHANCE.random() < 0.6:
            return {"actions": [CHANCE.choice(options)], "votes": votes}
        return {"stance": _one_step(self.own["stance"]), "votes": votes}

    async def _speak(self) -> None:
        if CHANCE.random() < 0.4:
            said = await self.ask("POST", self._path("/statements"), {"text": WORDS})
        else:
            others = [seat for seat in self.table.seats if seat != self.seat]
            to = CHANCE.sample(others, min(CHANCE.randint(1, 3), len(others)))
            said = await self.ask("POST", self._path("/cables"), {"to": to, "text": WORDS})
        if said is not None:
            self.tally.add("messages")

    def _path(self, rest: str) -> str:
        return f"/games/{self.table.game}{rest}"


class Instructor(Person):
    """Makes the games, closes some turns, looks at the room; hears what a spectator hears, and more."""

    async def demand(self, method: str, path: str, body: Any = None) -> Any:
        """What nothing goes on without. Raises CommandError."""
        answer = await self.ask(method, path, body)
        if answer is None:
            raise CommandError(f"the soak cannot go on: {self.tally.failures[-1:]}")
        return answer

    async def direct(self) -> None:
        """Until the game is over."""
        seen = 0
        while not self.table.over.is_set():
            await asyncio.sleep(min(1.0, self.pace.by_hand))
            if self.has_failed.is_set():
                self.has_failed.clear()
                await self.resolve(self.turn)  # "Try again"
            turn = self.turn
            if turn > seen:
                seen = turn
                await self.ask("GET", f"/games/{self.table.game}/room")
                if self.table.by_hand(turn):
                    await asyncio.sleep(self.pace.by_hand)
                    if self.turn == turn and not self.table.over.is_set():
                        await self.resolve(turn)
                        self.tally.add("by_hand")

    async def resolve(self, turn: int) -> None:
        await self.ask("POST", f"/games/{self.table.game}/resolve", {"turn": turn})


async def _drop(line: ClientConnection) -> None:
    if CHANCE.random() < ABRUPT:
        line.transport.abort()
    else:
        await line.close()


def _what_matters(own: Any) -> dict[str, Any]:
    """Of a seat's board, what its moves are made of; so much of it would fill the memory of the clients."""
    if own is None:
        return {}
    can_pay = [
        {"action": action["action"], **({"target": target} if target else {})}
        for action in own["actions"]
        if action["reason"] is None and action["cost"] <= own["capital"]["value"]
        for target in _targets(action)
    ]
    options = CHANCE.sample(can_pay, min(OPTIONS_KEPT, len(can_pay)))
    return {"turn": own["turn"], "stance": own["stance"], "votes": own["votes"], "options": options}


def _targets(action: Any) -> list[str | None]:
    return [None] if not action["targets"] and not action["not_now"] else action["targets"]


def _one_step(stance: Mapping[str, float]) -> dict[str, int]:
    """The stance in whole points, one of them moved."""
    exact = {name: POINTS * stance[name] for name in STANCES}
    points = {name: int(value) for name, value in exact.items()}
    rest = sorted(STANCES, key=lambda name: points[name] - exact[name])
    for name in rest[: POINTS - sum(points.values())]:
        points[name] += 1
    giver = CHANCE.choice([name for name in STANCES if points[name] > 0])
    points[giver] -= 1
    points[CHANCE.choice(STANCES)] += 1
    return points
