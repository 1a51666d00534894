"""People, accounts, sessions, links and tickets. Every token arrives here as its SHA-256."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import get_args

from sqlalchemy import and_, bindparam, delete, exists, not_, or_, select, update

from comity.game.records import (
    InstructorRow,
    LinkKind,
    LinkRow,
    PersonRow,
    SessionKind,
    SessionRow,
    TicketRow,
)
from comity.store import tables as t
from comity.store.repository import Repository, columns_of, values_of


class PeopleTable(Repository):
    async def add(self, person: PersonRow) -> None:
        await self._insert(t.person, person)

    async def names(self, persons: Collection[str]) -> dict[str, str]:
        query = select(t.person.c.id, t.person.c.name).where(t.person.c.id.in_(sorted(persons)))
        return {row.id: row.name for row in await self._connection.execute(query)}

    async def add_instructor(self, instructor: InstructorRow) -> bool:
        return await self._insert_if_new(t.instructor, values_of(instructor))

    async def instructor_by_login(self, login: str, *, hold: bool = False) -> InstructorRow | None:
        query = columns_of(t.instructor, InstructorRow).where(t.instructor.c.login == login)
        return await self._one(query.with_for_update(read=True) if hold else query, InstructorRow)

    async def set_password(self, person: str, password_hash: str) -> None:
        changed = update(t.instructor).where(t.instructor.c.person == person)
        await self._changed(changed.values(password_hash=password_hash))

    async def any_instructor(self) -> bool:
        return bool(await self._connection.scalar(select(exists(select(t.instructor.c.person)))))

    async def is_instructor(self, person: str) -> bool:
        these = select(t.instructor.c.person).where(t.instructor.c.person == person)
        return bool(await self._connection.scalar(select(exists(these))))


_OF_PRESENT_VERSION = exists().where(
    t.seat.c.game == t.session.c.game,
    t.seat.c.key == t.session.c.seat,
    t.seat.c.credential_version == t.session.c.credential_version,
)
SESSIONS = columns_of(t.session, SessionRow).where(or_(t.session.c.kind != "seat", _OF_PRESENT_VERSION))
"""Sessions whose seat still has the credential version under which they were made."""
SESSION = SESSIONS.where(t.session.c.token_hash == bindparam("token_hash"))
SESSION_HELD = (
    select(t.session.c.id)
    .where(t.session.c.id == bindparam("session"), or_(t.session.c.kind != "seat", _OF_PRESENT_VERSION))
    .with_for_update(read=True, key_share=True)
)
"""Held against its end alone: that it was seen again may be noted meanwhile."""

_IN_TIME = and_(
    t.session.c.expires_at > bindparam("now"),
    or_(
        *(
            and_(t.session.c.kind == kind, t.session.c.seen_at > bindparam(f"since_{kind}"))
            for kind in get_args(SessionKind)
        )
    ),
)
HOLDING = select(t.session.c.id).where(
    t.session.c.id.in_(bindparam("sessions", expanding=True)),
    _IN_TIME,
    or_(t.session.c.kind != "seat", _OF_PRESENT_VERSION),
)
"""Ids of sessions that hold. Nothing else is read of them: thousands are asked for every 2 seconds."""
ASKED_AT_ONCE = 10_000
"""Both databases take some 32,000 parameters."""


class SessionsTable(Repository):
    async def add(self, session: SessionRow) -> None:
        await self._insert(t.session, session)

    async def find(self, token_hash: str) -> SessionRow | None:
        return await self._one(SESSION, SessionRow, token_hash=token_hash)

    async def holding(
        self, sessions: Collection[str], now: datetime, seen_after: Mapping[SessionKind, datetime]
    ) -> set[str]:
        asked, found, since = sorted(sessions), set[str](), _since(seen_after)
        for first in range(0, len(asked), ASKED_AT_ONCE):
            some = asked[first : first + ASKED_AT_ONCE]
            found.update(await self._connection.scalars(HOLDING, {"sessions": some, "now": now, **since}))
        return found

    async def by_id(self, session: str) -> SessionRow | None:
        return await self._one(SESSIONS.where(t.session.c.id == session), SessionRow)

    async def hold(self, session: str) -> bool:
        return await self._connection.scalar(SESSION_HELD, {"session": session}) is not None

    async def of_person(self, person: str) -> list[SessionRow]:
        query = SESSIONS.where(t.session.c.person == person).order_by(t.session.c.created_at, t.session.c.id)
        return await self._all(query, SessionRow)

    async def touch(self, session: str, seen_at: datetime) -> None:
        await self._changed(update(t.session).where(t.session.c.id == session).values(seen_at=seen_at))

    async def drop_ended(self, now: datetime, seen_after: Mapping[SessionKind, datetime]) -> None:
        ended = delete(t.session).where(not_(_IN_TIME))
        await self._connection.execute(ended, {"now": now, **_since(seen_after)})

    async def end(self, session: str) -> None:
        await self._changed(delete(t.session).where(t.session.c.id == session))

    async def end_of_seat(self, game: str, seat: str) -> None:
        await self._changed(delete(t.session).where(t.session.c.game == game, t.session.c.seat == seat))

    async def end_of_spectators(self, game: str) -> None:
        watching = delete(t.session).where(t.session.c.game == game, t.session.c.kind == "spectator")
        await self._changed(watching)


def _since(seen_after: Mapping[SessionKind, datetime]) -> dict[str, datetime]:
    return {f"since_{kind}": at for kind, at in seen_after.items()}


class LinksTable(Repository):
    async def add(self, link: LinkRow) -> None:
        await self._insert(t.link, link)

    async def find(self, token_hash: str) -> LinkRow | None:
        return await self._one(columns_of(t.link, LinkRow).where(t.link.c.token_hash == token_hash), LinkRow)

    async def consume(self, token_hash: str) -> bool:
        return await self._changed(delete(t.link).where(t.link.c.token_hash == token_hash)) == 1

    async def drop(self, game: str, kind: LinkKind) -> None:
        await self._changed(delete(t.link).where(t.link.c.game == game, t.link.c.kind == kind))

    async def drop_of_seat(self, game: str, seat: str) -> None:
        await self._changed(delete(t.link).where(t.link.c.game == game, t.link.c.seat == seat))


class TicketsTable(Repository):
    async def add(self, ticket: TicketRow) -> None:
        await self._insert(t.ticket, ticket)

    async def drop_expired(self, now: datetime) -> None:
        await self._changed(delete(t.ticket).where(t.ticket.c.expires_at < now))

    async def take(self, token_hash: str) -> TicketRow | None:
        taken = (
            delete(t.ticket)
            .where(t.ticket.c.token_hash == token_hash)
            .returning(t.ticket.c.token_hash, t.ticket.c.session, t.ticket.c.game, t.ticket.c.expires_at)
        )
        return await self._one(taken, TicketRow)
