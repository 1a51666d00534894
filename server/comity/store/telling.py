"""What was told and written down: delivery streams, messages, the journal."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Integer, bindparam, func, select, update

from comity.game.records import DeliveryRow, JournalRow, MessageRow, StreamRow
from comity.store import tables as t
from comity.store.repository import Repository, columns_of, values_of

TAKE = (
    update(t.stream)
    .where(t.stream.c.game == bindparam("of_game"), t.stream.c.viewer == bindparam("of_viewer"))
    .values(head=t.stream.c.head + bindparam("count", type_=Integer))
    .returning(t.stream.c.head)
)
STREAM = columns_of(t.stream, StreamRow).where(
    t.stream.c.game == bindparam("game"), t.stream.c.viewer == bindparam("viewer")
)
FOLLOWING = (
    columns_of(t.delivery, DeliveryRow)
    .where(
        t.delivery.c.game == bindparam("game"),
        t.delivery.c.viewer == bindparam("viewer"),
        t.delivery.c.seq > bindparam("after"),
        t.delivery.c.seq <= bindparam("up_to"),
    )
    .order_by(t.delivery.c.seq)
    .limit(bindparam("limit", type_=Integer))
)

COUNT = (
    select(func.count())
    .select_from(t.message)
    .where(
        t.message.c.game == bindparam("game"),
        t.message.c.turn == bindparam("turn"),
        t.message.c.sender == bindparam("sender"),
    )
)


class StreamsTable(Repository):
    async def open(self, game: str, viewer: str, epoch: str) -> None:
        await self._connection.execute(
            t.stream.insert().values(game=game, viewer=viewer, epoch=epoch, head=0)
        )

    async def renew(self, game: str, viewer: str, epoch: str) -> None:
        this = update(t.stream).where(t.stream.c.game == game, t.stream.c.viewer == viewer)
        await self._changed(this.values(epoch=epoch))

    async def renew_all(self, epoch: str) -> int:
        return await self._changed(update(t.stream).values(epoch=epoch))

    async def take(self, game: str, viewer: str, count: int) -> int:
        values = {"of_game": game, "of_viewer": viewer, "count": count}
        head: int = (await self._connection.execute(TAKE, values)).scalar_one()
        return head - count + 1

    async def add(self, game: str, deliveries: Mapping[str, Sequence[DeliveryRow]]) -> None:
        rows = [
            {"game": game, "viewer": viewer, **values_of(delivery)}
            for viewer, told in deliveries.items()
            for delivery in told
        ]
        await self._connection.execute(t.delivery.insert(), rows)

    async def find(self, game: str, viewer: str) -> StreamRow | None:
        return await self._one(STREAM, StreamRow, game=game, viewer=viewer)

    async def head(self, game: str, viewer: str, up_to_turn: int) -> int:
        query = select(func.max(t.delivery.c.seq)).where(
            t.delivery.c.game == game, t.delivery.c.viewer == viewer, t.delivery.c.turn <= up_to_turn
        )
        return int(await self._connection.scalar(query) or 0)

    async def read(self, game: str, viewer: str, after: int, up_to: int, limit: int) -> list[DeliveryRow]:
        where = {"game": game, "viewer": viewer, "after": after, "up_to": up_to, "limit": limit}
        return await self._all(FOLLOWING, DeliveryRow, **where)


class MessagesTable(Repository):
    async def add(self, message: MessageRow) -> None:
        await self._insert(t.message, message)

    async def of_game(self, game: str) -> list[MessageRow]:
        query = columns_of(t.message, MessageRow).where(t.message.c.game == game)
        return await self._all(query.order_by(t.message.c.sent_at, t.message.c.id), MessageRow)

    async def count(self, game: str, turn: int, sender: str) -> int:
        return int(await self._connection.scalar(COUNT, {"game": game, "turn": turn, "sender": sender}) or 0)


class JournalTable(Repository):
    async def last(self, game: str) -> JournalRow | None:
        query = columns_of(t.journal, JournalRow).where(t.journal.c.game == game)
        return await self._one(query.order_by(t.journal.c.seq.desc()).limit(1), JournalRow)

    async def add(self, line: JournalRow) -> None:
        await self._insert(t.journal, line)

    async def of_game(self, game: str) -> list[JournalRow]:
        query = columns_of(t.journal, JournalRow).where(t.journal.c.game == game)
        return await self._all(query.order_by(t.journal.c.seq), JournalRow)

    async def of_kinds(self, game: str, kinds: Collection[str]) -> list[JournalRow]:
        query = columns_of(t.journal, JournalRow).where(t.journal.c.game == game, t.journal.c.kind.in_(kinds))
        return await self._all(query.order_by(t.journal.c.seq), JournalRow)
