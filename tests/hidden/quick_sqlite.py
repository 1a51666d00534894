"""SQLite without the thread that its driver puts each statement through: the same statements, sooner.

Half the time of a small request is two threads that wait for each other. Only the great comparison, which
makes hundreds of thousands of requests, is played on this; the application's own code is as it is.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from aiosqlite import core

from comity.store import engine


@contextmanager
def without_threads() -> Iterator[None]:
    """For the length of the block, statements run where they are asked for. Who finds the file locked lets
    the others go on, and tries again.
    """

    async def connect_here(self: Any) -> Any:
        if self._connection is None:
            self._connection = self._connector()
        return self

    async def execute_here(self: Any, what: Callable[..., Any], *args: Any, **how: Any) -> Any:
        if self._connection is None:
            raise ValueError("Connection closed")
        while True:
            try:
                return what(*args, **how)
            except sqlite3.OperationalError as error:
                if "locked" not in str(error):
                    raise
            await asyncio.sleep(0)

    with (
        patch.object(core.Connection, "_connect", connect_here),
        patch.object(core.Connection, "_execute", execute_here),
        patch.object(engine, "SQLITE_BUSY_MS", 0),
    ):
        yield
