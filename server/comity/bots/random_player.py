"""A player that does anything legal: what a bot has to beat."""

import numpy as np

from comity.bots.house import House
from comity.rules import vocabulary as words
from comity.rules.draws import Draws
from comity.rules.layout import POINT, SHARE, IntArray
from comity.rules.moves import VOTES, Moves
from comity.rules.voting import entitled
from comity.rules.world import World

_IDLE = 0.15
"""How often it leaves a possible action undone."""


def moves(house: House, world: World, seats: tuple[str, ...], draws: Draws) -> Moves:
    """Random legal moves of these seats in every game of the batch; see `policy.moves`."""
    catalogue, states = house.catalogue, house.states(seats)
    nothing = Moves.none(batch=world.batch, states=world.layout.states, events=len(catalogue.events.keys))
    if states.size == 0:
        return nothing
    chance = catalogue.states.chance[states]
    stance = nothing.stance
    stance[:, states] = _any_stance(draws, chance)
    votes, answers = nothing.votes, nothing.answers
    slots = [f"random:vote:{slot}" for slot in range(votes.shape[1])]
    cast = (draws.table(slots, chance) * len(VOTES)).astype(np.int64)
    votes[:, :, states] = np.where(entitled(world, catalogue)[:, :, states], cast, 0)
    count = np.array([max(len(choices), 1) for choices in catalogue.events.choices], dtype=np.int64)
    keys = [f"random:answer:{key}" for key in catalogue.events.keys]
    if keys:
        answers[:, :, states] = (draws.table(keys, chance) * count[:, None]).astype(np.int64)
    return Moves(stance, votes, _any_actions(house, world, states, draws), nothing.tabled, answers)


def _any_stance(draws: Draws, chance: IntArray) -> IntArray:
    """Ten points thrown one by one, as shares [batch, seat, globalism]."""
    lots = draws.table([f"random:stance:{point}" for point in range(10)], chance)
    thrown = (lots * len(words.GLOBALISMS)).astype(np.int64)
    counts = (thrown[..., None] == np.arange(len(words.GLOBALISMS))).sum(axis=1)
    result: IntArray = counts * (SHARE // 10)
    return result


def _any_actions(house: House, world: World, states: IntArray, draws: Draws) -> IntArray:
    """Possible actions in a random order, as far as the purse and the limit of a turn go."""
    options, catalogue = house.options, house.catalogue
    shape = (world.batch, states.size, options.count)
    if options.count == 0:
        return np.zeros((0, 5), dtype=np.int64)
    chance = catalogue.states.chance[states]
    order = draws.table([f"random:act:{key}" for key in catalogue.actions.keys], chance).swapaxes(1, 2)
    target = np.full(shape, -1, dtype=np.int64)
    possible = np.zeros(shape, dtype=np.bool_)
    for block in options.blocks:
        allowed = block.possible(world, catalogue, states)
        lots = draws.table([f"random:{block.kind}:{column}" for column in range(block.columns)], chance)
        column = np.where(allowed, lots.swapaxes(1, 2)[:, :, None, :], -1.0).argmax(axis=3)
        possible[:, :, block.actions] = allowed.any(axis=3)
        target[:, :, block.actions] = -1 if block.aimless else column
    order = np.where(possible & (order > _IDLE), order, -1.0)
    purse = world["capital"][:, states] / POINT
    rows = []
    for _ in range(catalogue.actions_per_turn):
        best = np.where(options.cost <= purse[:, :, None], order, -1.0).argmax(axis=2)
        game, seat = np.nonzero(
            (np.take_along_axis(order, best[:, :, None], axis=2)[:, :, 0] >= 0)
            & (options.cost[best] <= purse)
        )
        action = best[game, seat]
        one = np.ones_like(game)
        rows.append(np.stack([game, states[seat], action, target[game, seat, action], one], axis=1))
        purse[game, seat] -= options.cost[action]
        # Each action once a turn at most: always within its limits.
        order[game, seat, action] = -1.0
    return np.concatenate(rows)
