"""Who votes like whom when bots play: the figures that are taken of real roll calls, taken of games."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from comity.lab import positions
from comity.lab.intervals import Figure, around, resamples, share, shares, told
from comity.lab.periods import Period, years
from comity.lab.positions import Positions
from comity.lab.ranks import spearman
from comity.lab.tallies import KINDS, Tallies, count_each, groups
from comity.rules.layout import FloatArray
from comity.scenarios.load import Scenario

HALVES: Final = 2.0
"""Agreement is counted in halves."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """What was counted of the games of one scenario, and who is in it."""

    seats: tuple[str, ...]
    groups: tuple[str, ...]
    tallies: Tallies

    @property
    def games(self) -> int:
        return len(self.tallies.items)

    def pair(self, one: str, other: str, turns: Sequence[int] | None = None) -> Figure:
        """How far two seats vote alike, in all turns or in some. NaN where they never voted together."""
        alike, both = self._summed("alike", one, other, turns), self._summed("both", one, other, turns)
        return share(alike / HALVES, both)

    def same(self, one: str, other: str, turns: Sequence[int] | None = None) -> Figure:
        """How often two seats cast the same vote."""
        return share(self._summed("same", one, other, turns), self._summed("both", one, other, turns))

    def world(self, seat: str) -> Figure:
        """How far a seat votes as each of the others, all together."""
        i = self.seats.index(seat)
        others = np.arange(len(self.seats)) != i
        alike, both = (rows[:, :, i][:, :, others].sum(axis=(1, 2)) for rows in self._tables)
        return share(alike / HALVES, both)

    def voted(self, kind: str, seat: str | None = None) -> Figure:
        """The share of Yes, abstention or No among what a seat cast, or all seats."""
        place = list(KINDS).index(kind)
        rows = self.tallies.cast if seat is None else self.tallies.cast[:, [self.seats.index(seat)]]
        return share(rows[:, :, place].sum(1), rows.sum((1, 2)))

    def cohesion(self, group: str) -> Figure:
        """How far each two members of a group vote alike, all together, as members they were at the time. NaN
        of a group that never had two.
        """
        i = self.groups.index(group)
        return share(self.tallies.within[:, i], self.tallies.within_both[:, i])

    def members(self, group: str) -> float:
        """How many seats a group has, on average over turns and games."""
        counted = self.tallies.members[:, self.groups.index(group)]
        return float(counted.mean() / self.tallies.both.shape[1])

    def order_with(self, seat: str, real: Mapping[str, float]) -> Figure:
        """The rank correlation of how far some seats vote like `seat` with what is told of the same seats."""
        places = [self.seats.index(other) for other in real]
        i, games = self.seats.index(seat), self.games
        drawn = np.concatenate([np.ones((1, games), dtype=np.int64), resamples(games)])
        alike, both = (
            drawn @ rows[:, :, i][:, :, places].sum(axis=1, dtype=np.int64) for rows in self._tables
        )
        likeness = np.divide(alike / HALVES, both, out=np.full(both.shape, np.nan), where=both > 0)
        found = spearman(likeness, np.array([*real.values()])[None])
        return around(float(found[0]), found[1:])

    def with_each(self) -> FloatArray:
        """[seat, seat, 3]: as `pair`, of all at once."""
        alike, both = (rows.sum(axis=1, dtype=np.int64) for rows in self._tables)
        return shares(alike / HALVES, both)

    @property
    def _tables(self) -> tuple[Any, Any]:
        return self.tallies.alike, self.tallies.both

    def _summed(self, name: str, one: str, other: str, turns: Sequence[int] | None) -> FloatArray:
        """[game]: a tally of two seats, summed over turns."""
        i, j = self.seats.index(one), self.seats.index(other)
        rows = getattr(self.tallies, name)[:, :, i, j]
        chosen = rows if turns is None else rows[:, list(turns)]
        result: FloatArray = chosen.sum(axis=1).astype(np.float64)
        return result


@dataclass(frozen=True, slots=True)
class Findings:
    """All that is said of a scenario's votes."""

    agreement: Agreement
    positions: Positions
    towards: str
    """The seat on whose side positions are above nought."""
    quantities: dict[str, FloatArray]
    """What may tell a position, [seat] each."""
    labels: tuple[str, ...]
    """What the scenario calls its turns."""
    asked: tuple[tuple[str, str], ...] = ()
    """Pairs of seats whose agreement is followed through the periods."""
    periods: tuple[Period, ...] = ()

    def persistence(self) -> list[tuple[int, float | None, Figure]]:
        """For each number of turns how many years that is, on average, and how far positions keep order."""
        begins = years(self.labels)
        return [
            (
                lag,
                None if begins is None else float(np.mean(np.subtract(begins[lag:], begins[:-lag]))),
                self.positions.persistence(lag),
            )
            for lag in range(1, len(self.labels))
        ]

    def document(self) -> dict[str, Any]:
        """The contract that docs/lab.md gives; each figure is a list of the value and its interval's ends,
        null where there is nothing to tell.
        """
        found, seats = self.agreement, self.agreement.seats
        each = found.with_each()
        return {
            "games": found.games,
            "items": int(found.tallies.items.sum()),
            "votes": {kind: told(found.voted(kind)) for kind in KINDS},
            "seats": {
                seat: {
                    "world": told(found.world(seat)),
                    "abstain": told(found.voted("abstain", seat)),
                    "position": told(self.positions.of_seat(i)),
                    "with": {other: told(each[i, j]) for j, other in enumerate(seats) if j != i},
                }
                for i, seat in enumerate(seats)
            },
            "cohesion": {
                group: {"members": round(found.members(group), 1), "agreement": told(found.cohesion(group))}
                for group in found.groups
            },
            "pairs": [
                {
                    "seats": [one, other],
                    "periods": [
                        {
                            "period": period.label,
                            "agreement": told(found.pair(one, other, period.turns)),
                            "same": told(found.same(one, other, period.turns)),
                        }
                        for period in self.periods
                    ],
                }
                for one, other in self.asked
            ],
            "persistence": [
                {
                    "turns": lag,
                    "years": None if gap is None else round(gap, 1),
                    "rank_correlation": told(kept),
                }
                for lag, gap, kept in self.persistence()
            ],
            "told_by": {
                name: told(self.positions.told_by(values)) for name, values in self.quantities.items()
            },
        }


def measure(
    scenario: Scenario,
    games: int,
    *,
    first: int = 0,
    bodies: Sequence[str] = (),
    jobs: int = 1,
    towards: str | None = None,
    asked: Sequence[tuple[str, str]] = (),
    periods: Sequence[Period] = (),
    heard: Callable[[int], None] = lambda _: None,
) -> Findings:
    """Votes of `games` games of bots, from number `first` on; `heard` is told how many are done so far.

    `bodies` are the institutions whose items count, all where none is named; `towards` is the seat whose
    side is called positive, the strongest unless another is named.
    """
    (found,) = measure_each(
        scenario,
        games,
        [bodies],
        first=first,
        jobs=jobs,
        towards=towards,
        asked=asked,
        periods=periods,
        heard=heard,
    )
    return found


def measure_each(
    scenario: Scenario,
    games: int,
    choices: Sequence[Sequence[str]],
    *,
    first: int = 0,
    jobs: int = 1,
    towards: str | None = None,
    asked: Sequence[tuple[str, str]] = (),
    periods: Sequence[Period] = (),
    heard: Callable[[int], None] = lambda _: None,
) -> list[Findings]:
    """As `measure`, for several choices of bodies, of the same games."""
    names = tuple(seat.key for seat in scenario.catalogue.seats)
    anchor = towards or positions.strongest(scenario)
    return [
        Findings(
            Agreement(names, groups(scenario.catalogue), tallies),
            Positions.of(tallies, names.index(anchor)),
            anchor,
            dict(positions.quantities(scenario)),
            tuple(scenario.documents.scenario.turn_labels),
            tuple(asked),
            tuple(periods),
        )
        for tallies in count_each(scenario, games, choices, first=first, jobs=jobs, told=heard)
    ]
