"""Who plays in the simulation. Each asks any process, repeats under its key what it has no answer to, and
follows its streams by number; nobody believes anything but an answer.
"""

import asyncio
import json
import random
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final, Protocol

from tests.nemesis.clients import Known
from tests.nemesis.history import Heard, History, Kind, Run
from tests.simulated.faults import Sky
from tests.simulated.server import Server, is_a_death
from tests.simulated.wire import Wire

from comity.game import lobby, pace, press, sessions, submit
from comity.game.access import Caller
from comity.game.errors import GameError, Unavailable
from comity.game.ports import Ports
from comity.game.shapes import GameHeader, Receipt

ANSWER_SECONDS_MAX: Final = 2.5
SILENCE_SECONDS_MAX: Final = 1.5
"""A line that is silent for so long is asked whether it is there, and given up when it says nothing."""
ATTEMPTS: Final = 4
WAY_SECONDS: Final = 0.4

Call = Callable[[Ports], Coroutine[Any, Any, Any]]


class Room(Protocol):
    """What clients see of the world."""

    game: str
    sky: Sky
    history: History
    known: Known

    def any_server(self) -> Server | None: ...
    def acknowledged(self, receipt: Receipt) -> None:
        """A client holds this receipt now: whatever it promises must be true already."""

    def mishap(self, what: str) -> None:
        """Something that no client should ever see."""


class NoAnswer(Exception):
    """The process died, or the answer did not come in time, or it says that it does not know."""


@dataclass(eq=False)
class Client:
    """One session. `private` names its own stream; None for spectators."""

    room: Room
    name: str
    caller: Caller
    private: str | None
    chance: random.Random
    heard: Heard = field(init=False)
    epoch: str | None = None
    heads: dict[str, int] = field(default_factory=lambda: {"public": 0, "private": 0})

    def __post_init__(self) -> None:
        self.heard = Heard(self.name, self.private)

    async def ask(self, call: Call) -> Any:
        """The answer of any one process; raises GameError or NoAnswer."""
        sky, server = self.room.sky, self.room.any_server()
        if server is None or sky.strikes(sky.weather.message / 4, "lost request"):
            await asyncio.sleep(self.chance.uniform(0.1, ANSWER_SECONDS_MAX))
            raise NoAnswer
        if sky.strikes(sky.weather.message, "late request"):
            await asyncio.sleep(self.chance.uniform(0, WAY_SECONDS))
            if not server.alive:
                raise NoAnswer
        task = server.spawn(call(server.ports))
        await asyncio.wait([task], timeout=ANSWER_SECONDS_MAX)
        if not task.done():
            raise NoAnswer
        if task.cancelled():
            raise NoAnswer
        error = task.exception()
        if is_a_death(error) or isinstance(error, Unavailable):
            raise NoAnswer
        if error is not None and not isinstance(error, GameError):
            self.room.mishap(f"server error: {self.name} met {error!r}")
            raise NoAnswer
        if sky.strikes(sky.weather.message / 2, "lost answer"):
            raise NoAnswer
        if error is not None:
            raise error
        return task.result()

    async def act(self, what: str, call: Call, **said: Any) -> Kind:
        """One operation, repeated under its key until the outcome is known or patience ends."""
        op, history = said.pop("op", None) or self.new_key(), self.room.history
        for _ in range(ATTEMPTS):
            history.add(self.name, "invoke", what, op, **said)
            try:
                answer = await self.ask(call)
            except NoAnswer:
                history.add(self.name, "info", what, op)
            except GameError as error:
                history.add(self.name, "fail", what, op, status=error.code)
                return "fail"
            else:
                history.add(self.name, "ok", what, op, status=200, **_receipt(answer))
                if isinstance(answer, Receipt):
                    self.room.acknowledged(answer)
                return "ok"
            if self.room.sky.calm:
                break
            await asyncio.sleep(self.chance.uniform(0.05, 1.0))
        return "info"

    def new_key(self) -> str:
        return self.chance.randbytes(16).hex()

    # Listening.

    async def listen(self) -> None:
        """A line after the other, each from what was heard on the ones before."""
        while True:
            with suppress(NoAnswer, GameError):
                await self._line()
            await asyncio.sleep(self.chance.uniform(0.05, 0.5))

    async def _line(self) -> None:
        ticket = await self.ask(lambda ports: sessions.issue_ticket(ports, self.caller, self.room.game))
        server = self.room.any_server()
        if server is None:
            return
        wire = Wire(self.room.sky)
        server.open(wire, self.caller, self.room.game)
        try:
            wire.say(json.dumps({"type": "hello", "ticket": ticket, "epoch": self.epoch, **self.heads}))
            run: Run | None = self._new_run()
            while run is not None:
                frame = await self._next(wire)
                run = None if frame is None else self._take(frame, run)
        finally:
            wire.hang_up()

    async def _next(self, wire: Wire) -> str | None:
        for _ in range(2):
            try:
                async with asyncio.timeout(SILENCE_SECONDS_MAX):
                    return await wire.hear()
            except TimeoutError:
                wire.say('{"type":"ping"}')
        return None

    def _take(self, frame: str, run: Run) -> Run | None:
        """Applies a frame as the protocol says: the next number counts, smaller ones are ignored, and after
        a larger one we ask again, on a new line.
        """
        message = json.loads(frame)
        match message["type"]:
            case "snapshot":
                snapshot = message["snapshot"]
                self.epoch, self.heads = snapshot["epoch"], dict(snapshot["heads"])
                return self._new_run()
            case "delivery":
                stream, seq = message["stream"], message["seq"]
                run.frames.append((stream, seq, frame))
                if seq > self.heads[stream] + 1:
                    return None
                self.heads[stream] = max(self.heads[stream], seq)
            case "bye":
                return None
        return run

    def _new_run(self) -> Run:
        run = Run(self.heads["public"], self.heads["private"])
        self.heard.runs.append(run)
        return run


def _receipt(answer: object) -> dict[str, Any]:
    if not isinstance(answer, Receipt):
        return {}
    return {"move_id": answer.move_id, "rev": answer.rev, "turn": answer.turn, "receipt": answer.receipt}


class Player(Client):
    """Saves, withdraws, says ready, speaks; often at the very moment at which the turn ends, and now and
    then presses a button again although the answer was there.
    """

    async def play(self) -> None:
        while not self.room.sky.calm:
            await asyncio.sleep(self._pause())
            turn = self.room.known.turn
            match self.chance.choices(["move", "ready", "speak"], [14, 3, 1])[0]:
                case "move":
                    await self._save(turn)
                case "ready":
                    ready = self.chance.random() < 0.7
                    await self.act("ready", partial(self._ready, turn=turn, ready=ready))
                case "speak":
                    words = f"{self.name} says {self.chance.random()}"
                    await self.act("statement", partial(self._speak, words=words))

    async def _save(self, turn: int) -> None:
        body, op = self._body(), self.new_key()

        def call(ports: Ports) -> Coroutine[Any, Any, Receipt]:
            return submit.submit_move(ports, self.caller, self.room.game, turn, body, idem_key=op)

        outcome = await self.act("move", call, op=op, body=body)
        while outcome == "ok" and not self.room.sky.calm and self.chance.random() < 0.25:
            await asyncio.sleep(self.chance.uniform(0.0, 4.0))
            outcome = await self.act("move", call, op=op, body=body)

    def _ready(self, ports: Ports, turn: int, ready: bool) -> Coroutine[Any, Any, bool]:
        return submit.set_ready(ports, self.caller, self.room.game, turn, ready)

    def _speak(self, ports: Ports, words: str) -> Coroutine[Any, Any, Any]:
        return press.make_statement(ports, self.caller, self.room.game, words)

    def _pause(self) -> float:
        left = self.room.known.deadline - asyncio.get_running_loop().time()
        if 0 < left < 1.5 and self.chance.random() < 0.7:
            return max(left + self.chance.triangular(-0.6, 0.05, 0.0), 0)
        return self.chance.uniform(0.2, 2.6)

    def _body(self) -> dict[str, Any] | None:
        if self.chance.random() < 0.12:
            return None
        kind = {"action": "curse", "target": "china"} if self.chance.random() < 0.3 else {"action": "boost"}
        return {"actions": [kind] * self.chance.randint(1, 3)}


class Instructor(Client):
    """Extends, pauses and goes on, closes turns by hand, opens failed ones again."""

    async def direct(self) -> None:
        while not self.room.sky.calm:
            await asyncio.sleep(self.chance.uniform(0.5, 4.0))
            match self.chance.choices(["extend", "pause", "resume", "resolve"], [4, 2, 3, 3])[0]:
                case "extend":
                    await self._extend()
                case "pause":
                    await self.act("pause", lambda ports: pace.pause(ports, self.caller, self.room.game))
                    await asyncio.sleep(self.chance.uniform(0.2, 1.5))
                    await self.resume()
                case "resume":
                    await self.act("resume", lambda ports: pace.resume(ports, self.caller, self.room.game))
                case "resolve":
                    await self._resolve()

    async def _extend(self) -> None:
        """One press of the button: the wish names the deadline that was seen, and its minutes tell it from
        the others.
        """
        header = await self._header()
        if header is None:
            return
        minutes, version = self._minutes(), header.deadline_version

        def call(ports: Ports) -> Coroutine[Any, Any, Any]:
            return pace.extend(ports, self.caller, self.room.game, minutes, version)

        await self.act("extend", call, minutes=minutes)

    async def _header(self) -> GameHeader | None:
        """As it is seen before a press; None where nobody answers."""
        try:
            found: GameHeader = await self.ask(lambda ports: lobby.header(ports, self.caller, self.room.game))
        except (NoAnswer, GameError):
            return None
        return found

    def _minutes(self) -> int:
        """As no press before it has asked for."""
        asked = {lines[0].said["minutes"] for _, lines in self.room.history.of("extend")}
        while (minutes := self.chance.randint(1, 9_999)) in asked:
            pass
        return minutes

    async def _resolve(self) -> None:
        """One press of the button: the wish names the turn that was seen."""
        header = await self._header()
        if header is None:
            return
        call: Call = lambda ports: pace.resolve_now(ports, self.caller, self.room.game, header.turn)  # noqa: E731
        await self.act("resolve", call)

    async def resume(self) -> None:
        """Until somebody says that it is done, or that there was nothing to do."""
        call: Call = lambda ports: pace.resume(ports, self.caller, self.room.game)  # noqa: E731
        while await self.act("resume", call) == "info":  # noqa: ASYNC110  nobody tells us
            await asyncio.sleep(0.2)
