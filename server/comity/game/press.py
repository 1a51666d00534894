"""Words between seats: public statements and private cables."""

from collections.abc import Iterable, Sequence
from typing import Final

from comity.game.access import Access, Action, Caller, access_game, require_seat
from comity.game.errors import Conflict, Refused, WrongStatus
from comity.game.events import CableReceived, Event, StatementMade
from comity.game.ports import Ports, UnitOfWork
from comity.game.records import EnvelopesRow, MessageRow
from comity.game.shapes import Message, MessagePage
from comity.game.streams import INSTRUCTOR, PUBLIC, seat_stream, tell
from comity.game.tokens import new_id
from comity.game.wire import encode, instant
from comity.game.words import MESSAGE_LENGTH, clean_text
from comity.game.work import writing
from comity.rules.faults import Fault

MESSAGES_A_TURN: Final = 200
"""Statements and cables of one seat: they are kept for good, and the debrief carries them all."""
PAGE_MESSAGES: Final = 200
"""In a snapshot, and in a page of earlier ones: more than anybody reads at a stretch, and the rest is a click
away.
"""
PAGE_BYTES: Final = 128 * 1024
"""Of these messages as they are sent: a snapshot waits as a whole for whoever reads slowly, and 200 of the
longest messages would be 1.6 MB of it.
"""


async def make_statement(ports: Ports, caller: Caller, game: str, text: str) -> Message:
    """A seat speaks to everybody."""
    text = clean_text(text, "text", MESSAGE_LENGTH)
    async with writing(ports) as work:
        access = await access_game(work, caller, game, Action.SPEAK, lock=True)
        row = await _keep(ports, work, access, (), text)
        message = to_message(row)
        await tell(work, access.game, {PUBLIC: [StatementMade(message=message)]})
    return message


async def send_cable(ports: Ports, caller: Caller, game: str, to: Sequence[str], text: str) -> Message:
    """A seat speaks to some seats. The instructor reads cables too, and students are told so."""
    text = clean_text(text, "text", MESSAGE_LENGTH)
    async with writing(ports) as work:
        access = await access_game(work, caller, game, Action.SPEAK, lock=True)
        seats = [seat.key for seat in await work.seats.of_game(access.game.id)]
        row = await _keep(ports, work, access, _addressees(seats, access, to), text)
        message = to_message(row)
        news: dict[str, list[Event]] = {
            stream: [CableReceived(message=message)]
            for stream in (INSTRUCTOR, *(seat_stream(seat) for seat in (row.sender, *row.recipients)))
        }
        await tell(work, access.game, news)
    return message


async def earlier(ports: Ports, caller: Caller, game: str, before: str | None = None) -> MessagePage:
    """The newest messages that the caller may read, or of these the ones that came before one of them.

    Raises Refused in the same words for a message that they may not read and for one that does not exist.
    """
    async with ports.store.read() as work:
        access = await access_game(work, caller, game, Action.WATCH)
        if before is None:
            return await newest(work, access)
        last = await work.messages.find(access.game.id, before)
        if last is None or not may_read(access, last):
            fix = "Give the id of the oldest message that you have."
            raise Refused(Fault("unknown_message", "before", "You have read no such message.", fix))
        return await newest(work, access, last)


async def newest(work: UnitOfWork, access: Access, before: MessageRow | None = None) -> MessagePage:
    """As many as a page holds, at least one where there is one; exactly what the caller's streams have told.

    Who reads a message is said by its envelope: those are counted without reading any words.
    """
    readable = [one for one in await work.messages.envelopes(access.game.id, before) if may_read(access, one)]
    senders = {(one.kind, one.sender) for one in readable}
    left = sum(one.count for one in readable)
    page: list[Message] = []
    room = PAGE_BYTES
    while left:
        rows = await work.messages.newest(access.game.id, senders, before, PAGE_MESSAGES)
        for row in rows:
            if not may_read(access, row):
                continue
            message = to_message(row)
            room -= len(encode(message))
            if page and (room < 0 or len(page) == PAGE_MESSAGES):
                return MessagePage(page[::-1], left)
            page.append(message)
            left -= 1
        before = rows[-1]
    return MessagePage(page[::-1], 0)


def may_read(access: Access, message: MessageRow | EnvelopesRow) -> bool:
    """Whether this message was told to this caller, or to their seat before they came."""
    if message.kind == "statement":
        return access.horizon is None or message.turn <= access.horizon
    return access.sees_everything or access.seat in (message.sender, *message.recipients)


def archive(messages: Iterable[MessageRow]) -> list[Message]:
    """Every message, for the debrief and for exports: callers of these may see everything."""
    return [to_message(message) for message in messages]


def to_message(row: MessageRow) -> Message:
    return {
        "id": row.id,
        "turn": row.turn,
        "kind": row.kind,
        "from": row.sender,
        "to": list(row.recipients),
        "text": row.text,
        "sent_at": instant(row.sent_at),
    }


async def _keep(ports: Ports, work: UnitOfWork, access: Access, to: tuple[str, ...], text: str) -> MessageRow:
    """Stores a message: a cable to `to`, or a statement when nobody is named. Raises Conflict
    (`too_many_words`) when the seat has said enough in this turn.
    """
    sender, game = require_seat(access), access.game
    if game.status == "ended":
        message = "The game has ended; its archive is open and takes no more messages."
        raise WrongStatus("game_ended", message, "Read the debrief.")
    if await work.messages.count(game.id, game.turn_no, sender) >= MESSAGES_A_TURN:
        message = (
            f"Your seat has sent {MESSAGES_A_TURN} statements and cables in this turn, which is the most."
        )
        raise Conflict(Fault("too_many_words", "text", message, "Wait for the next turn to say more."))
    row = MessageRow(
        id=new_id(ports.randomness),
        game=game.id,
        turn=game.turn_no,
        kind="cable" if to else "statement",
        sender=sender,
        recipients=to,
        text=text,
        sent_at=await work.now(),
        person=access.caller.person,
    )
    await work.messages.add(row)
    return row


def _addressees(seats: Sequence[str], access: Access, to: Sequence[str]) -> tuple[str, ...]:
    """The addressees in the order of the seats, once each. Raises Refused, naming the wrong entry."""
    own = require_seat(access)
    if not to:
        message = "A cable needs somebody to read it."
        raise Refused(
            Fault("no_addressee", "to", message, "Name at least one other seat, or make a statement.")
        )
    for index, seat in enumerate(to):
        if seat not in seats:
            message = "There is no such seat in this game."
            raise Refused(Fault("unknown_seat", f"to[{index}]", message, f"Choose among {', '.join(seats)}."))
        if seat == own:
            message = "This is your own seat."
            raise Refused(
                Fault("own_seat", f"to[{index}]", message, "Leave it out; your team reads it anyway.")
            )
    return tuple(seat for seat in seats if seat in to)
