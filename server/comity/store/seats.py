"""Seats and the people who hold them."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, select, update

from comity.game.records import HolderRow, SeatRow
from comity.store import tables as t
from comity.store.repository import Repository, columns_of, values_of

SEATS = columns_of(t.seat, SeatRow).where(t.seat.c.game == bindparam("game")).order_by(t.seat.c.position)
SEAT = SEATS.where(t.seat.c.key == bindparam("seat"))
BROWSERS = (
    select(func.count())
    .where(
        t.session.c.person == t.holder.c.person,
        t.session.c.game == t.holder.c.game,
        t.session.c.seat == t.holder.c.seat,
    )
    .correlate(t.holder)
    .scalar_subquery()
)
"""Also those that went unused for too long, until they are dropped."""
HOLDERS = (
    select(
        t.holder.c.game,
        t.holder.c.seat,
        t.holder.c.person,
        t.person.c.name,
        t.holder.c.joined_at,
        t.holder.c.here_until,
        BROWSERS.label("browsers"),
    )
    .join(t.person, t.holder.c.person == t.person.c.id)
    .where(t.holder.c.game == bindparam("game"))
    .order_by(t.holder.c.seat, t.holder.c.joined_at, t.holder.c.person)
)


class SeatsTable(Repository):
    async def add(self, seats: Iterable[SeatRow]) -> None:
        await self._insert_all(t.seat, [values_of(seat) for seat in seats])

    async def of_game(self, game: str) -> list[SeatRow]:
        return await self._all(SEATS, SeatRow, game=game)

    async def find(self, game: str, seat: str) -> SeatRow | None:
        return await self._one(SEAT, SeatRow, game=game, seat=seat)

    async def lock(self, game: str, seat: str) -> SeatRow | None:
        return await self._one(SEAT.with_for_update(key_share=True), SeatRow, game=game, seat=seat)

    async def _set(self, game: str, seat: str, **values: Any) -> None:
        await self._changed(
            update(t.seat).where(t.seat.c.game == game, t.seat.c.key == seat).values(**values)
        )

    async def set_bot(self, game: str, seat: str, on: bool) -> None:
        await self._set(game, seat, bot=on)

    async def set_ready(self, game: str, seat: str, turn: int) -> None:
        await self._set(game, seat, ready_turn=turn)

    async def rotate(self, game: str, seat: str) -> int:
        await self._set(game, seat, credential_version=t.seat.c.credential_version + 1)
        query = select(t.seat.c.credential_version).where(t.seat.c.game == game, t.seat.c.key == seat)
        version: int = (await self._connection.execute(query)).scalar_one()
        return version

    async def seat_person(self, game: str, seat: str, person: str, at: datetime) -> None:
        values = {"game": game, "seat": seat, "person": person, "joined_at": at, "here_until": None}
        await self._insert_if_new(t.holder, values)

    async def unseat_all(self, game: str, seat: str) -> None:
        await self._changed(delete(t.holder).where(t.holder.c.game == game, t.holder.c.seat == seat))

    async def holders(self, game: str) -> list[HolderRow]:
        return await self._all(HOLDERS, HolderRow, game=game)

    async def set_here(self, game: str, persons: Collection[str], until: datetime | None) -> None:
        here = update(t.holder).where(t.holder.c.game == game, t.holder.c.person.in_(sorted(persons)))
        await self._changed(here.values(here_until=until))

    async def renew_here(
        self, game: str, persons: Collection[str], now: datetime, until: datetime
    ) -> set[str]:
        # In one statement: between a look and a change somebody could be told to have left.
        here = update(t.holder).where(t.holder.c.game == game, t.holder.c.person.in_(sorted(persons)))
        renewed = here.where(t.holder.c.here_until > now).values(here_until=until)
        return set(await self._connection.scalars(renewed.returning(t.holder.c.person)))
