"""Nobody is resolved against because we were down."""

import asyncio
from dataclasses import replace

import pytest
from structlog.testing import capture_logs
from tests.game.checks import Follower, public_types
from tests.game.house import House, loops_of

from comity.game import pace, turn, vigil
from comity.game.errors import Unavailable
from comity.game.headers import header_of
from comity.game.invariants import certain
from comity.game.ports import UnitOfWork
from comity.game.shapes import GameHeader


async def test_a_first_start_changes_nothing(house: House) -> None:
    game = await house.started("usa")
    house.clock.advance(minutes=15)

    assert await vigil.beat(house.ports, "one") == []
    assert (await game.header()).remaining_seconds == 0.0


async def test_a_deadline_that_fell_into_an_outage_gives_back_what_was_left(house: House) -> None:
    game = await house.started("usa")
    follower = await Follower.of(game, game.player("usa"))
    house.clock.advance(minutes=4)
    await vigil.beat(house.ports, "one")
    house.clock.advance(hours=3)

    extended = await vigil.beat(house.ports, "two")

    assert extended == [game.id]
    assert (await game.header()).remaining_seconds == 360.0
    assert await turn.sweep(house.ports) == 0
    assert await public_types(game) == ["seat_changed", "game_started", "turn_opened", "deadline_changed"]
    assert await follower.differences() == []


async def test_after_an_outage_there_are_at_least_two_minutes(house: House) -> None:
    game = await house.started("usa")
    house.clock.advance(minutes=9, seconds=59)
    await vigil.beat(house.ports, "one")
    house.clock.advance(minutes=2)

    await vigil.beat(house.ports, "one")

    assert (await game.header()).remaining_seconds == 120.0


async def test_a_pause_before_an_outage_is_made_good_keeps_what_players_are_to_get_back(house: House) -> None:
    # Given a turn that ran out while nobody was there, and an instructor quicker than the first sign of life
    game = await house.started("usa")
    house.clock.advance(minutes=4)
    await vigil.beat(house.ports, "one")
    house.clock.advance(hours=3)

    await pace.pause(house.ports, game.teacher, game.id)
    await vigil.beat(house.ports, "two")
    await pace.resume(house.ports, game.teacher, game.id)

    assert (await game.header()).remaining_seconds == 360.0
    assert await turn.sweep(house.ports) == 0


async def test_a_turn_that_ran_out_while_we_were_there_is_paused_with_nothing_left(house: House) -> None:
    game = await house.started("usa")
    house.clock.advance(minutes=10)
    await vigil.beat(house.ports, "one")
    house.clock.advance(seconds=50)

    header = await pace.pause(house.ports, game.teacher, game.id)

    assert header.remaining_seconds == 0.0


async def test_while_any_process_lives_deadlines_stand(house: House) -> None:
    game = await house.started("usa")
    for second in range(0, 660, 55):
        house.clock.advance(seconds=55)
        assert await vigil.beat(house.ports, f"process {second % 2}") == []

    assert await turn.sweep(house.ports) == 1
    assert (await game.header()).turn == 2


async def test_an_outage_is_made_good_once_however_many_processes_come_back(
    house: House, colleague: House
) -> None:
    game = await house.started("usa")
    await vigil.beat(house.ports, "one")
    house.clock.advance(hours=1)

    extended = await asyncio.gather(
        *(vigil.beat(each.ports, name) for each, name in ((house, "a"), (colleague, "b")))
    )

    assert sorted(extended) == [[], [game.id]]
    assert (await game.header()).deadline_version == 2


async def test_an_outage_that_a_process_lives_through_is_made_good_before_it_sweeps(house: House) -> None:
    # Given a server that was cut off from its database, or asleep, as the turn's deadline passed
    game, loops = await house.started("usa"), loops_of(house)
    house.clock.advance(minutes=4)
    await vigil.beat(house.ports, "one")
    house.clock.advance(hours=3)
    # When what it does first is to sweep
    assert await turn.sweep(house.ports) is None
    await loops._sweep()
    # Then nothing was resolved, the players have their time back, and the next sweep goes on
    header = await game.header()
    assert (header.turn, header.remaining_seconds) == (1, 360.0)
    assert await turn.sweep(house.ports) == 0


async def test_where_a_sign_of_life_fails_nothing_is_resolved_until_one_succeeds(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    game, loops = await house.started("usa"), loops_of(house)
    await vigil.beat(house.ports, "one")
    house.clock.advance(hours=3)

    async def away(*_: object) -> list[str]:
        raise Unavailable

    with monkeypatch.context() as patch:
        patch.setattr(vigil, "beat", away)
        for _ in range(2):
            with pytest.raises(Unavailable):
                await loops._sweep()
    assert (await game.header()).turn == 1

    await loops._sweep()

    assert (await game.header()).remaining_seconds == 600.0


async def test_trouble_in_one_game_keeps_no_other_from_getting_its_time_back(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    games = [await house.started("usa") for _ in range(3)]
    troubled, *others = sorted(game.id for game in games)
    await vigil.beat(house.ports, "one")
    house.clock.advance(hours=1)

    async def header_or_fail(work: UnitOfWork, game: str) -> GameHeader:
        if game == troubled:
            raise ArithmeticError
        return await header_of(work, game)

    monkeypatch.setattr(vigil, "header_of", header_or_fail)
    with capture_logs() as logged:
        assert await vigil.beat(house.ports, "one") == others

    assert [line["game"] for line in logged if line["event"] == "make_good_failed"] == [troubled]
    assert await turn.sweep(house.ports) == 1


async def test_an_outage_is_made_good_for_however_many_games(house: House) -> None:
    game, many = await house.started("usa"), 1001
    async with house.ports.store.write() as work:
        row = certain(await work.games.find(game.id), "it was just made")
        first = certain(await work.turns.find(game.id, 1), "it was just opened")
        for copy in range(1, many):
            made = replace(row, id=f"{copy:032}", join_code=f"{copy:06}")
            await work.games.add(made, b"s" * 32)
            await work.turns.add(replace(first, game=made.id))

    async with house.ports.store.read() as work:
        fell_due = await work.turns.falling_due(house.clock.at, house.clock.at + vigil.OUTAGE * 10)

    assert len(fell_due) == many


async def test_games_that_were_not_running_out_are_left_alone(house: House) -> None:
    paused, ended = await house.started("usa"), await house.started("usa")
    untimed, later = await house.started(minutes_per_turn=None), await house.started(minutes_per_turn=300)
    await pace.pause(house.ports, paused.teacher, paused.id)
    await pace.finish(house.ports, ended.teacher, ended.id)
    await vigil.beat(house.ports, "one")
    house.clock.advance(hours=1)

    assert await vigil.beat(house.ports, "one") == []
    assert [(await game.header()).remaining_seconds for game in (paused, untimed, later)] == [
        600.0,
        None,
        14_400.0,
    ]


async def test_lateness_is_nothing_until_turns_wait(house: House) -> None:
    game = await house.started("usa")
    assert await vigil.lateness(house.ports) == vigil.Lateness(0, 0.0)

    house.clock.advance(minutes=11)
    overdue = await vigil.lateness(house.ports)
    async with house.ports.store.write() as work:
        row = await work.games.lock(game.id)
        assert row is not None
        await turn.close_if_due(house.ports, work, row)
    house.clock.advance(seconds=40)

    assert overdue == vigil.Lateness(1, 0.0)
    assert await vigil.lateness(house.ports) == vigil.Lateness(0, 40.0)
