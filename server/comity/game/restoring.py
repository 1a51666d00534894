"""After a restore from a backup: every stream begins anew, and every game that goes on says so.

Clients know numbers of a time that is lost. Under a new epoch they start from a snapshot, instead of taking
other news under numbers that they believe to have.
"""

from dataclasses import dataclass

from comity.game import journal
from comity.game.ports import Ports
from comity.game.tokens import new_id
from comity.game.work import writing


@dataclass(frozen=True, slots=True)
class Restored:
    """How many streams began anew, and how many games go on from the backup."""

    streams: int
    games: int


async def restored(ports: Ports) -> Restored:
    """Begins every stream anew. Call it after a restore, before the servers start; twice does no harm."""
    async with writing(ports) as work:
        games = await work.games.going_on()
        for game in games:  # by id, so that two of us never wait for each other
            row = await work.games.lock(game)
            if row is not None:
                at = await work.now()
                await journal.record(ports, work, game, "restored_from_backup", at, turn=row.turn_no)
        streams = await work.streams.renew_all(new_id(ports.randomness))
    return Restored(streams, len(games))
