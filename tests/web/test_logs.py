"""What reaches the logs, and what never does."""

import io
import json
import logging
from typing import Any

import pytest
import structlog
from fastapi import FastAPI
from tests.web.house import PASSWORD, Actor, lay_table, make_instructor
from tests.web.watching import lines

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_class_at_play_leaves_no_secret_and_no_name_in_the_logs(
    app: FastAPI, written: io.StringIO
) -> None:
    table = await lay_table(app)
    await table.direct("start")
    usa = table.seats["usa"]
    await usa.ok("POST", table.path("/statements"), {"text": "canary-statement"})
    await usa.ok("POST", table.path("/cables"), {"to": ["china"], "text": "canary-cable"})
    await table.submit(
        "usa", body={"actions": [{"action": "curse", "target": "china"}]}, key="canary-key-123456"
    )
    await usa.ask("GET", table.path("/turns/1/causes?subject=canary-query"))
    await usa.ask("GET", "/games/canary-address")
    await usa.ask("PUT", table.path("/turns/1/move"), {"canary-field": "canary-value"})
    await Actor(app).ask("POST", "/session", {"name": "canary-name", "password": "canary-password"})
    link = await table.instructor.ok("POST", table.path("/seats/fiji/link"), {})
    issued = await usa.ok("POST", "/ws-ticket", {"game": table.game})
    async with table.ports.store.read() as work:
        seed = (await work.games.seed(table.game)).hex()
    text = written.getvalue()
    tokens = [actor.http.cookies["comity-dev"] for actor in (usa, table.instructor, table.spectator)]
    secrets = [
        "canary",
        "Player of",
        "Instructor",
        PASSWORD,
        "curse",
        seed,
        link["url"],
        issued["ticket"],
        table.code,
    ]
    assert [one for one in [*secrets, *tokens] if one in text] == []
    routes = {line["route"] for line in lines(written) if line["event"] == "request"}
    assert "/games/{game}/turns/{n}/move" in routes


async def test_every_line_is_one_json_object_with_time_level_and_event(
    app: FastAPI, written: io.StringIO
) -> None:
    await make_instructor(app)
    found = lines(written)
    assert found
    assert all({"time", "level", "event"} <= line.keys() for line in found)
    request = next(line for line in found if line["event"] == "request")
    assert {"request_id", "method", "route", "status", "ms"} <= request.keys()


async def test_what_is_logged_under_a_telling_name_is_struck_out(written: io.StringIO) -> None:
    structlog.get_logger().info("event", password="hunter2", token="t", game="g1")
    (line,) = lines(written)
    assert (line["password"], line["token"], line["game"]) == ("[removed]", "[removed]", "g1")


async def test_a_librarys_log_gets_the_same_treatment(written: io.StringIO) -> None:
    logging.getLogger("some.library").warning("moved", extra={"game": "g1", "cookie": "secret"})
    (line,) = lines(written)
    assert (line["event"], line["game"], line["cookie"]) == ("moved", "g1", "[removed]")


@pytest.mark.parametrize("how", ["structlog", "logging"])
async def test_an_exception_tells_its_kind_and_place_and_not_its_words(
    written: io.StringIO, how: str
) -> None:
    logger: Any = structlog.get_logger() if how == "structlog" else logging.getLogger("some.module")
    try:
        json.loads("what the player wrote")
    except ValueError:
        logger.exception("failed")
    (line,) = lines(written)
    assert line["error"] == "JSONDecodeError"
    assert line["where"][0].startswith("test_logs.py:")
    assert "player wrote" not in written.getvalue()
