"""Which route is limited by what, and whose requests are counted together."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any, Final

import httpx
import pytest
from fastapi import FastAPI
from tests.live.served import on_loopback
from tests.web.documented import DOCUMENT
from tests.web.house import SITE, Actor, lay_table
from tests.web.routes import ROWS, Row, set_stage

from comity.game import sessions
from comity.game.access import Caller
from comity.web import limits
from comity.web.api import BASE
from comity.web.limits import RateLimits, Rule
from comity.web.problems import ProblemError

pytestmark = pytest.mark.asyncio(loop_scope="module")

Subject = Callable[[Actor, Caller, Any], str]
"""Who is counted, by the one who asks, their session and what they send."""


def address(asker: Actor, _caller: Caller, _body: Any) -> str:
    return limits.address(asker.address)


def account(_asker: Actor, _caller: Caller, body: Any) -> str:
    return limits.account(body["name"])


def seat(_asker: Actor, caller: Caller, _body: Any) -> str:
    return limits.seat(caller)


def session(_asker: Actor, caller: Caller, _body: Any) -> str:
    return f"session:{caller.session}"


@dataclass(frozen=True)
class Limited:
    """A route of `ROWS` by its id, a rule, and the subject that it counts."""

    route: str
    rule: Rule
    subject: Subject

    @property
    def row(self) -> Row:
        return next(row for row in ROWS if row.id == self.route)


LIMITED: Final = [
    Limited("POST /instructors", limits.SIGN_UPS, address),
    Limited("POST /session", limits.LOG_INS_HERE, address),
    Limited("POST /session", limits.LOG_INS, account),
    Limited("POST /join/look", limits.JOINS, address),
    Limited("POST /join", limits.JOINS, address),
    Limited("POST /links/claim", limits.JOINS, address),
    Limited("PUT /games/{game}/turns/{n}/move", limits.MOVES, seat),
    Limited("DELETE /games/{game}/turns/{n}/move", limits.MOVES, seat),
    Limited("PUT /games/{game}/turns/{n}/ready", limits.WORDS, seat),
    Limited("POST /games/{game}/statements", limits.WORDS, seat),
    Limited("POST /games/{game}/cables", limits.WORDS, seat),
    Limited("GET /games/{game}/turns/{n}/causes", limits.CAUSES, seat),
    Limited("GET /games/{game}/turns/{n}/played", limits.PLAYED, seat),
    Limited("GET /games/{game}/messages", limits.MESSAGES, seat),
    Limited("GET /games/{game}/export", limits.EXPORTS, seat),
    Limited("POST /ws-ticket", limits.TICKETS, session),
]


async def use_up(counts: RateLimits, rule: Rule, subject: str) -> None:
    """Spends all that this subject has left."""
    with suppress(ProblemError):
        for _ in range(rule.rate.amount + 1):
            await counts.spend(rule, subject)


async def test_every_route_that_is_said_to_be_limited_and_every_rule_stands_in_the_table() -> None:
    said = {
        f"{method.upper()} {path.removeprefix(BASE)}"
        for path, operations in DOCUMENT["paths"].items()
        for method, operation in operations.items()
        if "429" in operation["responses"]
    }
    assert {limited.route for limited in LIMITED} == said
    rules = {rule.name for rule in vars(limits).values() if isinstance(rule, Rule)}
    assert {limited.rule.name for limited in LIMITED} == rules


@pytest.mark.parametrize("limited", LIMITED, ids=lambda limited: f"{limited.route}: {limited.rule.name}")
async def test_a_route_is_closed_to_whoever_has_used_up_its_rule(app: FastAPI, limited: Limited) -> None:
    table, row = await lay_table(app), limited.row
    await set_stage(table, row.stage)
    asker, body = table.seats["usa"], await row.body_for(table)
    caller = await sessions.authenticate(table.ports, asker.http.cookies["comity-dev"])
    before = await asker.ask(row.method, row.url(table), body, row.headers())
    assert before.status_code != 429

    await use_up(app.state.web.limits, limited.rule, limited.subject(asker, caller, body))

    problem = await asker.refused(429, row.method, row.url(table), body, row.headers())
    assert problem["type"] == "/problems/too_many_requests"


# Behind a proxy everybody's connection comes from the proxy, which says for whom it is.

OUR_PROXY: Final = "127.0.0.1"
NO_PROXY_OF_OURS: Final = "127.0.0.2"
SOMEBODY: Final = "203.0.113.5"
SOMEBODY_ELSE: Final = "203.0.113.6"


@asynccontextmanager
async def calling(port: int, source: str) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the served application, whose connections come from an address of this machine."""
    transport = httpx.AsyncHTTPTransport(local_address=source)
    url = f"http://127.0.0.1:{port}{BASE}"
    async with httpx.AsyncClient(transport=transport, base_url=url, headers={"Origin": SITE}) as client:
        yield client


async def is_closed(client: httpx.AsyncClient, forwarded_for: str) -> bool:
    """Whether one more look at a join code is too many for whom the server takes this to be."""
    headers = {"X-Forwarded-For": forwarded_for}
    answer = await client.post("/join/look", json={"code": "NOSUCH"}, headers=headers)
    assert answer.status_code in (404, 422, 429)
    return answer.status_code == 429


@pytest.mark.parametrize(
    ("allowed", "source", "believed"),
    [
        (None, OUR_PROXY, True),
        (None, NO_PROXY_OF_OURS, False),
        (NO_PROXY_OF_OURS, NO_PROXY_OF_OURS, True),
        (NO_PROXY_OF_OURS, OUR_PROXY, False),
    ],
    ids=["this machine", "another machine", "the proxy that was named", "another than was named"],
)
async def test_whom_a_request_is_for_is_believed_of_the_proxy_that_the_operator_named_and_of_nobody_else(
    app: FastAPI, monkeypatch: pytest.MonkeyPatch, allowed: str | None, source: str, believed: bool
) -> None:
    monkeypatch.setattr(app.state.web.limits, "_limiter", RateLimits()._limiter)
    monkeypatch.delenv("FORWARDED_ALLOW_IPS", raising=False)
    if allowed is not None:
        monkeypatch.setenv("FORWARDED_ALLOW_IPS", allowed)
    counted = SOMEBODY if believed else source

    async with on_loopback(app) as port, calling(port, source) as client:
        assert not await is_closed(client, SOMEBODY)
        await use_up(app.state.web.limits, limits.JOINS, limits.address(counted))

        assert await is_closed(client, SOMEBODY)
        assert await is_closed(client, f"{SOMEBODY_ELSE}, {SOMEBODY}"), (
            "what a client adds itself is no word of ours"
        )
        assert await is_closed(client, SOMEBODY_ELSE) is not believed
