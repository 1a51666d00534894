"""Whom a sweep takes on: every game gets its turn, however slow or broken another one is."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import pytest
from structlog.testing import capture_logs
from tests.game.breakage import SlowToCommit
from tests.game.checks import resolution_faults
from tests.game.house import BOOST, House, loops_of

from comity.game import turn
from comity.game.errors import Unavailable
from comity.game.ports import Compute, Store, TurnInputs, TurnOutcome, UnitOfWork
from comity.game.records import GameRow
from comity.game.seating import Seating, seating_of

PATIENCE_SECONDS = 10.0


class HeldUp:
    """Computes a turn with moves in it only when it is let go; any other at once."""

    def __init__(self, inner: Compute) -> None:
        self.times = 0
        self.cancelled = 0
        self.begun = asyncio.Event()
        self.let_go = asyncio.Event()
        self._inner = inner

    async def play(self, inputs: TurnInputs) -> TurnOutcome:
        if inputs.moves:
            self.times += 1
            self.begun.set()
            try:
                await self.let_go.wait()
            except asyncio.CancelledError:
                self.cancelled += 1
                raise
        return await self._inner.play(inputs)


def sweeper_of(house: House, **more: Any) -> turn.Sweeper:
    """The sweeper of one process, whose seconds go by with the house's clock."""
    return turn.Sweeper(house.ports, asyncio.create_task, clock=lambda: house.clock.now().timestamp(), **more)


async def look(sweeper: turn.Sweeper) -> int:
    """One look, until all that it took on has ended: how many turns were resolved."""
    taken_on = await sweeper.look()
    assert taken_on is not None
    async with asyncio.timeout(PATIENCE_SECONDS):
        return sum(await asyncio.gather(*taken_on))


async def test_given_a_slow_turn_when_another_falls_due_meanwhile_then_it_does_not_wait(house: House) -> None:
    # Given a turn that takes long to compute, and a server that is at it
    compute = HeldUp(house.ports.compute)
    slow = await house.started("usa")
    quick = await house.started("usa", minutes_per_turn=11)
    await slow.save("usa", BOOST)
    loops = loops_of(house.replaced(compute=compute))
    house.clock.advance(minutes=10)
    async with asyncio.timeout(PATIENCE_SECONDS):
        await loops._sweep()
    # When another game's turn falls due
    house.clock.advance(minutes=1)
    async with asyncio.timeout(PATIENCE_SECONDS):
        await loops._sweep()
    # Then it is resolved, and the slow one when its time has come, computed once
    await asyncio.wait(loops._tasks, timeout=PATIENCE_SECONDS, return_when=asyncio.FIRST_COMPLETED)
    assert ((await slow.header()).turn, (await quick.header()).turn) == (1, 2)
    compute.let_go.set()
    await asyncio.wait(loops._tasks, timeout=PATIENCE_SECONDS)
    assert ((await slow.header()).turn, compute.times) == (2, 1)
    assert await resolution_faults(slow) == []


async def test_given_a_turn_in_hand_when_the_loops_stop_then_it_is_given_up_and_another_process_resolves_it(
    house: House, colleague: House
) -> None:
    compute = HeldUp(house.ports.compute)
    game = await house.started("usa")
    await game.save("usa", BOOST)
    loops = loops_of(house.replaced(compute=compute))
    house.clock.advance(minutes=10)
    async with asyncio.timeout(PATIENCE_SECONDS):
        await loops._sweep()
        await compute.begun.wait()

    await loops.stop()

    assert compute.cancelled == 1
    house.clock.advance(seconds=3)
    assert await turn.sweep(colleague.ports) == 1
    assert await resolution_faults(game) == []


async def test_given_as_many_slow_turns_as_a_look_takes_on_then_what_is_in_hand_counts_once(
    house: House,
) -> None:
    # Given room for two games, and one of them held up
    compute = HeldUp(house.ports.compute)
    slow = await house.started("usa")
    await slow.save("usa", BOOST)
    sweeper = sweeper_of(house.replaced(compute=compute), limit=2)
    house.clock.advance(minutes=10)
    in_hand = await sweeper.look()
    # When another falls due, and the one in hand was closed so long ago that anybody may take it on
    quick = await house.started("usa", minutes_per_turn=1)
    house.clock.advance(minutes=1)
    # Then the look takes on the other one, and then no more than there is room for
    assert await look(sweeper) == 1
    assert (await quick.header()).turn == 2
    compute.let_go.set()
    assert in_hand is not None
    assert await asyncio.gather(*in_hand) == [True]


async def test_given_no_room_then_a_look_takes_on_nothing_and_says_when_there_is_room_again(
    house: House,
) -> None:
    called: list[None] = []
    sweeper = sweeper_of(house, limit=2, more_wait=lambda: called.append(None))
    for _ in range(3):
        await house.started("usa")
    house.clock.advance(minutes=10)

    taken_on = await sweeper.look()
    assert taken_on is not None
    assert (len(taken_on), await sweeper.look(), called) == (2, [], [])
    assert sum(await asyncio.gather(*taken_on)) == 2
    await asyncio.sleep(0)

    assert len(called) == 1
    assert [await look(sweeper), await look(sweeper)] == [1, 0]
    assert len(called) == 1


async def test_given_a_game_that_cannot_be_closed_then_it_rests_ever_longer_and_others_get_their_turn(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given the longest waiting game, whose turn fails to close for a reason that nobody expected
    broken, healthy = await house.started("usa"), await house.started("usa", minutes_per_turn=11)
    sweeper, tries = sweeper_of(house, limit=1), 0

    async def seating_or_fail(work: UnitOfWork, game: GameRow) -> Seating:
        nonlocal tries
        if game.id == broken.id:
            tries += 1
            raise ArithmeticError
        return await seating_of(work, game)

    house.clock.advance(minutes=11)
    with monkeypatch.context() as patch, capture_logs() as logged:
        patch.setattr(turn, "seating_of", seating_or_fail)
        # When each look has room for one game
        assert [await look(sweeper), await look(sweeper)] == [0, 1]
        # Then the other one is resolved, and the broken one is tried ever more rarely
        assert (await healthy.header()).turn == 2
        for _ in range(120):
            house.clock.advance(seconds=1)
            await look(sweeper)
    assert tries == 7
    assert [line["event"] for line in logged].count("sweep_failed") == tries
    # And it is resolved within a minute of when it can be
    house.clock.advance(seconds=60)
    assert await look(sweeper) >= 1
    assert (await broken.header()).turn == 2


async def test_given_a_game_that_the_database_fails_each_time_then_another_comes_between_two_tries(
    house: House,
) -> None:
    slow, quick = await house.started("usa"), await house.started("usa", minutes_per_turn=11)
    sweeper = sweeper_of(house.replaced(store=SlowToCommit(house.ports.store, slow.id)), limit=1)
    house.clock.advance(minutes=11)

    assert [await look(sweeper), await look(sweeper)] == [0, 1]
    assert (await quick.header()).turn == 2


class Away:
    """A database that is away while `is_away`, to whoever wants to write."""

    def __init__(self, inner: Store) -> None:
        self._inner, self.is_away = inner, True

    def read(self) -> AbstractAsyncContextManager[UnitOfWork]:
        return self._inner.read()

    @asynccontextmanager
    async def write(self) -> AsyncIterator[UnitOfWork]:
        if self.is_away:
            raise Unavailable
        async with self._inner.write() as work:
            yield work


async def test_given_a_database_that_was_away_for_long_then_its_games_go_on_a_second_after_it_is_back(
    house: House,
) -> None:
    game, store = await house.started("usa"), Away(house.ports.store)
    sweeper = sweeper_of(house.replaced(store=store))
    house.clock.advance(minutes=10)
    for _ in range(30):
        assert await look(sweeper) == 0
        house.clock.advance(seconds=1)

    store.is_away = False

    assert await look(sweeper) == 1
    assert (await game.header()).turn == 2
