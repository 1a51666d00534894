"""Par at once: from as many games of bots as a class can wait for, with the score of one game among them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from comity.lab import many, sampling
from comity.rules.layout import FloatArray
from comity.scenarios.load import Scenario

WORK: Final = 160_000
"""Pairs of states over all turns of all games: about a second of one core."""
GAMES_MAX: Final = 256
GAMES_MIN: Final = 16
"""Fewer would tell nothing: a world in which so many take too long has no par at once."""


@dataclass(frozen=True, slots=True)
class SeatPar:
    """How bots score from one seat, and how many of their games a score beats."""

    mean: float
    p10: float
    p90: float
    beaten: float
    """0..1: the share of their games that scored less; a tie counts half."""


def sample(scenario: Scenario) -> FloatArray:
    """[game, seat]: scores of bots by their own temperaments, the same games every time; none at all for a
    world in which enough of them would take too long.
    """
    catalogue = scenario.catalogue
    games = min(WORK // (len(catalogue.states.keys) ** 2 * catalogue.turns), GAMES_MAX)
    if games < GAMES_MIN:
        return np.zeros((0, len(catalogue.seats)))
    parts = [many.play(scenario, seeds) for seeds in sampling.chunks(scenario, games)]
    return sampling.joined(parts, "scores")


def standings(scenario: Scenario, scores: Mapping[str, float], games: FloatArray) -> dict[str, SeatPar]:
    """How the scores of a whole game by seat stand among those of its `sample`; empty where that is none."""
    if not len(games):
        return {}
    seats = [seat.key for seat in scenario.catalogue.seats]
    return dict(zip(seats, among([scores[seat] for seat in seats], games), strict=True))


def among(scores: Sequence[float], games: FloatArray) -> list[SeatPar]:
    """Each seat's score among its games, [game, seat]."""
    found = []
    for place, score in enumerate(scores):
        column = games[:, place]
        low, high = np.percentile(column, (10, 90))
        beaten = float((column < score).mean() + 0.5 * (column == score).mean())
        found.append(
            SeatPar(
                round(float(column.mean()), 1), round(float(low), 1), round(float(high), 1), round(beaten, 3)
            )
        )
    return found
