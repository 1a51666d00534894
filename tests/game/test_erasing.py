"""Erasing: no trace of a person in any table or file, and a game that still proves itself."""

import secrets
from dataclasses import replace
from datetime import timedelta
from typing import get_args

import pytest
from sqlalchemy import select
from tests.game.boards import read_debrief
from tests.game.checks import numbering_gaps
from tests.game.house import BOOST, PASSWORD, Game, House, curse
from tests.game.tiny_rulebook import load_tiny

from comity.game import accounts, debrief, history, lobby, pace, press, seats, sessions
from comity.game.erasing import Erased, erase_overdue, erase_person, look_for
from comity.game.errors import NotSignedIn, NotVisible, Refused
from comity.game.export import Format, export_game
from comity.game.redacting import ERASED
from comity.game.replay import verify
from comity.store import tables
from comity.store.engine import make_engine

FORMATS: tuple[Format, ...] = get_args(Format)
YEAR = 12


def canary(of: str) -> str:
    """A word that stands nowhere else."""
    return f"{of}{secrets.token_hex(16)}"


async def tables_holding(house: House, *words: str) -> set[str]:
    """The tables in which any of the words stands, in whatever column, as text or as bytes."""
    needles = [word.encode() for word in words]
    engine = make_engine(house.database_url)
    found = set()
    async with engine.connect() as connection:
        for table in tables.metadata.sorted_tables:
            for row in await connection.execute(select(table)):
                cells = [cell if isinstance(cell, bytes) else str(cell).encode() for cell in row]
                if any(needle in cell for needle in needles for cell in cells):
                    found.add(table.name)
    await engine.dispose()
    return found


async def files_of(house: House, game: Game) -> bytes:
    return b"".join([(await export_game(house.ports, game.teacher, game.id, form)).body for form in FORMATS])


class Told:
    """A game in which one person, with a teammate, has moved and spoken, and what they said."""

    def __init__(self, game: Game) -> None:
        self.game = game
        self.name, self.statement, self.cable = canary("Eve "), canary("we "), canary("psst ")
        self.key = canary("key-")

    @property
    def words(self) -> tuple[str, ...]:
        return self.name, self.statement, self.cable, self.key

    async def play(self) -> "Told":
        game, ports = self.game, self.game.ports
        await game.sit("usa", self.name)
        usa = game.player("usa")
        await pace.start(ports, game.teacher, game.id)
        await press.make_statement(ports, usa, game.id, self.statement)
        await press.send_cable(ports, usa, game.id, ["fiji"], self.cable)
        await game.save("usa", BOOST, key=self.key)
        await press.send_cable(ports, game.player("fiji"), game.id, ["usa"], "I heard you.")
        await game.play_turn()
        return self

    async def person(self) -> str:
        (known,) = await look_for(self.game.ports, self.name)
        return known.person


@pytest.fixture
async def told(house: House) -> Told:
    game = await house.lobby()
    await game.sit("fiji", "Finn")
    await game.sit("usa", "Uma")
    return await Told(game).play()


async def test_no_word_of_an_erased_person_is_left_in_any_table_or_file(house: House, told: Told) -> None:
    assert await tables_holding(house, *told.words) == {"person", "message", "move", "delivery"}
    await told.game.played_out()

    erased = await erase_person(house.ports, await told.person())

    assert (erased.people, erased.messages) == (1, 2)
    assert await tables_holding(house, *told.words) == set()
    files = await files_of(house, told.game)
    assert [word for word in told.words if word.encode() in files] == []


async def test_a_game_without_one_of_its_people_still_proves_itself(house: House, told: Told) -> None:
    await told.game.save("fiji", curse("usa"), n=2)
    await told.game.played_out()
    before = verify((await export_game(house.ports, told.game.teacher, told.game.id, "json")).body, load_tiny)

    await erase_person(house.ports, await told.person())

    after = verify((await export_game(house.ports, told.game.teacher, told.game.id, "json")).body, load_tiny)
    assert before.holds
    assert after == before
    assert await numbering_gaps(told.game) == []


async def test_others_keep_their_words_and_read_erased_where_somebody_spoke(house: House, told: Told) -> None:
    game = told.game

    await erase_person(house.ports, await told.person())

    snapshot = await history.snapshot(house.ports, game.player("fiji"), game.id)
    assert sorted(message["text"] for message in snapshot.messages) == sorted(
        [ERASED, ERASED, "I heard you."]
    )
    room = await seats.room(house.ports, game.teacher, game.id)
    people = {seat.seat: [person.name for person in seat.people] for seat in room.seats}
    assert people == {"china": [], "fiji": ["Finn"], "usa": ["Uma"]}


async def test_the_words_of_a_teammate_in_the_same_seat_stay(house: House, told: Told) -> None:
    mate = await told.game.sit("usa", "Mate")
    await press.make_statement(house.ports, mate, told.game.id, "I stay.")

    await erase_person(house.ports, await told.person())

    seen = await history.snapshot(house.ports, mate, told.game.id)
    read = [message["text"] for message in seen.messages]
    assert "I stay." in read
    assert told.statement not in read


async def test_an_erased_person_is_out_and_open_screens_begin_anew(house: House, told: Told) -> None:
    game, usa = told.game, told.game.player("usa")
    epoch = (await history.snapshot(house.ports, game.player("fiji"), game.id)).epoch

    await erase_person(house.ports, await told.person())

    assert await sessions.still_valid(house.ports, {usa.session or ""}) == set()
    assert (await history.snapshot(house.ports, game.player("fiji"), game.id)).epoch != epoch
    with pytest.raises(Refused):
        await erase_person(house.ports, usa.person or "")


async def test_a_running_game_goes_on(house: House, told: Told) -> None:
    await erase_person(house.ports, await told.person())

    await told.game.played_out()

    assert read_debrief(await debrief.debrief(house.ports, told.game.teacher, told.game.id)).commitment_holds


async def test_who_lost_a_seat_before_doing_anything_is_found_in_what_was_told(house: House) -> None:
    game, name = await house.lobby(), canary("Zoe ")
    await game.sit("usa", name)
    await seats.new_seat_link(house.ports, game.teacher, game.id, "usa")
    (known,) = await look_for(house.ports, name)

    await erase_person(house.ports, known.person)

    assert known.places == ()
    assert await tables_holding(house, name) == set()


@pytest.mark.parametrize("nickname", ['"Zed"', "back\\slash", "Zoë 😀"])
async def test_a_name_is_found_however_json_writes_its_signs(house: House, nickname: str) -> None:
    game, name = await house.lobby(), canary("Zoe ")
    seated = await game.sit("usa", f"{name} {nickname}")
    await seats.new_seat_link(house.ports, game.teacher, game.id, "usa")

    await erase_person(house.ports, seated.person or "")

    assert await tables_holding(house, name) == set()


async def test_words_of_unknown_authors_go_with_whoever_held_the_seat(house: House, told: Told) -> None:
    engine = make_engine(house.database_url)
    async with engine.begin() as connection:
        await connection.execute(tables.message.update().values(person=None))
    await engine.dispose()

    await erase_person(house.ports, await told.person())

    assert await tables_holding(house, *told.words) == set()


async def test_a_dry_run_tells_the_same_numbers_and_changes_nothing(house: House, told: Told) -> None:
    person, before = await told.person(), await tables_holding(house, *told.words)

    asked = await erase_person(house.ports, person, dry_run=True)

    assert await tables_holding(house, *told.words) == before
    assert await erase_person(house.ports, person) == asked


async def test_people_are_found_by_id_and_by_name_in_any_case_and_spacing(house: House) -> None:
    game = await house.lobby()
    first, second = await game.sit("usa", "Ana  Gómez"), await game.sit("fiji", "ana GÓMEZ")

    assert {known.person for known in await look_for(house.ports, " Ana gómez ")} == {
        first.person,
        second.person,
    }
    (known,) = await look_for(house.ports, first.person or "")
    assert [seat for _, seat in known.places] == ["Government of Usa"]
    assert await look_for(house.ports, "Ana") == []


class TestInstructors:
    async def test_lose_name_login_titles_and_the_way_in(self, house: House) -> None:
        invite, name = await accounts.invite_instructor(house.ports), canary("Dr ")
        teacher = (await accounts.accept_invite(house.ports, invite, name, PASSWORD)).caller
        room = await lobby.make_class(house.ports, teacher, f"{name}, Tuesday")
        wish = lobby.GameWish(scenario="tiny", title=f"{name}: final")
        made = await lobby.make_game(house.ports, teacher, room.id, wish)
        await pace.start(house.ports, teacher, made.id)
        await pace.finish(house.ports, teacher, made.id)
        assert await tables_holding(house, name) >= {"person", "classroom", "game", "delivery"}

        await erase_person(house.ports, teacher.person or "")

        assert await tables_holding(house, name, name.casefold()) == set()
        with pytest.raises(NotSignedIn):
            await accounts.log_in(house.ports, name, PASSWORD)
        with pytest.raises(NotSignedIn):
            await accounts.log_in(house.ports, teacher.person or "", PASSWORD)

    async def test_are_kept_while_they_direct_a_game(self, house: House) -> None:
        game = await house.started("usa", title="The final")

        with pytest.raises(Refused) as refusal:
            await erase_person(house.ports, game.teacher.person or "")

        assert "The final" in refusal.value.faults[0].message
        assert "Finish" in refusal.value.faults[0].fix


class TestOverdue:
    async def test_a_game_long_over_keeps_nobody_and_still_proves_itself(
        self, house: House, told: Told
    ) -> None:
        spectator = await told.game.spectator()
        await told.game.played_out()
        file = (await export_game(house.ports, told.game.teacher, told.game.id, "json")).body
        house.clock.advance(days=366)

        erased = await erase_overdue(house.ports, YEAR)

        assert (erased.people, erased.messages, erased.games) == (3, 3, 0)
        assert await tables_holding(house, *told.words, "Uma", "Finn", "I heard you.") == set()
        after = (await export_game(house.ports, told.game.teacher, told.game.id, "json")).body
        assert verify(after, load_tiny) == verify(file, load_tiny)
        assert await sessions.still_valid(house.ports, {spectator.session or ""}) == set()
        assert await erase_overdue(house.ports, YEAR) == Erased()

    async def test_a_game_that_ended_within_the_time_is_left_alone(self, house: House, told: Told) -> None:
        await told.game.played_out()
        house.clock.advance(days=364)

        assert await erase_overdue(house.ports, YEAR) == Erased()
        assert (await erase_overdue(house.ports, YEAR - 1, dry_run=True)).people == 3
        house.clock.advance(days=1000)
        assert await erase_overdue(house.ports, 0) == Erased()

    async def test_a_game_that_nobody_finished_counts_from_its_last_event(
        self, house: House, told: Told
    ) -> None:
        await pace.pause(house.ports, told.game.teacher, told.game.id)
        house.clock.advance(days=366)

        assert (await erase_overdue(house.ports, YEAR)).people == 3
        assert await erase_overdue(house.ports, YEAR) == Erased()

    async def test_a_class_goes_whole_on_its_day_and_not_before(self, house: House, told: Told) -> None:
        await told.game.played_out()
        teacher, today = told.game.teacher, house.clock.now().date()
        room = await lobby.make_class(house.ports, teacher, canary("IR "), today + timedelta(days=30))
        wish = lobby.GameWish(scenario="tiny", minutes_per_turn=10, early=False)
        made = await lobby.make_game(house.ports, teacher, room.id, wish)
        code = (await seats.room(house.ports, teacher, made.id)).join_code
        theirs = replace(told.game, id=made.id, classroom=room.id, code=code)
        await theirs.sit("fiji")
        doomed = await Told(theirs).play()
        house.clock.advance(days=29)
        assert await erase_overdue(house.ports, YEAR) == Erased()

        house.clock.advance(days=1)
        asked = await erase_overdue(house.ports, YEAR, dry_run=True)
        erased = await erase_overdue(house.ports, YEAR)

        assert asked == erased
        assert (erased.people, erased.games, erased.classes) == (2, 1, 1)
        assert await tables_holding(house, *doomed.words, room.name, made.id) == set()
        assert await tables_holding(house, *told.words) == {"person", "message", "move", "delivery"}
        with pytest.raises(NotVisible):
            await history.snapshot(house.ports, teacher, made.id)

    async def test_people_whom_nothing_names_go_at_once(self, house: House) -> None:
        game, name = await house.lobby(), canary("Zoe ")
        await game.sit("usa", name)
        await seats.new_seat_link(house.ports, game.teacher, game.id, "usa")

        assert (await erase_overdue(house.ports, YEAR)).people == 1
        assert await tables_holding(house, name) == set()
