"""What some hold and a vote could take from them: nuclear arms, and a permanent seat in a council.

No possessor of nuclear arms and hardly an ally of one voted for the Treaty on the Prohibition of Nuclear
Weapons (2017), whatever their view of world order; and a Security Council that is worth enlarging has not
been enlarged since 1965, as its permanent members would have to agree (Charter of the United Nations,
article 108). How much each counts in a resolution is data (`arsenals` and `chairs` in resolutions.yaml); here
is for whom.
"""

from dataclasses import dataclass
from typing import Final, Self

import numpy as np

from comity.bots.resolutions import Ballots
from comity.bots.sight import Sight
from comity.rules.catalogue import Catalogue
from comity.rules.layout import BoolArray, FloatArray, IntArray
from comity.rules.voting import voters
from comity.rules.world import World

Index = IntArray | int
UMBRELLA: Final = 0.5
"""How much of its guarantor's wish to keep its arms an ally shares; design choice."""


@dataclass(frozen=True, slots=True)
class Privileges:
    """How much each state has to lose where an institution decides about them."""

    arms: FloatArray
    """[batch, state, institution] 0 to 1; where all who vote have such arms, none loses to another: a treaty
    of two is kept by both.
    """
    chair: FloatArray
    """[state, institution]: 1 for its permanent members."""

    @classmethod
    def of(cls, sight: Sight) -> Self:
        """Those of all states, whoever of them sees it: all of it is public."""
        world, catalogue = sight.world, sight.catalogue
        armed = catalogue.states.nuclear > 0
        guarded = np.where(armed[None], 1.0, UMBRELLA * _allies(world, catalogue, armed))
        without = (voters(world, catalogue) & ~armed).sum(axis=2) > 0
        chair = catalogue.institutions.permanent.T.astype(np.float64)
        return cls(guarded[:, :, None] * without[:, None, :], chair)

    def weigh(
        self, ballots: Ballots, resolution: Index, game: IntArray, state: IntArray, body: Index
    ) -> FloatArray:
        """What they make of each state's opinion, beside its model of order; of the shape that the four
        indices have together.
        """
        arms = ballots.arsenals[resolution] * self.arms[game, state, body]
        result: FloatArray = arms + ballots.chairs[resolution] * self.chair[state, body]
        return result


def _allies(world: World, catalogue: Catalogue, armed: BoolArray) -> BoolArray:
    """[batch, state]: members of an alliance that is led by a state with such arms."""
    blocs = catalogue.blocs
    led = [bloc for bloc in blocs.led if armed[blocs.leader[bloc]]]
    inside: BoolArray = world["bloc"][:, led].max(axis=1, initial=0) > 0
    return inside
