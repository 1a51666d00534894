"""How far crises went in a batch of games: new ones, and those that the scenario opens with."""

from dataclasses import dataclass

import numpy as np

from comity.rules.layout import POINT, BoolArray, IntArray
from comity.rules.rungs import DISPUTE, MILITARISED, RUNG_FROM, WAR, rung
from comity.rules.world import World


@dataclass(frozen=True, slots=True)
class Quarrels:
    """Each pair of states is looked at once, after every turn."""

    militarised: BoolArray
    """[game]: whether a pair came to a militarised crisis, or beyond, that did not open there. Likewise
    `war`.
    """
    war: BoolArray
    pairs: IntArray
    """[pair, 2]: the states that open in dispute or on a higher rung, the most escalated first."""
    calmed: BoolArray
    """[game, pair]: below a dispute at the end."""
    worse: BoolArray
    """[game, pair]: on a higher rung than it opened on, after some turn."""

    @classmethod
    def of(cls, opening: World, peak: IntArray, end: World) -> "Quarrels":
        """From the scenario's opening, a batch of one, and of each game [game, state, state] the most that
        escalation was after any turn, in grid units, and the world at its end.
        """
        first = np.triu(opening["escalation"][0])
        one, other = np.nonzero(first >= RUNG_FROM[DISPUTE] * POINT)
        hottest = np.argsort(-first[one, other], kind="stable")
        one, other = one[hottest], other[hottest]

        def came_to(step: int) -> BoolArray:
            start = RUNG_FROM[step] * POINT
            came: BoolArray = ((peak >= start) & (opening["escalation"] < start)).sum(axis=(1, 2)) > 0
            return came

        return cls(
            came_to(MILITARISED),
            came_to(WAR),
            np.stack((one, other), axis=1),
            rung(end["escalation"][:, one, other]) < DISPUTE,
            rung(peak[:, one, other]) > rung(first[one, other]),
        )
