"""What an operator is told: each thing that happens has its line, with its fields, and moves its figure."""

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncConnection
from starlette.types import Receive, Scope, Send
from tests.servers import free_port
from tests.web.house import SITE, Actor, fresh_key, join, lay_table, make_instructor, parts, sqlite_settings
from tests.web.watching import PROCESS, Counted, lines

from comity.app import create_app
from comity.metrics import CLOCK_SKEW
from comity.web.request_log import RequestLog

pytestmark = pytest.mark.asyncio(loop_scope="module")


class TestMoves:
    async def test_an_accepted_move_says_which_and_how_long_it_took(
        self, app: FastAPI, written: io.StringIO
    ) -> None:
        table = await lay_table(app)
        await table.direct("start")
        saved, waits = (
            Counted("comity_moves_total", result="saved"),
            Counted("comity_db_pool_wait_seconds_count"),
        )
        await table.submit("usa")
        (line,) = lines(written, "move_accepted")
        assert (line["game"], line["seat"], line["turn"], line["rev"]) == (table.game, "usa", 1, 1)
        assert line["ms"] > 0
        assert line["process"] == PROCESS
        request = lines(written, "request")[-1]
        assert line["request_id"] == request["request_id"]
        assert saved.more == 1
        assert waits.more >= 1

    async def test_a_refused_move_says_why(self, app: FastAPI, written: io.StringIO) -> None:
        table = await lay_table(app)
        await table.direct("start")
        late = Counted("comity_moves_total", result="turn_closed")
        await table.seats["usa"].refused(
            409, "PUT", table.path("/turns/2/move"), {}, {"Idempotency-Key": fresh_key()}
        )
        (line,) = lines(written, "move_refused")
        assert (line["game"], line["seat"], line["turn"]) == (table.game, "usa", 2)
        assert line["reason"] == "turn_closed"
        assert late.more == 1


class TestTurns:
    async def test_a_turn_closes_and_is_resolved_from_inputs_that_can_be_compared(
        self, app: FastAPI, written: io.StringIO
    ) -> None:
        table = await lay_table(app)
        await table.direct("start")
        computed = Counted("comity_resolve_seconds_count")
        await table.direct("resolve")
        (closed,), (resolved,) = lines(written, "turn_closed"), lines(written, "turn_resolved")
        async with table.ports.store.read() as work:
            stored = await work.resolutions.find(table.game, 1)
        assert stored is not None
        assert (closed["game"], closed["turn"], closed["close_no"]) == (table.game, 1, 1)
        assert (resolved["game"], resolved["turn"]) == (table.game, 1)
        assert resolved["input_digest"] == stored.input_digest
        assert resolved["ms"] > 0
        assert computed.more == 1

    async def test_every_hand_on_the_clock_or_the_seats_leaves_its_line(
        self, app: FastAPI, written: io.StringIO
    ) -> None:
        table = await lay_table(app, minutes_per_turn=10)
        for lever in ("start", "pause", "resume"):
            await table.direct(lever)
        header = await table.instructor.ok("GET", table.path())
        version = header["deadline_version"]
        await table.instructor.ok("POST", table.path("/extend"), {"minutes": 5, "deadline_version": version})
        await table.instructor.ok("PUT", table.path("/seats/usa/bot"), {"on": True})
        await table.instructor.ok("POST", table.path("/seats/fiji/link"), {})
        await table.instructor.ok("POST", table.path("/injects"), {"event": "flood", "state": "fiji"})
        await table.direct("finish")
        of_game = [line for line in lines(written) if line.get("game") == table.game and "turn" in line]
        assert [line["event"] for line in of_game] == [
            "game_paused",
            "game_resumed",
            "deadline_changed",
            "event_injected",
        ]
        told = {line["event"]: line for line in lines(written) if line.get("game") == table.game}
        assert told["deadline_changed"]["minutes"] == 5
        assert (told["bot_switched"]["seat"], told["bot_switched"]["on"]) == ("usa", True)
        assert (told["seat_handed_over"]["seat"], told["seat_handed_over"]["version"]) == ("fiji", 1)
        assert told["event_injected"].keys().isdisjoint({"state", "name"})
        assert "flood" not in written.getvalue().replace("{event}", "")
        assert {"game_started", "game_ended", "spectator_link_made"} <= told.keys()


class TestPeople:
    async def test_who_comes_in_is_told_by_kind_and_seat_and_never_by_name(
        self, app: FastAPI, written: io.StringIO
    ) -> None:
        table = await lay_table(app)
        await join(app, table.code, "usa", "Hypatia")
        login = {"name": table.instructor.name, "password": "a long sentence to remember"}
        await Actor(app).ok("POST", "/session", login)
        await Actor(app).refused(401, "POST", "/session", {**login, "password": "a guess of a stranger"})
        came = [(line["kind"], line["game"], line["seat"]) for line in lines(written, "signed_in")]
        assert ("seat", table.game, "usa") in came
        assert ("spectator", table.game, None) in came
        assert came[-1] == ("instructor", None, None)
        (refused,) = lines(written, "log_in_refused")
        assert refused["reason"] == "wrong_login"
        assert "Hypatia" not in written.getvalue()
        assert table.instructor.name not in written.getvalue()

    async def test_a_limit_that_is_hit_is_told_and_counted(self, app: FastAPI, written: io.StringIO) -> None:
        hits = Counted("comity_limit_hits_total", limit="log_ins")
        account = {"name": (await make_instructor(app)).name, "password": "a guess of a stranger"}
        answers = [(await Actor(app).ask("POST", "/session", account)).status_code for _ in range(6)]
        assert answers == [401] * 5 + [429]
        (line,) = lines(written, "limit_hit")
        assert (line["limit"], hits.more) == ("log_ins", 1)


class TestTheServer:
    async def test_figures_have_a_port_of_their_own_where_one_is_given(
        self, sqlite_template: Path, tmp_path: Path
    ) -> None:
        port = free_port()
        settings = sqlite_settings(sqlite_template, tmp_path, metrics_port=port)
        served = create_app(settings, parts())
        local = httpx.ASGITransport(served, client=("127.0.0.1", 1))
        async with served.router.lifespan_context(served), httpx.AsyncClient() as http:
            found = await http.get(f"http://127.0.0.1:{port}/metrics")
            async with httpx.AsyncClient(transport=local, base_url=SITE) as own:
                assert (await own.get("/metrics")).status_code == 404
        assert "\ncomity_turns_overdue " in found.text

    async def test_our_own_mistake_is_counted_and_told_without_its_words(self, written: io.StringIO) -> None:
        async def broken(scope: Scope, receive: Receive, send: Send) -> None:
            raise ValueError("what the player wrote")

        mistakes = Counted("comity_http_5xx_total")
        transport = httpx.ASGITransport(RequestLog(broken))
        async with httpx.AsyncClient(transport=transport, base_url=SITE) as http:
            assert (await http.get("/")).status_code == 500
        (line,) = lines(written, "request_failed")
        assert (line["error"], mistakes.more) == ("ValueError", 1)
        assert "player wrote" not in written.getvalue()

    @pytest.mark.parametrize("ahead", [5.0, 0.2])
    async def test_a_clock_that_is_off_is_told_at_the_start(
        self,
        sqlite_template: Path,
        tmp_path: Path,
        written: io.StringIO,
        monkeypatch: pytest.MonkeyPatch,
        ahead: float,
    ) -> None:
        figures: list[float] = []  # not the figure itself: the other servers of this process set it too
        monkeypatch.setattr(CLOCK_SKEW, "set", figures.append)

        async def deciding(_: AsyncConnection) -> datetime:
            return datetime.now(UTC) + timedelta(seconds=ahead)

        served = create_app(
            sqlite_settings(sqlite_template, tmp_path), replace(parts(), deciding_time=deciding)
        )
        async with served.router.lifespan_context(served):
            found = lines(written, "clock_skew")
        assert bool(found) is (ahead > 1)
        assert pytest.approx(-ahead, abs=0.15) in figures
        if found:
            assert found[0]["level"] == "warning"
            assert found[0]["seconds"] == pytest.approx(-ahead, abs=0.15)
