"""Hand-made votes, counted as those of games are: what a test knows by hand."""

from collections.abc import Sequence

import numpy as np

from comity.lab.agreement import Agreement
from comity.lab.tallies import ALL, KINDS, Tallies, contested, counted, pairs
from comity.rules.moves import ABSTAIN, NO, YES

OF_LETTER = {"Y": YES, "N": NO, "A": ABSTAIN}


def votes(*items: str) -> np.ndarray:
    """[slot, seat] of a turn whose items are written as a letter for each seat, such as "YYNA"."""
    return np.array([[OF_LETTER[letter] for letter in item] for item in items])


def table(*games: Sequence[Sequence[str]], groups: Sequence[tuple[str, Sequence[int]]] = ()) -> Tallies:
    """Tallies of games, each a row of turns, each a row of items; groups are lists of seats, then all."""
    seats = len(games[0][0][0])
    places = [*(members for _, members in groups), range(seats)]
    inside = np.array([[seat in members for seat in range(seats)] for members in places]) * 1.0
    others = 1.0 - np.eye(seats)
    rows = []
    for game in games:
        each = [votes(*turn)[None] for turn in game]
        may = [contested(turn, np.ones(turn.shape, dtype=np.bool_)) for turn in each]
        alike, same, both = (
            np.stack(parts, axis=1)
            for parts in zip(*(pairs(turn, able) for turn, able in zip(each, may, strict=True)), strict=True)
        )
        total = (alike.sum(axis=1)[0] / 2.0 * others, both.sum(axis=1)[0] * others)
        cast = sum(
            np.stack([((counted(turn) == kind) & able).sum(axis=1) for kind in KINDS.values()], axis=2)
            for turn, able in zip(each, may, strict=True)
        )
        rows.append(
            Tallies(
                np.array([sum(int(able.any(axis=2).sum()) for able in may)]),
                np.asarray(cast),
                alike,
                same,
                both,
                np.array([[len(game) * len(members) for members in places]]),
                *(np.array([[row @ pair @ row for row in inside]]) for pair in total),
            )
        )
    return Tallies.joined(rows)


def agreement(*games: Sequence[Sequence[str]], groups: Sequence[tuple[str, Sequence[int]]] = ()) -> Agreement:
    """The same, with seats called a, b, c, ... and groups by their names."""
    seats = tuple("abcdefghijklmnopqrstuvwxyz"[: len(games[0][0][0])])
    return Agreement(seats, (*(name for name, _ in groups), ALL), table(*games, groups=groups))
