"""Two worlds of a pair, side by side: the first place where an outsider could tell them apart."""

from collections import Counter
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from tests.hidden.drawing import TRIES, Pair
from tests.hidden.stage import Stage
from tests.hidden.worlds import Seen, play

AROUND = 120
"""Bytes shown on each side of a difference."""


@dataclass
class Tally:
    """What was compared, added up."""

    pairs: Counter[str] = field(default_factory=Counter)
    """By kind and by setting."""
    drawn: int = 0
    discarded: int = 0
    given_up: int = 0
    across: int = 0
    """Pairs that went over a resolution."""
    differing: int = 0
    """... with last moves that differ and declare the same."""
    viewers: Counter[str] = field(default_factory=Counter)
    answers: int = 0
    frames: int = 0
    bytes: int = 0
    differences: list[str] = field(default_factory=list)

    def add(self, setting: str, pair: Pair, seen: Seen) -> None:
        self.pairs[pair.kind] += 1
        self.pairs[setting] += 1
        self.drawn += 1 + pair.discarded
        self.discarded += pair.discarded
        self.across += pair.turns > 1
        self.differing += pair.differing_moves > 0
        self.viewers["seat"] += len(pair.viewers)
        for one in ("a spectator", "a stranger", "nobody"):
            self.viewers[one] += 1
        self.answers += seen.answers
        self.frames += seen.frames
        self.bytes += seen.bytes

    def give_up(self) -> None:
        """No draw of a pair declared the same in both worlds."""
        self.given_up += 1
        self.drawn += TRIES
        self.discarded += TRIES

    @property
    def compared(self) -> int:
        """Pairs of worlds that were played."""
        return self.drawn - self.discarded

    @property
    def discard_rate(self) -> float:
        return self.discarded / self.drawn if self.drawn else 0.0

    def figures(self) -> dict[str, Any]:
        """Everything as plain values."""
        return {
            name: dict(value) if isinstance(value, Counter) else value for name, value in vars(self).items()
        }

    def merge(self, other: "Tally") -> None:
        self.pairs += other.pairs
        self.viewers += other.viewers
        for name in ("drawn", "discarded", "given_up", "across", "differing", "answers", "frames", "bytes"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.differences += other.differences


async def compare(stage: Stage, pair: Pair, asked: int | None) -> tuple[Seen, str | None]:
    """What was received in the first world, and the first difference to the second."""
    one = await play(stage, pair, 0, asked)
    other = await play(stage, pair, 1, asked)
    return one, difference(one, other)


def difference(one: Seen, other: Seen) -> str | None:
    """The first difference in words; None where there is none."""
    for who in sorted(one.by.keys() | other.by.keys()):
        heard = zip_longest(one.by.get(who, []), other.by.get(who, []), fillvalue=b"(nothing)")
        for place, (here, there) in enumerate(heard):
            if here != there:
                return f"{who}, number {place}: {_parting(here, there)}"
    return None


def _parting(one: bytes, other: bytes) -> str:
    at = next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    head = one.split(b"\n", 1)[0][:AROUND].decode(errors="replace")
    around = slice(max(at - AROUND, 0), at + AROUND)
    return f"{head}: {one[around]!r} against {other[around]!r}"
