"""How many lines a game and a process take is what the settings say, on real sockets."""

from pathlib import Path

import pytest
from tests.live.served import dial, on_loopback
from tests.web.house import Actor, Table, lay_table, serving, sqlite_settings
from websockets.exceptions import InvalidStatus

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
