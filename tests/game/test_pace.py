"""The clock in the instructor's hand."""

import asyncio

import pytest
from tests.game.checks import Follower, numbering_gaps, public_types, resolution_faults
from tests.game.house import BOOST, Game, House

from comity.game import pace, resolution, turn
from comity.game.errors import NotAllowed, NotVisible, Refused, StaleDeadline, WrongStatus
from comity.game.shapes import GameHeader


async def test_starting_opens_turn_one_with_its_full_time(house: House) -> None:
    game = await house.lobby()

    header = await pace.start(house.ports, game.teacher, game.id)

    assert (header.status, header.turn, header.deadline_at) == ("running", 1, "2026-03-02T09:10:00.000Z")
    assert await public_types(game) == ["game_started", "turn_opened"]


async def test_bots_fill_the_seats_that_nobody_holds_at_the_start(house: House) -> None:
    game = await house.lobby(bots_fill=True)
    await game.sit("usa")
    follower = await Follower.of(game, game.player("usa"))

    await pace.start(house.ports, game.teacher, game.id)

    async with house.ports.store.read() as work:
        bots = {seat.key for seat in await work.seats.of_game(game.id) if seat.bot}
    assert bots == {"china", "fiji"}
    assert await follower.differences() == []


async def test_a_pause_keeps_what_was_left_and_a_resumption_gives_it_back(house: House) -> None:
    game = await house.started("usa")
    follower = await Follower.of(game, game.player("usa"))
    house.clock.advance(minutes=4)

    paused = await pace.pause(house.ports, game.teacher, game.id)
    house.clock.advance(hours=5)
    still = await game.header()
    assert await turn.sweep(house.ports) == 0
    resumed = await pace.resume(house.ports, game.teacher, game.id)

    assert (paused.status, paused.remaining_seconds, paused.deadline_at) == ("paused", 360.0, None)
    assert still.remaining_seconds == 360.0
    assert (resumed.status, resumed.remaining_seconds) == ("running", 360.0)
    assert await follower.differences() == []


async def test_a_hundred_pauses_lose_no_time(house: House) -> None:
    game = await house.started("usa")

    for pause in range(20):
        house.clock.advance(seconds=1)
        await pace.pause(house.ports, game.teacher, game.id)
        house.clock.advance(seconds=7.3 * pause)
        header = await pace.resume(house.ports, game.teacher, game.id)

    assert header.remaining_seconds == 580.0


async def test_all_ready_while_paused_closes_only_after_the_resumption(house: House) -> None:
    game = await house.started("usa", early=True)
    await game.ready("usa")
    await pace.pause(house.ports, game.teacher, game.id)

    assert await turn.sweep(house.ports) == 0
    await pace.resume(house.ports, game.teacher, game.id)
    assert await turn.sweep(house.ports) == 1


async def test_a_turn_resolved_by_hand_in_a_pause_leaves_the_next_one_paused_with_full_time(
    house: House,
) -> None:
    game = await house.started("usa")
    house.clock.advance(minutes=9)
    await pace.pause(house.ports, game.teacher, game.id)

    header = await pace.resolve_now(house.ports, game.teacher, game.id, 1)

    assert (header.turn, header.status, header.remaining_seconds) == (2, "paused", 600.0)
    assert (await pace.resume(house.ports, game.teacher, game.id)).remaining_seconds == 600.0


async def test_an_extension_moves_the_deadline_once_however_often_it_is_sent(house: House) -> None:
    game = await house.started("usa")
    version = (await game.header()).deadline_version

    outcomes = await asyncio.gather(
        *(pace.extend(house.ports, game.teacher, game.id, 5, version) for _ in range(6)),
        return_exceptions=True,
    )

    done = [outcome for outcome in outcomes if isinstance(outcome, GameHeader)]
    assert [header.deadline_at for header in done] == ["2026-03-02T09:15:00.000Z"]
    assert [type(outcome) for outcome in outcomes].count(StaleDeadline) == 5
    assert (await game.header()).deadline_version == version + 1


async def test_a_stale_extension_is_told_the_present_version(house: House) -> None:
    game = await house.started("usa")
    version = (await game.header()).deadline_version
    await pace.extend(house.ports, game.teacher, game.id, 5, version)

    with pytest.raises(StaleDeadline) as stale:
        await pace.extend(house.ports, game.teacher, game.id, 5, version)

    assert stale.value.current_version == version + 1


async def test_a_deadline_lies_at_most_thirty_days_ahead(house: House) -> None:
    game = await house.started("usa")
    version = (await game.header()).deadline_version

    with pytest.raises(Refused) as refusal:
        await pace.extend(house.ports, game.teacher, game.id, 30 * 24 * 60, version)

    assert refusal.value.code == "too_far"
    assert (await pace.extend(house.ports, game.teacher, game.id, 30 * 24 * 60 - 10, version)).deadline_at


@pytest.mark.parametrize("minutes", [0, -5, 43_201, 2**70])
async def test_an_extension_out_of_range_is_refused_by_name(house: House, minutes: int) -> None:
    game = await house.started("usa")

    with pytest.raises(Refused) as refusal:
        await pace.extend(house.ports, game.teacher, game.id, minutes, 1)

    assert refusal.value.faults[0].field == "minutes"


async def test_an_extension_in_a_pause_adds_to_what_is_left(house: House) -> None:
    game = await house.started("usa")
    paused = await pace.pause(house.ports, game.teacher, game.id)

    header = await pace.extend(house.ports, game.teacher, game.id, 5, paused.deadline_version)

    assert (header.status, header.remaining_seconds) == ("paused", 900.0)
    assert (await pace.resume(house.ports, game.teacher, game.id)).remaining_seconds == 900.0


async def test_an_extension_gives_a_game_without_a_clock_a_deadline(house: House) -> None:
    game = await house.started("usa", minutes_per_turn=None)
    version = (await game.header()).deadline_version

    header = await pace.extend(house.ports, game.teacher, game.id, 5, version)

    assert header.remaining_seconds == 300.0


async def test_an_extended_turn_takes_moves_until_its_new_deadline(house: House) -> None:
    game = await house.started("usa")
    version = (await game.header()).deadline_version
    await pace.extend(house.ports, game.teacher, game.id, 5, version)
    house.clock.advance(minutes=14)

    assert await turn.sweep(house.ports) == 0
    assert (await game.save("usa", BOOST)).rev == 1
    house.clock.advance(minutes=1)
    assert await turn.sweep(house.ports) == 1


async def test_resolving_now_does_not_wait_for_the_deadline(house: House) -> None:
    game = await house.started("usa", "fiji")
    await game.save("usa", BOOST)

    header = await pace.resolve_now(house.ports, game.teacher, game.id, 1)

    assert (header.turn, header.remaining_seconds) == (2, 600.0)
    assert await resolution_faults(game) == []


async def test_two_clicks_on_resolve_resolve_one_turn(house: House) -> None:
    game = await house.started("usa")

    await asyncio.gather(*(pace.resolve_now(house.ports, game.teacher, game.id, 1) for _ in range(2)))
    again = await pace.resolve_now(house.ports, game.teacher, game.id, 1)

    assert (again.turn, again.remaining_seconds) == (2, 600.0)
    assert await resolution_faults(game) == []
    assert await numbering_gaps(game) == []


async def test_a_turn_that_is_still_to_come_cannot_be_resolved(house: House) -> None:
    game = await house.started("usa")

    with pytest.raises(Refused) as refusal:
        await pace.resolve_now(house.ports, game.teacher, game.id, 2)

    assert (refusal.value.code, refusal.value.faults[0].field) == ("not_open", "turn")
    assert (await game.header()).turn == 1


async def test_an_extension_that_is_sent_again_after_its_turn_moves_no_other(house: House) -> None:
    # Given an extension whose answer was lost, and then a turn whose clock was touched as often
    game = await house.started("usa")
    version = (await game.header()).deadline_version
    await pace.extend(house.ports, game.teacher, game.id, 5, version)
    await pace.resolve_now(house.ports, game.teacher, game.id, 1)
    # Then it is stale in the next turn, whatever has been done there
    for _ in range(4):
        with pytest.raises(StaleDeadline):
            await pace.extend(house.ports, game.teacher, game.id, 5, version)
        present = (await game.header()).deadline_version
        await pace.extend(house.ports, game.teacher, game.id, 1, present)
    assert (await game.header()).remaining_seconds == 600.0 + 4 * 60


async def test_a_finished_game_keeps_the_turn_that_was_resolved_last(house: House) -> None:
    game = await house.started("usa")
    await game.play_turn()
    await game.save("usa", BOOST, n=2)

    header = await pace.finish(house.ports, game.teacher, game.id)

    assert (header.status, header.turn) == ("ended", 1)
    assert header.seed is not None
    house.clock.advance(days=1)
    assert await turn.sweep(house.ports) == 0


async def test_a_game_finished_while_a_turn_is_computed_stays_finished(house: House) -> None:
    game = await house.started("usa")
    async with house.ports.store.write() as work:
        row = await work.games.lock(game.id)
        assert row is not None
        closed = await turn.close_if_due(house.ports, work, row, forced=True)
    assert closed is not None
    await pace.finish(house.ports, game.teacher, game.id)

    assert await resolution.finish_turn(house.ports, closed) is False
    assert (await game.header()).turn == 0
    assert await resolution_faults(game) == []


STATUSES = ("lobby", "running", "paused", "ended")
ALLOWED = {
    "start": {"lobby"},
    "pause": {"running"},
    "resume": {"paused"},
    "extend": {"running", "paused"},
    "resolve_now": {"running", "paused"},
    "finish": {"running", "paused"},
}


@pytest.mark.parametrize("act", ALLOWED)
@pytest.mark.parametrize("status", STATUSES)
async def test_each_act_has_its_time(house: House, act: str, status: str) -> None:
    game = await _in_status(house, status)
    if status in ALLOWED[act]:
        assert (await _do(game, act)).id == game.id
    else:
        with pytest.raises(WrongStatus) as refusal:
            await _do(game, act)
        assert refusal.value.code == f"game_is_{status}"


@pytest.mark.parametrize("act", ALLOWED)
async def test_only_the_games_instructor_directs_it(house: House, act: str) -> None:
    game = await house.started("usa")
    for caller, refusal in (
        (game.player("usa"), NotAllowed),
        (await game.spectator(), NotAllowed),
        (await house.teacher(), NotVisible),
    ):
        with pytest.raises(refusal):
            await _do(Game(house, caller, game.classroom, game.id, game.code), act)


async def _in_status(house: House, status: str) -> Game:
    if status == "lobby":
        return await house.lobby()
    game = await house.started("usa")
    if status == "paused":
        await pace.pause(house.ports, game.teacher, game.id)
    if status == "ended":
        await pace.finish(house.ports, game.teacher, game.id)
    return game


async def _do(game: Game, act: str) -> GameHeader:
    if act == "extend":
        async with game.ports.store.read() as work:
            present = await work.turns.find(game.id, 1)
        version = present.deadline_version if present else 1
        return await pace.extend(game.ports, game.teacher, game.id, 5, version)
    if act == "resolve_now":
        return await pace.resolve_now(game.ports, game.teacher, game.id, 1)
    header: GameHeader = await getattr(pace, act)(game.ports, game.teacher, game.id)
    return header
