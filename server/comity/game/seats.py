"""Seats: who holds them, personal links and their rotation, spectator links, house bots."""

from dataclasses import replace
from typing import Final

import structlog

from comity.game import journal
from comity.game.access import Action, Caller, access_game
from comity.game.errors import Conflict, NotVisible, Refused, WrongStatus
from comity.game.headers import header_of
from comity.game.injects import waiting
from comity.game.ports import Ports, UnitOfWork
from comity.game.records import GameRow, LinkRow, PersonRow, SeatRow
from comity.game.seat_news import tell_seat
from comity.game.seating import seating_of
from comity.game.sessions import SignedIn, open_session
from comity.game.shapes import Room, RoomSeat
from comity.game.streams import seat_stream
from comity.game.tokens import new_id, new_token, token_hash
from comity.game.words import NAME_LENGTH, clean_line
from comity.game.work import writing
from comity.rules.faults import Fault

log = structlog.get_logger(__name__)

HOLDERS_MAX: Final = 40
"""A lecture of 200 on the five seats of the smallest world. Each who sits down is told of with all the others
of the seat, so no seat may grow for ever.
"""


async def room(ports: Ports, caller: Caller, game: str) -> Room:
    """The instructor's view of every seat, and the events that wait for the next turn."""
    async with ports.store.read() as work:
        access = await access_game(work, caller, game, Action.MANAGE_SEATS)
        seating = await seating_of(work, access.game)
        return Room(
            header=await header_of(work, access.game.id),
            join_code=access.game.join_code,
            seats=[seating.room_view(seat) for seat in seating.seats],
            injects=await waiting(work, access.game),
        )


async def new_seat_link(ports: Ports, caller: Caller, game: str, seat: str) -> str:
    """A new personal-link token for the seat. Ends the old link, its people's sessions and their sockets.

    A change of hands is a matter of confidence, so everything of the old credential version is over: links,
    personal codes, sessions, and the epoch of the seat's stream.
    """
    token = new_token(ports.randomness)
    async with writing(ports) as work:
        access = await access_game(work, caller, game, Action.MANAGE_SEATS, lock=True)
        row, now = await _seat_row(work, access.game, seat), await work.now()
        # First, so that whoever writes by one of them is done with the seat, or is refused once we are.
        await work.sessions.end_of_seat(row.game, row.key)
        version = await work.seats.rotate(row.game, row.key)
        await work.seats.unseat_all(row.game, row.key)
        await work.seats.set_ready(row.game, row.key, 0)
        await work.links.drop_of_seat(row.game, row.key)
        await work.links.add(LinkRow(token_hash(token), "seat", row.game, row.key, None, version, now))
        await journal.record(ports, work, row.game, "seat_handed_over", now, seat=row.key, version=version)
        await tell_seat(work, access.game, row.key)
        # Last, as all who tell something take the seat's own stream last: no two then wait for each other.
        await work.streams.renew(row.game, seat_stream(row.key), new_id(ports.randomness))
    return token


async def new_spectator_link(ports: Ports, caller: Caller, game: str, *, show_out: bool = False) -> str:
    """A new spectator-link token; the old one admits nobody any more.

    Who watches already stays, unless all are to be shown out: then their sessions end, and their sockets.
    """
    token = new_token(ports.randomness)
    async with ports.store.write() as work:
        access = await access_game(work, caller, game, Action.MANAGE_SEATS, lock=True)
        await work.links.drop(access.game.id, "spectator")
        if show_out:
            await work.sessions.end_of_spectators(access.game.id)
        await work.links.add(
            LinkRow(token_hash(token), "spectator", access.game.id, None, None, 0, await work.now())
        )
    log.info("spectator_link_made", game=access.game.id, shown_out=show_out)
    return token


async def claim(ports: Ports, token: str, name: str | None = None) -> SignedIn:
    """Turns a seat link, a personal code or a spectator link into a session. Links may be claimed again.

    A seat link needs a `name`: each teammate claims it for themselves. Raises Refused (`token`, `name`).
    """
    async with writing(ports) as work:
        link = await work.links.find(token_hash(token))
        game = await work.games.lock(link.game) if link and link.game else None
        if game is not None:  # once more: whoever held the game may have put a newer link in its place
            link = await work.links.find(token_hash(token))
        if link is None or game is None:
            raise _unknown_link()
        if link.kind == "spectator":
            return await open_session(ports, work, "spectator", game=game.id)
        seat = await work.seats.find(game.id, link.seat or "")
        if seat is None or seat.credential_version != link.credential_version:
            raise _unknown_link()
        if link.person is None:
            return await take_seat(ports, work, game, seat, clean_line(name or "", "name", NAME_LENGTH))
        names = await work.people.names([link.person])
        signed_in = await open_session(
            ports,
            work,
            "seat",
            person=link.person,
            name=names[link.person],
            game=game.id,
            seat=seat.key,
            credential_version=seat.credential_version,
        )
        await tell_seat(work, game, seat.key, publicly=False)
        return signed_in


async def take_seat(ports: Ports, work: UnitOfWork, game: GameRow, seat: SeatRow, name: str) -> SignedIn:
    """Seats a new person beside those who hold the seat already. The game is locked by the caller.

    A person outranks the house bot, so it is switched off. Raises Conflict (`seat_full`).
    """
    if game.status == "ended":
        message = "This game has ended and takes nobody in any more."
        raise WrongStatus("game_ended", message, "Open the personal link of somebody who played.")
    if sum(holder.seat == seat.key for holder in await work.seats.holders(game.id)) >= HOLDERS_MAX:
        message = f"{HOLDERS_MAX} people hold this seat already."
        raise Conflict(Fault("seat_full", "seat", message, "Take another seat, or ask the instructor."))
    person, code, now = (
        PersonRow(new_id(ports.randomness), name),
        new_token(ports.randomness),
        await work.now(),
    )
    await work.people.add(person)
    await work.seats.seat_person(game.id, seat.key, person.id, now)
    await work.links.add(
        LinkRow(token_hash(code), "person", game.id, seat.key, person.id, seat.credential_version, now)
    )
    if seat.bot:
        await _switch_bot(ports, work, game, seat.key, False)
    signed_in = await open_session(
        ports,
        work,
        "seat",
        person=person.id,
        name=name,
        game=game.id,
        seat=seat.key,
        credential_version=seat.credential_version,
    )
    await tell_seat(work, game, seat.key)
    return replace(signed_in, personal_code=code)


async def set_bot(ports: Ports, caller: Caller, game: str, seat: str, on: bool) -> RoomSeat:
    """Whether the house bot plays the seat at each close, unless its people have saved a move."""
    async with writing(ports) as work:
        access = await access_game(work, caller, game, Action.MANAGE_SEATS, lock=True)
        row = await _seat_row(work, access.game, seat)
        if row.bot != on:
            await _switch_bot(ports, work, access.game, row.key, on)
            await tell_seat(work, access.game, row.key)
        seating = await seating_of(work, access.game)
        return seating.room_view(seating.seat(row.key))


async def _switch_bot(ports: Ports, work: UnitOfWork, game: GameRow, seat: str, on: bool) -> None:
    await work.seats.set_bot(game.id, seat, on)
    await journal.record(ports, work, game.id, "bot_switched", await work.now(), seat=seat, on=on)


async def _seat_row(work: UnitOfWork, game: GameRow, seat: str) -> SeatRow:
    """Raises NotVisible when the game has no such seat."""
    for row in await work.seats.of_game(game.id):
        if row.key == seat:
            return row
    raise NotVisible


def _unknown_link() -> Refused:
    message = "This link is unknown, or a newer one has taken its place."
    return Refused(Fault("unknown_link", "token", message, "Ask the instructor for a new link."))
