"""What is told to a database that was restored from a backup."""

from tests.game.house import Game, House

from comity.game import restoring, streams
from comity.game.access import Caller


async def epoch(game: Game, caller: Caller) -> str:
    viewer = await streams.viewer(game.ports, caller, game.id)
    return (await streams.missed(game.ports, viewer, 0, 0)).epoch


async def test_every_stream_begins_anew_and_games_that_go_on_say_so(house: House) -> None:
    over = await house.started("usa")
    await over.played_out()
    game = await house.started("usa")
    readers = [(each, caller) for each in (game, over) for caller in (each.teacher, each.player("usa"))]
    before = [await epoch(each, caller) for each, caller in readers]

    found = await restoring.restored(house.ports)

    after = [await epoch(each, caller) for each, caller in readers]
    assert [old for old, new in zip(before, after, strict=True) if old == new] == []
    assert (found.games, found.streams) == (1, 10)
    async with house.ports.store.read() as work:
        kinds = [[line.kind for line in await work.journal.of_game(each.id)] for each in (game, over)]
    assert [lines.count("restored_from_backup") for lines in kinds] == [1, 0]
