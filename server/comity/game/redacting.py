"""What was told, told anew without somebody: stored deliveries that keep their number and lose a name."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import orjson

from comity.game.records import ToldRow
from comity.game.wire import encode

ERASED = "(erased)"
"""What stands where words, a class's name or an instructor's name were."""


@dataclass(frozen=True, slots=True)
class Redaction:
    """What goes: these messages' words, these names (None: every name), and the title, where one is given."""

    messages: frozenset[str] = frozenset()
    names: frozenset[str] | None = frozenset()
    title: str | None = None

    def hides(self, name: str) -> bool:
        return self.names is None or name in self.names


def redacted(told: Iterable[ToldRow], what: Redaction) -> list[ToldRow]:
    """Those deliveries that hold some of it, without it."""
    changed = []
    for row in told:
        frame = orjson.loads(row.body)
        if _redact(frame["event"], what):
            changed.append(ToldRow(row.viewer, row.seq, encode(frame)))
    return changed


def _redact(event: dict[str, Any], what: Redaction) -> bool:
    """Whether the event held anything of it; it no longer does."""
    changed = False
    match event:
        case {"message": {"id": str(message), "text": str(text)}}:
            changed = message in what.messages and text != ERASED
            if changed:
                event["message"]["text"] = ERASED
        case {"type": "room_changed", "seat": {"people": list(people)}}:
            left = [person for person in people if not what.hides(person["name"])]
            changed = len(left) != len(people)
            event["seat"]["people"] = left
        case {"type": "move_saved", "move": {"by": str(by)}}:
            changed = what.hides(by)
            if changed:
                event["move"]["by"] = None
    if what.title is not None and event.get("header", {}).get("title", what.title) != what.title:
        event["header"]["title"] = what.title
        changed = True
    return changed
