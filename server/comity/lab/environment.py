"""A scenario as a PettingZoo parallel environment, over the same engine: for those who train players.

Installed with `comity[research]`. Every seat is an agent; seats that are left to the house are played by its
bots. An agent sees what its seat sees: everything that is published, its own capital, its own objectives. Its
action is a row of choices, one for each part of a move; what the mask forbids, what comes twice and what the
purse does not reach is left out, so that every action is a legal move. Its reward is the change of its score.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, ClassVar, Final

import numpy as np
from gymnasium import spaces
from pettingzoo import ParallelEnv

from comity import bots
from comity.lab import table
from comity.lab.choices import Choices
from comity.rules import scores
from comity.rules.draws import Draws, seed_from_number
from comity.rules.layout import POINT
from comity.rules.moves import Moves
from comity.rules.resolve import resolve
from comity.rules.subjects import PRIVATE_FIELDS
from comity.rules.world import World
from comity.scenarios.load import Scenario, load

Observation = dict[str, Any]
Action = np.ndarray[tuple[int], np.dtype[np.int64]]
_SEEDS: Final = 2**31


class ComityEnv(ParallelEnv[str, Observation, Action]):  # type: ignore[misc]  # it has no types
    """`observation` is a vector of floats, 0..1; `action_mask` a tuple of arrays of 0 and 1, by choice."""

    metadata: ClassVar[dict[str, Any]] = {"name": "comity_v0", "render_modes": []}

    def __init__(self, scenario: str | Scenario, *, bots_play: Sequence[str] = ()) -> None:
        """`scenario` is a key, a path or one that is loaded; `bots_play` are seats that are no agents.

        Raises:
            ScenarioInvalid: it is not there or not sound.
            KeyError: it has no such seat.
        """
        self._scenario = load(scenario) if isinstance(scenario, str) else scenario
        catalogue = self._scenario.catalogue
        self._bots = tuple(catalogue.seat(key).key for key in bots_play)
        self.possible_agents = [seat.key for seat in catalogue.seats if seat.key not in self._bots]
        self.agents: list[str] = []
        self._house = table.house(self._scenario)
        self._choices = Choices.of(self._house)
        self._hidden = np.ones(catalogue.layout.width)
        for name in PRIVATE_FIELDS:
            self._hidden[catalogue.layout.slice(name)] = 0.0
        self._chance = np.random.default_rng()
        self._seed = b""
        self._world: World = self._scenario.opening
        self._scores: Mapping[str, float] = {}

    @cache  # noqa: B019  PettingZoo asks for the very same object each time
    def observation_space(self, agent: str) -> spaces.Dict:
        width = self._observed(agent).size
        return spaces.Dict(
            {
                "observation": spaces.Box(0.0, 1.0, (width,), np.float32),
                "action_mask": spaces.Tuple(
                    [spaces.MultiBinary(int(count)) for count in self._choices.counts]
                ),
            }
        )

    @cache  # noqa: B019
    def action_space(self, agent: str) -> spaces.MultiDiscrete:
        self._scenario.catalogue.seat(agent)
        return spaces.MultiDiscrete(self._choices.counts)

    def reset(
        self, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[dict[str, Observation], dict[str, dict[str, Any]]]:
        """A new game. The same seed gives the same game for the same actions; `options` are not used."""
        del options
        if seed is not None:
            self._chance = np.random.default_rng(seed)
        self._seed = seed_from_number(int(self._chance.integers(_SEEDS)))
        self._world = self._scenario.opening
        self.agents = list(self.possible_agents)
        self._scores = self._scored()
        return self._all_observations(), {agent: {} for agent in self.agents}

    def step(
        self, actions: Mapping[str, Action]
    ) -> tuple[
        dict[str, Observation], dict[str, float], dict[str, bool], dict[str, bool], dict[str, dict[str, Any]]
    ]:
        """One turn. Agents without an action keep their stance and do nothing."""
        catalogue, turn = self._scenario.catalogue, self._world.turn + 1
        chosen = {agent: actions[agent] for agent in self.agents if agent in actions}
        moves = self._choices.moves(self._world, chosen)
        if self._bots:
            house = bots.moves(
                self._house, self._world, self._bots, Draws.for_turn([self._seed], turn, "bots")
            )
            moves = _with(moves, house, self._house.states(self._bots).tolist())
        self._world = resolve(
            self._world,
            moves,
            catalogue,
            self._house.theory,
            Draws.for_turn([self._seed], turn),
            keep_ledger=False,
        ).world
        before, self._scores = self._scores, self._scored()
        over = bool(self._world.over[0]) or turn >= catalogue.turns
        agents, observed = self.agents, self._all_observations()
        if over:
            self.agents = []
        return (
            observed,
            {agent: self._scores[agent] - before[agent] for agent in agents},
            dict.fromkeys(agents, over),
            dict.fromkeys(agents, False),
            {agent: {"score": self._scores[agent]} for agent in agents},
        )

    def render(self) -> None:
        """There is nothing to draw here: `comity play --story` tells a game."""

    def close(self) -> None:
        """Nothing is held open."""

    def _scored(self) -> dict[str, float]:
        totals = scores.totals(self._world, self._scenario.opening, self._scenario.catalogue)[0]
        seats = self._scenario.catalogue.seats
        return {seat.key: float(total) for seat, total in zip(seats, totals, strict=True)}

    def _all_observations(self) -> dict[str, Observation]:
        masks = self._choices.masks(self._world, self.agents)
        return {
            agent: {"observation": self._observed(agent), "action_mask": masks[agent]}
            for agent in self.agents
        }

    def _observed(self, agent: str) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
        """Published quantities as parts of their range, the docket, what asks the seat, what is its own."""
        world, catalogue = self._world, self._scenario.catalogue
        seat = catalogue.seat(agent)
        sizes = np.array(
            [
                max(len(catalogue.resolutions.keys), 1),
                max(len(catalogue.institutions.keys), 1),
                max(world.layout.states, len(catalogue.movements.keys), len(catalogue.blocs.keys), 4),
                world.layout.states,
            ]
        )
        aims = [
            (world.values[0, goal.place] - goal.amount) / (2.0 * world.layout.high[goal.place]) + 0.5
            for goal in seat.objectives
        ]
        most = max(len(each.objectives) for each in catalogue.seats)
        parts = (
            world.values[0] / np.maximum(world.layout.high, 1) * self._hidden,
            (world.docket[0] + 1) / (sizes + 1),
            world.pending[0, :, seat.state],
            np.arange(world.layout.states) == seat.state,
            [world["capital"][0, seat.state] / (100 * POINT), world.turn / catalogue.turns],
            [*aims, *[0.0] * (most - len(aims))],
        )
        whole = np.concatenate([np.asarray(part, dtype=np.float32).reshape(-1) for part in parts])
        result: np.ndarray[tuple[int], np.dtype[np.float32]] = np.clip(whole, 0.0, 1.0)
        return result


def parallel_env(scenario: str = "crash-course", **options: Any) -> ComityEnv:
    """As PettingZoo names it."""
    return ComityEnv(scenario, **options)


def _with(moves: Moves, others: Moves, states: Sequence[int]) -> Moves:
    """The moves of agents and bots together."""
    moves.stance[:, states] = others.stance[:, states]
    moves.votes[:, :, states] = others.votes[:, :, states]
    moves.answers[:, :, states] = others.answers[:, :, states]
    return Moves(
        moves.stance,
        moves.votes,
        np.concatenate((moves.actions, others.actions)),
        np.concatenate((moves.tabled, others.tabled)),
        moves.answers,
    )
