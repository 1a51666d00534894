"""What is told of votes without a model of states, for comparison: always Yes, the region, the voting bloc.

The last two are told the very votes that they are scored on, but for the state's own: they are no forecasts.
"""

from typing import Final

import numpy as np

from comity.lab.roll_calls import ABSTAIN, NO, YES, RollCalls
from comity.rules.layout import BoolArray, FloatArray, IntArray
from comity.scenarios.history import History

SESSIONS_BEFORE: Final = 6
BLOCS: Final = 5
"""As many as there are regional groups."""
_CLASSES: Final = (YES, ABSTAIN, NO)
"""In this order where as many others vote one way as another."""


def always_yes(calls: RollCalls) -> IntArray:
    """[resolution, state]"""
    return np.full(calls.votes.shape, YES)


def regional_group(calls: RollCalls, history: History) -> IntArray:
    """[resolution, state]: what most others of its regional group in the United Nations vote."""
    same = _same_region(calls, history)
    return _majority(calls, np.broadcast_to(same, (len(calls.session), *same.shape)))


def bloc_majority(calls: RollCalls, history: History) -> IntArray:
    """[resolution, state]: what most others of its bloc vote. Blocs are found in the six sessions before, by
    joining those who agreed most until five are left; who has no bloc yet goes by its regional group.
    """
    region = _same_region(calls, history)
    fellows = np.empty((len(calls.session), *region.shape), dtype=np.bool_)
    for session in np.unique(calls.session):
        before = (calls.session < session) & (calls.session >= session - SESSIONS_BEFORE)
        bloc = _blocs(_agreement(calls, before))
        alone = bloc.sum(axis=1) == 0
        fellows[calls.session == session] = np.where(alone[:, None], region, bloc)
    return _majority(calls, fellows)


def _same_region(calls: RollCalls, history: History) -> BoolArray:
    """[state, state]: in the same regional group; none is with itself."""
    group = {row.key: row.group for row in history.states}
    names = np.array([group[key] for key in calls.states])
    same: BoolArray = names[:, None] == names[None]
    np.fill_diagonal(same, val=False)
    return same


def _majority(calls: RollCalls, fellows: BoolArray) -> IntArray:
    """[resolution, state]: the commonest vote among fellows, [resolution, state, state]; Yes without any."""
    counts = [
        np.einsum("rst,rt->rs", fellows.astype(np.int64), (calls.votes == vote).astype(np.int64))
        for vote in _CLASSES
    ]
    commonest: IntArray = np.array(_CLASSES)[np.argmax(np.stack(counts), axis=0)]
    return commonest


def _agreement(calls: RollCalls, rows: BoolArray) -> FloatArray:
    """[state, state]: 1 the same vote, a half where one abstains, 0 Yes against No; not a number where two
    did not both vote.
    """
    cast = calls.cast[rows]
    votes = np.where(cast, calls.votes[rows], 0)
    both = cast.T.astype(np.int64) @ cast.astype(np.int64)
    apart = np.abs(votes[:, :, None] - votes[:, None]) * (cast[:, :, None] & cast[:, None])
    with np.errstate(invalid="ignore"):
        result: FloatArray = 1 - apart.sum(axis=0) / 2 / both
    return result


def _blocs(agreement: FloatArray) -> BoolArray:
    """[state, state]: in one bloc, none with itself. Average linkage; states that never voted are in none."""
    groups = [[state] for state in np.flatnonzero(~np.isnan(np.diag(agreement))).tolist()]
    own = [group[0] for group in groups]
    between = np.where(np.isnan(agreement), 0.5, agreement)[np.ix_(own, own)]
    np.fill_diagonal(between, -1.0)
    while len(groups) > BLOCS:
        first, second = sorted(int(place) for place in np.unravel_index(np.argmax(between), between.shape))
        sizes = len(groups[first]), len(groups[second])
        joined = (sizes[0] * between[first] + sizes[1] * between[second]) / sum(sizes)
        between[first] = between[:, first] = joined
        between[first, first] = -1.0
        between = np.delete(np.delete(between, second, axis=0), second, axis=1)
        groups[first] += groups.pop(second)
    found = np.zeros(agreement.shape, dtype=np.bool_)
    for group in groups:
        found[np.ix_(group, group)] = True
    np.fill_diagonal(found, val=False)
    return found
