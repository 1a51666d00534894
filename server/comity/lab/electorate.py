"""States as an electorate: what the record of history makes of them in a year.

A stance is predisposition, programme and mood; two states have common ground as far as their stances agree by
domain, in the engine's own table of where the globalisms meet; clubs tie their members beside that.
"""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from comity.rules import vocabulary as words
from comity.rules.layout import BoolArray, FloatArray
from comity.scenarios.compile import compile_grounds
from comity.scenarios.history import History
from comity.scenarios.schema import TenPoints

CHARACTER: Final = 0.25
"""How much of a stance is the regime's predisposition."""
MOOD: Final = 0.25
"""How much of it is the mood: what those lean to, on average, with whom a state shares a club. The rest is
the programme of its governments.
"""
COMMON: Final = 0.5
"""How much is set aside of what all who are present lean to on average: it parts nobody from anybody."""


class Electorate:
    """The states of a table of roll calls, in its order; every one of them is in the record."""

    def __init__(self, history: History, states: Sequence[str]) -> None:
        self._history = history
        record = {row.key: row for row in history.states}
        self._states = [record[key] for key in states]
        self._kinship: dict[tuple[int, bytes], FloatArray] = {}

    def stances(self, year: int) -> FloatArray:
        """[state, globalism], shares that sum to 1."""
        periods = [state.at(year) for state in self._states]
        leanings = self._history.leanings
        character = _shares([leanings.regimes[period.regime].leaning for period in periods])
        programme = _shares([leanings.outlooks[period.outlook].leaning for period in periods])
        company = self._company(year)
        mood = company @ ((character + programme) / 2) / company.sum(axis=1, keepdims=True)
        result: FloatArray = CHARACTER * character + (1 - CHARACTER - MOOD) * programme + MOOD * mood
        return result

    def ties(self, year: int) -> FloatArray:
        """[state, state]: what clubs add to common ground."""
        kinds = self._history.leanings.kinds
        total = np.zeros((len(self._states), len(self._states)))
        for club, together in zip(self._history.clubs, self._pairs(year), strict=True):
            total += kinds[club.kind].tie * together
        return total

    def kinship(self, year: int, present: BoolArray) -> FloatArray:
        """[state, state]: common ground and ties, where those present, [state], make the Assembly. A state
        has on average 1 of common ground with its like.
        """
        key = (year, present.tobytes())
        if key not in self._kinship:
            stances = self.stances(year)
            apart = stances - COMMON * stances[present].mean(axis=0)
            ground = apart @ self._agreement() @ apart.T
            self._kinship[key] = ground / np.abs(np.diag(ground))[present].mean() + self.ties(year)
        return self._kinship[key]

    def led(self, year: int) -> Iterator[tuple[int, list[int]]]:
        """For each bloc in a year: who leads it, and who follows, as places among the states."""
        keys = [state.key for state in self._states]
        for club in self._history.clubs:
            if club.leader in keys and club.has(club.leader, year):
                followers = [place for place, key in enumerate(keys) if club.has(key, year)]
                yield keys.index(club.leader), [place for place in followers if keys[place] != club.leader]

    def _agreement(self) -> FloatArray:
        """[globalism, globalism]: the mean over grounds as they weigh at rest; what holds for the stronger of
        two only is left out, for nobody is measured here.
        """
        table = compile_grounds(self._history.grounds)
        result: FloatArray = (table.weight[:, None, None] * table.agree).sum(axis=0) / table.weight.sum()
        return result

    def _company(self, year: int) -> FloatArray:
        """[state, state] 1 where two share a club, and for each with itself."""
        found = np.eye(len(self._states))
        for club, together in zip(self._history.clubs, self._pairs(year), strict=True):
            if club.kind != "interest":
                found = np.maximum(found, together)
        return found

    def _pairs(self, year: int) -> Iterator[FloatArray]:
        """For each club: [state, state] 1 where both belong."""
        for club in self._history.clubs:
            inside = np.array([club.has(state.key, year) for state in self._states], dtype=np.float64)
            yield np.outer(inside, inside)


def _shares(points: Sequence[TenPoints]) -> FloatArray:
    return np.array([[getattr(row, key) for key in words.GLOBALISMS] for row in points]) / 10
