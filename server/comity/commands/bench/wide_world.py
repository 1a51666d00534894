"""A made-up world as wide as the real one: a shipped scenario with its states joined by others like them."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from comity.rules import legal
from comity.rules.catalogue import Catalogue
from comity.rules.moves import NO, YES, Moves
from comity.rules.world import World
from comity.scenarios import schema
from comity.scenarios.compile import compile_scenario
from comity.scenarios.load import Scenario

STATES = 193
"""As many as the United Nations have members."""


def widen(scenario: Scenario) -> tuple[Catalogue, World]:
    """The scenario with 193 states. Those that its blocs name and it leaves out come first, so the blocs are
    as large as in the world; the rest are nobody in particular.
    """
    file, library = scenario.documents.scenario, scenario.documents.library
    present = [state.key for state in file.states]
    named = {key: None for bloc in library.blocs for key in bloc.members if key not in present}
    keys = [*named, *(f"MADE{number}" for number in range(STATES))][: STATES - len(present)]
    states = (*file.states, *_like(file.states, keys))
    wide = file.model_copy(update={"states": states})
    return compile_scenario(replace(scenario.documents, scenario=wide))


def _like(states: tuple[schema.State, ...], keys: list[str]) -> Iterator[schema.State]:
    """States of these keys in a row of neighbours, each somewhat smaller than a given one."""
    for number, key in enumerate(keys):
        model = states[number % len(states)]
        changes: dict[str, Any] = {
            "key": key,
            "name": key,
            "iso_numeric": None,
            "economy": model.economy * (0.3 + 0.4 * (number % 7) / 7),
            "military": model.military * (0.2 + 0.5 * (number % 5) / 5),
            "nuclear": False,
            "neighbours": tuple(keys[max(number - 2, 0) : number]),
        }
        yield model.model_copy(update=changes)


def everybody_acts(world: World, catalogue: Catalogue) -> Moves:
    """One legal action of every state that has any, no two neighbours in the table the same; all vote."""
    n, actors = world.layout.states, np.arange(world.layout.states)
    blocks = [
        legal.action_block(world, catalogue, index, actors)[0] for index in range(len(catalogue.actions.keys))
    ]
    rows = []
    for state in range(n):
        for step in range(len(blocks)):
            action = (state + step) % len(blocks)
            targets = np.flatnonzero(blocks[action][state] == legal.OK)
            if targets.size and not catalogue.actions.needs_both[action]:
                aimless = catalogue.actions.target[action] == "none"
                rows.append((0, state, action, -1 if aimless else targets[state % targets.size], 1))
                break
    nobody = Moves.none(batch=1, states=n, events=len(catalogue.events.keys))
    votes = np.where(actors % 3 > 0, YES, NO) + np.zeros_like(nobody.votes)
    return replace(nobody, votes=votes, actions=np.array(rows, dtype=np.int64))
