"""What goes wrong, and when: drawn from a seed, so that a schedule can be played again."""

import random
from dataclasses import dataclass
from typing import Final, Literal

FaultKind = Literal["kill", "stop", "postgres", "redis", "flush", "inner", "outer", "swizzle"]

Weights = tuple[tuple[FaultKind, int], ...]

WEIGHTS: Final[Weights] = (
    ("kill", 3),
    ("stop", 5),
    ("postgres", 2),
    ("redis", 2),
    ("flush", 2),
    ("inner", 6),
    ("outer", 6),
    ("swizzle", 2),
)
CRASHES: Final[Weights] = (("postgres", 1), ("flush", 2))
"""What was not committed is lost now and then, and nothing else keeps anybody from moving meanwhile."""
EVERY_SECONDS: Final = 1.8
"""How long it takes from one fault to the next, on average; most last longer than that."""


@dataclass(frozen=True, slots=True)
class Fault:
    """At `at` seconds something happens for `seconds`; `seed` decides the rest, such as which link."""

    at: float
    kind: FaultKind
    seconds: float
    seed: int


def draw(seed: int, seconds: float, weights: Weights = WEIGHTS) -> list[Fault]:
    """The faults of one schedule, in order of time. The first seconds are quiet: people come in."""
    chance = random.Random(seed)
    kinds, chances = zip(*weights, strict=True)
    faults: list[Fault] = []
    at = 0.5
    while at < seconds - 0.5:
        kind = chance.choices(kinds, chances)[0]
        lasts = chance.uniform(0.5, min(5.0, seconds / 3)) if kind == "stop" else chance.uniform(0.2, 2.5)
        faults.append(Fault(at, kind, min(lasts, seconds - at), chance.randrange(2**32)))
        at += chance.expovariate(1 / EVERY_SECONDS)
    return faults
