"""The ladder of a crisis: its rungs, read off one quantity, `escalation`."""

import numpy as np

from comity.rules.layout import POINT, IntArray
from comity.rules.vocabulary import RUNGS

RUNG_FROM = (0, 25, 50, 70, 90)
"""Escalation in points from which each rung of RUNGS begins."""
_STARTS = np.array(RUNG_FROM) * POINT
DISPUTE, MILITARISED, WAR = RUNGS.index("dispute"), RUNGS.index("militarised"), RUNGS.index("war")


def rung(escalation: IntArray) -> IntArray:
    """Index into RUNGS for escalation in grid units."""
    return np.searchsorted(_STARTS, escalation, side="right") - 1
