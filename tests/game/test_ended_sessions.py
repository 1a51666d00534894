"""A session that ends while a request of it is on its way: nothing more is done in its name.

Whoever asks was somebody when the request came in. By the time that the game is theirs to change, the seat
may have been handed over, the link drawn in, or the password renewed.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from tests.game.house import BOOST, Game, House

from comity.game import erasing, injects, lobby, pace, press, seats, sessions, submit
from comity.game.access import Caller
from comity.game.errors import NotSignedIn
from comity.game.records import MoveRow
from comity.rules.moves import Injected
from comity.store.moves import MovesTable
from comity.store.seats import SeatsTable

KEY = "0123456789abcdef"
LOOK_ON_SECONDS = 0.5
"""How long somebody is watched who has to wait for another."""

Act = Callable[[Game, Caller], Awaitable[object]]


async def save(game: Game, caller: Caller) -> object:
    return await submit.submit_move(game.ports, caller, game.id, 1, BOOST, idem_key=KEY)


async def withdraw(game: Game, caller: Caller) -> object:
    return await submit.submit_move(game.ports, caller, game.id, 1, None, idem_key=KEY)


async def say_ready(game: Game, caller: Caller) -> object:
    return await submit.set_ready(game.ports, caller, game.id, 1, True)


async def state(game: Game, caller: Caller) -> object:
    return await press.make_statement(game.ports, caller, game.id, "We yield.")


async def cable(game: Game, caller: Caller) -> object:
    return await press.send_cable(game.ports, caller, game.id, ["fiji"], "We yield.")


async def ask_for_a_ticket(game: Game, caller: Caller) -> object:
    return await sessions.issue_ticket(game.ports, caller, game.id)


async def pause(game: Game, caller: Caller) -> object:
    return await pace.pause(game.ports, caller, game.id)


async def extend(game: Game, caller: Caller) -> object:
    return await pace.extend(game.ports, caller, game.id, 1, 1)


async def resolve(game: Game, caller: Caller) -> object:
    return await pace.resolve_now(game.ports, caller, game.id, 1)


async def inject(game: Game, caller: Caller) -> object:
    return await injects.send(game.ports, caller, game.id, Injected("eclipse"))


async def hand_over(game: Game, caller: Caller) -> object:
    return await seats.new_seat_link(game.ports, caller, game.id, "usa")


async def show_out(game: Game, caller: Caller) -> object:
    return await seats.new_spectator_link(game.ports, caller, game.id, show_out=True)


async def switch_a_bot(game: Game, caller: Caller) -> object:
    return await seats.set_bot(game.ports, caller, game.id, "china", True)


async def make_a_class(game: Game, caller: Caller) -> object:
    return await lobby.make_class(game.ports, caller, "Mine from now on")


async def make_a_game(game: Game, caller: Caller) -> object:
    return await lobby.make_game(game.ports, caller, game.classroom, lobby.GameWish("tiny"))


OF_A_SEAT: list[Act] = [save, withdraw, say_ready, state, cable, ask_for_a_ticket]
OF_AN_INSTRUCTOR: list[Act] = [
    pause,
    extend,
    resolve,
    inject,
    hand_over,
    show_out,
    switch_a_bot,
    make_a_class,
    make_a_game,
    ask_for_a_ticket,
]


async def traces(game: Game, caller: Caller) -> dict[str, Any]:
    """What a seat's, and an instructor's, requests leave behind."""
    async with game.ports.store.read() as work:
        row = await work.games.find(game.id)
        assert caller.person is not None
        return {
            "game": row,
            "turn": await work.turns.find(game.id, 1),
            "seats": await work.seats.of_game(game.id),
            "moves": await work.moves.of_game(game.id),
            "messages": await work.messages.of_game(game.id),
            "journal": await work.journal.of_game(game.id),
            "streams": await work.streams.find(game.id, "public"),
            "classes": await work.classrooms.of_instructor(game.teacher.person or ""),
            "games": await work.games.of_classroom(game.classroom),
        }


@pytest.mark.parametrize("act", OF_A_SEAT)
async def test_given_a_request_of_a_seat_when_the_seat_was_handed_over_meanwhile_then_it_is_refused(
    house: House, act: Act
) -> None:
    game = await house.started("usa", "fiji")
    usa = game.player("usa")
    await seats.new_seat_link(house.ports, game.teacher, game.id, "usa")
    before = await traces(game, usa)

    with pytest.raises(NotSignedIn):
        await act(game, usa)

    assert await traces(game, usa) == before


@pytest.mark.parametrize("act", OF_A_SEAT)
async def test_given_a_request_of_a_seat_when_its_browser_signed_out_meanwhile_then_only_a_teammates_is_taken(
    house: House, act: Act
) -> None:
    game = await house.started("usa", "fiji")
    usa = game.player("usa")
    teammate = await game.sit("usa", "Alan")
    await sessions.sign_out(house.ports, usa)

    with pytest.raises(NotSignedIn):
        await act(game, usa)

    await act(game, teammate)


@pytest.mark.parametrize("act", OF_AN_INSTRUCTOR)
async def test_given_a_request_of_an_instructor_when_the_password_was_renewed_meanwhile_then_it_is_refused(
    house: House, act: Act
) -> None:
    game = await house.started("usa", "fiji")
    await house.renewed(game.teacher)
    before = await traces(game, game.teacher)

    with pytest.raises(NotSignedIn):
        await act(game, game.teacher)

    assert await traces(game, game.teacher) == before


async def test_given_a_session_of_an_older_version_when_its_row_survived_then_nothing_is_done_by_it(
    house: House,
) -> None:
    game = await house.started("usa")
    async with house.ports.store.write() as work:
        await work.seats.rotate(game.id, "usa")

    with pytest.raises(NotSignedIn):
        await save(game, game.player("usa"))


@pytest.mark.parametrize("act", [save, say_ready, state, ask_for_a_ticket])
async def test_given_a_seat_in_the_middle_of_a_hand_over_when_its_old_team_acts_then_it_waits_and_is_refused(
    house: House, act: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    game = await house.started("usa", "fiji")
    unseat = SeatsTable.unseat_all
    acts: list[asyncio.Future[object]] = []

    async def unseat_and_be_watched(table: SeatsTable, *of: str) -> None:
        acts.append(asyncio.ensure_future(act(game, game.player("usa"))))
        done, _ = await asyncio.wait(acts, timeout=LOOK_ON_SECONDS)
        assert not done
        await unseat(table, *of)

    monkeypatch.setattr(SeatsTable, "unseat_all", unseat_and_be_watched)
    await seats.new_seat_link(house.ports, game.teacher, game.id, "usa")

    with pytest.raises(NotSignedIn):
        await acts[0]
    async with house.ports.store.read() as work:
        assert await work.moves.of_game(game.id) == []
        assert await work.messages.of_game(game.id) == []


def watch_while_saving(monkeypatch: pytest.MonkeyPatch, meanwhile: Callable[[], Awaitable[Any]]) -> list[Any]:
    """What is done while a move is about to be stored; it has to wait until the move is."""
    add = MovesTable.add
    done_meanwhile: list[asyncio.Future[Any]] = []

    async def be_watched_and_add(table: MovesTable, move: MoveRow) -> bool:
        done_meanwhile.append(asyncio.ensure_future(meanwhile()))
        done, _ = await asyncio.wait(done_meanwhile, timeout=LOOK_ON_SECONDS)
        assert not done
        return await add(table, move)

    monkeypatch.setattr(MovesTable, "add", be_watched_and_add)
    return done_meanwhile


async def test_given_a_move_that_is_being_saved_when_its_seat_is_handed_over_then_that_waits_for_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    game = await house.started("usa")
    links = watch_while_saving(
        monkeypatch, lambda: seats.new_seat_link(game.ports, game.teacher, game.id, "usa")
    )

    receipt = await game.save("usa", BOOST)

    alan = (await seats.claim(house.ports, await links[0], "Alan")).caller
    saved = await submit.saved_move(house.ports, alan, game.id, 1)
    assert saved is not None
    assert (receipt.rev, saved.rev, saved.by) == (1, 1, "Player of usa")


async def test_given_a_move_that_is_being_saved_when_its_player_is_erased_then_that_waits_for_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    game = await house.started("usa")
    usa = game.player("usa")
    erasures = watch_while_saving(monkeypatch, lambda: erasing.erase_person(house.ports, usa.person or ""))

    receipt = await game.save("usa", BOOST)

    assert (await erasures[0]).people == 1
    async with house.ports.store.read() as work:
        (move,) = await work.moves.of_game(game.id)
    assert (receipt.rev, move.rev, move.person) == (1, 1, None)
