"""A crowd that is told together: the same bytes for everybody, and each client's numbers stay its own."""

import asyncio
import json
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pytest
from tests.live.sessions import EPOCH, NOW, deliveries, live_session, said

from comity.game.access import Caller, Spectator
from comity.game.shapes import Heads
from comity.game.streams import Viewer
from comity.live import audience as audiences
from comity.live.audience import Audience
from comity.live.frames import framed
from comity.live.listener import Listener
from comity.live.messages import CloseCode
from comity.live.session import Action, HangUp

CROWD = Viewer("g1", None, delayed=False)


class Client:
    """A spectator whose transport takes `room` frames at once; what comes after waits in its outbox."""

    def __init__(self, public: int = 0, *, room: int = 1000) -> None:
        self.session = live_session(public=public)
        self.written: list[bytes] = []
        self.room = room
        self.end: HangUp | None = None
        self.listener = Listener(self.session, Caller(Spectator("g1"), "s1"), CROWD, lambda: None, self._act)
        self.session.outbox.straight = self._write

    def _write(self, data: bytes) -> None:
        self.written.append(data)
        self.room -= 1
        if self.room == 0:
            self.session.outbox.straight = None

    def _act(self, action: Action | None) -> None:
        assert isinstance(action, HangUp)
        self.end = action

    def drain(self) -> None:
        """The transport has room again: what waits goes out."""
        while (text := self.session.outbox.take()) is not None:
            self.written.append(framed(text))
        self.room, self.session.outbox.straight = 1000, self._write

    @property
    def heard(self) -> list[int]:
        """Numbers of the deliveries that went out, in their order."""
        return [text["seq"] for text in self._texts if text["type"] == "delivery"]

    @property
    def heartbeats(self) -> list[Any]:
        """The heads that the heartbeats named."""
        return [text["heads"] for text in self._texts if text["type"] == "heartbeat"]

    @property
    def _texts(self) -> list[Any]:
        return [json.loads(data[2 if data[1] < 126 else 4 :]) for data in self.written]


def audience_of(*clients: Client, public: int = 0) -> Audience:
    audience = Audience(CROWD, EPOCH, Heads(public, 0))
    for client in clients:
        audience.join(client.listener)
    return audience


async def tell(audience: Audience, last: int) -> None:
    """All deliveries up to this one that the audience has not had."""
    await audience.tell(deliveries(audience.public + 1, last), [])


async def in_a_row(*clients: Client) -> Audience:
    """An audience that was told once, and stands in rows from then on."""
    audience = audience_of(*clients)
    await tell(audience, 1)
    return audience


async def test_everybody_is_sent_the_same_bytes_which_were_made_once() -> None:
    clients = [Client() for _ in range(3)]
    audience = await in_a_row(*clients)

    await tell(audience, 4)

    assert [client.heard for client in clients] == [[1, 2, 3, 4]] * 3
    for told in zip(*(client.written for client in clients), strict=True):
        assert len({id(data) for data in told}) == 1


async def test_who_stands_in_a_row_counts_on_like_anybody() -> None:
    client = Client()
    audience = await in_a_row(client)

    await tell(audience, 4)
    await audience.tick(15.0, NOW)

    assert client.session.heads == Heads(4, 0)
    assert client.heartbeats == [{"public": 4, "private": 0}]


async def test_a_row_has_one_heartbeat_every_15_seconds_which_is_made_once() -> None:
    clients = [Client() for _ in range(3)]
    audience = await in_a_row(*clients)

    for second in range(31):
        await audience.tick(float(second), NOW)

    for client in clients:
        assert client.heartbeats == [{"public": 1, "private": 0}] * 3
        assert client.written[-1] is clients[0].written[-1]


async def test_who_came_when_nothing_was_told_stands_in_a_row_from_the_next_second_on() -> None:
    clients = [Client() for _ in range(3)]
    audience = audience_of(*clients)

    await audience.tick(1.0, NOW)
    await audience.tick(2.0, NOW)

    assert [client.heartbeats for client in clients] == [[{"public": 0, "private": 0}]] * 3
    assert clients[0].session.numbers is clients[2].session.numbers


async def test_whose_transport_is_full_hears_the_heartbeat_when_it_has_read_on() -> None:
    slow, quick = Client(room=2), Client()
    audience = await in_a_row(slow, quick)
    await tell(audience, 2)

    await audience.tick(15.0, NOW)
    waiting = await audience.tick(16.0, NOW)
    assert slow.heartbeats == []
    assert waiting == slow.session.outbox.held_bytes > 0
    slow.drain()
    await tell(audience, 3)

    assert slow.heartbeats == quick.heartbeats == [{"public": 2, "private": 0}]
    assert slow.heard == quick.heard == [1, 2, 3]


async def test_a_heartbeat_in_the_midst_of_news_takes_nobody_out_of_the_row_that_is_told_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(audiences, "STRETCH", 2)
    slow, quick = Client(room=2), [Client() for _ in range(7)]
    audience = await in_a_row(*quick, slow)
    await tell(audience, 2)

    await asyncio.gather(audience.tick(15.0, NOW), tell(audience, 3))
    slow.drain()
    await tell(audience, 4)

    assert slow.end is None
    assert [client.heard for client in (*quick, slow)] == [[1, 2, 3, 4]] * 8


async def test_nobody_gets_into_a_row_in_the_midst_of_news_that_is_told_apart(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(audiences, "STRETCH", 2)
    clients = [Client(room=1) for _ in range(7)]
    audience = await in_a_row(*clients)
    for client in clients:
        client.drain()

    async def let_time_pass() -> None:
        for second in range(1, 5):
            await audience.tick(float(second), NOW)
            await asyncio.sleep(0)

    await asyncio.gather(tell(audience, 2), let_time_pass())
    await tell(audience, 3)

    assert [client.heard for client in clients] == [[1, 2, 3]] * 7


@pytest.mark.parametrize("room", [2, 3])
async def test_whose_transport_is_full_keeps_the_rest_and_nobody_else_waits(room: int) -> None:
    slow, quick = Client(room=room), Client()
    audience = await in_a_row(slow, quick)

    await tell(audience, 5)
    await tell(audience, 6)

    assert quick.heard == [1, 2, 3, 4, 5, 6]
    assert slow.heard == list(range(1, room + 1))
    slow.drain()
    await tell(audience, 7)
    assert slow.heard == quick.heard == [1, 2, 3, 4, 5, 6, 7]
    assert slow.session.heads == quick.session.heads == Heads(7, 0)


async def test_who_has_read_on_is_told_with_the_others_again() -> None:
    slow, quick = Client(room=2), Client()
    audience = await in_a_row(slow, quick)
    await tell(audience, 4)
    slow.drain()
    await tell(audience, 5)

    await tell(audience, 6)

    assert slow.written[-1] is quick.written[-1]
    assert slow.session.numbers is quick.session.numbers


async def test_who_never_reads_is_hung_up_on_and_the_row_goes_on() -> None:
    slow, quick = Client(room=1), Client()
    audience = await in_a_row(slow, quick)

    for last in range(2, 400):
        await tell(audience, last)

    assert slow.end is not None
    assert slow.end.code == CloseCode.TOO_SLOW
    assert quick.end is None
    assert quick.heard == list(range(1, 400))


async def test_who_was_hung_up_on_hears_no_news_after_the_goodbye() -> None:
    client, other = Client(), Client()
    audience = await in_a_row(client, other)

    client.session.hang_up(CloseCode.NO_LONGER_ALLOWED, "this session has ended")
    await tell(audience, 2)

    assert client.heard == [1]
    assert [one["type"] for one in said(client.session)] in ([], ["bye"])
    assert other.heard == [1, 2]


async def test_who_left_is_told_nothing_and_the_others_are() -> None:
    gone, stays = Client(), Client()
    audience = await in_a_row(gone, stays)

    audience.leave(gone.listener)
    audience.leave(gone.listener)
    await tell(audience, 2)

    assert gone.heard == [1]
    assert stays.heard == [1, 2]
    audience.leave(stays.listener)
    assert not audience


async def test_who_comes_with_older_numbers_is_told_the_rest_and_the_row_nothing_twice() -> None:
    ahead, behind = Client(), Client()
    audience = await in_a_row(ahead)
    await tell(audience, 4)

    audience.join(behind.listener)
    await tell(audience, 5)
    await tell(audience, 6)

    assert ahead.heard == behind.heard == [1, 2, 3, 4, 5, 6]


async def test_a_gap_sends_everybody_in_the_row_to_resume() -> None:
    clients = [Client(), Client()]
    audience = await in_a_row(*clients)

    audience.public = 5
    await tell(audience, 6)

    assert [client.end and client.end.code for client in clients] == [CloseCode.RESTART] * 2
    assert [client.heard for client in clients] == [[1], [1]]


async def test_who_comes_with_newer_numbers_is_told_from_there_on() -> None:
    ahead, others = Client(public=3), Client()
    audience = await in_a_row(others)

    audience.join(ahead.listener)
    await tell(audience, 2)
    await tell(audience, 4)

    assert ahead.heard == [4]
    assert others.heard == [1, 2, 3, 4]


async def test_what_waits_goes_out_before_news_also_where_the_transport_is_ready() -> None:
    client = Client()
    audience = audience_of(client)
    client.session.outbox.put_missed([b"{}"])

    await tell(audience, 1)
    await tell(audience, 2)

    assert client.written == []
    assert [one.get("seq") for one in said(client.session)] == [None, 1, 2]


@pytest.mark.parametrize("where", ["in rows", "apart"])
async def test_after_each_stretch_of_a_crowd_the_loop_turns(
    where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audiences, "STRETCH", 10)
    clients = [Client() for _ in range(35)]
    audience = await in_a_row(*clients)
    if where == "apart":
        for client in clients:
            client.session.outbox.straight = None
        await tell(audience, 2)
    last = audience.public + 1
    told_so_far: list[int] = []

    async def look_on() -> None:
        while (told := sum(client.session.heads.public == last for client in clients)) < len(clients):
            told_so_far.append(told)
            await asyncio.sleep(0)

    await asyncio.gather(tell(audience, last), look_on())

    assert _steps(told_so_far) <= 10
    assert len(told_so_far) >= 3


def _steps(counts: Sequence[int]) -> int:
    """The most that were told between two looks."""
    return max(after - before for before, after in pairwise(counts))
