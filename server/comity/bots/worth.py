"""What one point more of anything is worth to each state, in points of its own score.

A state's interests say most of it (`scores.satisfaction` has the same weights). The rest is prudence, which
any player learns in a game or two: order at home pays the politics of tomorrow, trust is what bargains are
made of, tension is what crises are made of, and who believes in an order would rather see it grow.
Everything here can be read in the rules and the public part of a scenario.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from comity.rules import vocabulary as words
from comity.rules.catalogue import Catalogue
from comity.rules.layout import SHARE, FloatArray
from comity.rules.scores import PER_POINT
from comity.rules.world import World

Column = FloatArray
"""[state]: what a quantity is worth to each."""

_PRUDENCE: Final[Mapping[str, float]] = {
    "capital": 0.3,
    "cohesion": 0.1,
    "standing": 0.03,
    "technology": 0.15,
    "governance": 0.1,
    "inequality": -0.05,
    "trust": 0.03,
    "tension": -0.05,
    "escalation": -0.15,
    "dependence": 0.02,
    "mandate": 0.2,
}
"""What every state cares for beside its interests; design choice."""
_GRIEVANCE: Final = -0.06
"""A grievance is felt later, and by others than those who decide; design choice."""
_CREED: Final[Mapping[str, float]] = {
    "claim": 0.08,
    "recognition": 0.1,
    "globalism_legitimacy": 0.15,
    "mood": 0.08,
    "ownership": 0.06,
    "strength_in": 0.05,
}
"""What it is worth to see one's own order grow by a point, to one who believes in nothing else."""
_UNCIVIL: Final = -0.06
_FACE: Final = -0.04
_COMMON: Final = 0.05
"""What a point of a common challenge is worth to one who has no stake of its own in it."""
_HOUSE: Final[Mapping[str, float]] = {"authority": 0.06, "legitimacy": 0.05, "renewal": 0.02}
_SEAT: Final[Mapping[str, float]] = {"membership": 0.03, "quota": 0.03, "bloc": 0.02, "depth": 0.02}
"""Of one's own membership, in hundredths, voting weight and bloc."""


@dataclass(frozen=True, slots=True)
class Worth:
    """What each state cares for; `creed` is [state, globalism], what it would have the world be, shares of 1.

    `own` is by field of a state's own quantities and relations: [state].
    """

    own: Mapping[str, Column]
    creed: FloatArray
    zeal: FloatArray
    """[state, globalism]: -1/3 to 1, how much it would see each order grow; 0 for who believes in all alike.
    """
    challenge: FloatArray
    """[state, challenge]."""
    houses: FloatArray
    """[state]: -1 to 1, how much it would see institutions grow: what they hinder a dealmaker resents."""

    @classmethod
    def of(cls, catalogue: Catalogue, opening: World) -> "Worth":
        interests = dict(zip(words.INTERESTS, PER_POINT * catalogue.states.interests.T, strict=True))
        nothing = np.zeros(len(catalogue.states.keys))
        served = {
            "economy": interests["economy"],
            "military": 0.4 * interests["security"],
            # Only the worst relation counts in security: of any one relation some part of that.
            "tension": -0.15 * interests["security"],
            "escalation": -0.15 * interests["security"],
            "autonomy": interests["autonomy"],
            "standing": interests["standing"],
            "cohesion": interests["wellbeing"] / 3.0,
            "inequality": -interests["wellbeing"] / 3.0,
            "governance": interests["wellbeing"] / 3.0,
            "carbon": -interests["planet"] / 2.0,
        }
        fields = (*words.STATE_SCALARS, *words.PAIR_SCALARS, "mandate")
        own = {name: served.get(name, nothing) + _PRUDENCE.get(name, 0.0) for name in fields}
        own |= {f"grievance.{name}": nothing + _GRIEVANCE for name in words.GRIEVANCES}
        own |= {name: nothing + worth for name, worth in _SEAT.items()}
        creed = _creed(catalogue, opening)
        challenge = np.full((nothing.size, len(words.CHALLENGES)), _COMMON)
        challenge[:, 0] += interests["planet"] / 2.0
        mercantilist = creed[:, words.GLOBALISMS.index("mercantilist")]
        return cls(own, creed, (4.0 * creed - 1.0) / 3.0, challenge, 1.0 - 2.0 * mercantilist)

    def of_globalism(self, field: str, globalism: int) -> Column:
        """Of one point (or hundredth) by which an order gains in this field."""
        return _CREED[field] * self.zeal[:, globalism]

    def of_movement(self, affinity: FloatArray, *, uncivil: bool) -> Column:
        """Of one point of strength of a movement with this affinity, [globalism] shares of 1."""
        alike = (4.0 * (self.creed * affinity).sum(axis=1) - 1.0) / 3.0
        return np.full(alike.shape, _UNCIVIL) if uncivil else _CREED["strength_in"] * alike

    def of_house(self, field: str) -> Column:
        return _HOUSE[field] * self.houses

    @property
    def of_face(self) -> Column:
        return np.full(self.houses.shape, _FACE)


def _creed(catalogue: Catalogue, opening: World) -> FloatArray:
    """[state, globalism]: its character, drawn toward the ideal of whoever plays it."""
    creed: FloatArray = opening["predisposition"][0] / SHARE
    for seat in catalogue.seats:
        temper = catalogue.temperaments[seat.temperament]
        creed[seat.state] += temper.pull * (temper.ideal / SHARE - creed[seat.state])
    return creed
