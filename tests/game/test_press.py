"""Statements for all, cables for some, and nothing for anybody else."""

import pytest
from tests.game.boards import read_debrief
from tests.game.checks import Follower, told_to
from tests.game.house import Game, House

from comity.game import debrief, history, pace, press
from comity.game.access import Caller
from comity.game.errors import Conflict, NotAllowed, NotVisible, Refused, TooLarge, WrongStatus

WORDS = "We shall not be the first to raise tariffs."


async def messages(game: Game, caller: Caller) -> list[str]:
    return [message["text"] for message in (await history.snapshot(game.ports, caller, game.id)).messages]


async def test_a_statement_reaches_everybody(house: House) -> None:
    game = await house.started("usa", "fiji")
    everybody = [game.teacher, game.player("usa"), game.player("fiji"), await game.spectator()]
    followers = [await Follower.of(game, caller) for caller in everybody]

    message = await press.make_statement(house.ports, game.player("usa"), game.id, f"  {WORDS}\n")

    assert (message["from"], message["to"], message["turn"], message["text"]) == ("usa", [], 1, WORDS)
    assert [await messages(game, caller) for caller in everybody] == [[WORDS]] * 4
    assert [await follower.differences() for follower in followers] == [[], [], [], []]


async def test_who_watches_a_turn_late_reads_the_statements_of_the_turns_that_were_told(house: House) -> None:
    game = await house.started("usa", spectator_delay=1)
    watcher = await game.spectator()
    for n in (1, 2, 3):
        await press.make_statement(house.ports, game.player("usa"), game.id, f"Said in turn {n}.")
        seen = await messages(game, watcher)
        assert seen == [f"Said in turn {told}." for told in range(1, n)]
        if n < 3:
            await game.play_turn()


async def test_a_cable_reaches_its_addressees_its_sender_and_the_instructor_alone(house: House) -> None:
    game = await house.started("usa", "fiji", "china")
    callers = {seat: game.player(seat) for seat in ("usa", "fiji", "china")}
    callers |= {"instructor": game.teacher, "spectator": await game.spectator()}
    followers = {name: await Follower.of(game, caller) for name, caller in callers.items()}
    told_before = {name: len(await told_to(game, caller)) for name, caller in callers.items()}

    await press.send_cable(house.ports, callers["usa"], game.id, ["fiji"], WORDS)

    readers = {name for name, caller in callers.items() if await messages(game, caller) == [WORDS]}
    told = {name for name, caller in callers.items() if len(await told_to(game, caller)) > told_before[name]}
    assert readers == told == {"usa", "fiji", "instructor"}
    assert [await follower.differences() for follower in followers.values()] == [[]] * 5


async def test_a_teammate_who_joins_later_reads_the_seats_cables(house: House) -> None:
    game = await house.started("usa", "fiji")
    await press.send_cable(house.ports, game.player("usa"), game.id, ["fiji"], WORDS)

    assert await messages(game, await game.sit("fiji")) == [WORDS]


async def test_addressees_are_named_once_and_in_the_order_of_the_seats(house: House) -> None:
    game = await house.started("usa")

    message = await press.send_cable(
        house.ports, game.player("usa"), game.id, ["fiji", "china", "fiji"], WORDS
    )

    assert message["to"] == ["china", "fiji"]


@pytest.mark.parametrize(
    ("to", "field"), [([], "to"), (["atlantis"], "to[0]"), (["fiji", "usa"], "to[1]"), (["\ud800"], "to[0]")]
)
async def test_a_cable_to_nobody_oneself_or_a_stranger_is_refused_by_name(
    house: House, to: list[str], field: str
) -> None:
    game = await house.started("usa")

    with pytest.raises(Refused) as refusal:
        await press.send_cable(house.ports, game.player("usa"), game.id, to, WORDS)

    assert refusal.value.faults[0].field == field
    assert await messages(game, game.teacher) == []


@pytest.mark.parametrize("text", ["", " \n ", "nul\0", "\ud800", "\x1b[31m"])
async def test_empty_or_unshowable_words_are_refused_by_name(house: House, text: str) -> None:
    game = await house.started("usa")

    with pytest.raises(Refused) as refusal:
        await press.make_statement(house.ports, game.player("usa"), game.id, text)

    assert refusal.value.faults[0].field == "text"


async def test_two_thousand_characters_are_the_most(house: House) -> None:
    game = await house.started("usa")
    usa = game.player("usa")

    await press.make_statement(house.ports, usa, game.id, "é" * 2000)

    for length in (2001, 100_000):
        with pytest.raises(TooLarge):
            await press.make_statement(house.ports, usa, game.id, "x" * length)


async def test_a_seat_says_so_much_in_a_turn_and_then_waits_for_the_next(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    game = await house.started("usa", "fiji")
    usa, most = game.player("usa"), 4
    assert press.MESSAGES_A_TURN == 200
    monkeypatch.setattr(press, "MESSAGES_A_TURN", most)
    for n in range(most // 2):
        await press.make_statement(house.ports, usa, game.id, f"Statement {n}.")
        await press.send_cable(house.ports, usa, game.id, ["fiji"], f"Cable {n}.")

    with pytest.raises(Conflict) as statement:
        await press.make_statement(house.ports, usa, game.id, WORDS)
    with pytest.raises(Conflict) as cable:
        await press.send_cable(house.ports, await game.sit("usa"), game.id, ["fiji"], WORDS)

    assert {statement.value.code, cable.value.code} == {"too_many_words"}
    assert WORDS not in await messages(game, game.teacher)
    await press.make_statement(house.ports, game.player("fiji"), game.id, "We may still speak.")
    await game.play_turn()
    await press.make_statement(house.ports, usa, game.id, WORDS)
    assert len(await messages(game, game.teacher)) == most + 2


async def test_only_seats_speak(house: House) -> None:
    game = await house.started("usa")
    other = await house.started("usa")

    for caller in (game.teacher, await game.spectator()):
        with pytest.raises(NotAllowed):
            await press.make_statement(house.ports, caller, game.id, WORDS)
    with pytest.raises(NotVisible):
        await press.send_cable(house.ports, other.player("usa"), game.id, ["fiji"], WORDS)


async def test_at_the_end_the_archive_opens_to_every_member_and_takes_nothing_more(house: House) -> None:
    game = await house.started("usa", "fiji", "china")
    await press.send_cable(house.ports, game.player("usa"), game.id, ["fiji"], WORDS)
    await pace.finish(house.ports, game.teacher, game.id)
    spectator = await game.spectator()

    opened = read_debrief(await debrief.debrief(house.ports, spectator, game.id))

    assert [message["text"] for message in opened.archive] == [WORDS]
    assert await messages(game, game.player("china")) == []
    with pytest.raises(WrongStatus):
        await press.make_statement(house.ports, game.player("usa"), game.id, WORDS)
