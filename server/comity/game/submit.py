"""A seat's move: accepted under a share lock on its turn, acknowledged only after the commit.

The order of the steps is the promise. The idempotency key is looked up before anything else, so that a
receipt can be had again even after the turn has closed. The rules check against the turn's fixed state
without a lock. Then the lock, then the clock, then the row: whoever gets a receipt is in the turn, and held
the seat when it was saved. And who is
told that it is too late, or that the game stands still, has no move under this key that is stored all the
same: before that is said, the key is looked up once more, behind whatever was being saved.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import orjson

from comity.game import journal
from comity.game.access import Action, Caller, access_game, hold_session, require_seat
from comity.game.errors import (
    Conflict,
    KeyReused,
    Refused,
    RevisionMismatch,
    TooLarge,
    TurnClosed,
    WrongStatus,
)
from comity.game.events import MoveSaved, ReadyChanged
from comity.game.headers import resolved_turn
from comity.game.invariants import certain
from comity.game.ports import Ports, UnitOfWork
from comity.game.records import GameRow, MoveRow, TurnRow
from comity.game.seat_news import tell_seat
from comity.game.shapes import MoveRecord, Receipt
from comity.game.tokens import new_id
from comity.game.wire import canonical, instant
from comity.game.work import writing
from comity.rules.faults import Fault

MOVE_BYTES = 64 * 1024
KEY_SHORTEST, KEY_LONGEST = 16, 64
RACES_LOST = 5
"""How often a save may lose its revision to a teammate's before we give up; each loss is somebody's win."""

WITHDRAWN = "null"
"""The canonical text that stands for a withdrawal, for its hash."""


async def submit_move(
    ports: Ports,
    caller: Caller,
    game: str,
    turn: int,
    body: Mapping[str, Any] | None,
    *,
    idem_key: str,
    if_match: int | None = None,
) -> Receipt:
    """Saves a revision of the caller's move (None withdraws it). Same key and body: the first receipt.

    Raises Refused with the rules' faults, KeyReused, TooLarge, TurnClosed, RevisionMismatch, WrongStatus
    (`game_paused`), Unavailable.
    """
    _check_key(idem_key)
    text = WITHDRAWN if body is None else canonical(dict(body), "move")
    if len(text.encode()) > MOVE_BYTES:
        message = f"This move is longer than {MOVE_BYTES} bytes."
        raise TooLarge(Fault("too_long", "move", message, "Leave out what is not part of a move."))
    body_hash = journal.plain_hash(text)

    draft: MoveRow | None = None
    try:
        async with ports.store.read() as work:
            access = await access_game(work, caller, game, Action.MOVE)
            seat = require_seat(access)
            saved = await work.moves.by_key(access.game.id, seat, idem_key)
            if saved is not None:
                return _first_answer(ports, saved, turn, body_hash)
            draft = MoveRow(
                id=new_id(ports.randomness),
                game=access.game.id,
                turn=turn,
                seat=seat,
                rev=0,
                body=None if body is None else text,
                body_hash=body_hash,
                nonce=ports.randomness.bytes(16).hex(),
                idem_key=idem_key,
                person=caller.person,
                actor_session=caller.session,
                by_bot=False,
                received_at=access.game.created_at,  # until it is saved
            )
            _require_open(access.game, await work.turns.find(access.game.id, _storable(turn)), turn)
            before = await resolved_turn(work, access.game.id, turn - 1)
            book = await ports.shelf.of(work, access.game.scenario_digest)
        faults = [] if body is None else book.check(before.state, seat, dict(body))
        if faults:
            raise Refused(*faults)
        return await _save(ports, caller, draft, if_match)
    except (TurnClosed, WrongStatus):
        saved = None if draft is None else await _saved_after_all(ports, draft)
        if saved is None:
            raise
        return _first_answer(ports, saved, turn, body_hash)


async def saved_move(ports: Ports, caller: Caller, game: str, turn: int) -> MoveRecord | None:
    """The caller's last revision for a turn; None when nothing was ever saved."""
    async with ports.store.read() as work:
        access = await access_game(work, caller, game, Action.READ_SEAT)
        move = await work.moves.last(access.game.id, _storable(turn), require_seat(access))
        return None if move is None else await saved_record(work, move)


async def set_ready(ports: Ports, caller: Caller, game: str, turn: int, ready: bool) -> bool:
    """Says that the seat needs no more time. Never more than that: what is saved counts either way."""
    async with writing(ports) as work:
        access = await access_game(work, caller, game, Action.MOVE)
        seat = require_seat(access)
        held, now = await _hold_open(work, caller, access.game.id, turn)
        row = certain(await work.seats.lock(held.id, seat), "a session's seat is a seat of its game")
        if ready != (row.ready_turn == turn):
            await work.seats.set_ready(held.id, seat, turn if ready else 0)
            await tell_seat(work, held, seat, [ReadyChanged(turn=turn, ready=ready)], now=now)
    return ready


def move_record(move: MoveRow, by: str | None) -> MoveRecord:
    """A saved move as its own seat sees it; `by` is the name of the teammate who saved it."""
    body = None if move.body is None else orjson.loads(move.body)
    return MoveRecord(move.rev, body, instant(move.received_at), by)


async def saved_record(work: UnitOfWork, move: MoveRow) -> MoveRecord:
    names = await work.people.names([move.person] if move.person else [])
    return move_record(move, names.get(move.person or ""))


async def _saved_after_all(ports: Ports, draft: MoveRow) -> MoveRow | None:
    """The move under this key that the same request saved while we looked, by another way: its first answer
    was lost. Waits for whoever holds the turn to save into it.
    """
    async with ports.store.write() as work:
        await work.turns.lock(draft.game, _storable(draft.turn))
        return await work.moves.by_key(draft.game, draft.seat, draft.idem_key)


async def _save(ports: Ports, caller: Caller, draft: MoveRow, if_match: int | None) -> Receipt:
    for _ in range(RACES_LOST):
        async with writing(ports) as work:
            game, now = await _hold_open(work, caller, draft.game, draft.turn)
            last = await work.moves.last(draft.game, draft.turn, draft.seat)
            last_rev = last.rev if last else 0
            move = replace(draft, rev=last_rev + 1, received_at=now)
            matches = if_match is None or if_match == last_rev
            if matches and await work.moves.add(move):
                event = MoveSaved(turn=move.turn, move=move_record(move, caller.name))
                await tell_seat(work, game, move.seat, [event], publicly=False, now=now)
                return _receipt(ports, move)
            saved = await work.moves.by_key(draft.game, draft.seat, draft.idem_key)
            if saved is not None:  # the same request, running twice at the same time
                return _first_answer(ports, saved, draft.turn, draft.body_hash)
            if not matches:
                raise RevisionMismatch(last_rev)
            # A teammate took this revision; look again.
    message = "Your teammates are saving at the same moment."
    raise Conflict(Fault("busy_seat", "move", message, "Agree on who saves, and try again."))


async def _hold_open(work: UnitOfWork, caller: Caller, game_id: str, turn: int) -> tuple[GameRow, datetime]:
    """The game, with its open turn held against closing until this unit of work ends, and the time; and the
    caller's session held with it.

    The clock is read only after the locks were given: waiting for them may take us past the deadline.
    """
    await hold_session(work, caller)
    held = await work.turns.hold(game_id, _storable(turn))
    game = certain(await work.games.find(game_id), "callers come through the door with a game in hand")
    _require_open(game, held, turn)
    now = await work.now()
    if held is not None and held.deadline_at is not None and now >= held.deadline_at:
        raise TurnClosed(turn, game.turn_no)
    return game, now


def _require_open(game: GameRow, row: TurnRow | None, turn: int) -> None:
    if game.status == "paused" and turn == game.turn_no:
        message = "The game is paused; nothing is lost, and nothing can be saved until it goes on."
        raise WrongStatus("game_paused", message, "Wait until the instructor resumes the game.")
    if row is None or row.status != "open" or turn != game.turn_no or game.status != "running":
        raise TurnClosed(turn, game.turn_no)


def _storable(turn: int) -> int:
    """The turn number, or -1 for one that no database column holds."""
    return turn if 0 <= turn < 2**31 else -1


def _check_key(idem_key: str) -> None:
    printable = all(" " < sign <= "~" for sign in idem_key)
    if not (KEY_SHORTEST <= len(idem_key) <= KEY_LONGEST and printable):
        raise Refused(
            Fault(
                "bad_key",
                "Idempotency-Key",
                f"An idempotency key has {KEY_SHORTEST} to {KEY_LONGEST} printable characters, no blanks.",
                "Send a fresh random UUID with each new move.",
            )
        )


def _first_answer(ports: Ports, saved: MoveRow, turn: int, body_hash: str) -> Receipt:
    if saved.body_hash != body_hash or saved.turn != turn:
        raise KeyReused
    return _receipt(ports, saved)


def _receipt(ports: Ports, move: MoveRow) -> Receipt:
    return Receipt(move.id, move.rev, move.turn, instant(move.received_at), sign(ports.receipt_key, move))


def sign(key: bytes, move: MoveRow) -> str:
    """The proof that this server accepted this revision: only who holds the key can make or check it."""
    told = "|".join((move.game, str(move.turn), move.seat, str(move.rev), move.body_hash))
    return hmac.new(key, told.encode(), hashlib.sha256).hexdigest()
