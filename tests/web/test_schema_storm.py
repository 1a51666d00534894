"""Whatever the OpenAPI document allows, in whatever order: no answer of 500 or more, none that the document
does not describe, none that takes a second; only `/readyz` may say that it is not ready. `make schema-storm`
asks some thirty times as much.
"""

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from tests.web.documented import DOCUMENT
from tests.web.house import sqlite_settings
from tests.web.schema import links, report
from tests.web.schema.stage import PRINCIPALS, Stage, staged
from tests.web.schema.storm import Tally, storm

from comity.web.health import Probe

SEED = 1
REQUESTS_EACH = 150
ROUNDS_MORE = 6


@pytest.fixture(scope="module")
def stage(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with staged(sqlite_settings(sqlite_template, tmp_path_factory.mktemp("storm")), SEED) as found:
        yield found


@pytest.fixture(scope="module")
def seen() -> Tally:
    """What all principals met."""
    return Tally()


@pytest.mark.slow
@pytest.mark.parametrize("principal", PRINCIPALS)
def test_every_answer_is_one_that_the_document_describes(stage: Stage, seen: Tally, principal: str) -> None:
    tally = storm(stage, DOCUMENT, principal, budget=REQUESTS_EACH, seed=SEED)
    seen.add(tally)
    assert tally.violations == []
    assert tally.server_errors == 0
    assert tally.requests >= REQUESTS_EACH


@pytest.mark.slow
def test_the_storm_reached_what_it_was_to_look_at(stage: Stage, seen: Tally) -> None:
    if not seen.requests:
        pytest.skip("no storm was run")
    everything = {
        f"{method.upper()} {path}" for path, operations in DOCUMENT["paths"].items() for method in operations
    }
    # What chance has left out is asked for again, with other seeds: as anonymous, to whom every door answers
    for again in range(1, ROUNDS_MORE + 1):
        if set(seen.slowest) == everything:
            break
        seen.add(storm(stage, DOCUMENT, PRINCIPALS[0], budget=REQUESTS_EACH, seed=SEED + again))
    assert seen.violations == []
    done = {operation for operation, status in seen.statuses if status < 300}
    assert set(seen.slowest) == everything
    assert len(done) >= 0.7 * len(everything), sorted(everything - done)
    assert not any(status == 429 for _, status in seen.statuses)


def test_every_link_leads_somewhere() -> None:
    linked = links.linked(DOCUMENT)
    targets = {
        link["operationId"]
        for operations in linked["paths"].values()
        for operation in operations.values()
        for answer in operation["responses"].values()
        for link in answer.get("links", {}).values()
    }
    assert targets == {
        operation["operationId"]
        for operations in DOCUMENT["paths"].values()
        for operation in operations.values()
    }


class TestASabotagedRouteIsCaught:
    """The checker has to see what it is there to see."""

    @pytest.fixture
    def sabotaged(self, stage: Stage) -> Iterator[Stage]:
        """The same application, where two routes have gone wrong."""
        wrong = APIRouter()

        @wrong.get("/livez")
        async def falls() -> None:
            raise ArithmeticError("sabotage")

        @wrong.get("/version")
        async def babbles() -> Response:
            return JSONResponse({"version": 7, "secret": "of nobody's business"})

        @wrong.get("/api/v1/live/schema")
        async def moves_away() -> Response:
            return Response(status_code=418, media_type="text/html")

        kept = list(stage.app.router.routes)
        stage.app.router.routes[:0] = wrong.routes
        yield stage
        stage.app.router.routes[:] = kept

    def test_an_error_a_wrong_body_and_a_status_that_is_not_described(self, sabotaged: Stage) -> None:
        tally = storm(
            sabotaged, _only("/livez", "/version", "/api/v1/live/schema"), "anonymous", budget=40, seed=2
        )
        found = {(one.operation, one.status): one.what for one in tally.violations}
        assert "Server error" in found["GET /livez", 500] or "Undocumented" in found["GET /livez", 500]
        assert "violates schema" in found["GET /version", 200]
        assert "ndocumented" in found["GET /api/v1/live/schema", 418]
        assert tally.server_errors > 0

    def test_the_page_tells_of_it(self, sabotaged: Stage) -> None:
        tally = storm(sabotaged, _only("/livez"), "anonymous", budget=10, seed=2)
        page = report.page(tally, 2, 1.0)
        assert f"Answers of 500 or more: {tally.server_errors}" in page
        assert "## `GET /livez`, 500" in page


class TestReadiness:
    """Not to be ready is an answer, and no other answer of 500 or more is."""

    @pytest.fixture
    def busy(self, stage: Stage) -> Iterator[Stage]:
        """The same application, whose database misses its second; a version can then not be told either."""

        async def misses() -> str:
            raise TimeoutError

        async def waits(_: Request) -> Response:
            return JSONResponse({}, 503)

        health, routes = stage.app.state.health, list(stage.app.router.routes)
        stage.app.state.health = dataclasses.replace(health, probes=[Probe("database", True, misses)])
        stage.app.router.routes[:0] = [Route("/version", waits)]
        yield stage
        stage.app.state.health = health
        stage.app.router.routes[:] = routes

    def test_not_ready_is_no_failure_as_far_as_it_is_told_as_described(self, busy: Stage) -> None:
        tally = storm(busy, _only("/readyz"), "anonymous", budget=10, seed=2)
        assert tally.statuses["GET /readyz", 503] > 0
        assert (tally.violations, tally.server_errors) == ([], 0)

    def test_another_route_may_not_answer_so(self, busy: Stage) -> None:
        tally = storm(busy, _only("/version"), "anonymous", budget=10, seed=2)
        assert tally.server_errors == tally.statuses["GET /version", 503] > 0
        assert "Server error" in "".join(one.what for one in tally.violations)

    @pytest.mark.parametrize("status", [500, 503])
    def test_a_readiness_that_falls_or_babbles_is_caught(self, busy: Stage, status: int) -> None:
        async def goes_wrong(_: Request) -> Response:
            return JSONResponse({"status": "so so"}, status)

        busy.app.router.routes[:0] = [Route("/readyz", goes_wrong)]
        tally = storm(busy, _only("/readyz"), "anonymous", budget=10, seed=2)
        assert ("GET /readyz", status) in {(one.operation, one.status) for one in tally.violations}
        assert tally.server_errors == tally.statuses["GET /readyz", 500]


def _only(*paths: str) -> dict[str, Any]:
    """The document with these paths and the way to them."""
    kept = {path: DOCUMENT["paths"][path] for path in (*paths, "/api/v1/session")}
    kept["/api/v1/session"] = {"get": kept["/api/v1/session"]["get"]}
    return {**DOCUMENT, "paths": kept}
