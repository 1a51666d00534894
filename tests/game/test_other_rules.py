"""A game begun under rules that the server no longer has stands still, says so, and loses nothing."""

import pytest
from structlog.testing import capture_logs
from tests.game.checks import resolution_faults
from tests.game.house import EXPLODE, Game, House, loops_of
from tests.game.tiny_rulebook import RULES_VERSION, load_tiny
from tests.web.watching import figure

from comity.game import health, pace, turn, vigil
from comity.game.errors import OtherRules
from comity.game.shapes import OtherRules as Told
from comity.game.shelf import Shelf

OTHER = "tiny-0"


@pytest.fixture
def upgraded(house: House) -> House:
    """A process of another release on the same database, which has other rules."""
    return house.replaced(shelf=Shelf(load_tiny, frozenset({OTHER})))


async def turn_status(game: Game, n: int = 1) -> str:
    async with game.ports.store.read() as work:
        found = await work.turns.find(game.id, n)
    assert found is not None
    return found.status


async def test_given_other_rules_when_resolving_by_hand_then_it_is_refused_before_anything_is_closed(
    house: House, upgraded: House
) -> None:
    game = await house.started("usa")

    with pytest.raises(OtherRules) as refusal:
        await pace.resolve_now(upgraded.ports, game.teacher, game.id, 1)

    (fault,) = refusal.value.faults
    assert fault.code == "other_rules"
    assert f"rules {RULES_VERSION}," in fault.message
    assert f"rules {OTHER}." in fault.message
    assert "docs/operating.md" in fault.fix
    assert await turn_status(game) == "open"
    assert (await pace.resolve_now(house.ports, game.teacher, game.id, 1)).turn == 2
    assert await resolution_faults(game) == []


async def test_given_other_rules_when_a_turn_is_asked_for_that_was_resolved_then_it_stays_as_it_is(
    house: House, upgraded: House
) -> None:
    game = await house.started("usa")
    await game.play_turn()

    assert (await pace.resolve_now(upgraded.ports, game.teacher, game.id, 1)).turn == 2


async def test_given_other_rules_when_a_failed_turn_is_tried_again_then_it_stays_failed(
    house: House, upgraded: House
) -> None:
    game = await house.started("usa")
    await game.save("usa", EXPLODE)
    house.clock.advance(minutes=10)
    for _ in range(3):
        await turn.sweep(house.ports)
        house.clock.advance(seconds=3)

    with pytest.raises(OtherRules):
        await pace.resolve_now(upgraded.ports, game.teacher, game.id, 1)

    assert (await turn_status(game), (await game.header()).status) == ("failed", "paused")


async def test_given_other_rules_when_starting_then_the_game_stays_in_the_lobby(
    house: House, upgraded: House
) -> None:
    game = await house.lobby()

    with pytest.raises(OtherRules):
        await pace.start(upgraded.ports, game.teacher, game.id)

    assert (await game.header()).status == "lobby"


async def test_given_other_rules_then_the_instructor_may_still_pause_extend_and_end_the_game(
    house: House, upgraded: House
) -> None:
    game = await house.started("usa")
    version = (await game.header()).deadline_version
    await pace.extend(upgraded.ports, game.teacher, game.id, 5, version)
    await pace.pause(upgraded.ports, game.teacher, game.id)
    await pace.resume(upgraded.ports, game.teacher, game.id)

    assert (await pace.finish(upgraded.ports, game.teacher, game.id)).status == "ended"


async def test_the_instructor_is_told_both_versions_until_the_game_has_ended(
    house: House, upgraded: House
) -> None:
    game = await house.started("usa")

    here = await health.health(house.ports, game.teacher, game.id)
    there = await health.health(upgraded.ports, game.teacher, game.id)
    await pace.finish(house.ports, game.teacher, game.id)
    ended = await health.health(upgraded.ports, game.teacher, game.id)

    assert (here.other_rules, ended.other_rules) == (None, None)
    assert there.other_rules == Told(RULES_VERSION, [OTHER])


async def test_turns_of_other_rules_are_counted_apart_from_those_that_are_late(
    house: House, upgraded: House
) -> None:
    # Given an open turn, a turn past its deadline, a closed one and a paused game
    await house.started("usa", minutes_per_turn=300)
    late, closed, paused = [await house.started("usa", minutes_per_turn=n) for n in (10, 20, 300)]
    await pace.pause(house.ports, paused.teacher, paused.id)
    house.clock.advance(minutes=11)
    async with house.ports.store.write() as work:
        row = await work.games.lock(closed.id)
        assert row is not None
        await turn.close_if_due(house.ports, work, row, forced=True)
    house.clock.advance(seconds=40)
    # Then a process that has their rules finds two late, and any other four of other rules, of which two wait
    assert await vigil.lateness(house.ports) == vigil.Lateness(1, 40.0, 0, 0)
    assert await vigil.lateness(upgraded.ports) == vigil.Lateness(0, 0.0, 4, 2)
    assert (await late.header()).turn == 1


async def test_their_number_is_told_at_the_first_beat_and_when_it_changes(
    house: House, upgraded: House
) -> None:
    loops, games = loops_of(upgraded), [await house.started("usa") for _ in range(2)]
    house.clock.advance(minutes=10)

    with capture_logs() as logged:
        for beats in (2, 2, 1):
            for _ in range(beats):
                await loops._beat()
            if games:
                game = games.pop()
                await pace.finish(house.ports, game.teacher, game.id)

    told = [line for line in logged if line["event"] == "games_of_other_rules"]
    assert [(line["games"], line["log_level"]) for line in told] == [
        (2, "warning"),
        (1, "warning"),
        (0, "info"),
    ]
    assert figure("comity_turns_of_other_rules") == 0


async def test_while_they_wait_the_alarm_of_late_turns_is_silent_and_their_own_is_not(
    house: House, upgraded: House
) -> None:
    await house.started("usa")
    house.clock.advance(minutes=10)

    await loops_of(upgraded)._beat()

    assert (figure("comity_turns_overdue"), figure("comity_turns_of_other_rules")) == (0, 1)
