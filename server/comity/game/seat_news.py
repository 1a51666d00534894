"""What is told when a seat stands otherwise than before."""

from collections.abc import Sequence
from datetime import datetime

from comity.game.events import Event, RoomChanged, SeatChanged
from comity.game.ports import UnitOfWork
from comity.game.records import GameRow
from comity.game.seating import seating_of
from comity.game.streams import INSTRUCTOR, PUBLIC, seat_stream, tell


async def tell_seat(
    work: UnitOfWork,
    game: GameRow,
    seat: str,
    own: Sequence[Event] = (),
    *,
    publicly: bool = True,
    now: datetime | None = None,
) -> None:
    """Tells the instructor and (or not) everybody how a seat stands now, and the seat its `own` events."""
    seating = await seating_of(work, game, now)
    row = seating.seat(seat)
    news: dict[str, Sequence[Event]] = {INSTRUCTOR: [RoomChanged(seat=seating.room_view(row))]}
    if publicly:
        news[PUBLIC] = [SeatChanged(seat=seating.view(row))]
    if own:
        news[seat_stream(seat)] = own
    await tell(work, game, news)
