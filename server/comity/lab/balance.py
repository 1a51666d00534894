"""Whether a scenario is fair and alive: who wins, whether hands matter, what is never done."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from joblib import Parallel, delayed

from comity.lab import intervals, many, run, sampling
from comity.lab.run import Findings
from comity.rules.layout import FloatArray
from comity.scenarios.load import Scenario, load_sources

SEATS_MAX: Final = 17
"""Of a larger world so many seats are looked at one by one, spread evenly over its list."""
CASTS: Final = 60
"""So often the seats are dealt temperaments anew to tell who wins."""
DEALT: Final = 200
"""In so many games at least, where a cast plays few."""


@dataclass(frozen=True, slots=True)
class Margin:
    """A mean difference of scores and the half width of the interval that holds 95 percent of it."""

    mean: float
    error: float

    @classmethod
    def of(cls, apart: FloatArray) -> "Margin":
        return cls(float(apart.mean()), intervals.half_width(apart))

    @property
    def clear(self) -> bool:
        """Whether it is more than twice its own noise."""
        return self.mean > 2 * self.error / intervals.ERRORS


@dataclass(frozen=True, slots=True)
class SeatBalance:
    """One seat: how far its bot beats whoever does anything legal, and its best temperament its worst."""

    seat: str
    over_random: Margin
    best: str
    worst: str
    apart: Margin


@dataclass(frozen=True, slots=True)
class Balance:
    scenario: Scenario
    games: int
    findings: Findings
    seats: Sequence[SeatBalance]


def measure(
    scenario: Scenario, games: int, *, jobs: int = -1, told: Callable[[str], None] = lambda _: None
) -> Balance:
    """The balance of a scenario under its own theory, over so many games for each question.

    Every seat is asked with the same chance in all hands, so that a difference is one of hands.
    """
    dealt = max(games, games_to_deal(scenario))
    told(f"{scenario.key}: {dealt} games of bots")
    findings = run.run([scenario], dealt, jobs=jobs).theories[scenario.theory.key]
    seats = [seat.key for seat in scenario.catalogue.seats]
    asked = [seats[place] for place in np.linspace(0, len(seats) - 1, min(len(seats), SEATS_MAX)).astype(int)]
    told(f"{scenario.key}: {len(asked)} seats in all hands")
    texts = tuple(sorted(scenario.sources.items()))
    each = max(games // 4, 2)
    found = Parallel(n_jobs=jobs)(delayed(_of_seat)(texts, scenario.theory.key, seat, each) for seat in asked)
    return Balance(scenario, dealt, findings, found)


def games_to_deal(scenario: Scenario) -> int:
    """How many games tell who wins: in half of them temperaments are dealt, anew for each chunk."""
    return 2 * max(CASTS * min(sampling.CAST, sampling.chunk_of(scenario)), DEALT)


def _of_seat(texts: tuple[tuple[str, str], ...], theory: str, seat: str, games: int) -> SeatBalance:
    """In whatever process it is."""
    scenario = load_sources(dict(texts), theory=theory)
    place = [row.key for row in scenario.catalogue.seats].index(seat)

    def scored(players: dict[str, many.Player], temper: str | None) -> FloatArray:
        dealt = {} if temper is None else {seat: temper}
        parts = [many.play(scenario, seeds, players, dealt) for seeds in sampling.chunks(scenario, games)]
        return sampling.joined(parts, "scores")[:, place]

    own = scored({}, None)
    by_temper = {key: scored({}, key) for key in sorted(scenario.catalogue.temperaments)}
    best = max(by_temper, key=lambda key: float(by_temper[key].mean()))
    worst = min(by_temper, key=lambda key: float(by_temper[key].mean()))
    return SeatBalance(
        seat,
        Margin.of(own - scored({seat: many.RANDOM}, None)),
        best,
        worst,
        Margin.of(by_temper[best] - by_temper[worst]),
    )
