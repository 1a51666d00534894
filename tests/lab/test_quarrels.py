"""How far crises went: what a batch of games says of each pair of states."""

from dataclasses import replace

import numpy as np
import pytest

from comity.lab.quarrels import Quarrels
from comity.rules.layout import POINT, IntArray
from comity.rules.world import World, repeat
from comity.scenarios.load import load

QUIET, DISPUTE, ARMED, WAR = (points * POINT for points in (0, 30, 75, 95))


@pytest.fixture(scope="module")
def world() -> World:
    return load("crash-course").opening


def at(world: World, *pairs: tuple[int, int, int]) -> World:
    """The same worlds where these pairs stand so, and all others are calm."""
    values = world.values.copy()
    escalation = world.layout.field(values, "escalation")
    escalation[:] = 0
    for one, other, level in pairs:
        escalation[:, one, other] = escalation[:, other, one] = level
    return replace(world, values=values)


def peak(world: World, *pairs: tuple[int, int, int]) -> IntArray:
    return at(world, *pairs)["escalation"]


def test_a_pair_that_opens_in_dispute_calms_or_gets_worse_or_both(world: World) -> None:
    # Given two pairs in dispute, of three games: one in which nothing happens, one with a war that ends, one
    # in which all calms
    opening = at(world, (0, 1, DISPUTE), (2, 3, ARMED))
    peaks = np.concatenate(
        [
            peak(world, (0, 1, DISPUTE + 1), (2, 3, ARMED)),
            peak(world, (0, 1, WAR), (2, 3, ARMED)),
            peak(world, (0, 1, DISPUTE), (2, 3, DISPUTE)),
        ]
    )
    values = np.concatenate(
        [at(world, (0, 1, DISPUTE), (2, 3, ARMED)).values, at(world).values, at(world).values]
    )
    found = Quarrels.of(opening, peaks, replace(repeat(world, 3), values=values))
    # Then the hotter pair is told first, and what became of either
    assert found.pairs.tolist() == [[2, 3], [0, 1]]
    assert found.calmed.tolist() == [[False, False], [True, True], [True, True]]
    assert found.worse.tolist() == [[False, False], [False, True], [False, False]]


def test_only_a_crisis_that_was_not_there_at_the_opening_is_new(world: World) -> None:
    opening = at(world, (2, 3, ARMED))
    peaks = np.concatenate([peak(world, (2, 3, ARMED)), peak(world, (2, 3, WAR)), peak(world, (0, 1, ARMED))])
    found = Quarrels.of(opening, peaks, repeat(world, 3))
    assert found.militarised.tolist() == [False, False, True]
    assert found.war.tolist() == [False, True, False]


def test_a_world_that_opens_calm_has_no_pairs(world: World) -> None:
    found = Quarrels.of(at(world), peak(world), at(world))
    assert found.pairs.shape == (0, 2)
    assert found.calmed.shape == found.worse.shape == (1, 0)
