"""The one door: who may do what, and that there is no other way to a game."""

import ast
from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import pytest
from tests.game.house import House

import comity.game
from comity.game import history, lobby
from comity.game.access import (
    ANONYMOUS,
    CONSOLE,
    MAY,
    Access,
    Action,
    Admin,
    Anonymous,
    Caller,
    Instructor,
    Principal,
    Seat,
    Spectator,
    access_classroom,
    access_game,
    allowed,
    is_id,
    require_instructor,
    require_seat,
)
from comity.game.errors import NotAllowed, NotSignedIn, NotVisible
from comity.game.records import GameRow, GameStatus

DIRECTORS = {Action.WATCH, Action.DIRECT, Action.MANAGE_SEATS, Action.DEBRIEF, Action.EXPORT}
EXPECTED: dict[str, set[Action]] = {
    "console": DIRECTORS,
    "own instructor": DIRECTORS,
    "own seat": {Action.WATCH, Action.READ_SEAT, Action.MOVE, Action.SPEAK, Action.DEBRIEF},
    "own spectator": {Action.WATCH, Action.DEBRIEF},
    "other instructor": set(),
    "other seat": set(),
    "other spectator": set(),
    "stranger": set(),
}


def principals(game: GameRow) -> dict[str, Principal]:
    return {
        "console": Admin(),
        "own instructor": Instructor(game.instructor),
        "own seat": Seat(game.id, "usa"),
        "own spectator": Spectator(game.id),
        "other instructor": Instructor("f" * 32),
        "other seat": Seat("f" * 32, "usa"),
        "other spectator": Spectator("f" * 32),
        "stranger": Anonymous(),
    }


@pytest.mark.parametrize(("who", "action"), list(product(EXPECTED, Action)))
async def test_every_principal_may_do_exactly_what_the_table_says(who: str, action: Action) -> None:
    game = _row()

    assert allowed(principals(game)[who], action, game) is (action in EXPECTED[who])


@pytest.mark.parametrize("who", EXPECTED)
async def test_after_the_end_every_member_may_export_and_nobody_else(who: str) -> None:
    game = _row(status="ended")

    may = allowed(principals(game)[who], Action.EXPORT, game)

    assert may is bool(EXPECTED[who])


async def test_an_action_that_no_rule_grants_is_refused() -> None:
    granted = set().union(*MAY.values())

    assert granted == set(Action)
    assert not any(allowed(Anonymous(), action, _row()) for action in Action)


VIEWERS: dict[str, tuple[str | None, bool, str | None, bool, int | None]] = {
    "console": (None, True, "instructor", False, None),
    "own instructor": (None, True, "instructor", False, None),
    "own seat": ("usa", False, "seat:usa", False, None),
    "own spectator": (None, False, None, True, 1),
}
"""Seat, sees everything, private stream, reads late, and the last turn whose news they may have."""


@pytest.mark.parametrize("who", VIEWERS)
def test_a_member_sees_as_far_as_their_kind_and_the_games_delay_allow(who: str) -> None:
    slow = replace(_row(), turn_no=3, spectator_delay=2)
    access = Access(slow, Caller(principals(slow)[who]))

    seen = (access.seat, access.sees_everything, access.private_viewer, access.is_delayed, access.horizon)

    assert seen == VIEWERS[who]


@pytest.mark.parametrize("who", VIEWERS)
def test_nobody_is_late_in_a_game_without_a_delay(who: str) -> None:
    prompt = replace(_row(), turn_no=3, spectator_delay=0)
    access = Access(prompt, Caller(principals(prompt)[who]))

    assert (access.is_delayed, access.horizon) == (False, None)


def test_who_acts_for_a_seat_holds_one() -> None:
    game = _row()

    assert require_seat(Access(game, Caller(Seat(game.id, "usa")))) == "usa"
    with pytest.raises(NotAllowed, match="seat"):
        require_seat(Access(game, Caller(Spectator(game.id))))


def test_an_instructors_page_is_for_instructors() -> None:
    game = _row()

    assert require_instructor(Caller(Instructor("ada"))) == Instructor("ada")
    with pytest.raises(NotSignedIn):
        require_instructor(ANONYMOUS)
    for member in (Seat(game.id, "usa"), Spectator(game.id), Admin()):
        with pytest.raises(NotAllowed):
            require_instructor(Caller(member))


async def test_a_class_exists_for_its_own_instructor_only(house: House) -> None:
    owner, other = await house.teacher(), await house.teacher()
    room = await lobby.make_class(house.ports, owner, "IR 101")

    async with house.ports.store.read() as work:
        assert (await access_classroom(work, owner, room.id)).name == "IR 101"
        for caller, wanted in ((other, room.id), (owner, "f" * 32), (owner, "no id")):
            with pytest.raises(NotVisible):
                await access_classroom(work, caller, wanted)


async def test_what_one_may_not_see_looks_like_what_does_not_exist(house: House) -> None:
    game = await house.started("usa")
    other = await house.started("usa")
    strangers = [
        ANONYMOUS,
        other.teacher,
        other.player("usa"),
        await other.spectator(),
        Caller(Instructor("f" * 32)),
    ]
    refusals = set()

    for caller in strangers:
        for game_id in (game.id, "0" * 32, "not an id", "", "\0", "\ud800"):
            with pytest.raises(NotVisible) as refusal:
                await lobby.header(house.ports, caller, game_id)
            refusals.add((str(refusal.value), refusal.value.faults))

    assert len(refusals) == 1


async def test_a_member_is_told_what_is_not_theirs_to_do(house: House) -> None:
    game = await house.started("usa")

    with pytest.raises(NotAllowed) as refusal:
        await history.role_sheet(house.ports, game.teacher, game.id)

    assert refusal.value.faults[0].field == "read_seat"


async def test_the_console_sees_every_game(house: House) -> None:
    game = await house.started("usa")

    async with house.ports.store.read() as work:
        access = await access_game(work, CONSOLE, game.id, Action.EXPORT)

    assert (access.game.id, access.seat, access.private_viewer) == (game.id, None, "instructor")


DOORS = {
    "access.py": {"find", "lock"},  # the door itself
    "lobby.py": {"find_by_code", "lock"},  # a join code is the right to look and to join
    "seats.py": {"lock"},  # a link is the right to claim
    "presence.py": {"lock"},  # a session's own seat, and nothing comes back
    "sessions.py": {"lock"},  # likewise
    "streams.py": {"find"},  # a Viewer was made at the door
    "headers.py": {"find"},  # called with a game in hand
    "submit.py": {"find"},  # after the door, under the turn's lock
    "pace.py": {"find"},  # after the door
    "erasing.py": {"find", "lock"},  # for the operator at the console, and the sweep, which acts for nobody
    "restoring.py": {"lock"},  # for the operator at the console, after a backup came back
    "resolution.py": {"find", "lock"},  # acts for nobody, on a turn that was closed
    "turn.py": {"lock"},  # the sweep acts for nobody
    "vigil.py": {"lock"},  # so does the watch
}


def test_a_game_is_fetched_only_where_somebody_has_thought_about_the_right_to_it() -> None:
    folder = Path(comity.game.__file__).parent
    fetches: dict[str, set[str]] = {}
    for path in sorted(folder.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.Attribute)
                and node.attr in ("find", "lock", "find_by_code")
                and isinstance(node.value, ast.Attribute)
                and node.value.attr == "games"
            ):
                fetches.setdefault(path.name, set()).add(node.attr)

    assert fetches == DOORS


def _row(status: GameStatus = "running") -> GameRow:
    return GameRow(
        id="a" * 32,
        classroom="c" * 32,
        instructor="b" * 32,
        title="A game",
        scenario_key="tiny",
        scenario_title="Tiny world",
        scenario_digest="d",
        rules_version="tiny-1",
        status=status,
        turn_no=1,
        turns=3,
        minutes_per_turn=10,
        early=True,
        spectator_delay=0,
        bots_fill=False,
        join_code="ABCDEF",
        seed_commitment="e",
        paused_ms=None,
        created_at=datetime(2026, 3, 2, tzinfo=UTC),
        ended_at=None,
    )


@pytest.mark.parametrize(
    ("text", "could_be"),
    [
        ("0" * 32, True),
        ("0af9" * 8, True),
        ("0" * 31, False),
        ("0" * 33, False),
        ("g" * 32, False),
    ],
)
def test_an_id_is_so_many_hexadecimal_signs(text: str, could_be: bool) -> None:
    assert is_id(text) is could_be
