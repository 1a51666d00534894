"""The bus between processes: Redis publish and subscribe, carrying game ids and nothing else.

Redis may die at any time. A publisher then gives up within its 200 ms and is silent about it, since the
commit is done and pollers find it; a subscriber tries until Redis is back, and then says `EVERY_GAME`.
"""

import asyncio
from collections.abc import AsyncGenerator

import structlog
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from comity.game.ports import EVERY_GAME

log = structlog.get_logger(__name__)

PUBLISH_SECONDS = 0.2
LISTEN_SECONDS = 5.0
"""How long one look for a hint lasts; after each in vain Redis is asked whether it is there, and has until
the end of the next to answer. A link may be lost without a word, and silence is what it sounds like.
"""

RETRY_SECONDS = (0.1, 0.2, 0.5, 1.0, 2.0)
"""Pauses between attempts to subscribe again; the last one repeats."""


class RedisBus:
    """`comity.game.ports.Bus` over Redis. `prefix` keeps several houses on one Redis apart."""

    def __init__(self, url: str, *, prefix: str = "comity") -> None:
        self._channel = f"{prefix}:news"
        self._hears = False
        no_retry = Retry(NoBackoff(), 0)
        self._speaker = Redis.from_url(
            url, socket_connect_timeout=PUBLISH_SECONDS, socket_timeout=PUBLISH_SECONDS, retry=no_retry
        )
        self._listener = Redis.from_url(url, socket_connect_timeout=LISTEN_SECONDS, retry=no_retry)

    async def publish(self, game: str) -> None:
        try:
            async with asyncio.timeout(PUBLISH_SECONDS):
                await self._speaker.publish(self._channel, game)
        except (RedisError, OSError, TimeoutError) as error:
            log.warning("hint_lost", game=game, error=type(error).__name__)

    async def subscribe(self) -> AsyncGenerator[str, None]:
        failures = 0
        while True:
            pubsub = self._listener.pubsub()
            try:
                await pubsub.subscribe(self._channel)
                asked = False
                while True:
                    message = await pubsub.get_message(timeout=LISTEN_SECONDS)
                    if message is None:
                        if asked:
                            raise TimeoutError
                        asked = True
                        await pubsub.ping()
                        continue
                    asked = False
                    if message["type"] == "subscribe":  # the first time, and after each reconnection
                        failures, self._hears = 0, True
                        yield EVERY_GAME
                    elif message["type"] == "message":
                        yield message["data"].decode(errors="replace")
            except (RedisError, OSError) as error:
                self._hears = False
                if failures == 0:
                    log.warning("hints_away", error=type(error).__name__)
                await asyncio.sleep(RETRY_SECONDS[min(failures, len(RETRY_SECONDS) - 1)])
                failures += 1
            finally:
                await pubsub.aclose()  # type: ignore[no-untyped-call]

    @property
    def hears(self) -> bool:
        return self._hears

    async def close(self) -> None:
        await self._speaker.aclose()
        await self._listener.aclose()
