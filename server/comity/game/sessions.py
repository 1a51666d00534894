"""Sessions: who is behind a cookie, for how long, and when it ends.

An instructor's session can do harm and ends soon: 12 hours unused, 7 days at most. A seat's outlives a game
that takes weeks, one turn a week; a new personal link ends it at once.
"""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from comity.game.access import (
    ANONYMOUS,
    Action,
    Caller,
    Instructor,
    Principal,
    Seat,
    Spectator,
    access_game,
    hold_session,
)
from comity.game.errors import NotSignedIn
from comity.game.invariants import certain
from comity.game.ports import Ports, UnitOfWork
from comity.game.records import SessionKind, SessionRow, TicketRow
from comity.game.seat_news import tell_seat
from comity.game.shapes import OwnSession, SessionView
from comity.game.tokens import new_id, new_token, token_hash
from comity.game.wire import instant
from comity.game.work import writing

LONGEST: dict[SessionKind, timedelta] = {
    "instructor": timedelta(days=7),
    "seat": timedelta(days=180),
    "spectator": timedelta(days=180),
}
IDLE: dict[SessionKind, timedelta] = {
    "instructor": timedelta(hours=12),
    "seat": timedelta(days=30),
    "spectator": timedelta(days=30),
}
TOUCH_EVERY = timedelta(minutes=1)
"""How stale `seen_at` may be: a write on every request would make readers into writers."""

TICKET_LIFE = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new session. `token` goes into the cookie, stored nowhere; `personal_code` is given on joining."""

    token: str
    caller: Caller
    personal_code: str | None = None


async def open_session(
    ports: Ports,
    work: UnitOfWork,
    kind: SessionKind,
    *,
    person: str | None = None,
    name: str | None = None,
    game: str | None = None,
    seat: str | None = None,
    credential_version: int = 0,
) -> SignedIn:
    """A session for somebody whose right to it the calling use case has just checked."""
    token = new_token(ports.randomness)
    now = await work.now()
    row = SessionRow(
        id=new_id(ports.randomness),
        token_hash=token_hash(token),
        kind=kind,
        person=person,
        game=game,
        seat=seat,
        credential_version=credential_version,
        created_at=now,
        seen_at=now,
        expires_at=now + LONGEST[kind],
    )
    await work.sessions.add(row)
    return SignedIn(token, Caller(_principal(row), row.id, person, name))


async def authenticate(ports: Ports, token: str | None) -> Caller:
    """The caller behind a cookie; ANONYMOUS for none and for one that is unknown, ended or rotated away."""
    if not token:
        return ANONYMOUS
    async with ports.store.read() as work:
        row = await work.sessions.find(token_hash(token))
        now = await work.now()
        if row is None or not _holds(row, now):
            return ANONYMOUS
        names = await work.people.names([row.person] if row.person else [])
    if now - row.seen_at > TOUCH_EVERY:
        async with ports.store.write() as work:
            await work.sessions.touch(row.id, now)
    return Caller(_principal(row), row.id, row.person, names.get(row.person or ""))


async def sign_out(ports: Ports, caller: Caller) -> None:
    """Ends the caller's own session; nothing happens when there is none."""
    if caller.session is not None:
        async with _of_caller(ports, caller) as work:
            await work.sessions.end(caller.session)


async def own_sessions(ports: Ports, caller: Caller) -> list[OwnSession]:
    """Every browser in which the caller is signed in; a spectator, who is nobody in particular, has one."""
    async with ports.store.read() as work:
        return [
            OwnSession(instant(row.created_at), instant(row.seen_at), row.id == caller.session)
            for row in await _own_rows(work, caller)
        ]


async def end_other_sessions(ports: Ports, caller: Caller) -> None:
    """Ends all of the caller's sessions but the one that asks, and within 2 s their sockets."""
    async with _of_caller(ports, caller) as work:
        for row in await _own_rows(work, caller):
            if row.id != caller.session:
                await work.sessions.end(row.id)


async def still_valid(ports: Ports, sessions: Collection[str]) -> set[str]:
    """Which of these session ids hold: what every process asks for its sockets, on a hint and within 2 s."""
    if not sessions:
        return set()
    async with ports.store.read() as work:
        now = await work.now()
        return await work.sessions.holding(sessions, now, _seen_after(now))


async def drop_ended(ports: Ports) -> None:
    """Forgets the sessions by which nobody can come in any more."""
    async with ports.store.write() as work:
        now = await work.now()
        await work.sessions.drop_ended(now, _seen_after(now))


def view(caller: Caller, personal_code: str | None = None) -> SessionView:
    """The caller as `GET /session` shows it."""
    match caller.principal:
        case Instructor():
            return SessionView("instructor", caller.name)
        case Seat(game, seat):
            return SessionView("seat", caller.name, game, seat, personal_code)
        case Spectator(game):
            return SessionView("spectator", caller.name, game)
        case _:
            return SessionView("anonymous")


async def issue_ticket(ports: Ports, caller: Caller, game: str) -> str:
    """A single-use token for one live socket, good for 30 s. Raises NotVisible for non-members."""
    if caller.session is None:
        raise NotSignedIn
    async with ports.store.write() as work:
        access = await access_game(work, caller, game, Action.WATCH)
        await hold_session(work, caller)
        token, now = new_token(ports.randomness), await work.now()
        await work.tickets.drop_expired(now)
        await work.tickets.add(
            TicketRow(token_hash(token), caller.session, access.game.id, now + TICKET_LIFE)
        )
    return token


async def redeem_ticket(ports: Ports, caller: Caller, ticket: str, game: str) -> bool:
    """Whether the ticket was issued to this session for this game and is fresh; uses it up either way."""
    async with ports.store.write() as work:
        row = await work.tickets.take(token_hash(ticket))
        if row is None or await work.now() > row.expires_at:
            return False
        return row.session == caller.session and row.game == game


def _seen_after(now: datetime) -> dict[SessionKind, datetime]:
    """Who was not seen after that has been idle for too long."""
    return {kind: now - idle for kind, idle in IDLE.items()}


def _holds(row: SessionRow, now: datetime) -> bool:
    return now < row.expires_at and now - row.seen_at < IDLE[row.kind]


def _principal(row: SessionRow) -> Principal:
    if row.kind == "instructor":
        return Instructor(certain(row.person, "instructors are people"))
    game = certain(row.game, "only instructors have sessions outside a game")
    if row.kind == "spectator":
        return Spectator(game)
    return Seat(game, certain(row.seat, "a seat's session names it"))


@asynccontextmanager
async def _of_caller(ports: Ports, caller: Caller) -> AsyncIterator[UnitOfWork]:
    """A write on the caller's sessions. The instructor is told in how many browsers they are left."""
    async with writing(ports) as work:
        seat = caller.principal if isinstance(caller.principal, Seat) else None
        game = await work.games.lock(seat.game) if seat else None
        yield work
        if seat and game:
            await tell_seat(work, game, seat.seat, publicly=False)


async def _own_rows(work: UnitOfWork, caller: Caller) -> list[SessionRow]:
    now = await work.now()
    if caller.person is not None:
        return [row for row in await work.sessions.of_person(caller.person) if _holds(row, now)]
    own = await work.sessions.by_id(caller.session or "")  # a spectator is nobody, and has this one
    return [own] if own is not None and _holds(own, now) else []
