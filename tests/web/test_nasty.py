"""The nasty list against every route that takes JSON: a 4xx that names a field, and nothing stored."""

from typing import Any

import pytest
import pytest_asyncio
from fastapi import FastAPI
from sqlalchemy import text
from tests.web.hostile import HOSTILE_ORIGINS, NASTY_BODIES
from tests.web.house import SITE, TwoTables, lay_table, lay_two_tables
from tests.web.routes import JSON_ROWS, PRINCIPALS, UNSAFE_ROWS, Row, actor

from comity.web.origins import SameOriginOnly

pytestmark = pytest.mark.asyncio(loop_scope="module")

HOSTILE_HEADERS = [
    *({"Origin": origin} for origin in [*HOSTILE_ORIGINS, SITE + ".evil.example", "http://127.0.0.1:8001"]),
    *({"Sec-Fetch-Site": site} for site in ("cross-site", "same-site", "none", "")),
]
MAY_STILL_CHANGE = {"session", "heartbeat"}
"""Signs of life are written while we look."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def field(app: FastAPI) -> TwoTables:
    """One game at turn 1 for all of them: nothing that is sent may change it."""
    table = await lay_two_tables(app)
    await table.direct("start")
    return table


async def stored(app: FastAPI) -> dict[str, Any]:
    """Every row of every table."""
    async with app.state.house.engine.connect() as connection:
        names = (
            await connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'"))
        ).scalars()
        return {
            name: (await connection.execute(text(f'SELECT * FROM "{name}"'))).all()
            for name in names
            if name not in MAY_STILL_CHANGE
        }


def allowed(row: Row) -> str:
    """The principal who may do it, so that nothing but the body can be the reason for a refusal."""
    return next(
        name for name, status in zip(PRINCIPALS[::-1], row.statuses[::-1], strict=True) if status < 300
    )


@pytest.mark.parametrize("row", JSON_ROWS, ids=lambda row: row.id)
async def test_no_nasty_body_is_accepted_or_stored(app: FastAPI, field: TwoTables, row: Row) -> None:
    sender = actor(field, allowed(row))
    before = await stored(app)
    for name, body in NASTY_BODIES.items():
        answer = await sender.http.request(
            row.method,
            row.url(field),
            content=body,
            headers={"Content-Type": "application/json", **row.headers()},
        )
        problem = answer.json()
        assert 400 <= answer.status_code < 500, name
        assert answer.status_code not in (401, 403, 404, 409, 429), name
        assert answer.headers["content-type"] == "application/problem+json", name
        assert problem["field"], name
        assert problem["fix"], name
    assert await stored(app) == before


@pytest.mark.parametrize("row", JSON_ROWS, ids=lambda row: row.id)
async def test_text_for_a_database_to_choke_on_is_refused_in_every_field(field: TwoTables, row: Row) -> None:
    sender, good = actor(field, allowed(row)), await row.body_for(field)
    for name, value in good.items():
        if isinstance(value, str):
            for bad in ("\x00", "a\x00b", "\ud800"):
                problem = await sender.refused(
                    400, row.method, row.url(field), {**good, name: bad}, row.headers()
                )
                assert problem["field"] == name


@pytest.mark.parametrize("row", UNSAFE_ROWS, ids=lambda row: row.id)
async def test_no_other_page_may_act_for_us(field: TwoTables, row: Row) -> None:
    sender = actor(field, allowed(row))
    body = await row.body_for(field)
    for headers in HOSTILE_HEADERS:
        answer = await sender.ask(row.method, row.url(field), body, {**row.headers(), **headers})
        assert answer.status_code == 403, headers
        assert answer.json()["type"] == "/problems/cross_site"


async def test_control_without_a_look_at_the_origin_other_pages_get_through(
    app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = await lay_table(app)
    monkeypatch.setattr(SameOriginOnly, "_is_ours", lambda _self, _headers: True)
    wish = {"text": "Sent by a page of somebody else's."}

    through = [
        headers
        for headers in HOSTILE_HEADERS
        if await table.seats["fiji"].ok("POST", table.path("/statements"), wish, headers)
    ]

    assert through == HOSTILE_HEADERS


async def test_a_program_without_a_browsers_headers_is_no_page(field: TwoTables) -> None:
    sender = field.seats["china"]
    del sender.http.headers["Origin"]
    await sender.ok("POST", field.path("/statements"), {"text": "From a script."})
