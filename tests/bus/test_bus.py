"""One contract for both buses: hints come through, carry nothing, and are missed by nobody who listens."""

import asyncio
import secrets
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AsyncExitStack, aclosing

import pytest
from redis.asyncio import Redis
from tests.nemesis.proxy import Link, Weather
from tests.servers import HOST, RedisServer

from comity.bus import redis_bus
from comity.bus.memory_bus import MemoryBus
from comity.bus.redis_bus import PUBLISH_SECONDS, RedisBus
from comity.game.ports import EVERY_GAME, Bus

SOON = 10.0


@pytest.fixture(params=["memory", "redis"])
async def bus(request: pytest.FixtureRequest) -> AsyncIterator[Bus]:
    made: Bus = (
        MemoryBus()
        if request.param == "memory"
        else RedisBus(request.getfixturevalue("redis_url"), prefix=f"test-{secrets.token_hex(4)}")
    )
    yield made
    await made.close()


class Listener:
    """A subscriber that really listens, since it has had its first hint."""

    def __init__(self, hints: AsyncGenerator[str, None]) -> None:
        self._hints = hints

    async def next(self) -> str:
        async with asyncio.timeout(SOON):
            return await anext(self._hints)


async def listening(bus: Bus, stack: AsyncExitStack) -> Listener:
    hints = await stack.enter_async_context(aclosing(bus.subscribe()))
    listener = Listener(hints)
    assert await listener.next() == EVERY_GAME
    return listener


@pytest.fixture
async def stack() -> AsyncIterator[AsyncExitStack]:
    async with AsyncExitStack() as opened:
        yield opened


async def test_a_hint_reaches_every_listener(bus: Bus, stack: AsyncExitStack) -> None:
    first, second = await listening(bus, stack), await listening(bus, stack)

    await bus.publish("game one")

    assert [await first.next(), await second.next()] == ["game one", "game one"]


async def test_hints_of_several_games_all_come_through(bus: Bus, stack: AsyncExitStack) -> None:
    listener = await listening(bus, stack)

    for game in ("one", "two", "three"):
        await bus.publish(game)

    assert {await listener.next() for _ in range(3)} == {"one", "two", "three"}


async def test_a_listener_hears_hints_while_it_waits(bus: Bus, stack: AsyncExitStack) -> None:
    listener = await listening(bus, stack)
    waiting = asyncio.create_task(listener.next())

    await bus.publish("one")

    assert await waiting == "one"


async def test_hints_that_nobody_hears_are_no_trouble(bus: Bus) -> None:
    await bus.publish("one")


async def test_a_listener_who_leaves_is_forgotten(bus: Bus, stack: AsyncExitStack) -> None:
    staying = await listening(bus, stack)
    async with aclosing(bus.subscribe()) as leaving:
        await anext(leaving)

    await bus.publish("one")

    assert await staying.next() == "one"


async def test_a_slow_listener_is_told_of_a_game_once_however_often_it_was_hinted(
    stack: AsyncExitStack,
) -> None:
    bus = MemoryBus()
    listener = await listening(bus, stack)

    for _ in range(10_000):
        await bus.publish("one")
    await bus.publish("two")

    assert [await listener.next(), await listener.next()] == ["one", "two"]


async def test_redis_sees_the_id_of_the_game_and_nothing_else(redis_url: str, stack: AsyncExitStack) -> None:
    bus = RedisBus(redis_url, prefix="test-only-ids")
    watcher: Redis = Redis.from_url(redis_url)
    seen = watcher.pubsub()
    await seen.subscribe("test-only-ids:news")
    await seen.get_message(timeout=SOON)

    await bus.publish("game one")

    message = await seen.get_message(timeout=SOON)
    assert message is not None
    assert (message["channel"], message["data"]) == (b"test-only-ids:news", b"game one")
    await seen.aclose()  # type: ignore[no-untyped-call]
    await watcher.aclose()
    await bus.close()


async def test_houses_on_one_redis_do_not_hear_each_other(redis_url: str, stack: AsyncExitStack) -> None:
    ours, theirs = RedisBus(redis_url, prefix="test-ours"), RedisBus(redis_url, prefix="test-theirs")
    listener = await listening(ours, stack)

    await theirs.publish("their game")
    await ours.publish("our game")

    assert await listener.next() == "our game"
    await ours.close()
    await theirs.close()


async def test_without_redis_a_publisher_gives_up_at_once_and_in_silence() -> None:
    bus = RedisBus("redis://127.0.0.1:1")

    async with asyncio.timeout(PUBLISH_SECONDS * 10):
        await bus.publish("one")

    await bus.close()


async def test_a_redis_that_answers_nothing_costs_a_publisher_a_fifth_of_a_second() -> None:
    async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    silent = await asyncio.start_server(say_nothing, "127.0.0.1", 0)
    port = silent.sockets[0].getsockname()[1]
    bus = RedisBus(f"redis://127.0.0.1:{port}")

    async with asyncio.timeout(PUBLISH_SECONDS * 10):
        await bus.publish("one")

    await bus.close()
    silent.close()
    await silent.wait_closed()


async def test_after_redis_died_and_came_back_a_listener_hears_again_and_knows_it_may_have_missed_something(
    redis_server: RedisServer, stack: AsyncExitStack
) -> None:
    bus = RedisBus(redis_server.url)
    listener = await listening(bus, stack)
    waiting = asyncio.create_task(listener.next())
    await asyncio.to_thread(redis_server.kill)
    await bus.publish("lost")
    await asyncio.to_thread(redis_server.start)

    assert await waiting == EVERY_GAME
    await bus.publish("found")
    assert await listener.next() == "found"
    await bus.close()


async def test_given_a_link_lost_without_a_word_when_time_goes_by_then_the_listener_comes_in_by_another(
    redis_server: RedisServer, stack: AsyncExitStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redis_bus, "LISTEN_SECONDS", 0.2)
    link = Link("bus>redis", redis_server.port)
    await link.open()
    stack.push_async_callback(link.close)
    bus = RedisBus(f"redis://{HOST}:{link.port}/0")
    stack.push_async_callback(bus.close)
    listener = await listening(bus, stack)

    link.set(Weather("half_open"))

    assert await listener.next() == EVERY_GAME
    await bus.publish("game one")
    assert await listener.next() == "game one"


async def test_given_a_quiet_house_when_time_goes_by_then_the_listener_stays_where_it_is(
    redis_url: str, stack: AsyncExitStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redis_bus, "LISTEN_SECONDS", 0.05)
    bus = RedisBus(redis_url, prefix=f"test-{secrets.token_hex(4)}")
    stack.push_async_callback(bus.close)
    listener = await listening(bus, stack)

    hint = asyncio.create_task(listener.next())
    await asyncio.wait({hint}, timeout=0.5)
    await bus.publish("game one")

    assert await hint == "game one"


async def test_a_bus_says_whether_it_hears(redis_server: RedisServer, stack: AsyncExitStack) -> None:
    bus = RedisBus(redis_server.url)
    heard = [bus.hears]
    hints = await listening(bus, stack)
    heard.append(bus.hears)

    redis_server.kill()
    missing = asyncio.create_task(hints.next())
    async with asyncio.timeout(SOON):
        while bus.hears:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    heard.append(bus.hears)
    redis_server.start()
    assert await missing == EVERY_GAME

    assert [*heard, bus.hears] == [False, True, False, True]
    await bus.close()
