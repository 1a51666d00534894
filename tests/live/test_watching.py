"""What an operator is told of live lines: who came, how they caught up, how late news is, why lines close."""

import asyncio
import io

import pytest
from fastapi import FastAPI
from tests.live.served import Reader, dial, listen
from tests.live.sessions import EPOCH, NOW, checked, hello, live_session
from tests.live.test_hub import CROWD, GAME, Client, Streams, came
from tests.web.house import lay_table
from tests.web.watching import Counted, figure, lines

from comity.game.shapes import Heads
from comity.game.streams import Viewer
from comity.live.hub import Hub
from comity.live.lag import READ_MAX, lag_seconds
from comity.live.messages import CloseCode
from comity.live.session import Session

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_line_is_told_from_its_opening_to_its_close(
    either_app: FastAPI, port: int, written: io.StringIO
) -> None:
    table = await lay_table(either_app)
    await table.direct("start")
    before = figure("comity_sockets", kind="seat")
    snapshots, replays = (Counted("comity_resume_total", how=how) for how in ("snapshot", "replay"))
    gone = Counted("comity_socket_closed_total", code="client")
    reader = Reader(port, table.seats["usa"], table.game)
    async with reader.online():
        assert figure("comity_sockets", kind="seat") == before + 1
    await table.direct("pause")
    await table.direct("resume")
    async with reader.online():
        pass
    async with asyncio.timeout(10):
        while len(lines(written, "socket_closed")) < 2:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    opened = [line for line in lines(written, "socket_opened") if line["game"] == table.game]
    assert [line["kind"] for line in opened] == ["seat", "seat"]
    resumed = [line for line in lines(written, "resumed") if line["game"] == table.game]
    assert [(line["kind"], line["how"], line["gap"]) for line in resumed] == [
        ("seat", "snapshot", None),
        ("seat", "replay", 2),
    ]
    closed = [line for line in lines(written, "socket_closed") if line["game"] == table.game]
    assert [(line["kind"], line["close"]) for line in closed] == [("seat", "client"), ("seat", "client")]
    assert (snapshots.more, replays.more, gone.more) == (1, 1, 2)
    assert figure("comity_sockets", kind="seat") == before


async def test_a_line_that_we_close_is_counted_by_its_code(
    either_app: FastAPI, port: int, written: io.StringIO
) -> None:
    table = await lay_table(either_app)
    code = str(int(CloseCode.PROTOCOL_ERROR))
    closed = Counted("comity_socket_closed_total", code=code)
    async with dial(port, table.spectator, table.game) as line:
        await line.say("garbage")
        await line.closed()
    (told,) = [one for one in lines(written, "socket_closed") if one["game"] == table.game]
    assert (told["kind"], told["close"], closed.more) == ("spectator", CloseCode.PROTOCOL_ERROR, 1)


async def test_how_late_news_is_gets_measured_as_it_goes_out(either_app: FastAPI, port: int) -> None:
    table = await lay_table(either_app)
    await table.direct("start")
    async with listen(port, table.spectator, table.game) as line:
        measured, seconds = (Counted(f"comity_delivery_lag_seconds_{part}") for part in ("count", "sum"))
        await table.direct("pause")
        await line.until_event("game_paused")
    assert measured.more >= 1
    assert 0 <= seconds.more < 5 * measured.more


def frame(told_at: str, filling: str = "") -> bytes:
    return (
        '{"type":"delivery","stream":"public","seq":1,"event":'
        f'{{"type":"turn_opened","header":{{"server_now":"{told_at}","title":"{filling}"}}}}}}'
    ).encode()


async def test_lateness_is_counted_from_the_instant_that_the_news_carries() -> None:
    assert lag_seconds(frame("2026-01-31T09:59:57.500Z"), NOW) == 2.5
    assert lag_seconds(frame("2026-01-31T10:00:00.200Z"), NOW) == 0.0
    assert lag_seconds(b'{"event":{"type":"turn_closed","turn":1}}', NOW) is None
    assert lag_seconds(frame("2026-01-31T09:59:57.500Z", "x" * READ_MAX), NOW) is None


async def test_who_reads_late_on_purpose_says_nothing_about_us() -> None:
    streams = Streams()
    hub = Hub(streams, clock=lambda: 0.0, now=lambda: NOW)
    measured = Counted("comity_delivery_lag_seconds_count")
    late = Viewer(GAME, None, delayed=True)
    came(hub, Client(late))
    streams.public.append(frame("2026-01-31T09:00:00.000Z"))
    await hub.refresh(GAME)
    assert measured.more == 0

    came(hub, Client(CROWD, name="s2"))
    await hub.refresh(GAME)
    assert measured.more == 1


async def test_news_that_polling_found_first_is_a_lost_hint() -> None:
    streams = Streams()
    hub = Hub(streams, clock=lambda: 0.0, now=lambda: NOW)
    came(hub, Client(CROWD))
    lost = Counted("comity_hint_lost_total")
    await hub.poll()
    assert lost.more == 0
    streams.tell()
    await hub.poll()
    assert lost.more == 1


async def test_what_waits_for_the_sockets_is_weighed() -> None:
    streams = Streams()
    hub = Hub(streams, clock=lambda: 0.0, now=lambda: NOW)
    crowd = came(hub, Client(CROWD))
    streams.tell(2)
    await hub.refresh(GAME)
    await hub.tick()
    assert figure("comity_send_queue_bytes") == sum(map(len, streams.public))
    crowd.heard()
    await hub.tick()
    assert figure("comity_send_queue_bytes") == 0


async def test_a_gap_is_what_was_missed_and_unknown_to_a_newcomer() -> None:
    assert live_session(public=3).gap == 0

    newcomer = Session(now=0.0)
    checked(newcomer, hello(epoch=None))
    newcomer.restart_from(EPOCH, Heads(7, 2), b"{}", NOW)
    assert newcomer.gap is None

    long_away = Session(now=0.0)
    checked(long_away, hello(public=1, private=1))
    long_away.replay(EPOCH, Heads(900, 3), [], [], NOW)
    long_away.restart_from(EPOCH, Heads(900, 3), b"{}", NOW)
    assert (long_away.resumed, long_away.gap) == ("snapshot", 901)
