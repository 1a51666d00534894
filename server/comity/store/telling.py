"""What was told and written down: delivery streams, messages, the journal."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields

from sqlalchemy import ColumnElement, Integer, bindparam, func, literal, select, tuple_, update

from comity.game.records import DeliveryRow, EnvelopesRow, JournalRow, MessageKind, MessageRow, StreamRow
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
_FOLLOWING = (
    columns_of(t.delivery, DeliveryRow)
    .add_columns(func.sum(func.length(t.delivery.c.body)).over(order_by=t.delivery.c.seq).label("weight"))
    .where(
        t.delivery.c.game == bindparam("game"),
        t.delivery.c.viewer == bindparam("viewer"),
        t.delivery.c.seq > bindparam("after"),
        t.delivery.c.seq <= bindparam("up_to"),
    )
    .order_by(t.delivery.c.seq)
    .limit(bindparam("limit", type_=Integer))
    .subquery()
)
"""With what each weighs together with those before it. Their bodies are not unpacked to be weighed."""
FOLLOWING = (
    select(*(_FOLLOWING.c[field.name] for field in fields(DeliveryRow)))
    .where(
        (_FOLLOWING.c.weight <= bindparam("most_bytes", type_=Integer))
        | (_FOLLOWING.c.seq == bindparam("after") + 1)
    )
    .order_by(_FOLLOWING.c.seq)
)

IN_ORDER = (t.message.c.sent_at, t.message.c.id)
"""Of one instant any order will do, as long as it is always the same: pages meet without a gap."""

COUNT = (
    select(func.count())
    .select_from(t.message)
    .where(
        t.message.c.game == bindparam("game"),
        t.message.c.turn == bindparam("turn"),
        t.message.c.sender == bindparam("sender"),
    )
)

LINES = columns_of(t.journal, JournalRow).where(t.journal.c.game == bindparam("game"))
LAST_LINE = LINES.order_by(t.journal.c.seq.desc()).limit(1)
OF_KINDS = LINES.where(t.journal.c.kind.in_(bindparam("kinds", expanding=True))).order_by(t.journal.c.seq)


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
        await self._insert_all(t.delivery, rows)

    async def find(self, game: str, viewer: str) -> StreamRow | None:
        return await self._one(STREAM, StreamRow, game=game, viewer=viewer)

    async def head(self, game: str, viewer: str, up_to_turn: int) -> int:
        query = select(func.max(t.delivery.c.seq)).where(
            t.delivery.c.game == game, t.delivery.c.viewer == viewer, t.delivery.c.turn <= up_to_turn
        )
        return int(await self._connection.scalar(query) or 0)

    async def read(
        self, game: str, viewer: str, after: int, up_to: int, *, limit: int, most_bytes: int
    ) -> list[DeliveryRow]:
        where = {"game": game, "viewer": viewer, "after": after, "up_to": up_to}
        return await self._all(FOLLOWING, DeliveryRow, **where, limit=limit, most_bytes=most_bytes)


class MessagesTable(Repository):
    async def add(self, message: MessageRow) -> None:
        await self._insert(t.message, message)

    async def of_game(self, game: str) -> list[MessageRow]:
        query = columns_of(t.message, MessageRow).where(t.message.c.game == game)
        return await self._all(query.order_by(*IN_ORDER), MessageRow)

    async def find(self, game: str, message: str) -> MessageRow | None:
        query = columns_of(t.message, MessageRow).where(t.message.c.game == game, t.message.c.id == message)
        return await self._one(query, MessageRow)

    async def envelopes(self, game: str, before: MessageRow | None) -> list[EnvelopesRow]:
        parts = (t.message.c.turn, t.message.c.kind, t.message.c.sender, t.message.c.recipients)
        query = select(*parts, func.count().label("count")).where(_of(game, before)).group_by(*parts)
        return await self._all(query, EnvelopesRow)

    async def newest(
        self, game: str, senders: Collection[tuple[MessageKind, str]], before: MessageRow | None, limit: int
    ) -> list[MessageRow]:
        theirs = tuple_(t.message.c.kind, t.message.c.sender).in_(sorted(senders))
        query = columns_of(t.message, MessageRow).where(_of(game, before), theirs)
        newest_first = (column.desc() for column in IN_ORDER)
        return await self._all(query.order_by(*newest_first).limit(limit), MessageRow)

    async def count(self, game: str, turn: int, sender: str) -> int:
        return int(await self._connection.scalar(COUNT, {"game": game, "turn": turn, "sender": sender}) or 0)


def _of(game: str, before: MessageRow | None) -> ColumnElement[bool]:
    """The messages of a game, older than one of them where it is given."""
    here = t.message.c.game == game
    if before is None:
        return here
    # Told of its type: SQLite compares instants as the text that they are kept as.
    sent_at = literal(before.sent_at, t.message.c.sent_at.type)
    return here & (tuple_(*IN_ORDER) < tuple_(sent_at, before.id))


class JournalTable(Repository):
    async def last(self, game: str) -> JournalRow | None:
        return await self._one(LAST_LINE, JournalRow, game=game)

    async def add(self, line: JournalRow) -> None:
        await self._insert(t.journal, line)

    async def of_game(self, game: str) -> list[JournalRow]:
        return await self._all(LINES.order_by(t.journal.c.seq), JournalRow, game=game)

    async def of_kinds(self, game: str, kinds: Collection[str]) -> list[JournalRow]:
        return await self._all(OF_KINDS, JournalRow, game=game, kinds=list(kinds))
