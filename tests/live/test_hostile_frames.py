"""Whatever a client says: no exception, a documented close, and everybody else hears on."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import Any, Final

import pytest
from fastapi import FastAPI
from structlog.testing import capture_logs
from tests.live import hostile_frames
from tests.live.served import dial, listen
from tests.live.sessions import NOW, checked, live_session, said
from tests.web.house import lay_table

from comity.game.shapes import Heads
from comity.live.messages import CloseCode
from comity.live.session import HangUp, Session

pytestmark = pytest.mark.asyncio(loop_scope="module")

FRAMES: Final = 10_000
OURS: Final = {code for name, code in vars(CloseCode).items() if name.isupper()}
OF_WEBSOCKETS: Final = {1000, 1002, 1003, 1006, 1007, 1009}
"""Codes with which the protocol itself ends a line (RFC 6455, 7.4.1); 1006 where there was no goodbye."""


def fresh(chance: Random) -> Session:
    """A session in one of the stages in which a client may speak."""
    match chance.randrange(4):
        case 0:
            return Session(now=0.0)
        case 1:
            session = Session(now=0.0)
            checked(session)
            return session
        case 2:
            return live_session(public=3)
        case _:
            session = Session(now=0.0)
            checked(session)
            session.restart_from("e1", Heads(3, 1), b"{}", NOW)
            said(session)
            return session


@contextmanager
def no_alarm() -> Iterator[None]:
    """Neither our log nor the loop has anything to say that an operator would have to look at."""
    loop, unhandled = asyncio.get_running_loop(), list[dict[str, Any]]()
    loop.set_exception_handler(lambda _, context: unhandled.append(context))
    try:
        with capture_logs() as logged:
            yield
    finally:
        loop.set_exception_handler(None)
    assert unhandled == []
    assert [line for line in logged if line["log_level"] in ("error", "critical")] == []


async def test_ten_thousand_frames_are_obeyed_or_refused_with_a_documented_code() -> None:
    chance, ends = Random(5), Counter[int]()
    session, now = fresh(chance), 0.0
    for _ in range(FRAMES):
        now += 1.0
        action = session.receive(hostile_frames.frame(chance), now)
        said(session)
        if isinstance(action, HangUp):
            ends[action.code] += 1
            session = fresh(chance)
        else:
            ends[0] += 1

    assert set(ends) - {0} <= OURS
    assert ends[CloseCode.PROTOCOL_ERROR] > FRAMES / 2
    assert ends[0] > FRAMES / 50


async def test_bytes_that_are_no_frame_end_that_line_alone(either_app: FastAPI, port: int) -> None:
    codes = dict[str, int]()
    table = await lay_table(either_app)
    await table.direct("start")
    with no_alarm():
        async with listen(port, table.seats["usa"], table.game) as other:
            for what, data in hostile_frames.UNFRAMED.items():
                async with listen(port, table.seats["fiji"], table.game) as line:
                    line.socket.transport.write(data)
                    line.socket.transport.write_eof()
                    codes[what] = (await line.closed())[0]
            await table.direct("pause")
            await other.until_event("game_paused")

    assert {what: code for what, code in codes.items() if code not in OURS | OF_WEBSOCKETS} == {}


async def test_a_storm_of_frames_leaves_a_server_that_serves(either_app: FastAPI, port: int) -> None:
    chance, codes = Random(7), set[int]()
    table = await lay_table(either_app)
    await table.direct("start")
    with no_alarm():
        async with listen(port, table.seats["usa"], table.game) as other:
            for _ in range(40):
                async with dial(port, table.seats["fiji"], table.game) as line:
                    await asyncio.gather(
                        *(line.say(hostile_frames.frame(chance)) for _ in range(5)), return_exceptions=True
                    )
                    codes.add((await line.closed())[0])
            await table.direct("pause")
            await other.until_event("game_paused")

    assert codes <= OURS | OF_WEBSOCKETS
