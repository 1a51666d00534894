"""A unit of work that is cancelled in the middle of a question lets go of what it held."""

import asyncio
from pathlib import Path
from typing import Final

from sqlalchemy import text
from tests.web.house import migrate

from comity.store.engine import make_engine
from comity.store.unit_of_work import SqlStore, SqlUnitOfWork

QUESTION: Final = text(
    "WITH RECURSIVE up(n) AS (SELECT tell() UNION ALL SELECT n + 1 FROM up WHERE n < 300000)"
    " SELECT max(n) FROM up"
)
"""Calls `tell` and then goes on counting for a while."""


async def test_the_lock_is_free_again_though_somebody_keeps_the_error(tmp_path: Path) -> None:
    # Given a write that is cancelled while SQLite answers it, and whose error is kept with its frames
    url = f"sqlite+aiosqlite:///{tmp_path / 'cancelled.sqlite3'}"
    await migrate(url)
    engine = make_engine(url)
    store, asked = SqlStore(engine), asyncio.Event()

    async def write() -> None:
        async with store.write() as work:
            await _tells(work, asked)
            await work._connection.execute(QUESTION)

    task = asyncio.create_task(write())
    await asked.wait()
    task.cancel()
    kept = await asyncio.gather(task, return_exceptions=True)

    # Then the next may write
    async with asyncio.timeout(4.0), store.write() as work:
        await work.now()
    assert isinstance(kept[0], asyncio.CancelledError)
    await engine.dispose()


async def _tells(work: SqlUnitOfWork, asked: asyncio.Event) -> None:
    """From here on a question can call `tell`, which sets the event, in whatever thread it is."""
    loop = asyncio.get_running_loop()

    def tell() -> int:
        loop.call_soon_threadsafe(asked.set)
        return 1

    driver = (await work._connection.get_raw_connection()).driver_connection
    assert driver is not None
    await driver.create_function("tell", 0, tell)
