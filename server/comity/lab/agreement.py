"""Who votes like whom when bots play: the figures that are taken of real roll calls, taken of games.

Agreement of two states is 1 for the same vote, one half when one of the two abstains and 0 for Yes against
No, over contested items: those on which the commonest vote has at most nine in ten of what was cast (the
measure that is usual for the UN General Assembly; Voeten 2013).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from comity.lab.intervals import middle
from comity.lab.many import each_turn, house_of
from comity.lab.sampling import chunks
from comity.rules.layout import BoolArray, FloatArray, IntArray
from comity.rules.moves import ABSTAIN, DEFY, NO, YES
from comity.rules.voting import entitled
from comity.rules.world import repeat
from comity.scenarios.load import Scenario

CONTESTED: Final = 0.9
"""The largest share of the commonest vote on an item that is called contested."""
GENERAL: Final = 0.8
"""The least share of the seats that may vote where an item counts: a world's assembly and not a club's."""
KINDS: Final = {"yes": YES, "abstain": ABSTAIN, "no": NO}
RESAMPLES: Final = 500

Figure = tuple[float, float, float]
"""A share with the interval that holds 95 percent of resamples of whole games."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What each game adds up to; seats in the scenario's order."""

    items: IntArray
    """[game]: contested items."""
    cast: IntArray
    """[game, seat, kind] votes on contested items, in the order of `KINDS`."""
    alike: FloatArray
    """[game, seat, seat]: sums of agreement; `both`: items on which both may vote."""
    both: IntArray


@dataclass(frozen=True, slots=True)
class Agreement:
    seats: tuple[str, ...]
    counts: Counts

    @property
    def games(self) -> int:
        return len(self.counts.items)

    def pair(self, one: str, other: str) -> Figure:
        """How far two seats vote alike. NaN where they never voted together."""
        i, j = self.seats.index(one), self.seats.index(other)
        return _share(self.counts.alike[:, i, j], self.counts.both[:, i, j])

    def world(self, seat: str) -> Figure:
        """How far a seat votes as each of the others, all together."""
        i = self.seats.index(seat)
        others = np.arange(len(self.seats)) != i
        return _share(self.counts.alike[:, i, others].sum(1), self.counts.both[:, i, others].sum(1))

    def voted(self, kind: str, seat: str | None = None) -> Figure:
        """The share of Yes, abstention or No among what a seat cast, or all seats."""
        place = list(KINDS).index(kind)
        rows = self.counts.cast if seat is None else self.counts.cast[:, [self.seats.index(seat)]]
        return _share(rows[:, :, place].sum(1), rows.sum((1, 2)))

    def document(self) -> dict[str, Any]:
        """`{games, items, votes: {yes, abstain, no}, seats: {S: {world, abstain, with: {S: F}}}}`.

        Each figure is a list of the share and its interval's ends, null where there is nothing to tell.
        """
        return {
            "games": self.games,
            "items": int(self.counts.items.sum()),
            "votes": {kind: _told(self.voted(kind)) for kind in KINDS},
            "seats": {
                seat: {
                    "world": _told(self.world(seat)),
                    "abstain": _told(self.voted("abstain", seat)),
                    "with": {other: _told(self.pair(seat, other)) for other in self.seats if other != seat},
                }
                for seat in self.seats
            },
        }


def measure(
    scenario: Scenario, games: int, *, first: int = 0, told: Callable[[int], None] = lambda _: None
) -> Agreement:
    """Agreement over `games` games of bots, from number `first` on; `told` hears how many are done so far."""
    parts, done = [], 0
    for seeds in chunks(scenario, games, first=first):
        parts.append(_counted(scenario, seeds))
        done += len(seeds)
        told(done)
    names = tuple(seat.key for seat in scenario.catalogue.seats)
    fields = Counts.__dataclass_fields__
    return Agreement(
        names, Counts(*(np.concatenate([getattr(part, name) for part in parts]) for name in fields))
    )


def _counted(scenario: Scenario, seeds: Sequence[bytes]) -> Counts:
    house = house_of(scenario, {})
    seats = [seat.state for seat in scenario.catalogue.seats]
    n, games = len(seats), len(seeds)
    items = np.zeros(games, dtype=np.int64)
    cast = np.zeros((games, n, len(KINDS)), dtype=np.int64)
    alike, both = np.zeros((games, n, n)), np.zeros((games, n, n), dtype=np.int64)
    for world, moves, _ in each_turn(house, repeat(scenario.opening, games), seeds, {}):
        votes = counted(moves.votes[:, :, seats])
        may = contested(votes, entitled(world, scenario.catalogue)[:, :, seats])
        items += may.any(axis=2).sum(axis=1)
        cast += np.stack([((votes == kind) & may).sum(axis=1) for kind in KINDS.values()], axis=2)
        level = np.where(votes == YES, 1.0, np.where(votes == NO, 0.0, 0.5))
        for slot in range(votes.shape[1]):
            at, able = level[:, slot], may[:, slot]
            together = able[:, :, None] & able[:, None, :]
            both += together
            alike += (1.0 - np.abs(at[:, :, None] - at[:, None, :])) * together
    return Counts(items, cast, alike, both)


def counted(votes: IntArray) -> IntArray:
    """Votes as they count: who defies has voted No."""
    return np.where(votes == DEFY, NO, votes)


def contested(votes: IntArray, may: BoolArray) -> BoolArray:
    """[game, slot, seat]: who may vote, on items that are general and contested only; nobody on others."""
    able = may.sum(axis=2)
    commonest = np.max([((votes == kind) & may).sum(axis=2) for kind in KINDS.values()], axis=0)
    counts = (able >= GENERAL * may.shape[2]) & (able > 0) & (commonest <= CONTESTED * able)
    result: BoolArray = may & counts[:, :, None]
    return result


def _share(part: FloatArray | IntArray, whole: IntArray) -> Figure:
    if not whole.sum():
        return (np.nan, np.nan, np.nan)
    chosen = np.random.default_rng(0).integers(0, len(whole), (RESAMPLES, len(whole)))
    wholes = np.maximum(whole[chosen].sum(axis=1), 1)
    return (float(part.sum() / whole.sum()), *middle(part[chosen].sum(axis=1) / wholes))


def _told(figure: Figure) -> list[float] | None:
    return None if np.isnan(figure[0]) else [round(value, 3) for value in figure]
