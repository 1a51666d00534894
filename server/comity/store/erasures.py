"""Taking people and their words out of every table that holds them."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, delete, func, literal, or_, select, tuple_, union, update

from comity.game.records import ClassroomRow, GameRow, MessageRow, PersonRow, PlaceRow, ToldRow
from comity.game.wire import encode
from comity.store import tables as t
from comity.store.repository import Repository, columns_of

TRACES = (t.holder, t.link, t.session, t.move, t.message)
"""The tables that name a person beside a game."""
OF_GAMES = [table for table in reversed(t.metadata.sorted_tables) if "game" in table.c]
"""The tables whose rows belong to one game, in the order in which they can be emptied."""
SEATS = {table.name: table.c.sender if table is t.message else table.c.seat for table in TRACES}


class ErasuresTable(Repository):
    async def everybody(self) -> list[PersonRow]:
        return await self._all(columns_of(t.person, PersonRow).order_by(t.person.c.id), PersonRow)

    async def places(self, person: str) -> list[PlaceRow]:
        traces = union(
            *(
                select(table.c.game, SEATS[table.name].label("seat")).where(
                    table.c.person == person, table.c.game.is_not(None), SEATS[table.name].is_not(None)
                )
                for table in TRACES
            )
        ).subquery()
        return await self._all(select(traces).order_by(traces.c.game, traces.c.seat), PlaceRow)

    async def games_telling_of(self, name: str) -> list[str]:
        needle = encode(name)  # between its quotation marks: deliveries are JSON
        is_sqlite = self._connection.dialect.name == "sqlite"
        find = func.instr if is_sqlite else func.pg_catalog.position
        query = select(t.delivery.c.game).where(find(t.delivery.c.body, literal(needle)) > 0).distinct()
        return sorted((await self._connection.scalars(query)).all())

    async def people_of(self, games: Collection[str]) -> set[str]:
        return await self._persons(
            *(select(table.c.person).where(table.c.game.in_(sorted(games))) for table in TRACES)
        )

    async def nobodies(self) -> set[str]:
        named = union(*(select(table.c.person) for table in (t.instructor, *TRACES))).subquery()
        return await self._persons(
            select(t.person.c.id).where(~select(named).where(named.c.person == t.person.c.id).exists())
        )

    async def hold(self, persons: Collection[str]) -> None:
        those = sorted(persons)
        # In the order of who signs in, who gets a new password and who saves: they come to the person last.
        for table, key_share in ((t.instructor, True), (t.session, False), (t.person, False)):
            named = table.c.id if table is t.person else table.c.person
            query = select(named).where(named.in_(those)).order_by(*table.primary_key)
            await self._connection.execute(query.with_for_update(key_share=key_share))

    async def messages_of(self, person: str, places: Collection[PlaceRow]) -> list[MessageRow]:
        seats = [(place.game, place.seat) for place in places]
        unsigned = t.message.c.person.is_(None) & tuple_(t.message.c.game, t.message.c.sender).in_(seats)
        query = columns_of(t.message, MessageRow).where(or_(t.message.c.person == person, unsigned))
        return await self._all(query, MessageRow)

    async def blank(self, messages: Collection[str], text: str) -> int:
        those = update(t.message).where(t.message.c.id.in_(sorted(messages)), t.message.c.text != text)
        return await self._changed(those.values(text=text))

    async def drop_people(self, persons: Collection[str]) -> int:
        those = sorted(persons)
        for table in (t.holder, t.link, t.session):
            await self._changed(delete(table).where(table.c.person.in_(those)))
        await self._changed(
            update(t.move)
            .where(t.move.c.person.in_(those))
            .values(person=None, actor_session=None, idem_key=t.move.c.id)
        )
        await self._changed(update(t.message).where(t.message.c.person.in_(those)).values(person=None))
        return await self._changed(delete(t.person).where(t.person.c.id.in_(those)))

    async def blank_instructor(self, person: str, name: str, password_hash: str) -> None:
        await self._changed(delete(t.session).where(t.session.c.person == person))
        await self._changed(
            update(t.instructor)
            .where(t.instructor.c.person == person)
            .values(login=person, password_hash=password_hash)
        )
        await self._changed(update(t.person).where(t.person.c.id == person).values(name=name))
        await self._changed(update(t.classroom).where(t.classroom.c.instructor == person).values(name=name))
        await self._changed(
            update(t.game).where(t.game.c.instructor == person).values(title=t.game.c.scenario_title)
        )

    async def drop_access(self, game: str) -> None:
        for table in (t.ticket, t.session, t.link):
            await self._changed(delete(table).where(table.c.game == game))

    async def told(self, game: str) -> list[ToldRow]:
        query = columns_of(t.delivery, ToldRow).where(t.delivery.c.game == game)
        return await self._all(query.order_by(t.delivery.c.viewer, t.delivery.c.seq), ToldRow)

    async def retell(self, game: str, told: Iterable[ToldRow]) -> None:
        for row in told:
            this = update(t.delivery).where(
                t.delivery.c.game == game, t.delivery.c.viewer == row.viewer, t.delivery.c.seq == row.seq
            )
            await self._changed(this.values(body=row.body))

    async def ended_before(self, before: datetime) -> list[GameRow]:
        lines = select(func.max(t.journal.c.at)).where(t.journal.c.game == t.game.c.id).scalar_subquery()
        last = func.coalesce(t.game.c.ended_at, lines)
        query = columns_of(t.game, GameRow).where(
            last < before, or_(t.game.c.erased_at.is_(None), t.game.c.erased_at < last)
        )
        return await self._all(query.order_by(t.game.c.id), GameRow)

    async def mark(self, game: str, at: datetime) -> None:
        await self._changed(update(t.game).where(t.game.c.id == game).values(erased_at=at))

    async def classes_due(self, today: date) -> list[ClassroomRow]:
        query = columns_of(t.classroom, ClassroomRow).where(t.classroom.c.delete_on <= today)
        return await self._all(query.order_by(t.classroom.c.id), ClassroomRow)

    async def drop_games(self, games: Collection[str]) -> int:
        those = sorted(games)
        for table in OF_GAMES:
            await self._changed(delete(table).where(table.c.game.in_(those)))
        return await self._changed(delete(t.game).where(t.game.c.id.in_(those)))

    async def drop_classes(self, classes: Collection[str]) -> int:
        return await self._changed(delete(t.classroom).where(t.classroom.c.id.in_(sorted(classes))))

    async def _persons(self, *queries: Select[Any]) -> set[str]:
        found: set[str | None] = set()
        for query in queries:
            found.update((await self._connection.scalars(query)).all())
        return {person for person in found if person is not None}
