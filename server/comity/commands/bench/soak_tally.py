"""What a soak counts."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

TOLD_MAX: Final = 5
"""Failures whose words are kept; of the others only the number."""


@dataclass
class Tally:
    """Counts of a whole soak; `saves` are the seconds that each move took."""

    counts: Counter[str] = field(default_factory=Counter)
    turns: set[tuple[str, int]] = field(default_factory=set)
    """Resolved turns that anybody was told of."""
    saves: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def add(self, what: str, number: int = 1) -> None:
        self.counts[what] += number

    def fail(self, words: str) -> None:
        self.counts["failed"] += 1
        if len(self.failures) < TOLD_MAX:
            self.failures.append(words)
