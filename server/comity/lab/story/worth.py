"""What is worth telling: how large a change is beside what it changed."""

from typing import Final

from comity.lab.story.facts import Fact

SMALLEST: Final = 1.5
"""Points below which a change at home or in the world is no news."""
ROOM: Final = 15.0
"""A change counts against the distance to the nearer bound, though against no less than this."""

_WEIGHT: Final = {
    "grievance": 0.55,
    "strength": 0.6,
    "carbon": 0.7,
    "renewal": 0.25,
    "dependence": 0.3,
    "radicalisation": 0.5,
    "prevalence": 1.5,
    "challenge": 0.8,
}
_SILENT: Final = frozenset(
    ("capital", "stance", "mood", "predisposition", "quota", "elected", "membership", "mandate", "pact")
)
"""Told in ways of their own, or too fine for prose."""


def weight(fact: Fact) -> float:
    """How much a point of this quantity tells beside a point of another."""
    return _WEIGHT.get(fact.variable.partition(".")[0], 1.0)


def worth(fact: Fact) -> float:
    """How much a fact tells; 0 where it is not worth a sentence."""
    head = fact.variable.partition(".")[0]
    if head in _SILENT or abs(fact.change) < SMALLEST or abs(fact.before) > 100 or abs(fact.after) > 100:
        return 0.0
    room = max(ROOM, min(fact.before, 100.0 - fact.before))
    return weight(fact) * min(abs(fact.change) / room, 1.0)
