"""Whether it matters how a seat is played: its best temperament against its worst, in the same games."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol, TypeVar

import numpy as np
from joblib import Parallel, delayed

from comity.lab import intervals, many, sampling
from comity.lab.parcel import Parcel
from comity.rules.draws import seed_from_number
from comity.rules.layout import FloatArray
from comity.scenarios.load import Scenario

T = TypeVar("T")
CHOOSING: Final = 0.5
"""A seat's best and worst temperament are chosen over so many games for each that was asked for. Among nine
equals the best of a few games always leads the worst, so that how far apart the two are is measured in
others.
"""
MEASURING: Final = 2
"""Over so many, in likewise parts. Two play these, nine the others: together they are nine times those games.
"""
TOGETHER: Final = 4
"""Games of a large world in one task: making its bots ready takes half as long as a game."""


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
class Hands:
    """Which temperament suits a seat best and which worst, and by how much."""

    best: str
    worst: str
    apart: Margin


class Scored(Protocol):
    """The scores of a seat in the hands of a temperament, [game], in `games` games from number `first` on."""

    def __call__(self, temper: str, games: int, *, first: int = 0) -> FloatArray: ...


def hands(temperaments: Sequence[str], scored: Scored, games: int) -> Hands:
    """The best temperament of a seat, its worst, and how far apart they are in the same games, which are none
    of those in which they were chosen.
    """
    choosing = _choosing(games)
    means = {key: float(scored(key, choosing).mean()) for key in temperaments}
    best, worst = max(means, key=means.__getitem__), min(means, key=means.__getitem__)
    measured = {key: scored(key, MEASURING * games, first=choosing) for key in (best, worst)}
    return Hands(best, worst, Margin.of(measured[best] - measured[worst]))


def one_by_one(scenario: Scenario, seats: Sequence[str], games: int, *, jobs: int) -> dict[str, Hands]:
    """Each seat goes through all hands while the others stay in their own."""
    return of_each(_of_seat, scenario, seats, games, jobs=jobs)


def of_each(
    measured: Callable[[Parcel, str, int], T],
    scenario: Scenario,
    seats: Sequence[str],
    games: int,
    *,
    jobs: int,
) -> dict[str, T]:
    """What `measured` makes of each seat, each in whatever process has time: it is given the scenario, the
    seat and the number of games.
    """
    parcel = Parcel.of(scenario)
    found = Parallel(n_jobs=jobs)(delayed(measured)(parcel, seat, games) for seat in seats)
    return dict(zip(seats, found, strict=True))


def scores_of(
    scenario: Scenario,
    seat: str,
    games: int,
    *,
    first: int = 0,
    player: many.Player = many.BOT,
    temper: str | None = None,
) -> FloatArray:
    """[game]: of one seat in `games` games from number `first` on, in the hands of this player, or of a bot
    of another temperament than its own.
    """
    place = [row.key for row in scenario.catalogue.seats].index(seat)
    tempers = {} if temper is None else {seat: temper}
    chunks = sampling.chunks(scenario, games, first=first)
    parts = [many.play(scenario, seeds, {seat: player}, tempers) for seeds in chunks]
    return sampling.joined(parts, "scores")[:, place]


def _of_seat(parcel: Parcel, seat: str, games: int) -> Hands:
    """In whatever process it is."""
    scenario = parcel.opened()

    def scored(temper: str, games: int, *, first: int = 0) -> FloatArray:
        return scores_of(scenario, seat, games, first=first, temper=temper)

    return hands(sorted(scenario.catalogue.temperaments), scored, games)


def all_in_turn(scenario: Scenario, seats: Sequence[str], games: int, *, jobs: int) -> dict[str, Hands]:
    """All these seats go through all hands together: a game is played once for each temperament, and every
    time each seat moves on to the next, from another one than its neighbours.

    For worlds so large that a few other hands elsewhere are lost among the rest: a game tells of every seat.
    """
    tempers, parcel = sorted(scenario.catalogue.temperaments), Parcel.of(scenario)
    count = _choosing(games) + MEASURING * games
    tasks = [(shift, first) for first in range(0, count, TOGETHER) for shift in range(len(tempers))]
    played = Parallel(n_jobs=jobs, batch_size=1)(
        delayed(_some_games)(
            parcel,
            dealt(seats, tempers, shift),
            range(first, min(first + TOGETHER, count)),
        )
        for shift, first in tasks
    )
    scores = np.empty((len(tempers), count, len(seats)))
    for (shift, first), part in zip(tasks, played, strict=True):
        scores[shift, first : first + TOGETHER] = part

    def scored_of(place: int) -> Scored:
        def scored(temper: str, games: int, *, first: int = 0) -> FloatArray:
            shift = (tempers.index(temper) - place) % len(tempers)
            return scores[shift, first : first + games, place]

        return scored

    return {seat: hands(tempers, scored_of(place), games) for place, seat in enumerate(seats)}


def dealt(seats: Sequence[str], tempers: Sequence[str], shift: int) -> Mapping[str, str]:
    """Who has which temperament in the round `shift`: over all rounds every seat has every one once."""
    return {seat: tempers[(place + shift) % len(tempers)] for place, seat in enumerate(seats)}


def _some_games(parcel: Parcel, tempers: Mapping[str, str], numbers: range) -> FloatArray:
    """[game, seat]: the scores of the seats that were dealt temperaments, in whatever process it is."""
    scenario = parcel.opened()
    places = {row.key: place for place, row in enumerate(scenario.catalogue.seats)}
    seeds = [seed_from_number(number) for number in numbers]
    played = many.play(scenario, seeds, temperaments=tempers)
    return played.scores[:, [places[seat] for seat in tempers]]


def _choosing(games: int) -> int:
    return max(round(CHOOSING * games), 1)
