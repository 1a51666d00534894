"""House bots: what a seat sees, a temperament and some chance, made into a move; many games at once.

A bot sees what a player on its seat sees: everything that is published, and of what is private its own purse
and what the rules allow it. It leans to a blend of its state's character, its temperament's ideal and its
society's mood; does what serves its interests, in character; deals with those who can be expected to want it;
votes by its logic and its promises; and tables what may pass.
"""

from dataclasses import replace

import numpy as np

from comity.bots import acts, stance, tabling, votes
from comity.bots.house import House
from comity.bots.sight import Sight
from comity.rules.draws import Draws
from comity.rules.layout import SHARE, IntArray
from comity.rules.moves import Moves
from comity.rules.world import World


def moves(house: House, world: World, seats: tuple[str, ...], draws: Draws) -> Moves:
    """The bots' moves for these seats in every game of the batch; all other seats do nothing.

    `draws` is the turn's chance for bots, one key a game.
    """
    catalogue = house.catalogue
    states, tempers = house.states(seats), house.tempers(seats)
    nothing = Moves.none(batch=world.batch, states=world.layout.states, events=len(catalogue.events.keys))
    if states.size == 0:
        return nothing
    # What bots read of one world several of them share.
    world = replace(world, kept={})
    sight = Sight.with_public(world, catalogue, house.theory, states)
    chosen = nothing.stance
    tenths = stance.wanted(world["stance"][:, states], house.creed[states], world["mood"][:, states])
    chosen[:, states] = tenths * (SHARE // 10)
    return Moves(
        chosen,
        votes.cast(house, sight, tempers, draws),
        acts.taken(house, sight, tempers, draws),
        tabling.tabled(house, sight, tempers, draws),
        _answers(house, sight, tempers.boldness, draws),
    )


def _answers(
    house: House, sight: Sight, boldness: np.ndarray[tuple[int], np.dtype[np.float64]], draws: Draws
) -> IntArray:
    """[batch, event, state + 1]: to each event that asks, the answer that serves best, or a bolder one."""
    events, world = house.catalogue.events, sight.world
    answers = np.zeros_like(world.pending)
    asked = np.nonzero((world.pending[:, :, sight.seats].max(axis=(0, 2)) > 0) & events.asks)[0]
    for event in asked.tolist():
        first, count = int(events.first_choice[event]), len(events.choices[event])
        keys = [f"bot:answer:{events.keys[event]}:{choice}" for choice in events.choices[event]]
        # An event comes to few: lots are drawn for these alone, one column for each choice.
        game, seat = world.pending[:, event, sight.seats].nonzero()
        state, choice = sight.seats[seat], np.arange(count)[:, None]
        every = np.broadcast_arrays(choice, game, house.catalogue.states.chance[state])
        whim = draws.at(keys, *(each.reshape(-1) for each in every)).reshape(count, game.size)
        worth = house.choices[first + choice, state] + acts.WHIM * boldness[seat] * (whim - 0.5)
        answers[game, event, state] = worth.argmax(axis=0)
    return answers
