"""Boards and debriefs, read back from the JSON in which they are sent."""

from typing import Final

from pydantic import TypeAdapter

from comity.game.encoded import Encoded
from comity.game.shapes import Debrief, Snapshot
from comity.rules.views import PublicBoard, SeatBoard

_PUBLIC: Final = TypeAdapter(PublicBoard)
_OWN: Final = TypeAdapter(SeatBoard)
_DEBRIEF: Final = TypeAdapter(Debrief)


def public_of(snapshot: Snapshot) -> PublicBoard:
    return _PUBLIC.validate_json(snapshot.board.json)


def own_of(snapshot: Snapshot) -> SeatBoard:
    """Fails where the snapshot is of nobody's seat."""
    assert snapshot.own is not None
    return _OWN.validate_json(snapshot.own.json)


def read_debrief(page: Encoded[Debrief]) -> Debrief:
    return _DEBRIEF.validate_json(page.json)
