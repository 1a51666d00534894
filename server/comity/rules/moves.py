"""What seats submit, and its form for the engine: a stance and votes are dense, actions and tablings sparse
rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

import numpy as np

from comity.rules.layout import DOCKET_SLOTS, MISSING, NOTHING, IntArray, blank

ABSTAIN, YES, NO, DEFY = 0, 1, 2, 3
VOTES = ("abstain", "yes", "no", "defy")
EFFORT_MAX = 3


@dataclass(frozen=True, slots=True)
class ActionChoice:
    """One action; `target` is a key of the action's target kind, `effort` 1..3 multiplies the cost."""

    action: str
    target: str | None = None
    effort: int = 1


@dataclass(frozen=True, slots=True)
class Tabling:
    """A resolution proposed for the next docket."""

    resolution: str
    institution: str
    target: str | None = None


@dataclass(frozen=True, slots=True)
class Injected:
    """An event that the instructor sends with the coming turn; `state` is None where it hits the world."""

    event: str
    state: str | None = None


@dataclass(frozen=True, slots=True)
class SeatMove:
    """One seat's move, understood but not yet found legal."""

    stance: Mapping[str, int] | None = None
    """Ten points over the globalisms; None keeps the stance in force."""
    actions: tuple[ActionChoice, ...] = ()
    votes: Mapping[str, str] = field(default_factory=dict)
    tabled: tuple[Tabling, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)


def _no_rows() -> IntArray:
    return np.zeros((0, 3), dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Moves:
    """All seats' moves of one turn for a batch of games, in the catalogue's indices."""

    stance: IntArray
    """[batch, state, globalism] shares; -1 where the stance in force is kept."""
    votes: IntArray
    """[batch, slot, state]: ABSTAIN, YES, NO or DEFY."""
    actions: IntArray
    """[rows, 5]: game, actor state, action, target or -1, effort."""
    tabled: IntArray
    """[rows, 5]: game, sponsor state, resolution, institution, target or -1."""
    answers: IntArray
    """[batch, event, state + 1]: index of the choice taken; 0, the first, where nobody answered."""
    injected: IntArray = field(default_factory=_no_rows)
    """[rows, 3]: game, event, and state or the number of states for the world; the instructor's."""

    @classmethod
    def none(cls, *, batch: int, states: int, events: int) -> Self:
        """Nobody submits anything."""
        return cls(
            blank((batch, states, 4), MISSING),
            blank((batch, DOCKET_SLOTS, states), NOTHING),
            np.zeros((0, 5), dtype=np.int64),
            np.zeros((0, 5), dtype=np.int64),
            blank((batch, events, states + 1), NOTHING),
        )
