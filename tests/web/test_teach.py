"""The instructor's desk. One class a route; rights stand in `test_rights.py`."""

import asyncio
from dataclasses import replace
from functools import partial
from typing import ClassVar

import pytest
from tests.web.house import SITE, Table, fresh_key, lay_table, make_instructor
from tests.web.tiny import RULES_VERSION, load_shown

from comity.game.shelf import Shelf

pytestmark = pytest.mark.asyncio(loop_scope="module")


class TestClasses:
    async def test_a_new_class_is_in_the_list_of_its_own_instructor_only(self, table: Table) -> None:
        made = await table.instructor.ok("POST", "/classes", {"name": "IR 202", "delete_on": "2027-07-31"})
        assert made["delete_on"] == "2027-07-31"
        assert made in await table.instructor.ok("GET", "/classes")
        assert made not in await (await make_instructor(table.app)).ok("GET", "/classes")

    @pytest.mark.parametrize("date", ["tomorrow", "2027-13-01", 20270731, True, "2027-07-31T10:00:00Z", ""])
    async def test_a_date_that_is_none_is_refused(self, table: Table, date: object) -> None:
        problem = await table.instructor.refused(422, "POST", "/classes", {"name": "IR", "delete_on": date})
        assert problem["field"] == "delete_on"


class TestGames:
    async def test_a_new_game_waits_in_its_lobby(self, table: Table) -> None:
        path = f"/classes/{table.classroom}/games"
        made = await table.instructor.ok(
            "POST", path, {"scenario": "tiny", "early": True, "bots_fill": True, "title": "Section A"}
        )
        assert (made["status"], made["turn"], made["turns"]) == ("lobby", 0, 3)
        assert (made["title"], made["scenario_title"]) == ("Section A", "Tiny world")
        assert (made["early"], made["bots_fill"]) == (True, True)
        assert len(made["seed_commitment"]) == 64
        assert made["seed"] is None
        listed = await table.instructor.ok("GET", path)
        assert made["id"] in [game["id"] for game in listed]

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("scenario", "no-such-scenario"),
            ("scenario", "../../etc/passwd"),
            ("minutes_per_turn", 0),
            ("minutes_per_turn", 43_201),
            ("spectator_delay", 4),
            ("spectator_delay", -1),
            ("early", "yes"),
            ("title", "x" * 121),
            ("seed", "00"),
        ],
    )
    async def test_a_wish_that_cannot_be_granted_names_its_field(
        self, table: Table, field: str, value: object
    ) -> None:
        body = {"scenario": "tiny", "early": True, field: value}
        problem = await table.instructor.refused(422, "POST", f"/classes/{table.classroom}/games", body)
        assert problem["field"] == field


class TestRoom:
    async def test_it_shows_who_sits_where_and_how_to_join(self, table: Table) -> None:
        room = await table.instructor.ok("GET", table.path("/room"))
        assert room["header"]["id"] == table.game
        assert room["join_url"] == f"{SITE}/join#{table.code}"
        row = next(seat for seat in room["seats"] if seat["seat"] == "usa")
        assert row["people"] == [{"name": "Player of usa", "here": False, "browsers": 1}]
        assert row["status"] == "away"

    async def test_a_saved_move_shows_as_submitted_and_not_what_it_is(self, playing: Table) -> None:
        await playing.submit("usa", body={"actions": [{"action": "boost"}]})
        room = await playing.instructor.ok("GET", playing.path("/room"))
        row = next(seat for seat in room["seats"] if seat["seat"] == "usa")
        assert (row["status"], row["rev"]) == ("submitted", 1)
        assert "boost" not in str(room)


class TestStart:
    async def test_it_opens_turn_one(self, table: Table) -> None:
        header = await table.direct("start")
        assert (header["status"], header["turn"], header["deadline_at"]) == ("running", 1, None)

    async def test_a_game_starts_once(self, playing: Table) -> None:
        await playing.instructor.refused(409, "POST", playing.path("/start"), {})

    async def test_with_a_clock_the_turn_has_a_deadline(self, table: Table) -> None:
        timed = await lay_table(table.app, minutes_per_turn=7)
        header = await timed.direct("start")
        assert header["deadline_at"] > header["server_now"]
        assert 410 < header["remaining_seconds"] <= 420


class TestPauseAndResume:
    async def test_a_paused_game_takes_no_moves_and_goes_on_where_it_stopped(self, table: Table) -> None:
        timed = await lay_table(table.app, minutes_per_turn=7)
        await timed.direct("start")
        paused = await timed.direct("pause")
        assert (paused["status"], paused["deadline_at"]) == ("paused", None)
        assert 410 < paused["remaining_seconds"] <= 420
        await timed.seats["usa"].refused(
            409, "PUT", timed.path("/turns/1/move"), {}, {"Idempotency-Key": fresh_key()}
        )
        resumed = await timed.direct("resume")
        assert resumed["status"] == "running"
        assert 410 < resumed["remaining_seconds"] <= 420

    async def test_a_running_game_cannot_be_resumed(self, playing: Table) -> None:
        await playing.instructor.refused(409, "POST", playing.path("/resume"), {})


class TestResolve:
    async def test_it_plays_the_turn_and_opens_the_next(self, playing: Table) -> None:
        header = await playing.direct("resolve")
        assert (header["status"], header["turn"]) == ("running", 2)

    async def test_the_last_turn_ends_the_game_and_reveals_the_seed(self, playing: Table) -> None:
        for _ in range(3):
            header = await playing.direct("resolve")
        assert header["status"] == "ended"
        assert len(header["seed"]) == 64

    async def test_two_at_once_and_one_later_resolve_one_turn(self, playing: Table) -> None:
        wish = {"turn": 1}
        press = partial(playing.instructor.ok, "POST", playing.path("/resolve"), wish)
        await asyncio.gather(press(), press())
        assert (await press())["turn"] == 2
        again = await playing.instructor.ok("GET", playing.path("/snapshot"))
        assert again["board"]["turn"] == 1

    @pytest.mark.parametrize("wish", [{}, {"turn": 0}, {"turn": 2}], ids=["no", "nought", "the next"])
    async def test_what_names_no_open_turn_is_refused(self, playing: Table, wish: dict[str, int]) -> None:
        problem = await playing.instructor.refused(422, "POST", playing.path("/resolve"), wish)
        assert problem["field"] == "turn"
        assert await playing.turn() == 1


class TestFinish:
    async def test_the_game_ends_as_it_stands(self, playing: Table) -> None:
        await playing.direct("resolve")
        header = await playing.direct("finish")
        assert header["status"] == "ended"
        await playing.instructor.refused(409, "POST", playing.path("/resolve"), {"turn": 1})


class TestExtend:
    async def test_two_clicks_extend_once(self, table: Table) -> None:
        timed = await lay_table(table.app, minutes_per_turn=7)
        header = await timed.direct("start")
        body = {"minutes": 5, "deadline_version": header["deadline_version"]}
        longer = await timed.instructor.ok("POST", timed.path("/extend"), body)
        assert 710 < longer["remaining_seconds"] <= 720
        problem = await timed.instructor.refused(409, "POST", timed.path("/extend"), body)
        assert problem["type"] == "/problems/stale_deadline"
        assert problem["current_version"] == longer["deadline_version"]

    @pytest.mark.parametrize("minutes", [0, -5, 43_201, 1.5, "5", None])
    async def test_a_number_of_minutes_that_is_none_is_refused(self, table: Table, minutes: object) -> None:
        body = {"minutes": minutes, "deadline_version": 0}
        problem = await table.instructor.refused(422, "POST", table.path("/extend"), body)
        assert problem["field"] == "minutes"


class TestInjects:
    FLOOD: ClassVar = {"event": "flood", "state": "fiji"}
    ECLIPSE: ClassVar = {"event": "eclipse", "state": None}

    async def test_what_was_sent_stands_in_the_room_and_comes_with_the_next_turn(
        self, playing: Table
    ) -> None:
        await playing.instructor.ok("POST", playing.path("/injects"), self.FLOOD)
        sent = await playing.instructor.ok("POST", playing.path("/injects"), {"event": "eclipse"})
        assert sent == {"turn": 1, "waiting": [self.FLOOD, self.ECLIPSE]}
        room = await playing.instructor.ok("GET", playing.path("/room"))
        assert room["injects"] == sent
        await playing.direct("resolve")
        snapshot = await playing.seats["usa"].ok("GET", playing.path("/snapshot"))
        assert {event["event"] for event in snapshot["board"]["events"]} == {"flood", "eclipse"}
        room = await playing.instructor.ok("GET", playing.path("/room"))
        assert room["injects"] == {"turn": 2, "waiting": []}

    async def test_it_can_be_taken_back_while_the_turn_is_open(self, playing: Table) -> None:
        await playing.instructor.ok("POST", playing.path("/injects"), self.FLOOD)
        await playing.instructor.ok("POST", playing.path("/injects"), self.ECLIPSE)
        left = await playing.instructor.ok("DELETE", playing.path("/injects/flood?state=fiji"))
        assert left == {"turn": 1, "waiting": [self.ECLIPSE]}
        assert (await playing.instructor.ok("DELETE", playing.path("/injects/eclipse")))["waiting"] == []

    @pytest.mark.parametrize(
        ("body", "field", "code"),
        [
            ({"event": "food", "state": "fiji"}, "event", "unknown_key"),
            ({"event": "flood"}, "state", "state_missing"),
            ({"event": "flood", "state": "atlantis"}, "state", "unknown_key"),
            ({"event": "eclipse", "state": "fiji"}, "state", "needless_state"),
            ({"state": "fiji"}, "event", "field_missing"),
            ({"event": "flood", "state": "fi ji"}, "state", "text_malformed"),
            ({"event": "flood", "state": "fiji", "turn": 3}, "turn", "field_unknown"),
        ],
    )
    async def test_what_cannot_be_sent_names_its_field(
        self, playing: Table, body: object, field: str, code: str
    ) -> None:
        problem = await playing.instructor.refused(422, "POST", playing.path("/injects"), body)
        assert (problem["field"], problem["faults"][0]["code"]) == (field, code)
        assert problem["fix"]

    @pytest.mark.parametrize(
        ("rest", "status"),
        [
            ("food?state=fiji", 422),
            ("flood", 422),
            ("flood?state=", 422),
            ("flood?state=a%00b", 422),
            ("%00", 404),
        ],
    )
    async def test_what_cannot_wait_cannot_be_taken_back(
        self, playing: Table, rest: str, status: int
    ) -> None:
        await playing.instructor.refused(status, "DELETE", playing.path(f"/injects/{rest}"))

    async def test_outside_its_time_the_game_has_moved_on(self, table: Table) -> None:
        lobby = await table.instructor.refused(409, "POST", table.path("/injects"), self.FLOOD)
        assert lobby["type"] == "/problems/game_is_lobby"
        await table.direct("start")
        await table.direct("resolve")
        await table.direct("resolve")
        last = await table.instructor.refused(409, "POST", table.path("/injects"), self.FLOOD)
        assert last["type"] == "/problems/no_turn_follows"


class TestOtherRules:
    async def test_a_server_without_the_rules_refuses_to_resolve_and_says_so_in_the_games_health(
        self, playing: Table
    ) -> None:
        web = playing.app.state.web
        shelf = Shelf(load_shown, frozenset({"shown-0"}))
        playing.app.state.web = replace(web, ports=replace(web.ports, shelf=shelf))

        refusal = await playing.instructor.refused(409, "POST", playing.path("/resolve"), {"turn": 1})

        assert refusal["type"] == "/problems/other_rules"
        health = await playing.instructor.ok("GET", playing.path("/health"))
        assert health["other_rules"] == {"game": RULES_VERSION, "server": ["shown-0"]}
        playing.app.state.web = web
        await playing.direct("resolve")
        assert (await playing.instructor.ok("GET", playing.path("/health")))["turn"] == 2


class TestBot:
    async def test_a_switched_seat_is_played_and_says_so(self, playing: Table) -> None:
        row = await playing.instructor.ok("PUT", playing.path("/seats/usa/bot"), {"on": True})
        assert row["bot"] is True
        await playing.direct("resolve")
        await playing.direct("finish")
        debrief = await playing.instructor.ok("GET", playing.path("/debrief"))
        assert any(move["seat"] == "usa" and move["by_bot"] for move in debrief["moves"])

    async def test_a_seat_that_is_not_there_is_not_found(self, table: Table) -> None:
        await table.instructor.refused(404, "PUT", table.path("/seats/atlantis/bot"), {"on": True})


class TestLinks:
    async def test_secrets_stand_in_the_fragment_where_no_log_sees_them(self, table: Table) -> None:
        seat = await table.instructor.ok("POST", table.path("/seats/usa/link"), {})
        crowd = await table.instructor.ok("POST", table.path("/spectator-link"), {})
        for url, page in ((seat["url"], "join"), (crowd["url"], "watch")):
            address, _, token = url.partition("#")
            assert address == f"{SITE}/{page}"
            assert len(token) >= 43

    async def test_a_colleague_sees_nothing_of_my_class(self, table: Table) -> None:
        other = await make_instructor(table.app)
        await other.refused(404, "GET", f"/classes/{table.classroom}/games")
