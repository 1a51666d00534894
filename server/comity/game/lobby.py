"""Classes, games, and the way into a game by its six-character code."""

import asyncio
from dataclasses import dataclass
from datetime import date

from comity.game import journal
from comity.game.access import (
    Action,
    Caller,
    access_classroom,
    access_game,
    hold_session,
    require_instructor,
)
from comity.game.errors import Refused
from comity.game.headers import header_of, resolved_turn
from comity.game.invariants import certain
from comity.game.ports import Ports, UnitOfWork
from comity.game.records import ClassroomRow, GameRow, ResolutionRow, SeatRow
from comity.game.rulebook import OpeningTurn, Rulebook, Variants
from comity.game.seating import seating_of
from comity.game.seats import take_seat
from comity.game.sessions import SignedIn
from comity.game.shapes import ClassView, GameHeader, LookedUp, OpenSeat
from comity.game.shelf import public_board
from comity.game.streams import open_streams
from comity.game.tokens import CODE_ALPHABET, CODE_LENGTH, new_id, new_join_code, read_join_code
from comity.game.wire import instant
from comity.game.words import NAME_LENGTH, TITLE_LENGTH, clean_line
from comity.game.work import writing
from comity.rules.draws import commitment
from comity.rules.faults import Fault
from comity.scenarios.sources import chosen

LONGEST_TURN_MINUTES = 30 * 24 * 60
LONGEST_DELAY = 3
CODES_TRIED = 20
"""With 300 million codes, twenty taken ones in a row mean that something else is wrong."""


async def make_class(ports: Ports, caller: Caller, name: str, delete_on: date | None = None) -> ClassView:
    """A class of the calling instructor; what was played in it may be deleted from `delete_on`."""
    owner = require_instructor(caller)
    name = clean_line(name, "name", TITLE_LENGTH)
    async with ports.store.write() as work:
        await hold_session(work, caller)
        row = ClassroomRow(new_id(ports.randomness), owner.person, name, delete_on, await work.now())
        await work.classrooms.add(row)
    return _class_view(row)


async def list_classes(ports: Ports, caller: Caller) -> list[ClassView]:
    owner = require_instructor(caller)
    async with ports.store.read() as work:
        return [_class_view(row) for row in await work.classrooms.of_instructor(owner.person)]


async def list_games(ports: Ports, caller: Caller, classroom: str) -> list[GameHeader]:
    async with ports.store.read() as work:
        room = await access_classroom(work, caller, classroom)
        return [await header_of(work, game.id) for game in await work.games.of_classroom(room.id)]


@dataclass(frozen=True, slots=True)
class GameWish:
    """How the instructor wants the game. `minutes_per_turn` None: no clock (else 1..43200)."""

    scenario: str
    length: str | None = None
    theory: str | None = None
    title: str | None = None
    minutes_per_turn: int | None = None
    early: bool = True
    spectator_delay: int = 0
    bots_fill: bool = False


async def make_game(ports: Ports, caller: Caller, classroom: str, wish: GameWish) -> GameHeader:
    """A game in the lobby, with its scenario pinned, its opening made and its seed committed to.

    Raises Refused for an unknown scenario, length or theory, or a value out of range.
    """
    require_instructor(caller)
    title = None if wish.title is None else clean_line(wish.title, "title", TITLE_LENGTH)
    _check_range("minutes_per_turn", wish.minutes_per_turn, 1, LONGEST_TURN_MINUTES)
    _check_range("spectator_delay", wish.spectator_delay, 0, LONGEST_DELAY)
    sources = ports.scenarios.sources(wish.scenario)
    if sources is None:
        message = "There is no scenario of this name."
        raise Refused(
            Fault("unknown_scenario", "scenario", message, "Choose one from the list of scenarios.")
        )
    book = await ports.shelf.compile(sources)
    if wish.length is not None or wish.theory is not None:
        _check_variant(book.variants, wish)
        sources = chosen(sources, length=wish.length, theory=wish.theory)
        book = await ports.shelf.compile(sources)
    seed = ports.randomness.bytes(32)
    opening = await asyncio.to_thread(book.opening, seed)
    async with writing(ports) as work:
        await hold_session(work, caller)
        room = await access_classroom(work, caller, classroom)
        await work.scenarios.pin(book.scenario_digest, book.scenario_key, sources)
        game = await _add_game(ports, work, room, book, wish, title=title, seed=seed)
        await _furnish(ports, work, game, book, opening)
        return await header_of(work, game.id)


async def header(ports: Ports, caller: Caller, game: str) -> GameHeader:
    async with ports.store.read() as work:
        access = await access_game(work, caller, game, Action.WATCH)
        return await header_of(work, access.game.id, horizon=access.horizon)


async def look(ports: Ports, code: str) -> LookedUp:
    """What a join code leads to, for anybody who has it. Raises Refused (`unknown_code`)."""
    async with ports.store.read() as work:
        game = await _game_by_code(work, code)
        seating = await seating_of(work, game)
        book = await ports.shelf.of(work, game.scenario_digest)
        # Whoever has only the code sees the world as the scenario tells it, and nothing that was played.
        opening = public_board(book, (await resolved_turn(work, game.id, 0)).state).states
        words = book.texts()
        seats = [
            OpenSeat(
                seat=seat.key,
                name=seat.name,
                state=seat.state,
                holders=len(seating.holders.get(seat.key, ())),
                taken=seating.is_held(seat),
                bot=seat.bot,
                state_name=str(words["states"][seat.state]["name"]),
                brief=str(words["seats"][seat.key]["brief"]),
                power=opening[seat.state].power,
                predisposition=opening[seat.state].predisposition,
            )
            for seat in seating.seats
        ]
        return LookedUp(game.id, game.title, game.scenario_title, seats)


async def join(ports: Ports, code: str, name: str, seat: str) -> SignedIn:
    """Takes a seat under a name, with others who hold it; switches its bot off. Ended games take nobody.

    A seat that was handed over takes people by its own link: those who were shown out know the code too.
    """
    name = clean_line(name, "name", NAME_LENGTH)
    async with writing(ports) as work:
        found = await _game_by_code(work, code)
        game = certain(await work.games.lock(found.id), "games are not deleted under those who join")
        rows = {row.key: row for row in await work.seats.of_game(game.id)}
        if seat not in rows:
            message = "There is no such seat in this game."
            raise Refused(Fault("unknown_seat", "seat", message, f"Choose among {', '.join(rows)}."))
        if rows[seat].credential_version:
            message = "This seat has a personal link, and takes nobody by the join code any more."
            raise Refused(Fault("seat_by_link", "seat", message, "Ask the instructor for the seat's link."))
        return await take_seat(ports, work, game, rows[seat], name)


async def _add_game(
    ports: Ports,
    work: UnitOfWork,
    room: ClassroomRow,
    book: Rulebook,
    wish: GameWish,
    *,
    title: str | None,
    seed: bytes,
) -> GameRow:
    """The game's own row, under a join code that no other game has."""
    game_id, scenario_title = new_id(ports.randomness), str(book.texts()["title"])
    for _ in range(CODES_TRIED):
        game = GameRow(
            id=game_id,
            classroom=room.id,
            instructor=room.instructor,
            title=title or scenario_title,
            scenario_key=book.scenario_key,
            scenario_title=scenario_title,
            scenario_digest=book.scenario_digest,
            rules_version=book.rules_version,
            status="lobby",
            turn_no=0,
            turns=book.turns,
            minutes_per_turn=wish.minutes_per_turn,
            early=wish.early,
            spectator_delay=wish.spectator_delay,
            bots_fill=wish.bots_fill,
            join_code=new_join_code(ports.randomness),
            seed_commitment=commitment(game_id, seed),
            paused_ms=None,
            created_at=await work.now(),
            ended_at=None,
        )
        if await work.games.add(game, seed):
            return game
    raise RuntimeError(f"{CODES_TRIED} random join codes in a row were taken: the randomness is broken")


async def _furnish(
    ports: Ports, work: UnitOfWork, game: GameRow, book: Rulebook, opening: OpeningTurn
) -> None:
    """Everything that a game is made with: seats, empty streams, turn 0, the first line of the journal."""
    names = book.texts()["seats"]
    await work.seats.add(
        SeatRow(game.id, key, position, str(names[key]["name"]), str(names[key]["state"]), False, 0, 0)
        for position, key in enumerate(book.seats)
    )
    await open_streams(work, game.id, book.seats, new_id(ports.randomness))
    await work.resolutions.add(
        ResolutionRow(
            game=game.id,
            turn=0,
            close_no=0,
            input_digest="",
            digest=opening.digest,
            state=opening.state,
            ledger=b"",
            rules_version=book.rules_version,
            over=False,
            resolved_at=game.created_at,
        )
    )
    await journal.record(
        ports,
        work,
        game.id,
        "game_made",
        game.created_at,
        seed_commitment=game.seed_commitment,
        scenario_digest=game.scenario_digest,
        rules_version=game.rules_version,
        opening_digest=opening.digest,
    )


async def _game_by_code(work: UnitOfWork, code: str) -> GameRow:
    wanted = read_join_code(code)
    well_formed = len(wanted) == CODE_LENGTH and set(wanted) <= set(CODE_ALPHABET)
    game = await work.games.find_by_code(wanted) if well_formed else None
    if game is None:
        message = "No game has this code."
        raise Refused(
            Fault("unknown_code", "code", message, f"Type the {CODE_LENGTH} signs on the screen again.")
        )
    return game


def _check_range(field: str, value: int | None, least: int, most: int) -> None:
    if value is not None and not least <= value <= most:
        message = f"{value} is out of range."
        raise Refused(Fault("out_of_range", field, message, f"Give a whole number from {least} to {most}."))


def _check_variant(variants: Variants, wish: GameWish) -> None:
    """Refuses a length or a theory that the scenario does not have."""
    for field, key, known in (
        ("length", wish.length, [option.key for option in variants.lengths]),
        ("theory", wish.theory, [option.key for option in variants.theories]),
    ):
        if key is not None and key not in known:
            message = f"This scenario has no such {field}."
            raise Refused(Fault(f"unknown_{field}", field, message, f"Choose among {', '.join(known)}."))


def _class_view(row: ClassroomRow) -> ClassView:
    delete_on = row.delete_on.isoformat() if row.delete_on else None
    return ClassView(row.id, row.name, delete_on, instant(row.created_at))
