"""What a fact consists of: figures taken of games, beside the real ones, and what is claimed of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from comity.lab.agreement import Findings
from comity.lab.claims import Claim, Figures, hundredths
from comity.lab.intervals import Figure

YEARS: Final = 1.0
"""Turns stand for a number of years where they are off by so many at most."""
SEVERAL: Final = 2
"""Of so many seats on average one can ask whether they agree."""
NOTHING: Final[Figure] = (np.nan, np.nan, np.nan)
"""Where there is nothing to tell."""

Game = tuple[str, str | None]
"""A scenario's key, and the length at which it is played: None is its own."""
Taken = Callable[[Findings], Figure]


@dataclass(frozen=True, slots=True)
class Quantity:
    """One figure of a fact: the real one where it is known, and how to take it of games."""

    real: float | None
    take: Taken
    remark: Callable[[Findings], str] = lambda _: ""
    """What is said beside it."""


@dataclass(frozen=True, slots=True)
class Fact:
    key: str
    says: str
    judged: tuple[Game, ...]
    """Of whose games it is claimed."""
    quantities: Mapping[str, Quantity]
    """By what the page calls them."""
    claims: Callable[[Figures], list[Claim]]
    beside: tuple[Game, ...] = ()
    """Whose figures are told without a verdict."""
    remark: str = ""
    """What a reader has to know of these figures."""

    def figures(self, found: Findings) -> dict[str, Figure]:
        """By name, as the page has them."""
        return {name: hundredths(quantity.take(found)) for name, quantity in self.quantities.items()}

    def real(self) -> dict[str, float]:
        """The real figures, where they are known."""
        return {name: row.real for name, row in self.quantities.items() if row.real is not None}


def world(seat: str) -> Taken:
    """How far a seat votes as each of the others."""
    return lambda found: found.agreement.world(seat)


def pair(one: str, other: str, period: int | None = None) -> Taken:
    """Agreement of two seats, over all turns or in one of the periods."""
    return lambda found: found.agreement.pair(one, other, _turns(found, period))


def same(one: str, other: str, period: int) -> Taken:
    """Identical votes of two seats in one of the periods."""
    return lambda found: found.agreement.same(one, other, _turns(found, period))


def voted(kind: str, seat: str | None = None) -> Taken:
    """The share of one kind of vote among what a seat cast, or all seats."""
    return lambda found: found.agreement.voted(kind, seat)


def told_by(quantity: str) -> Taken:
    """How far something that the scenario says of its states tells where they stand."""
    return lambda found: found.positions.told_by(found.quantities[quantity])


def cohesion(group: str, real: float) -> Quantity:
    """How far each two of a group agree; not of one that has several seats only when others have joined."""

    def taken(found: Findings) -> Figure:
        return found.agreement.cohesion(group) if _seats(found, group) >= SEVERAL else NOTHING

    def members(found: Findings) -> str:
        seats = _seats(found, group)
        return f"{seats:.0f} seats" if seats >= SEVERAL else ""

    return Quantity(real, taken, members)


def later(years: int, real: float) -> Quantity:
    """How far positions keep their order over as many turns as come nearest to some years."""

    def nearest(found: Findings) -> tuple[float, Figure]:
        rows = [(gap, kept) for _, gap, kept in found.persistence() if gap is not None]
        gap, kept = min(rows, key=lambda row: abs(row[0] - years), default=(np.inf, NOTHING))
        return gap, kept if abs(gap - years) <= YEARS else NOTHING

    def gap(found: Findings) -> str:
        after, kept = nearest(found)
        return f"{after:.1f} years" if not np.isnan(kept[0]) and round(after, 1) != years else ""

    return Quantity(real, lambda found: nearest(found)[1], gap)


def _turns(found: Findings, period: int | None) -> tuple[int, ...] | None:
    return None if period is None else found.periods[period].turns


def _seats(found: Findings, group: str) -> float:
    return found.agreement.members(group) if group in found.agreement.groups else 0.0
