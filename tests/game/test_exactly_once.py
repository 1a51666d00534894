"""One resolution a turn and no accepted move left out, however many processes come at once.

The guards are also taken away, one at a time: a checker that never failed proves nothing.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection
from structlog.testing import capture_logs
from tests.game.checks import left_out_moves, numbering_gaps, resolution_faults
from tests.game.house import BOOST, EXPLODE, Game, House, curse, open_house

from comity.game import resolution, turn
from comity.game.errors import TurnClosed
from comity.game.ports import TurnInputs, TurnOutcome
from comity.game.records import MoveRow, TurnRow
from comity.store.games import GamesTable
from comity.store.moves import MovesTable, ResolutionsTable
from comity.store.turns import TurnsTable

LOOK_ON_SECONDS = 0.5
"""How long a sweep is watched that a lock should hold up; without the lock it would need some 20 ms."""
UNHINDERED_SECONDS = 60.0
"""How long a sweep is waited for that no lock holds up, on a machine that has other work."""


class Interloper:
    """Another process sweeps the turn, now due, exactly between a save's checks and its row."""

    def __init__(
        self, house: House, colleague: House, patch: pytest.MonkeyPatch, look_on: float = LOOK_ON_SECONDS
    ) -> None:
        self.sweep: asyncio.Task[int | None] | None = None
        add = MovesTable.add

        async def sweep_first(table: MovesTable, move: MoveRow) -> bool:
            if self.sweep is None:
                house.clock.advance(minutes=10)
                self.sweep = asyncio.create_task(turn.sweep(colleague.ports))
                await asyncio.wait({self.sweep}, timeout=look_on)
            return await add(table, move)

        patch.setattr(MovesTable, "add", sweep_first)

    async def done(self) -> int | None:
        assert self.sweep is not None
        return await self.sweep


async def test_of_many_sweepers_one_resolves_and_the_others_find_it_done(
    house: House, colleague: House
) -> None:
    game = await house.started("usa", "fiji")
    await game.save("usa", BOOST)
    house.clock.advance(minutes=10)

    resolved = await asyncio.gather(*(turn.sweep(each.ports) for each in [house, colleague] * 3))

    assert sum(each or 0 for each in resolved) == 1
    assert await resolution_faults(game) == []
    assert await numbering_gaps(game) == []


async def test_processes_that_compute_the_same_turn_at_once_commit_it_once(
    house: House, colleague: House
) -> None:
    game = await house.started("usa", bots_fill=True)
    closed = await _closed(game)

    with capture_logs() as logged:
        resolved = await asyncio.gather(
            *(resolution.finish_turn(each.ports, closed) for each in [house, colleague, house, colleague])
        )

    assert sorted(resolved) == [False, False, False, True]
    assert await resolution_faults(game) == []
    assert await numbering_gaps(game) == []
    assert sorted(line["event"] for line in logged) == [*["fence_lost"] * 3, "turn_resolved"]


async def test_a_loser_with_other_bytes_than_the_winner_raises_the_alarm(house: House) -> None:
    class OtherRules:
        async def play(self, inputs: TurnInputs) -> TurnOutcome:
            outcome = await house.ports.compute.play(inputs)
            return replace(outcome, resolved=replace(outcome.resolved, digest="0" * 64))

    game = await house.started("usa")
    closed = await _closed(game)
    await resolution.finish_turn(house.ports, closed)

    with capture_logs() as logged:
        assert await resolution.finish_turn(house.replaced(compute=OtherRules()).ports, closed) is False

    assert [(line["event"], line["log_level"]) for line in logged] == [("fence_lost_to_other_bytes", "error")]


async def test_a_process_that_comes_late_with_its_result_changes_nothing(
    house: House, colleague: House
) -> None:
    game = await house.started("usa", "fiji")
    closed = await _closed(game)
    await resolution.finish_turn(colleague.ports, closed)
    await game.save("usa", BOOST, n=2)

    assert await resolution.finish_turn(house.ports, closed) is False

    assert (await game.header()).turn == 2
    assert await resolution_faults(game) == []


async def test_control_without_the_fences_a_turn_is_resolved_twice(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    game = await house.started("usa")
    closed = await _closed(game)
    await resolution.finish_turn(house.ports, closed)
    for table, fence in ((ResolutionsTable, "add"), (GamesTable, "advance"), (TurnsTable, "change")):
        monkeypatch.setattr(table, fence, _always)
    monkeypatch.setattr(TurnsTable, "add", _always)

    await resolution.finish_turn(house.ports, closed)

    assert await resolution_faults(game) == ["resolved [1], told [1, 1]"]


async def test_what_three_processes_fail_at_in_one_slow_moment_is_one_try(
    house: House, colleague: House
) -> None:
    # Given a closed turn that three processes have taken on at once
    game = await house.started("usa")
    await game.save("usa", EXPLODE)
    closed = await _closed(game)
    async with open_house(house.database_url, time=house.clock.decide) as third:
        houses = (house, colleague, third)
        # When all of them fail at it
        await asyncio.gather(*(resolution.finish_turn(each.ports, closed) for each in houses))
    # Then it has two more tries, and the game runs
    async with house.ports.store.read() as work:
        tried = await work.turns.find(game.id, 1)
    assert tried is not None
    assert (tried.status, tried.tries) == ("closed", 1)
    assert (await game.header()).status == "running"


async def test_a_computation_from_before_a_reopening_cannot_commit_its_old_inputs(house: House) -> None:
    game = await house.started("usa")
    before, again = await _closed_twice(game)

    assert await resolution.finish_turn(house.ports, before) is False
    assert await resolution.finish_turn(house.ports, again) is True

    assert again.close_no == before.close_no + 1
    assert await left_out_moves(game) == []


async def test_control_without_the_close_number_an_old_computation_commits(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    game = await house.started("usa")
    before, again = await _closed_twice(game)
    monkeypatch.setattr(TurnsTable, "change", _change_any_close)

    assert await resolution.finish_turn(house.ports, before) is True

    async with game.ports.store.read() as work:
        resolved = await work.resolutions.find(game.id, 1)
    assert resolved is not None
    assert resolved.close_no == again.close_no - 1


async def test_a_move_that_is_being_saved_while_the_turn_closes_is_among_the_inputs(
    house: House, colleague: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    game = await house.started("usa")
    interloper = Interloper(house, colleague, monkeypatch)

    await game.save("usa", BOOST)

    assert await interloper.done() == 1
    assert await left_out_moves(game) == []


async def test_control_without_the_share_lock_an_accepted_move_is_left_out(
    postgres_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_house(postgres_house.database_url, time=postgres_house.clock.decide) as colleague:
        game = await postgres_house.started("usa")
        interloper = Interloper(postgres_house, colleague, monkeypatch, UNHINDERED_SECONDS)
        monkeypatch.setattr(TurnsTable, "hold", TurnsTable.find)

        await game.save("usa", BOOST)

        assert await interloper.done() == 1
        assert await left_out_moves(game) == ["turn 1: revision 1 of usa"]


async def test_a_save_that_waits_for_its_lock_past_the_deadline_is_late(postgres_house: House) -> None:
    async with open_house(postgres_house.database_url, time=_clock_timestamp) as house:
        outcome = await _save_that_waits_past_the_deadline(house)

    assert isinstance(outcome, TurnClosed)


async def test_control_with_the_time_of_the_transactions_start_the_late_save_is_accepted(
    postgres_house: House,
) -> None:
    async with open_house(postgres_house.database_url, time=_transaction_start) as house:
        outcome = await _save_that_waits_past_the_deadline(house)

    assert not isinstance(outcome, BaseException)


async def _closed(game: Game) -> TurnRow:
    """The open turn, closed by hand and not yet computed."""
    async with game.ports.store.write() as work:
        row = await work.games.lock(game.id)
        assert row is not None
        closed = await turn.close_if_due(game.ports, work, row, forced=True)
    assert closed is not None
    return closed


async def _closed_twice(game: Game) -> tuple[TurnRow, TurnRow]:
    """A turn that was closed, reopened for another move, and closed again."""
    await game.save("usa", BOOST)
    before = await _closed(game)
    async with game.ports.store.write() as work:
        assert await work.turns.change(game.id, before.n, before.close_no, "closed", "open")
    await game.save("usa", curse("fiji"))
    return before, await _closed(game)


async def _always(*_: object) -> bool:
    return True


async def _change_any_close(table: TurnsTable, game: str, n: int, _close_no: int, *statuses: str) -> bool:
    changing = text("UPDATE turn SET status = :after WHERE game = :game AND n = :n")
    values = {"after": statuses[-1], "game": game, "n": n}
    return (await table._connection.execute(changing, values)).rowcount == 1


async def _save_that_waits_past_the_deadline(house: House) -> object:
    """A save begins in time, but another transaction holds the turn until the deadline is over."""
    game = await house.started("usa")
    async with house.ports.store.write() as work:
        await work.turns.set_deadline(
            game.id, 1, 1, await _clock_timestamp(_of(work)) + timedelta(seconds=0.5)
        )
    async with house.ports.store.write() as holding:
        held = await holding.turns.lock(game.id, 1)
        assert held is not None
        assert held.deadline_at is not None
        deadline_at = held.deadline_at
        saving = asyncio.create_task(game.save("usa", BOOST))

        async def somebody_waits() -> bool:
            locks = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
            return bool(await _of(holding).scalar(locks))

        async def deadline_is_over() -> bool:
            return await _clock_timestamp(_of(holding)) > deadline_at

        await _until(somebody_waits)
        await _until(deadline_is_over)
    return (await asyncio.gather(saving, return_exceptions=True))[0]


def _of(work: object) -> AsyncConnection:
    connection = work._connection  # type: ignore[attr-defined]
    assert isinstance(connection, AsyncConnection)
    return connection


async def _until(condition: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(10):
        while not await condition():  # noqa: ASYNC110  nobody tells us of another connection's lock
            await asyncio.sleep(0.01)


async def _clock_timestamp(connection: AsyncConnection) -> datetime:
    at: datetime = (await connection.execute(text("SELECT clock_timestamp()"))).scalar_one()
    return at


async def _transaction_start(connection: AsyncConnection) -> datetime:
    at: datetime = (await connection.execute(text("SELECT now()"))).scalar_one()
    return at
