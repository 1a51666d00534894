"""kill -9 at every step of a turn: another process finishes it, once, with every acknowledged move."""

import pytest
from tests.game.breakage import DyingBus, DyingStore, Killed, WatchedCompute, die
from tests.game.checks import left_out_moves, numbering_gaps, resolution_faults, told_to
from tests.game.house import BOOST, Game, House, curse
from tests.game.tiny_rulebook import load_tiny

from comity.game import turn
from comity.game.export import export_game
from comity.game.replay import verify


def dying_houses(house: House) -> dict[str, House]:
    """One process for every moment at which a turn's resolution can be cut off."""
    store, compute = house.ports.store, house.ports.compute
    return {
        "before the close": house.replaced(store=DyingStore(store, 1, "before")),
        "within the close": house.replaced(store=DyingStore(store, 1, "within")),
        "after the close": house.replaced(store=DyingStore(store, 1, "after")),
        "during the computation": house.replaced(compute=WatchedCompute(compute, before=die)),
        "after the computation": house.replaced(compute=WatchedCompute(compute, after=die)),
        "before the commit": house.replaced(store=DyingStore(store, 2, "before")),
        "within the commit": house.replaced(store=DyingStore(store, 2, "within")),
        "after the commit": house.replaced(store=DyingStore(store, 2, "after")),
        "before the hint": house.replaced(bus=DyingBus()),
    }


MOMENTS = (
    "before the close",
    "within the close",
    "after the close",
    "during the computation",
    "after the computation",
    "before the commit",
    "within the commit",
    "after the commit",
    "before the hint",
)


@pytest.mark.parametrize("moment", MOMENTS)
async def test_a_process_killed_leaves_a_turn_that_another_finishes(
    house: House, colleague: House, moment: str
) -> None:
    game = await house.started("usa", "fiji", bots_fill=True)
    await game.save("usa", BOOST)
    await game.save("fiji", curse("usa"))
    house.clock.advance(minutes=10)

    with pytest.raises(Killed):
        await turn.sweep(dying_houses(house)[moment].ports)
    house.clock.advance(seconds=3)
    await turn.sweep(colleague.ports)

    assert (await game.header()).turn == 2
    assert await resolution_faults(game) == []
    assert await left_out_moves(game) == []
    assert await numbering_gaps(game) == []
    assert [event["type"] for event in await told_to(game, await game.spectator())][-1] == "turn_opened"


async def test_a_turn_closed_a_moment_ago_is_left_to_the_process_that_closed_it(
    house: House, colleague: House
) -> None:
    game = await house.started("usa")
    house.clock.advance(minutes=10)
    with pytest.raises(Killed):
        await turn.sweep(house.replaced(store=DyingStore(house.ports.store, 1, "after")).ports)

    assert await turn.sweep(colleague.ports) == 0
    house.clock.advance(seconds=3)
    assert await turn.sweep(colleague.ports) == 1
    assert await resolution_faults(game) == []


async def test_whoever_finishes_it_the_whole_game_replays_to_the_same_bytes(
    house: House, colleague: House
) -> None:
    game = await house.started("usa", bots_fill=True)
    for n, moment in enumerate(("after the close", "after the computation", "within the commit"), start=1):
        await game.save("usa", BOOST, n=n)
        house.clock.advance(minutes=10)
        with pytest.raises(Killed):
            await turn.sweep(dying_houses(house)[moment].ports)
        house.clock.advance(seconds=3)
        await turn.sweep(colleague.ports)

    file = await export_game(game.ports, game.teacher, game.id, "json")
    verdict = verify(file.body, load_tiny)

    assert (verdict.turns_checked, verdict.problems) == (3, ())


@pytest.mark.parametrize("when", ["before", "within"])
async def test_a_save_killed_before_its_commit_leaves_nothing_and_can_be_repeated(
    house: House, when: str
) -> None:
    game = await house.started("usa")
    dying = Game(
        house.replaced(store=DyingStore(house.ports.store, 1, when)),
        game.teacher,
        game.classroom,
        game.id,
        game.code,
    )

    with pytest.raises(Killed):
        await dying.save("usa", BOOST, key="the-key-of-this-save")

    assert (await game.save("usa", BOOST, key="the-key-of-this-save")).rev == 1


@pytest.mark.parametrize("when", ["after the commit", "before the hint"])
async def test_a_save_killed_after_its_commit_is_confirmed_when_it_is_repeated(
    house: House, when: str
) -> None:
    game = await house.started("usa")
    broken = (
        house.replaced(store=DyingStore(house.ports.store, 1, "after"))
        if when == "after the commit"
        else house.replaced(bus=DyingBus())
    )
    dying = Game(broken, game.teacher, game.classroom, game.id, game.code)

    with pytest.raises(Killed):
        await dying.save("usa", BOOST, key="the-key-of-this-save")
    receipt = await game.save("usa", BOOST, key="the-key-of-this-save")

    assert receipt.rev == 1
    await game.play_turn()
    assert await left_out_moves(game) == []
