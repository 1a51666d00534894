"""Moves, append-only, and what became of them."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import and_, bindparam, func, select

from comity.game.records import DigestRow, MoveRow, ResolutionRow, StateRow
from comity.store import tables as t
from comity.store.repository import Record, Repository, columns_of, values_of

MOVES = columns_of(t.move, MoveRow).where(t.move.c.game == bindparam("game"))
BY_KEY = MOVES.where(t.move.c.seat == bindparam("seat"), t.move.c.idem_key == bindparam("idem_key"))
LAST = (
    MOVES.where(t.move.c.turn == bindparam("turn"), t.move.c.seat == bindparam("seat"))
    .order_by(t.move.c.rev.desc())
    .limit(1)
)
_NEWEST = (
    select(t.move.c.seat, func.max(t.move.c.rev).label("rev"))
    .where(t.move.c.game == bindparam("game"), t.move.c.turn == bindparam("turn"))
    .group_by(t.move.c.seat)
    .subquery()
)
LAST_OF_TURN = (
    MOVES.where(t.move.c.turn == bindparam("turn"))
    .join(_NEWEST, and_(t.move.c.seat == _NEWEST.c.seat, t.move.c.rev == _NEWEST.c.rev))
    .order_by(t.move.c.seat)
)
BOT_TURNS = (
    select(t.move.c.turn)
    .where(
        t.move.c.game == bindparam("game"),
        t.move.c.seat == bindparam("seat"),
        t.move.c.by_bot.is_(True),
        t.move.c.turn <= bindparam("up_to"),
    )
    .order_by(t.move.c.turn)
)
RESOLUTION = columns_of(t.resolution, ResolutionRow).where(
    t.resolution.c.game == bindparam("game"), t.resolution.c.turn == bindparam("turn")
)


class MovesTable(Repository):
    async def add(self, move: MoveRow) -> bool:
        return await self._insert_if_new(t.move, values_of(move))

    async def add_all(self, moves: Collection[MoveRow]) -> None:
        await self._insert_all_if_new(t.move, [values_of(move) for move in moves])

    async def by_key(self, game: str, seat: str, idem_key: str) -> MoveRow | None:
        return await self._one(BY_KEY, MoveRow, game=game, seat=seat, idem_key=idem_key)

    async def last(self, game: str, turn: int, seat: str) -> MoveRow | None:
        return await self._one(LAST, MoveRow, game=game, turn=turn, seat=seat)

    async def last_of_turn(self, game: str, turn: int) -> list[MoveRow]:
        return await self._all(LAST_OF_TURN, MoveRow, game=game, turn=turn)

    async def bot_turns(self, game: str, seat: str, up_to: int) -> list[int]:
        values = {"game": game, "seat": seat, "up_to": up_to}
        return list(await self._connection.scalars(BOT_TURNS, values))

    async def of_game(self, game: str) -> list[MoveRow]:
        in_order = MOVES.order_by(t.move.c.turn, t.move.c.seat, t.move.c.rev)
        return await self._all(in_order, MoveRow, game=game)


class ResolutionsTable(Repository):
    async def add(self, resolution: ResolutionRow) -> bool:
        return await self._insert_if_new(t.resolution, values_of(resolution))

    async def find(self, game: str, turn: int) -> ResolutionRow | None:
        return await self._one(RESOLUTION, ResolutionRow, game=game, turn=turn)

    async def resolved_at(self, game: str, turn: int) -> datetime | None:
        of_turn = (t.resolution.c.game == game, t.resolution.c.turn == turn)
        at: datetime | None = await self._connection.scalar(
            select(t.resolution.c.resolved_at).where(*of_turn)
        )
        return at

    async def of_game(self, game: str) -> list[ResolutionRow]:
        return await self._of_game(game, ResolutionRow)

    async def digests(self, game: str) -> list[DigestRow]:
        return await self._of_game(game, DigestRow)

    async def states(self, game: str) -> list[StateRow]:
        return await self._of_game(game, StateRow)

    async def _of_game(self, game: str, record: type[Record]) -> list[Record]:
        """Every resolved turn in order, of which only the fields of `record` are read."""
        query = columns_of(t.resolution, record).where(t.resolution.c.game == game)
        return await self._all(query.order_by(t.resolution.c.turn), record)
