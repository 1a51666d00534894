"""Who sits where, seen by everybody, by the instructor, and by the question whether all are ready."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from comity.game.ports import UnitOfWork
from comity.game.records import GameRow, HolderRow, MoveRow, SeatRow
from comity.game.shapes import PersonHere, RoomSeat, SeatStatus, SeatView


@dataclass(frozen=True, slots=True)
class Seating:
    """All seats of a game with their people and this turn's last moves, at one moment."""

    game: GameRow
    seats: tuple[SeatRow, ...]
    holders: Mapping[str, Sequence[HolderRow]]
    moves: Mapping[str, MoveRow]
    now: datetime

    def seat(self, key: str) -> SeatRow:
        return next(seat for seat in self.seats if seat.key == key)

    def is_held(self, seat: SeatRow) -> bool:
        return bool(self.holders.get(seat.key))

    def is_ready(self, seat: SeatRow) -> bool:
        return self.game.turn_no > 0 and seat.ready_turn == self.game.turn_no

    def has_move(self, seat: SeatRow) -> bool:
        """Whether something is saved for this turn and not withdrawn."""
        return seat.key in self.moves and self.moves[seat.key].body is not None

    def blocks(self, seat: SeatRow) -> bool:
        """Whether an early close waits for this seat: its people play it and have not said ready."""
        return self.is_held(seat) and not seat.bot and not self.is_ready(seat)

    @property
    def all_ready(self) -> bool:
        """At least one held seat is ready and none blocks."""
        anybody = any(self.is_held(seat) and not seat.bot and self.is_ready(seat) for seat in self.seats)
        return anybody and not any(self.blocks(seat) for seat in self.seats)

    @property
    def bot_seats(self) -> tuple[str, ...]:
        """The seats that the house bot would play at a close now: switched on, and nothing saved."""
        return tuple(sorted(seat.key for seat in self.seats if seat.bot and not self.has_move(seat)))

    def view(self, seat: SeatRow) -> SeatView:
        return SeatView(seat.key, seat.name, seat.state, seat.bot, self.is_held(seat), self.is_ready(seat))

    def room_view(self, seat: SeatRow) -> RoomSeat:
        people = [
            PersonHere(
                holder.name,
                holder.here_until is not None and holder.here_until > self.now,
                holder.browsers,
            )
            for holder in self.holders.get(seat.key, ())
        ]
        move = self.moves.get(seat.key)
        return RoomSeat(
            seat=seat.key,
            name=seat.name,
            state=seat.state,
            people=people,
            status=self._status(seat, people),
            bot=seat.bot,
            rev=move.rev if move is not None else 0,
            blocking=self.game.status == "running" and self.blocks(seat),
        )

    def _status(self, seat: SeatRow, people: Sequence[PersonHere]) -> SeatStatus:
        if seat.bot and not self.has_move(seat):
            return "bot"
        if self.is_held(seat) and self.is_ready(seat):
            return "ready"
        if self.has_move(seat):
            return "submitted"
        if not people:
            return "empty"
        return "reading" if any(person.here for person in people) else "away"


def held_seats(holders: Iterable[HolderRow]) -> tuple[str, ...]:
    """The seats that have people, whom what is theirs alone is told."""
    return tuple(sorted({holder.seat for holder in holders}))


async def seating_of(work: UnitOfWork, game: GameRow, now: datetime | None = None) -> Seating:
    """The seating as the rows of this unit of work stand now (`now`, where the caller has just asked)."""
    holders: dict[str, list[HolderRow]] = {}
    for holder in await work.seats.holders(game.id):
        holders.setdefault(holder.seat, []).append(holder)
    moves = {move.seat: move for move in await work.moves.last_of_turn(game.id, game.turn_no)}
    seats = tuple(await work.seats.of_game(game.id))
    return Seating(game, seats, holders, moves, now or await work.now())
