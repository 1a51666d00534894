"""The lengths in which a scenario can be played: the same game for an hour, an afternoon or a term."""

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
    """What is scheduled for the vote, as much of it as a turn can hold: the earlier goes before the later."""
    room = dict.fromkeys(range(1, length.turns + 1), DOCKET_SLOTS)
    kept = []
    for item in sorted(file.docket, key=lambda item: item.turn):
        turn = turn_at(item.turn, file.turns, length.turns)
        if room[turn] > 0:
            room[turn] -= 1
            kept.append(item.model_copy(update={"turn": turn}))
    return tuple(kept)
