"""The lengths in which a scenario can be played: the same game for an hour, an afternoon or a term."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from comity.rules.layout import DOCKET_SLOTS
from comity.scenarios import schema
from comity.scenarios.documents import Documents

OWN: Final = "standard"
"""How the scenario's own turns and minutes are called."""


def fitted(documents: Documents, key: str) -> Documents:
    """The documents of the game at one of its lengths.

    Raises:
        KeyError: the scenario has no such length.
    """
    if key == OWN:
        return documents
    file = documents.scenario
    length = file.lengths[key]
    changed = file.model_copy(
        update={
            "turns": length.turns,
            "minutes": length.minutes,
            "turn_labels": length.turn_labels,
            "docket": _docket(file, length),
            "events": tuple(
                item.model_copy(update={"turn": turn_at(item.turn, file.turns, length.turns)})
                for item in file.events
            ),
        }
    )
    return replace(documents, scenario=changed)


def turn_at(turn: int, turns: int, length: int) -> int:
    """The turn of a game of `length` turns into which a turn of one of `turns` falls: the first in the first
    and the last in the last.
    """
    if turns == 1:
        return 1
    return 1 + (2 * (turn - 1) * (length - 1) + turns - 1) // (2 * (turns - 1))


def _docket(file: schema.ScenarioFile, length: schema.Length) -> tuple[schema.Scheduled, ...]:
    """What is scheduled for the vote: of what falls together in a turn as much as there is `_room` for, taken
    evenly from the earliest to the latest.
    """
    room = _room(file)
    falling: dict[int, list[schema.Scheduled]] = {}
    for item in sorted(file.docket, key=lambda item: item.turn):
        falling.setdefault(turn_at(item.turn, file.turns, length.turns), []).append(item)
    return tuple(
        item.model_copy(update={"turn": turn})
        for turn, items in falling.items()
        for item in _evenly(items, room)
    )


def _room(file: schema.ScenarioFile) -> int:
    """How many scheduled motions a turn may have: half of its places, so that a class can table its own, or
    as many as the busiest turn of the whole game has.
    """
    return max(DOCKET_SLOTS // 2, *Counter(item.turn for item in file.docket).values(), 0)


def _evenly(items: Sequence[schema.Scheduled], room: int) -> Sequence[schema.Scheduled]:
    """All, or `room` of them spread over the row, its first and its last among them."""
    if len(items) <= room:
        return items
    return [items[place * (len(items) - 1) // (room - 1)] for place in range(room)]
