"""What is computed once and kept for a turn is what would be computed anew."""

import numpy as np
import pytest
from tests.rules.random_moves import resolved, turns
from tests.rules.random_worlds import Shape, built

from comity.rules.layout import Array
from comity.rules.world import World

SHAPES = [
    Shape(states=2 + seed, seats=2 + seed, institutions=seed, movements=seed, blocs=seed, seed=seed)
    for seed in range(6)
]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: f"{shape.states} states")
def test_a_turn_that_keeps_nothing_ends_in_the_same_world(
    shape: Shape, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given turns that were resolved with everything kept that is marked with what it rests on
    game = built(shape)
    played = list(turns(game, shape.seed, 3))
    # When each is resolved again with every function computed at each call
    monkeypatch.setattr(World, "keep", compute_anew)
    anew = [resolved(game, turn.before, turn.moves).world for turn in played]
    # Then not a cell differs
    for turn, world in zip(played, anew, strict=True):
        assert np.array_equal(world.values, turn.after.values)


def compute_anew(world: World, name: str, value: Array) -> Array:
    return value
