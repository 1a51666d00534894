"""Turns: the rows that moves hold, that the close takes, and that the fences of the commit look at."""

from collections.abc import Collection, Sequence
from dataclasses import fields
from datetime import datetime

from sqlalchemy import ColumnElement, and_, bindparam, case, exists, func, or_, select, update

from comity.game.records import TurnRow, TurnStatus
from comity.store import tables as t
from comity.store.repository import Repository, columns_of

TURN = columns_of(t.turn, TurnRow).where(t.turn.c.game == bindparam("game"), t.turn.c.n == bindparam("n"))
TURN_HELD = TURN.with_for_update(read=True)
TURN_LOCKED = TURN.with_for_update(key_share=True)
_THIS = update(t.turn).where(t.turn.c.game == bindparam("of_game"), t.turn.c.n == bindparam("of_n"))
CLOSE = (
    _THIS.where(t.turn.c.status == "open")
    .values(close_no=t.turn.c.close_no + 1)
    .returning(*(t.turn.c[field.name] for field in fields(TurnRow)))
)
CHANGE = _THIS.where(t.turn.c.status == bindparam("before"), t.turn.c.close_no == bindparam("of_close"))


def _at(game: str, n: int) -> ColumnElement[bool]:
    return and_(t.turn.c.game == game, t.turn.c.n == n)


def _all_ready() -> ColumnElement[bool]:
    """At least one held seat has said ready, and none that is held and played by its people has not."""
    played = and_(
        t.seat.c.game == t.turn.c.game,
        t.seat.c.bot.is_(False),
        exists().where(t.holder.c.game == t.seat.c.game, t.holder.c.seat == t.seat.c.key),
    )
    return and_(
        exists().where(played, t.seat.c.ready_turn == t.turn.c.n),
        ~exists().where(played, t.seat.c.ready_turn != t.turn.c.n),
    )


class TurnsTable(Repository):
    async def add(self, turn: TurnRow) -> None:
        await self._insert(t.turn, turn)

    async def find(self, game: str, n: int) -> TurnRow | None:
        return await self._one(TURN, TurnRow, game=game, n=n)

    async def of_game(self, game: str) -> list[TurnRow]:
        query = columns_of(t.turn, TurnRow).where(t.turn.c.game == game).order_by(t.turn.c.n)
        return await self._all(query, TurnRow)

    async def hold(self, game: str, n: int) -> TurnRow | None:
        return await self._one(TURN_HELD, TurnRow, game=game, n=n)

    async def lock(self, game: str, n: int) -> TurnRow | None:
        return await self._one(TURN_LOCKED, TurnRow, game=game, n=n)

    async def close(self, game: str, n: int, at: datetime, bot_seats: Sequence[str]) -> TurnRow | None:
        values = {"status": "closed", "closed_at": at, "bot_seats": tuple(bot_seats), "tries": 0}
        return await self._one(CLOSE, TurnRow, of_game=game, of_n=n, **values)

    async def change(self, game: str, n: int, close_no: int, before: TurnStatus, after: TurnStatus) -> bool:
        this = {"of_game": game, "of_n": n, "of_close": close_no, "before": before}
        return await self._changed(CHANGE, {**this, "status": after}) == 1

    async def count_try(self, game: str, n: int, close_no: int, tries: int) -> bool:
        counting = update(t.turn).where(_at(game, n), t.turn.c.close_no == close_no, t.turn.c.tries == tries)
        return await self._changed(counting.values(tries=tries + 1)) == 1

    async def reset_tries(self, game: str, n: int) -> None:
        await self._changed(update(t.turn).where(_at(game, n)).values(tries=0))

    async def set_deadline(self, game: str, n: int, version: int, deadline_at: datetime | None) -> bool:
        setting = update(t.turn).where(_at(game, n), t.turn.c.deadline_version == version)
        values = {"deadline_at": deadline_at, "deadline_version": version + 1}
        return await self._changed(setting.values(values)) == 1

    async def due(
        self,
        now: datetime,
        closed_before: datetime,
        rules: Collection[str],
        passed_over: Collection[str],
        limit: int,
    ) -> list[tuple[str, int]]:
        wants_closing = and_(
            t.game.c.status == "running",
            t.turn.c.status == "open",
            or_(t.turn.c.deadline_at <= now, and_(t.game.c.early.is_(True), _all_ready())),
        )
        wants_computing = and_(t.turn.c.status == "closed", t.turn.c.closed_at < closed_before)
        query = (
            select(t.turn.c.game, t.turn.c.n)
            .select_from(t.game)
            .join(t.turn, and_(t.turn.c.game == t.game.c.id, t.turn.c.n == t.game.c.turn_no))
            .where(
                t.game.c.status.in_(["running", "paused"]),
                t.game.c.rules_version.in_(sorted(rules)),
                t.game.c.id.not_in(sorted(passed_over)),
                or_(wants_closing, wants_computing),
            )
            .order_by(func.coalesce(t.turn.c.closed_at, t.turn.c.deadline_at), t.game.c.id)
            .limit(limit)
        )
        return [(game, n) for game, n in await self._connection.execute(query)]

    async def falling_due(self, since: datetime, until: datetime) -> list[TurnRow]:
        query = (
            columns_of(t.turn, TurnRow)
            .join(t.game, t.turn.c.game == t.game.c.id)
            .where(
                t.game.c.status == "running",
                t.turn.c.status == "open",
                t.turn.c.deadline_at > since,
                t.turn.c.deadline_at <= until,
            )
            .order_by(t.turn.c.game)
        )
        return await self._all(query, TurnRow)

    async def lateness(self, now: datetime, rules: Collection[str]) -> tuple[int, float, int, int]:
        ours = t.game.c.rules_version.in_(sorted(rules))
        overdue = and_(t.game.c.status == "running", t.turn.c.status == "open", t.turn.c.deadline_at <= now)
        counting = (
            select(
                func.count(case((and_(ours, overdue), 1))),
                func.count(case((~ours, 1))),
                func.count(case((and_(~ours, or_(overdue, t.turn.c.status == "closed")), 1))),
            )
            .select_from(t.game)
            .join(t.turn, and_(t.turn.c.game == t.game.c.id, t.turn.c.n == t.game.c.turn_no))
            .where(t.game.c.status.in_(["running", "paused"]))
        )
        late, others, others_late = (await self._connection.execute(counting)).one()
        oldest = select(func.min(t.turn.c.closed_at)).join(t.game, t.turn.c.game == t.game.c.id)
        closed_at: datetime | None = await self._connection.scalar(
            oldest.where(ours, t.turn.c.status == "closed")
        )
        age = 0.0 if closed_at is None else max((now - closed_at).total_seconds(), 0.0)
        return late, age, others, others_late
