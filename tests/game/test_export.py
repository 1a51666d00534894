"""A game as a file: complete, replayable, and harmless in a spreadsheet."""

import csv
import io
import json
import threading
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, event
from tests.game.house import BOOST, Game, House, curse

from comity.game import export, pace, press
from comity.game.access import CONSOLE, Caller
from comity.game.errors import NotAllowed, NotVisible
from comity.game.export import CSV_HEAD, Format, Row, export_game, harmless, write_csv
from comity.game.ports import UnitOfWork
from comity.game.records import MessageRow
from comity.game.shapes import Message

FORMATS: tuple[Format, ...] = ("json", "csv")


async def exported(game: Game, caller: Caller) -> Any:
    return json.loads((await export_game(game.ports, caller, game.id, "json")).body)


async def test_before_the_end_only_the_instructor_and_the_console_export(house: House) -> None:
    game = await house.started("usa")
    stranger = await house.teacher()

    for caller in (game.teacher, CONSOLE):
        assert (await exported(game, caller))["game"] == game.id
    for caller in (game.player("usa"), await game.spectator()):
        with pytest.raises(NotAllowed):
            await export_game(house.ports, caller, game.id, "json")
    with pytest.raises(NotVisible):
        await export_game(house.ports, stranger, game.id, "csv")


async def test_after_the_end_every_member_gets_the_same_file(house: House) -> None:
    game = await house.started("usa")
    await game.played_out()

    for kind in FORMATS:
        files = [
            await export_game(house.ports, caller, game.id, kind)
            for caller in (game.teacher, game.player("usa"), await game.spectator())
        ]
        assert files[0] == files[1] == files[2]


async def test_not_even_the_instructor_gets_the_seed_before_the_end(house: House) -> None:
    game = await house.started("usa")
    async with house.ports.store.read() as work:
        seed = (await work.games.seed(game.id)).hex()

    for kind in FORMATS:
        file = await export_game(house.ports, game.teacher, game.id, kind)
        assert seed.encode() not in file.body
    await pace.finish(house.ports, game.teacher, game.id)
    assert (await exported(game, game.teacher))["seed"] == seed


async def test_the_json_holds_every_revision_message_turn_and_line_of_the_journal(house: House) -> None:
    game = await house.started("usa", "fiji", bots_fill=True)
    await game.save("usa", BOOST)
    await game.save("usa", None)
    await press.send_cable(house.ports, game.player("usa"), game.id, ["fiji"], "Psst!")
    await game.play_turn()

    file = await exported(game, game.teacher)

    assert [(move["seat"], move["rev"], move["by_bot"], move["body"] is None) for move in file["moves"]] == [
        ("china", 1, True, False),
        ("usa", 1, False, False),
        ("usa", 2, False, True),
    ]
    assert [message["text"] for message in file["messages"]] == ["Psst!"]
    assert [turn["turn"] for turn in file["turns"]] == [0, 1]
    assert [line["kind"] for line in file["journal"]][-2:] == ["turn_closed", "turn_resolved"]
    assert "briefing.md" in file["scenario"]["sources"]


async def test_exports_know_seats_and_no_people(house: House) -> None:
    game = await house.lobby()
    await game.sit("usa", "Grace Hopper")
    await pace.start(house.ports, game.teacher, game.id)
    await game.save("usa", BOOST)
    await game.played_out()

    for kind in FORMATS:
        body = (await export_game(house.ports, game.teacher, game.id, kind)).body.decode()
        assert "Grace" not in body
        assert (game.teacher.name or "?") not in body


async def test_the_csv_is_one_long_table(house: House) -> None:
    game = await house.started("usa")
    await game.save("usa", curse("fiji"))
    await press.make_statement(house.ports, game.player("usa"), game.id, "=HYPERLINK(1)")
    await game.played_out()

    file = await export_game(house.ports, game.teacher, game.id, "csv")

    rows = list(csv.DictReader(io.StringIO(file.body.decode("utf-8-sig"))))
    kinds = {row["kind"] for row in rows}
    assert tuple(rows[0]) == CSV_HEAD
    assert kinds == {"index", "system", "stance", "move", "statement", "score"}
    assert [row["text"] for row in rows if row["kind"] == "statement"] == ["'=HYPERLINK(1)"]
    assert file.filename.endswith(".csv")
    assert file.media_type.startswith("text/csv")


@contextmanager
def asked_of_the_database() -> Iterator[list[str]]:
    """The statements of this block, as they reach whichever database."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@pytest.mark.parametrize(("kind", "read"), [("json", set()), ("csv", {"state"})])
async def test_of_what_turns_were_resolved_to_no_more_is_read_than_the_file_needs(
    house: House, kind: Format, read: set[str]
) -> None:
    game = await house.started("usa")
    await game.played_out()

    with asked_of_the_database() as statements:
        await export_game(house.ports, game.teacher, game.id, kind)

    turns = [statement for statement in statements if "FROM resolution" in statement]
    assert len(turns) == 1
    assert {column for column in ("state", "ledger") if f"resolution.{column}" in turns[0]} == read


@pytest.mark.parametrize("kind", FORMATS)
async def test_a_file_is_written_after_its_transaction_where_it_holds_up_nobody(
    house: House, monkeypatch: pytest.MonkeyPatch, kind: Format
) -> None:
    game = await house.started("usa")
    await press.make_statement(house.ports, game.player("usa"), game.id, "Hear!")
    reading, writing = 0, []

    @asynccontextmanager
    async def watched_read() -> AsyncIterator[UnitOfWork]:
        nonlocal reading
        async with read() as work:
            reading += 1
            yield work
        reading -= 1

    def watched_archive(messages: Iterable[MessageRow]) -> list[Message]:
        writing.append((reading, threading.current_thread() is threading.main_thread()))
        return press.archive(messages)

    read = house.ports.store.read
    monkeypatch.setattr(house.ports.store, "read", watched_read)
    monkeypatch.setattr(export, "archive", watched_archive)

    await export_game(house.ports, game.teacher, game.id, kind)

    assert writing == [(0, False)]


FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
FORMULA_STARTS = st.sampled_from(FORMULA_SIGNS)
UNSEEN = " \n\v\f\0\u00a0\u2003\u2028\u3000\u200b\u200e\ufeff"
BLANKS = st.text(alphabet=UNSEEN, max_size=3)
TRICKY = "".join(FORMULA_SIGNS) + UNSEEN + ",;\"'a"
"""What texts are made of that try to become a cell of their own."""


@given(BLANKS, FORMULA_STARTS, st.text())
def test_no_cell_of_text_begins_like_a_formula(blanks: str, start: str, rest: str) -> None:
    assert harmless(f"{blanks}{start}{rest}").startswith("'")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@given(words=st.lists(st.text(alphabet=TRICKY), min_size=3, max_size=3))
def test_no_part_of_a_text_begins_like_a_formula_wherever_a_reader_splits_it(
    delimiter: str, words: list[str]
) -> None:
    subject, variable, text = words
    body = write_csv([(1, "statement", subject, variable, None, text)]).decode("utf-8-sig")

    for line in body.splitlines():
        for cell in next(csv.reader([line], delimiter=delimiter)):
            assert not cell.lstrip(UNSEEN).startswith(FORMULA_SIGNS)


@given(BLANKS, st.sampled_from("aé7{('"), st.text(alphabet="aé7{(' .:!?=+-@"))
def test_words_that_begin_like_words_stay_as_they_are(blanks: str, start: str, rest: str) -> None:
    assert harmless(f"{blanks}{start}{rest}") == f"{blanks}{start}{rest}"


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("x;=cmd|'/c calc'!A1", "x;'=cmd|'/c calc'!A1"),
        ('Dear all\n "=1+1"', 'Dear all\n\' "=1+1"'),
        ("=1\t+2,\u200b\uff1d3", "'=1\t'+2,'\u200b\uff1d3"),
        ("We agree; they do not, yet.\nGrace", "We agree; they do not, yet.\nGrace"),
    ],
)
def test_an_apostrophe_stands_where_a_part_would_begin_like_a_formula(typed: str, written: str) -> None:
    assert harmless(typed) == written


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_are_typed_and_get_no_apostrophe(number: float) -> None:
    (line,) = write_csv([(1, "score", "usa", "", number, "")]).decode("utf-8-sig").splitlines()[1:]

    assert line.split(",")[4] == str(number)


async def test_the_json_is_exact(house: House) -> None:
    game, words = await house.started("usa"), "=1+1 is @home"
    await press.make_statement(house.ports, game.player("usa"), game.id, words)

    assert [message["text"] for message in (await exported(game, game.teacher))["messages"]] == [words]


@given(st.text() | st.text(alphabet=TRICKY))
def test_harmless_text_keeps_every_sign_and_gains_nothing_but_apostrophes(text: str) -> None:
    signs = iter(text)
    expected = next(signs, None)
    for sign in harmless(text):
        if sign == expected:
            expected = next(signs, None)
        else:
            assert sign == "'"
    assert expected is None


@given(
    st.lists(
        st.tuples(st.text(st.characters(exclude_categories=["Cs"])), st.floats(allow_nan=False)), max_size=5
    )
)
def test_any_words_and_numbers_survive_the_way_through_a_csv(cells: list[tuple[str, float]]) -> None:
    rows: list[Row] = [(1, "statement", word, "", number, word) for word, number in cells]

    body = write_csv(rows).decode("utf-8-sig")

    read = list(csv.DictReader(io.StringIO(body, newline="")))
    assert [(row["text"], float(row["value"])) for row in read] == [
        (harmless(word), number) for word, number in cells
    ]
