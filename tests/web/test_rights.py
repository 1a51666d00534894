"""The table of rights, walked over every route that the application really has."""

from collections.abc import Iterator

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from tests.web.documented import assert_described
from tests.web.house import SITE, Actor, TwoTables, lay_table, lay_two_tables
from tests.web.routes import (
    MACHINE_ADDRESSES,
    PRINCIPALS,
    PUBLIC_ADDRESSES,
    ROWS,
    Row,
    actor,
    set_stage,
)

from comity.game import submit
from comity.game.access import Caller, Seat
from comity.web.api import BASE
from comity.web.client import PAGES

pytestmark = pytest.mark.asyncio(loop_scope="module")


def every_route(routes: list[BaseRoute]) -> Iterator[tuple[str, str]]:
    """Method and path of every route, those of included routers too."""
    for context in iter_route_contexts(routes):
        path = context.path or ""
        match context.original_route:
            case WebSocketRoute():
                yield "WS", path
            case Mount():
                yield "MOUNT", path
            case _:
                for method in sorted((context.methods or set()) - {"HEAD"}):
                    yield method, path


async def test_every_route_has_a_row(app: FastAPI) -> None:
    known = {(row.method, BASE + row.path) for row in ROWS}
    known |= {("GET", path) for path in PUBLIC_ADDRESSES | MACHINE_ADDRESSES}
    known |= {("GET", page) for page in PAGES}
    known |= {("GET", "/favicon.svg"), ("GET", "/favicon.ico"), ("GET", "/robots.txt")}
    known |= {("MOUNT", "/assets"), ("WS", f"{BASE}/games/{{game}}/live")}
    served = set(every_route(list(app.routes)))
    assert len(served) > 40
    assert served == known


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
async def test_each_principal_gets_what_the_table_says(app: FastAPI, row: Row) -> None:
    # And gets it in the shape that our document describes.
    table = await lay_two_tables(app)
    await set_stage(table, row.stage)
    found = {}
    for principal in PRINCIPALS:
        body = await row.body_for(table)
        answer = await actor(table, principal).ask(row.method, row.url(table), body, row.headers())
        found[principal] = answer.status_code
        assert_described(row.method, row.path, answer)
    assert found == dict(zip(PRINCIPALS, row.statuses, strict=True))


GAME_ROWS = [row for row in ROWS if "{game}" in row.path]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def quiet(app: FastAPI) -> TwoTables:
    """Two tables for those who are not let in, and so change nothing."""
    return await lay_two_tables(app)


@pytest.mark.parametrize("row", GAME_ROWS, ids=lambda row: row.id)
async def test_a_game_that_one_may_not_see_answers_like_one_that_does_not_exist(
    quiet: TwoTables, row: Row
) -> None:
    table = quiet
    body = (
        await row.body_for(table)
        if row.path != "/games/{game}/extend"
        else {"minutes": 1, "deadline_version": 0}
    )
    url = row.url(table)
    missing = url.replace(table.game, "0" * len(table.game))
    for stranger in (table.stranger, table.colleague):
        hidden = await stranger.ask(row.method, url, body, row.headers())
        absent = await stranger.ask(row.method, missing, body, row.headers())
        assert hidden.status_code == absent.status_code == 404
        assert hidden.content == absent.content
        assert without_id(hidden) == without_id(absent)


def without_id(answer: httpx.Response) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name != "x-request-id"}


@pytest.mark.parametrize("address", sorted(PUBLIC_ADDRESSES | MACHINE_ADDRESSES))
async def test_the_operators_addresses(app: FastAPI, address: str) -> None:
    for client, expected in (("127.0.0.1", 200), ("192.0.2.7", 404 if address in MACHINE_ADDRESSES else 200)):
        transport = httpx.ASGITransport(app, client=(client, 1))
        async with httpx.AsyncClient(transport=transport, base_url=SITE) as http:
            assert (await http.get(address)).status_code == expected


@pytest.mark.parametrize(
    "game", ["%00", "a%00b", "..%2f..", "%ff", "x" * 65, "%F0%9F%98%80", "'; drop table game"]
)
async def test_an_address_that_cannot_be_a_game_is_not_found(app: FastAPI, game: str) -> None:
    table = await lay_table(app)
    await table.instructor.refused(404, "GET", f"/games/{game}")


async def test_a_seat_in_the_body_or_the_path_gives_no_rights(app: FastAPI) -> None:
    table = await lay_table(app)
    await table.direct("start")
    fiji: Actor = table.seats["fiji"]
    problem = await fiji.refused(
        422,
        "PUT",
        table.path("/turns/1/move"),
        {"seat": "usa"},
        {"Idempotency-Key": "sixteen-characters"},
    )
    assert problem["field"] == "seat"
    await fiji.refused(403, "PUT", table.path("/seats/usa/bot"), {"on": True})
    saved = await table.seats["usa"].ok("GET", table.path("/turns/1/move"))
    assert saved == {"move": None}


async def test_control_a_build_that_reads_the_seat_from_the_body_is_found_out(
    app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def careless(request: Request) -> Response:
        body, game = await request.json(), request.path_params["game"]
        caller = Caller(Seat(game, body.pop("seat")))
        ports, key = app.state.web.ports, request.headers["Idempotency-Key"]
        receipt = await submit.submit_move(ports, caller, game, 1, body, idem_key=key)
        return JSONResponse({"move_id": receipt.move_id})

    table = await lay_table(app)
    await table.direct("start")
    route = Route(BASE + "/games/{game}/turns/1/move", careless, methods=["PUT"])
    monkeypatch.setattr(app.router, "routes", [route, *app.router.routes])

    headers = {"Idempotency-Key": "sixteen-characters"}
    await table.seats["fiji"].ok("PUT", table.path("/turns/1/move"), {"seat": "usa"}, headers)

    saved = await table.seats["usa"].ok("GET", table.path("/turns/1/move"))
    assert saved != {"move": None}
