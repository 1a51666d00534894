"""A file proves its game, and every change to it is found."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from tests.game.house import BOOST, House, curse
from tests.game.tiny_rulebook import load_tiny

from comity.game import pace, seats
from comity.game.errors import Refused
from comity.game.export import export_game
from comity.game.replay import verify


async def played_file(house: House) -> dict[str, Any]:
    """A game with two people, a bot that is switched on late, a withdrawal and an absence."""
    game = await house.started("usa", "fiji")
    await game.save("usa", BOOST)
    await game.save("fiji", curse("usa"))
    await game.play_turn()
    await seats.set_bot(house.ports, game.teacher, game.id, "china", True)
    await game.save("usa", BOOST, n=2)
    await game.save("usa", None, n=2)
    await game.play_turn()
    await game.play_turn()
    file: dict[str, Any] = json.loads((await export_game(house.ports, game.teacher, game.id, "json")).body)
    return file


def checked(file: dict[str, Any]) -> list[str]:
    return [problem.field for problem in verify(json.dumps(file).encode(), load_tiny).problems]


async def test_an_untouched_file_holds_and_says_how_many_turns_were_played_again(house: House) -> None:
    verdict = verify(json.dumps(await played_file(house)).encode(), load_tiny)

    assert verdict.holds
    assert verdict.turns_checked == 3


async def test_a_game_finished_early_holds_as_far_as_it_went(house: House) -> None:
    game = await house.started("usa")
    await game.play_turn()
    await game.save("usa", BOOST, n=2)
    await pace.finish(house.ports, game.teacher, game.id)

    file = await export_game(house.ports, game.teacher, game.id, "json")

    assert verify(file.body, load_tiny).turns_checked == 1
    assert verify(file.body, load_tiny).holds


def _another_move(file: dict[str, Any]) -> None:
    next(move for move in file["moves"] if move["seat"] == "fiji")["body"] = curse("china")


def _a_move_left_out(file: dict[str, Any]) -> None:
    file["moves"] = [move for move in file["moves"] if move["seat"] != "fiji"]


def _a_withdrawal_undone(file: dict[str, Any]) -> None:
    file["moves"] = [move for move in file["moves"] if move["body"] is not None]


def _a_move_added(file: dict[str, Any]) -> None:
    file["moves"].append({**file["moves"][0], "turn": 3, "seat": "fiji", "by_bot": False, "body": BOOST})


def _another_bot_move(file: dict[str, Any]) -> None:
    bot = next(move for move in file["moves"] if move["by_bot"])
    bot["body"] = curse("fiji")


def _a_bot_passed_off_as_a_person(file: dict[str, Any]) -> None:
    next(move for move in file["moves"] if move["by_bot"])["by_bot"] = False


def _another_seed(file: dict[str, Any]) -> None:
    file["seed"] = "00" * 32


def _another_digest(file: dict[str, Any]) -> None:
    file["turns"][2]["digest"] = "0" * 64


def _another_scenario(file: dict[str, Any]) -> None:
    file["scenario"]["sources"]["scenario.yaml"] = "key: tinier\n"


def _a_journal_line_rewritten(file: dict[str, Any]) -> None:
    line = next(line for line in file["journal"] if line["kind"] == "turn_closed")
    line["payload"] = line["payload"].replace("usa", "fiji")


def _a_journal_line_left_out(file: dict[str, Any]) -> None:
    del file["journal"][2]


def _a_turn_left_out(file: dict[str, Any]) -> None:
    del file["turns"][2]


CHANGES: list[Callable[[dict[str, Any]], None]] = [
    _another_move,
    _a_move_left_out,
    _a_withdrawal_undone,
    _a_move_added,
    _another_bot_move,
    _a_bot_passed_off_as_a_person,
    _another_seed,
    _another_digest,
    _another_scenario,
    _a_journal_line_rewritten,
    _a_journal_line_left_out,
    _a_turn_left_out,
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__.strip("_"))
async def test_a_changed_file_is_found_out(house: House, change: Callable[[dict[str, Any]], None]) -> None:
    file = await played_file(house)
    assert checked(file) == []

    change(file)

    assert checked(file) != []


async def test_every_digest_after_a_changed_move_is_named(house: House) -> None:
    file = await played_file(house)
    _another_move(file)

    fields = checked(file)

    assert [field for field in fields if field.endswith(".digest")] == [
        f"turns[{n}].digest" for n in (1, 2, 3)
    ]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"", "file"),
        (b"\xff", "file"),
        (b"[]", "file"),
        (b"[" * 10**5, "file"),
        (b"{}", "format"),
        (b'{"format": "comity-game/2"}', "format"),
        (b'{"format": "comity-game/1", "people": []}', "people"),
    ],
    ids=["empty", "not text", "list", "deep", "no format", "other format", "unknown field"],
)
def test_what_is_no_export_is_refused_by_field(body: bytes, field: str) -> None:
    with pytest.raises(Refused) as refusal:
        verify(body, load_tiny)

    assert field in [fault.field for fault in refusal.value.faults]


async def test_a_file_from_mid_game_says_that_it_cannot_be_replayed_yet(house: House) -> None:
    game = await house.started("usa")
    file = await export_game(house.ports, game.teacher, game.id, "json")

    with pytest.raises(Refused) as refusal:
        verify(file.body, load_tiny)

    assert refusal.value.code == "no_seed"


@pytest.mark.parametrize("part", ["scenario", "turns", "moves", "journal", "game", "seed"])
async def test_a_part_missing_or_of_the_wrong_kind_is_refused_by_name(house: House, part: str) -> None:
    file = await played_file(house)
    broken = [{**file, part: wrong} for wrong in (7, [7], {"x": 7}, True)]
    broken.append({key: value for key, value in file.items() if key != part})

    for document in broken:
        with pytest.raises(Refused) as refusal:
            verify(json.dumps(document).encode(), load_tiny)
        assert refusal.value.faults[0].field.split(".")[0] == part


async def test_an_illegal_move_in_a_file_is_a_problem_not_a_crash(house: House) -> None:
    file = await played_file(house)
    file["moves"][0]["body"] = {"actions": [{"action": "fly"}]}

    assert "moves.fiji.actions[0].action" in checked(file)
