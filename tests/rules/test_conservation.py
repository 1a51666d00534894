"""The ledger is total: nothing changes but through it, its sums are exact, and every bound holds."""

from collections import defaultdict
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.rules import random_worlds, worlds
from tests.rules.magnified import magnified
from tests.rules.random_moves import Turn, resolved, turns
from tests.rules.random_worlds import (
    LARGEST,
    SHIPPED,
    SMALLEST,
    TEST_ROWS,
    Shape,
    built,
    relaxed,
    seeds,
    shapes,
)

from comity.rules import subjects
from comity.rules.indices import INDEX_OF_PART
from comity.rules.layout import FIELDS, SHARE
from comity.rules.ledger import toward
from comity.rules.world import World

PARTS_OF_A_WORLD = ("values", "docket", "sponsors", "pending", "happened", "over")
FIXED_ROWS = {"of the tests": TEST_ROWS, "shipped": SHIPPED}


def assert_the_ledger_is_total(turn: Turn) -> None:
    """Read in order, its lines lead from the one world to the other and leave no bound on the way."""
    ledger, high = turn.resolution.ledger, turn.after.layout.high
    assert ledger is not None
    running = turn.before.values[0].copy()
    for entry in ledger.entries(0):
        assert running[entry.place] == entry.before, entry
        running[entry.place] += entry.delta
        assert 0 <= running[entry.place] <= high[entry.place], entry
    assert running.tolist() == turn.after.values[0].tolist()


def assert_what_is_shared_stays_whole(world: World) -> None:
    """Shares of one thing sum to one, and a state has no relation with itself."""
    for spec in FIELDS:
        if spec.kind == "share":
            assert (world[spec.name].sum(axis=-1) == SHARE).all(), spec.name
        if spec.axes[-2:] == ("state", "state"):
            assert not np.diagonal(world[spec.name], axis1=-2, axis2=-1).any(), spec.name


def assert_two_halves_agree(game: worlds.Game, world: World) -> None:
    """What has one name has one value: tension is the same seen from either side."""
    values: dict[tuple[str, str], set[int]] = defaultdict(set)
    for place, name in enumerate(subjects.names(game.catalogue)):
        values[name.subject, name.variable].add(int(world.values[0, place]))
    assert not [name for name, found in values.items() if len(found) > 1]


@given(shapes(), seeds)
@example(SMALLEST, 0)
@example(LARGEST, 0)
@relaxed(30)
def test_the_ledger_is_total_and_every_bound_holds_after_each_of_its_lines(shape: Shape, seed: int) -> None:
    for turn in turns(built(shape), seed, 3):
        assert_the_ledger_is_total(turn)


@given(shapes(), seeds)
@example(LARGEST, 1)
@relaxed(30)
def test_shares_sum_to_one_and_relations_agree_from_both_sides_after_every_turn(
    shape: Shape, seed: int
) -> None:
    game = built(shape)
    for world in (game.opening, *(turn.after for turn in turns(game, seed, 3))):
        assert_what_is_shared_stays_whole(world)
        assert_two_halves_agree(game, world)


@given(shapes(), seeds)
@example(LARGEST, 7)
@relaxed(15)
def test_relations_agree_from_both_sides_to_the_last_bit(shape: Shape, seed: int) -> None:
    with magnified():
        game = built(shape)
        after = next(turns(game, seed, 1)).after
    assert_two_halves_agree(game, after)


@pytest.mark.parametrize("catalogue", FIXED_ROWS)
@given(shape=shapes(), seed=seeds)
@relaxed(15)
def test_every_catalogue_that_is_played_keeps_the_same_promises(
    catalogue: str, shape: Shape, seed: int
) -> None:
    game = random_worlds.built_on(FIXED_ROWS[catalogue], shape)
    for turn in turns(game, seed, 2):
        assert_the_ledger_is_total(turn)
        assert_what_is_shared_stays_whole(turn.after)
        assert_two_halves_agree(game, turn.after)


@given(shapes(), seeds)
@relaxed(15)
def test_an_index_is_the_exact_sum_of_its_parts_and_what_is_measured_is_in_the_ledger(
    shape: Shape, seed: int
) -> None:
    for turn in turns(built(shape), seed, 2):
        assert (turn.after["index"] == turn.after["part"] @ INDEX_OF_PART).all()


@given(shapes(), seeds)
@relaxed(15)
def test_a_turn_leaves_the_world_before_it_untouched(shape: Shape, seed: int) -> None:
    game = built(shape)
    kept = {name: getattr(game.opening, name).copy() for name in PARTS_OF_A_WORLD}
    next(turns(game, seed, 1))
    for name, array in kept.items():
        assert (getattr(game.opening, name) == array).all(), name


@given(shapes(most=5), seeds)
@relaxed(10)
def test_no_field_of_a_world_that_was_resolved_can_be_written_to(shape: Shape, seed: int) -> None:
    after = next(turns(built(shape), seed, 1)).after
    assert not after.values.flags.writeable
    assert not [spec.name for spec in FIELDS if after[spec.name].flags.writeable]


def test_no_field_of_an_opening_can_be_written_to() -> None:
    opening = built(SMALLEST).opening
    assert not opening.values.flags.writeable
    assert not [spec.name for spec in FIELDS if opening[spec.name].flags.writeable]


@given(shapes(), seeds)
@relaxed(15)
def test_a_turn_without_its_ledger_leads_to_the_same_world(shape: Shape, seed: int) -> None:
    game = built(shape)
    for turn in turns(game, seed, 2):
        bare = resolved(game, turn.before, turn.moves, keep_ledger=False)
        assert bare.ledger is None
        assert worlds.encoded(bare.world) == worlds.encoded(turn.after)


@given(shapes(), seeds)
@relaxed(15)
def test_political_capital_is_spent_to_the_last_unit_on_what_takes_place(shape: Shape, seed: int) -> None:
    game = built(shape)
    for turn in turns(game, seed, 2):
        assert turn.resolution.ledger is not None
        spent = sum(
            -entry.delta for entry in turn.resolution.ledger.entries(0) if entry.rule == "capital.spent"
        )
        done = turn.resolution.record.done
        assert spent == int((game.catalogue.actions.cost[done[:, 2]] * done[:, 4]).sum())


@given(
    st.lists(st.integers(0, SHARE - 1), min_size=3, max_size=3),
    st.lists(st.integers(0, SHARE - 1), min_size=3, max_size=3),
    st.integers(0, SHARE),
)
def test_moving_shares_makes_and_loses_nothing(now: list[int], goal: list[int], pace: int) -> None:
    def whole(cuts: list[int]) -> Any:
        return np.diff([0, *sorted(cuts), SHARE])

    step = toward(whole(now), whole(goal), np.array(pace))
    assert step.sum() == 0
    assert ((whole(now) + step) >= 0).all()
    assert (np.abs(whole(goal) - whole(now) - step) <= np.abs(whole(goal) - whole(now)) + 3).all()
