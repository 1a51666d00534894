"""When turns end: every process sweeps for due and unfinished ones, closes and resolves them.

A due turn that is not resolved *is* the job; there is no queue, no lease and nothing to tune. Whoever comes
first closes it; whoever computes first commits it (`resolution`).
"""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import structlog

from comity.game import journal, vigil
from comity.game.errors import Unavailable
from comity.game.events import TurnClosed
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

GAMES_IN_HAND = 20
"""Games that a process takes on before it looks for more."""
AT_ONCE = 8
"""How many of them it works on at the same time; the others wait for one of these to end."""

RESTS: Final = (1.0, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0)
"""Seconds that a game rests which was taken on in vain, by how many failures in a row nobody expected."""


class Sweeper:
    """The games that one process has in hand: each look takes on what else is due, and waits for none of it,
    so that a slow turn holds up no other game.

    Which turn is closed and committed is for row locks and fences to say, within a process as between two.
    What is in hand, or failed a moment ago and rests, is only passed over, so that others get their turn.
    """

    def __init__(
        self,
        ports: Ports,
        begin: Callable[[Coroutine[Any, Any, bool]], asyncio.Task[bool]],
        *,
        limit: int = GAMES_IN_HAND,
        clock: Callable[[], float] | None = None,
        more_wait: Callable[[], None] = lambda: None,
    ) -> None:
        """`clock` counts seconds steadily: the event loop's, unless given. `more_wait` is called when others
        may be due than were taken on, and there is room for them.
        """
        self._ports = ports
        self._begin = begin
        self._limit = limit
        self._clock = clock
        self._more_wait = more_wait
        self._in_hand: dict[str, asyncio.Task[bool]] = {}
        self._rests: dict[str, _Rest] = {}
        self._free = asyncio.Semaphore(AT_ONCE)
        self._more = False

    async def look(self) -> list[asyncio.Task[bool]] | None:
        """Takes on the games whose turn is due or was left unfinished, as far as there is room; the tasks say
        whether a turn was resolved. What goes wrong in one game is logged and stays there.

        Call it every second and on hints, one look at a time. After an outage that nobody has made good yet
        it does nothing and returns None: `vigil.beat` comes first, also in a process that lived all the while
        and was cut off, or asleep with its machine.
        """
        room = self._limit - len(self._in_hand)
        if not room:
            return []
        async with self._ports.store.read() as work:
            now = await work.now()
            if await vigil.outage(work, now) is not None:
                return None
            rules, passed_over = self._ports.shelf.rules_versions, self._passed_over()
            due = await work.turns.due(now, now - LEFT_ALONE, rules, passed_over, room)
        self._more = len(due) == room
        return [self._take_on(game, n) for game, n in due]

    def _passed_over(self) -> set[str]:
        now = self._now()
        self._rests = {game: rest for game, rest in self._rests.items() if now < rest.until + RESTS[-1]}
        return {*self._in_hand, *(game for game, rest in self._rests.items() if now < rest.until)}

    def _take_on(self, game: str, n: int) -> asyncio.Task[bool]:
        task = self._begin(self._advance(game, n))
        self._in_hand[game] = task
        task.add_done_callback(lambda _: self._put_down(game))
        return task

    def _put_down(self, game: str) -> None:
        del self._in_hand[game]
        if self._more and len(self._in_hand) < AT_ONCE:
            self._more = False
            self._more_wait()

    async def _advance(self, game: str, n: int) -> bool:
        async with self._free:
            failures = 0
            try:
                if await advance(self._ports, game):
                    self._rests.pop(game, None)
                    return True
            except Unavailable:  # a later look tries again, for as long as it takes: somebody should know
                log.warning("sweep_database_away", game=game, turn=n)
            except Exception as error:
                log.error(  # noqa: TRY400  a traceback's text may hold secret moves
                    "sweep_failed", game=game, turn=n, error=type(error).__name__, where=where(error)
                )
                failures = 1 + (self._rests[game].failures if game in self._rests else 0)
        seconds = RESTS[min(failures, len(RESTS) - 1)]
        self._rests[game] = _Rest(failures, self._now() + seconds)
        return False

    def _now(self) -> float:
        return asyncio.get_running_loop().time() if self._clock is None else self._clock()


@dataclass(frozen=True, slots=True)
class _Rest:
    failures: int
    until: float


async def sweep(ports: Ports, *, limit: int = GAMES_IN_HAND) -> int | None:
    """One round to its end: how many turns were resolved; None after an outage that is to be made good."""
    taken_on = await Sweeper(ports, asyncio.create_task, limit=limit).look()
    return None if taken_on is None else sum(await asyncio.gather(*taken_on))


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
    closed = await work.turns.close(game.id, turn.n, seating.now, seating.bot_seats)
    if closed is None:
        return None
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
