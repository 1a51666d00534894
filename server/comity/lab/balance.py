"""Whether a scenario is fair and alive: who wins, whether hands matter, what is never done, what wars."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from joblib import Parallel, delayed

from comity.lab import intervals, many, run, sampling, thesis
from comity.lab.run import Findings
from comity.rules.layout import FloatArray
from comity.scenarios.load import Scenario, load_sources

SEATS_MAX: Final = 17
"""Of a larger world so many seats are looked at one by one, spread evenly over its list."""
CASTS: Final = 60
"""So often the seats are dealt temperaments anew to tell who wins."""
DEALT: Final = 200
"""In so many games at least, where a cast plays few."""
CHOOSING: Final = 0.5
"""A seat's best and worst temperament are chosen over so many games for each that its bot is set against a
random player in. Among nine equals the best of a few games always leads the worst, so that how far apart the
two are is measured in others.
"""
MEASURING: Final = 2
"""Over so many, in likewise parts. Two play these, nine the others: together they are nine times those games.
"""
THESIS_STATES: Final = 30
"""In larger worlds the thesis is asked under their own theory alone: the others would take hours."""


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
    """One seat: how far its bot beats whoever does anything legal, and its best temperament its worst in
    games in which they were not chosen.
    """

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
    theses: Mapping[str, Mapping[str, thesis.Effect]]
    """[theory][index], from as many mixed games under each; its own theory first."""


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
    theses = {scenario.theory.key: findings.thesis}
    if len(scenario.catalogue.states.keys) <= THESIS_STATES:
        told(f"{scenario.key}: the thesis under other theories")
        theses |= _under_others(scenario, dealt, jobs=jobs)
    return Balance(scenario, dealt, findings, found, theses)


def _under_others(scenario: Scenario, count: int, *, jobs: int) -> dict[str, Mapping[str, thesis.Effect]]:
    """The thesis under every theory but the scenario's own, from games of the same numbers and casts."""
    half = count // 2
    return {
        key: thesis.effects(
            sampling.games(
                load_sources(scenario.sources, theory=key), half, first=count - half, mixed=True, jobs=jobs
            )
        )
        for key in scenario.documents.library.theories
        if key != scenario.theory.key
    }


def games_to_deal(scenario: Scenario) -> int:
    """How many games tell who wins: in half of them temperaments are dealt, anew for each chunk."""
    return 2 * max(CASTS * min(sampling.CAST, sampling.chunk_of(scenario)), DEALT)


def _of_seat(texts: tuple[tuple[str, str], ...], theory: str, seat: str, games: int) -> SeatBalance:
    """In whatever process it is."""
    scenario = load_sources(dict(texts), theory=theory)
    place = [row.key for row in scenario.catalogue.seats].index(seat)

    def scored(
        temper: str | None, games: int, *, first: int = 0, player: many.Player = many.BOT
    ) -> FloatArray:
        dealt = {} if temper is None else {seat: temper}
        chunks = sampling.chunks(scenario, games, first=first)
        parts = [many.play(scenario, seeds, {seat: player}, dealt) for seeds in chunks]
        return sampling.joined(parts, "scores")[:, place]

    best, worst, apart = hands(sorted(scenario.catalogue.temperaments), scored, games)
    return SeatBalance(
        seat,
        Margin.of(scored(None, games) - scored(None, games, player=many.RANDOM)),
        best,
        worst,
        apart,
    )


class Scored(Protocol):
    """Plays `games` games from number `first` on with a seat in the hands of a temperament: its scores,
    [game].
    """

    def __call__(self, temper: str, games: int, *, first: int = 0) -> FloatArray: ...


def hands(temperaments: Sequence[str], scored: Scored, games: int) -> tuple[str, str, Margin]:
    """The best temperament of a seat, its worst, and how far apart they are in the same games, which are none
    of those in which they were chosen.
    """
    choosing = max(round(CHOOSING * games), 1)
    means = {key: float(scored(key, choosing).mean()) for key in temperaments}
    best, worst = max(means, key=means.__getitem__), min(means, key=means.__getitem__)
    measured = {key: scored(key, MEASURING * games, first=choosing) for key in (best, worst)}
    return best, worst, Margin.of(measured[best] - measured[worst])
