"""What was done for the empty chair: a seat reads what its house bot played and why, and nobody else does."""

import asyncio
import threading
from collections.abc import Mapping

import pytest
from tests.game.boards import read_debrief
from tests.game.house import BOOST, Game, House, curse
from tests.game.tiny_rulebook import TinyRulebook

from comity.game import debrief, seats
from comity.game.access import ANONYMOUS, Caller
from comity.game.errors import NotAllowed, NotVisible
from comity.game.played import played_turn
from comity.game.shapes import PlayedMove, PlayedTurn


async def read(game: Game, seat: str, turn: int) -> PlayedTurn:
    return await played_turn(game.ports, game.player(seat), game.id, turn)


async def let_the_bot_play(game: Game, seat: str) -> None:
    await seats.set_bot(game.ports, game.teacher, game.id, seat, True)


async def test_given_a_seat_that_saved_nothing_when_its_bot_has_played_then_its_people_read_what_and_why(
    house: House,
) -> None:
    game = await house.started("usa", "fiji")
    await let_the_bot_play(game, "usa")
    await game.save("fiji", curse("usa"))
    await game.play_turn()

    told = await read(game, "usa", 1)

    assert told.move is not None
    assert (told.move.turn, told.move.seat, told.move.by_bot) == (1, "usa", True)
    assert BOOST["actions"][0] in told.move.body["actions"]
    assert told.move.because == {"actions[0]": "Usa felt like it."}
    assert told.bot_turns == [1]


async def test_given_a_seat_that_played_itself_when_it_asks_then_it_reads_its_last_move_and_no_reasons(
    house: House,
) -> None:
    game = await house.started("usa")
    await let_the_bot_play(game, "usa")
    await game.save("usa", curse("fiji"))
    await game.save("usa", BOOST)
    await game.play_turn()

    assert await read(game, "usa", 1) == PlayedTurn(PlayedMove(1, "usa", BOOST, False, {}), {}, [])


@pytest.mark.parametrize("withdrawn", [False, True])
async def test_given_a_seat_without_a_bot_for_which_nothing_counted_when_it_asks_then_there_is_no_move(
    house: House, withdrawn: bool
) -> None:
    game = await house.started("usa")
    if withdrawn:
        await game.save("usa", BOOST)
        await game.save("usa", None)
    await game.play_turn()

    assert await read(game, "usa", 1) == PlayedTurn(None, {}, [])


@pytest.mark.parametrize("turn", [-1, 0, 2, 3, 1000])
async def test_given_a_turn_that_is_not_resolved_or_never_was_when_its_seat_asks_then_nothing_is_there(
    house: House, turn: int
) -> None:
    game = await house.started("usa", bots_fill=True)
    await let_the_bot_play(game, "usa")
    await game.play_turn()

    with pytest.raises(NotVisible):
        await read(game, "usa", turn)


async def test_given_a_bots_turn_when_who_holds_no_seat_asks_then_they_may_not_know(house: House) -> None:
    game = await house.started("usa", bots_fill=True)
    await let_the_bot_play(game, "usa")
    await game.play_turn()

    for caller in (game.teacher, await game.spectator()):
        with pytest.raises(NotAllowed):
            await played_turn(house.ports, caller, game.id, 1)
    with pytest.raises(NotVisible):
        await played_turn(house.ports, ANONYMOUS, game.id, 1)


async def test_given_bots_on_several_seats_when_each_asks_then_only_its_own_bot_is_asked_and_told_of(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    game = await house.started("usa", "fiji", bots_fill=True)
    for seat in ("usa", "fiji"):
        await let_the_bot_play(game, seat)
    await game.play_turn()
    asked = _watch_reasons(monkeypatch)

    for seat in ("usa", "fiji"):
        told = await read(game, seat, 1)
        assert told.move is not None
        assert told.move.seat == seat
        assert told.move.because == {"actions[0]": f"{seat.title()} felt like it."}

    assert [seats for seats, _ in asked] == [("usa",), ("fiji",)]


async def test_given_a_seat_that_bots_played_when_somebody_takes_it_then_they_read_what_was_done_before(
    house: House,
) -> None:
    game = await house.started("usa", bots_fill=True)
    for _ in range(2):
        await game.play_turn()

    newcomer = await game.sit("china")

    told = await played_turn(house.ports, newcomer, game.id, 2)
    assert told.move is not None
    assert (told.move.seat, told.move.by_bot, told.bot_turns) == ("china", True, [1, 2])
    assert (await played_turn(house.ports, newcomer, game.id, 1)).bot_turns == [1], "as it was known then"


async def test_given_an_ended_game_when_a_seat_asks_then_it_reads_what_the_debrief_says_of_it(
    house: House,
) -> None:
    game = await house.started("usa", "fiji", bots_fill=True)
    await let_the_bot_play(game, "usa")
    await game.played_out()

    opened = read_debrief(await debrief.debrief(house.ports, game.teacher, game.id))

    mine = [move for move in opened.moves if move.seat == "usa"]
    assert [(await read(game, "usa", turn)).move for turn in (1, 2, 3)] == mine
    assert all(move.because for move in mine)


async def test_given_a_team_that_comes_back_together_when_all_ask_then_the_bot_is_asked_once_and_aside(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    game = await house.started("usa")
    await let_the_bot_play(game, "usa")
    await game.play_turn()
    team: list[Caller] = [game.player("usa"), await game.sit("usa", "Ben"), await game.sit("usa", "Cleo")]
    asked = _watch_reasons(monkeypatch)

    told = await asyncio.gather(*(played_turn(house.ports, one, game.id, 1) for one in team * 3))

    assert all(one == told[0] for one in told)
    assert len(asked) == 1
    assert asked[0][1] != threading.get_ident(), "the event loop has others to serve"


async def test_given_a_debrief_that_was_opened_when_many_seats_read_what_was_played_then_it_is_not_made_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    game = await house.started("usa", "fiji", "china")
    for seat in ("usa", "fiji", "china"):
        await let_the_bot_play(game, seat)
    await game.played_out()
    await debrief.debrief(house.ports, game.teacher, game.id)
    for turn in (1, 2, 3):
        for seat in ("usa", "fiji", "china"):
            await read(game, seat, turn)
    asked = _watch_reasons(monkeypatch)

    await debrief.debrief(house.ports, game.teacher, game.id)

    assert asked == []


def _watch_reasons(monkeypatch: pytest.MonkeyPatch) -> list[tuple[tuple[str, ...], int]]:
    """Of whom the bots are asked for reasons from now on, and in which thread."""
    asked: list[tuple[tuple[str, ...], int]] = []
    reasons = TinyRulebook.bot_reasons

    def watched(
        book: TinyRulebook, state: bytes, of: tuple[str, ...], seed: bytes
    ) -> Mapping[str, Mapping[str, str]]:
        asked.append((of, threading.get_ident()))
        return reasons(book, state, of, seed)

    monkeypatch.setattr(TinyRulebook, "bot_reasons", watched)
    return asked
