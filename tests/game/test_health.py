"""What an instructor is told of how a game fares."""

from collections.abc import AsyncGenerator

import pytest
from tests.game.house import EXPLODE, House

from comity.game import health, pace, presence, turn
from comity.game.errors import NotAllowed, NotVisible
from comity.game.work import writing


async def test_in_the_lobby_nothing_is_late_and_nothing_was_resolved(house: House) -> None:
    game = await house.lobby()

    found = await health.health(game.ports, game.teacher, game.id)

    assert (found.turn, found.overdue_seconds, found.unresolved_seconds, found.failed) == (0, 0.0, 0.0, False)
    assert found.last_resolution is None
    assert found.people == []


async def test_it_says_how_long_the_last_turn_took_from_its_close(house: House) -> None:
    game = await house.started("usa")
    house.clock.advance(minutes=10)
    async with writing(game.ports) as work:
        row = await work.games.lock(game.id)
        assert row is not None
        await turn.close_if_due(game.ports, work, row)
    house.clock.advance(seconds=4)
    waiting = await health.health(game.ports, game.teacher, game.id)
    assert await turn.sweep(game.ports) == 1

    found = await health.health(game.ports, game.teacher, game.id)

    assert (waiting.unresolved_seconds, waiting.last_resolution) == (4.0, None)
    assert found.unresolved_seconds == 0.0
    assert found.last_resolution is not None
    assert (found.last_resolution.turn, found.last_resolution.seconds) == (1, 4.0)
    assert found.last_resolution.at == "2026-03-02T09:10:04.000Z"


async def test_a_turn_past_its_deadline_is_told_with_its_lateness_unless_the_game_is_paused(
    house: House,
) -> None:
    game = await house.started("usa")
    house.clock.advance(minutes=10, seconds=7)
    late = await health.health(game.ports, game.teacher, game.id)

    await pace.pause(game.ports, game.teacher, game.id)

    assert late.overdue_seconds == 7.0
    assert (await health.health(game.ports, game.teacher, game.id)).overdue_seconds == 0.0


async def test_a_turn_that_failed_is_told_as_failed(house: House) -> None:
    game = await house.started("usa")
    await game.save("usa", EXPLODE)
    house.clock.advance(minutes=10)
    for _ in range(3):
        await turn.sweep(game.ports)
        house.clock.advance(seconds=3)

    found = await health.health(game.ports, game.teacher, game.id)

    assert (found.failed, found.unresolved_seconds, found.overdue_seconds) == (True, 0.0, 0.0)


async def test_it_says_who_is_connected_and_who_is_not(house: House) -> None:
    game = await house.started("usa", "fiji")
    await presence.arrived(game.ports, game.player("fiji"))

    found = await health.health(game.ports, game.teacher, game.id)

    assert [(one.seat, one.name, one.here) for one in found.people] == [
        ("fiji", "Player of fiji", True),
        ("usa", "Player of usa", False),
    ]


class Deaf:
    """A bus whose hints do not come in."""

    hears = False

    async def publish(self, game: str) -> None: ...
    async def close(self) -> None: ...
    def subscribe(self) -> AsyncGenerator[str, None]:
        raise NotImplementedError


async def test_without_hints_live_updates_are_delayed(house: House) -> None:
    game = await house.started("usa")
    assert (await health.health(game.ports, game.teacher, game.id)).live_updates == "at_once"

    deaf = house.replaced(bus=Deaf()).ports

    assert (await health.health(deaf, game.teacher, game.id)).live_updates == "delayed"


async def test_it_is_for_the_instructor_of_the_game_alone(house: House) -> None:
    game = await house.started("usa")
    for member in (game.player("usa"), await game.spectator()):
        with pytest.raises(NotAllowed):
            await health.health(game.ports, member, game.id)
    with pytest.raises(NotVisible):
        await health.health(game.ports, await house.teacher(), game.id)
