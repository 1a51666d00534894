"""What the servers keep for themselves: signs of life and shared secrets."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select

from comity.store import tables as t
from comity.store.repository import Repository

FORGET_AFTER = timedelta(days=1)


class HeartbeatsTable(Repository):
    async def last(self) -> datetime | None:
        at: datetime | None = await self._connection.scalar(select(func.max(t.heartbeat.c.at)))
        return at

    async def beat(self, process: str, at: datetime) -> None:
        beating = self._insert_for(t.heartbeat).values(process=process, at=at)
        await self._connection.execute(
            beating.on_conflict_do_update(index_elements=["process"], set_={"at": at})
        )
        await self._changed(delete(t.heartbeat).where(t.heartbeat.c.at < at - FORGET_AFTER))


class SecretsTable(Repository):
    async def keep(self, name: str, value: bytes) -> bytes:
        await self._insert_if_new(t.server_secret, {"name": name, "value": value})
        query = select(t.server_secret.c.value).where(t.server_secret.c.name == name)
        kept: bytes = (await self._connection.execute(query)).scalar_one()
        return kept
