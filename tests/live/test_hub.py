"""The hub against a stream store in memory: nobody misses anything, whoever comes when."""

import asyncio
import json
from collections.abc import Collection

import pytest
from tests.live.sessions import EPOCH, NOW, delivery, live_session, said

from comity.game.access import Caller, Instructor, Principal, Seat, Spectator
from comity.game.errors import NotVisible, Unavailable
from comity.game.shapes import Heads
from comity.game.streams import Missed, Viewer
from comity.live.hub import Hub
from comity.live.listener import Listener
from comity.live.messages import CloseCode
from comity.live.session import Action, HangUp

GAME = "g1"
PLAYER = Viewer(GAME, "seat:usa", delayed=False)
CROWD = Viewer(GAME, None, delayed=False)


class Streams:
    """`Source` in memory. `pause` holds every read until it is set."""

    def __init__(self) -> None:
        self.public: list[bytes] = []
        self.private: list[bytes] = []
        self.epoch = EPOCH
        self.ended: set[str] = set()
        self.away = False
        self.erased = False
        self.reads: list[Viewer] = []
        self.asked = asyncio.Event()
        self.pause: asyncio.Event | None = None

    def tell(self, count: int = 1) -> None:
        for _ in range(count):
            self.public.append(delivery(len(self.public) + 1))

    def whisper(self) -> None:
        self.private.append(delivery(len(self.private) + 1, "private"))

    async def missed(self, viewer: Viewer, public_after: int, private_after: int, limit: int) -> Missed:
        self.reads.append(viewer)
        self.asked.set()
        if self.away:
            raise Unavailable
        if self.erased:
            raise NotVisible
        private = self.private if viewer.private else []
        answer = Missed(
            self.epoch,
            Heads(len(self.public), len(private)),
            self.public[public_after : public_after + limit],
            private[private_after : private_after + limit],
        )
        if self.pause is not None:
            await self.pause.wait()
        return answer

    async def still_valid(self, sessions: Collection[str]) -> set[str]:
        if self.away:
            raise Unavailable
        return set(sessions) - self.ended


class Client:
    """A listener and what it heard."""

    def __init__(self, viewer: Viewer = PLAYER, *, name: str = "s1", public: int = 0) -> None:
        principal: Principal = Spectator(GAME) if viewer.private is None else Seat(GAME, "usa")
        if viewer.private == "instructor":
            principal = Instructor("p1")
        self.session = live_session(public=public)
        self.actions: list[Action] = []
        self.listener = Listener(self.session, Caller(principal, name), viewer, lambda: None, self._act)

    def _act(self, action: Action | None) -> None:
        assert action is not None
        self.actions.append(action)

    @property
    def code(self) -> int | None:
        return self.actions[-1].code if self.actions and isinstance(self.actions[-1], HangUp) else None

    def heard(self) -> list[int]:
        return [one["seq"] for one in said(self.session) if one["type"] == "delivery"]


@pytest.fixture
def streams() -> Streams:
    return Streams()


@pytest.fixture
def hub(streams: Streams) -> Hub:
    return Hub(streams, clock=lambda: 0.0, now=lambda: NOW)


def came(hub: Hub, client: Client) -> Client:
    hub.greet(client.listener)
    hub.attach(client.listener, EPOCH)
    return client


async def test_news_reach_every_listener_and_are_read_once_a_viewer(hub: Hub, streams: Streams) -> None:
    crowd = [came(hub, Client(CROWD, name=f"s{n}")) for n in range(30)]
    player = came(hub, Client())
    streams.tell(3)
    assert await hub.refresh(GAME)
    assert all(one.heard() == [1, 2, 3] for one in [*crowd, player])
    assert streams.reads == [PLAYER, CROWD]


async def test_who_watches_a_game_that_is_erased_is_shown_out(hub: Hub, streams: Streams) -> None:
    player, spectator = came(hub, Client()), came(hub, Client(CROWD, name="s2"))
    streams.erased = True
    await hub.poll()
    assert player.code == spectator.code == CloseCode.NO_LONGER_ALLOWED


async def test_without_news_nothing_is_said(hub: Hub) -> None:
    client = came(hub, Client())
    assert not await hub.refresh(GAME)
    assert client.heard() == []


async def test_a_private_stream_reaches_its_own_viewer_only(hub: Hub, streams: Streams) -> None:
    player, spectator = came(hub, Client()), came(hub, Client(CROWD, name="s2"))
    streams.whisper()
    await hub.refresh(GAME)
    assert player.heard() == [1]
    assert spectator.heard() == []


async def test_who_comes_with_older_numbers_gets_the_rest_and_nobody_gets_anything_twice(
    hub: Hub, streams: Streams
) -> None:
    streams.tell(5)
    first = came(hub, Client(public=5))
    late = came(hub, Client(name="s2", public=2))
    await hub.refresh(GAME)
    assert late.heard() == [3, 4, 5]
    assert first.heard() == []


async def test_who_comes_while_news_are_being_read_misses_nothing(hub: Hub, streams: Streams) -> None:
    streams.tell(4)
    first = came(hub, Client(public=4))
    streams.tell()
    streams.pause = asyncio.Event()
    refresh = asyncio.create_task(hub.refresh(GAME))
    await streams.asked.wait()
    late = came(hub, Client(name="s2", public=1))
    streams.pause.set()
    await refresh
    assert first.heard() == [5]
    assert late.heard() == [2, 3, 4, 5]
    assert late.code is None


async def test_a_hint_during_a_refresh_makes_one_more_round(hub: Hub, streams: Streams) -> None:
    client = came(hub, Client())
    streams.pause = asyncio.Event()
    refresh = asyncio.create_task(hub.refresh(GAME))
    await streams.asked.wait()
    streams.tell()
    assert not await hub.refresh(GAME)
    streams.pause.set()
    assert await refresh
    assert client.heard() == [1]


async def test_more_than_one_page_of_news_is_told_whole(hub: Hub, streams: Streams) -> None:
    client = came(hub, Client())
    heard: list[int] = []
    client.listener.wake = lambda: heard.extend(client.heard())
    streams.tell(1200)
    await hub.refresh(GAME)
    assert heard == list(range(1, 1201))
    assert client.code is None


async def test_a_slow_reader_is_hung_up_on_and_the_others_are_not(hub: Hub, streams: Streams) -> None:
    slow, quick = came(hub, Client()), came(hub, Client(name="s2"))
    heard: list[int] = []
    for _ in range(300):
        streams.tell()
        await hub.refresh(GAME)
        heard += quick.heard()
    assert slow.code == CloseCode.TOO_SLOW
    assert quick.code is None
    assert heard == list(range(1, 301))


async def test_an_ended_session_is_hung_up_on_with_4003_before_it_hears_more(
    hub: Hub, streams: Streams
) -> None:
    rotated, other = came(hub, Client(name="old")), came(hub, Client(name="new"))
    streams.ended.add("old")
    streams.tell()
    await hub.refresh(GAME)
    assert rotated.code == CloseCode.NO_LONGER_ALLOWED
    assert rotated.heard() == []
    assert other.heard() == [1]


async def test_a_new_epoch_sends_everybody_to_a_snapshot(hub: Hub, streams: Streams) -> None:
    client = came(hub, Client())
    streams.epoch = "e2"
    streams.tell()
    await hub.refresh(GAME)
    assert client.code == CloseCode.RESTART


async def test_who_comes_with_the_new_epoch_is_not_mixed_with_those_of_the_old(
    hub: Hub, streams: Streams
) -> None:
    old = came(hub, Client(public=9))
    streams.epoch = "e2"
    streams.tell()
    new = Client(name="s2")
    hub.greet(new.listener)
    hub.attach(new.listener, "e2")
    assert old.code == CloseCode.RESTART
    hub.detach(old.listener)
    await hub.refresh(GAME)
    assert new.heard() == [1]


async def test_polling_finds_what_a_lost_hint_did_not_tell(hub: Hub, streams: Streams) -> None:
    client = came(hub, Client())
    streams.tell()
    await hub.poll()
    assert client.heard() == [1]


async def test_while_the_store_is_away_listeners_are_told_once_and_told_when_it_is_back(
    hub: Hub, streams: Streams
) -> None:
    client = came(hub, Client())
    streams.away = True
    await hub.poll()
    await hub.poll()
    assert [one["code"] for one in said(client.session)] == ["saving_paused"]
    streams.away = False
    streams.tell()
    await hub.poll()
    assert [one.get("code", one["type"]) for one in said(client.session)] == ["delivery", "saving_resumed"]


async def test_who_left_is_told_nothing_and_forgotten(hub: Hub, streams: Streams) -> None:
    client = came(hub, Client())
    hub.detach(client.listener)
    hub.detach(client.listener)
    streams.tell()
    await hub.refresh(GAME)
    assert client.heard() == []
    assert hub.games() == []


async def test_players_are_told_before_spectators(hub: Hub, streams: Streams) -> None:
    order: list[str] = []
    for number in range(5):
        came(hub, Client(CROWD, name=f"c{number}")).listener.wake = lambda: order.append("spectator")
    came(hub, Client()).listener.wake = lambda: order.append("player")
    streams.tell()
    await hub.refresh(GAME)
    assert order == ["player", *["spectator"] * 5]


async def test_a_connection_that_never_says_hello_is_watched_too() -> None:
    clock = [0.0]
    hub = Hub(Streams(), clock=lambda: clock[0], now=lambda: NOW)
    client = Client()
    client.session.__init__(0.0)  # type: ignore[misc]
    hub.greet(client.listener)
    clock[0] = 6.0
    await hub.tick()
    assert client.code == CloseCode.HELLO_TOO_LATE


async def test_at_the_end_of_the_process_everybody_is_told_to_come_back(hub: Hub) -> None:
    client = came(hub, Client())
    hub.hang_up_all(CloseCode.RESTART, "restarting")
    assert json.loads(client.session.outbox.take() or "")["code"] == CloseCode.RESTART


async def test_a_hint_ends_players_whose_session_is_over_and_the_poll_ends_spectators_too(
    hub: Hub, streams: Streams
) -> None:
    player, spectator = came(hub, Client()), came(hub, Client(CROWD, name="s2"))
    streams.ended = {"s1", "s2"}
    streams.tell()
    await hub.refresh(GAME)
    assert (player.code, spectator.code) == (CloseCode.NO_LONGER_ALLOWED, None)
    assert player.heard() == []
    await hub.poll()
    assert spectator.code == CloseCode.NO_LONGER_ALLOWED


async def test_a_poll_that_comes_while_a_hint_is_followed_still_looks_at_spectators(
    hub: Hub, streams: Streams
) -> None:
    spectator = came(hub, Client(CROWD, name="s2"))
    streams.pause = asyncio.Event()
    following = asyncio.create_task(hub.refresh(GAME))
    await streams.asked.wait()
    streams.ended = {"s2"}
    await hub.poll()
    streams.pause.set()
    await following
    assert spectator.code == CloseCode.NO_LONGER_ALLOWED
