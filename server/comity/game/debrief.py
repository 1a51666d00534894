"""The debrief: paths, scores, objectives and the opened archive, once a game has ended."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, TypeVar

from comity.game.access import Action, Caller, access_game
from comity.game.encoded import Encoded
from comity.game.errors import WrongStatus
from comity.game.headers import header_of
from comity.game.kept import MIB
from comity.game.played import counted, docket, told
from comity.game.ports import Ports, UnitOfWork
from comity.game.press import archive
from comity.game.records import GameRow, MoveRow, ResolutionRow
from comity.game.rulebook import Rulebook
from comity.game.shapes import (
    Chronicle,
    ChronicleParagraph,
    ChronicleSection,
    Debrief,
    DebriefTurn,
    PlayedMove,
)
from comity.game.shelf import public_board
from comity.game.wire import encode, encoded
from comity.lab.quick_par import SeatPar
from comity.lab.story import is_item, parts
from comity.rules.draws import commitment
from comity.rules.views import Gauge, ObjectiveView, PublicBoard, ScoreLine

T = TypeVar("T")
LARGE_BYTES: Final = 8 * MIB
"""A game whose ledgers weigh so much takes some seconds to tell: one turn of 193 states does."""


@dataclass(frozen=True, slots=True)
class _Opened:
    """What is the same for every reader and never changes any more, as it is sent. It takes seconds: it is
    made once.
    """

    turns: Encoded[list[DebriefTurn]]
    scores: Encoded[list[ScoreLine]]
    par: Encoded[Mapping[str, SeatPar]]
    objectives: Encoded[dict[str, list[ObjectiveView]]]
    moves: Encoded[list[PlayedMove]]
    docket: Encoded[dict[str, str]]


async def debrief(ports: Ports, caller: Caller, game: str) -> Encoded[Debrief]:
    """Everything that was hidden, for every member alike. Raises WrongStatus (`not_ended`) before the end."""
    async with ports.store.read() as work:
        row = await _ended(work, caller, game)
        seed = await work.games.seed(row.id)
        letters = archive(await work.messages.of_game(row.id))
        header = await header_of(work, row.id)
    opened = await ports.shelf.once(("debrief", row.id, row.ended_at), lambda: _open(ports, row, seed))
    return Encoded(
        encode(
            {
                "header": header,
                "turns": opened.turns,
                "scores": opened.scores,
                "par": opened.par,
                "objectives": opened.objectives,
                "archive": letters,
                "moves": opened.moves,
                "docket": opened.docket,
                "seed": seed.hex(),
                "commitment_holds": commitment(row.id, seed) == row.seed_commitment,
            }
        )
    )


async def _open(ports: Ports, game: GameRow, seed: bytes) -> _Opened:
    async with ports.store.read() as work:
        resolutions = await work.resolutions.of_game(game.id)
        moves = counted(await work.moves.of_game(game.id), turns_resolved=resolutions[-1].turn)
    states = {resolution.turn: resolution.state for resolution in resolutions}
    return await _made(ports, game, resolutions, partial(_opened, states=states, moves=moves, seed=seed))


def _opened(book: Rulebook, states: Mapping[int, bytes], moves: Sequence[MoveRow], seed: bytes) -> _Opened:
    last = states[max(states)]
    boards = {turn: public_board(book, state) for turn, state in states.items()}
    return _Opened(
        turns=encoded([_turn(turn, board) for turn, board in boards.items()]),
        scores=encoded(book.scores(last)),
        par=encoded(dict(book.par(last))),
        objectives=encoded({seat: book.objectives(last, seat) for seat in book.seats}),
        moves=encoded(told(book, states, moves, seed)),
        docket=encoded(docket(boards.values())),
    )


async def chronicle(ports: Ports, caller: Caller, game: str) -> bytes:
    """A `Chronicle` as JSON: the whole game told from its ledger. Raises WrongStatus (`not_ended`) too early.

    It is kept as it is sent: every reader is told the same.
    """
    async with ports.store.read() as work:
        row = await _ended(work, caller, game)
    return await ports.shelf.once(("chronicle", row.id, row.ended_at), lambda: _tell(ports, row))


async def _tell(ports: Ports, game: GameRow) -> bytes:
    async with ports.store.read() as work:
        turns = await work.resolutions.of_game(game.id)
    states, ledgers = tuple(turn.state for turn in turns), tuple(turn.ledger for turn in turns)
    return await _made(ports, game, turns, partial(_told, states=states, ledgers=ledgers))


def _told(book: Rulebook, states: Sequence[bytes], ledgers: Sequence[bytes]) -> bytes:
    story = book.story(states, ledgers)
    return encode(
        Chronicle(
            story.title,
            [
                ChronicleSection(
                    section.title,
                    [
                        ChronicleParagraph(*parts(paragraph), item=is_item(paragraph))
                        for paragraph in section.paragraphs
                        if paragraph.sentences
                    ],
                )
                for section in story.sections
            ],
        )
    )


async def _made(
    ports: Ports, game: GameRow, turns: Sequence[ResolutionRow], make: Callable[[Rulebook], T]
) -> T:
    """A page of a whole game, made where it holds up nobody."""
    async with ports.store.read() as work:
        if sum(len(turn.ledger) for turn in turns) >= LARGE_BYTES:
            making = ports.compute.aside(await work.scenarios.sources(game.scenario_digest), make)
        else:
            making = asyncio.to_thread(make, await ports.shelf.of(work, game.scenario_digest))
    return await making


async def _ended(work: UnitOfWork, caller: Caller, game: str) -> GameRow:
    """A game of which everything may be told."""
    access = await access_game(work, caller, game, Action.DEBRIEF)
    if access.game.status != "ended":
        message = "The debrief opens when the game has ended."
        raise WrongStatus("not_ended", message, "Play on, or ask the instructor to finish the game.")
    return access.game


def _turn(turn: int, board: PublicBoard) -> DebriefTurn:
    return DebriefTurn(
        turn=turn,
        indices=_values(board.indices),
        system=_values(board.system),
        stances={key: state.stance for key, state in board.states.items()},
    )


def _values(gauges: dict[str, Gauge]) -> dict[str, float]:
    return {key: gauge.value for key, gauge in gauges.items()}
