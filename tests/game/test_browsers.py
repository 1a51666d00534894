"""In how many browsers people are signed in: where a personal code went round, the instructor sees it."""

from dataclasses import dataclass

import pytest
from tests.game.checks import Follower, told_to
from tests.game.house import Game, House

from comity.game import seats, sessions
from comity.game.access import Caller


@dataclass(frozen=True)
class Table:
    """Grace holds the seat of the United States, and `code` is hers."""

    game: Game
    grace: Caller
    code: str

    async def browsers(self) -> list[int]:
        """Of each of the seat's people, as the instructor's room has it."""
        room = await seats.room(self.game.ports, self.game.teacher, self.game.id)
        return [person.browsers for seat in room.seats if seat.seat == "usa" for person in seat.people]

    async def told(self) -> list[int]:
        """How many browsers of Grace the instructor was told of, news by news."""
        told = await told_to(self.game, self.game.teacher)
        rooms = [event["seat"] for event in told if event["type"] == "room_changed"]
        return [room["people"][0]["browsers"] for room in rooms if room["seat"] == "usa" and room["people"]]


@pytest.fixture
async def table(house: House) -> Table:
    game = await house.started("fiji")
    link = await seats.new_seat_link(house.ports, game.teacher, game.id, "usa")
    grace = await seats.claim(house.ports, link, "Grace")
    assert grace.personal_code is not None
    return Table(game, grace.caller, grace.personal_code)


async def test_given_a_personal_code_when_it_is_opened_again_then_the_instructor_is_told_of_two_browsers(
    table: Table,
) -> None:
    before = await table.told()

    await seats.claim(table.game.ports, table.code)

    assert await table.browsers() == [2]
    assert (before, await table.told()) == ([1], [1, 2])


async def test_given_two_browsers_when_it_is_told_then_nobody_else_hears_of_it(table: Table) -> None:
    others = (table.grace, table.game.player("fiji"), await table.game.spectator())
    followers = [await Follower.of(table.game, caller) for caller in others]
    before = [await told_to(table.game, caller) for caller in others]

    await seats.claim(table.game.ports, table.code)

    assert [await follower.differences() for follower in followers] == [[], [], []]
    assert [await told_to(table.game, caller) for caller in others] == before


@pytest.mark.parametrize("how", ["the other signs out", "Grace ends all others"])
async def test_given_two_browsers_when_one_is_ended_then_one_is_told_of(table: Table, how: str) -> None:
    other = await seats.claim(table.game.ports, table.code)

    if how == "the other signs out":
        await sessions.sign_out(table.game.ports, other.caller)
    else:
        await sessions.end_other_sessions(table.game.ports, table.grace)

    assert await table.browsers() == [1]
    assert (await table.told())[-2:] == [2, 1]
