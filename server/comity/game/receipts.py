"""Of which move a receipt is: what ends the dispute about whether a seat submitted in time.

Only whoever runs the server can tell, as only the server has the key; see decision 0008.
"""

from dataclasses import dataclass
from typing import Final

from comity.game.access import Action, Caller, access_game
from comity.game.ports import Ports
from comity.game.records import MoveRow
from comity.game.shapes import Instant
from comity.game.submit import sign
from comity.game.wire import instant

SIGNS_MIN: Final = 16
"""So many signs of a receipt the page shows; fewer could fit by chance."""


@dataclass(frozen=True, slots=True)
class Receipted:
    """A revision that this server accepted."""

    turn: int
    seat: str
    rev: int
    received_at: Instant
    withdrawn: bool
    """Whether it took the seat's move back."""
    last: bool
    """Whether no later revision of its seat took its place in that turn."""


async def of_receipt(ports: Ports, caller: Caller, game: str, receipt: str) -> Receipted | None:
    """The move of this receipt, or of its first signs; None where the server never gave it.

    Raises NotVisible where there is no such game.
    """
    begins = receipt.strip().lower()
    async with ports.store.read() as work:
        access = await access_game(work, caller, game, Action.EXPORT)
        moves = await work.moves.of_game(access.game.id)
    if len(begins) < SIGNS_MIN:
        return None
    last = {(move.turn, move.seat): move.rev for move in moves}
    for move in moves:
        if sign(ports.receipt_key, move).startswith(begins):
            return _told(move, last=last[move.turn, move.seat] == move.rev)
    return None


def _told(move: MoveRow, *, last: bool) -> Receipted:
    return Receipted(move.turn, move.seat, move.rev, instant(move.received_at), move.body is None, last)
