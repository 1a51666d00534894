"""Who wins, against each seat's par: by seat, by the stance that was practised and by temperament."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from comity.lab import intervals
from comity.lab.par import against_par
from comity.rules.layout import FloatArray, IntArray
from comity.rules.vocabulary import GLOBALISMS


@dataclass(frozen=True, slots=True)
class WinShare:
    """Shares of games won, adding up to 1 in each; `held` is the share of seats that held it."""

    seat: Mapping[str, float]
    stance: Mapping[str, float]
    temperament: Mapping[str, float]
    held: Mapping[str, float]
    """By stance and by temperament."""
    noise: Mapping[str, float]
    """Half the width of the interval that holds 95 percent of a share, likewise: over casts, since the games
    of one cast are alike.
    """


def win_share(
    seats: Sequence[str],
    sample: FloatArray,
    scores: FloatArray,
    stance: FloatArray,
    *,
    temperaments: Sequence[Sequence[str]],
    cast: IntArray,
) -> WinShare:
    """Of games [game, seat] with their mean stances [game, seat, globalism] and, by game, the temperament of
    each seat and the number of its cast [game]; `sample` are the scores that make par.
    """
    apart = against_par(scores, sample)
    winner = apart.argmax(axis=1)
    games = np.arange(winner.size)
    led = stance.argmax(axis=2)
    stances = [GLOBALISMS[int(which)] for which in led[games, winner]]
    tempers = [temperaments[game][seat] for game, seat in enumerate(winner.tolist())]
    by_stance, by_temper = Counter(stances), Counter(tempers)
    held = Counter(GLOBALISMS[int(which)] for which in led.reshape(-1))
    held.update(temper for row in temperaments for temper in row)
    return WinShare(
        _shares({seat: int((winner == place).sum()) for place, seat in enumerate(seats)}, winner.size),
        _shares({key: by_stance[key] for key in GLOBALISMS}, winner.size),
        _shares(dict(sorted(by_temper.items())), winner.size),
        _shares(dict(sorted(held.items())), led.size),
        {key: _noise(stances, key, cast) for key in GLOBALISMS}
        | {key: _noise(tempers, key, cast) for key in sorted(by_temper)},
    )


def _noise(winners: Sequence[str], key: str, cast: IntArray) -> float:
    won = np.array([winner == key for winner in winners], dtype=np.float64)
    share = np.bincount(cast, weights=won) / np.maximum(np.bincount(cast), 1)
    return round(intervals.half_width(share), 4)


def _shares(counts: Mapping[str, int], whole: int) -> dict[str, float]:
    return {key: round(count / max(whole, 1), 4) for key, count in counts.items()}
