"""How well votes are told: by the model and by its baselines, on all of a table and on the part held out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from comity.lab import intervals, vote_baselines
from comity.lab.electorate import Electorate
from comity.lab.roll_calls import ABSTAIN, NO, YES, RollCalls
from comity.lab.votes import expected
from comity.rules.layout import BoolArray, FloatArray, IntArray
from comity.scenarios.history import History

CLASSES: Final = {"yes": YES, "abstain": ABSTAIN, "no": NO}
RESAMPLES: Final = 1_000
HELD_OUT: Final = 3
"""Sessions that leave this over when divided by four took no part in setting anything: docs/validity.md."""


@dataclass(frozen=True, slots=True)
class Score:
    """`balanced` is the mean of the recalls of those classes that were cast."""

    votes: int
    accuracy: float
    balanced: float
    recall: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Interval:
    """The middle 95 percent of resamples of whole sessions; nothing where there are fewer than three."""

    accuracy: tuple[float, float] | None
    balanced: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Held:
    """The part of a table in the sessions that are held out, or in the others."""

    score: Score
    interval: Interval
    baselines: Mapping[str, Score]


@dataclass(frozen=True, slots=True)
class VoteReport:
    resolutions: int
    whole: Held
    parts: Mapping[str, Held]
    """`set_on` and `held_out`; a part without votes is missing."""
    by_decade: Mapping[str, Score]
    by_state: Mapping[str, Score]

    def document(self) -> dict[str, Any]:
        """The contract's shape, and more."""
        return {
            "resolutions": self.resolutions,
            "votes": self.whole.score.votes,
            **_document(self.whole),
            **{name: {"votes": part.score.votes, **_document(part)} for name, part in self.parts.items()},
            "by_decade": {name: _figures(score) for name, score in self.by_decade.items()},
            "by_state": {name: _figures(score) for name, score in self.by_state.items()},
        }


def report(calls: RollCalls, history: History) -> VoteReport:
    """Expected votes of all but the permanent members, scored; the baselines on the very same votes."""
    told = {
        "model": expected(calls, Electorate(history, calls.states)).votes,
        "always_yes": vote_baselines.always_yes(calls),
        "regional_group": vote_baselines.regional_group(calls, history),
        "bloc_majority": vote_baselines.bloc_majority(calls, history),
    }
    held_out = (calls.session % 4 == HELD_OUT)[:, None]
    parts = {"set_on": calls.scored & ~held_out, "held_out": calls.scored & held_out}
    decade = calls.year // 10 * 10
    return VoteReport(
        resolutions=len(calls.session),
        whole=_held(calls, told, calls.scored),
        parts={name: _held(calls, told, which) for name, which in parts.items() if which.any()},
        by_decade=dict(
            _each(
                calls,
                told["model"],
                {f"{year}s": (decade == year)[:, None] for year in np.unique(decade).tolist()},
            )
        ),
        by_state=dict(
            _each(
                calls,
                told["model"],
                {key: (np.array(calls.states) == key)[None] for key in sorted(calls.states)},
            )
        ),
    )


def score(cast: IntArray, told: IntArray) -> Score:
    """Of votes, [vote], and what was told of them, [vote]; there is at least one."""
    recall = {
        name: float((told[cast == vote] == vote).mean()) for name, vote in CLASSES.items() if vote in cast
    }
    return Score(len(cast), float((cast == told).mean()), float(np.mean(list(recall.values()))), recall)


def _each(calls: RollCalls, told: IntArray, parts: Mapping[str, BoolArray]) -> Iterator[tuple[str, Score]]:
    for name, part in parts.items():
        which = calls.scored & part
        if which.any():
            yield name, score(calls.votes[which], told[which])


def _held(calls: RollCalls, told: Mapping[str, IntArray], which: BoolArray) -> Held:
    scores = {name: score(calls.votes[which], votes[which]) for name, votes in told.items()}
    interval = _interval(calls, told["model"], which)
    return Held(scores.pop("model"), interval, scores)


def _interval(calls: RollCalls, told: IntArray, which: BoolArray) -> Interval:
    """Whole sessions are drawn again: votes of one session are no independent news."""
    sessions = np.unique(calls.session[which.any(axis=1)])
    if len(sessions) < 3:
        return Interval(None, None)
    cast = np.zeros((len(sessions), len(CLASSES)))
    right = np.zeros((len(sessions), len(CLASSES)))
    for row, session in enumerate(sessions.tolist()):
        here = which & (calls.session == session)[:, None]
        for column, vote in enumerate(CLASSES.values()):
            mine = here & (calls.votes == vote)
            cast[row, column], right[row, column] = mine.sum(), (told[mine] == vote).sum()
    draw = np.random.default_rng(19_45).integers(0, len(sessions), (RESAMPLES, len(sessions)))
    all_cast, all_right = cast[draw].sum(axis=1), right[draw].sum(axis=1)
    accuracy = all_right.sum(axis=1) / all_cast.sum(axis=1)
    recall = np.where(all_cast > 0, all_right / np.maximum(all_cast, 1), np.nan)
    return Interval(_middle(accuracy), _middle(np.nanmean(recall, axis=1)))


def _middle(values: FloatArray) -> tuple[float, float]:
    low, high = intervals.middle(values)
    return round(low, 4), round(high, 4)


def _document(part: Held) -> dict[str, Any]:
    return {
        "accuracy": round(part.score.accuracy, 4),
        "balanced_accuracy": round(part.score.balanced, 4),
        "interval": {"accuracy": part.interval.accuracy, "balanced_accuracy": part.interval.balanced},
        "recall": {name: round(value, 4) for name, value in part.score.recall.items()},
        "baselines": {name: round(found.accuracy, 4) for name, found in part.baselines.items()},
        "baselines_balanced": {name: round(found.balanced, 4) for name, found in part.baselines.items()},
    }


def _figures(found: Score) -> dict[str, Any]:
    return {
        "votes": found.votes,
        "accuracy": round(found.accuracy, 4),
        "balanced_accuracy": round(found.balanced, 4),
    }
