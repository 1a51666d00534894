"""A seat's own routes. One class a route; rights stand in `test_rights.py`."""

import asyncio
from typing import Any

import pytest
from tests.game.tiny_rulebook import secret
from tests.web.house import Table, fresh_key, join

pytestmark = pytest.mark.asyncio(loop_scope="module")

BOOST = {"actions": [{"action": "boost"}]}
CURSE = {"actions": [{"action": "curse", "target": "china"}]}


class TestRole:
    async def test_each_seat_reads_its_own_sheet(self, table: Table) -> None:
        sheet = await table.seats["fiji"].ok("GET", table.path("/role"))
        assert (sheet["seat"], sheet["hidden_html"]) == ("fiji", secret("fiji"))

    async def test_it_is_kept_by_no_cache(self, table: Table) -> None:
        answer = await table.seats["fiji"].ask("GET", table.path("/role"))
        assert answer.headers["cache-control"] == "no-store"


class TestPutMove:
    async def put(self, table: Table, seat: str, body: Any, **headers: str) -> Any:
        key = headers.pop("key", None) or fresh_key()
        return await table.seats[seat].ask(
            "PUT", table.path("/turns/1/move"), body, {"Idempotency-Key": key, **headers}
        )

    async def test_a_saved_move_has_a_receipt_and_can_be_read_back_by_its_team(self, playing: Table) -> None:
        receipt = await playing.submit("usa", body=BOOST)
        assert (receipt["rev"], receipt["turn"]) == (1, 1)
        assert len(receipt["receipt"]) == 64
        teammate = await join(playing.app, playing.code, "usa", "Second Secretary")
        saved = await teammate.ok("GET", playing.path("/turns/1/move"))
        assert saved["move"]["body"] == BOOST
        assert saved["move"]["by"] == "Player of usa"

    async def test_a_later_move_replaces_an_earlier_one(self, playing: Table) -> None:
        await playing.submit("usa", body=BOOST)
        assert (await playing.submit("usa", body=CURSE))["rev"] == 2
        saved = await playing.seats["usa"].ok("GET", playing.path("/turns/1/move"))
        assert (saved["move"]["rev"], saved["move"]["body"]) == (2, CURSE)

    async def test_the_same_key_and_body_give_the_first_receipt_again(self, playing: Table) -> None:
        key = fresh_key()
        first = await playing.submit("usa", body=BOOST, key=key)
        assert await playing.submit("usa", body=BOOST, key=key) == first

    async def test_the_receipt_can_be_fetched_after_the_turn_has_closed(self, playing: Table) -> None:
        key = fresh_key()
        first = await playing.submit("usa", body=BOOST, key=key)
        await playing.direct("resolve")
        assert await playing.submit("usa", body=BOOST, key=key) == first

    async def test_the_same_key_with_another_body_is_refused(self, playing: Table) -> None:
        key = fresh_key()
        await playing.submit("usa", body=BOOST, key=key)
        answer = await self.put(playing, "usa", CURSE, key=key)
        assert answer.status_code == 422
        assert answer.json()["field"] == "Idempotency-Key"

    async def test_ten_racing_requests_with_one_key_save_one_move(self, playing: Table) -> None:
        key = fresh_key()
        receipts = await asyncio.gather(*(playing.submit("usa", body=BOOST, key=key) for _ in range(10)))
        assert all(receipt == receipts[0] for receipt in receipts)

    async def test_a_late_move_is_told_the_turn_that_is_being_played(self, playing: Table) -> None:
        await playing.direct("resolve")
        answer = await self.put(playing, "usa", BOOST)
        assert answer.status_code == 409
        assert answer.json()["type"] == "/problems/turn_closed"
        assert answer.json()["current_turn"] == 2

    async def test_a_move_never_falls_into_a_turn_that_it_does_not_name(self, playing: Table) -> None:
        await self.put(playing, "usa", BOOST)
        await playing.direct("resolve")
        saved = await playing.seats["usa"].ok("GET", playing.path("/turns/2/move"))
        assert saved == {"move": None}

    async def test_if_match_guards_a_teammates_work(self, playing: Table) -> None:
        await playing.submit("usa", body=BOOST)
        stale = await self.put(playing, "usa", CURSE, **{"If-Match": '"0"'})
        assert stale.status_code == 412
        assert stale.json()["current_rev"] == 1
        fresh = await self.put(playing, "usa", CURSE, **{"If-Match": '"1"'})
        assert fresh.status_code == 201

    @pytest.mark.parametrize("value", ["1", "*", '"a"', '""', '"-1"', '"9999999999"'])
    async def test_an_if_match_that_is_no_revision_is_refused(self, playing: Table, value: str) -> None:
        answer = await self.put(playing, "usa", BOOST, **{"If-Match": value})
        assert answer.status_code == 422
        assert answer.json()["field"].lower() == "if-match"

    @pytest.mark.parametrize("key", ["", "short", "x" * 65, "with a blank in it"])
    async def test_a_key_that_is_none_is_refused(self, playing: Table, key: str) -> None:
        answer = await playing.seats["usa"].ask(
            "PUT", playing.path("/turns/1/move"), BOOST, {"Idempotency-Key": key}
        )
        assert answer.status_code == 422
        assert answer.json()["field"].lower() == "idempotency-key"

    async def test_a_move_without_a_key_is_refused(self, playing: Table) -> None:
        problem = await playing.seats["usa"].refused(422, "PUT", playing.path("/turns/1/move"), BOOST)
        assert problem["field"].lower() == "idempotency-key"

    async def test_what_the_rules_refuse_is_told_with_field_and_mend(self, playing: Table) -> None:
        answer = await self.put(playing, "usa", {"actions": [{"action": "boost"}, {"action": "fly"}]})
        assert answer.status_code == 422
        assert answer.json()["field"] == "actions[1].action"
        assert answer.json()["fix"] == "Use boost or curse."

    @pytest.mark.parametrize("turn", ["0", "-1", "1001", "99999999999999999999", "one", "1.5", "%00"])
    async def test_a_turn_that_cannot_be_is_refused(self, playing: Table, turn: str) -> None:
        answer = await playing.seats["usa"].ask(
            "PUT", playing.path(f"/turns/{turn}/move"), BOOST, {"Idempotency-Key": fresh_key()}
        )
        assert answer.status_code in (409, 422)

    async def test_a_seat_that_sends_without_end_is_slowed_down(self, playing: Table) -> None:
        statuses = [(await self.put(playing, "usa", {})).status_code for _ in range(31)]
        assert statuses == [201] * 30 + [429]
        assert (await self.put(playing, "fiji", {})).status_code == 201


class TestWithdrawing:
    """A move is taken back by a revision without a body, under the same rules as any other."""

    async def withdraw(self, playing: Table, seat: str, **headers: str) -> Any:
        headers = {"Idempotency-Key": fresh_key(), **headers}
        return await playing.seats[seat].ask("DELETE", playing.path("/turns/1/move"), None, headers)

    async def test_what_was_saved_counts_no_more_and_the_receipt_is_the_next_revision(
        self, playing: Table
    ) -> None:
        await playing.submit("usa", body=BOOST)
        answer = await self.withdraw(playing, "usa")
        assert (answer.status_code, answer.json()["rev"]) == (200, 2)
        saved = (await playing.seats["usa"].ask("GET", playing.path("/turns/1/move"))).json()
        assert (saved["move"]["rev"], saved["move"]["body"]) == (2, None)

    async def test_the_same_key_again_is_the_same_receipt(self, playing: Table) -> None:
        await playing.submit("usa", body=BOOST)
        key = fresh_key()
        first = await self.withdraw(playing, "usa", **{"Idempotency-Key": key})
        again = await self.withdraw(playing, "usa", **{"Idempotency-Key": key})
        assert first.json() == again.json()

    async def test_a_revision_that_was_not_seen_is_not_withdrawn(self, playing: Table) -> None:
        await playing.submit("usa", body=BOOST)
        answer = await self.withdraw(playing, "usa", **{"If-Match": '"0"'})
        assert (answer.status_code, answer.json()["current_rev"]) == (412, 1)

    async def test_another_move_may_follow(self, playing: Table) -> None:
        await playing.submit("usa", body=BOOST)
        await self.withdraw(playing, "usa")
        assert (await playing.submit("usa", body=CURSE))["rev"] == 3


class TestReady:
    async def test_everybody_sees_who_is_ready_and_it_can_be_taken_back(self, playing: Table) -> None:
        path = playing.path("/turns/1/ready")
        assert await playing.seats["usa"].ok("PUT", path, {"ready": True}) == {"ready": True}
        seats = (await playing.spectator.ok("GET", playing.path("/snapshot")))["seats"]
        assert {seat["seat"]: seat["ready"] for seat in seats} == {"china": False, "fiji": False, "usa": True}
        assert await playing.seats["usa"].ok("PUT", path, {"ready": False}) == {"ready": False}

    async def test_a_turn_that_is_over_cannot_be_made_ready(self, playing: Table) -> None:
        await playing.direct("resolve")
        await playing.seats["usa"].refused(409, "PUT", playing.path("/turns/1/ready"), {"ready": True})


class TestStatements:
    async def test_everybody_reads_it_as_the_seats_words(self, playing: Table) -> None:
        made = await playing.seats["usa"].ok("POST", playing.path("/statements"), {"text": "Hello, world."})
        assert (made["from"], made["to"], made["kind"]) == ("usa", [], "statement")
        for reader in (playing.spectator, playing.seats["fiji"], playing.instructor):
            assert made in (await reader.ok("GET", playing.path("/snapshot")))["messages"]

    @pytest.mark.parametrize("text", ["", "x" * 2001, "bell\x07", 5, None, ["a"]])
    async def test_words_that_cannot_be_shown_are_refused(self, playing: Table, text: object) -> None:
        answer = await playing.seats["usa"].ask("POST", playing.path("/statements"), {"text": text})
        assert answer.status_code in (413, 422)
        assert answer.json()["field"] == "text"

    async def test_markup_is_only_text(self, playing: Table) -> None:
        words = "<script>alert(1)</script><img src=x onerror=alert(1)>"
        made = await playing.seats["usa"].ok("POST", playing.path("/statements"), {"text": words})
        assert made["text"] == words


class TestCables:
    async def test_only_both_ends_and_the_instructor_read_it(self, playing: Table) -> None:
        body = {"to": ["china"], "text": "Between us."}
        made = await playing.seats["usa"].ok("POST", playing.path("/cables"), body)
        assert (made["from"], made["to"], made["kind"]) == ("usa", ["china"], "cable")
        for reader in (playing.seats["usa"], playing.seats["china"], playing.instructor):
            assert made in (await reader.ok("GET", playing.path("/snapshot")))["messages"]
        for outsider in (playing.seats["fiji"], playing.spectator):
            assert "Between us." not in (await outsider.ask("GET", playing.path("/snapshot"))).text

    @pytest.mark.parametrize("to", [[], ["atlantis"], ["usa"], "china", [1], ["china"] * 65])
    async def test_recipients_that_are_none_are_refused(self, playing: Table, to: object) -> None:
        body = {"to": to, "text": "Hello."}
        problem = await playing.seats["usa"].refused(422, "POST", playing.path("/cables"), body)
        assert problem["field"].startswith("to")
