"""Plays one world through the real application, and keeps every byte that each outsider received."""

import asyncio
import random
from dataclasses import dataclass, field
from typing import Final

import httpx
from tests.hidden.drawing import Act, Pair, World
from tests.hidden.line import Line
from tests.hidden.questions import Kind, Question, questions
from tests.hidden.stage import Stage
from tests.web.house import Actor

ASIDE: Final = ("date", "x-request-id")
"""Headers that are random or tell the time, and are never the same twice."""


@dataclass
class Seen:
    """What each outsider received, in order."""

    by: dict[str, list[bytes]] = field(default_factory=dict)
    answers: int = 0
    frames: int = 0

    def hear(self, who: str, what: bytes) -> None:
        self.by.setdefault(who, []).append(what)

    @property
    def bytes(self) -> int:
        return sum(len(one) for heard in self.by.values() for one in heard)


def told(question: str, answer: httpx.Response) -> bytes:
    """An answer as bytes: what was asked, status, headers, body."""
    headers = [(name, value) for name, value in answer.headers.multi_items() if name not in ASIDE]
    head = "\n".join([question, str(answer.status_code), *(f"{name}: {value}" for name, value in headers)])
    return head.encode() + b"\n\n" + answer.content


async def play(stage: Stage, pair: Pair, which: int, asked: int | None) -> Seen:
    """World `which` (0 or 1) of the pair. Each outsider asks `asked` questions at each pause, or all."""
    return await _Play(stage, pair, pair.worlds[which], which, asked).play()


class _Play:
    def __init__(self, stage: Stage, pair: Pair, world: World, which: int, asked: int | None) -> None:
        self._stage, self._pair, self._world, self._which, self._asked = stage, pair, world, which, asked
        self._table, self._step = stage.table, 0
        self.seen = Seen()
        self._lines: dict[str, Line] = {}
        self._here: dict[str, Line] = {}
        """Lines of those who act in secret."""
        self._outsiders: dict[str, tuple[Kind, Actor]] = {
            **{seat: ("seat", stage.table.seats[seat]) for seat in pair.viewers},
            "a spectator": ("spectator", stage.table.spectator),
            "a stranger": ("stranger", stage.table.stranger),
            "nobody": ("anonymous", stage.table.anonymous),
        }
        # The same questions in both worlds.
        self._curiosity = random.Random(f"questions of {pair.number}")

    async def play(self) -> Seen:
        world, pair, table = self._world, self._pair, self._table
        self._stage.setting.secrets.objectives = dict(world.objectives)
        because = f"Because of {self._which}."
        self._stage.setting.secrets.reasons = dict.fromkeys(pair.actors, because)
        delay = int(pair.kind == "delayed")
        await self._stage.set_back(state=world.state, names=world.names, delay=delay)
        for seat in (pair.bot, pair.away):
            if seat is not None:
                self._publicly()
                await table.instructor.ok("PUT", table.path(f"/seats/{seat}/bot"), {"on": True})
        await self._listen()
        for n, (secret, public) in enumerate(zip(world.turns, pair.public, strict=True), start=1):
            await self._secretly(n, secret.before)
            for act in public:
                self._publicly()
                await self._do(n, act, openly=True)
                await self._quiet()
                self._stage.clock.advance(7)
            await self._secretly(n, secret.after)
            await self._secretly(n, secret.last, opened=pair.kind == "ended")
            await self._ask()
            if n < pair.turns:
                self._stage.setting.secrets.bots = dict(secret.bots)
                self._publicly()
                await table.direct("resolve")
                await self._quiet()
        if pair.kind == "ended":
            self._publicly()
            await table.direct("finish")
            await self._quiet()
            await self._ask()
        for line in (*self._here.values(), *self._lines.values()):
            await line.close()
        for who, line in self._lines.items():
            self.seen.frames += len(line.heard)
            for frame in line.heard:
                self.seen.hear(f"{who}, live", frame)
        return self.seen

    async def _listen(self) -> None:
        """Every outsider opens a live line, or is told why not."""
        for who, (_, actor) in self._outsiders.items():
            self._publicly()
            line = self._lines[who] = Line(self._table.app, actor, self._table.game)
            answer = await self._tell(who, Question("POST", "/ws-ticket", {"game": self._table.game}))
            if await line.open():
                await line.enter(answer.json()["ticket"])
        await self._quiet()

    async def _ask(self) -> None:
        """What the outsiders find when they look around."""
        for who, (kind, _) in self._outsiders.items():
            asked = questions(self._table, kind, who, self._stage.book.scenario_digest)
            if self._asked is not None:
                asked = self._curiosity.sample(asked, self._asked)
            for one in asked:
                self._publicly()
                await self._tell(who, one)

    async def _tell(self, who: str, asked: Question) -> httpx.Response:
        """One request of an outsider, whose answer is kept."""
        actor = self._outsiders[who][1]
        answer = await actor.ask(asked.method, asked.path, asked.body, asked.headers)
        self.seen.hear(who, told(f"{asked.method} {asked.path}", answer))
        self.seen.answers += 1
        return answer

    async def _secretly(self, n: int, acts: tuple[Act, ...], *, opened: bool = False) -> None:
        """Acts with ids and tokens of this world's own, unless the end of the game will open them."""
        self._step += 1
        for place, act in enumerate(acts):
            secret = "public" if opened else f"{self._which} secret"
            self._stage.chance.begin(f"{self._pair.number} {secret} {self._step} {place}")
            await self._do(n, act)
        await self._quiet()

    def _publicly(self) -> None:
        """The next step draws the same ids and tokens in both worlds."""
        self._step += 1
        self._stage.chance.begin(f"{self._pair.number} public {self._step}")

    async def _do(self, n: int, act: Act, *, openly: bool = False) -> None:
        table, actor = self._table, self._table.seats[act.seat]
        match act.kind:
            case "save" | "refused" | "withdraw":
                method = "DELETE" if act.kind == "withdraw" else "PUT"
                key = f"{self._stage.chance.label:_<20}".replace(" ", "-")[:64]
                move = Question(method, table.path(f"/turns/{n}/move"), act.what, {"Idempotency-Key": key})
                await self._act(openly, act.seat, move)
            case "cable":
                wish = {"to": list(act.to), "text": act.what}
                await self._act(openly, act.seat, Question("POST", table.path("/cables"), wish))
            case "statement":
                words = {"text": act.what}
                await self._act(openly, act.seat, Question("POST", table.path("/statements"), words))
            case "ready":
                path = table.path(f"/turns/{n}/ready")
                await self._act(openly, act.seat, Question("PUT", path, {"ready": act.what}))
            case "ticket":
                await actor.ok("POST", "/ws-ticket", {"game": table.game})
            case "come":
                await self._come(act.seat, actor)
            case "go" if act.seat in self._here:
                await self._here.pop(act.seat).close()
            case "inject":
                await self._inject("POST")
            case "sent_and_taken_back":
                await self._inject("POST")
                await self._inject("DELETE")
            case "extend":
                header = await table.instructor.ok("GET", table.path())
                wish = {"minutes": 5, "deadline_version": header["deadline_version"]}
                await table.instructor.ok("POST", table.path("/extend"), wish)
            case "pause_and_resume":
                await table.direct("pause")
                await table.direct("resume")

    async def _act(self, openly: bool, seat: str, act: Question) -> None:
        """What a seat does; an outsider's own answers are part of what they received."""
        if openly and seat in self._outsiders:
            await self._tell(seat, act)
        else:
            await self._table.seats[seat].ask(act.method, act.path, act.body, act.headers)

    async def _inject(self, method: str) -> None:
        table = self._table
        event, state = self._stage.setting.event
        if method == "POST":
            await table.instructor.ok("POST", table.path("/injects"), {"event": event, "state": state})
        else:
            query = f"?state={state}" if state else ""
            await table.instructor.ok("DELETE", table.path(f"/injects/{event}{query}"))

    async def _come(self, seat: str, actor: Actor) -> None:
        if seat in self._here:
            return
        line = self._here[seat] = Line(self._table.app, actor, self._table.game)
        issued = await actor.ok("POST", "/ws-ticket", {"game": self._table.game})
        if await line.open():
            await line.enter(issued["ticket"])

    async def _quiet(self) -> None:
        """Until everybody who listens has been told everything."""
        hub, game = self._table.app.state.live.hub, self._table.game
        await hub.refresh(game)
        # The hub tells nobody when it has nothing more to tell.
        while game in hub._refreshing or any(len(one.session.outbox) for one in hub.listeners(game)):  # noqa: ASYNC110
            await asyncio.sleep(0)
