"""What the figures say of turns that are late, lost to a colleague, or beyond the rules; and when the log has
its lines.
"""

import asyncio
from collections.abc import AsyncGenerator

import pytest
from structlog.testing import capture_logs
from tests.game.house import EXPLODE, House, loops_of
from tests.web.watching import Counted, figure

from comity.game import journal, resolution, turn
from comity.game.work import writing


async def test_a_turn_past_its_deadline_counts_as_overdue_until_it_is_closed(house: House) -> None:
    loops = loops_of(house)
    game = await house.started("usa")
    house.clock.advance(minutes=9, seconds=30)
    await loops._beat()
    assert figure("comity_turns_overdue") == 0

    house.clock.advance(seconds=45)
    await loops._beat()
    assert figure("comity_turns_overdue") == 1

    await turn.sweep(game.ports)
    await loops._beat()
    assert figure("comity_turns_overdue") == 0


async def test_a_closed_turn_that_nobody_resolves_grows_older(house: House) -> None:
    loops = loops_of(house)
    game = await house.started("usa")
    house.clock.advance(minutes=10)
    async with writing(game.ports) as work:
        row = await work.games.lock(game.id)
        assert row is not None
        closed = await turn.close_if_due(game.ports, work, row)
    assert closed is not None

    house.clock.advance(seconds=31)
    await loops._beat()
    assert figure("comity_turns_closed_unresolved_seconds") == 31

    await resolution.finish_turn(game.ports, closed)
    await loops._beat()
    assert figure("comity_turns_closed_unresolved_seconds") == 0


async def test_fences_that_were_lost_are_counted(house: House, colleague: House) -> None:
    game = await house.started("usa")
    house.clock.advance(minutes=10)
    async with writing(game.ports) as work:
        row = await work.games.lock(game.id)
        assert row is not None
        closed = await turn.close_if_due(game.ports, work, row)
    assert closed is not None
    lost, computed = Counted("comity_resolve_fence_lost_total"), Counted("comity_resolve_seconds_count")

    await asyncio.gather(*(resolution.finish_turn(each.ports, closed) for each in (house, colleague)))

    assert (lost.more, computed.more) == (1, 1)


async def test_a_turn_that_the_rules_cannot_resolve_is_counted_once(house: House) -> None:
    game = await house.started("usa")
    await game.save("usa", EXPLODE)
    house.clock.advance(minutes=10)
    failed = Counted("comity_turn_failed_total")

    for _ in range(4):
        await turn.sweep(game.ports)
        house.clock.advance(seconds=3)

    assert failed.more == 1


async def test_what_was_rolled_back_leaves_no_line(house: House) -> None:
    game = await house.started("usa")

    async def fail() -> None:
        async with writing(game.ports) as work:
            await journal.record(game.ports, work, game.id, "game_paused", await work.now(), turn=1)
            raise ZeroDivisionError

    with capture_logs() as logged, pytest.raises(ZeroDivisionError):
        await fail()

    assert logged == []


async def test_a_line_of_the_journal_is_told_without_what_it_commits_to(house: House) -> None:
    game = await house.started("usa")
    await game.save("usa", {"actions": [{"action": "boost"}]})

    with capture_logs() as logged:
        await game.play_turn()

    closed = next(line for line in logged if line["event"] == "turn_closed")
    assert closed.keys() == {"event", "log_level", "game", "turn", "close_no"}


@pytest.mark.parametrize("hears", [True, False])
async def test_redis_is_up_while_hints_come_in(house: House, hears: bool) -> None:
    class Hearing:
        async def publish(self, game: str) -> None: ...
        async def close(self) -> None: ...
        def subscribe(self) -> AsyncGenerator[str, None]:
            raise NotImplementedError

        @property
        def hears(self) -> bool:
            return hears

    await loops_of(house.replaced(bus=Hearing()))._tick()

    assert figure("comity_redis_up") == hears
