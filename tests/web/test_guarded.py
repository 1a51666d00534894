"""Bodies are bounded, timed, JSON, and never shown back; on a small application with one route."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Annotated

import httpx
import pytest
from fastapi import APIRouter, FastAPI, Header, Query
from pydantic import BaseModel, ConfigDict, Field
from tests.web.hostile import NASTY_BODIES

from comity.web.api import make_api
from comity.web.guarded import BODY_BYTES_MAX, GuardedRoute
from comity.web.origins import OwnOrigins


class Impatient(GuardedRoute):
    seconds_max = 0.05


class Inner(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    target: str = Field(max_length=3)


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    name: str = Field(min_length=1, max_length=5)
    number: int | None = Field(None, ge=1, le=3)
    inner: list[Inner] = Field([], max_length=2)


router = APIRouter(route_class=GuardedRoute)
impatient = APIRouter(route_class=Impatient)


@router.post("/take")
async def take(body: Body) -> Body:
    return body


@router.get("/ask")
async def ask(n: Annotated[int, Query(ge=0)], x_key: Annotated[str, Header(pattern="^[a-z]+$")]) -> int:
    return n


@router.get("/fail")
async def fail() -> None:
    raise RuntimeError("a secret in a message")


@impatient.post("/slow")
async def slow(body: Body) -> Body:
    return body


@pytest.fixture(scope="module")
def api() -> FastAPI:
    return make_api(
        origins=OwnOrigins("http://testserver"),
        https=False,
        client_build=Path("missing"),
        more_routes=[router, impatient],
    )


@pytest.fixture
def client(api: FastAPI) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(api), base_url="http://testserver/api/v1")


async def post(client: httpx.AsyncClient, body: bytes, path: str = "/take") -> httpx.Response:
    return await client.post(path, content=body, headers={"Content-Type": "application/json"})


async def test_a_good_body_passes(client: httpx.AsyncClient) -> None:
    assert (await post(client, b'{"name":"abc"}')).json()["name"] == "abc"


@pytest.mark.parametrize("body", NASTY_BODIES.values(), ids=NASTY_BODIES)
async def test_a_nasty_body_is_a_problem_that_names_a_field(client: httpx.AsyncClient, body: bytes) -> None:
    answer = await post(client, body)
    problem = answer.json()
    assert 400 <= answer.status_code < 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["status"] == answer.status_code
    assert problem["field"]
    assert problem["fix"]
    assert problem["type"] == f"/problems/{problem['faults'][0]['code']}"


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({}, "name", "field_missing"),
        ({"name": 7}, "name", "wrong_type"),
        ({"name": None}, "name", "wrong_type"),
        ({"name": ""}, "name", "text_too_short"),
        ({"name": "abcdef"}, "name", "text_too_long"),
        ({"name": "a", "number": 0}, "number", "number_too_small"),
        ({"name": "a", "number": 4}, "number", "number_too_large"),
        ({"name": "a", "number": 1.5}, "number", "wrong_type"),
        ({"name": "a", "number": "1"}, "number", "wrong_type"),
        ({"name": "a", "number": True}, "number", "wrong_type"),
        ({"name": "a", "seat": "usa"}, "seat", "field_unknown"),
        ({"name": "a", "<b>": 1}, "?", "field_unknown"),
        ({"name": "a", "inner": {}}, "inner", "wrong_type"),
        ({"name": "a", "inner": [{"target": "abcd"}]}, "inner[0].target", "text_too_long"),
        ({"name": "a", "inner": [{"target": "a"}] * 3}, "inner", "list_too_long"),
    ],
)
async def test_each_fault_has_a_field_a_code_and_a_mend(
    client: httpx.AsyncClient, body: dict[str, object], field: str, code: str
) -> None:
    answer = await post(client, json.dumps(body).encode())
    (fault,) = answer.json()["faults"]
    assert answer.status_code == 422
    assert (fault["field"], fault["code"]) == (field, code)
    assert fault["message"].endswith(".")
    assert fault["fix"].endswith(".")


async def test_what_was_sent_is_never_shown_back(client: httpx.AsyncClient) -> None:
    for body in (b'{"name":"canary-7f3a"}', b'{"name":"a","number":"canary-7f3a"}', b'{"name":canary-7f3a}'):
        assert "canary" not in (await post(client, body)).text


async def test_a_thousand_faults_are_cut_short(client: httpx.AsyncClient) -> None:
    answer = await post(client, json.dumps({f"f{n}": n for n in range(1000)}).encode())
    assert len(answer.json()["faults"]) == 20


async def test_a_body_that_is_not_declared_as_json_is_refused(client: httpx.AsyncClient) -> None:
    for content_type in ("text/plain", "application/x-www-form-urlencoded", "application/jsonx", ""):
        answer = await client.post("/take", content=b'{"name":"a"}', headers={"Content-Type": content_type})
        assert answer.status_code == 415
        assert answer.json()["field"] == "Content-Type"


async def test_a_body_may_be_as_large_as_the_limit_and_no_larger(client: httpx.AsyncClient) -> None:
    head = b'{"name":"a"'
    exact = head + b" " * (BODY_BYTES_MAX - len(head) - 1) + b"}"
    assert (await post(client, exact)).status_code == 200
    answer = await post(client, exact + b" ")
    assert answer.status_code == 413
    assert answer.headers["connection"] == "close"


async def test_a_body_that_does_not_come_is_not_waited_for(client: httpx.AsyncClient) -> None:
    async def trickle() -> AsyncIterator[bytes]:
        yield b'{"name":'
        await asyncio.Event().wait()

    answer = await client.post("/slow", content=trickle(), headers={"Content-Type": "application/json"})
    assert answer.status_code == 408
    assert answer.json()["field"] == "body"


async def test_parameters_are_named_too(client: httpx.AsyncClient) -> None:
    answer = await client.get("/ask", params={"n": "-1"}, headers={"X-Key": "UPPER"})
    assert answer.status_code == 422
    assert {fault["field"] for fault in answer.json()["faults"]} == {"n", "x-key"}


async def test_our_own_mistake_is_a_problem_that_tells_nothing(client: httpx.AsyncClient) -> None:
    answer = await client.get("/fail")
    assert answer.status_code == 500
    assert answer.json()["type"] == "/problems/internal_error"
    assert "secret" not in answer.text
    assert answer.headers["x-request-id"]
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_an_unknown_address_and_a_wrong_method_are_problems(client: httpx.AsyncClient) -> None:
    assert (await client.get("/nowhere")).json()["type"] == "/problems/not_found"
    answer = await client.delete("/take")
    assert answer.status_code == 405
    assert answer.json()["type"] == "/problems/method_not_allowed"
