"""The boards of a snapshot, read back from the JSON in which they are sent."""

from typing import Final

from pydantic import TypeAdapter

from comity.game.shapes import Snapshot
from comity.rules.views import PublicBoard, SeatBoard

_PUBLIC: Final = TypeAdapter(PublicBoard)
_OWN: Final = TypeAdapter(SeatBoard)


def public_of(snapshot: Snapshot) -> PublicBoard:
    return _PUBLIC.validate_json(snapshot.board.json)


def own_of(snapshot: Snapshot) -> SeatBoard:
    """Fails where the snapshot is of nobody's seat."""
    assert snapshot.own is not None
    return _OWN.validate_json(snapshot.own.json)
