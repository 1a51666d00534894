"""What each resolution is worth to those who vote on it."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from comity.bots.appraisal import Appraiser
from comity.rules.catalogue import Catalogue
from comity.rules.layout import BoolArray, FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class Ballots:
    """By resolution, in points of score, with as many columns as the widest kind of target."""

    mine: FloatArray
    """[resolution, state, column]: to a voter who is not the target."""
    target: FloatArray
    """[resolution, column]: to the state that is the target, by its own lights; nought for other targets."""
    lifted: FloatArray
    """[resolution, column]: the same of sanctions that are lifted off it, if they weigh on it in full."""
    appeal: FloatArray
    """[resolution, globalism], -1 to 1."""
    arsenals: FloatArray
    """[resolution], -1 to 1: the same to those who have nuclear arms, see `comity.bots.privileges`."""
    chairs: FloatArray
    """[resolution], -1 to 1: the same to permanent members of the body that decides."""
    columns: IntArray
    """[resolution]: how many targets it can have, 1 where it has none."""
    aimed: IntArray
    """[resolution]: 1 where the target is a state."""

    @classmethod
    def of(cls, catalogue: Catalogue, appraiser: Appraiser) -> Self:
        table = catalogue.resolutions
        columns = [max(len(catalogue.targets(kind)), 1) for kind in table.target]
        wide, states = max(columns, default=1), catalogue.layout.states
        mine = np.zeros((len(columns), states, wide))
        target, lifted = np.zeros((2, len(columns), wide))
        for index, kind in enumerate(table.target):
            each = appraiser.vote(catalogue.first_resolution + index, kind)
            mine[index, :, : columns[index]] = each.mine_fit + each.mine_flat
            if kind == "state":
                # The voter's own scale is not at work here: any row says what the target feels.
                target[index, : columns[index]] = (each.theirs_fit + each.theirs_flat)[0]
                lifted[index, : columns[index]] = each.lifted[0]
        counted = np.array(columns, dtype=np.int64)
        return cls(
            mine, target, lifted, table.appeal, table.arsenals, table.chairs, counted, table.at_state * 1
        )

    @property
    def privileged(self) -> BoolArray:
        """[resolution]: where it counts what a state holds."""
        result: BoolArray = (self.arsenals != 0) | (self.chairs != 0)
        return result
