"""Which actions a bot takes: what each is worth now, deals that both want, a purse that must last."""

from typing import Final

import numpy as np

from comity.bots import plans, quarrels, scope
from comity.bots.deals import Deals, struck
from comity.bots.house import House, Tempers
from comity.bots.options import Block
from comity.bots.sight import Sight, dot
from comity.rules.draws import Draws
from comity.rules.layout import FALSE, MISSING, BoolArray, FloatArray, IntArray, blank

PRICE: Final = 0.08
"""What a point of political capital is worth in points of score while the game is young; design choice, as
all that follows.
"""
SPENT_LATE: Final = 0.7
"""How much of that price is gone in the last turn, after which nothing can be bought."""
SYMPATHY: Final = 0.2
"""How much of the gain of one whom one wholly regards counts as one's own."""
SPITE: Final = 0.6
"""How much of the loss of one whom one regards not at all does."""
ENVY: Final = 0.15
"""How much less of another's gain counts for one who counts gains over others."""
ZEAL: Final = 1.5
"""What it is worth to act in character, to one who believes in nothing else; likewise below."""
POPULAR: Final = 0.5
"""To act as society leans."""
WHIM: Final = 3.0
"""To follow a whim of full boldness."""
HYPOCRISY: Final = 5.0
"""What it costs to break what one wholly professes."""
PERFIDY: Final = (2.0, 6.0)
"""What it costs to turn on a partner: anyone, and so much more the more loyal it is."""
HOSTILITY: Final = 4.0
"""What it costs to turn on a friend without any tension."""
DANGER: Final = 1.5
"""What a hostile act costs, to the timid, toward one with whom tension is at 50; with its square."""
ATTENTION: Final = 0.35
"""How likely an action is on a government's desk in a given turn: nobody weighs fifty things at once."""
IMPULSE: Final = 0.1
"""How often a government of full boldness does what nobody advised: anything possible, by the logics that it
practises. Follies are rare in history and never absent.
"""
WRATH: Final = 2.5
"""How many times likelier, above once, a folly is where there is a quarrel in full, and so much likelier to
be hostile.
"""
_NEVER: Final = -1e12
_DEAL_FIRST: Final = 1e9
_GRAIN: Final = 1e6
"""Values are compared in whole millionths, so that the last digit of a sum decides nothing."""


def taken(house: House, sight: Sight, tempers: Tempers, draws: Draws) -> IntArray:
    """The actions of all seats as engine rows [rows, 5]: game, state, action, target or -1, effort."""
    options = house.options
    if options.count == 0:
        return np.zeros((0, 5), dtype=np.int64)
    deals = struck(house, sight, draws)
    shape = (sight.world.batch, sight.seats.size, options.count)
    later, target = blank(shape, np.float64(_NEVER)), blank(shape, MISSING)
    possible = blank(shape, FALSE)
    character, whim = _in_character(house, sight), _whims(house, sight, tempers, draws)
    faced = quarrels.faced(house, sight, tempers, draws)
    view = scope.in_view(house.followed, sight, draws)
    for block in options.blocks:
        worth = _worth(house, sight, tempers, block, faced)
        worth += character[:, :, block.actions][..., None]
        allowed = block.possible(sight.world, house.catalogue, sight.seats)
        if block.at_state:
            worth[:, :, house.catalogue.actions.needs_both[block.actions]] += deals.beside[:, :, None, None]
            _add_hopes(house, sight, worth, block, deals)
            _bar_unagreed(house, block, deals, faced, allowed)
            if view is not None:
                allowed[:, :, ~house.catalogue.actions.needs_both[block.actions]] &= view[:, :, None]
        worth = np.where(allowed, worth, _NEVER)
        column, top = worth.argmax(axis=3), worth.max(axis=3)
        ok = top > _NEVER
        possible[:, :, block.actions] = ok
        later[:, :, block.actions] = np.where(ok, np.rint(top * _GRAIN), _NEVER)
        target[:, :, block.actions] = -1 if block.aimless else column
    both = house.catalogue.actions.needs_both
    best = later + np.rint(whim * _GRAIN)
    best = np.where((best > 0) & (both | _on_the_desk(house, sight, draws)), best, _NEVER)
    within = house.options.cost <= sight.purse[:, :, None]
    best = np.where(_on_impulse(house, sight, tempers, draws, possible & within & ~both), _DEAL_FIRST, best)
    best = np.where(both & (best > _NEVER), best + _DEAL_FIRST, best)
    purse = sight.purse * (1.0 - tempers.thrift * (1.0 - sight.progress))
    turns_left = plans.left(house, sight.world)
    purse -= plans.put_by(house.options.cost, best, later, purse, turns_left=turns_left)
    return _chosen(house, sight, np.maximum(purse, 0.0), best, target)


def _on_the_desk(house: House, sight: Sight, draws: Draws) -> BoolArray:
    """[batch, seat, action]: what each government looks at this turn."""
    keys = [f"bot:desk:{key}" for key in house.catalogue.actions.keys]
    lots = draws.table(keys, house.catalogue.states.chance[sight.seats]).swapaxes(1, 2)
    looked: BoolArray = lots < ATTENTION
    return looked


def _on_impulse(house: House, sight: Sight, tempers: Tempers, draws: Draws, possible: BoolArray) -> BoolArray:
    """[batch, seat, action]: the one action, if any, that is done against all advice."""
    table, chance = house.catalogue.actions, house.catalogue.states.chance[sight.seats]
    quarrel = quarrels.heat(sight.tension.max(axis=2))
    likely = IMPULSE * tempers.boldness * (1.0 + WRATH * quarrel)
    struck = draws.uniform("bot:impulse", chance) < likely
    if not np.count_nonzero(struck):
        return np.zeros_like(possible)
    weight = sight.stance[:, :, table.globalism] * possible
    weight *= 1.0 + WRATH * quarrel[:, :, None] * house.options.hostile
    reached = weight.cumsum(axis=2)
    lot = draws.uniform("bot:impulse:which", chance) * reached[:, :, -1]
    drawn = (reached > lot[:, :, None]).argmax(axis=2)
    first = np.arange(possible.shape[2]) == drawn[:, :, None]
    result: BoolArray = first & (weight > 0) & struck[:, :, None]
    return result


def _worth(house: House, sight: Sight, tempers: Tempers, block: Block, faced: FloatArray) -> FloatArray:
    """[batch, seat, action, column] in points of score, the price taken off."""
    table, seats, actions = house.catalogue.actions, sight.seats, block.actions
    fit = sight.fit[:, :, table.globalism[actions]][..., None]
    price = PRICE * (1.0 + tempers.thrift) * (1.0 - SPENT_LATE * sight.progress)
    flat = block.mine_flat[seats] - (price[:, None] * house.options.cost[actions])[:, :, None]
    arming = block.arming
    armed = quarrels.alarm(sight)[:, :, None, None] * block.arms[seats][:, arming]
    mine: FloatArray = block.mine_fit[seats]
    if not block.at_state:
        worth = blank((sight.world.batch, *mine.shape), np.float64(0.0))
        worth[...] = mine
        worth[:, :, arming] += armed
        worth *= fit
        worth += flat
        return worth
    envy = ENVY * house.catalogue.states.relative[seats]
    warmth = np.where(sight.regard > 0, SYMPATHY, SPITE) * sight.regard
    sympathy = (warmth - envy[:, None])[:, :, None, :]
    own = quarrels.heat(sight.tension)[:, :, None, :]
    other = quarrels.heat(sight.hottest)[:, None, None, :]
    worth = sympathy * block.theirs_fit[seats]
    # What hardly any deed has is added to those that have it, in the order in which all of it would be.
    rearmed = worth[:, :, arming] + (mine[:, arming] + armed)
    worth += mine
    worth[:, :, arming] = rearmed
    worth[:, :, block.calming] += own * block.calm[seats][:, block.calming]
    worth[:, :, block.pacifying] += other * block.peace[seats][:, block.pacifying]
    worth *= fit
    worth += sympathy * block.theirs_flat[seats]
    worth += flat
    for place, lasting in enumerate(block.lasting.tolist()):
        steady, calm = plans.in_force(house, sight.world, block, place)
        worth[:, :, lasting] += steady[seats] + own[:, :, 0] * calm[seats]
    _add_aims(house, sight, worth, block)
    hostile = np.nonzero(house.options.hostile[actions])[0]
    resolve = house.options.cost[actions[hostile]][:, None] * faced[:, :, None, :]
    worth[:, :, hostile] += resolve - _qualms(sight, tempers)[:, :, None, :]
    return worth


def _add_hopes(house: House, sight: Sight, worth: FloatArray, block: Block, deals: Deals) -> None:
    """Add to what wins trust what that trust would open."""
    for place in np.nonzero(house.options.trust[block.actions])[0].tolist():
        action = int(block.actions[place])
        fit = sight.fit[:, :, house.catalogue.actions.globalism[action], None]
        worth[:, :, place] += fit * deals.hopes.opened(house.options.trust[action])


def _bar_unagreed(house: House, block: Block, deals: Deals, faced: FloatArray, allowed: BoolArray) -> None:
    """Take out of `allowed`, [batch, seat, action, column], a deal that nobody can be expected to answer, and
    one with a state to which this seat stands up.
    """
    partner = (deals.partner[:, :, None] == np.arange(block.columns)) & (faced == 0)
    for place in np.nonzero(house.catalogue.actions.needs_both[block.actions])[0].tolist():
        allowed[:, :, place] &= partner & (deals.action == block.actions[place])[:, :, None]


def _add_aims(house: House, sight: Sight, worth: FloatArray, block: Block) -> None:
    """Add what each option does for the objectives of the seat that takes it."""
    for place, state in enumerate(sight.seats.tolist()):
        for aim in house.aims[state]:
            steps = aim.acts[block.kind]
            if steps.by.size:
                worth[:, place, steps.action, steps.column] += aim.gain(sight.world, steps.by)


def _whims(house: House, sight: Sight, tempers: Tempers, draws: Draws) -> FloatArray:
    """[batch, seat, action]: what each deed is worth beside all reasons, this turn."""
    keys = [f"bot:act:{key}" for key in house.catalogue.actions.keys]
    lots = draws.table(keys, house.catalogue.states.chance[sight.seats]).swapaxes(1, 2)
    result: FloatArray = WHIM * tempers.boldness[:, None] * (lots - 0.5)
    return result


def _in_character(house: House, sight: Sight) -> FloatArray:
    """[batch, seat, action]: what belongs to the action and not to its target."""
    table = house.catalogue.actions
    creed = house.creed[sight.seats][:, table.globalism]
    popular = sight.mood[:, :, table.globalism]
    cynical = dot(sight.stance, table.betrays)
    result: FloatArray = ZEAL * creed + POPULAR * popular - HYPOCRISY * cynical
    return result


def _qualms(sight: Sight, tempers: Tempers) -> FloatArray:
    """[batch, seat, state] of a hostile act on each state: faith, friendship and fear hold back."""
    least, most = PERFIDY
    perfidy = (least + most * tempers.loyalty)[:, None] * sight.bound
    friendship = HOSTILITY * np.maximum(sight.regard, 0.0)
    fear = DANGER * (1.0 - tempers.boldness)[:, None] * (sight.tension / 50.0) ** 2
    result: FloatArray = perfidy + friendship + fear
    return result


def _chosen(house: House, sight: Sight, purse: FloatArray, value: FloatArray, target: IntArray) -> IntArray:
    """The best actions that the purse allows, a deal before all else, each once, up to the turn's limit."""
    cost = house.options.cost
    games, seats = np.arange(value.shape[0])[:, None], np.arange(value.shape[1])
    picks = []
    for _ in range(house.catalogue.actions_per_turn):
        best = np.where(cost <= purse[:, :, None], value, _NEVER).argmax(axis=2)
        worth = value[games, seats, best]
        found = (worth > _NEVER) & (cost[best] <= purse)
        purse = purse - np.where(found, cost[best], 0.0)
        value[games, seats, best] = _NEVER
        picks.append((found, best, worth))
    efforts = [_doubled(house, picks[0], purse), *(np.ones_like(best) for _, best, _ in picks[1:])]
    return np.concatenate(
        [
            _rows(sight, found, best, target, effort)
            for (found, best, _), effort in zip(picks, efforts, strict=True)
        ]
    )


def _doubled(house: House, first: tuple[BoolArray, IntArray, FloatArray], left: FloatArray) -> IntArray:
    """[batch, seat]: effort 2 where the first choice is worth it and the purse allows it, else 1."""
    found, best, worth = first
    cost = house.options.cost[best]
    net = worth % _DEAL_FIRST / _GRAIN
    gain = (house.theory.effort_two - 1.0) * (net + PRICE * cost) - PRICE * cost
    return np.where(found & (gain > 0) & (left >= cost), 2, 1)


def _rows(sight: Sight, found: BoolArray, best: IntArray, target: IntArray, effort: IntArray) -> IntArray:
    """One pick of all seats as engine rows."""
    game, seat = np.nonzero(found)
    action = best[game, seat]
    columns = (game, sight.seats[seat], action, target[game, seat, action], effort[game, seat])
    return np.stack(columns, axis=1)
