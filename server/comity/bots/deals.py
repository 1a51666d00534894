"""Deals: what needs two is proposed only where both can be expected to want it, and then by both.

Each bot works out from public knowledge what a deal would be worth to either side, as two delegations do
across a table; since all know the same, both come to the same partner.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from comity.bots import plans, quarrels
from comity.bots.house import House
from comity.bots.options import Block
from comity.bots.sight import Sight
from comity.rules import legal
from comity.rules.draws import Draws
from comity.rules.layout import MISSING, NOTHING, POINT, FloatArray, IntArray, beside, blank

ROUNDS: Final = 2
"""How often those who are left without a partner look again among each other."""
GOODWILL: Final = 0.6
"""What dealing with one whom one wholly regards is worth in itself; design choice."""
IN_CHARACTER: Final = 2.0
"""What it is worth to deal by a logic that one wholly practises; design choice, as what follows."""
OCCASION: Final = 2.0
"""How much the occasion counts: some deals are in the air in one turn and others in the next."""
BALANCE: Final = 4.0
"""What it is worth to be allied with one who has a full quarrel with the same third state as oneself:
alliances are made against threats (Walt 1987).
"""
PRICE: Final = 0.08
"""What a point of political capital is taken to be worth to others, in points of score."""
_GRAIN: Final = 1e6
_NO: Final = -1


@dataclass(frozen=True, slots=True)
class Deals:
    """What each seat proposes, [batch, seat] each: to which state and by which action; -1 where nothing."""

    partner: IntArray
    action: IntArray
    beside: FloatArray
    """What comes of the deal to the seat beside its own deed: goodwill, what the other does in answer, and an
    ally against a common threat. In points of score; nought where there is no deal.
    """
    hopes: plans.Hopes
    """[batch, seat, state]: what more trust with each would open."""


def struck(house: House, sight: Sight, draws: Draws) -> Deals:
    """The deal that each seat may expect to be answered this turn, at most one."""
    block = house.options.of_states()
    nobody = blank((sight.world.batch, sight.seats.size), MISSING)
    hopeless = plans.Hopes.none((sight.world.batch, sight.seats.size, sight.world.layout.states))
    none = Deals(nobody, nobody, np.zeros(nobody.shape), hopeless)
    if block is None:
        return none
    rows = np.nonzero(house.catalogue.actions.needs_both[block.actions])[0]
    played = np.array(sorted(seat.state for seat in house.catalogue.seats), dtype=np.int64)
    if rows.size == 0 or played.size < 2:
        return none
    actions = block.actions[rows]
    counterpart = np.searchsorted(actions, house.catalogue.actions.counterpart[actions])
    worth, beside_own, hopes = _worth_to_both(
        house, sight, block, rows, played=played, counterpart=counterpart
    )
    worth = np.where(worth > 0, worth + _in_the_air(house, draws, actions, played, counterpart), worth)
    worth = np.where(
        worth > 0, worth + _who_offers(counterpart, house.catalogue.states.chance[played]), worth
    )
    partner, chosen = _partners(worth, counterpart)
    place = np.searchsorted(played, sight.seats)
    whom, what = partner[:, place], chosen[:, place]
    games = np.arange(sight.world.batch)[:, None]
    return Deals(
        np.where(whom >= 0, played[whom], -1),
        np.where(whom >= 0, actions[what], -1),
        np.where(whom >= 0, beside_own[games, what, place, whom], 0.0),
        hopes.of_seats(sight, played),
    )


def _in_the_air(
    house: House, draws: Draws, actions: IntArray, played: IntArray, counterpart: IntArray
) -> FloatArray:
    """[batch, action, played, played] in whole grains: what the occasion adds or takes, alike to both."""
    keys = [
        f"bot:deal:{house.catalogue.actions.keys[min(a, c)]}"
        for a, c in zip(actions, actions[counterpart], strict=True)
    ]
    lots = draws.table(keys, house.catalogue.states.chance[played])
    met = (lots[:, :, :, None] + lots[:, :, None, :]) % 1.0
    result: FloatArray = np.rint(OCCASION * (met - 0.5) * _GRAIN)
    return result


def _who_offers(counterpart: IntArray, chance: IntArray) -> IntArray:
    """[action, played, played]: a grain more for one of two that could as well offer as accept, and for the
    other to accept: else both would offer, and nobody answer.
    """
    first = chance[:, None] < chance[None, :]
    action = np.arange(counterpart.size)
    earlier, later = (action < counterpart)[:, None, None], (action > counterpart)[:, None, None]
    result: IntArray = (np.where(first, earlier, later) & (first | first.T)).astype(np.int64)
    return result


def _worth_to_both(
    house: House, sight: Sight, block: Block, rows: IntArray, *, played: IntArray, counterpart: IntArray
) -> tuple[FloatArray, FloatArray, plans.Hopes]:
    """[batch, action, played, played] twice: in whole grains what a deal is worth to whom it is worth less,
    below nought where either may not or would not; and in points what comes of it to the first beside its own
    deed. And which deals both hope for, that want more trust. `rows` are the block's actions that need two.
    """
    world, table = sight.world, house.catalogue.actions
    public = sight.everyone
    fits, stance = public.fit[:, played], public.stance[:, played]
    goodwill = GOODWILL * public.regard[:, played][:, :, played]
    quarrel = quarrels.heat(public.tension[:, played][:, :, played])
    alarm = quarrels.alarm(public)[:, played][:, :, None]
    among = np.ix_(played, played)
    threat = BALANCE * _common_threat(quarrels.heat(public.tension[:, played]))
    sides = blank((world.batch, rows.size, played.size, played.size), np.float64(_NO))
    beside_own, gaps = np.zeros_like(sides), np.zeros_like(sides)
    early = np.zeros_like(sides, dtype=np.bool_)
    for place, row in enumerate(rows.tolist()):
        action = int(block.actions[row])
        answer = int(rows[counterpart[place]])
        fit = fits[:, :, table.globalism[action], None]
        mine = block.mine_fit[:, row][among] + alarm * block.arms[:, row][among]
        mine = fit * (mine + quarrel * block.calm[:, row][among]) + block.mine_flat[:, row][among]
        for signed in np.nonzero(block.lasting == row)[0].tolist():
            steady, calm = plans.in_force(house, world, block, signed)
            mine = mine + steady[among] + quarrel * calm[among]
        # What the other does in answer falls on this one.
        theirs = fit * block.theirs_fit[:, answer][among] + block.theirs_flat[:, answer][among]
        beside_own[:, place] = goodwill + theirs.swapaxes(1, 2)
        if house.options.binding[action]:
            beside_own[:, place] += threat
        barred = legal.action_block(world, house.catalogue, action, played)[:, :, played]
        early[:, place], gaps[:, place] = plans.out_of_trust(house, world, action, barred, played)
        # Whether the other can pay is its own secret.
        may = (barred == legal.OK) | (barred == legal.NOT_AFFORDED)
        if table.pact[action] >= 0:
            # What is in force and will be next turn needs no signing.
            may &= world["pact"][:, table.pact[action]][:, played][:, :, played] <= POINT
        own = IN_CHARACTER * stance[:, :, table.globalism[action], None]
        worth = mine + beside_own[:, place] + own - PRICE * house.options.cost[action]
        sides[:, place] = np.where(may | early[:, place], np.rint(worth * _GRAIN), _NO)
    both: FloatArray = np.minimum(sides, sides[:, counterpart].swapaxes(2, 3))
    early |= early[:, counterpart].swapaxes(2, 3)
    gaps = np.maximum(gaps, gaps[:, counterpart].swapaxes(2, 3))
    hopes = plans.Hopes.of(np.where(early, both, _NO) / _GRAIN, gaps, block.actions[rows])
    both = np.where(early, _NO, both)
    # A deal that wins trust is the better for what that opens.
    trust = house.options.trust[block.actions[rows]]
    for place in np.nonzero(trust + trust[counterpart])[0].tolist():
        opens = hopes.opened(trust[place] + trust[counterpart[place]])
        both[:, place] += np.where(both[:, place] > 0, np.rint(opens * _GRAIN), 0.0)
        beside_own[:, place] += hopes.opened(trust[counterpart[place]])
    return both, beside_own, hopes


def _common_threat(heat: FloatArray) -> FloatArray:
    """[batch, played, played] 0 to 1: how hot the quarrel is that both have with the same third state, of the
    heat of all their quarrels [batch, played, state].
    """
    return beside([np.minimum(heat, heat[:, [one]]).max(axis=2) for one in range(heat.shape[1])])


def _partners(worth: FloatArray, counterpart: IntArray) -> tuple[IntArray, IntArray]:
    """[batch, played] twice: with whom each deals, and by which action; -1 where with nobody."""
    batch, _, n, _ = worth.shape
    partner, chosen = blank((batch, n), MISSING), blank((batch, n), NOTHING)
    games, me = np.arange(batch)[:, None], np.arange(n)
    worth = np.where(worth > 0, worth, _NO)
    for _ in range(ROUNDS):
        best = worth.max(axis=1)
        action = worth.argmax(axis=1)
        whom = best.argmax(axis=2)
        what = action[games, me, whom]
        wants = best[games, me, whom] > 0
        # The other's first choice is this state, and by the answering action.
        returned = whom[games, whom] == me
        answers = counterpart[what] == what[games, whom]
        struck = wants & returned & answers
        partner = np.where(struck, whom, partner)
        chosen = np.where(struck, what, chosen)
        free = partner < 0
        worth = np.where(free[:, None, :, None] & free[:, None, None, :], worth, _NO)
    return partner, chosen
