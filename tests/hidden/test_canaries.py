"""A class plays with a canary in every secret, and none is found where it does not belong."""

import asyncio
import base64
import io
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any
from unittest.mock import patch

import pytest
import structlog
from redis.asyncio import Redis
from tests.hidden.canaries import FORMS, Watch, canary, found
from tests.hidden.line import Line
from tests.hidden.questions import questions
from tests.hidden.rulebooks import SecretTiny, TinySetting
from tests.hidden.stage import Stage, staged
from tests.web.conftest import sqlite_template
from tests.web.house import Actor, sqlite_settings
from tests.web.watching import written

from comity import metrics
from comity.game import accounts, press
from comity.game.errors import Refused
from comity.game.ports import Ports
from comity.rules.faults import Fault

__all__ = ["sqlite_template", "written"]

OUTSIDERS = ("china", "a spectator", "a stranger", "nobody")


class Play:
    """One game of the tiny scenario; the United States and Fiji have secrets, the others look."""

    def __init__(self, stage: Stage, watch: Watch) -> None:
        self.stage, self.watch, self.table = stage, watch, stage.table
        self.mate = Actor(stage.table.app)
        """A teammate of Fiji's, who comes by its personal link."""
        self.lines: dict[str, Line] = {}
        self.outsiders: dict[str, Actor] = {
            "china": self.table.seats["china"],
            "a spectator": self.table.spectator,
            "a stranger": self.table.stranger,
            "nobody": self.table.anonymous,
        }

    async def tell(self, actor: Actor, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """What somebody with secrets does. A refusal must not say them back."""
        answer = await actor.ask(method, path, body, headers)
        if not answer.is_success:
            self.watch.hear("error answers", answer.content + repr(answer.headers).encode())
        return answer.json() if answer.content else None

    async def play(self) -> None:
        await self.hide_and_set_back()
        for who, actor in self.outsiders.items():
            line = self.lines[who] = Line(self.table.app, actor, self.table.game)
            issued = await actor.ask("POST", "/ws-ticket", {"game": self.table.game})
            if await line.open():
                await line.enter(issued.json()["ticket"])
        await self.write()
        await self.enter()
        await self.table.instructor.ok("PUT", self.table.path("/seats/fiji/bot"), {"on": True})
        await self.fail()
        await self.look()
        await self.table.direct("resolve")
        await self.read_what_was_played()
        await self.look()
        for line in self.lines.values():
            await line.close()
            self.watch.hear("outsiders", b"\n".join(line.heard))

    async def hide_and_set_back(self) -> None:
        """Names, objectives, events to come and the seed."""
        hide, state = self.watch.hide, json.loads(self.stage.opening.state)
        state |= {"future": [hide("an event to come")], "unused": hide("bytes that no rule has drawn")}
        secrets = self.stage.setting.secrets
        secrets.objectives = {seat: hide(f"the objective of {seat}") for seat in ("usa", "fiji")}
        secrets.reasons = {"fiji": hide("why a bot moves")}
        self.watch.keep("the seed", self.stage.seed.hex())
        self.watch.keep("the seed as text", base64.b64encode(self.stage.seed).decode())
        receipt_key = self.table.ports.receipt_key
        self.watch.keep("the receipt key", receipt_key.hex())
        names = {f"Player of {seat}": hide(f"the name of {seat}") for seat in ("usa", "fiji")}
        names[self.table.instructor.name] = hide("the instructor's name")
        await self.stage.set_back(state=json.dumps(state).encode(), names=names)

    async def write(self) -> None:
        """Drafts, a withdrawal, cables, and what is refused."""
        usa, fiji, table, hide = (
            self.table.seats["usa"],
            self.table.seats["fiji"],
            self.table,
            self.watch.hide,
        )
        self.stage.chance.begin("secrets")

        def aimed(what: str) -> dict[str, Any]:
            return {"actions": [{"action": "curse", "target": hide(what)}]}

        move = table.path("/turns/1/move")
        for what, actor in (("a draft", usa), ("a move that is withdrawn", fiji)):
            key = hide(f"the key of {what}")
            receipt = await self.tell(actor, "PUT", move, aimed(what), **{"Idempotency-Key": key})
            self.watch.keep(f"the receipt of {what}", receipt["receipt"])
            self.watch.keep(f"the id of {what}", receipt["move_id"])
        await self.tell(fiji, "DELETE", move, **{"Idempotency-Key": hide("the key of a withdrawal")})
        refused = {"actions": [{"action": hide("a move that is refused")}]}
        await self.tell(usa, "PUT", move, refused, **{"Idempotency-Key": hide("the key of a refused move")})
        boost = {"actions": [{"action": "boost"}]}
        await self.tell(usa, "PUT", move, boost, **{"Idempotency-Key": hide("the key of the last move")})
        for sender, to in ((usa, "fiji"), (fiji, "usa")):
            cable = {"to": [to], "text": hide(f"a cable to {to}")}
            sent = await self.tell(sender, "POST", table.path("/cables"), cable)
            self.watch.keep(f"the id of a cable to {to}", sent["id"])
        await self.tell(usa, "POST", table.path("/cables"), {"to": ["usa"], "text": hide("a refused cable")})
        await self.tell(usa, "POST", table.path("/cables"), {"to": [hide("a wrong address")], "text": "Hm."})

    async def enter(self) -> None:
        """Accounts, passwords, invitations, links, codes, cookies and tickets."""
        table, hide, keep = self.table, self.watch.hide, self.watch.keep
        invite = keep("an invitation", await accounts.invite_instructor(table.ports))
        account = {"name": hide("an account's name"), "password": hide("a password")}
        newcomer = Actor(table.app)
        await self.tell(newcomer, "POST", "/instructors", {"invite": invite, **account})
        wrong = {**account, "password": hide("a wrong password")}
        await self.tell(Actor(table.app), "POST", "/session", wrong)
        link = (await self.tell(table.instructor, "POST", table.path("/seats/fiji/link"), {}))["url"]
        token = keep("a seat's link", link.partition("#")[2])
        claim = {"token": token, "name": hide("a teammate's name")}
        mate = self.mate
        joined = await self.tell(mate, "POST", "/links/claim", claim)
        keep("a personal code", joined["personal_code"])
        wrong_link = {"token": hide("a wrong link"), "name": "Eve"}
        await self.tell(Actor(table.app), "POST", "/links/claim", wrong_link)
        for who, actor in (("usa", table.seats["usa"]), ("a teammate", mate), ("a teacher", newcomer)):
            keep(f"the cookie of {who}", actor.http.cookies["comity-dev"])
        issued = await self.tell(table.seats["usa"], "POST", "/ws-ticket", {"game": table.game})
        keep("a ticket", issued["ticket"])

    async def fail(self) -> None:
        """Mistakes of ours whose exceptions hold secrets; the first answers 500, the second fails a turn."""
        words, deed = self.watch.hide("the words of a mistake"), self.watch.hide("the words of a failed turn")
        usa, to_fiji = self.table.seats["usa"], {"to": ["fiji"], "text": words}
        with patch.object(press, "to_message", side_effect=RuntimeError(words)):
            await self.tell(usa, "POST", self.table.path("/cables"), to_fiji)
        with patch.object(SecretTiny, "resolve", side_effect=ArithmeticError(deed)):
            wish = {"turn": await self.table.turn()}
            await self.tell(self.table.instructor, "POST", self.table.path("/resolve"), wish)

    async def read_what_was_played(self) -> None:
        """Fiji withdrew its move: its people, and they alone, read what the house bot did and why."""
        told = await self.tell(self.mate, "GET", self.table.path("/turns/1/played"))
        assert told["move"]["because"] == {"actions[0]": self.stage.setting.secrets.reasons["fiji"]}

    async def look(self) -> None:
        """The outsiders ask everything that they can."""
        kinds: Any = dict(zip(OUTSIDERS, ("seat", "spectator", "stranger", "anonymous"), strict=True))
        for who, actor in self.outsiders.items():
            for one in questions(self.table, kinds[who], who, self.stage.book.scenario_digest):
                answer = await actor.ask(one.method, one.path, one.body, one.headers)
                self.watch.hear("outsiders", repr(answer.headers).encode() + answer.content)
        self.watch.hear("metrics", metrics.exposition())


@asynccontextmanager
async def monitored(url: str, watch: Watch) -> AsyncIterator[Redis]:
    """Everything that Redis is told during the block is a channel."""
    redis = Redis.from_url(url)
    async with redis.monitor() as monitor:

        async def listen() -> None:
            async for said in monitor.listen():
                watch.hear("Redis", said["command"].encode("utf-8", "surrogateescape"))

        task = asyncio.create_task(listen())
        await redis.ping()
        yield redis
        mark = canary()
        await redis.publish("the end", mark)
        async with asyncio.timeout(20):
            while mark.encode() not in watch.channels["Redis"]:
                await redis.ping()
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    await redis.aclose()


@pytest.fixture
async def watched(
    sqlite_template: Any, tmp_path: Any, redis_url: str, written: io.StringIO
) -> AsyncIterator[tuple[Stage, Watch, io.StringIO]]:
    """A stage over a real Redis, with all that it says to Redis and to its log."""
    watch = Watch()
    settings = sqlite_settings(sqlite_template, tmp_path / "data", redis_url=redis_url)
    async with monitored(redis_url, watch), staged(settings, TinySetting()) as stage:
        yield stage, watch, written


async def test_no_secret_of_a_played_game_is_found_where_it_does_not_belong(
    watched: tuple[Stage, Watch, io.StringIO],
) -> None:
    stage, watch, log = watched

    await Play(stage, watch).play()
    watch.hear("the log", log.getvalue().encode())

    assert set(watch.channels) == {"outsiders", "error answers", "Redis", "the log", "metrics"}
    assert all(len(said) > 500 for said in watch.channels.values())
    assert len(watch.secrets) > 40
    assert {"request_failed", "resolve_failed"} <= _events(log)
    assert watch.leaks() == []
    # The names that seats have told each other do not hide the others: what is public is heard.
    assert found("Government of Usa", bytes(watch.channels["outsiders"]))
    assert found(stage.table.game, bytes(watch.channels["Redis"]))


async def test_control_a_canary_planted_into_each_channel_is_found(
    watched: tuple[Stage, Watch, io.StringIO],
) -> None:
    stage, watch, log = watched
    usa, fiji, path = stage.table.seats["usa"], stage.table.seats["fiji"], stage.table.path
    planted = {name: watch.hide(name) for name in ("cable", "draft", "token", "seed", "name")}

    async def echoing(ports: Ports, *_: Any, **__: Any) -> Any:
        raise Refused(Fault("echo", "move", f"You sent {planted['draft']}.", "Send something else."))

    play = Play(stage, watch)
    with patch.object(press, "may_read", lambda _access, _message: True):
        await usa.ok("POST", path("/cables"), {"to": ["fiji"], "text": planted["cable"]})
        await play.look()
    with patch("comity.game.submit.submit_move", echoing):
        await play.tell(fiji, "DELETE", path("/turns/1/move"), **{"Idempotency-Key": "k" * 20})
    await stage.table.ports.bus.publish(planted["token"])
    structlog.get_logger().info("planted", remark=base64.b64encode(planted["seed"].encode()).decode())
    metrics.MOVES.labels(result=planted["name"]).inc()
    watch.hear("metrics", metrics.exposition())
    metrics.MOVES.remove(planted["name"])
    watch.hear("the log", log.getvalue().encode())
    await _told_to_redis(watch, planted["token"])

    assert {
        "cable in outsiders, plain",
        "draft in error answers, plain",
        "name in metrics, plain",
        "seed in the log, base64",
        "token in Redis, plain",
    } == set(watch.leaks())


@pytest.mark.parametrize("before", ["", "a", "ab", "abc"])
@pytest.mark.parametrize("form", FORMS)
def test_control_a_canary_is_found_in_every_form_wherever_it_stands(form: str, before: str) -> None:
    one, other = canary(), canary()
    text = f"{before}{one}, and more"
    heap = {
        "plain": text,
        "escaped": "".join(f"\\u{ord(sign):04X}" for sign in text),
        "base64": base64.urlsafe_b64encode(text.encode()).decode(),
        "hex": text.encode().hex().upper(),
    }[form].encode()

    assert found(one, heap) == [form]
    assert found(other, heap) == []


def _events(log: io.StringIO) -> set[str]:
    return {json.loads(line)["event"] for line in log.getvalue().splitlines()}


async def _told_to_redis(watch: Watch, text: str) -> None:
    """Waits until the monitor has shown it."""
    async with asyncio.timeout(20):
        while text.encode() not in watch.channels["Redis"]:  # noqa: ASYNC110  it comes from another process
            await asyncio.sleep(0)
