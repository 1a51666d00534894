"""Bots against whoever does anything legal, from every seat of a world too large to ask them one by one."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from joblib import Parallel, delayed

from comity.lab import many
from comity.lab.hands import TOGETHER, Margin
from comity.lab.parcel import Parcel
from comity.rules.draws import seed_from_number
from comity.rules.layout import FloatArray
from comity.scenarios.load import Scenario

AT_ONCE: Final = 12
"""Seats that are strangers in the same games, spread evenly over the scenario's list: among so many others
they hardly meet.
"""
GAMES: Final = 24


def over_all(scenario: Scenario, games: int = GAMES, *, jobs: int) -> dict[str, Margin]:
    """By seat: how far its bot beats a random player in the same games, a dozen seats at a time."""
    seats = [seat.key for seat in scenario.catalogue.seats]
    rounds = -(-len(seats) // AT_ONCE)
    groups = [(), *(tuple(seats[first::rounds]) for first in range(rounds))]
    parcel, starts = Parcel.of(scenario), range(0, games, TOGETHER)
    parts = Parallel(n_jobs=jobs, batch_size=1)(
        delayed(_scores)(parcel, group, range(first, min(first + TOGETHER, games)))
        for group in groups
        for first in starts
    )
    without, *scores = (
        np.concatenate(parts[place : place + len(starts)]) for place in range(0, len(parts), len(starts))
    )
    apart = {group: without - each for group, each in zip(groups[1:], scores, strict=True)}
    margins = {seat: Margin.of(each[:, seats.index(seat)]) for group, each in apart.items() for seat in group}
    return {seat: margins[seat] for seat in seats}


def _scores(parcel: Parcel, strangers: Sequence[str], numbers: range) -> FloatArray:
    """[game, seat] of these games where these seats do anything legal, in whatever process it is."""
    players = dict.fromkeys(strangers, many.RANDOM)
    seeds = [seed_from_number(number) for number in numbers]
    return many.play(parcel.opened(), seeds, players).scores
