"""The ladder of crisis in words."""

from typing import Final

from comity.rules.rungs import RUNG_FROM
from comity.rules.vocabulary import RUNGS

RUNG_WORDS: Final = {
    "dispute": "a dispute",
    "confrontation": "a confrontation",
    "militarised": "a militarised crisis",
    "war": "war",
}
"""What opens between two states on each rung but the lowest."""


def rung(escalation: float) -> str:
    """The rung of the ladder on which a pair stands."""
    at: str = RUNGS[sum(1 for start in RUNG_FROM if escalation >= start) - 1]
    return at
