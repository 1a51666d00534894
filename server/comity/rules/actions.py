"""Stage 2, state actions: what states do, paid from political capital, and how they answer events.

An effect scales with how well the action fits the stance in force, with effort, and with whatever its terms
name.
"""

from typing import Final

import numpy as np

from comity.rules.catalogue import Catalogue
from comity.rules.effects import Rows
from comity.rules.layout import FloatArray, IntArray
from comity.rules.ledger import Sparse
from comity.rules.moves import Moves
from comity.rules.theory import Coefficients
from comity.rules.world import World, some

WHOLE_FIT: Final = 0.5
"""The share of a stance from which on it carries a globalism's actions to the full, 0..1."""


def fit(world: World, theory: Coefficients) -> FloatArray:
    """How far each stance carries each globalism's actions, [batch, state, globalism], `fit_floor`..1.

    Half the repertoire is enough for full effect: a state need not be an ideal type (Sakwa 2019, "Four
    globalisms").
    """
    carried = np.minimum(world.shares("stance") / WHOLE_FIT, 1.0)
    return theory.fit_floor + (1.0 - theory.fit_floor) * carried


def effort_factor(effort: IntArray, theory: Coefficients) -> FloatArray:
    """Effect of effort 1..3: cost grows in proportion, effect less so."""
    steps = np.array([0.0, 1.0, theory.effort_two, theory.effort_three])
    return steps[effort]


def rows(done: IntArray, world: World, catalogue: Catalogue, theory: Coefficients) -> Rows:
    """Action rows as deeds about to take effect."""
    game, actor, action, target, effort = done.T
    at_state, at_institution = catalogue.actions.at_state[action], catalogue.actions.at_institution[action]
    globalism = catalogue.actions.globalism[action]
    return Rows(
        game=game,
        kind=action,
        actor=actor,
        target=target,
        target_state=np.where(at_state, target, -1),
        institution=np.where(at_institution, target, -1),
        outer=np.where(at_state, -1, target),
        fit=fit(world, theory)[game, actor, globalism],
        effort=effort_factor(effort, theory),
    )


def spend(done: IntArray, world: World, catalogue: Catalogue) -> Sparse:
    """Political capital paid for each action that takes place."""
    game, actor, action, _, effort = done.T
    place = world.layout.offsets["capital"] + actor
    return Sparse(
        "capital.spent", game, place, -catalogue.actions.cost[action] * effort, np.arange(action.size)
    )


def answers(world: World, moves: Moves, catalogue: Catalogue) -> Rows | None:
    """The choices that hit states made, or the first where they were silent; the world's own events have no
    choices.
    """
    if not some(world.pending):
        return None
    asked = (world.pending[:, :, :-1] > 0) & catalogue.events.asks[:, None]
    game, event, state = asked.nonzero()
    if game.size == 0:
        return None
    kind = catalogue.first_choice + catalogue.events.first_choice[event] + moves.answers[game, event, state]
    missing = np.full(game.size, -1, dtype=np.int64)
    one = np.ones(game.size)
    return Rows(game, kind, state, missing, state, missing, missing, one, one)


def income(world: World, theory: Coefficients) -> FloatArray:
    """Political capital that each state earns a turn, in points: order at home and standing abroad make
    politics cheap.
    """
    return (
        theory.income_base
        + theory.income_cohesion * world.points("cohesion")
        + theory.income_standing * world.points("standing")
    )
