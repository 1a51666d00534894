"""Rate limits: how often one seat, account or address may ask. Shared through Redis where there is one.

When Redis is away a move goes through (a class must be able to play on), and a log-in does not (guessing must
not become free).
"""

import asyncio
import hashlib
import time
from dataclasses import dataclass
from typing import Any, Final, Literal, cast

import structlog
from limits import RateLimitItem, parse
from limits.aio.storage import MemoryStorage, RedisStorage, Storage
from limits.aio.strategies import MovingWindowRateLimiter
from redis.asyncio import ConnectionPool
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from comity.game.access import Caller, Seat
from comity.game.accounts import login_of
from comity.metrics import LIMIT_HITS
from comity.rules.faults import Fault
from comity.web.problems import ProblemError

log = structlog.get_logger(__name__)

STORE_SECONDS_MAX = 0.5
"""A limit is never worth a longer wait."""


@dataclass(frozen=True, slots=True)
class Rule:
    """`rate` per subject; `when_store_is_away` says what happens without Redis."""

    name: str
    rate: RateLimitItem
    when_store_is_away: Literal["allow", "refuse"]


MOVES: Final = Rule("moves", parse("30/minute"), "allow")
WORDS: Final = Rule("words", parse("30/minute"), "allow")
CAUSES: Final = Rule("causes", parse("120/minute"), "allow")
PLAYED: Final = Rule("played", parse("120/minute"), "allow")
MESSAGES: Final = Rule("messages", parse("120/minute"), "allow")
EXPORTS: Final = Rule("exports", parse("6/minute"), "allow")
"""Each reads a whole game."""
TICKETS: Final = Rule("tickets", parse("60/minute"), "allow")
JOINS: Final = Rule("joins", parse("120/minute"), "allow")
"""Per address: a whole class sits behind one. Tokens of 256 bits cannot be guessed; this only limits noise.
"""
LOG_INS: Final = Rule("log_ins", parse("5/minute"), "refuse")
"""Per account, from wherever they come."""
LOG_INS_HERE: Final = Rule("log_ins_here", parse("30/minute"), "refuse")
"""Per address, whatever the names: each costs a hash that is slow on purpose, also where nobody has the name.
"""
SIGN_UPS: Final = Rule("sign_ups", parse("20/minute"), "refuse")


class RateLimits:
    """Counts in memory, or in Redis when `redis_url` is given."""

    def __init__(self, redis_url: str | None = None) -> None:
        self._pool: ConnectionPool | None = None
        storage: Storage = MemoryStorage()
        if redis_url is not None:
            # No retries: an answer that is late is as good as none, and the next request asks again.
            self._pool = ConnectionPool.from_url(redis_url, retry=Retry(NoBackoff(), 0))
            pool = cast("Any", self._pool)  # the library hands it on to redis-py, and its types do not say so
            storage = RedisStorage(
                f"async+{redis_url}",
                implementation="redispy",
                key_prefix="comity:limits",
                connection_pool=pool,
            )
        self._limiter = MovingWindowRateLimiter(storage)

    async def close(self) -> None:
        if self._pool is not None:
            await self._pool.disconnect()

    async def spend(self, rule: Rule, subject: str) -> None:
        """One more of `rule` by `subject`. Raises ProblemError 429 when that was too many, 503 when nobody
        can say.
        """
        try:
            async with asyncio.timeout(STORE_SECONDS_MAX):
                if await self._limiter.hit(rule.rate, rule.name, subject):
                    return
                resets_at = (await self._limiter.get_window_stats(rule.rate, rule.name, subject)).reset_time
        except Exception as error:  # whatever the store raises, the answer is the rule's
            log.warning("limits_store_away", limit=rule.name, error=type(error).__name__)
            if rule.when_store_is_away == "allow":
                return
            raise _away() from None
        LIMIT_HITS.labels(limit=rule.name).inc()
        log.info("limit_hit", limit=rule.name)
        raise _too_many(rule, max(1, round(resets_at - time.time())))


def address(host: str | None) -> str:
    """The subject of a limit per address."""
    return f"address:{host or 'unknown'}"


def account(name: str) -> str:
    """The subject of a limit per account, as log-in finds it; a digest, so that no name reaches Redis."""
    return "account:" + hashlib.sha256(login_of(name).encode()).hexdigest()[:32]


def seat(caller: Caller) -> str:
    """The subject of a limit per seat; whoever holds none is counted by session and refused elsewhere."""
    match caller.principal:
        case Seat(game, key):
            return f"seat:{game}:{key}"
        case _:
            return f"session:{caller.session}"


def _too_many(rule: Rule, seconds: int) -> ProblemError:
    fault = Fault("too_many_requests", "", f"At most {rule.rate}.", f"Wait {seconds} s and try again.")
    return ProblemError(429, fault, headers={"Retry-After": str(seconds)})


def _away() -> ProblemError:
    fault = Fault("limits_away", "", "Signing in is closed for a moment.", "Try again in a few seconds.")
    return ProblemError(503, fault, headers={"Retry-After": "5"})
