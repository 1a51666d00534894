"""How bots vote: by what they think of an item, and by what they have promised for another's vote."""

from typing import Final

import numpy as np

from comity.bots import caucus, opinions
from comity.bots.house import House, Tempers
from comity.bots.sight import Sight
from comity.rules.draws import Draws
from comity.rules.layout import NOTHING, BoolArray, FloatArray, IntArray, blank
from comity.rules.moves import ABSTAIN, NO, YES
from comity.rules.voting import VETO, entitled

BEARABLE: Final = -0.2
"""Up to this dislike of an item a bot sells its vote for one on its own; not what would serve an enemy."""
RELUCTANCE: Final = 0.5
"""How much more a permanent member must dislike an item to vote No: a veto costs standing, and is for what
one cares about. What it merely would not do itself it lets pass (Security Council resolution 1973 of 2011).
"""
SHIELDED: Final = (0.5, 0.7)
"""Regard for the target from which that reluctance goes, and from which nothing is left of it."""
BOLDER: Final = 0.5
"""How much sooner a state of weight takes a side: its threshold falls with this power of its prominence."""
DISSENT: Final = 2.5
"""How many times stronger than for a Yes an opinion has to be for a No: to be counted against a hall costs
friends, and who is in the middle abstains. A state of weight can afford it: its prominence takes this back.
"""


def cast(house: House, sight: Sight, tempers: Tempers, draws: Draws) -> IntArray:
    """[batch, slot, state]: votes of the seats; nothing of states that are not theirs."""
    world = sight.world
    votes = blank((*world.docket.shape[:2], world.layout.states), NOTHING)
    used = int(np.nonzero(world.docket[:, :, 0] >= 0)[1].max(initial=-1)) + 1
    sight = sight.of_slots(used)
    may = entitled(sight.world, house.catalogue)
    if not np.count_nonzero(may):
        return votes
    expected = opinions.expected(house, sight)
    opinion, least, most = held(house, sight, tempers.loyalty, expected)
    lots = draws.uniform("bot:promise", house.catalogue.states.chance[sight.seats])
    kept = lots < 0.5 + 0.5 * tempers.loyalty
    promised = traded(house, sight, opinion, expected) & kept[:, :, None]
    vote = np.where(promised, YES, side(opinion, least, most)).swapaxes(1, 2)
    votes[:, :used, sight.seats] = np.where(may[:, :, sight.seats], vote, ABSTAIN)
    return votes


def held(
    house: House, sight: Sight, loyalty: FloatArray, expected: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """The opinion with which each seat goes into each vote, having consulted, and between which two it
    abstains: [batch, seat, slot] each. Who is a party to the target's quarrel does not hedge.

    `loyalty` is [seat]; `expected` as `opinions.expected` has it. What it sponsors it is for, whatever its
    caucuses think.
    """
    own = opinions.of_docket(house, sight, loyalty)
    asked = sight.world.sponsors[:, :, sight.seats].swapaxes(1, 2) > 0
    consulted = caucus.swayed(house, sight, own, expected)
    hostile = opinions.party(house, sight)
    firm = (opinions.FIRM / opinions.weight(sight) ** BOLDER)[:, :, None] * (1.0 - hostile)
    against = firm * np.maximum(DISSENT / opinions.weight(sight), 1.0)[:, :, None]
    return np.where(asked, own, consulted), -against - RELUCTANCE * _reluctant(house, sight), firm


def side(opinion: FloatArray, least: FloatArray, most: FloatArray) -> IntArray:
    """The vote of each opinion, of the same shape: between the two limits it abstains."""
    return np.where(opinion > most, YES, np.where(opinion < least, NO, ABSTAIN))


def _reluctant(house: House, sight: Sight) -> FloatArray:
    """[batch, seat, slot] 0 to 1: how far a seat shrinks from a No that alone would stop the item."""
    institutions, docket = house.catalogue.institutions, sight.world.docket
    alone = institutions.permanent[:, sight.seats] & (institutions.rule == VETO)[:, None]
    vetoes = alone[np.maximum(docket[:, :, 1], 0)].swapaxes(1, 2) & (docket[:, None, :, 0] >= 0)
    aimed, target = opinions.at_states(house, sight.world)
    games, places = np.arange(docket.shape[0])[:, None, None], np.arange(sight.seats.size)[:, None]
    regard = sight.regard[games, places, target[:, None]]
    least, most = SHIELDED
    result: FloatArray = vetoes * np.clip((most - regard * aimed[:, None]) / (most - least), 0.0, 1.0)
    return result


def traded(house: House, sight: Sight, opinion: FloatArray, expected: FloatArray) -> BoolArray:
    """[batch, seat, slot]: where a seat votes for another's item because the other votes for its own.

    Two sponsors trade where neither loathes what the other asks. What the other thinks is what anyone can
    expect of it.
    """
    world = sight.world
    sponsor = world.docket[:, :, 3]
    asks = sponsor >= 0
    games = np.arange(world.batch)[:, None, None]
    # The item for which each seat would buy votes: the first that it sponsors.
    own = (sponsor[:, None, :] == sight.seats[None, :, None]) & asks[:, None, :]
    has, item = own.any(axis=2)[:, :, None], own.argmax(axis=2)[:, :, None]
    partner = np.maximum(sponsor, 0)[:, None, :]
    their_view = expected[games, partner, item]
    theirs = asks[:, None, :] & (partner != sight.seats[None, :, None])
    bearable = (opinion > BEARABLE * (1.0 - opinions.party(house, sight))) & (their_view > BEARABLE)
    result: BoolArray = has & theirs & bearable
    return result
