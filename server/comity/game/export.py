"""A game as a file: exact JSON that can be replayed, or CSV for a spreadsheet.

Exports speak of seats, never of people. The seed is in them only when the game has ended; until then not
even the instructor has it, so a file from mid-game cannot be replayed, and says so by its empty `seed`.
"""

import csv
import io
from dataclasses import dataclass
from typing import Literal
from unicodedata import category

import orjson

from comity.game.access import Access, Action, Caller, access_game
from comity.game.debrief import played
from comity.game.exported import (
    ExportedGame,
    ExportedLine,
    ExportedMove,
    ExportedScenario,
    ExportedSeat,
    ExportedTurn,
)
from comity.game.ports import Ports, UnitOfWork
from comity.game.press import archive
from comity.game.records import JournalRow, MoveRow, ResolutionRow
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
            body, media_type = await _json(work, access), "application/json"
        else:
            body, media_type = await _csv(ports, work, access), "text/csv; charset=utf-8"
    return ExportFile(f"comity-{access.game.scenario_key}-{access.game.id[:8]}.{format}", media_type, body)


async def _json(work: UnitOfWork, access: Access) -> bytes:
    game = access.game
    file = ExportedGame(
        format="comity-game/1",
        game=game.id,
        title=game.title,
        status=game.status,
        rules_version=game.rules_version,
        scenario=ExportedScenario(
            game.scenario_key,
            game.scenario_digest,
            dict(await work.scenarios.sources(game.scenario_digest)),
        ),
        seed_commitment=game.seed_commitment,
        seed=(await work.games.seed(game.id)).hex() if game.status == "ended" else None,
        seats=[ExportedSeat(seat.key, seat.name, seat.state) for seat in await work.seats.of_game(game.id)],
        turns=[_turn(resolution) for resolution in await work.resolutions.of_game(game.id)],
        moves=[_move(move) for move in await work.moves.of_game(game.id)],
        messages=archive(await work.messages.of_game(game.id)),
        journal=[_line(line) for line in await work.journal.of_game(game.id)],
    )
    return orjson.dumps(file, option=orjson.OPT_INDENT_2) + b"\n"


def _turn(row: ResolutionRow) -> ExportedTurn:
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


async def _csv(ports: Ports, work: UnitOfWork, access: Access) -> bytes:
    game = access.game
    book = await ports.shelf.of(work, game.scenario_digest)
    resolutions = await work.resolutions.of_game(game.id)
    rows: list[Row] = []
    for resolution in resolutions:
        board = public_board(book, resolution.state)
        for kind, gauges in (("index", board.indices), ("system", board.system)):
            rows += [(resolution.turn, kind, "", key, gauge.value, "") for key, gauge in gauges.items()]
        for state, view in board.states.items():
            rows += [(resolution.turn, "stance", state, key, share, "") for key, share in view.stance.items()]
    moves = played(await work.moves.of_game(game.id), turns_resolved=resolutions[-1].turn)
    rows += [
        (move.turn, "bot_move" if move.by_bot else "move", move.seat, "", None, move.body or "")
        for move in moves
    ]
    for message in archive(await work.messages.of_game(game.id)):
        to = " ".join(message["to"])
        rows.append((message["turn"], message["kind"], message["from"], to, None, message["text"]))
    if game.status == "ended":
        last = resolutions[-1]
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
