"""Which years a game's turns stand for, and the periods into which a history falls."""

import re
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Period:
    label: str
    """The first and last of its turns as the scenario calls them."""
    turns: tuple[int, ...]
    """Places of its turns, from 0."""


def years(labels: Sequence[str]) -> tuple[int, ...] | None:
    """The year in which each turn begins: the first in its label ("1991-92", "Winter 1991"). None where any
    label has none.
    """
    found = [re.search(r"\b\d{4}\b", label) for label in labels]
    return tuple(int(each[0]) for each in found if each) if all(found) else None


def periods(labels: Sequence[str], since: Sequence[int]) -> list[Period]:
    """The turns of a game by period; `since` are the years in which a new one begins. A turn belongs where it
    begins; where nothing is said each is a period of its own.

    Raises:
        ValueError: years are named and the turns have none.
    """
    if not since:
        return [Period(label, (turn,)) for turn, label in enumerate(labels)]
    begins = years(labels)
    if begins is None:
        raise ValueError("the turns of this scenario have no years")
    together: dict[int, list[int]] = {}
    for turn, year in enumerate(begins):
        together.setdefault(sum(year >= first for first in since), []).append(turn)
    return [
        Period(" to ".join(dict.fromkeys((labels[turns[0]], labels[turns[-1]]))), tuple(turns))
        for turns in together.values()
    ]
