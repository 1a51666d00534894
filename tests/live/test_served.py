"""Live lines over real sockets: SQLite with the memory bus, and Postgres with Redis."""

import asyncio
from contextlib import AsyncExitStack

import pytest
import pytest_asyncio
from fastapi import FastAPI
from tests.game.tiny_rulebook import secret
from tests.live.applying import comparable
from tests.live.conftest import Surroundings
from tests.live.served import Reader, carried, dial, listen, on_loopback, ticket
from tests.web.hostile import HOSTILE_ORIGINS
from tests.web.house import SITE, Actor, Table, fresh_key, lay_table, lay_two_tables
from websockets.exceptions import InvalidStatus

from comity.live.endpoint import SOCKETS_PER_SESSION
from comity.live.messages import CloseCode

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def say_hello(line: object, ticket_: str, **more: object) -> None:
    hello = {"type": "hello", "ticket": ticket_, "epoch": None, "public": 0, "private": 0, **more}
    await line.say(hello)  # type: ignore[attr-defined]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def quiet(either_app: FastAPI) -> Table:
    """A table for whoever does not get in, and so changes nothing at it."""
    return await lay_table(either_app)


class TestEntering:
    async def test_a_newcomer_gets_a_welcome_and_a_snapshot_of_what_they_may_know(
        self, either_app: FastAPI, port: int
    ) -> None:
        table = await lay_table(either_app)
        await table.direct("start")
        async with listen(port, table.seats["usa"], table.game) as line:
            snapshot = (await line.next())["snapshot"]
            welcome = line.heard[0]
        assert welcome["protocol"] == 1
        assert welcome["heads"] == snapshot["heads"]
        assert snapshot["own"]["objectives"][0]["text"] == secret("usa")
        assert secret("fiji") not in str(snapshot)

    @pytest.mark.parametrize(
        "origin", [*HOSTILE_ORIGINS, SITE + ".evil.example", "http://127.0.0.1:8001", None]
    )
    async def test_no_other_page_gets_through_the_door(
        self, quiet: Table, port: int, origin: str | None
    ) -> None:
        with pytest.raises(InvalidStatus) as caught:
            async with dial(port, quiet.seats["usa"], quiet.game, origin=origin):
                pass
        assert caught.value.response.status_code == 403

    async def test_without_a_session_or_a_membership_there_is_no_line(
        self, either_app: FastAPI, port: int
    ) -> None:
        table = await lay_two_tables(either_app)
        for actor, status in ((table.anonymous, 401), (table.stranger, 404), (table.colleague, 404)):
            with pytest.raises(InvalidStatus) as caught:
                async with dial(port, actor, table.game):
                    pass
            assert caught.value.response.status_code == status
            assert caught.value.response.headers["x-content-type-options"] == "nosniff"

    async def test_a_ticket_opens_one_line_of_its_own_session_and_game(
        self, either_app: FastAPI, port: int
    ) -> None:
        table = await lay_table(either_app)
        usa, fiji = table.seats["usa"], table.seats["fiji"]
        used = await ticket(usa, table.game)
        async with dial(port, usa, table.game) as line:
            await say_hello(line, used)
            assert (await line.next())["type"] == "welcome"
        for bad in (used, await ticket(fiji, table.game), "made-up"):
            async with dial(port, usa, table.game) as line:
                await say_hello(line, bad)
                assert (await line.closed())[0] == CloseCode.TICKET_REFUSED
                assert line.heard == [
                    {
                        "type": "bye",
                        "code": CloseCode.TICKET_REFUSED,
                        "reason": "the ticket is not good; ask for a new one",
                    }
                ]

    async def test_one_session_has_so_many_lines_and_no_more(self, either_app: FastAPI, port: int) -> None:
        table = await lay_table(either_app)
        usa = table.seats["usa"]
        async with asyncio.TaskGroup() as group:
            release = asyncio.Event()
            opened = asyncio.Semaphore(0)

            async def hold() -> None:
                async with dial(port, usa, table.game):
                    opened.release()
                    await release.wait()

            for _ in range(SOCKETS_PER_SESSION):
                group.create_task(hold())
            for _ in range(SOCKETS_PER_SESSION):
                await opened.acquire()
            with pytest.raises(InvalidStatus) as caught:
                async with dial(port, usa, table.game):
                    pass
            assert caught.value.response.status_code == 429
            release.set()
        async with listen(port, usa, table.game) as line:
            assert (await line.next())["type"] == "snapshot"

    @pytest.mark.parametrize("place", ["game", "process"])
    async def test_a_game_and_a_process_have_so_many_lines_and_no_more(
        self, either_app: FastAPI, port: int, place: str
    ) -> None:
        table = await lay_table(either_app)
        live = either_app.state.live
        usa, open_by = table.seats["usa"], live.open_by
        full = f"game:{table.game}" if place == "game" else "all"
        most = live.sockets_per_game if place == "game" else live.sockets_per_process
        others = most - 1 - open_by[full]
        open_by[full] += others
        async with dial(port, usa, table.game):
            with pytest.raises(InvalidStatus) as caught:
                async with dial(port, table.seats["fiji"], table.game):
                    pass
        assert caught.value.response.status_code == 429
        either_app.state.live.open_by[full] -= others

    async def test_nothing_is_compressed_whatever_a_client_offers(
        self, either_app: FastAPI, port: int
    ) -> None:
        table = await lay_table(either_app)
        async with dial(port, table.seats["usa"], table.game, compression="deflate") as line:
            assert line.socket.protocol.extensions == []


class TestHostileFrames:
    @pytest.mark.parametrize(
        ("frame", "code"),
        [
            ("garbage", CloseCode.PROTOCOL_ERROR),
            (b"\x00\x01", CloseCode.PROTOCOL_ERROR),
            ("[" * 4000, CloseCode.PROTOCOL_ERROR),
            ("x" * 5000, 1009),
        ],
    )
    async def test_they_end_the_line_with_a_documented_code(
        self, either_app: FastAPI, port: int, frame: str | bytes, code: int
    ) -> None:
        table = await lay_table(either_app)
        async with listen(port, table.seats["usa"], table.game) as line:
            await line.next()
            await line.say(frame)
            assert (await line.closed())[0] == code

    async def test_a_flood_of_pings_is_hung_up_on(self, either_app: FastAPI, port: int) -> None:
        table = await lay_table(either_app)
        async with listen(port, table.seats["usa"], table.game) as line:
            for _ in range(25):
                await line.say({"type": "ping"})
            assert (await line.closed())[0] == CloseCode.TOO_MANY_FRAMES
        assert [one["type"] for one in line.heard].count("pong") <= 19


async def play_some(table: Table) -> None:
    """A little of everything that members are told about."""
    usa, china = table.seats["usa"], table.seats["china"]
    await table.direct("start")
    await usa.ok("POST", table.path("/statements"), {"text": "Good morning."})
    await usa.ok("POST", table.path("/cables"), {"to": ["china"], "text": "Between us."})
    await table.submit("usa", body={"actions": [{"action": "boost"}]})
    await usa.ok("PUT", table.path("/turns/1/ready"), {"ready": True})
    await table.direct("pause")
    await table.direct("resume")
    await table.direct("resolve")
    await table.instructor.ok("PUT", table.path("/seats/fiji/bot"), {"on": True})
    await china.ok("PUT", table.path("/turns/2/move"), {}, {"Idempotency-Key": fresh_key()})
    await table.direct("resolve")
    await table.direct("finish")


class TestNothingIsMissed:
    async def test_old_snapshot_and_events_are_the_new_snapshot(self, either_app: FastAPI, port: int) -> None:
        table = await lay_table(either_app)
        people = {**table.seats, "spectator": table.spectator, "instructor": table.instructor}
        readers = {who: Reader(port, actor, table.game) for who, actor in people.items()}
        async with AsyncExitStack() as online:
            lines = {who: await online.enter_async_context(one.online()) for who, one in readers.items()}
            await play_some(table)
            fresh = {who: await actor.ok("GET", table.path("/snapshot")) for who, actor in people.items()}
            for who, reader in readers.items():
                await reader.settle(lines[who], fresh[who]["heads"])
        for who, reader in readers.items():
            assert reader.view is not None, who
            assert reader.snapshots == 1, who
            assert comparable(reader.view) == comparable(fresh[who]), who

    async def test_a_client_whose_line_breaks_again_and_again_misses_nothing_and_hears_nothing_twice(
        self, either_app: FastAPI, port: int
    ) -> None:
        table = await lay_table(either_app)
        usa = table.seats["usa"]
        reader = Reader(port, usa, table.game)
        async with reader.online():
            pass
        start = dict(reader.view["heads"]) if reader.view else {}
        await table.direct("start")
        for round_ in range(6):
            await usa.ok("POST", table.path("/statements"), {"text": f"Round {round_}."})
            async with reader.online() as line:
                await table.submit("usa", body={"actions": [{"action": "boost"}] * (round_ % 2)})
                line.socket.transport.abort()  # in mid-sentence, without a goodbye
        fresh = await usa.ok("GET", table.path("/snapshot"))
        async with reader.online():
            pass
        assert reader.view is not None
        assert comparable(reader.view) == comparable(fresh)
        assert reader.snapshots == 1
        for stream in ("public", "private"):
            numbers = [seq for name, seq in reader.applied if name == stream]
            assert numbers == list(range(start[stream] + 1, fresh["heads"][stream] + 1))

    async def test_the_socket_and_the_poll_give_the_same_deliveries(
        self, either_app: FastAPI, port: int
    ) -> None:
        table = await lay_table(either_app)
        usa = table.seats["usa"]
        await play_some(table)
        page = await usa.ok("GET", table.path("/stream?public_after=0&private_after=0"))
        async with listen(port, usa, table.game, epoch=page["epoch"]) as line:
            for _ in range(len(page["public"]) + len(page["private"])):
                await line.next()
        assert line.deliveries == page["public"] + page["private"]

    async def test_a_number_from_another_epoch_begins_with_a_snapshot(
        self, either_app: FastAPI, port: int
    ) -> None:
        table = await lay_table(either_app)
        async with listen(port, table.seats["usa"], table.game, epoch="another", public=3, private=1) as line:
            assert (await line.next())["type"] == "snapshot"

    @pytest.mark.parametrize("after", [{"public": 2**31}, {"private": 2**53}], ids=str)
    async def test_given_a_number_from_the_future_when_saying_hello_then_it_begins_with_a_snapshot(
        self, either_app: FastAPI, port: int, after: dict[str, int]
    ) -> None:
        table = await lay_table(either_app)
        usa = table.seats["usa"]
        epoch = (await usa.ok("GET", table.path("/stream")))["epoch"]
        async with dial(port, usa, table.game) as line:
            await say_hello(line, await ticket(usa, table.game), epoch=epoch, **after)
            assert [(await line.next())["type"] for _ in range(2)] == ["welcome", "snapshot"]

    async def test_news_of_a_turn_come_to_everybody_at_once(self, either_app: FastAPI, port: int) -> None:
        table = await lay_table(either_app)
        await table.direct("start")
        members = [*table.seats.values(), table.spectator, table.instructor]
        async with asyncio.TaskGroup() as group:
            ready = asyncio.Semaphore(0)

            async def hear(actor: Actor) -> None:
                async with listen(port, actor, table.game) as line:
                    await line.next()
                    ready.release()
                    resolved = await line.until_event("turn_resolved")
                    assert resolved["board"]["turn"] == 1

            for member in members:
                group.create_task(hear(member))
            for _ in members:
                await ready.acquire()
            await table.direct("resolve")


class TestSecrets:
    async def test_nobody_hears_what_is_for_others(self, either_app: FastAPI, port: int) -> None:
        table = await lay_table(either_app)
        fiji, crowd = Reader(port, table.seats["fiji"], table.game), Reader(port, table.spectator, table.game)
        async with fiji.online() as fijis, crowd.online() as crowds:
            await play_some(table)
            for reader, line in ((fiji, fijis), (crowd, crowds)):
                fresh = await reader.actor.ok("GET", table.path("/snapshot"))
                await reader.settle(line, fresh["heads"])
            heard = str(fijis.heard)
            assert "Between us." not in heard
            assert secret("usa") not in heard
            assert "room_changed" not in heard
            assert "Player of" not in str(crowds.heard)
            assert {one["stream"] for one in crowds.deliveries} == {"public"}


class TestEndings:
    async def test_a_rotated_link_ends_its_lines_with_4003(self, either_app: FastAPI, port: int) -> None:
        table = await lay_table(either_app)
        async with listen(port, table.seats["fiji"], table.game) as line:
            await line.next()
            await table.instructor.ok("POST", table.path("/seats/fiji/link"), {})
            assert (await line.closed())[0] == CloseCode.NO_LONGER_ALLOWED
            assert line.heard[-1]["type"] == "bye"

    async def test_signing_out_ends_the_line(self, either_app: FastAPI, port: int) -> None:
        table = await lay_table(either_app)
        async with listen(port, table.seats["fiji"], table.game) as line:
            await line.next()
            await table.seats["fiji"].ask("DELETE", "/session")
            assert (await line.closed())[0] == CloseCode.NO_LONGER_ALLOWED

    async def test_before_a_restart_everybody_is_told_to_come_back(
        self, either_app: FastAPI, port: int
    ) -> None:
        table = await lay_table(either_app)
        async with listen(port, table.spectator, table.game) as line:
            await line.next()
            either_app.state.live.hub.hang_up_all(CloseCode.RESTART, "the server restarts; resume")
            assert await line.closed() == (CloseCode.RESTART, "the server restarts; resume")
        async with listen(port, table.spectator, table.game) as line:
            assert (await line.next())["type"] == "snapshot"

    async def test_a_server_that_ends_says_so_on_every_open_line(
        self, either_app: FastAPI, surroundings: Surroundings
    ) -> None:
        table = await lay_table(either_app)
        async with AsyncExitStack() as lines:
            async with on_loopback(either_app, asgi=surroundings.asgi) as port:
                line = await lines.enter_async_context(listen(port, table.spectator, table.game))
                await line.next()
            assert (await line.closed())[0] == CloseCode.RESTART
        if not surroundings.asgi:  # carried by ASGI messages it cannot, as `asgi.py` says
            reason = "the server restarts; resume"
            assert line.heard[-1] == {"type": "bye", "code": CloseCode.RESTART, "reason": reason}
            assert line.socket.close_reason == reason


class TestPresence:
    async def test_players_are_asked_often_whether_they_are_still_there_and_spectators_seldom(
        self, either_app: FastAPI, port: int, surroundings: Surroundings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        if surroundings.asgi:
            pytest.skip("another server asks as it is told to")
        table, wires = await lay_table(either_app), carried(monkeypatch)

        async with listen(port, table.seats["usa"], table.game), listen(port, table.spectator, table.game):
            waits = []
            for wire in wires:
                wire.stop_keepalive()
                wire.schedule_ping()
                assert wire.ping_timer is not None
                waits.append(wire.ping_timer.when() - asyncio.get_running_loop().time())

        assert waits == [pytest.approx(20.0, abs=1.0), pytest.approx(60.0, abs=1.0)]

    async def test_the_instructor_sees_who_comes_and_goes(self, either_app: FastAPI, port: int) -> None:
        table = await lay_table(either_app)

        def here(event: dict[str, object]) -> bool:
            seat: dict[str, object] = event["seat"]  # type: ignore[assignment]
            people: list[dict[str, object]] = seat["people"]  # type: ignore[assignment]
            return seat["seat"] == "usa" and bool(people[0]["here"])

        async with listen(port, table.instructor, table.game) as room:
            await room.next()
            async with listen(port, table.seats["usa"], table.game) as line:
                await line.next()
                assert here(await room.until_event("room_changed"))
            assert not here(await room.until_event("room_changed"))
