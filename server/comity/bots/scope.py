"""Whom a government has an eye on: in a world of many states nobody weighs all of them every turn.

Neighbours, partners, adversaries and whom its aims are about are always in view; of the others some are, by
lot, and other ones next turn. Without this, states that are alike would all pick the same of two hundred
strangers. Foreign ministries have desks for whom they live with (Simon 1955 on bounded rationality).
"""

from typing import Final

from comity.bots import quarrels
from comity.bots.sight import Sight
from comity.rules.draws import Draws
from comity.rules.layout import POINT, BoolArray

DESKS: Final = 30
"""So many states a government can watch: in a world of no more it watches all, in a larger one about so many
beside those that it always does; design choice, as all that follows.
"""
PARTNER: Final = 0.6
"""The regard from which another is a partner."""
RELIANCE: Final = 12
"""The points of dependence from which a state lives by another: more than two strangers have."""


def in_view(always: BoolArray, sight: Sight, draws: Draws) -> BoolArray | None:
    """[batch, seat, state]: whom each seat weighs a deed toward this turn; None where that is everybody.
    `always` are those of `aims.followed`.
    """
    n, seats = sight.world.layout.states, sight.seats
    if n <= DESKS:
        return None
    chance = sight.catalogue.states.chance
    lots = draws.uniform("bot:desk:whose", chance[seats])[:, :, None]
    lots = (lots + draws.uniform("bot:desk:whom", chance)[:, None, :]) % 1.0
    close = sight.bound | (sight.regard >= PARTNER) | (sight.tension >= quarrels.FULL / 2)
    close |= sight.world["dependence"][:, seats] >= RELIANCE * POINT
    result: BoolArray = always[seats] | close | (lots < DESKS / n)
    return result
