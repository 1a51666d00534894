"""Watching over the servers themselves: signs of life, outages made good, lateness for the gauges."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from comity.game import journal
from comity.game.errors import Unavailable
from comity.game.events import DeadlineChanged
from comity.game.headers import header_of
from comity.game.ports import Ports, UnitOfWork
from comity.game.records import TurnRow
from comity.game.streams import PUBLIC, tell
from comity.game.work import writing
from comity.logs import where

log = structlog.get_logger(__name__)

OUTAGE = timedelta(seconds=60)
GRACE = timedelta(minutes=2)
"""The least that players get after an outage, to come back and look."""


async def beat(ports: Ports, process: str) -> list[str]:
    """This process lives; call it every 5 s, and once before the first sweep.

    When no process had lived for over a minute, deadlines that fell into the gap are moved: nobody
    is resolved against because we were down. Returns the games that got more time.

    The sign of life comes last: until all is made good nobody sweeps, and whoever beats next goes on.
    """
    async with ports.store.read() as work:
        now = await work.now()
        down_since = await outage(work, now)
        fell_due = [] if down_since is None else await work.turns.falling_due(down_since, now)
    extended = [turn.game for turn in fell_due if down_since and await _made_good(ports, turn, down_since)]
    async with writing(ports) as work:
        await work.heartbeats.beat(process, now)
    return extended


async def outage(work: UnitOfWork, now: datetime) -> datetime | None:
    """When the last process fell silent, if that was over a minute ago and nobody has made it good since."""
    last = await work.heartbeats.last()
    return None if last is None or now - last <= OUTAGE else last


def given_back(deadline_at: datetime, down_since: datetime) -> timedelta:
    """What players get of a turn that ran out while we were down: what was left of it, at least the grace."""
    return max(deadline_at - down_since, GRACE)


async def _made_good(ports: Ports, turn: TurnRow, down_since: datetime) -> bool:
    """Whether this turn got more time. Trouble in one game leaves it out: all the others wait for us."""
    try:
        async with writing(ports) as work:
            return await _make_good(ports, work, turn, down_since)
    except Unavailable:
        raise
    except Exception as error:
        log.error(  # noqa: TRY400  a traceback's text may hold secret moves
            "make_good_failed", game=turn.game, turn=turn.n, error=type(error).__name__, where=where(error)
        )
        return False


async def _make_good(ports: Ports, work: UnitOfWork, turn: TurnRow, down_since: datetime) -> bool:
    """Gives back what was left of the turn when we went down, but at least the grace."""
    game, locked = await work.games.lock(turn.game), await work.turns.lock(turn.game, turn.n)
    if game is None or locked is None or locked.status != "open" or turn.deadline_at is None:
        return False
    now = await work.now()
    until = now + given_back(turn.deadline_at, down_since)
    if not await work.turns.set_deadline(turn.game, turn.n, turn.deadline_version, until):
        return False
    down = int((now - down_since).total_seconds())
    await journal.record(ports, work, turn.game, "outage_made_good", now, turn=turn.n, down_seconds=down)
    await tell(work, game, {PUBLIC: [DeadlineChanged(header=await header_of(work, turn.game))]})
    return True


@dataclass(frozen=True, slots=True)
class Lateness:
    """What the alarms watch; in a healthy house all but the games of other rules stays near zero."""

    turns_overdue: int
    closed_unresolved_seconds: float
    games_of_other_rules: int = 0
    """Games that go on and that only a server of another release can resolve."""
    turns_of_other_rules: int = 0
    """How many of them wait for one."""


async def lateness(ports: Ports) -> Lateness:
    async with ports.store.read() as work:
        return Lateness(*await work.turns.lateness(await work.now(), ports.shelf.rules_versions))
