"""When turns end: every process sweeps for due and unfinished ones, closes and resolves them.

A due turn that is not resolved *is* the job; there is no queue, no lease and nothing to tune. Whoever comes
first closes it; whoever computes first commits it (`resolution`).
"""

import asyncio
from datetime import timedelta

import structlog

from comity.game import journal, vigil
from comity.game.errors import Unavailable
from comity.game.events import TurnClosed
from comity.game.invariants import certain
from comity.game.ports import Ports, UnitOfWork
from comity.game.records import GameRow, TurnRow
from comity.game.resolution import finish_turn
from comity.game.seating import seating_of
from comity.game.streams import PUBLIC, tell
from comity.game.work import writing
from comity.logs import where

log = structlog.get_logger(__name__)

LEFT_ALONE = timedelta(seconds=2)
"""How long a closed turn is left to the process that closed it."""

AT_ONCE = 8
"""Games that one sweep takes on at the same time, so that one slow turn does not hold up the others."""


GAMES_A_SWEEP = 20


async def sweep(ports: Ports, *, limit: int = GAMES_A_SWEEP) -> int | None:
    """Finishes every turn that is due or was left unfinished; how many were resolved.

    Each process calls it every second and on hints. What goes wrong in one game is logged and stays there.
    After an outage that nobody has made good yet it does nothing and returns None: `vigil.beat` comes first,
    also in a process that lived all the while and was cut off, or asleep with its machine.
    """
    async with ports.store.read() as work:
        now = await work.now()
        if await vigil.outage(work, now) is not None:
            return None
        due = await work.turns.due(now, now - LEFT_ALONE, ports.shelf.rules_versions, limit)
    free = asyncio.Semaphore(AT_ONCE)

    async def take_on(game: str, n: int) -> bool:
        async with free:
            try:
                return await advance(ports, game)
            except Unavailable:  # the next sweep tries again, for as long as it takes: somebody should know
                log.warning("sweep_database_away", game=game, turn=n)
                return False
            except Exception as error:
                log.error(  # noqa: TRY400  a traceback's text may hold secret moves
                    "sweep_failed", game=game, turn=n, error=type(error).__name__, where=where(error)
                )
                return False

    return sum(await asyncio.gather(*(take_on(game, n) for game, n in due)))


async def advance(ports: Ports, game: str) -> bool:
    """Takes one game as far as it goes now, closing and resolving; whether a turn was resolved."""
    async with writing(ports) as work:
        row = await work.games.lock(game)
        if row is None:
            return False
        closed = await close_if_due(ports, work, row)
    return closed is not None and await finish_turn(ports, closed)


async def close_if_due(
    ports: Ports, work: UnitOfWork, game: GameRow, *, forced: bool = False
) -> TurnRow | None:
    """The present turn, if it is closed now: it was before, or it is due (or `forced`) and gets closed here.

    The game is locked by the caller. Taking the turn waits for every move that is being accepted, so all of
    them are among the inputs.
    """
    turn = await work.turns.lock(game.id, game.turn_no)
    if turn is None or turn.status not in ("open", "closed"):
        return None
    if turn.status == "closed":
        return turn
    seating = await seating_of(work, game)
    overdue = turn.deadline_at is not None and turn.deadline_at <= seating.now
    due = game.status == "running" and (overdue or (game.early and seating.all_ready))
    if not (due or forced):
        return None
    if not await work.turns.close(game.id, turn.n, seating.now, seating.bot_seats):
        return None
    closed = certain(await work.turns.find(game.id, turn.n), "it is locked by us")
    await journal.record(
        ports,
        work,
        game.id,
        "turn_closed",
        seating.now,
        turn=turn.n,
        close_no=closed.close_no,
        moves=journal.move_commitments(seating.moves.values()),
        bot_seats=list(closed.bot_seats),
    )
    await tell(work, game, {PUBLIC: [TurnClosed(turn=turn.n)]})
    return closed
