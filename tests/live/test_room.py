"""How many lines a game and a process take is what the settings say, on real sockets; some are for seats."""

from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from tests.live.served import dial, on_loopback
from tests.live.test_slow import becomes
from tests.web.house import Actor, Table, lay_table, serving, sqlite_settings, watch
from websockets.exceptions import InvalidStatus

from comity.live.context import spectators_of

OPEN = 101


async def answer_to(port: int, actor: Actor, table: Table) -> int:
    """The status that a request for one more line gets."""
    try:
        async with dial(port, actor, table.game):
            return OPEN
    except InvalidStatus as refusal:
        return refusal.response.status_code


@pytest.mark.parametrize(("limit", "next_door"), [("sockets_per_game", OPEN), ("sockets_per_process", 429)])
async def test_a_full_game_turns_its_own_away_and_a_full_process_everybody(
    sqlite_template: Path, tmp_path: Path, limit: str, next_door: int
) -> None:
    settings = sqlite_settings(sqlite_template, tmp_path, **{limit: 2})
    async with serving(settings) as app, on_loopback(app) as port:
        table, other = await lay_table(app), await lay_table(app)
        async with dial(port, table.seats["usa"], table.game), dial(port, table.seats["fiji"], table.game):
            assert await answer_to(port, table.spectator, table) == 429
            assert await answer_to(port, other.seats["usa"], other) == next_door


@pytest.mark.parametrize("limit", ["sockets_per_game", "sockets_per_process"])
async def test_however_many_watch_a_game_its_seats_and_its_instructor_get_in(
    sqlite_template: Path, tmp_path: Path, limit: str
) -> None:
    settings = sqlite_settings(sqlite_template, tmp_path, **{limit: 4})
    async with serving(settings) as app, on_loopback(app) as port, AsyncExitStack() as open_lines:
        table = await lay_table(app)
        for _ in range(2):
            await open_lines.enter_async_context(dial(port, table.spectator, table.game))
        latecomer = await watch(app, table.instructor, table.game)

        assert await answer_to(port, latecomer, table) == 429
        await open_lines.enter_async_context(dial(port, table.seats["usa"], table.game))
        await open_lines.enter_async_context(dial(port, table.instructor, table.game))
        assert await answer_to(port, table.seats["fiji"], table) == 429


async def test_a_spectator_who_leaves_makes_room_for_another(sqlite_template: Path, tmp_path: Path) -> None:
    settings = sqlite_settings(sqlite_template, tmp_path, sockets_per_game=2)
    async with serving(settings) as app, on_loopback(app) as port:
        table = await lay_table(app)
        for _ in range(3):
            async with dial(port, table.spectator, table.game):
                assert await answer_to(port, table.spectator, table) == 429
            await becomes(lambda: app.state.live.open_by == {})


@pytest.mark.parametrize(
    ("places", "of_spectators"), [(300, 240), (121, 61), (120, 60), (119, 60), (4, 2), (2, 1), (1, 1)]
)
def test_spectators_take_all_places_but_sixty_or_half_of_few(places: int, of_spectators: int) -> None:
    assert spectators_of(places, kept=60) == of_spectators
