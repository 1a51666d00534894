"""Words between seats: public statements and private cables."""

from collections.abc import Iterable, Sequence
from typing import Final

from comity.game.access import Access, Action, Caller, access_game, require_seat
from comity.game.errors import Conflict, Refused, WrongStatus
from comity.game.events import CableReceived, Event, StatementMade
from comity.game.ports import Ports, UnitOfWork
from comity.game.records import MessageRow
from comity.game.shapes import Message
from comity.game.streams import INSTRUCTOR, PUBLIC, seat_stream, tell
from comity.game.tokens import new_id
from comity.game.wire import instant
from comity.game.words import MESSAGE_LENGTH, clean_text
from comity.game.work import writing
from comity.rules.faults import Fault

MESSAGES_A_TURN: Final = 200
"""Statements and cables of one seat: every snapshot carries them all."""


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


def may_read(access: Access, message: MessageRow) -> bool:
    """Whether this message was told to this caller, or to their seat before they came."""
    if message.kind == "statement":
        return access.horizon is None or message.turn <= access.horizon
    return access.sees_everything or access.seat in (message.sender, *message.recipients)


def readable(access: Access, messages: Iterable[MessageRow]) -> list[Message]:
    """What the caller's snapshot holds: exactly what the caller's streams have told."""
    return [to_message(message) for message in messages if may_read(access, message)]


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
