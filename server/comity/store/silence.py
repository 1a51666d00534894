"""Connections of servers that fell silent in the middle of a statement, and the locks that these hold.

Postgres itself ends a transaction that lies idle (`engine.HOLD_MS`). One that is lost between the halves of
a statement, prepared and not yet executed, is not idle to it: the driver (asyncpg 0.32) ends the first half
with a Flush and not with a Sync, and until a Sync comes none of its timeouts ends the transaction, before
`transaction_timeout` of Postgres 17. Its locks would stay for as long as the link stands, which a proxy may
keep up for ever.
"""

from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from comity.store import engine

SILENT: Final = text("""
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE application_name = :servers AND datname = current_database() AND usename = current_user
      AND pid <> pg_backend_pid() AND state = 'active' AND wait_event = 'ClientRead'
      AND state_change < clock_timestamp() - make_interval(secs => :seconds)
""")


async def hang_up(connection: AsyncConnection) -> int:
    """Ends every connection of a server that has been waited for longer than it may hold a lock; how many.

    A server that lives and is only slow finds its connection gone, as after any other loss.
    """
    asked = {"servers": engine.APPLICATION, "seconds": engine.HOLD_MS / 1000}
    return len((await connection.execute(SILENT, asked)).all())
