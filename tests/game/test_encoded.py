"""Boards are written once, and go as bytes through all that holds them."""

from dataclasses import dataclass

import pytest
from pydantic import TypeAdapter
from tests.game.boards import own_of
from tests.game.house import House
from tests.game.tiny_rulebook import SOURCES, load_tiny

from comity.game import history
from comity.game.encoded import Encoded
from comity.game.shelf import seat_board_json
from comity.game.wire import encode, encoded


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    shares: dict[str, float]


@dataclass(frozen=True, slots=True)
class Whole:
    first: Part
    parts: list[Part | None]


@dataclass(frozen=True, slots=True)
class WrittenWhole:
    first: Encoded[Part]
    parts: list[Encoded[Part] | None]


def test_what_holds_a_written_part_has_the_same_bytes_as_with_the_part_itself() -> None:
    part = Part("a “quoted” name\n", {"liberal": 0.25, "conservative": 1e-7})

    written = WrittenWhole(encoded(part), [encoded(part), None])

    assert encode(written) == encode(Whole(part, [part, None]))


def test_documents_say_the_same_of_a_written_part_as_of_the_part_itself() -> None:
    schema, written = (TypeAdapter(shape).json_schema() for shape in (Whole, WrittenWhole))

    assert written == {**schema, "title": "WrittenWhole"}


def test_what_has_no_json_is_not_sent() -> None:
    with pytest.raises(TypeError, match="object"):
        encode({"board": object()})


async def test_a_team_that_reconnects_at_once_gets_one_writing_of_its_board(house: House) -> None:
    game = await house.started("usa")

    one = await history.snapshot(house.ports, game.player("usa"), game.id)
    another = await history.snapshot(house.ports, game.player("usa"), game.id)

    assert one.own is another.own
    assert own_of(one).seat == "usa"


def test_equal_boards_are_equal_and_others_are_not() -> None:
    book = load_tiny(SOURCES)
    state = book.opening(b"seed").state

    usa, fiji = (seat_board_json(book, state, seat) for seat in ("usa", "fiji"))

    assert usa == encoded(book.seat_board(state, "usa"))
    assert usa != fiji
