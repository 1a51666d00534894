"""Resolving a closed turn: compute its frozen inputs, commit what becomes true, behind three fences.

From the close on a turn's inputs never change, and computing is pure, so two processes that compute at once
get the same bytes. The fences let one of them commit: the resolution's primary key, the game's turn number,
and the number of the close.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import orjson
import structlog

from comity.game import journal
from comity.game.errors import Unavailable
from comity.game.events import (
    Event,
    GameEnded,
    GamePaused,
    SeatResolved,
    TurnFailed,
    TurnOpened,
    TurnResolved,
)
from comity.game.headers import header_of, make_header, resolved_turn
from comity.game.invariants import certain
from comity.game.ports import Ports, TurnInputs, TurnOutcome, UnitOfWork
from comity.game.records import GameRow, MoveRow, ResolutionRow, TurnRow
from comity.game.rulebook import MoveBody
from comity.game.seating import held_seats
from comity.game.shelf import seat_board_json
from comity.game.streams import INSTRUCTOR, PUBLIC, seat_stream, tell
from comity.game.tokens import new_id
from comity.game.wire import canonical
from comity.game.work import writing
from comity.logs import where
from comity.metrics import FENCES_LOST, RESOLVE_SECONDS, TURNS_FAILED, TURNS_RESOLVED

log = structlog.get_logger(__name__)

TRIES = 3


async def finish_turn(ports: Ports, closed: TurnRow) -> bool:
    """Computes a closed turn and commits it; False when another process was first, or it failed.

    Whatever fails that is not the database's absence counts as a try, be it the rules, or what was read or is
    to be written: the game would be tried for ever, and its instructor would not know why it stands still. A
    process of other rules than the game's leaves the turn to one that has them. Raises Unavailable.
    """
    try:
        return await _finish(ports, closed)
    except Unavailable:
        raise
    except Exception as error:
        log.error(  # noqa: TRY400  a traceback's text may hold secret moves
            "resolve_failed",
            game=closed.game,
            turn=closed.n,
            error=type(error).__name__,
            where=where(error),
        )
        await _count_failure(ports, closed)
        return False


async def _finish(ports: Ports, closed: TurnRow) -> bool:
    frozen = await _frozen(ports, closed)
    if frozen is None:
        return False
    started = time.perf_counter()
    outcome = await ports.compute.play(frozen.inputs)
    try:
        async with writing(ports) as work:
            await _commit(ports, work, closed, outcome, frozen.moves)
    except _FenceLost:
        await _compare_with_winner(ports, closed, outcome)
        return False
    seconds = time.perf_counter() - started
    RESOLVE_SECONDS.observe(seconds)
    TURNS_RESOLVED.inc()
    log.info(
        "turn_resolved",
        game=closed.game,
        turn=closed.n,
        close_no=closed.close_no,
        input_digest=outcome.resolved.input_digest,
        ms=round(seconds * 1000, 1),
    )
    return True


class _FenceLost(Exception):
    """Another process resolved this turn first, or it was reopened meanwhile. Rolls everything back."""


@dataclass(frozen=True, slots=True)
class _Frozen:
    """What never changes from the close on: the inputs of the rules, and the rows of the moves, by seat."""

    inputs: TurnInputs
    moves: Mapping[str, MoveRow]


async def _frozen(ports: Ports, closed: TurnRow) -> _Frozen | None:
    """The inputs of a closed turn; None when this process has not the game's rules."""
    async with ports.store.read() as work:
        game = certain(await work.games.find(closed.game), "it has a closed turn")
        if game.rules_version not in ports.shelf.rules_versions:
            return None
        before = await resolved_turn(work, closed.game, closed.n - 1)
        moves = {move.seat: move for move in await work.moves.last_of_turn(closed.game, closed.n)}
        bodies: dict[str, MoveBody] = {
            seat: orjson.loads(move.body) for seat, move in sorted(moves.items()) if move.body is not None
        }
        inputs = TurnInputs(
            sources=await ports.shelf.sources(work, game.scenario_digest),
            state=before.state,
            moves=bodies,
            injects=journal.injects(await work.journal.of_kinds(closed.game, journal.OF_INJECTS), closed.n),
            bot_seats=closed.bot_seats,
            seed=await work.games.seed(closed.game),
            previous_digest=before.digest,
            held_seats=held_seats(await work.seats.holders(game.id)),
        )
    return _Frozen(inputs, moves)


async def _commit(
    ports: Ports, work: UnitOfWork, closed: TurnRow, outcome: TurnOutcome, moves: Mapping[str, MoveRow]
) -> None:
    """Everything that becomes true with a resolution, in one transaction behind three fences."""
    game = certain(await work.games.lock(closed.game), "it has a closed turn")
    now, resolved = await work.now(), outcome.resolved
    row = ResolutionRow(
        game=game.id,
        turn=closed.n,
        close_no=closed.close_no,
        input_digest=resolved.input_digest,
        digest=resolved.digest,
        state=resolved.state,
        ledger=resolved.ledger,
        rules_version=game.rules_version,
        over=resolved.over,
        resolved_at=now,
    )
    held = (
        await work.resolutions.add(row)
        and await work.games.advance(game.id, closed.n)
        and await work.turns.change(game.id, closed.n, closed.close_no, "closed", "resolved")
    )
    if not held:
        raise _FenceLost
    bot_moves = _bot_rows(ports, closed, outcome, moves, row)
    if bot_moves:
        await work.moves.add_all(bot_moves)
    await journal.record(
        ports,
        work,
        game.id,
        "turn_resolved",
        now,
        turn=closed.n,
        close_no=closed.close_no,
        input_digest=resolved.input_digest,
        digest=resolved.digest,
        bot_moves=journal.move_commitments(bot_moves),
    )
    if resolved.over or closed.n >= game.turns:
        await work.games.set_status(game.id, "ended", ended_at=now)
        await journal.record(ports, work, game.id, "game_ended", now, turns_resolved=closed.n)
        opened = None
    else:
        opened = await open_turn(work, game, closed.n + 1)
    await _tell_resolved(ports, work, closed, outcome, opened)


async def open_turn(work: UnitOfWork, game: GameRow, n: int) -> TurnRow:
    """A new turn with its full time; while the game is paused, the time is kept for the resumption."""
    full = None if game.minutes_per_turn is None else timedelta(minutes=game.minutes_per_turn)
    deadline_at = None
    if game.status == "paused":
        paused_ms = None if full is None else int(full.total_seconds() * 1000)
        await work.games.set_status(game.id, "paused", paused_ms=paused_ms)
    elif full is not None:
        deadline_at = await work.now() + full
    before = await work.turns.find(game.id, n - 1)
    turn = TurnRow(
        game=game.id,
        n=n,
        status="open",
        close_no=0,
        deadline_at=deadline_at,
        # Counted through the game: a wish to extend that is sent again must not fit the next turn.
        deadline_version=1 if before is None else before.deadline_version + 1,
        closed_at=None,
        tries=0,
        bot_seats=(),
    )
    await work.turns.add(turn)
    return turn


async def _tell_resolved(
    ports: Ports, work: UnitOfWork, closed: TurnRow, outcome: TurnOutcome, opened: TurnRow | None
) -> None:
    """The public board to all, and its own to every seat that has people now: whoever comes later takes a
    snapshot of what is then resolved.
    """
    game = certain(await work.games.find(closed.game), "it is locked by us")
    seed = await work.games.seed(game.id) if opened is None else None
    header = make_header(game, opened, await work.now(), seed=seed)
    book = await ports.shelf.of(work, game.scenario_digest)
    next_step: Event = GameEnded(header=header) if opened is None else TurnOpened(header=header)
    news: dict[str, list[Event]] = {
        PUBLIC: [TurnResolved(turn=closed.n, board=outcome.public_board, header=header), next_step]
    }
    for seat in held_seats(await work.seats.holders(game.id)):
        # Who sat down while the turn was computed is told as well.
        board = outcome.seat_boards.get(seat) or seat_board_json(book, outcome.resolved.state, seat)
        news[seat_stream(seat)] = [SeatResolved(own=board)]
    await tell(work, game, news)


def _bot_rows(
    ports: Ports, closed: TurnRow, outcome: TurnOutcome, moves: Mapping[str, MoveRow], row: ResolutionRow
) -> list[MoveRow]:
    """The bots' moves as revisions like any other, marked."""
    rows = []
    for seat, body in sorted(outcome.bot_moves.items()):
        text = canonical(dict(body))
        rows.append(
            MoveRow(
                id=new_id(ports.randomness),
                game=closed.game,
                turn=closed.n,
                seat=seat,
                rev=moves[seat].rev + 1 if seat in moves else 1,
                body=text,
                body_hash=journal.plain_hash(text),
                nonce=ports.randomness.bytes(16).hex(),
                idem_key=f"bot:{closed.n}:{closed.close_no}",
                person=None,
                actor_session=None,
                by_bot=True,
                received_at=row.resolved_at,
            )
        )
    return rows


async def _count_failure(ports: Ports, closed: TurnRow) -> None:
    """One more failed try; after the third the game pauses and the instructor is told. The moves are kept.

    What several processes failed at in the same slow moment is one try: each counts only the next one to what
    it saw when it took the turn on.
    """
    async with writing(ports) as work:
        game = certain(await work.games.lock(closed.game), "it has a closed turn")
        counted = await work.turns.count_try(closed.game, closed.n, closed.close_no, closed.tries)
        if not counted or closed.tries + 1 < TRIES:
            return
        if not await work.turns.change(closed.game, closed.n, closed.close_no, "closed", "failed"):
            return
        await work.games.set_status(closed.game, "paused", paused_ms=game.paused_ms)
        now = await work.now()
        await journal.record(
            ports, work, game.id, "turn_failed", now, turn=closed.n, close_no=closed.close_no
        )
        news: dict[str, list[Event]] = {
            PUBLIC: [GamePaused(header=await header_of(work, closed.game))],
            INSTRUCTOR: [TurnFailed(turn=closed.n)],
        }
        await tell(work, game, news)
    TURNS_FAILED.inc()


async def _compare_with_winner(ports: Ports, closed: TurnRow, outcome: TurnOutcome) -> None:
    """Two computations of one close must have had the same inputs; anything else is an alarm."""
    async with ports.store.read() as work:
        winner = await work.resolutions.find(closed.game, closed.n)
    FENCES_LOST.inc()
    same_close = winner is not None and winner.close_no == closed.close_no
    if same_close and winner is not None and winner.digest != outcome.resolved.digest:
        log.error("fence_lost_to_other_bytes", game=closed.game, turn=closed.n)
    else:
        log.info("fence_lost", game=closed.game, turn=closed.n)
