"""The one door: who the caller is, what they may do, and the only way to get a game.

Everything that is not written in `MAY` is refused. A game that a caller is no member of does not exist for
that caller. Rights never come from a body or a path: a seat is a `Seat` because its session says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from comity.game.errors import NotAllowed, NotSignedIn, NotVisible
from comity.game.ports import UnitOfWork
from comity.game.records import ClassroomRow, GameRow

ID_LENGTH = 32


@dataclass(frozen=True, slots=True)
class Admin:
    """The operator at the console (`comity export`, `comity db`); never reachable over the network."""


@dataclass(frozen=True, slots=True)
class Instructor:
    person: str


@dataclass(frozen=True, slots=True)
class Seat:
    game: str
    seat: str


@dataclass(frozen=True, slots=True)
class Spectator:
    game: str


@dataclass(frozen=True, slots=True)
class Anonymous:
    pass


Principal = Admin | Instructor | Seat | Spectator | Anonymous


@dataclass(frozen=True, slots=True)
class Caller:
    """A principal with the session and the person behind it (None for the console and for strangers)."""

    principal: Principal
    session: str | None = None
    person: str | None = None
    name: str | None = None


ANONYMOUS = Caller(Anonymous())
CONSOLE = Caller(Admin())


class Action(StrEnum):
    """What can be asked of a game."""

    WATCH = "watch"
    """Header, texts, snapshot, public stream, causes as this caller may read them."""
    READ_SEAT = "read_seat"
    """The caller's own role sheet, saved move, and what was played for it."""
    MOVE = "submit_moves"
    SPEAK = "send_messages"
    DIRECT = "direct_the_game"
    """Start, pause, resume, extend, resolve, finish."""
    MANAGE_SEATS = "manage_seats"
    """The room, bots, personal links, the spectator link."""
    DEBRIEF = "read_the_debrief"
    EXPORT = "export_the_game"


MAY: Mapping[type[Principal], frozenset[Action]] = {
    Admin: frozenset({Action.WATCH, Action.DIRECT, Action.MANAGE_SEATS, Action.DEBRIEF, Action.EXPORT}),
    Instructor: frozenset({Action.WATCH, Action.DIRECT, Action.MANAGE_SEATS, Action.DEBRIEF, Action.EXPORT}),
    Seat: frozenset({Action.WATCH, Action.READ_SEAT, Action.MOVE, Action.SPEAK, Action.DEBRIEF}),
    Spectator: frozenset({Action.WATCH, Action.DEBRIEF}),
}
"""What each kind of member may do to a game of theirs. Nobody else may do anything."""

MAY_WHEN_ENDED = frozenset({Action.EXPORT})
"""What every member may do besides, once the game has ended and nothing is hidden any more."""


def is_member(principal: Principal, game: GameRow) -> bool:
    """Whether the game exists for this principal."""
    match principal:
        case Admin():
            return True
        case Instructor(person):
            return person == game.instructor
        case Seat(game_id, _) | Spectator(game_id):
            return game_id == game.id
        case _:
            return False


def allowed(principal: Principal, action: Action, game: GameRow) -> bool:
    """Whether `principal` may do `action` to `game` now; no for everything that no rule grants."""
    if not is_member(principal, game):
        return False
    if game.status == "ended" and action in MAY_WHEN_ENDED:
        return True
    return action in MAY.get(type(principal), frozenset())


@dataclass(frozen=True, slots=True)
class Access:
    """A game in the hands of somebody who may do what they asked for."""

    game: GameRow
    caller: Caller

    @property
    def principal(self) -> Principal:
        return self.caller.principal

    @property
    def seat(self) -> str | None:
        """The caller's own seat, or None for everybody who holds none."""
        return self.principal.seat if isinstance(self.principal, Seat) else None

    @property
    def sees_everything(self) -> bool:
        """The instructor and the operator; students are told so."""
        return isinstance(self.principal, Admin | Instructor)

    @property
    def private_viewer(self) -> str | None:
        """The name of the caller's private stream: `seat:KEY`, `instructor`, or None for spectators."""
        if self.seat is not None:
            return f"seat:{self.seat}"
        return "instructor" if self.sees_everything else None

    @property
    def is_delayed(self) -> bool:
        """Whether the caller reads the public stream late."""
        return isinstance(self.principal, Spectator) and self.game.spectator_delay > 0

    @property
    def horizon(self) -> int | None:
        """The last turn whose public news this caller may have; None means all of it."""
        return self.game.horizon if self.is_delayed else None


def is_id(text: str) -> bool:
    """Whether the text could be one of our ids (32 hexadecimal signs)."""
    return len(text) == ID_LENGTH and all(sign in "0123456789abcdef" for sign in text)


async def access_game(
    work: UnitOfWork, caller: Caller, game_id: str, action: Action, *, lock: bool = False
) -> Access:
    """The game, if `caller` may do `action` to it; with `lock`, its row is held until the unit of work ends,
    and the caller's session with it.

    Raises NotVisible when the game does not exist or the caller is no member, NotAllowed when a member asks
    for what is not theirs to do, NotSignedIn as `hold_session` does.
    """
    if not is_id(game_id):  # no database can be asked about every text that fits into a path
        raise NotVisible
    game = await (work.games.lock(game_id) if lock else work.games.find(game_id))
    if game is None or not is_member(caller.principal, game):
        raise NotVisible
    if not allowed(caller.principal, action, game):
        raise NotAllowed(action)
    if lock:
        await hold_session(work, caller)
    return Access(game, caller)


async def hold_session(work: UnitOfWork, caller: Caller) -> None:
    """For whoever writes in the caller's name: their session holds until the end of this unit of work.

    Who they are was read before, in another transaction: meanwhile their seat may have been handed over, or
    they have signed out. Raises NotSignedIn then. The console has no session.
    """
    if caller.session is not None and not await work.sessions.hold(caller.session):
        raise NotSignedIn


async def access_classroom(work: UnitOfWork, caller: Caller, classroom_id: str) -> ClassroomRow:
    """A class, for the instructor who owns it. Raises NotVisible for everybody else."""
    instructor = require_instructor(caller)
    classroom = await work.classrooms.find(classroom_id) if is_id(classroom_id) else None
    if classroom is None or classroom.instructor != instructor.person:
        raise NotVisible
    return classroom


def require_instructor(caller: Caller) -> Instructor:
    """The caller as an instructor. Raises NotSignedIn for strangers, NotAllowed for members of games."""
    match caller.principal:
        case Instructor() as instructor:
            return instructor
        case Anonymous():
            raise NotSignedIn
        case _:
            raise NotAllowed("use_an_instructor_page", "Sign in with an instructor's account.")


def require_seat(access: Access) -> str:
    """The caller's own seat. Raises NotAllowed when they hold none."""
    if access.seat is None:
        raise NotAllowed("act_for_a_seat", "Join the game and take a seat.")
    return access.seat
