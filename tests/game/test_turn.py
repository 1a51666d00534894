"""When a turn ends, what goes into it, and what comes of it."""

from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import update
from structlog.testing import capture_logs
from tests.game.breakage import SlowToCommit, WatchedCompute
from tests.game.checks import Follower, numbering_gaps, public_types, resolution_faults, told_to
from tests.game.house import BOOST, EXPLODE, Game, House, curse
from tests.game.tiny_rulebook import load_tiny

from comity.game import pace, seats, turn
from comity.game.ports import TurnInputs, TurnOutcome, UnitOfWork
from comity.game.rulebook import Rulebook
from comity.game.shelf import Shelf
from comity.store import tables
from comity.store.engine import make_engine


async def test_nothing_happens_before_the_deadline(house: House) -> None:
    game = await house.started("usa")
    house.clock.advance(minutes=9, seconds=59)

    assert await turn.sweep(game.ports) == 0
    assert (await game.header()).turn == 1


async def test_at_the_deadline_the_turn_is_resolved_and_the_next_one_opens_with_full_time(
    house: House,
) -> None:
    game = await house.started("usa")

    await game.play_turn()

    header = await game.header()
    assert (header.turn, header.status, header.remaining_seconds) == (2, "running", 600.0)
    assert await turn.sweep(game.ports) == 0
    assert await resolution_faults(game) == []


async def test_the_rules_get_the_last_revisions_and_nothing_for_absent_or_withdrawn_seats(
    house: House,
) -> None:
    watched = WatchedCompute(house.ports.compute)
    game = await house.replaced(compute=watched).started("usa", "fiji")
    await game.save("usa", BOOST)
    await game.save("usa", curse("china"))
    await game.save("fiji", BOOST)
    await game.save("fiji", None)

    await game.play_turn()

    assert [inputs.moves for inputs in watched.seen] == [{"usa": curse("china")}]


async def test_what_is_saved_counts_whether_the_seat_was_ready_or_not(house: House) -> None:
    watched = WatchedCompute(house.ports.compute)
    game = await house.replaced(compute=watched).started("usa", "fiji")
    await game.save("usa", BOOST)
    await game.save("fiji", BOOST)
    await game.ready("fiji")

    await game.play_turn()

    assert set(watched.seen[0].moves) == {"usa", "fiji"}


async def test_when_all_are_ready_the_turn_ends_early_if_the_game_says_so(house: House) -> None:
    game = await house.started("usa", "fiji", early=True)
    await game.ready("usa")
    assert await turn.sweep(game.ports) == 0

    await game.ready("fiji")

    assert await turn.sweep(game.ports) == 1


async def test_without_early_closing_readiness_changes_nothing(house: House) -> None:
    game = await house.started("usa", "fiji", early=False)
    await game.ready("usa", "fiji")

    assert await turn.sweep(game.ports) == 0


async def test_an_early_close_waits_for_nobody_who_holds_no_seat_or_is_played_by_the_bot(
    house: House,
) -> None:
    game = await house.started("usa", "fiji", early=True)
    await seats.set_bot(game.ports, game.teacher, game.id, "fiji", True)

    await game.ready("usa")

    assert await turn.sweep(game.ports) == 1


async def test_bots_alone_do_not_end_a_turn_early(house: House) -> None:
    game = await house.started(early=True, bots_fill=True)

    assert await turn.sweep(game.ports) == 0


async def test_readiness_is_of_one_turn_only(house: House) -> None:
    game = await house.started("usa", early=True)
    await game.ready("usa")
    await turn.sweep(game.ports)

    assert await turn.sweep(game.ports) == 0
    assert (await game.header()).turn == 2


async def test_the_bot_plays_the_seats_it_is_switched_on_for_and_its_moves_are_marked(house: House) -> None:
    game = await house.started("usa", bots_fill=True)
    await game.save("usa", BOOST)

    await game.play_turn()

    async with game.ports.store.read() as work:
        moves = await work.moves.last_of_turn(game.id, 1)
    assert [(move.seat, move.by_bot, move.rev) for move in moves] == [
        ("china", True, 1),
        ("fiji", True, 1),
        ("usa", False, 1),
    ]


async def test_a_saved_move_outranks_the_bot_and_a_withdrawn_one_does_not(house: House) -> None:
    watched = WatchedCompute(house.ports.compute)
    game = await house.replaced(compute=watched).started("usa", "fiji")
    for seat in ("usa", "fiji"):
        await seats.set_bot(game.ports, game.teacher, game.id, seat, True)
        await game.save(seat, BOOST)
    await game.save("fiji", None)

    await game.play_turn()

    assert watched.seen[0].bot_seats == ("fiji",)
    async with game.ports.store.read() as work:
        last = {move.seat: (move.rev, move.by_bot) for move in await work.moves.last_of_turn(game.id, 1)}
    assert last == {"fiji": (3, True), "usa": (1, False)}


async def test_after_the_last_turn_the_game_has_ended(house: House) -> None:
    game = await house.started("usa")

    await game.played_out()

    header = await game.header()
    assert (header.status, header.turn, header.deadline_at) == ("ended", 3, None)
    assert header.seed is not None
    assert (await public_types(game))[-1] == "game_ended"
    assert await turn.sweep(game.ports) == 0


async def test_a_world_that_is_over_ends_the_game_before_its_last_turn(house: House) -> None:
    game = await house.started("usa")
    await game.save("usa", {"actions": [{"action": "curse", "target": "fiji"}] * 4})

    await game.play_turn()

    header = await game.header()
    assert (header.status, header.turn) == ("ended", 1)


async def test_a_game_without_a_clock_ends_its_turns_only_by_hand(house: House) -> None:
    game = await house.started("usa", minutes_per_turn=None)
    house.clock.advance(days=20)
    assert await turn.sweep(game.ports) == 0

    header = await pace.resolve_now(game.ports, game.teacher, game.id, 1)

    assert (header.turn, header.deadline_at) == (2, None)


async def test_everyone_is_told_the_resolution_in_the_same_commit(house: House) -> None:
    game = await house.started("usa")
    await game.play_turn()

    public = [event["type"] for event in await told_to(game, await game.spectator())]
    private = [event for event in await told_to(game, game.player("usa")) if event["type"] == "seat_resolved"]

    assert public[-3:] == ["turn_closed", "turn_resolved", "turn_opened"]
    assert private[0]["own"]["turn"] == 1
    assert await numbering_gaps(game) == []


async def test_rules_that_fail_three_times_pause_the_game_and_keep_the_moves(house: House) -> None:
    game = await house.started("usa")
    await game.save("usa", EXPLODE)
    house.clock.advance(minutes=10)

    with capture_logs() as logged:
        for _ in range(3):
            assert (await game.header()).status == "running"
            await turn.sweep(game.ports)
            house.clock.advance(seconds=3)

    failures = [("resolve_failed", "ArithmeticError")] * 3
    assert [(line["event"], line.get("error")) for line in logged] == [
        ("turn_closed", None),
        *failures,
        ("turn_failed", None),
    ]
    assert (await game.header()).status == "paused"
    assert await turn.sweep(game.ports) == 0
    assert (await told_to(game, game.teacher))[-1]["type"] == "turn_failed"
    async with game.ports.store.read() as work:
        failed = await work.turns.find(game.id, 1)
        kept = await work.moves.last(game.id, 1, "usa")
    assert failed is not None
    assert (failed.status, failed.tries) == ("failed", 3)
    assert kept is not None


class NoBooks(Shelf):
    """Has lost its rulebooks, which are needed to tell what came of a turn."""

    async def of(self, work: UnitOfWork, digest: str) -> Rulebook:
        raise LookupError


async def cannot_be_stored(game: Game) -> House:
    """What the rules make of the turn cannot be written."""
    return game.house.replaced(shelf=NoBooks(load_tiny, game.ports.shelf.rules_versions))


async def cannot_be_read(game: Game) -> House:
    """A move that was saved is damaged."""
    engine = make_engine(game.house.database_url)
    async with engine.begin() as connection:
        await connection.execute(update(tables.move).values(body="{"))
    await engine.dispose()
    return game.house


@pytest.mark.parametrize("spoilt", [cannot_be_stored, cannot_be_read])
async def test_given_a_turn_that_fails_outside_the_rules_when_tried_three_times_then_the_game_pauses(
    house: House, spoilt: Callable[[Game], Awaitable[House]]
) -> None:
    game = await house.started("usa")
    await game.save("usa", BOOST)
    ports = (await spoilt(game)).ports
    house.clock.advance(minutes=10)

    with capture_logs() as logged:
        for _ in range(3):
            assert (await game.header()).status == "running"
            assert await turn.sweep(ports) == 0
            house.clock.advance(seconds=3)

    assert [line["event"] for line in logged].count("resolve_failed") == 3
    assert (await game.header()).status == "paused"
    assert (await told_to(game, game.teacher))[-1]["type"] == "turn_failed"
    assert await turn.sweep(ports) == 0


async def test_given_a_turn_that_could_not_be_stored_when_that_is_mended_and_tried_again_then_it_is_resolved(
    house: House,
) -> None:
    game = await house.started("usa")
    ports = (await cannot_be_stored(game)).ports
    house.clock.advance(minutes=10)
    for _ in range(3):
        await turn.sweep(ports)
        house.clock.advance(seconds=3)

    header = await pace.resolve_now(house.ports, game.teacher, game.id, 1)

    assert (header.status, header.turn) == ("running", 2)
    assert await resolution_faults(game) == []


async def test_a_failed_turn_can_be_opened_again_mended_and_resolved(house: House) -> None:
    # Given a game that closes early, and a turn that failed after everybody had said ready
    game = await house.started("usa", "fiji", early=True)
    followers = [await Follower.of(game, caller) for caller in (game.player("usa"), game.teacher)]
    await game.save("usa", EXPLODE)
    await game.ready("usa", "fiji")
    for _ in range(3):
        await turn.sweep(game.ports)
        house.clock.advance(seconds=3)
    # When its instructor opens it again
    header = await pace.resume(game.ports, game.teacher, game.id)
    # Then it has its full time, until everybody is ready anew, and all are told so
    assert header.remaining_seconds == 600.0
    assert await turn.sweep(game.ports) == 0
    assert [await follower.differences() for follower in followers] == [[], []]
    asked = (await told_to(game, game.teacher))[-2:]
    assert [(event["type"], event["seat"]["blocking"]) for event in asked] == [("room_changed", True)] * 2
    await game.save("usa", BOOST)
    await game.ready("usa", "fiji")
    assert await turn.sweep(game.ports) == 1
    assert (await game.header()).turn == 2
    assert await resolution_faults(game) == []


async def test_a_failed_turn_can_be_tried_again_as_it_is(house: House) -> None:
    game = await house.started("usa")
    await game.save("usa", EXPLODE)
    house.clock.advance(minutes=10)
    for _ in range(3):
        await turn.sweep(game.ports)
        house.clock.advance(seconds=3)
    watched = WatchedCompute(house.ports.compute)

    header = await pace.resolve_now(house.replaced(compute=watched).ports, game.teacher, game.id, 1)

    assert [dict(inputs.moves) for inputs in watched.seen] == [{"usa": EXPLODE}]
    assert header.turn == 1


async def test_trouble_in_one_game_does_not_hold_up_another(house: House) -> None:
    troubled = await house.started("usa")
    healthy = await house.started("usa")
    await troubled.save("usa", EXPLODE)
    house.clock.advance(minutes=10)

    assert await turn.sweep(house.ports) == 1
    assert (await healthy.header()).turn == 2
    assert (await troubled.header()).turn == 1


async def test_a_turn_whose_commit_takes_too_long_is_told_each_time_and_tried_again(house: House) -> None:
    # Given two games whose turns are due, and a database that takes too long over one of them
    slow, quick = await house.started("usa"), await house.started("usa")
    troubled = house.replaced(store=SlowToCommit(house.ports.store, slow.id))
    house.clock.advance(minutes=10)
    # When it is swept twice
    with capture_logs() as logged:
        swept = [await turn.sweep(troubled.ports)]
        house.clock.advance(seconds=3)
        swept.append(await turn.sweep(troubled.ports))
    # Then the log names the game and the turn each time, the other game goes on, and nothing is lost
    told = [(line["game"], line["turn"]) for line in logged if line["event"] == "sweep_database_away"]
    assert (swept, told) == ([1, 0], [(slow.id, 1)] * 2)
    assert (await quick.header()).turn == 2
    assert await turn.sweep(house.ports) == 1
    assert await resolution_faults(slow) == []


async def test_a_process_leaves_games_of_other_rules_alone(house: House) -> None:
    game = await house.started("usa")
    other = house.replaced(shelf=Shelf(load_tiny, frozenset({"tiny-0"})))
    house.clock.advance(minutes=10)

    assert await turn.sweep(other.ports) == 0

    assert await turn.sweep(game.ports) == 1


async def test_more_due_games_than_one_sweep_takes_are_all_resolved_by_the_next(house: House) -> None:
    for _ in range(3):
        await house.started("usa")
    house.clock.advance(minutes=10)

    assert [await turn.sweep(house.ports, limit=2) for _ in range(3)] == [2, 1, 0]


@pytest.mark.parametrize("game_id", ["0" * 32, "unknown"])
async def test_advancing_a_game_that_is_not_there_does_nothing(house: House, game_id: str) -> None:
    assert await turn.advance(house.ports, game_id) is False


class LateGuest:
    """Lets somebody take a seat while a turn is being computed."""

    def __init__(self, game: Game, seat: str) -> None:
        self._inner, self._game, self._seat = game.ports.compute, game, seat

    async def play(self, inputs: TurnInputs) -> TurnOutcome:
        await self._game.sit(self._seat)
        return await self._inner.play(inputs)


async def test_a_turn_is_told_to_the_seats_that_have_people_and_to_no_other(house: House) -> None:
    # Given a game in which one seat is held, one is taken while the turn is computed, and one stays empty
    game = await house.started("usa")
    house.clock.advance(minutes=10)
    # When the turn is resolved
    await turn.sweep(house.replaced(compute=LateGuest(game, "fiji")).ports)
    # Then both that have people by then learn what is theirs, and who comes later finds nothing kept for it
    await game.sit("china")
    told = {
        seat: "seat_resolved" in {event["type"] for event in await told_to(game, game.player(seat))}
        for seat in ("usa", "fiji", "china")
    }
    assert told == {"usa": True, "fiji": True, "china": False}
