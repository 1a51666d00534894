"""All the chance of one turn, drawn at once: each rule's lots are what they would be if drawn alone."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Self

import numpy as np

from comity.rules.catalogue import Catalogue
from comity.rules.draws import Draws
from comity.rules.layout import FloatArray

_RULES = ("council", "upheaval", "docket", "nuclear")


@lru_cache(maxsize=64)
def _rules(events: tuple[str, ...]) -> tuple[str, ...]:
    """What lots are drawn for, with the events of a scenario."""
    return (*_RULES, *(f"event:{key}" for key in events))


@dataclass(frozen=True, slots=True)
class Lots:
    """Numbers in [0, 1) for each rule that leaves something to chance."""

    council: FloatArray
    """[batch, state], likewise below."""
    upheaval: FloatArray
    docket: FloatArray
    nuclear: FloatArray
    """[batch]."""
    events: FloatArray
    """[batch, event, state + 1]; the last column is the world."""

    @classmethod
    def draw(cls, draws: Draws, catalogue: Catalogue) -> Self:
        """The lots of a turn; the world itself is entity 0."""
        entities = np.concatenate((catalogue.states.chance, np.zeros(1, dtype=np.int64)))
        table = draws.table(_rules(catalogue.events.keys), entities)
        council, upheaval, docket = (table[:, row, :-1] for row in range(3))
        return cls(council, upheaval, docket, table[:, 3, -1], table[:, len(_RULES) :])
