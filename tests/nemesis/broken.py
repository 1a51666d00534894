"""Parts that break a promise, to stand in the place of ours: in real processes and in simulated ones."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from comity.game import submit
from comity.game.access import Caller, hold_session
from comity.game.ports import Ports, UnitOfWork
from comity.live.session import Numbers


def hasty_writing(seconds: float) -> Callable[[Ports], AbstractAsyncContextManager[UnitOfWork]]:
    """For `submit.writing`: whoever writes goes on at once; the commit comes so much later, if at all."""
    commits: set[asyncio.Task[None]] = set()

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
            await asyncio.sleep(seconds)
            await unit.__aexit__(None, None, None)

        task = asyncio.create_task(commit())
        commits.add(task)
        task.add_done_callback(commits.discard)

    return hasty


def forgetful_fresh() -> Callable[[Numbers, Any, int, Sequence[bytes]], Sequence[bytes] | None]:
    """For `Numbers.fresh`: one delivery in twenty is counted as told, and is not told."""
    fresh, told = Numbers.fresh, 0

    def forgetful(numbers: Numbers, stream: Any, first: int, frames: Sequence[bytes]) -> Any:
        nonlocal told
        told += 1
        found = fresh(numbers, stream, first, frames)
        if not found or told % 20:
            return found
        numbers.move(stream, 1)
        return found[1:]

    return forgetful


async def hold_open_without_a_clock(work: UnitOfWork, caller: Caller, game_id: str, turn: int) -> Any:
    """For `submit._hold_open`: whoever comes before the sweep is in time, whatever the clock says."""
    await hold_session(work, caller)
    held, game = await work.turns.hold(game_id, turn), await work.games.find(game_id)
    assert game is not None
    submit._require_open(game, held, turn)
    return game, await work.now()
