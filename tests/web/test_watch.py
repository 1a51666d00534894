"""Looking at scenarios and games. One class a route; rights stand in `test_rights.py`."""

import csv
import io
import json
from hashlib import sha256

import pytest
from fastapi import FastAPI
from tests.game.tiny_rulebook import secret
from tests.web.house import Actor, Table, lay_table

from comity.game import press

pytestmark = pytest.mark.asyncio(loop_scope="module")


class TestScenarios:
    async def test_a_stranger_can_read_what_there_is_to_play(self, table: Table) -> None:
        (summary,) = await table.anonymous.ok("GET", "/scenarios")
        assert (summary["key"], summary["seats"], summary["turns"]) == ("tiny", 3, 3)
        page = await table.anonymous.ok("GET", "/scenarios/tiny")
        assert [seat["seat"] for seat in page["seats"]] == ["china", "fiji", "usa"]
        assert "secret" not in str(page)

    @pytest.mark.parametrize("key", ["unknown", "library", "..%2Flibrary", "%2e%2e", "tiny%00", "TINY"])
    async def test_what_is_no_scenario_is_not_found(self, table: Table, key: str) -> None:
        await table.anonymous.refused(404, "GET", f"/scenarios/{key}")


class TestTexts:
    async def test_they_are_sent_once_and_then_known_by_the_digest_of_all_that_was_sent(
        self, table: Table
    ) -> None:
        first = await table.seats["usa"].ask("GET", table.path("/texts"))
        assert first.json()["title"] == "Tiny world"
        etag = first.headers["etag"]
        assert etag == f'"{sha256(first.content).hexdigest()}"'
        again = await table.seats["usa"].ask("GET", table.path("/texts"), headers={"If-None-Match": etag})
        assert (again.status_code, again.content) == (304, b"")
        other = await table.spectator.ask("GET", table.path("/texts"))
        assert other.headers["etag"] == etag


class TestSnapshot:
    async def test_each_viewer_gets_the_public_board_and_only_their_own_secrets(self, playing: Table) -> None:
        usa = await playing.seats["usa"].ask("GET", playing.path("/snapshot"))
        crowd = await playing.spectator.ask("GET", playing.path("/snapshot"))
        assert usa.json()["board"] == crowd.json()["board"]
        assert usa.json()["own"]["seat"] == "usa"
        assert crowd.json()["own"] is None
        assert secret("usa") in usa.text
        assert secret("fiji") not in usa.text
        assert "secret" not in crowd.text

    async def test_the_seed_is_nowhere_before_the_end(self, playing: Table) -> None:
        async with playing.ports.store.read() as work:
            seed = (await work.games.seed(playing.game)).hex()
        for actor in (playing.instructor, playing.seats["usa"], playing.spectator):
            for path in ("", "/snapshot", "/stream", "/texts"):
                assert seed not in (await actor.ask("GET", playing.path(path))).text
        assert seed not in (await playing.instructor.ask("GET", playing.path("/export"))).text


class TestMessages:
    async def test_what_was_said_before_the_snapshot_is_read_page_by_page(
        self, either_app: FastAPI, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(press, "PAGE_MESSAGES", 2)
        table = await lay_table(either_app)
        await table.direct("start")
        said = [f"Statement {n}." for n in range(5)]
        for text in said:
            await table.seats["usa"].ok("POST", table.path("/statements"), {"text": text})

        page = await table.spectator.ok("GET", table.path("/snapshot"))
        heard = page["messages"]
        while page["earlier_messages"]:
            before = heard[0]["id"]
            page = await table.spectator.ok("GET", table.path(f"/messages?before={before}"))
            heard = page["messages"] + heard

        assert [message["text"] for message in heard] == said

    async def test_without_a_message_it_gives_what_the_snapshot_holds(self, playing: Table) -> None:
        await playing.seats["usa"].ok("POST", playing.path("/statements"), {"text": "We come in peace."})
        seen = await playing.spectator.ok("GET", playing.path("/snapshot"))
        page = await playing.spectator.ok("GET", playing.path("/messages"))
        assert page == {part: seen[part] for part in ("messages", "earlier_messages")}
        assert len(page["messages"]) == 1

    async def test_a_cable_of_others_and_one_that_never_was_are_refused_in_the_same_bytes(
        self, playing: Table
    ) -> None:
        cable = {"to": ["china"], "text": "Between us."}
        hidden = (await playing.seats["usa"].ok("POST", playing.path("/cables"), cable))["id"]
        for actor in (playing.seats["fiji"], playing.spectator):
            one, other = [
                await actor.ask("GET", playing.path(f"/messages?before={before}"))
                for before in (hidden, "f" * 32)
            ]
            assert (one.status_code, one.content) == (422, other.content)
            assert one.json()["field"] == "before"
        await playing.seats["china"].ok("GET", playing.path(f"/messages?before={hidden}"))

    @pytest.mark.parametrize("before", ["", "x", "%00", "F" * 32, "f" * 33])
    async def test_what_is_no_id_is_refused_by_name(self, playing: Table, before: str) -> None:
        problem = await playing.spectator.refused(422, "GET", playing.path(f"/messages?before={before}"))
        assert problem["field"] == "before"


class TestStream:
    async def test_it_gives_what_came_after_the_numbers(self, playing: Table) -> None:
        whole = await playing.seats["usa"].ok("GET", playing.path("/stream?public_after=0&private_after=0"))
        assert [one["seq"] for one in whole["public"]] == list(range(1, whole["heads"]["public"] + 1))
        head = whole["heads"]
        rest = await playing.seats["usa"].ok(
            "GET",
            playing.path(f"/stream?public_after={head['public'] - 1}&private_after={head['private']}"),
        )
        assert rest["public"] == whole["public"][-1:]
        assert rest["private"] == []
        assert rest["epoch"] == whole["epoch"]

    @pytest.mark.parametrize(
        "query", ["public_after=-1", "private_after=x", "public_after=99999999999999999999"]
    )
    async def test_numbers_that_are_none_are_refused(self, playing: Table, query: str) -> None:
        problem = await playing.seats["usa"].refused(422, "GET", playing.path(f"/stream?{query}"))
        assert problem["field"] == query.partition("=")[0]

    @pytest.mark.parametrize("stream", ["public", "private"])
    @pytest.mark.parametrize("after", [2**31 - 1, 2**31, 2**53])
    async def test_given_a_number_from_the_future_when_asked_from_then_there_is_nothing(
        self, either_app: FastAPI, stream: str, after: int
    ) -> None:
        # A number above 2**31 fits into no column of Postgres, and is a number all the same.
        table = await lay_table(either_app)
        page = await table.seats["usa"].ok("GET", table.path(f"/stream?{stream}_after={after}"))
        assert page[stream] == []
        assert page["heads"]["public"] > 0

    async def test_a_delayed_spectator_reads_late(self, table: Table) -> None:
        late = await lay_table(table.app, spectator_delay=1)
        await late.direct("start")
        await late.direct("resolve")
        seen = await late.spectator.ok("GET", late.path("/stream"))
        now = await late.seats["usa"].ok("GET", late.path("/stream"))
        assert seen["heads"]["public"] < now["heads"]["public"]
        assert "turn_resolved" not in [one["event"]["type"] for one in seen["public"]]


class TestCauses:
    async def test_they_sum_to_the_change_that_is_shown(self, playing: Table) -> None:
        await playing.submit("usa", body={"actions": [{"action": "boost"}]})
        await playing.direct("resolve")
        board = (await playing.seats["usa"].ok("GET", playing.path("/snapshot")))["board"]
        lines = await playing.seats["usa"].ok(
            "GET", playing.path("/turns/1/causes?subject=state:usa&variable=economy")
        )
        assert sum(line["delta"] for line in lines) == board["states"]["usa"]["economy"]["change"]

    async def test_what_another_did_in_secret_says_only_that_it_is_hidden(self, playing: Table) -> None:
        await playing.submit("usa", body={"actions": [{"action": "curse", "target": "china"}]})
        await playing.direct("resolve")
        path = playing.path("/turns/1/causes?subject=state:china")
        reasons = [line["because"] for line in await playing.seats["china"].ok("GET", path)]
        assert "hidden until the debrief" in reasons
        assert "usa" not in reasons

    @pytest.mark.parametrize("turn", [0, 1, 2, 1000])
    async def test_a_turn_that_is_not_resolved_has_none(self, playing: Table, turn: int) -> None:
        await playing.seats["usa"].refused(
            404, "GET", playing.path(f"/turns/{turn}/causes?subject=state:usa")
        )

    @pytest.mark.parametrize(
        "query",
        ["subject=%00", "subject=a b", "variable=%F0%9F%98%80&subject=system", f"subject={'x' * 201}"],
    )
    async def test_a_subject_that_is_none_is_refused(self, playing: Table, query: str) -> None:
        await playing.direct("resolve")
        problem = await playing.seats["usa"].refused(422, "GET", playing.path(f"/turns/1/causes?{query}"))
        assert problem["field"] == query.partition("=")[0]

    async def test_of_all_at_once_nobody_may_ask(self, playing: Table) -> None:
        await playing.direct("resolve")
        problem = await playing.instructor.refused(422, "GET", playing.path("/turns/1/causes"))
        assert problem["field"] == "subject"

    async def test_one_member_may_ask_twice_a_second_and_no_more(self, playing: Table) -> None:
        await playing.direct("resolve")
        path = playing.path("/turns/1/causes?subject=system")
        answers = [(await playing.spectator.ask("GET", path)).status_code for _ in range(121)]
        assert answers == [200] * 120 + [429]
        await playing.seats["usa"].ok("GET", path)


class TestDebrief:
    async def test_there_is_none_before_the_end(self, playing: Table) -> None:
        await playing.instructor.refused(409, "GET", playing.path("/debrief"))

    async def test_at_the_end_everything_is_open_to_every_member(self, playing: Table) -> None:
        await playing.seats["usa"].ok(
            "POST", playing.path("/cables"), {"to": ["china"], "text": "Between us."}
        )
        await playing.submit("usa", body={"actions": [{"action": "boost"}]})
        await playing.direct("resolve")
        await playing.direct("finish")
        for member in (playing.spectator, playing.seats["fiji"], playing.instructor):
            chronicle = await member.ok("GET", playing.path("/chronicle"))
            assert chronicle["sections"][0]["paragraphs"][0]["head"] == "Turn"
            debrief = await member.ok("GET", playing.path("/debrief"))
            assert [line["turn"] for line in debrief["turns"]] == [0, 1]
            assert {line["seat"] for line in debrief["scores"]} == {"china", "fiji", "usa"}
            assert debrief["archive"][0]["text"] == "Between us."
            assert debrief["objectives"]["usa"][0]["text"] == secret("usa")
            assert debrief["commitment_holds"] is True


class TestExport:
    async def test_json_is_a_file_that_can_be_read_again(self, playing: Table) -> None:
        answer = await playing.instructor.ask("GET", playing.path("/export?format=json"))
        assert answer.headers["content-type"] == "application/json"
        assert answer.headers["content-disposition"].startswith("attachment; filename=")
        assert json.loads(answer.content)["game"] == playing.game

    async def test_csv_holds_no_formula(self, playing: Table) -> None:
        await playing.seats["usa"].ok(
            "POST", playing.path("/statements"), {"text": '=HYPERLINK("http://evil")'}
        )
        answer = await playing.instructor.ask("GET", playing.path("/export?format=csv"))
        assert answer.headers["content-type"].startswith("text/csv")
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert any("HYPERLINK" in cell for row in rows for cell in row)
        assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row)

    async def test_names_of_people_are_in_no_export(self, playing: Table) -> None:
        for form in ("json", "csv"):
            answer = await playing.instructor.ask("GET", playing.path(f"/export?format={form}"))
            assert "Player of" not in answer.text

    async def test_members_may_export_once_the_game_has_ended(self, playing: Table) -> None:
        await playing.spectator.refused(403, "GET", playing.path("/export"))
        await playing.direct("finish")
        await playing.spectator.ok("GET", playing.path("/export"))

    async def test_one_member_may_ask_for_six_a_minute_and_no_more(self, playing: Table) -> None:
        await playing.direct("finish")
        paths = [playing.path(f"/export?format={form}") for form in ("json", "csv")]
        answers = [(await playing.seats["usa"].ask("GET", path)).status_code for path in paths * 3]
        assert answers == [200] * 6
        problem = await playing.seats["usa"].refused(429, "GET", paths[0])
        assert problem["faults"][0]["code"] == "too_many_requests"
        await playing.spectator.ok("GET", paths[0])

    async def test_another_format_is_refused(self, playing: Table) -> None:
        problem = await playing.instructor.refused(422, "GET", playing.path("/export?format=xlsx"))
        assert problem["field"] == "format"


class TestTicket:
    async def test_a_member_gets_one_for_thirty_seconds(self, playing: Table) -> None:
        issued = await playing.spectator.ok("POST", "/ws-ticket", {"game": playing.game})
        assert issued["expires_in"] == 30
        assert len(issued["ticket"]) >= 43

    async def test_one_session_cannot_hoard_them(self, playing: Table) -> None:
        actor: Actor = playing.seats["fiji"]
        statuses = [
            (await actor.ask("POST", "/ws-ticket", {"game": playing.game})).status_code for _ in range(61)
        ]
        assert statuses == [200] * 60 + [429]
