"""What the game service asks of the store, noun by noun.

Locks are part of the contract. Whoever needs several takes them in this order, so that no two units of work
wait for each other: game, session, turn, seat, then streams by name.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from comity.game.records import (
    ClassroomRow,
    DeliveryRow,
    DigestRow,
    EnvelopesRow,
    GameRow,
    GameStatus,
    HolderRow,
    InstructorRow,
    JournalRow,
    LinkKind,
    LinkRow,
    MessageKind,
    MessageRow,
    MoveRow,
    PersonRow,
    PlaceRow,
    ResolutionRow,
    SeatRow,
    SessionKind,
    SessionRow,
    StateRow,
    StreamRow,
    TicketRow,
    ToldRow,
    TurnRow,
    TurnStatus,
)


class People(Protocol):
    """Persons and the accounts of those among them who teach."""

    async def add(self, person: PersonRow) -> None: ...
    async def names(self, persons: Collection[str]) -> dict[str, str]: ...
    async def add_instructor(self, instructor: InstructorRow) -> bool:
        """False when the login is taken."""

    async def instructor_by_login(self, login: str, *, hold: bool = False) -> InstructorRow | None:
        """With `hold`, nobody gives the account another password until the end of this unit of work."""

    async def set_password(self, person: str, password_hash: str) -> None: ...
    async def any_instructor(self) -> bool: ...
    async def is_instructor(self, person: str) -> bool: ...


class Sessions(Protocol):
    """Sessions of the present credential version of their seat; those before a rotation are never found."""

    async def add(self, session: SessionRow) -> None: ...
    async def find(self, token_hash: str) -> SessionRow | None: ...
    async def holding(
        self, sessions: Collection[str], now: datetime, seen_after: Mapping[SessionKind, datetime]
    ) -> set[str]:
        """Which of these ids are of sessions that have not expired and were seen after that, by kind."""

    async def by_id(self, session: str) -> SessionRow | None: ...
    async def hold(self, session: str) -> bool:
        """Whether the session is still there; many may hold it, and whoever ends it waits for them all."""

    async def of_person(self, person: str) -> list[SessionRow]: ...
    async def touch(self, session: str, seen_at: datetime) -> None: ...
    async def drop_ended(self, now: datetime, seen_after: Mapping[SessionKind, datetime]) -> None:
        """Takes out those that have expired or were not seen after that, by kind."""

    async def end(self, session: str) -> None: ...
    async def end_of_seat(self, game: str, seat: str) -> None: ...
    async def end_of_spectators(self, game: str) -> None: ...


class Links(Protocol):
    async def add(self, link: LinkRow) -> None: ...
    async def find(self, token_hash: str) -> LinkRow | None: ...
    async def consume(self, token_hash: str) -> bool:
        """Deletes the link; False when somebody else was first."""

    async def drop(self, game: str, kind: LinkKind) -> None: ...
    async def drop_of_seat(self, game: str, seat: str) -> None: ...


class Tickets(Protocol):
    async def add(self, ticket: TicketRow) -> None: ...
    async def drop_expired(self, now: datetime) -> None: ...
    async def take(self, token_hash: str) -> TicketRow | None:
        """Deletes and returns the ticket; None when it was taken already."""


class Classrooms(Protocol):
    async def add(self, classroom: ClassroomRow) -> None: ...
    async def find(self, classroom: str) -> ClassroomRow | None: ...
    async def of_instructor(self, instructor: str) -> list[ClassroomRow]: ...


class Scenarios(Protocol):
    """The pinned texts of scenarios; once a game is made, the folder they came from is never read again."""

    async def pin(self, digest: str, key: str, sources: Mapping[str, str]) -> None: ...
    async def sources(self, digest: str) -> Mapping[str, str]: ...


class Games(Protocol):
    async def add(self, game: GameRow, seed: bytes) -> bool:
        """False when the join code is taken. The seed goes into a table of its own."""

    async def find(self, game: str) -> GameRow | None: ...
    async def find_by_code(self, join_code: str) -> GameRow | None: ...
    async def of_classroom(self, classroom: str) -> list[GameRow]: ...
    async def going_on(self) -> list[str]:
        """Every game that has not ended, by id."""

    async def lock(self, game: str) -> GameRow | None:
        """The row, held against every other `lock` until the end of this unit of work."""

    async def set_status(
        self, game: str, status: GameStatus, *, paused_ms: int | None = None, ended_at: datetime | None = None
    ) -> None: ...

    async def advance(self, game: str, from_turn: int) -> bool:
        """Goes on to the next turn; False when the game is no longer at `from_turn`."""

    async def seed(self, game: str) -> bytes:
        """The secret; read by the resolver, and for anyone else only after the end."""


class Turns(Protocol):
    async def add(self, turn: TurnRow) -> None: ...
    async def find(self, game: str, n: int) -> TurnRow | None: ...
    async def of_game(self, game: str) -> list[TurnRow]: ...
    async def hold(self, game: str, n: int) -> TurnRow | None:
        """The row under a share lock: many moves may hold it at once, and the close waits for them all."""

    async def lock(self, game: str, n: int) -> TurnRow | None:
        """The row under an exclusive lock, after every holder is done."""

    async def close(self, game: str, n: int, at: datetime, bot_seats: Sequence[str]) -> TurnRow | None:
        """open -> closed, with one more `close_no`: the row as it is then; None when it was not open."""

    async def change(self, game: str, n: int, close_no: int, before: TurnStatus, after: TurnStatus) -> bool:
        """Changes the status if status and `close_no` still are as given."""

    async def count_try(self, game: str, n: int, close_no: int, tries: int) -> bool:
        """One more failed computation of this close if there were `tries` so far; False when others were
        counted meanwhile."""

    async def reset_tries(self, game: str, n: int) -> None: ...
    async def set_deadline(self, game: str, n: int, version: int, deadline_at: datetime | None) -> bool:
        """Compare-and-set on `deadline_version`, which rises by one; False when the version was stale."""

    async def due(
        self,
        now: datetime,
        closed_before: datetime,
        rules: Collection[str],
        passed_over: Collection[str],
        limit: int,
    ) -> list[tuple[str, int]]:
        """Games with rules in `rules`, but those that are `passed_over`, whose present turn, which is given
        too, is past its deadline, or all ready where that closes early, or was closed before `closed_before`
        and not resolved; the longest waiting first."""

    async def falling_due(self, since: datetime, until: datetime) -> list[TurnRow]:
        """Open turns of running games whose deadline lies in the interval, however many."""

    async def lateness(self, now: datetime, rules: Collection[str]) -> tuple[int, float, int, int]:
        """For the gauges. Of games with rules in `rules`: open turns past their deadline, and the age in
        seconds of the oldest closed one. Of others that go on: how many, and those whose turn waits to be
        closed or resolved."""


class Seats(Protocol):
    async def add(self, seats: Iterable[SeatRow]) -> None: ...
    async def of_game(self, game: str) -> list[SeatRow]: ...
    async def find(self, game: str, seat: str) -> SeatRow | None: ...
    async def lock(self, game: str, seat: str) -> SeatRow | None: ...
    async def set_bot(self, game: str, seat: str, on: bool) -> None: ...
    async def set_ready(self, game: str, seat: str, turn: int) -> None: ...
    async def rotate(self, game: str, seat: str) -> int:
        """One more `credential_version`, which is returned."""

    async def seat_person(self, game: str, seat: str, person: str, at: datetime) -> None: ...
    async def unseat_all(self, game: str, seat: str) -> None: ...
    async def holders(self, game: str) -> list[HolderRow]: ...
    async def set_here(self, game: str, persons: Collection[str], until: datetime | None) -> None: ...
    async def renew_here(
        self, game: str, persons: Collection[str], now: datetime, until: datetime
    ) -> Collection[str]:
        """Prolongs the presence of those of them who are here `now`, and says who they are."""


class Moves(Protocol):
    async def add(self, move: MoveRow) -> bool:
        """False when the revision or the idempotency key is taken; nothing is stored then."""

    async def add_all(self, moves: Collection[MoveRow]) -> None:
        """At least one, in one statement; of those that `add` would refuse nothing is stored."""

    async def by_key(self, game: str, seat: str, idem_key: str) -> MoveRow | None: ...
    async def last(self, game: str, turn: int, seat: str) -> MoveRow | None: ...
    async def last_of_turn(self, game: str, turn: int) -> list[MoveRow]:
        """The last revision of every seat, withdrawals included, by seat."""

    async def bot_turns(self, game: str, seat: str, up_to: int) -> list[int]:
        """The turns in which a house bot moved for the seat, in order."""

    async def of_game(self, game: str) -> list[MoveRow]:
        """Every revision, by turn, seat and revision."""


class Resolutions(Protocol):
    async def add(self, resolution: ResolutionRow) -> bool:
        """False when the turn is resolved already."""

    async def find(self, game: str, turn: int) -> ResolutionRow | None: ...
    async def resolved_at(self, game: str, turn: int) -> datetime | None:
        """When a turn was resolved, without reading what it was resolved to."""

    async def of_game(self, game: str) -> list[ResolutionRow]: ...
    async def digests(self, game: str) -> list[DigestRow]:
        """Every resolved turn in order, without reading what it was resolved to."""

    async def states(self, game: str) -> list[StateRow]:
        """What every turn was resolved to, in order, without reading the ledgers."""


class Streams(Protocol):
    async def open(self, game: str, viewer: str, epoch: str) -> None: ...
    async def renew(self, game: str, viewer: str, epoch: str) -> None: ...
    async def renew_all(self, epoch: str) -> int:
        """Gives every stream of every game this epoch; how many there are."""

    async def take(self, game: str, viewer: str, count: int) -> int:
        """Reserves `count` numbers and returns the first; holds the stream, so commits come in this order."""

    async def add(self, game: str, deliveries: Mapping[str, Sequence[DeliveryRow]]) -> None: ...
    async def find(self, game: str, viewer: str) -> StreamRow | None: ...
    async def head(self, game: str, viewer: str, up_to_turn: int) -> int:
        """The last number told while `up_to_turn` or an earlier turn was played."""

    async def read(
        self, game: str, viewer: str, after: int, up_to: int, *, limit: int, most_bytes: int
    ) -> list[DeliveryRow]:
        """Deliveries with `after < seq <= up_to`, in order, at most `limit` and `most_bytes` together; the
        first one comes however long it is.
        """


class Messages(Protocol):
    async def add(self, message: MessageRow) -> None: ...
    async def of_game(self, game: str) -> list[MessageRow]:
        """Statements and cables alike, oldest first; `press.may_read` decides who sees which."""

    async def find(self, game: str, message: str) -> MessageRow | None: ...
    async def envelopes(self, game: str, before: MessageRow | None) -> list[EnvelopesRow]:
        """How many there are that are older than `before`, or at all; their words are not read for it."""

    async def newest(
        self, game: str, senders: Collection[tuple[MessageKind, str]], before: MessageRow | None, limit: int
    ) -> list[MessageRow]:
        """The last ones of these kinds and senders that are older than `before`, newest first."""

    async def count(self, game: str, turn: int, sender: str) -> int:
        """How many statements and cables a seat has sent in this turn."""


class Erasures(Protocol):
    """What takes people and their words out again. Whoever calls this holds the locks of the games."""

    async def everybody(self) -> list[PersonRow]:
        """Every person, for whoever is looked for by name."""

    async def places(self, person: str) -> list[PlaceRow]:
        """Where the person holds a seat, may come back to it, has moved or has spoken."""

    async def games_telling_of(self, name: str) -> list[str]:
        """Games in which something was told that holds exactly this name; reads every delivery."""

    async def people_of(self, games: Collection[str]) -> set[str]:
        """Everybody with a place in one of these games."""

    async def nobodies(self) -> set[str]:
        """People whom nothing names any more."""

    async def hold(self, persons: Collection[str]) -> None:
        """Keeps everybody else from naming these persons until the end of this unit of work, and before that
        waits for whoever writes in their names."""

    async def messages_of(self, person: str, places: Collection[PlaceRow]) -> list[MessageRow]:
        """What the person wrote, and what nobody is known to have written from one of their seats."""

    async def blank(self, messages: Collection[str], text: str) -> int:
        """Puts `text` in the place of those messages' own; how many there were."""

    async def drop_people(self, persons: Collection[str]) -> int:
        """Deletes people with their sessions, links and seats; their moves and messages lose the author."""

    async def blank_instructor(self, person: str, name: str, password_hash: str) -> None:
        """Leaves an account that nobody can sign in to; its classes and games lose their own titles."""

    async def drop_access(self, game: str) -> None:
        """Deletes every session and link of a game."""

    async def told(self, game: str) -> list[ToldRow]:
        """Every delivery of a game."""

    async def retell(self, game: str, told: Iterable[ToldRow]) -> None:
        """Puts other bytes in the place of deliveries."""

    async def ended_before(self, before: datetime) -> list[GameRow]:
        """Games that ended before, or in which nothing has happened since, and that still hold people."""

    async def mark(self, game: str, at: datetime) -> None:
        """That the people of a game are erased."""

    async def classes_due(self, today: date) -> list[ClassroomRow]:
        """Classes whose day of deletion has come."""

    async def drop_games(self, games: Collection[str]) -> int:
        """Deletes games with all that belongs to them."""

    async def drop_classes(self, classes: Collection[str]) -> int: ...


class Journal(Protocol):
    async def last(self, game: str) -> JournalRow | None: ...
    async def add(self, line: JournalRow) -> None: ...
    async def of_game(self, game: str) -> list[JournalRow]: ...
    async def of_kinds(self, game: str, kinds: Collection[str]) -> list[JournalRow]:
        """Only its lines of these kinds, in order."""


class Heartbeats(Protocol):
    async def last(self) -> datetime | None:
        """When any process last said that it lives."""

    async def beat(self, process: str, at: datetime) -> None: ...


class Secrets(Protocol):
    """The server's own secrets, shared by all processes on one database."""

    async def keep(self, name: str, value: bytes) -> bytes:
        """The stored secret of that name, which is `value` if there was none before."""
