"""From a scenario to a class in its seats."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.game.boards import public_of
from tests.game.checks import Follower
from tests.game.house import House
from tests.game.tiny_rulebook import SEATS

from comity.game import history, lobby, pace, seats, sessions
from comity.game.access import ANONYMOUS, Seat
from comity.game.errors import NotAllowed, NotSignedIn, NotVisible, Refused, WrongStatus
from comity.game.tokens import CODE_ALPHABET, new_join_code, read_join_code
from comity.rules.draws import commitment


async def test_a_new_game_waits_in_the_lobby_with_its_seed_committed_to(house: House) -> None:
    game = await house.lobby(title="  Tuesday  group ")

    header = await game.header()

    async with house.ports.store.read() as work:
        seed = await work.games.seed(game.id)
    assert (header.status, header.turn, header.turns, header.title) == ("lobby", 0, 3, "Tuesday group")
    assert header.seed is None
    assert header.seed_commitment == commitment(game.id, seed)


async def test_a_game_without_a_title_is_called_as_its_scenario(house: House) -> None:
    assert (await (await house.lobby()).header()).title == "Tiny world"


async def test_the_opening_can_be_looked_at_in_the_lobby(house: House) -> None:
    game = await house.lobby()
    player = await game.sit("usa")

    snapshot = await history.snapshot(house.ports, player, game.id)

    assert public_of(snapshot).turn == 0
    assert snapshot.own is not None
    assert [seat.seat for seat in snapshot.seats] == list(SEATS)


@pytest.mark.parametrize(
    ("field", "wish"),
    [
        ("scenario", {"scenario": "atlantis"}),
        ("minutes_per_turn", {"minutes_per_turn": 0}),
        ("minutes_per_turn", {"minutes_per_turn": 43_201}),
        ("spectator_delay", {"spectator_delay": 4}),
        ("spectator_delay", {"spectator_delay": -1}),
        ("length", {"length": "eternity"}),
        ("theory", {"theory": "astrology"}),
        ("title", {"title": "x" * 121}),
        ("title", {"title": "\0"}),
    ],
)
async def test_a_wish_out_of_range_is_refused_by_name(house: House, field: str, wish: dict[str, Any]) -> None:
    teacher = await house.teacher()
    room = await lobby.make_class(house.ports, teacher, "IR 101")

    with pytest.raises(Refused) as refusal:
        await lobby.make_game(house.ports, teacher, room.id, lobby.GameWish(**{"scenario": "tiny", **wish}))

    assert refusal.value.faults[0].field == field
    assert await lobby.list_games(house.ports, teacher, room.id) == []


async def test_a_class_lists_its_games(house: House) -> None:
    game = await house.lobby()

    listed = await lobby.list_games(house.ports, game.teacher, game.classroom)

    assert [header.id for header in listed] == [game.id]


async def test_whoever_has_the_code_sees_the_seats_and_takes_one(house: House) -> None:
    game = await house.lobby()

    before = await lobby.look(house.ports, game.code.lower())
    signed_in = await lobby.join(house.ports, game.code, "Grace", "fiji")
    after = await lobby.look(house.ports, game.code)

    assert [seat.taken for seat in before.seats] == [False, False, False]
    assert [(seat.seat, seat.holders) for seat in after.seats if seat.taken] == [("fiji", 1)]
    assert signed_in.caller.principal == Seat(game.id, "fiji")
    assert await sessions.authenticate(house.ports, signed_in.token) == signed_in.caller


async def test_several_people_hold_one_seat(house: House) -> None:
    game = await house.lobby()
    await game.sit("usa", "Grace")
    house.clock.advance(seconds=1)
    await game.sit("usa", "Alan")

    room = await seats.room(house.ports, game.teacher, game.id)

    assert [[person.name for person in seat.people] for seat in room.seats] == [[], [], ["Grace", "Alan"]]


async def test_a_personal_code_brings_a_person_back_on_another_device(house: House) -> None:
    game = await house.lobby()
    joined = await lobby.join(house.ports, game.code, "Grace", "usa")
    assert joined.personal_code is not None

    again = await seats.claim(house.ports, joined.personal_code)

    assert again.caller.person == joined.caller.person
    assert again.caller.name == "Grace"
    assert again.caller.session != joined.caller.session
    assert len((await seats.room(house.ports, game.teacher, game.id)).seats[2].people) == 1


async def test_joining_switches_the_seats_bot_off(house: House) -> None:
    game = await house.started("usa", bots_fill=True)

    await game.sit("fiji")

    room = await seats.room(house.ports, game.teacher, game.id)
    assert {seat.seat: seat.bot for seat in room.seats} == {"china": True, "fiji": False, "usa": False}


async def test_a_latecomer_joins_in_mid_game(house: House) -> None:
    game = await house.started("usa")
    await game.play_turn()

    late = await game.sit("fiji")

    assert (await history.snapshot(house.ports, late, game.id)).header.turn == 2


async def test_an_ended_game_takes_nobody(house: House) -> None:
    game = await house.started("usa")
    await pace.finish(house.ports, game.teacher, game.id)

    with pytest.raises(WrongStatus) as refusal:
        await game.sit("fiji")

    assert refusal.value.code == "game_ended"


@pytest.mark.parametrize("code", ["", "AAAAA", "AAAAAAA", "AAAAA!", "\0" * 6, "ÄÖÜÄÖÜ", "\ud800" * 6])
async def test_a_code_that_no_game_has_is_refused_by_name(house: House, code: str) -> None:
    await house.lobby()

    with pytest.raises(Refused) as refusal:
        await lobby.look(house.ports, code)

    assert refusal.value.faults[0].field == "code"


async def test_a_seat_that_is_not_there_is_refused_by_name(house: House) -> None:
    game = await house.lobby()

    with pytest.raises(Refused) as refusal:
        await lobby.join(house.ports, game.code, "Grace", "atlantis")

    assert refusal.value.faults[0].field == "seat"


async def test_everybody_follows_the_lobby_by_its_events(house: House) -> None:
    game = await house.lobby()
    usa = await game.sit("usa")
    followers = [await Follower.of(game, caller) for caller in (usa, game.teacher, await game.spectator())]

    await game.sit("fiji")
    await game.sit("usa", "Alan")

    assert [await follower.differences() for follower in followers] == [[], [], []]


async def test_only_an_instructor_makes_games_and_only_in_an_own_class(house: House) -> None:
    game = await house.lobby()
    player, other = await game.sit("usa"), await house.teacher()
    wish = lobby.GameWish(scenario="tiny")

    with pytest.raises(NotAllowed):
        await lobby.make_game(house.ports, player, game.classroom, wish)
    with pytest.raises(NotSignedIn):
        await lobby.make_game(house.ports, ANONYMOUS, game.classroom, wish)
    with pytest.raises(NotVisible):
        await lobby.make_game(house.ports, other, game.classroom, wish)


class Dice:
    """Bytes from a list, for codes."""

    def __init__(self, values: bytes) -> None:
        self._values = values

    def bytes(self, count: int) -> bytes:
        drawn, self._values = self._values[:count], self._values[count:] + self._values[:count]
        return drawn


@given(st.binary(min_size=60, max_size=60).filter(lambda values: sum(value < 234 for value in values) > 10))
def test_a_join_code_has_six_signs_that_nobody_misreads(values: bytes) -> None:
    code = new_join_code(Dice(values))

    assert len(code) == 6
    assert set(code) <= set(CODE_ALPHABET)
    assert not set(code) & set("01OIL8BSZU")
    assert read_join_code(f" {code[:3].lower()}-{code[3:]} ") == code
