"""What if? asked of an exported game: only of one that has ended, under these rules, of what was played."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from tests.game.house import House, open_house
from tests.game.test_real_rulebook import SCENARIO, Shipped

from comity.game import pace, whatif
from comity.game.engine import load_rulebook
from comity.game.errors import Refused
from comity.game.export import export_game
from comity.rules.version import RULES_VERSION


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    async with open_house(
        database_url, load=load_rulebook, rules_version=RULES_VERSION, scenarios=Shipped()
    ) as opened:
        yield opened


async def test_the_last_revision_of_each_seat_is_what_was_played(house: House) -> None:
    # Given a game in which one seat changed its mind in the first turn
    game = await house.lobby(scenario=SCENARIO, length="lesson", bots_fill=True)
    await game.sit("columbia")
    await pace.start(house.ports, game.teacher, game.id)
    await game.save("columbia", {"actions": [{"action": "claim_leadership"}]}, n=1)
    second = {"stance": {"liberal": 10, "transformative": 0, "mercantilist": 0, "conservative": 0}}
    await game.save("columbia", second, n=1)
    await game.played_out()
    file = (await export_game(house.ports, game.teacher, game.id, "json")).body
    # Then the move that counted would have changed nothing, and the first one would
    same = whatif.ask(file, turn=1, seat="columbia", move=second, games=0)
    other = whatif.ask(
        file, turn=1, seat="columbia", move={"actions": [{"action": "claim_leadership"}]}, games=0
    )
    assert same.changed == []
    assert other.changed


async def refused(document: dict[str, Any]) -> str:
    with pytest.raises(Refused) as raised:
        whatif.ask(json.dumps(document).encode(), turn=1, seat="columbia", move=None, games=0)
    return raised.value.faults[0].code


async def test_a_game_that_goes_on_or_was_played_under_other_rules_is_refused(house: House) -> None:
    game = await house.lobby(scenario=SCENARIO, length="lesson", bots_fill=True)
    await pace.start(house.ports, game.teacher, game.id)
    await game.played_out()
    document = json.loads((await export_game(house.ports, game.teacher, game.id, "json")).body)
    assert await refused({**document, "seed": None}) == "no_seed"
    assert await refused({**document, "rules_version": "0"}) == "other_rules"
