"""A whole server in this process for tests: the real application over a real database, a tiny rulebook, and
actors who speak HTTP like browsers.
"""

import itertools
import json
import shutil
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx
from argon2 import PasswordHasher
from fastapi import FastAPI
from tests.web.tiny import RULES_VERSION, SEATS, SOURCES, load_shown

from comity.app import create_app
from comity.config import Settings
from comity.game import accounts
from comity.game.passwords import Argon2Passwords
from comity.game.ports import Ports
from comity.house.building import Parts
from comity.house.scenarios import ScenarioLibrary
from comity.store.engine import make_engine
from comity.store.migrate import upgrade

SITE: Final = "http://127.0.0.1:8000"
PASSWORD: Final = "a long sentence to remember"
QUICK_HASHER: Final = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)

_addresses = (f"10.0.{n // 250}.{n % 250 + 1}" for n in itertools.count())
"""Every actor comes from an address of its own, so that limits per address do not meet between tests."""


def parts() -> Parts:
    """The tiny rulebook under the only key `tiny`."""
    library = ScenarioLibrary(
        load_shown, keys=lambda: ["tiny"], read=lambda key: SOURCES if key == "tiny" else None
    )
    return Parts(
        load=load_shown,
        rules_versions=frozenset({RULES_VERSION}),
        library=library,
        passwords=Argon2Passwords(QUICK_HASHER),
    )


@asynccontextmanager
async def serving(settings: Settings, own: Parts | None = None) -> AsyncIterator[FastAPI]:
    """The application with its lifespan running, over the tiny rulebook unless other parts are given."""
    app = create_app(settings, own or parts())
    async with app.router.lifespan_context(app):
        yield app


async def migrate(url: str) -> None:
    """Makes the tables. A migrated SQLite file can be copied, which is quicker than migrating again."""
    engine = make_engine(url)
    await upgrade(engine)
    if url.startswith("sqlite"):
        async with engine.connect() as connection:
            await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    await engine.dispose()


def sqlite_settings(template: Path, folder: Path, **more: Any) -> Settings:
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(template, folder / "comity.sqlite3")
    return Settings(data_dir=folder, **more)


class Actor:
    """Somebody with a browser. `json` calls answer parsed bodies and insist on the status."""

    def __init__(self, app: FastAPI, name: str = "") -> None:
        self.name, self.address = name, next(_addresses)
        transport = httpx.ASGITransport(app, client=(self.address, 5000))
        self.http = httpx.AsyncClient(
            transport=transport, base_url=f"{SITE}/api/v1", headers={"Origin": SITE}, timeout=30
        )

    async def ask(
        self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None
    ) -> httpx.Response:
        content = None if body is None else json.dumps(body).encode()
        more = {"Content-Type": "application/json"} if content is not None else {}
        return await self.http.request(method, path, content=content, headers={**more, **(headers or {})})

    async def ok(
        self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None
    ) -> Any:
        """The body of an answer that must be good."""
        answer = await self.ask(method, path, body, headers)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    async def refused(
        self, status: int, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None
    ) -> Any:
        """The problem document of an answer that must have this status."""
        answer = await self.ask(method, path, body, headers)
        assert answer.status_code == status, f"{method} {path}: {answer.status_code} {answer.text}"
        assert answer.headers["content-type"] == "application/problem+json"
        return answer.json()


@dataclass
class Table:
    """One game with everybody around it."""

    app: FastAPI
    game: str
    classroom: str
    code: str
    instructor: Actor
    seats: dict[str, Actor]
    spectator: Actor
    anonymous: Actor

    @property
    def ports(self) -> Ports:
        return ports_of(self.app)

    def path(self, rest: str = "") -> str:
        return f"/games/{self.game}{rest}"

    async def direct(self, lever: str) -> Any:
        """The instructor pulls a lever: start, pause, resume, resolve (the open turn), finish."""
        wish = {"turn": await self.turn()} if lever == "resolve" else {}
        return await self.instructor.ok("POST", self.path(f"/{lever}"), wish)

    async def turn(self) -> int:
        """The turn that the instructor sees."""
        header = await self.instructor.ok("GET", self.path())
        return int(header["turn"])

    async def submit(self, seat: str, turn: int = 1, body: Any = None, key: str | None = None) -> Any:
        headers = {"Idempotency-Key": key or fresh_key()}
        path = self.path(f"/turns/{turn}/move")
        return await self.seats[seat].ok("PUT", path, body if body is not None else {}, headers)


@dataclass
class TwoTables(Table):
    """The same, and another instructor's game next door."""

    stranger: Actor
    """A seat of the other game."""
    colleague: Actor
    """The instructor of the other game."""


def ports_of(app: FastAPI) -> Ports:
    ports: Ports = app.state.web.ports
    return ports


_keys = itertools.count()


def fresh_key() -> str:
    return f"key-of-a-test-{next(_keys):06d}"


async def make_instructor(app: FastAPI) -> Actor:
    actor = Actor(app, f"Instructor {next(_keys)}")
    invite = await accounts.invite_instructor(ports_of(app))
    await actor.ok("POST", "/instructors", {"invite": invite, "name": actor.name, "password": PASSWORD})
    return actor


async def make_game(instructor: Actor, **wish: Any) -> tuple[str, str, str]:
    """Class, game and join code."""
    classroom = (await instructor.ok("POST", "/classes", {"name": "IR 101"}))["id"]
    body = {"scenario": "tiny", "early": False, **wish}
    game = (await instructor.ok("POST", f"/classes/{classroom}/games", body))["id"]
    room = await instructor.ok("GET", f"/games/{game}/room")
    return classroom, game, room["join_code"]


async def join(app: FastAPI, code: str, seat: str, name: str = "Grace") -> Actor:
    actor = Actor(app)
    await actor.ok("POST", "/join", {"code": code, "name": name, "seat": seat})
    return actor


async def watch(app: FastAPI, instructor: Actor, game: str) -> Actor:
    link = await instructor.ok("POST", f"/games/{game}/spectator-link", {})
    actor = Actor(app)
    await actor.ok("POST", "/links/claim", {"token": link["url"].partition("#")[2]})
    return actor


async def lay_table(app: FastAPI, keys: Sequence[str] = SEATS, **wish: Any) -> Table:
    """A game in its lobby with every seat taken and a spectator."""
    instructor = await make_instructor(app)
    classroom, game, code = await make_game(instructor, **wish)
    seats = {seat: await join(app, code, seat, f"Player of {seat}") for seat in keys}
    spectator = await watch(app, instructor, game)
    return Table(app, game, classroom, code, instructor, seats, spectator, Actor(app))


async def lay_two_tables(app: FastAPI, keys: Sequence[str] = SEATS, **wish: Any) -> TwoTables:
    """The same, and strangers from elsewhere."""
    table, colleague = await lay_table(app, keys, **wish), await make_instructor(app)
    _, _, other_code = await make_game(colleague, **wish)
    stranger = await join(app, other_code, keys[0])
    return TwoTables(**vars(table), stranger=stranger, colleague=colleague)
