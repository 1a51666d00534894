"""Rate limits in memory and in a real Redis, and what happens when Redis is not there."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from limits import parse
from tests.servers import HOST, free_port

from comity.game.access import Caller, Seat
from comity.web.limits import LOG_INS, MOVES, RateLimits, Rule, account, seat
from comity.web.problems import ProblemError

TWICE = Rule("tests", parse("2/minute"), "allow")


@pytest.fixture(params=["memory", "redis"])
async def limits(request: pytest.FixtureRequest) -> AsyncIterator[RateLimits]:
    url = request.getfixturevalue("redis_url") if request.param == "redis" else None
    async with aclosing_limits(url) as found:
        yield found


@pytest.fixture
async def away() -> AsyncIterator[RateLimits]:
    async with aclosing_limits(f"redis://{HOST}:{free_port()}/0") as found:
        yield found


@asynccontextmanager
async def aclosing_limits(url: str | None) -> AsyncIterator[RateLimits]:
    found = RateLimits(url)
    yield found
    await found.close()


async def test_what_is_within_the_rate_passes_and_the_next_is_told_when_to_come_back(
    limits: RateLimits,
) -> None:
    for _ in range(2):
        await limits.spend(TWICE, "seat:g:a")
    with pytest.raises(ProblemError) as caught:
        await limits.spend(TWICE, "seat:g:a")
    assert caught.value.status == 429
    assert 1 <= int(caught.value.headers["Retry-After"]) <= 60


async def test_each_subject_has_its_own_count(limits: RateLimits) -> None:
    for _ in range(2):
        await limits.spend(TWICE, "seat:g:b")
    await limits.spend(TWICE, "seat:g:c")


async def test_processes_with_one_redis_count_together(redis_url: str) -> None:
    async with aclosing_limits(redis_url) as first, aclosing_limits(redis_url) as second:
        await first.spend(TWICE, "seat:g:shared")
        await second.spend(TWICE, "seat:g:shared")
        with pytest.raises(ProblemError):
            await first.spend(TWICE, "seat:g:shared")


async def test_without_redis_moves_go_through(away: RateLimits) -> None:
    for _ in range(40):
        await away.spend(MOVES, "seat:g:a")


async def test_without_redis_log_ins_are_closed(away: RateLimits) -> None:
    with pytest.raises(ProblemError) as caught:
        await away.spend(LOG_INS, account("Ada"))
    assert caught.value.status == 503
    assert "Retry-After" in caught.value.headers


def test_no_name_becomes_part_of_a_key() -> None:
    assert "ada" not in account("Ada Lovelace").lower().removeprefix("account:")
    assert account("Ada Lovelace") == account(" ada lovelace ")


@pytest.mark.parametrize("blank", ["  ", "\t", "\N{NO-BREAK SPACE}", "\N{EM SPACE}"])
def test_an_account_is_counted_as_one_however_its_name_is_written(blank: str) -> None:
    composed, in_pieces = "Zoë Müller", "Zoe\N{COMBINING DIAERESIS} Mu\N{COMBINING DIAERESIS}ller"
    for written in (composed, in_pieces):
        assert account(written.replace(" ", blank)) == account(composed)


def test_a_team_is_counted_as_one_seat() -> None:
    first, second = Caller(Seat("g", "usa"), "s1"), Caller(Seat("g", "usa"), "s2")
    assert seat(first) == seat(second)
    assert seat(first) != seat(Caller(Seat("g", "china"), "s1"))
