"""A request whose first answer was lost, asked again in the very moment in which it becomes too late.

Whoever is told that nothing can be saved any more has nothing stored under that key.
"""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from tests.game.house import BOOST, Game, House

from comity.game import pace, turn
from comity.game.errors import TurnClosed, WrongStatus
from comity.game.records import MoveRow
from comity.game.shapes import Receipt
from comity.store.moves import MovesTable

KEY = "the-same-key-for-both"
LOOK_ON_SECONDS = 0.5
"""How long the second request is watched that has to wait for the first."""


async def pause(game: Game) -> None:
    await pace.pause(game.ports, game.teacher, game.id)


async def resolve(game: Game) -> None:
    game.house.clock.advance(minutes=10)
    assert await turn.sweep(game.ports) == 1


async def let_the_deadline_pass(game: Game) -> None:
    game.house.clock.advance(minutes=10)


async def finish(game: Game) -> None:
    await pace.finish(game.ports, game.teacher, game.id)


End = Callable[[Game], Awaitable[None]]
ENDS: list[End] = [pause, resolve, let_the_deadline_pass, finish]


async def save(game: Game) -> Receipt:
    return await game.save("usa", BOOST, key=KEY)


@pytest.mark.parametrize("end", ENDS)
async def test_saved_by_the_first_after_the_second_looked_then_the_second_has_its_receipt(
    house: House, end: End, monkeypatch: pytest.MonkeyPatch
) -> None:
    game = await house.started("usa")
    look = MovesTable.by_key
    first: list[Receipt] = []

    async def look_and_be_overtaken(table: MovesTable, *of: str) -> MoveRow | None:
        monkeypatch.setattr(MovesTable, "by_key", look)
        found = await look(table, *of)
        first.append(await save(game))
        await end(game)
        return found

    monkeypatch.setattr(MovesTable, "by_key", look_and_be_overtaken)
    second = await save(game)

    assert [second] == first


async def test_while_the_first_is_being_saved_nobody_tells_the_second_that_it_is_too_late(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    game = await house.started("usa")
    add = MovesTable.add
    seconds: list[asyncio.Task[Receipt]] = []

    async def add_and_let_the_deadline_pass(table: MovesTable, move: MoveRow) -> bool:
        added = await add(table, move)
        game.house.clock.advance(minutes=10)
        seconds.append(asyncio.create_task(save(game)))
        done, _ = await asyncio.wait(seconds, timeout=LOOK_ON_SECONDS)
        assert not done
        return added

    monkeypatch.setattr(MovesTable, "add", add_and_let_the_deadline_pass)
    first = await save(game)

    assert await seconds[0] == first


@pytest.mark.parametrize(("end", "refusal"), [(pause, WrongStatus), (resolve, TurnClosed)])
async def test_what_nobody_saved_is_refused_and_stays_unsaved(
    house: House, end: End, refusal: type[Exception]
) -> None:
    game = await house.started("usa")
    await end(game)

    with pytest.raises(refusal):
        await save(game)

    async with game.ports.store.read() as work:
        assert await work.moves.by_key(game.id, "usa", KEY) is None
