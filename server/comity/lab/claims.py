"""What is claimed of figures, and whether it holds.

Figures are compared as a page has them, to two decimals, so that a reader can check each verdict by hand;
what is equal is not above. A verdict goes by the figures themselves. It is clear where no values within their
intervals would change it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final, Literal

import numpy as np

from comity.lab.intervals import Figure
from comity.rules.prose import listed

DECIMALS: Final = 2
STEP: Final = 10**-DECIMALS
"""The least by which one figure can be above another."""
Figures = Mapping[str, Figure]
"""By what the page calls them."""
Kind = Literal["order", "level"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """By how much a comparison holds, with the least and the most that the intervals leave open; below nought
    it fails, and NaN says that there is nothing to compare.
    """

    margin: Figure
    subject: str
    """What is compared; `failure` is what is said of it where the comparison fails."""
    failure: str

    @property
    def holds(self) -> bool:
        return self.margin[0] >= 0

    @property
    def clear(self) -> bool:
        _, least, most = self.margin
        return least >= 0 if self.holds else not most >= 0


@dataclass(frozen=True, slots=True)
class Claim:
    """Holds where each of its comparisons does, and there are any."""

    kind: Kind
    words: str
    comparisons: tuple[Comparison, ...]
    asked: bool = True
    """Whether the fact asks for it; otherwise it is told for more."""

    @property
    def met(self) -> bool:
        return bool(self.comparisons) and all(each.holds for each in self.comparisons)

    @property
    def clear(self) -> bool:
        """Of a claim that is met, each comparison; of one that is missed, any that fails."""
        failing = [each.clear for each in self.comparisons if not each.holds]
        return any(failing) if failing else all(each.clear for each in self.comparisons)

    @property
    def failures(self) -> list[str]:
        """Whatever fails, a line for each that is compared."""
        found: dict[str, list[str]] = {}
        for each in self.comparisons:
            if not each.holds:
                found.setdefault(each.subject, []).append(each.failure)
        return [f"{subject} {', '.join(failures)}" for subject, failures in found.items()]


def hundredths(figure: Figure) -> Figure:
    """A figure as a page has it."""
    value, low, high = (round(float(number), DECIMALS) for number in figure)
    return value, low, high


def above(
    figures: Figures,
    upper: Sequence[str],
    lower: Sequence[str],
    *,
    by: float = STEP,
    words: str | None = None,
) -> Claim:
    """Each of some is above each of others, by so much at least."""
    far = f" by {by:.2f} at least" if by > STEP else ""
    under = "under" if by == STEP else f"not {by:.2f} above"
    return Claim(
        "order",
        words or f"{listed(upper)} above {listed(lower)}{far}",
        tuple(
            Comparison(
                _margin(_less(figures[one], figures[other]), by),
                _told(figures, one),
                f"{'level with' if _same(figures, one, other) else under} {_told(figures, other)}",
            )
            for one, other in product(upper, lower)
        ),
    )


def at_least(figures: Figures, name: str, bound: float) -> Claim:
    """A figure reaches a bound."""
    return Claim(
        "order",
        f"{name} at least {bound:.2f}",
        (Comparison(_margin(figures[name], bound), _told(figures, name), f"under {bound:.2f}"),),
    )


def nearer(figures: Figures, near: str, name: str, far: str, *, words: str) -> Claim:
    """Of three falling figures the middle one is nearer to the first than to the last."""
    high, middle, low = figures[near], figures[name], figures[far]
    margin = _less(_less(middle, high), _less(low, middle))
    return Claim(
        "order",
        words,
        (Comparison(_margin(margin, STEP), _told(figures, name), f"between {high[0]:.2f} and {low[0]:.2f}"),),
    )


def near(figures: Figures, real: Mapping[str, float], within: float, *, asked: bool = False) -> Claim:
    """Each figure is within so much of the real one."""
    return Claim(
        "level",
        f"each within {within:.2f} of the real figure"
        if len(real) > 1
        else f"within {within:.2f} of the real one",
        tuple(
            Comparison(
                _margin(opposite(_distance(figures[name], value)), -within),
                _told(figures, name),
                f"for {value:.2f}",
            )
            for name, value in real.items()
        ),
        asked,
    )


def there(figures: Figures) -> dict[str, Figure]:
    """Those figures that have a value."""
    return {name: figure for name, figure in figures.items() if not np.isnan(figure[0])}


def in_tiers(figures: Figures, tiers: Iterable[Iterable[str]]) -> Iterator[Claim]:
    """Whoever stands in a tier is above all that follow; whoever is not among the figures is left out."""
    rows = [[name for name in tier if name in figures] for tier in tiers]
    for place, upper in enumerate(rows):
        lower = [name for row in rows[place + 1 :] for name in row]
        if upper and lower:
            follows = listed(lower) if len(lower) == 1 else "all that follow"
            yield above(figures, upper, lower, words=f"{listed(upper)} above {follows}")


def size(figure: Figure) -> Figure:
    """How large a figure is, whatever its sign."""
    return _distance(figure, 0.0)


def opposite(figure: Figure) -> Figure:
    """A figure with its sign turned."""
    value, low, high = figure
    return -value, -high, -low


def _less(one: Figure, other: Figure) -> Figure:
    return one[0] - other[0], one[1] - other[2], one[2] - other[1]


def _distance(figure: Figure, point: float) -> Figure:
    value, low, high = (number - point for number in figure)
    least = 0.0 if low <= 0 <= high else min(abs(low), abs(high))
    return abs(value), least, max(abs(low), abs(high))


def _margin(figure: Figure, bound: float) -> Figure:
    return hundredths((figure[0] - bound, figure[1] - bound, figure[2] - bound))


def _same(figures: Figures, one: str, other: str) -> bool:
    return figures[one][0] == figures[other][0]


def _told(figures: Figures, name: str) -> str:
    value = figures[name][0]
    return f"nothing to tell of {name}" if np.isnan(value) else f"{name} {value:.2f}"
