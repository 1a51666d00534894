"""Effect terms: what the effects of every deed are compiled to, and the words of which they are made."""

from dataclasses import dataclass
from typing import Final, Literal, get_args

from comity.rules.layout import BoolArray, IntArray

Role = Literal[
    "actor",
    "target",
    "both",
    "allies",
    "target_allies",
    "members",
    "others",
    "everyone",
    "neighbours",
    "adversaries",
    "supporters",
    "opponents",
    "bound",
]
ROLES: Final[tuple[Role, ...]] = get_args(Role)
Scale = Literal[
    "fit",
    "economy",
    "military",
    "technology",
    "standing",
    "trust",
    "exposure",
    "authority",
    "legitimacy",
    "fragility",
    "weight",
]
SCALES: Final[tuple[Scale, ...]] = get_args(Scale)
FORMS = ("cell", "by_state", "pair", "mood", "ownership")

NO_ROLE = len(ROLES)
"""In `Terms.role` and `Terms.side`: the term changes nothing of any state."""
FROM_NEXT_PREDOMINANT = -6
"""In `Terms.outer`: the most prevalent globalism is meant, other than the one that the deed is aimed at."""
FROM_PREDOMINANT = -5
"""In `Terms.outer`: the most prevalent globalism is meant."""
FROM_LEADING = -4
"""In `Terms.outer`: the globalism that leads the actor's stance is meant."""
FROM_ACTOR = -3
"""In `Terms.outer`: the actor's own bloc of the kinds in `Terms.kinds` is meant."""
FROM_INSTITUTION = -2
"""In `Terms.outer`: the institution in which the deed is done is meant."""
FROM_TARGET = -1
"""In `Terms.outer`: the row's target (or institution) says which institution, movement or globalism is meant.
"""


@dataclass(frozen=True, slots=True)
class Terms:
    """Effect terms of every deed kind: the terms of kind k are rows `start[k]` to `start[k + 1]`."""

    start: IntArray
    count: IntArray
    """How many terms each kind has."""
    form: IntArray
    base: IntArray
    """Offset of the field in the vector."""
    outer: IntArray
    role: IntArray
    side: IntArray
    """Whose relation a pair term changes, as a role; the actor's unless said otherwise."""
    stride: IntArray
    """How far apart the field's rows are: what an institution, a movement or a state counts in its place."""
    kinds: IntArray
    """Bit mask over BLOC_KINDS, for `FROM_ACTOR`."""
    amount: IntArray
    scale: IntArray
    """Bit mask over SCALES."""
    toward: IntArray
    pair: BoolArray
    """Where the term changes a relation between states."""
    third: BoolArray
    """Where that is not the actor's own relation."""
    mirrored: BoolArray
    """Symmetric pair fields: written to both halves."""
    leaning: BoolArray
    """Where it changes shares: a mood or an ownership."""
    institution: IntArray
    """Institution whose members or authority the term reads; -1: the row's own."""
