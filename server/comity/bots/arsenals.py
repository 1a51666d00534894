"""Who has nuclear arms to lose, or lives under another's: what a resolution about arms is to them.

No possessor of nuclear arms and hardly an ally of one voted for the Treaty on the Prohibition of Nuclear
Weapons (2017), whatever their view of world order. How much that counts in a resolution is data
(`arsenals` in resolutions.yaml); here is for whom.
"""

from typing import Final

import numpy as np

from comity.bots.sight import Sight
from comity.rules.catalogue import Catalogue
from comity.rules.layout import BoolArray, FloatArray
from comity.rules.voting import voters
from comity.rules.world import World

UMBRELLA: Final = 0.5
"""How much of its guarantor's wish to keep its arms an ally shares; design choice."""


def exposed(sight: Sight) -> FloatArray:
    """[batch, seat, institution] 0 to 1: how much each seat has to lose where others decide about its arms.

    Where all who vote have such arms, none loses to another: a treaty of two is kept by both.
    """
    world, catalogue = sight.world, sight.catalogue
    armed = catalogue.states.nuclear > 0
    guarded = np.where(armed[None], 1.0, UMBRELLA * _allies(world, catalogue, armed))
    without = (voters(world, catalogue) & ~armed).sum(axis=2) > 0
    result: FloatArray = guarded[:, sight.seats, None] * without[:, None, :]
    return result


def _allies(world: World, catalogue: Catalogue, armed: BoolArray) -> BoolArray:
    """[batch, state]: members of an alliance that is led by a state with such arms."""
    blocs = catalogue.blocs
    led = [bloc for bloc in blocs.led if armed[blocs.leader[bloc]]]
    inside: BoolArray = world["bloc"][:, led].max(axis=1, initial=0) > 0
    return inside
