"""The real application in a thread of its own, and somebody of each kind who speaks to it."""

import dataclasses
import gc
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import httpx
from anyio.from_thread import BlockingPortal, start_blocking_portal
from fastapi import FastAPI
from limits import parse
from tests.web.house import (
    PASSWORD,
    QUICK_HASHER,
    Actor,
    join,
    make_game,
    make_instructor,
    ports_of,
    watch,
)

from comity.app import create_app
from comity.config import Settings
from comity.game import accounts
from comity.game.passwords import Argon2Passwords
from comity.house.building import Parts
from comity.web.limits import RateLimits, Rule

PRINCIPALS: Final = ("anonymous", "instructor", "seat", "spectator")
SCENARIO: Final = "crash-course"
LEVERS: Final = (("start",), ("start", "resolve", "finish"), ("start", "resolve"), ())
"""How far a game has come when somebody sits down to it, in turn: playing, ended, at turn 2, in its lobby."""
OUT_OF_REACH: Final = parse("1000000/minute")


class SeededBytes:
    """`game.ports.Randomness` that gives the same ids and tokens in every run."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def bytes(self, count: int) -> bytes:
        return self._random.randbytes(count)


class OpenLimits(RateLimits):
    """The real limiter at a rate that a storm does not reach: a 429 would hide what stands behind it."""

    async def spend(self, rule: Rule, subject: str) -> None:
        await super().spend(dataclasses.replace(rule, rate=OUT_OF_REACH), subject)


@dataclass(frozen=True)
class Game:
    """A game, and what its people are told outside of any answer."""

    id: str
    classroom: str
    code: str
    seats: tuple[str, ...]
    events: tuple[str, ...]
    instructor: Actor


class Stage:
    """The application with its lifespan running in a thread, for callers that do not await."""

    def __init__(self, app: FastAPI, portal: BlockingPortal) -> None:
        self.app = app
        self._portal = portal

    def send(self, actor: Actor, request: httpx.Request) -> tuple[httpx.Response, float]:
        """The answer, and the seconds of processor time that this process spent until it was there.

        The collector waits: it would walk all that the tests have made, and the answer would pay for it.
        """
        gc.disable()
        began = time.process_time()
        try:
            answer = self._portal.call(actor.http.send, request)
            return answer, time.process_time() - began
        finally:
            gc.enable()

    def lay(self, levers: tuple[str, ...], principal: str) -> tuple[Game, Actor]:
        """A fresh game that somebody of that kind entered before these levers were pulled."""
        return self._portal.call(_lay, self.app, levers, principal)

    def enter(self, game: Game, principal: str) -> Actor | None:
        """Somebody of that kind with a fresh session. A game that has ended lets nobody new in: None."""
        return self._portal.call(_enter_again, self.app, game, principal)

    def invite(self) -> str:
        return self._portal.call(accounts.invite_instructor, ports_of(self.app))

    def seat_link(self, game: Game, seat: str) -> str:
        """The token of a fresh personal link."""
        path = f"/games/{game.id}/seats/{seat}/link"
        self._portal.call(_sign_in, game.instructor)
        answer = self._portal.call(game.instructor.ask, "POST", path, {})
        return str(answer.json().get("url", "")).partition("#")[2] or "none"


@contextmanager
def staged(settings: Settings, seed: int) -> Iterator[Stage]:
    """The real application over the shipped scenarios and rules; passwords are hashed quickly, and limits are
    out of reach.
    """
    parts = Parts(randomness=SeededBytes(seed), passwords=Argon2Passwords(QUICK_HASHER))
    app = create_app(settings, parts)
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(app.router.lifespan_context(app)),
    ):
        app.state.web = dataclasses.replace(app.state.web, limits=OpenLimits())
        # Whoever looks at the scenarios first waits until all are compiled, once in the life of a process.
        portal.call(app.state.house.library.summaries)
        yield Stage(app, portal)


async def _lay(app: FastAPI, levers: tuple[str, ...], principal: str) -> tuple[Game, Actor]:
    instructor = await make_instructor(app)
    classroom, game, code = await make_game(instructor, scenario=SCENARIO, bots_fill=True)
    room = await instructor.ok("GET", f"/games/{game}/room")
    texts = await instructor.ok("GET", f"/games/{game}/texts")
    seats = tuple(seat["seat"] for seat in room["seats"])
    laid = Game(game, classroom, code, seats, tuple(texts["events"]), instructor)
    actor = await _enter(app, laid, principal)
    for lever in levers:
        wish = {"turn": 1} if lever == "resolve" else {}
        await instructor.ok("POST", f"/games/{game}/{lever}", wish)
    return laid, actor


async def _enter_again(app: FastAPI, game: Game, principal: str) -> Actor | None:
    await _sign_in(game.instructor)
    header = await game.instructor.ok("GET", f"/games/{game.id}")
    if header["status"] == "ended":
        return None
    return await (_enter_by_link(app, game) if principal == "seat" else _enter(app, game, principal))


async def _enter_by_link(app: FastAPI, game: Game) -> Actor:
    """To the same seat, which may have got a personal link meanwhile and then takes nobody by the code."""
    link = await game.instructor.ok("POST", f"/games/{game.id}/seats/{game.seats[0]}/link", {})
    actor = Actor(app)
    await actor.ok("POST", "/links/claim", {"token": link["url"].partition("#")[2], "name": "Ada"})
    return actor


async def _enter(app: FastAPI, game: Game, principal: str) -> Actor:
    match principal:
        case "instructor":
            actor = Actor(app, game.instructor.name)
            await _sign_in(actor)
            return actor
        case "seat":
            return await join(app, game.code, game.seats[0])
        case "spectator":
            return await watch(app, game.instructor, game.id)
        case _:
            return Actor(app)


async def _sign_in(instructor: Actor) -> None:
    """Also who was signed in: one account asks and lays the stage, and may end all its other sessions."""
    await instructor.ok("POST", "/session", {"name": instructor.name, "password": PASSWORD})
