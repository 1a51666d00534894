"""Erasing people: one by name, everybody in games long over, and classes whose day has come.

What goes is the person: name, account, sessions, links, their hold on a seat, and every word that they wrote,
also where it was told to others. What stays is the game, which knows seats only: moves lose their author and
keep their nonce, so the journal's chain holds and an export can still be replayed.
"""

from collections.abc import AsyncIterator, Awaitable, Collection, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from comity.game.errors import Refused, Unavailable
from comity.game.ports import Ports, UnitOfWork
from comity.game.records import GameRow, PersonRow, PlaceRow
from comity.game.redacting import ERASED, Redaction, redacted
from comity.game.seat_news import tell_seat
from comity.game.streams import INSTRUCTOR, PUBLIC, seat_stream
from comity.game.tokens import new_id, new_token
from comity.game.work import writing
from comity.logs import where
from comity.rules.faults import Fault

log = structlog.get_logger(__name__)

DAYS_A_MONTH = 30.4375


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody whom an operator may mean; `places` are `(title of the game, name of the seat)`."""

    person: str
    name: str
    teaches: bool
    places: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Erased:
    """How much went, or would go: people, messages, deliveries told anew, whole games and classes. `failed`
    are classes, games and people that stayed as they were because something went wrong.
    """

    people: int = 0
    messages: int = 0
    retold: int = 0
    games: int = 0
    classes: int = 0
    failed: int = 0

    def __add__(self, other: "Erased") -> "Erased":
        return Erased(
            self.people + other.people,
            self.messages + other.messages,
            self.retold + other.retold,
            self.games + other.games,
            self.classes + other.classes,
            self.failed + other.failed,
        )


async def look_for(ports: Ports, who: str) -> list[Known]:
    """Everybody with this id, or with this name in whatever case and spacing."""
    wanted = _plain(who)
    async with ports.store.read() as work:
        found = [
            person
            for person in await work.erasures.everybody()
            if person.id == who.strip() or _plain(person.name) == wanted
        ]
        return [await _known(work, person) for person in found]


async def erase_person(ports: Ports, person: str, *, dry_run: bool = False) -> Erased:
    """Takes one person out. Raises Refused: `person` unknown, or an instructor whose games are not over."""
    async with _erasing(ports, dry_run) as work:
        names = await work.people.names([person])
        if person not in names:
            raise Refused(
                Fault("unknown_person", "person", "There is no such person.", "Look again by name.")
            )
        games = await _games_taught(work, person)
        if games is not None:
            return await _erase_instructor(ports, work, person, names[person], games)
        return await _erase_player(ports, work, PersonRow(person, names[person]))


async def erase_overdue(ports: Ports, months: int, *, dry_run: bool = False) -> Erased:
    """Deletes classes whose `delete_on` has come, then takes the people and their words out of games that
    ended, or in which nothing has happened, for so many months; 0 leaves those alone.

    People whom nothing names any more go as well, with what was told of them. What goes wrong with one class,
    game or person is logged and stays there. Raises Unavailable.
    """
    async with ports.store.read() as work:
        now = await work.now()
        ended_before = now - timedelta(days=months * DAYS_A_MONTH)
        due = await work.erasures.classes_due(now.date())
        old = await work.erasures.ended_before(ended_before) if months else []
        doomed = {game.id for room in due for game in await work.games.of_classroom(room.id)}
    done = Erased()
    for room in due:
        done += await _apart(_erase_class(ports, room.id, dry_run), classroom=room.id)
    for game in old:
        if game.id not in doomed:
            done += await _apart(_empty_game(ports, game.id, ended_before, dry_run), game=game.id)
    async with ports.store.read() as work:
        names = await work.people.names(await work.erasures.nobodies())
    for person, name in sorted(names.items()):
        done += await _apart(_erase_nobody(ports, PersonRow(person, name), dry_run), person=person)
    return done


async def _apart(erasing: Awaitable[Erased], **what: str) -> Erased:
    """One class, game or person, whose failure is its own: what else is past its time must not outlive it."""
    try:
        return await erasing
    except Unavailable:
        raise
    except Exception as error:
        # A traceback's text may hold what was to be erased.
        log.error("erase_failed", **what, error=type(error).__name__, where=where(error))  # noqa: TRY400
        return Erased(failed=1)


async def _erase_player(ports: Ports, work: UnitOfWork, person: PersonRow) -> Erased:
    places = await work.erasures.places(person.id)
    # Who was in a seat before it was handed over may have left nothing there but the news of having come.
    games = {place.game for place in places} or set(await work.erasures.games_telling_of(person.name))
    rows = await _locked(work, games)
    await work.erasures.hold([person.id])
    messages = {row.id for row in await work.erasures.messages_of(person.id, places)}
    blanked = await work.erasures.blank(messages, ERASED)
    people = await work.erasures.drop_people([person.id])
    what = Redaction(frozenset(messages), frozenset([person.name]))
    retold = sum([await _retell(ports, work, game.id, what) for game in rows])
    await _show_seats(work, rows, places)
    return Erased(people, blanked, retold)


async def _erase_instructor(
    ports: Ports, work: UnitOfWork, person: str, name: str, games: Collection[GameRow]
) -> Erased:
    running = [game.title for game in games if game.status in ("running", "paused")]
    if running:
        message = f"{name} still directs {', '.join(running)}."
        raise Refused(Fault("still_teaching", "person", message, "Finish these games, then erase again."))
    rows = await _locked(work, [game.id for game in games])
    await work.erasures.hold([person])
    password_hash = await ports.passwords.hash(new_token(ports.randomness))
    await work.erasures.blank_instructor(person, ERASED, password_hash)
    retold = [await _retell(ports, work, row.id, Redaction(title=row.scenario_title)) for row in rows]
    return Erased(people=1, retold=sum(retold))


async def _empty_game(ports: Ports, game: str, ended_before: datetime, dry_run: bool) -> Erased:
    async with _erasing(ports, dry_run) as work:
        locked = await _locked(work, [game])
        if game not in {row.id for row in await work.erasures.ended_before(ended_before)}:
            return Erased()  # another process was first, or somebody plays again
        persons = await work.erasures.people_of([game])
        await work.erasures.hold(persons)
        messages = {row.id for row in await work.messages.of_game(game)}
        blanked = await work.erasures.blank(messages, ERASED)
        await work.erasures.drop_access(game)
        people = await work.erasures.drop_people(persons)
        retold = await _retell(ports, work, game, Redaction(frozenset(messages), None))
        await work.erasures.mark(game, await work.now())
        work.news.update(row.id for row in locked)
        return Erased(people, blanked, retold)


async def _erase_nobody(ports: Ports, person: PersonRow, dry_run: bool) -> Erased:
    """Whoever has left only the news of having come: afterwards nobody could look for them by name."""
    async with _erasing(ports, dry_run) as work:
        if person.id not in await work.erasures.nobodies():
            return Erased()  # another process was first
        return await _erase_player(ports, work, person)


async def _erase_class(ports: Ports, room: str, dry_run: bool) -> Erased:
    async with _erasing(ports, dry_run) as work:
        games = [game.id for game in await _locked(work, [g.id for g in await work.games.of_classroom(room)])]
        persons = await work.erasures.people_of(games)
        messages = [row for game in games for row in await work.messages.of_game(game)]
        await work.erasures.hold(persons)
        dropped = await work.erasures.drop_games(games)
        people = await work.erasures.drop_people(persons)
        work.news.update(games)
        return Erased(people, len(messages), 0, dropped, await work.erasures.drop_classes([room]))


class _OnlyAskedError(Exception):
    """Undoes a unit of work whose outcome was all that was wanted."""


@asynccontextmanager
async def _erasing(ports: Ports, dry_run: bool) -> AsyncIterator[UnitOfWork]:
    """One unit of work; a dry run does all of it and takes it back, so that it tells what would be true."""
    with suppress(_OnlyAskedError):
        async with writing(ports) as work:
            yield work
            if dry_run:
                raise _OnlyAskedError


async def _locked(work: UnitOfWork, games: Iterable[str]) -> list[GameRow]:
    """The rows of these games, held, in an order that everybody keeps."""
    rows = [await work.games.lock(game) for game in sorted(games)]
    return [row for row in rows if row is not None]


async def _retell(ports: Ports, work: UnitOfWork, game: str, what: Redaction) -> int:
    """Tells a game's streams anew without `what`; a new epoch makes open screens begin from a snapshot."""
    changed = redacted(await work.erasures.told(game), what)
    await work.erasures.retell(game, changed)
    if changed:
        seats = [seat_stream(seat.key) for seat in await work.seats.of_game(game)]
        for viewer in sorted((PUBLIC, INSTRUCTOR, *seats)):
            await work.streams.renew(game, viewer, new_id(ports.randomness))
        work.news.add(game)
    return len(changed)


async def _show_seats(work: UnitOfWork, games: Iterable[GameRow], places: Iterable[PlaceRow]) -> None:
    """Tells how the seats stand now, in games that are not over."""
    going = {game.id: game for game in games if game.status != "ended"}
    for place in places:
        if place.game in going:
            await tell_seat(work, going[place.game], place.seat)


async def _known(work: UnitOfWork, person: PersonRow) -> Known:
    places = []
    for place in await work.erasures.places(person.id):
        game, seat = await work.games.find(place.game), await work.seats.find(place.game, place.seat)
        places.append((game.title if game else place.game, seat.name if seat else place.seat))
    teaches = await _games_taught(work, person.id) is not None
    return Known(person.id, person.name, teaches, tuple(places))


async def _games_taught(work: UnitOfWork, person: str) -> list[GameRow] | None:
    """Every game of an instructor; None for who is none."""
    if not await work.people.is_instructor(person):
        return None
    rooms = await work.classrooms.of_instructor(person)
    return [game for room in rooms for game in await work.games.of_classroom(room.id)]


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
