"""What was played: the moves that counted, and where a house bot made one, why.

The debrief tells it of every seat. Before that, who comes back to a seat or was too late reads what was done
for the empty chair, of their own seat alone. A bot's reasons are kept nowhere: they are made again from the
state in which it moved, of which it knew what its seat saw.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence

import orjson

from comity.game.access import Action, Caller, access_game, require_seat
from comity.game.errors import NotVisible
from comity.game.headers import resolved_turn
from comity.game.ports import Ports
from comity.game.records import GameRow, MoveRow
from comity.game.rulebook import Rulebook
from comity.game.shapes import PlayedMove, PlayedTurn
from comity.game.shelf import public_board
from comity.rules.views import PublicBoard


def counted(moves: Iterable[MoveRow], turns_resolved: int) -> list[MoveRow]:
    """The revisions that counted: the last of each seat in each resolved turn, withdrawals left out."""
    last: dict[tuple[int, str], MoveRow] = {}
    for move in moves:
        if move.turn <= turns_resolved:
            last[move.turn, move.seat] = move
    return [last[key] for key in sorted(last) if last[key].body is not None]


def told(
    book: Rulebook, states: Mapping[int, bytes], moves: Sequence[MoveRow], seed: bytes
) -> list[PlayedMove]:
    """These moves, with the reasons of those that a bot made; `states` are those after each turn, in which
    the moves of the next one were made.
    """
    reasons = _reasons(book, states, moves, seed)
    return [_told(move, reasons.get((move.turn, move.seat), {})) for move in moves]


def docket(boards: Iterable[PublicBoard]) -> dict[str, str]:
    """What the votes were about, in a sentence, by docket id."""
    return {item.id: item.text for board in boards for item in board.docket}


async def played_turn(ports: Ports, caller: Caller, game: str, turn: int) -> PlayedTurn:
    """What counted for the caller's own seat in a resolved turn. Raises NotVisible where none is resolved."""
    async with ports.store.read() as work:
        access = await access_game(work, caller, game, Action.READ_SEAT)
        row, seat = access.game, require_seat(access)
        if turn < 1 or await work.resolutions.resolved_at(row.id, turn) is None:
            raise NotVisible
        move = await work.moves.last(row.id, turn, seat)
        bot_turns = await work.moves.bot_turns(row.id, seat, turn)
    if move is None or move.body is None:
        return PlayedTurn(None, {}, bot_turns)
    if not move.by_bot:  # as a turn is resolved every seat asks, and for most there is nothing to find out
        return PlayedTurn(_told(move, {}), {}, bot_turns)
    key = ("played", row.id, turn, seat)
    one, votes = await ports.shelf.once(key, lambda: _made(ports, row, move), small=True)
    return PlayedTurn(one, votes, bot_turns)


async def _made(ports: Ports, game: GameRow, move: MoveRow) -> tuple[PlayedMove, dict[str, str]]:
    """A bot's move told, where it holds up nobody: among 193 states it takes a third of a second."""
    async with ports.store.read() as work:
        before = await resolved_turn(work, game.id, move.turn - 1)
        seed = await work.games.seed(game.id)
        book = await ports.shelf.of(work, game.scenario_digest)
    return await asyncio.to_thread(_of_one, book, before.state, move, seed)


def _of_one(book: Rulebook, before: bytes, move: MoveRow, seed: bytes) -> tuple[PlayedMove, dict[str, str]]:
    (one,) = told(book, {move.turn - 1: before}, [move], seed)
    return one, docket([public_board(book, before)])


def _told(move: MoveRow, because: Mapping[str, str]) -> PlayedMove:
    return PlayedMove(move.turn, move.seat, orjson.loads(move.body or "{}"), move.by_bot, dict(because))


def _reasons(
    book: Rulebook, states: Mapping[int, bytes], moves: Sequence[MoveRow], seed: bytes
) -> dict[tuple[int, str], Mapping[str, str]]:
    """Why the house bots moved as they did, by turn and seat; each from the state in which it moved."""
    found: dict[tuple[int, str], Mapping[str, str]] = {}
    for turn, state in states.items():
        seats = tuple(sorted(move.seat for move in moves if move.turn == turn + 1 and move.by_bot))
        if seats:
            said = book.bot_reasons(state, seats, seed)
            found |= {(turn + 1, seat): because for seat, because in said.items()}
    return found
