"""Builds with one promise broken: what the checker must catch. They live here, and nowhere in the server."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final

from comity.game import submit
from comity.game.ports import Ports, UnitOfWork
from comity.live.session import Numbers
from comity.store.moves import MovesTable
from comity.store.turns import TurnsTable

LATER_SECONDS: Final = 0.3
HASTY_SECONDS: Final = 1.5
_commits: set[asyncio.Task[None]] = set()


def without_the_share_lock() -> None:
    """A move does not hold its turn: the turn may close while the move is being written."""
    add = MovesTable.add

    async def slowly(table: MovesTable, move: Any) -> bool:
        await asyncio.sleep(LATER_SECONDS)
        return await add(table, move)

    TurnsTable.hold = TurnsTable.find  # type: ignore[method-assign]
    MovesTable.add = slowly  # type: ignore[method-assign,assignment]


def answer_before_commit() -> None:
    """The receipt goes out first, and the commit comes a moment later, if it comes."""

    @asynccontextmanager
    async def hasty(ports: Ports) -> AsyncIterator[UnitOfWork]:
        unit = ports.store.write()
        work = await unit.__aenter__()
        try:
            yield work
        except BaseException as error:
            await unit.__aexit__(type(error), error, error.__traceback__)
            raise

        async def commit() -> None:
            await asyncio.sleep(HASTY_SECONDS)
            await unit.__aexit__(None, None, None)

        task = asyncio.create_task(commit())
        _commits.add(task)
        task.add_done_callback(_commits.discard)

    submit.writing = hasty  # type: ignore[attr-defined]


def forget_a_delivery() -> None:
    """One delivery in twenty is counted as told, and is not told."""
    fresh, told = Numbers.fresh, 0

    def forgetful(numbers: Numbers, stream: Any, first: int, frames: Sequence[str]) -> Any:
        nonlocal told
        told += 1
        found = fresh(numbers, stream, first, frames)
        if not found or told % 20:
            return found
        numbers.move(stream, 1)
        return found[1:]

    Numbers.fresh = forgetful  # type: ignore[method-assign,assignment]


def accept_after_the_deadline() -> None:
    """Whoever comes before the sweep is in time, whatever the clock says."""

    async def hold_open(work: UnitOfWork, game_id: str, turn: int) -> Any:
        held, game = await work.turns.hold(game_id, turn), await work.games.find(game_id)
        assert game is not None
        submit._require_open(game, held, turn)
        return game, await work.now()

    submit._hold_open = hold_open


@dataclass(frozen=True, slots=True)
class Sabotage:
    """`apply` breaks this process; `caught_as` begins the checker's complaint."""

    apply: Callable[[], None]
    caught_as: str
    words: str


SABOTAGES: Final[Mapping[str, Sabotage]] = {
    "share-lock": Sabotage(without_the_share_lock, "left out", "no share lock on the turn of a move"),
    "hasty-answer": Sabotage(answer_before_commit, "lost", "the receipt is sent before the commit"),
    "forgotten-delivery": Sabotage(forget_a_delivery, "stream", "one delivery in twenty is not sent"),
    "late-acceptance": Sabotage(accept_after_the_deadline, "late", "the deadline is not looked at"),
}
