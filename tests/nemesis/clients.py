"""Who plays while all this goes on. Each asks one process until it fails, and then the next; each listens
on a live line and keeps every frame; nobody believes anything but an answer.
"""

import asyncio
import json
import random
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final

import httpx
from tests.nemesis.history import Heard, History, Kind, Run
from tests.nemesis.processes import SITE
from tests.nemesis.proxy import Link
from tests.servers import HOST
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

ANSWER_SECONDS_MAX: Final = 2.5
SILENCE_SECONDS_MAX: Final = 2.5
"""How long a line may be silent although we ask every second whether it is there."""
ATTEMPTS: Final = 4
UNKNOWN: Final = (429, 500, 502, 503, 504)
"""Answers after which the same request is sent again; all but 429 leave open what happened."""
AWAY: Final = 503
"""Something that the server needs is away; any other answer of this kind is a defect."""


@dataclass
class Known:
    """What the people in the room know: the turn, and when it ends, so that they come at the last moment."""

    turn: int = 1
    deadline: float = 0.0


@dataclass
class Client:
    """One session at one game. `seat` is None for who only watches or directs."""

    name: str
    cookie: str
    game: str
    doors: list[Link]
    history: History
    chance: random.Random
    known: Known
    seat: str | None = None
    private: str | None = None
    calm: bool = False
    heard: Heard = field(init=False)
    epoch: str | None = None
    heads: dict[str, int] = field(default_factory=lambda: {"public": 0, "private": 0})

    def __post_init__(self) -> None:
        self.heard = Heard(self.name, self.private)
        self._door = self.chance.randrange(len(self.doors))
        self._http = httpx.AsyncClient(timeout=ANSWER_SECONDS_MAX, headers={"Cookie": self.cookie})

    async def close(self) -> None:
        await self._http.aclose()

    @property
    def port(self) -> int:
        return self.doors[self._door].port

    def turn_away(self) -> None:
        """This process does not answer us: on to the next."""
        self._door = (self._door + 1) % len(self.doors)

    async def ask(
        self, method: str, path: str, body: object = None, **headers: str
    ) -> tuple[int | None, dict[str, Any]]:
        """The status and the body; no status when no answer came."""
        url = f"http://{HOST}:{self.port}/api/v1{path}"
        try:
            async with asyncio.timeout(ANSWER_SECONDS_MAX):
                answer = await self._http.request(method, url, json=body, headers=headers)
        except (httpx.HTTPError, TimeoutError):
            self.turn_away()
            return None, {}
        if answer.status_code >= 500:
            self.turn_away()
            if answer.status_code != AWAY:
                status = answer.status_code
                self.history.add(self.name, "info", "defect", path, method=method, status=status)
        found = answer.json() if answer.content else {}
        return answer.status_code, found if isinstance(found, dict) else {}

    async def act(self, what: str, method: str, path: str, body: object = None, **said: Any) -> Kind:
        """One operation, repeated under its key until the outcome is known or patience ends."""
        op = str(uuid.UUID(int=self.chance.getrandbits(128)))
        for _ in range(ATTEMPTS):
            self.history.add(self.name, "invoke", what, op, body=body, seat=self.seat, **said)
            status, answer = await self.ask(method, path, body, **{"Idempotency-Key": op})
            if status is not None and status not in UNKNOWN:
                kind: Kind = "ok" if status < 300 else "fail"
                self.history.add(self.name, kind, what, op, status=status, **_receipt(answer))
                return kind
            self.history.add(self.name, "fail" if status == 429 else "info", what, op, status=status)
            if status == 429 or self.calm:
                break
            await asyncio.sleep(self.chance.uniform(0.05, 0.4))
        return "info"

    # Listening.

    async def listen(self) -> None:
        """A line after the other, each from what was heard on the ones before."""
        while True:
            with suppress(OSError, TimeoutError, WebSocketException, LookupError, json.JSONDecodeError):
                await self._line()
            self.turn_away()
            await asyncio.sleep(self.chance.uniform(0.05, 0.5))

    async def _line(self) -> None:
        port = self.port
        status, answer = await self.ask("POST", "/ws-ticket", {"game": self.game})
        if status != 200 or port != self.port:
            return
        url = f"ws://{HOST}:{port}/api/v1/games/{self.game}/live"
        headers = {"Cookie": self.cookie, "Origin": SITE}
        async with asyncio.timeout(ANSWER_SECONDS_MAX):
            line = await connect(
                url,
                additional_headers=headers,
                compression=None,
                max_size=2**24,
                ping_interval=None,
                close_timeout=0.2,
            )
        asking = asyncio.create_task(_ask_if_there(line))
        try:
            hello = {"type": "hello", "ticket": answer["ticket"], "epoch": self.epoch, **self.heads}
            await line.send(json.dumps(hello))
            run = Run(self.heads["public"], self.heads["private"])
            self.heard.runs.append(run)
            while True:
                async with asyncio.timeout(SILENCE_SECONDS_MAX):
                    frame = await line.recv(decode=True)
                run = self._take(str(frame), run)
        finally:
            asking.cancel()
            with suppress(OSError, WebSocketException, TimeoutError):
                await line.close()

    def _take(self, frame: str, run: Run) -> Run:
        """Applies a frame as the protocol says: the next number counts, smaller ones are ignored."""
        message = json.loads(frame)
        match message["type"]:
            case "snapshot":
                snapshot = message["snapshot"]
                self.epoch, self.heads = snapshot["epoch"], dict(snapshot["heads"])
                self._learn(snapshot["header"]["turn"])
                run = Run(self.heads["public"], self.heads["private"])
                self.heard.runs.append(run)
            case "delivery":
                stream, seq = message["stream"], message["seq"]
                run.frames.append((stream, seq, frame))
                if seq == self.heads[stream] + 1:
                    self.heads[stream] = seq
                if message["event"]["type"] == "turn_opened":
                    self._learn(message["event"]["header"]["turn"])
        return run

    def _learn(self, turn: int) -> None:
        self.known.turn = max(self.known.turn, turn)


async def _ask_if_there(line: ClientConnection) -> None:
    with suppress(OSError, WebSocketException):
        while True:
            await asyncio.sleep(1)
            await line.send('{"type":"ping"}')


def _receipt(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: answer[name] for name in ("move_id", "rev", "turn", "type") if name in answer}


class Player(Client):
    """Saves, withdraws, says ready, speaks; often at the very moment at which the turn ends."""

    async def play(self) -> None:
        while not self.calm:
            await asyncio.sleep(self._pause())
            turn = self.known.turn
            path = f"/games/{self.game}/turns/{turn}"
            match self.chance.choices(["move", "withdraw", "ready", "speak"], [14, 2, 3, 1])[0]:
                case "move":
                    await self.act("move", "PUT", f"{path}/move", self._body(), n=turn)
                case "withdraw":
                    await self.act("move", "DELETE", f"{path}/move", n=turn)
                case "ready":
                    wish = {"ready": self.chance.random() < 0.7}
                    await self.act("ready", "PUT", f"{path}/ready", wish, n=turn)
                case "speak":
                    words = {"text": f"{self.name} says {self.chance.random()}"}
                    await self.act("statement", "POST", f"/games/{self.game}/statements", words)

    def _pause(self) -> float:
        left = self.known.deadline - time.time()
        if 0 < left < 1.5 and self.chance.random() < 0.7:
            return max(left + self.chance.triangular(-0.8, 0.05, 0.0), 0)
        return self.chance.uniform(0.1, 1.2)

    def _body(self) -> dict[str, Any]:
        points = [self.chance.randrange(4) for _ in range(10)]
        names = ("liberal", "transformative", "mercantilist", "conservative")
        return {"stance": {name: points.count(number) for number, name in enumerate(names)}}


class Instructor(Client):
    """Extends, pauses and goes on, closes turns by hand."""

    async def direct(self) -> None:
        while not self.calm:
            await asyncio.sleep(self.chance.uniform(0.5, 2.5))
            act = self.chance.choices(["extend", "pause", "resolve"], [3, 1, 2])[0]
            if act == "pause":
                await self.act(act, "POST", f"/games/{self.game}/pause", {})
                await asyncio.sleep(self.chance.uniform(0.2, 1.0))
                await self.resume()
                continue
            status, header = await self.ask("GET", f"/games/{self.game}")
            if status == 200:
                seen = {"minutes": 1, "deadline_version": header["deadline_version"]}
                wish = seen if act == "extend" else {"turn": header["turn"]}
                await self.act(act, "POST", f"/games/{self.game}/{act}", wish)

    async def resume(self) -> None:
        """Until somebody says that it is done, or that there was nothing to do."""
        path = f"/games/{self.game}/resume"
        while await self.act("resume", "POST", path, {}) == "info":  # noqa: ASYNC110  nobody tells us
            await asyncio.sleep(0.2)
