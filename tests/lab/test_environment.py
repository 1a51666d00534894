"""The research door: PettingZoo's own tests hold, every action is a legal move, and hidden stays hidden."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from pettingzoo.test import parallel_api_test, parallel_seed_test

from comity import bots
from comity.lab import table
from comity.lab.choices import Choices
from comity.lab.environment import ComityEnv, parallel_env
from comity.rules import intake, scores
from comity.scenarios.load import load

SCENARIO = load("crash-course")


def sampled(env: ComityEnv, observed: dict[str, Any]) -> dict[str, Any]:
    return {
        agent: env.action_space(agent).sample(mask=observed[agent]["action_mask"]) for agent in env.agents
    }


@pytest.mark.filterwarnings("error")
def test_pettingzoos_own_api_test_holds() -> None:
    parallel_api_test(parallel_env("crash-course"), num_cycles=50)


def test_pettingzoos_own_seed_test_holds() -> None:
    parallel_seed_test(lambda: parallel_env("crash-course"), num_cycles=20)


def test_whatever_is_chosen_is_a_move_that_the_rules_accept() -> None:
    # Given choices drawn without any mask
    choices, rng = Choices.of(table.house(SCENARIO)), np.random.default_rng(1)
    world = SCENARIO.opening
    for _ in range(40):
        rows = {seat.key: rng.integers(0, choices.counts) for seat in SCENARIO.catalogue.seats}
        # When they are made into moves
        bodies = bots.bodies(world, SCENARIO.catalogue, choices.moves(world, rows), rows)
        # Then each of them is legal
        for seat, body in bodies.items():
            assert intake.check(world, SCENARIO.catalogue, seat, body) == (), (seat, body)


def test_rewards_add_up_to_the_score() -> None:
    env = ComityEnv(SCENARIO)
    observed, _ = env.reset(seed=5)
    for agent in env.agents:
        env.action_space(agent).seed(5)
    earned: dict[str, float] = dict.fromkeys(env.agents, 0.0)
    infos: dict[str, dict[str, Any]] = {}
    while env.agents:
        observed, rewards, _, _, infos = env.step(sampled(env, observed))
        for agent, reward in rewards.items():
            earned[agent] += reward
    start = scores.totals(SCENARIO.opening, SCENARIO.opening, SCENARIO.catalogue)[0]
    for place, seat in enumerate(SCENARIO.catalogue.seats):
        assert earned[seat.key] == pytest.approx(infos[seat.key]["score"] - start[place])


def test_the_house_plays_the_seats_that_are_left_to_it() -> None:
    env = ComityEnv(SCENARIO, bots_play=("serica", "hansa"))
    env.reset(seed=1)
    assert env.agents == ["columbia", "arcadia", "lemuria"]
    observed, rewards, *_ = env.step({})
    assert set(observed) == set(rewards) == set(env.agents)
    with pytest.raises(KeyError):
        ComityEnv(SCENARIO, bots_play=("atlantis",))


def test_an_agent_sees_nothing_that_is_hidden_from_its_seat() -> None:
    # Given the same game twice; in one, all others have more to spend and other objectives
    me, *rivals = SCENARIO.catalogue.seats
    values = SCENARIO.opening.values.copy()
    at = SCENARIO.catalogue.layout.offsets["capital"]
    values[0, [at + seat.state for seat in rivals]] += 9_000
    aims = {seat.key: tuple(reversed(seat.objectives)) for seat in rivals}
    seats = (me, *(replace(seat, objectives=aims[seat.key]) for seat in rivals))
    other = replace(
        SCENARIO,
        opening=replace(SCENARIO.opening, values=values),
        catalogue=replace(SCENARIO.catalogue, seats=seats),
    )
    seen = [ComityEnv(each).reset(seed=3)[0] for each in (SCENARIO, other)]
    # Then its seat sees the same, and a rival's does not
    assert np.array_equal(seen[0][me.key]["observation"], seen[1][me.key]["observation"])
    rival = rivals[0].key
    assert not np.array_equal(seen[0][rival]["observation"], seen[1][rival]["observation"])
