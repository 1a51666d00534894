"""Where states stand by their votes, whether they stay there, and what tells where they stand.

A position is the first dimension of a classical scaling of the agreement of every two seats: the leading
eigenvector of the double-centred table, as long as the root of its eigenvalue (Torgerson 1952). It is the
simplest thing that stands in for the ideal points of Bailey, Strezhnev and Voeten 2017, who fit a dynamic
item response model to the same votes; on one dimension the two order states nearly alike.

A game has only a few contested items a turn. So a turn's table is what all games together voted in that turn:
what is said here is said of the scenario's average history.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from comity.lab.intervals import Figure, around, resamples
from comity.lab.ranks import spearman
from comity.lab.tallies import Tallies
from comity.rules.layout import FloatArray, IntArray
from comity.rules.power import power
from comity.rules.vocabulary import GLOBALISMS
from comity.scenarios.load import Scenario

CLUB: Final = 3
"""Least number of seats in a club, and outside it, where it can be said what belonging tells."""
_AT_ONCE: Final = 50
"""Resamples whose tables are held in memory together."""


@dataclass(frozen=True, slots=True)
class Positions:
    """Of each seat; NaN where nothing was voted. The anchor stands above nought."""

    whole: FloatArray
    """[seat]: by all turns."""
    turns: FloatArray
    """[turn, seat]."""
    whole_again: FloatArray
    """[resample, seat]: the same of resampled games."""
    turns_again: FloatArray
    """[resample, turn, seat]."""

    @classmethod
    def of(cls, tallies: Tallies, anchor: int) -> "Positions":
        """By the votes of games; `anchor` is the place of the seat whose side is called positive."""
        once = np.ones((1, len(tallies.items)), dtype=np.int64)
        whole, turns = _placed(tallies, once, None)
        if whole[0, anchor] < 0:
            whole = -whole
        turns = _turned(turns, whole[0])
        drawn = resamples(len(tallies.items))
        parts = [
            _placed(tallies, drawn[start : start + _AT_ONCE], whole[0])
            for start in range(0, len(drawn), _AT_ONCE)
        ]
        return cls(
            whole[0],
            turns[0],
            np.concatenate([part[0] for part in parts]),
            np.concatenate([part[1] for part in parts]),
        )

    def of_seat(self, seat: int) -> Figure:
        return around(float(self.whole[seat]), self.whole_again[:, seat])

    def persistence(self, lag: int) -> Figure:
        """The rank correlation of positions with those `lag` turns later, on average over the turns."""
        each = [
            _related(
                (self.turns[turn], self.turns[turn + lag]),
                (self.turns_again[:, turn], self.turns_again[:, turn + lag]),
            )
            for turn in range(len(self.turns) - lag)
        ]
        values, again = (np.stack(rows, axis=-1) for rows in zip(*each, strict=True))
        return around(float(_mean(values)), _mean(again))

    def told_by(self, quantity: FloatArray) -> Figure:
        """The rank correlation of positions over all turns with a quantity [seat]."""
        value, again = _related((self.whole, quantity), (self.whole_again, quantity[None]))
        return around(float(value), again)


def _related(
    one: tuple[FloatArray, FloatArray], again: tuple[FloatArray, FloatArray]
) -> tuple[FloatArray, FloatArray]:
    """The rank correlation of two quantities [seat], and [resample] of the same resampled, over the seats
    that have both.
    """
    there = ~np.isnan(one[0]) & ~np.isnan(one[1])
    first, second = (rows[:, there] for rows in again)
    return spearman(one[0][there], one[1][there]), spearman(first, second)


def scaled(agreement: FloatArray) -> FloatArray:
    """[..., n]: the first dimension of tables of agreement [..., n, n], its direction arbitrary."""
    rows = agreement.mean(axis=-1, keepdims=True)
    centred = agreement - rows - rows.swapaxes(-1, -2) + rows.mean(axis=-2, keepdims=True)
    values, vectors = np.linalg.eigh(centred)
    result: FloatArray = vectors[..., -1] * np.sqrt(np.maximum(values[..., -1:], 0.0))
    return result


def strongest(scenario: Scenario) -> str:
    """The seat of the most power at the opening."""
    seats = scenario.catalogue.seats
    weights = power(scenario.opening)[0]
    return max(seats, key=lambda seat: int(weights[seat.state])).key


def quantities(scenario: Scenario) -> Mapping[str, FloatArray]:
    """[seat] each, at the opening: what may tell where a state stands. Its share of the world's power, how
    well it is governed, what it is predisposed to, and each club in which some seats are and some are not.
    """
    world, catalogue = scenario.opening, scenario.catalogue
    seats = [seat.state for seat in catalogue.seats]
    found = {
        "power": power(world)[0, seats].astype(np.float64),
        "governance": world.points("governance")[0, seats],
    }
    for place, globalism in enumerate(GLOBALISMS):
        found[f"predisposition.{globalism}"] = world.shares("predisposition")[0, seats, place]
    for place, bloc in enumerate(catalogue.blocs.keys):
        member = (world["bloc"][0, place, seats] > 0).astype(np.float64)
        if CLUB <= member.sum() <= len(seats) - CLUB:
            found[f"blocs.{bloc}"] = member
    return found


def _placed(tallies: Tallies, drawn: IntArray, whole: FloatArray | None) -> tuple[FloatArray, FloatArray]:
    """Positions by games drawn [resample, game], in the direction of `whole` where that is given: by all
    turns [resample, seat] and by each [resample, turn, seat].
    """
    games, turns, n, _ = tallies.both.shape
    weight = drawn.astype(np.float64)
    alike, both = np.zeros((2, turns, len(drawn), n, n))
    for turn in range(turns):
        for rows, sums in ((tallies.alike, alike), (tallies.both, both)):
            flat = rows[:, turn].reshape(games, n * n).astype(np.float64)
            sums[turn] = (weight @ flat).reshape(len(drawn), n, n)
    over_all = _of_sums(alike.sum(axis=0) / 2.0, both.sum(axis=0))
    each = np.stack([_of_sums(alike[turn] / 2.0, both[turn]) for turn in range(turns)], axis=1)
    if whole is None:
        return over_all, each
    return _turned(over_all, whole), _turned(each, whole)


def _of_sums(alike: FloatArray, both: FloatArray) -> FloatArray:
    """[resample, seat] by sums [resample, seat, seat]. Who never voted together counts as agreeing as all do
    on average; nobody has a position where nothing was voted.
    """
    votes = both.sum(axis=(1, 2))
    mean = np.divide(alike.sum(axis=(1, 2)), votes, out=np.zeros_like(votes), where=votes > 0)
    filled = np.broadcast_to(mean[:, None, None], both.shape).copy()
    placed = scaled(np.divide(alike, both, out=filled, where=both > 0))
    silent = both.diagonal(axis1=1, axis2=2) == 0
    return np.where(silent, np.nan, placed)


def _turned(rows: FloatArray, whole: FloatArray) -> FloatArray:
    """Each row [..., seat] in the direction in which it is more like the whole."""
    like = np.nansum(rows * whole, axis=-1, keepdims=True)
    result: FloatArray = np.where(like < 0, -rows, rows)
    return result


def _mean(rows: FloatArray) -> FloatArray:
    """[...]: the mean over the last axis of what is there."""
    there = ~np.isnan(rows)
    count = there.sum(axis=-1)
    total = np.where(there, rows, 0.0).sum(axis=-1)
    result: FloatArray = np.divide(total, count, out=np.full(np.shape(total), np.nan), where=count > 0)
    return result
