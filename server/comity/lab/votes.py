"""How states would vote, told from the votes of the permanent members and from the record of history.

Where a resolution stands is read off the permanent members' votes, and off the one thing that is known of
any resolution that comes to the vote: that a good part of the Assembly wants it. Each state is then expected
to vote as those voices do with which it has something in common; voices that have much in common with each
other count for less than twice one. A bloc that has a leader votes as its leader does.

In other words: opinions are a Gaussian process over states whose covariance is kinship, and what is expected
is its mean, given the voices.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from comity.bots.opinions import FIRM
from comity.lab.electorate import Electorate
from comity.lab.roll_calls import ABSTAIN, NO, NO_MEMBER, YES, RollCalls
from comity.rules.layout import FloatArray, IntArray

OPENNESS: Final = 0.1
"""What is expected of a state that has nothing in common with anyone who was heard: a slight Yes, for most of
what comes to the vote is adopted.
"""
OCCASION: Final = 0.16
"""How much of a permanent member's vote is the occasion and tells nothing of those like it, beside the
kinship of a state with its like (1).
"""
SPONSORS: Final = 0.4
"""The same of the Assembly, which is heard as one voice that says Yes: sponsors are never all of it."""
HEDGING: Final = 0.3
"""How much wider the middle is where all whom a state would follow abstain, than where they abstain as seldom
as states do on the whole.
"""
SELDOM: Final = 0.25
"""How often states abstain on the whole."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What a model expects of each state in each resolution."""

    opinion: FloatArray
    """[resolution, state]: from about -1, against, to 1, for."""
    votes: IntArray
    """[resolution, state]: YES, ABSTAIN or NO."""


def expected(calls: RollCalls, electorate: Electorate) -> Expected:
    """Every vote of the table. No vote but those of permanent members is looked at, only who is a member."""
    opinion = np.zeros(calls.votes.shape)
    middle = np.zeros(calls.votes.shape)
    speaking = calls.permanent & calls.cast
    present = calls.votes != NO_MEMBER
    for row, year in enumerate(calls.year.tolist()):
        if not present[row].any():
            continue
        kinship = electorate.kinship(year, present[row])
        voices = np.flatnonzero(speaking[row]).tolist()
        heard = calls.votes[row, voices].astype(np.float64)
        members = np.flatnonzero(present[row])
        opinion[row] = _told(kinship, voices, heard, members.tolist())
        middle[row] = FIRM + HEDGING * _hedged(kinship, voices, heard)
    votes = np.where(opinion > middle, YES, np.where(opinion < -middle, NO, ABSTAIN))
    for row, year in enumerate(calls.year.tolist()):
        for leader, followers in electorate.led(year):
            if speaking[row, leader]:
                votes[row, followers] = calls.votes[row, leader]
    return Expected(opinion, votes)


def _told(
    kinship: FloatArray, voices: Sequence[int], heard: FloatArray, members: Sequence[int]
) -> FloatArray:
    """[state] opinions, given the voices and the Assembly's Yes."""
    assembly = kinship[:, members].mean(axis=1)
    toward = np.column_stack([kinship[:, voices], assembly])
    among = np.empty((len(voices) + 1, len(voices) + 1))
    among[:-1, :-1] = kinship[np.ix_(voices, voices)]
    among[-1, :-1] = among[:-1, -1] = assembly[voices]
    among[-1, -1] = assembly[members].mean()
    own = np.diag([OCCASION] * len(voices) + [SPONSORS])
    result: FloatArray = OPENNESS + toward @ np.linalg.solve(among + own, np.append(heard, YES) - OPENNESS)
    return result


def _hedged(kinship: FloatArray, voices: Sequence[int], heard: FloatArray) -> FloatArray:
    """[state] how much more those abstain whom each state would follow than states do on the whole."""
    among = kinship[np.ix_(voices, voices)] + OCCASION * np.eye(len(voices))
    abstain = (heard == ABSTAIN).astype(np.float64)
    result: FloatArray = kinship[:, voices] @ np.linalg.solve(among, abstain - SELDOM)
    return result
