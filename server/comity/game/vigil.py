"""Watching over the servers themselves: signs of life, outages made good, lateness for the gauges."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from comity.game import journal
from comity.game.events import DeadlineChanged
from comity.game.headers import header_of
from comity.game.ports import Ports, UnitOfWork
from comity.game.records import TurnRow
from comity.game.streams import PUBLIC, tell
from comity.game.work import writing

OUTAGE = timedelta(seconds=60)
GRACE = timedelta(minutes=2)
"""The least that players get after an outage, to come back and look."""


async def beat(ports: Ports, process: str) -> list[str]:
    """This process lives; call it every 5 s, and once before the first sweep.

    When no process had lived for over a minute, deadlines that fell into the gap are moved: nobody
    is resolved against because we were down. Returns the games that got more time.
    """
    async with writing(ports) as work:
        last, now = await work.heartbeats.last(), await work.now()
        await work.heartbeats.beat(process, now)
        if last is None or now - last <= OUTAGE:
            return []
        fell_due = await work.turns.falling_due(last, now)
        return [turn.game for turn in fell_due if await _make_good(ports, work, turn, last, now)]


async def _make_good(ports: Ports, work: UnitOfWork, turn: TurnRow, last: datetime, now: datetime) -> bool:
    """Gives back what was left of the turn when we went down, but at least the grace."""
    game, locked = await work.games.lock(turn.game), await work.turns.lock(turn.game, turn.n)
    if game is None or locked is None or locked.status != "open" or turn.deadline_at is None:
        return False
    until = now + max(turn.deadline_at - last, GRACE)
    if not await work.turns.set_deadline(turn.game, turn.n, turn.deadline_version, until):
        return False
    down = int((now - last).total_seconds())
    await journal.record(ports, work, turn.game, "outage_made_good", now, turn=turn.n, down_seconds=down)
    await tell(work, game, {PUBLIC: [DeadlineChanged(header=await header_of(work, turn.game))]})
    return True


@dataclass(frozen=True, slots=True)
class Lateness:
    """What the alarms watch; in a healthy house both stay near zero."""

    turns_overdue: int
    closed_unresolved_seconds: float


async def lateness(ports: Ports) -> Lateness:
    async with ports.store.read() as work:
        return Lateness(*await work.turns.overdue(await work.now()))
