"""What quarrels make of a government: arms are worth more to it, calm has a price, and it may stand up.

To stand up is to strike where yielding would look weak, for reasons that no interest states: anger, honour,
an audience at home (Fearon 1994 on audience costs; Lebow 2008 on spirit). They come by lot, the oftener the
bolder a government is and the worse its quarrel.
"""

from typing import Final

import numpy as np

from comity.bots.house import House, Tempers
from comity.bots.sight import Sight
from comity.rules.draws import Draws
from comity.rules.layout import FloatArray

FULL: Final = 40.0
"""Points of tension that make a quarrel full: from there it is worth cooling in full; design choice, as all
that follows.
"""
FEAR: Final = 2.0
"""How many times more a point of arms is worth to one with a quarrel in full than to one with none."""
OFTEN: Final = 0.6
"""How often a government of full boldness confronts one with whom it has a quarrel in full."""
RESOLVE: Final = 0.6
"""What a point of capital that a blow costs is worth, in points of score, to who confronts: resolve is shown
by what it costs (Fearon 1997 on costly signals).
"""


def heat(tension: FloatArray) -> FloatArray:
    """0 to 1, of the same shape: how far a quarrel with so many points of tension is full."""
    return np.minimum(tension / FULL, 1.0)


def alarm(sight: Sight) -> FloatArray:
    """[batch, seat]: how much more than in calm a point of arms is worth to each."""
    return FEAR * heat(sight.tension.max(axis=2))


def faced(house: House, sight: Sight, tempers: Tempers, draws: Draws) -> FloatArray:
    """[batch, seat, state]: what a blow at each state is worth beside what it brings, for each point that it
    costs; nought but for the worst adversary of those who confront it this turn.
    """
    worst = sight.tension.max(axis=2)
    lot = draws.uniform("bot:confront", house.catalogue.states.chance[sight.seats])
    confronts = lot < OFTEN * tempers.boldness * heat(worst)
    adversary = np.arange(sight.tension.shape[2]) == sight.tension.argmax(axis=2)[:, :, None]
    result: FloatArray = RESOLVE * (adversary & confronts[:, :, None])
    return result
