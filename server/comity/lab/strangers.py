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
    groups: list[Sequence[str]] = [seats[first::rounds] for first in range(rounds)]
    parcel = Parcel.of(scenario)
    tasks = [(group, first) for first in range(0, games, TOGETHER) for group in [(), *groups]]
    played = Parallel(n_jobs=jobs, batch_size=1)(
        delayed(_scores)(parcel, tuple(group), range(first, min(first + TOGETHER, games)))
        for group, first in tasks
    )
    scores = {group: np.concatenate(parts) for group, parts in _by_group(tasks, played).items()}
    margins = dict[str, Margin]()
    for group in groups:
        apart = scores[()] - scores[tuple(group)]
        margins |= {seat: Margin.of(apart[:, seats.index(seat)]) for seat in group}
    return {seat: margins[seat] for seat in seats}


def _by_group(
    tasks: Sequence[tuple[Sequence[str], int]], played: Sequence[FloatArray]
) -> dict[tuple[str, ...], list[FloatArray]]:
    found: dict[tuple[str, ...], list[FloatArray]] = {}
    for (group, _), part in zip(tasks, played, strict=True):
        found.setdefault(tuple(group), []).append(part)
    return found


def _scores(parcel: Parcel, strangers: Sequence[str], numbers: range) -> FloatArray:
    """[game, seat] of these games where these seats do anything legal, in whatever process it is."""
    players = dict.fromkeys(strangers, many.RANDOM)
    seeds = [seed_from_number(number) for number in numbers]
    return many.play(parcel.opened(), seeds, players).scores
