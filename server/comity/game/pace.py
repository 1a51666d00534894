"""The instructor's hand on the clock: start, pause, resume, extend, resolve now, finish."""

from datetime import datetime, timedelta

from comity.game import journal, vigil
from comity.game.access import Access, Action, Caller, access_game
from comity.game.errors import OtherRules, Refused, StaleDeadline, WrongStatus
from comity.game.events import (
    DeadlineChanged,
    Event,
    GameEnded,
    GamePaused,
    GameResumed,
    GameStarted,
    PublicEvent,
    ReadyChanged,
    RoomChanged,
    SeatChanged,
    TurnOpened,
)
from comity.game.headers import header_of
from comity.game.invariants import certain
from comity.game.ports import Ports, UnitOfWork
from comity.game.records import GameRow, GameStatus, TurnRow
from comity.game.resolution import finish_turn, open_turn
from comity.game.seating import seating_of
from comity.game.shapes import GameHeader
from comity.game.streams import INSTRUCTOR, PUBLIC, seat_stream, tell
from comity.game.turn import close_if_due
from comity.game.work import writing
from comity.rules.faults import Fault

AHEAD_AT_MOST = timedelta(days=30)


async def start(ports: Ports, caller: Caller, game: str) -> GameHeader:
    """Opens turn 1. With `bots_fill`, the house bot takes every seat that nobody holds.

    Raises OtherRules where no turn would be resolved here.
    """
    async with writing(ports) as work:
        access = await direct(work, caller, game, "lobby")
        row = access.game
        _require_rules(ports, row)
        news: list[PublicEvent] = []
        if row.bots_fill:
            seating = await seating_of(work, row)
            for seat in [seat for seat in seating.seats if not seating.is_held(seat)]:
                await work.seats.set_bot(row.id, seat.key, True)
            seating = await seating_of(work, row)
            news += [SeatChanged(seat=seating.view(seat)) for seat in seating.seats if seat.bot]
        await work.games.set_status(row.id, "running")
        await work.games.advance(row.id, row.turn_no)
        await open_turn(work, await _again(work, row), 1)
        await journal.record(ports, work, row.id, "game_started", await work.now())
        header = await header_of(work, row.id)
        news += [GameStarted(header=header), TurnOpened(header=header)]
        await tell(work, await _again(work, row), {PUBLIC: news})
        return header


async def pause(ports: Ports, caller: Caller, game: str) -> GameHeader:
    """Stops the clock and keeps what is left of the turn. Nobody can save until the game goes on."""
    async with writing(ports) as work:
        row = (await direct(work, caller, game, "running")).game
        turn, now = await lock_turn(work, row), await work.now()
        paused_ms = None
        if turn.status == "open" and turn.deadline_at is not None:
            paused_ms = int(await _left(work, turn.deadline_at, now) / timedelta(milliseconds=1))
            await work.turns.set_deadline(row.id, turn.n, turn.deadline_version, None)
        await work.games.set_status(row.id, "paused", paused_ms=paused_ms)
        await journal.record(ports, work, row.id, "game_paused", now, turn=turn.n, left_ms=paused_ms)
        header = await header_of(work, row.id)
        await tell(work, row, {PUBLIC: [GamePaused(header=header)]})
        return header


async def _left(work: UnitOfWork, deadline_at: datetime, now: datetime) -> timedelta:
    """What is left of a turn; where it ran out while no server was there, what the players are to get back: a
    paused game is not looked at when that is done.
    """
    down_since = await vigil.outage(work, now)
    if down_since is not None and down_since < deadline_at <= now:
        return vigil.given_back(deadline_at, down_since)
    return max(deadline_at - now, timedelta(0))


async def resume(ports: Ports, caller: Caller, game: str) -> GameHeader:
    """Lets the clock run again with what was left. A failed turn takes moves again, with full time, and waits
    for everybody to say anew that they are ready.
    """
    async with writing(ports) as work:
        row = (await direct(work, caller, game, "paused")).game
        turn, now = await lock_turn(work, row), await work.now()
        left_ms = row.paused_ms
        if turn.status == "failed":
            await work.turns.change(row.id, turn.n, turn.close_no, "failed", "open")
            await journal.record(ports, work, row.id, "turn_reopened", now, turn=turn.n)
            left_ms = None if row.minutes_per_turn is None else row.minutes_per_turn * 60_000
        if turn.status in ("open", "failed"):
            deadline_at = None if left_ms is None else now + timedelta(milliseconds=left_ms)
            await work.turns.set_deadline(row.id, turn.n, turn.deadline_version, deadline_at)
        await work.games.set_status(row.id, "running")
        await journal.record(ports, work, row.id, "game_resumed", now, turn=turn.n, left_ms=left_ms)
        header = await header_of(work, row.id)
        news: dict[str, list[Event]] = {PUBLIC: [GameResumed(header=header)]}
        if turn.status == "failed":
            await _nobody_ready(work, await _again(work, row), now, news)
        await tell(work, row, news)
        return header


async def extend(ports: Ports, caller: Caller, game: str, minutes: int, deadline_version: int) -> GameHeader:
    """More time for the open turn, once a version of the deadline, however often the button is pressed.

    Raises StaleDeadline when the deadline was changed since `deadline_version`, Refused (`too_far`) when it
    would lie more than 30 days ahead.
    """
    if not 1 <= minutes <= AHEAD_AT_MOST / timedelta(minutes=1):
        message = f"{minutes} minutes is out of range."
        raise Refused(Fault("out_of_range", "minutes", message, "Give a whole number from 1 to 43200."))
    async with writing(ports) as work:
        row = (await direct(work, caller, game, "running", "paused")).game
        turn, now = await lock_turn(work, row), await work.now()
        if turn.deadline_version != deadline_version:
            raise StaleDeadline(turn.deadline_version)
        if turn.status != "open":
            raise _wrong_status(row, "The turn is being resolved; there is no deadline to move.")
        more = timedelta(minutes=minutes)
        if row.status == "paused":
            left = timedelta(milliseconds=row.paused_ms or 0) + more
            await _set_deadline(work, turn, now, left, running=False)
            paused_ms = int(left / timedelta(milliseconds=1))
            await work.games.set_status(row.id, "paused", paused_ms=paused_ms)
        else:
            left = max((turn.deadline_at or now) - now, timedelta(0)) + more
            await _set_deadline(work, turn, now, left, running=True)
        await journal.record(ports, work, row.id, "deadline_changed", now, turn=turn.n, minutes=minutes)
        header = await header_of(work, row.id)
        await tell(work, row, {PUBLIC: [DeadlineChanged(header=header)]})
        return header


async def resolve_now(ports: Ports, caller: Caller, game: str, turn: int) -> GameHeader:
    """Closes the open turn at once and resolves it; tries a failed turn again, with the same inputs. However
    often it is asked, no other than this `turn` is closed: one that is resolved already stays as it is.

    Raises Refused (`not_open`) when this turn is still to come, and OtherRules, before anything is closed,
    where it would not be resolved here.
    """
    async with writing(ports) as work:
        row = (await direct(work, caller, game, "running", "paused")).game
        if turn > row.turn_no:
            message = f"Turn {turn} is not open yet."
            raise Refused(Fault("not_open", "turn", message, f"Name turn {row.turn_no}: it is the open one."))
        closed = None
        if turn == row.turn_no:
            _require_rules(ports, row)
            closed = await _close_by_hand(ports, work, row)
    if closed is not None:
        await finish_turn(ports, closed)
    async with ports.store.read() as work:
        access = await access_game(work, caller, game, Action.DIRECT)
        return await header_of(work, access.game.id)


async def _close_by_hand(ports: Ports, work: UnitOfWork, row: GameRow) -> TurnRow | None:
    """The present turn, closed or opened for another try; None where it is being resolved already."""
    turn = await lock_turn(work, row)
    if turn.status == "failed":
        await work.turns.change(row.id, turn.n, turn.close_no, "failed", "closed")
        await work.turns.reset_tries(row.id, turn.n)
        await work.games.set_status(row.id, "running")
        await journal.record(ports, work, row.id, "turn_retried", await work.now(), turn=turn.n)
    return await close_if_due(ports, work, await _again(work, row), forced=True)


async def finish(ports: Ports, caller: Caller, game: str) -> GameHeader:
    """Ends the game as it stands. The open turn is not resolved; its moves are kept for the debrief."""
    async with writing(ports) as work:
        row = (await direct(work, caller, game, "running", "paused")).game
        turn, now = await lock_turn(work, row), await work.now()
        await work.turns.change(row.id, turn.n, turn.close_no, turn.status, "void")
        await work.games.set_status(row.id, "ended", ended_at=now)
        await journal.record(ports, work, row.id, "game_ended", now, turns_resolved=turn.n - 1)
        header = await header_of(work, row.id)
        await tell(work, row, {PUBLIC: [GameEnded(header=header)]})
        return header


async def direct(work: UnitOfWork, caller: Caller, game: str, *statuses: GameStatus) -> Access:
    """The game, locked, for its instructor. Raises WrongStatus unless it is in one of `statuses`."""
    access = await access_game(work, caller, game, Action.DIRECT, lock=True)
    if access.game.status not in statuses:
        raise _wrong_status(access.game, f"The game is {_IN_WORDS[access.game.status]}.")
    return access


_IN_WORDS: dict[GameStatus, str] = {
    "lobby": "still in the lobby",
    "running": "running",
    "paused": "paused",
    "ended": "over",
}


def _wrong_status(game: GameRow, message: str) -> WrongStatus:
    return WrongStatus(f"game_is_{game.status}", message, "Read the game again and see what it allows now.")


def _require_rules(ports: Ports, game: GameRow) -> None:
    here = ports.shelf.rules_versions
    if game.rules_version not in here:
        raise OtherRules(game.rules_version, here)


async def lock_turn(work: UnitOfWork, game: GameRow) -> TurnRow:
    """The present turn, after every move that is being accepted is in."""
    turn = await work.turns.lock(game.id, game.turn_no)
    return certain(turn, "a started game has a present turn until it ends")


async def _nobody_ready(work: UnitOfWork, game: GameRow, now: datetime, news: dict[str, list[Event]]) -> None:
    """Whoever was ready before the turn was opened again is to say so anew; adds that to the `news`."""
    before = await seating_of(work, game, now)
    were_ready = [seat.key for seat in before.seats if before.is_ready(seat)]
    for key in were_ready:
        await work.seats.set_ready(game.id, key, 0)
    seating = await seating_of(work, game, now)
    for seat in map(seating.seat, were_ready):
        news[PUBLIC].append(SeatChanged(seat=seating.view(seat)))
        news.setdefault(INSTRUCTOR, []).append(RoomChanged(seat=seating.room_view(seat)))
        news[seat_stream(seat.key)] = [ReadyChanged(turn=game.turn_no, ready=False)]


async def _set_deadline(
    work: UnitOfWork, turn: TurnRow, now: datetime, left: timedelta, *, running: bool
) -> None:
    if left > AHEAD_AT_MOST:
        message = "The deadline would lie more than 30 days ahead."
        raise Refused(Fault("too_far", "minutes", message, "Add less time, or pause the game."))
    if not await work.turns.set_deadline(
        turn.game, turn.n, turn.deadline_version, now + left if running else None
    ):
        raise StaleDeadline(turn.deadline_version)


async def _again(work: UnitOfWork, game: GameRow) -> GameRow:
    """The row as it stands after our own changes."""
    return certain(await work.games.find(game.id), "it is locked by us")
