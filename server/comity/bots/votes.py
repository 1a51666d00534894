"""How bots vote: by what they think of an item, and by what they have promised for another's vote."""

from typing import Final

import numpy as np

from comity.bots import opinions
from comity.bots.house import House, Tempers
from comity.bots.sight import Sight
from comity.rules.draws import Draws
from comity.rules.layout import FloatArray, IntArray
from comity.rules.moves import ABSTAIN, NO, YES
from comity.rules.voting import entitled

BEARABLE: Final = -0.35
"""Up to this dislike of an item a bot sells its vote for one on its own."""


def cast(house: House, sight: Sight, tempers: Tempers, draws: Draws) -> IntArray:
    """[batch, slot, state]: votes of the seats; nothing of states that are not theirs."""
    world = sight.world
    votes = np.zeros((world.batch, world.docket.shape[1], world.layout.states), dtype=np.int64)
    may = entitled(world, house.catalogue)
    if not np.count_nonzero(may):
        return votes
    opinion = opinions.of_docket(house, sight, tempers.loyalty)
    lots = draws.uniform("bot:promise", house.catalogue.states.chance[sight.seats])
    kept = lots < 0.5 + 0.5 * tempers.loyalty
    promised = traded(house, sight, opinion) & kept[:, :, None]
    vote = np.where(opinion > opinions.FIRM, YES, np.where(opinion < -opinions.FIRM, NO, ABSTAIN))
    vote = np.where(promised, YES, vote).swapaxes(1, 2)
    votes[:, :, sight.seats] = np.where(may[:, :, sight.seats], vote, ABSTAIN)
    return votes


def traded(
    house: House, sight: Sight, opinion: FloatArray
) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """[batch, seat, slot]: where a seat votes for another's item because the other votes for its own.

    Two sponsors trade where neither loathes what the other asks. What the other thinks is guessed from what
    all can see.
    """
    world, n = sight.world, sight.world.layout.states
    guess = opinions.of_docket(house, sight.everyone, np.full(n, opinions.LOYALTY))
    sponsor = world.docket[:, :, 3]
    asks = sponsor >= 0
    games = np.arange(world.batch)[:, None, None]
    # The item for which each seat would buy votes: the first that it sponsors.
    own = (sponsor[:, None, :] == sight.seats[None, :, None]) & asks[:, None, :]
    has, item = own.any(axis=2)[:, :, None], own.argmax(axis=2)[:, :, None]
    partner = np.maximum(sponsor, 0)[:, None, :]
    their_view = guess[games, partner, item]
    theirs = asks[:, None, :] & (partner != sight.seats[None, :, None])
    bearable = (opinion > BEARABLE) & (their_view > BEARABLE)
    result: np.ndarray[tuple[int, ...], np.dtype[np.bool_]] = has & theirs & bearable
    return result
