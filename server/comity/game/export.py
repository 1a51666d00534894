"""A game as a file: exact JSON that can be replayed, or CSV for a spreadsheet.

Exports speak of seats, never of people. The seed is in them only when the game has ended; until then not
even the instructor has it, so a file from mid-game cannot be replayed, and says so by its empty `seed`.
"""

import asyncio
import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal
from unicodedata import category

import orjson

from comity.game.access import Action, Caller, access_game
from comity.game.exported import (
    ExportedGame,
    ExportedLine,
    ExportedMove,
    ExportedScenario,
    ExportedSeat,
    ExportedTurn,
)
from comity.game.played import counted
from comity.game.ports import Ports, UnitOfWork
from comity.game.press import archive
from comity.game.records import DigestRow, GameRow, JournalRow, MessageRow, MoveRow, SeatRow, StateRow
from comity.game.rulebook import Rulebook
from comity.game.shelf import public_board
from comity.game.wire import instant

Format = Literal["json", "csv"]


@dataclass(frozen=True, slots=True)
class ExportFile:
    filename: str
    media_type: str
    body: bytes


async def export_game(ports: Ports, caller: Caller, game: str, format: Format) -> ExportFile:  # noqa: A002
    """Raises NotAllowed for members other than the instructor before the end."""
    async with ports.store.read() as work:
        access = await access_game(work, caller, game, Action.EXPORT)
        if format == "json":
            written, media_type = await _json_of(work, access.game), "application/json"
        else:
            written, media_type = await _csv_of(ports, work, access.game), "text/csv; charset=utf-8"
    body = await asyncio.to_thread(written)
    return ExportFile(f"comity-{access.game.scenario_key}-{access.game.id[:8]}.{format}", media_type, body)


async def _json_of(work: UnitOfWork, game: GameRow) -> Callable[[], bytes]:
    """Reads what the file holds, and gives what writes it where that holds up nobody."""
    return partial(
        _json,
        game,
        sources=await work.scenarios.sources(game.scenario_digest),
        seed=await work.games.seed(game.id) if game.status == "ended" else None,
        seats=await work.seats.of_game(game.id),
        turns=await work.resolutions.digests(game.id),
        moves=await work.moves.of_game(game.id),
        messages=await work.messages.of_game(game.id),
        journal=await work.journal.of_game(game.id),
    )


def _json(
    game: GameRow,
    *,
    sources: Mapping[str, str],
    seed: bytes | None,
    seats: Sequence[SeatRow],
    turns: Sequence[DigestRow],
    moves: Sequence[MoveRow],
    messages: Sequence[MessageRow],
    journal: Sequence[JournalRow],
) -> bytes:
    file = ExportedGame(
        format="comity-game/1",
        game=game.id,
        title=game.title,
        status=game.status,
        rules_version=game.rules_version,
        scenario=ExportedScenario(game.scenario_key, game.scenario_digest, dict(sources)),
        seed_commitment=game.seed_commitment,
        seed=None if seed is None else seed.hex(),
        seats=[ExportedSeat(seat.key, seat.name, seat.state) for seat in seats],
        turns=[_turn(turn) for turn in turns],
        moves=[_move(move) for move in moves],
        messages=archive(messages),
        journal=[_line(line) for line in journal],
    )
    return orjson.dumps(file, option=orjson.OPT_INDENT_2) + b"\n"


def _turn(row: DigestRow) -> ExportedTurn:
    return ExportedTurn(row.turn, row.close_no, row.input_digest, row.digest, instant(row.resolved_at))


def _move(row: MoveRow) -> ExportedMove:
    return ExportedMove(
        turn=row.turn,
        seat=row.seat,
        rev=row.rev,
        by_bot=row.by_bot,
        received_at=instant(row.received_at),
        nonce=row.nonce,
        body=None if row.body is None else orjson.loads(row.body),
    )


def _line(row: JournalRow) -> ExportedLine:
    return ExportedLine(
        seq=row.seq,
        kind=row.kind,
        at=instant(row.at),
        payload=row.payload,
        nonce=row.nonce,
        prev_hash=row.prev_hash,
        hash=row.hash,
    )


Row = tuple[int, str, str, str, float | None, str]
CSV_HEAD = ("turn", "kind", "subject", "variable", "value", "text")
"""One long table: `value` is a number or empty, `text` is words or empty."""


async def _csv_of(ports: Ports, work: UnitOfWork, game: GameRow) -> Callable[[], bytes]:
    """Reads what the table holds, and gives what writes it where that holds up nobody."""
    return partial(
        _csv,
        game,
        turns=await work.resolutions.states(game.id),
        moves=await work.moves.of_game(game.id),
        messages=await work.messages.of_game(game.id),
        book=await ports.shelf.of(work, game.scenario_digest),
    )


def _csv(
    game: GameRow,
    *,
    turns: Sequence[StateRow],
    moves: Sequence[MoveRow],
    messages: Sequence[MessageRow],
    book: Rulebook,
) -> bytes:
    rows: list[Row] = []
    for turn in turns:
        board = public_board(book, turn.state)
        for kind, gauges in (("index", board.indices), ("system", board.system)):
            rows += [(turn.turn, kind, "", key, gauge.value, "") for key, gauge in gauges.items()]
        for state, view in board.states.items():
            rows += [(turn.turn, "stance", state, key, share, "") for key, share in view.stance.items()]
    last = turns[-1]
    rows += [
        (move.turn, "bot_move" if move.by_bot else "move", move.seat, "", None, move.body or "")
        for move in counted(moves, turns_resolved=last.turn)
    ]
    for message in archive(messages):
        to = " ".join(message["to"])
        rows.append((message["turn"], message["kind"], message["from"], to, None, message["text"]))
    if game.status == "ended":
        rows += [(last.turn, "score", line.seat, "", line.score, "") for line in book.scores(last.state)]
    return write_csv(rows)


def write_csv(rows: list[Row]) -> bytes:
    """The long table as UTF-8 with a byte-order mark, which spreadsheets need to see that it is UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(CSV_HEAD)
    for turn, kind, subject, variable, value, text in rows:
        number = "" if value is None else value
        writer.writerow((turn, kind, harmless(subject), harmless(variable), number, harmless(text)))
    return out.getvalue().encode("utf-8-sig")


BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""Signs, also in their wide forms, that make a spreadsheet run a cell as a formula."""


ENDS_A_CELL = frozenset(",;\t\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")
"""Signs at which a spreadsheet may split a text in two: which, its reader's language and hand decide."""


def harmless(text: str) -> str:
    """Text of which no spreadsheet takes any part for a formula, wherever it splits it: an apostrophe at the
    beginning, and after each sign that may end a cell, where what follows begins like one.
    """
    backwards = []
    begins_one = False
    for sign in reversed(text):
        if begins_one and sign in ENDS_A_CELL:
            backwards.append("'")
        backwards.append(sign)
        begins_one = sign in BEGINS_A_FORMULA or (begins_one and _is_passed_over(sign))
    if begins_one:
        backwards.append("'")
    return "".join(reversed(backwards))


def _is_passed_over(sign: str) -> bool:
    """Blanks, marks without width, and quotation marks around a cell: a spreadsheet may skip them before it
    looks for a formula.
    """
    return sign.isspace() or sign == '"' or category(sign) in ("Cc", "Cf")
