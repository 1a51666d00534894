"""Who may call what: one row a route, one status a principal. A route without a row fails the build.

Principals stand in this order: nobody signed in; a seat of another game; the instructor of another game; and
of the game itself a spectator, a seat, the instructor.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final, Literal

from tests.web.house import PASSWORD, Actor, Table, TwoTables, fresh_key, make_instructor

from comity.game import accounts

Stage = Literal["lobby", "playing", "paused", "ended"]
BodyMaker = Callable[[Table], Awaitable[Any]]
PRINCIPALS: Final = ("anonymous", "stranger", "colleague", "spectator", "seat", "instructor")


@dataclass(frozen=True)
class Row:
    """`statuses` in the order of `PRINCIPALS`. `body` is what an allowed call sends."""

    method: str
    path: str
    statuses: tuple[int, int, int, int, int, int]
    stage: Stage = "playing"
    body: Any = None
    query: str = ""
    needs_key: bool = False

    @property
    def id(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def takes_json(self) -> bool:
        return self.body is not None

    @property
    def is_unsafe(self) -> bool:
        return self.method != "GET"

    def url(self, table: Table) -> str:
        path = self.path.replace("{game}", table.game).replace("{class_id}", table.classroom)
        path = path.replace("{seat}", "usa").replace("{n}", "1").replace("{key}", "tiny")
        path = path.replace("{event}", "flood")
        return path + self.query

    def headers(self) -> dict[str, str]:
        return {"Idempotency-Key": fresh_key()} if self.needs_key else {}

    async def body_for(self, table: Table) -> Any:
        return await self.body(table) if callable(self.body) else self.body


def actor(table: TwoTables, principal: str) -> Actor:
    found: Actor = table.seats["usa"] if principal == "seat" else getattr(table, principal)
    return found


def anybody(status: int) -> tuple[int, int, int, int, int, int]:
    return (status,) * 6


MEMBERS = (401, 404, 404, 200, 200, 200)
INSTRUCTORS_OWN = (401, 404, 404, 403, 403, 200)
SEATS_OWN = (401, 404, 404, 403, 201, 403)
ANY_INSTRUCTOR = (401, 403, 200, 403, 403, 200)


async def _invite(table: Table) -> Any:
    invite = await accounts.invite_instructor(table.ports)
    return {"invite": invite, "name": fresh_key(), "password": PASSWORD}


async def _log_in(table: Table) -> Any:
    return {"name": (await make_instructor(table.app)).name, "password": PASSWORD}


async def _code(table: Table) -> Any:
    return {"code": table.code}


async def _join(table: Table) -> Any:
    return {"code": table.code, "name": "Grace", "seat": "usa"}


async def _claim(table: Table) -> Any:
    link = await table.instructor.ok("POST", table.path("/seats/fiji/link"), {})
    return {"token": link["url"].partition("#")[2], "name": "Grace"}


async def _game(table: Table) -> Any:
    return {"game": table.game}


async def _extension(table: Table) -> Any:
    header = await table.instructor.ok("GET", table.path())
    return {"minutes": 5, "deadline_version": header["deadline_version"]}


async def _closing(table: Table) -> Any:
    return {"turn": max(await table.turn(), 1)}


ROWS: Final = [
    Row("GET", "/session", anybody(200)),
    Row("DELETE", "/session", anybody(204)),
    Row("GET", "/sessions", (401, 200, 200, 200, 200, 200)),
    Row("DELETE", "/sessions", (401, 204, 204, 204, 204, 204)),
    Row("POST", "/session", anybody(200), body=_log_in),
    Row("POST", "/instructors", anybody(201), body=_invite),
    Row("POST", "/join/look", anybody(200), body=_code),
    Row("POST", "/join", anybody(201), body=_join),
    Row("POST", "/links/claim", anybody(201), body=_claim),
    Row("GET", "/scenarios", anybody(200)),
    Row("GET", "/scenarios/{key}", anybody(200)),
    Row("GET", "/scenarios-left-out", ANY_INSTRUCTOR),
    Row("GET", "/live/schema", anybody(200)),
    Row("GET", "/classes", ANY_INSTRUCTOR),
    Row("POST", "/classes", (401, 403, 201, 403, 403, 201), body={"name": "IR 101"}),
    Row("GET", "/classes/{class_id}/games", (401, 403, 404, 403, 403, 200)),
    Row(
        "POST",
        "/classes/{class_id}/games",
        (401, 403, 404, 403, 403, 201),
        body={"scenario": "tiny", "early": True},
    ),
    Row("GET", "/games/{game}", MEMBERS),
    Row("GET", "/games/{game}/room", INSTRUCTORS_OWN),
    Row("GET", "/games/{game}/health", INSTRUCTORS_OWN),
    Row("POST", "/games/{game}/start", INSTRUCTORS_OWN, "lobby", {}),
    Row("POST", "/games/{game}/pause", INSTRUCTORS_OWN, body={}),
    Row("POST", "/games/{game}/resume", INSTRUCTORS_OWN, "paused", {}),
    Row("POST", "/games/{game}/resolve", INSTRUCTORS_OWN, body=_closing),
    Row("POST", "/games/{game}/finish", INSTRUCTORS_OWN, body={}),
    Row("POST", "/games/{game}/extend", INSTRUCTORS_OWN, body=_extension),
    Row(
        "POST",
        "/games/{game}/injects",
        (401, 404, 404, 403, 403, 201),
        body={"event": "flood", "state": "fiji"},
    ),
    Row("DELETE", "/games/{game}/injects/{event}", INSTRUCTORS_OWN, query="?state=fiji"),
    Row("PUT", "/games/{game}/seats/{seat}/bot", INSTRUCTORS_OWN, body={"on": True}),
    Row("POST", "/games/{game}/seats/{seat}/link", INSTRUCTORS_OWN, body={}),
    Row("POST", "/games/{game}/spectator-link", INSTRUCTORS_OWN, body={}),
    Row("GET", "/games/{game}/texts", MEMBERS),
    Row("GET", "/games/{game}/snapshot", MEMBERS),
    Row("GET", "/games/{game}/messages", MEMBERS),
    Row("GET", "/games/{game}/stream", MEMBERS, query="?public_after=0&private_after=0"),
    Row("GET", "/games/{game}/turns/{n}/causes", MEMBERS, "ended", query="?subject=system"),
    Row("GET", "/games/{game}/debrief", MEMBERS, "ended"),
    Row("GET", "/games/{game}/chronicle", MEMBERS, "ended"),
    Row("GET", "/games/{game}/export", INSTRUCTORS_OWN),
    Row("POST", "/ws-ticket", MEMBERS, body=_game),
    Row("GET", "/games/{game}/role", (401, 404, 404, 403, 200, 403)),
    Row("GET", "/games/{game}/turns/{n}/move", (401, 404, 404, 403, 200, 403)),
    Row("PUT", "/games/{game}/turns/{n}/move", SEATS_OWN, body={}, needs_key=True),
    Row("DELETE", "/games/{game}/turns/{n}/move", (401, 404, 404, 403, 200, 403), needs_key=True),
    Row("GET", "/games/{game}/turns/{n}/played", (401, 404, 404, 403, 200, 403), "ended"),
    Row("PUT", "/games/{game}/turns/{n}/ready", (401, 404, 404, 403, 200, 403), body={"ready": True}),
    Row("POST", "/games/{game}/statements", SEATS_OWN, body={"text": "We come in peace."}),
    Row("POST", "/games/{game}/cables", SEATS_OWN, body={"to": ["china"], "text": "Between us."}),
]

JSON_ROWS: Final = [row for row in ROWS if row.takes_json]
UNSAFE_ROWS: Final = [row for row in ROWS if row.is_unsafe]

PUBLIC_ADDRESSES: Final = frozenset({"/livez", "/readyz", "/version", "/api/openapi.json"})
"""Outside the base and open to everybody."""
MACHINE_ADDRESSES: Final = frozenset({"/metrics"})
"""For the machine itself only."""


async def set_stage(table: Table, stage: Stage) -> None:
    """Takes a game in its lobby to a stage of its life."""
    if stage == "lobby":
        return
    await table.direct("start")
    if stage == "paused":
        await table.direct("pause")
    if stage == "ended":
        await table.direct("resolve")
        await table.direct("finish")
