"""Neither names nor order say anything: of states, of the catalogue's rows, of what was submitted when."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from tests.rules import random_worlds, worlds
from tests.rules.magnified import magnified
from tests.rules.named import Renaming, Teller, renamed
from tests.rules.random_moves import Bodies, Turn, again, resolved, shuffled, turns
from tests.rules.random_worlds import (
    LARGEST,
    SHIPPED,
    TEST_ROWS,
    Shape,
    built,
    coefficients,
    document,
    relaxed,
    rows,
    seeds,
    shapes,
)

FIXED_ROWS = {"of the tests": TEST_ROWS, "shipped": SHIPPED}


def mixed(items: Sequence[Any], rng: np.random.Generator) -> list[Any]:
    return [items[index] for index in rng.permutation(len(items)).tolist()]


def submitted_in_another_order(bodies: Bodies, rng: np.random.Generator) -> Bodies:
    """The same moves: other seats come first, and each names its actions, votes and answers otherwise."""
    return {
        seat: {
            field: mixed(value, rng)
            if isinstance(value, list)
            else {key: value[key] for key in mixed(list(value), rng)}
            for field, value in mixed(list(bodies[seat].items()), rng)
        }
        for seat in mixed(list(bodies), rng)
    }


def assert_same_but_for_names(
    game: worlds.Game, played: Sequence[Turn], other: worlds.Game, replayed: Sequence[Turn], new: Renaming
) -> None:
    """The worlds after every turn, and every ledger line on the way, by name."""
    tells, tells_too = Teller(game, new), Teller(other)
    for turn, repeated in zip(played, replayed, strict=True):
        first, second = tells.world(turn.after), tells_too.world(repeated.after)
        assert first.keys() == second.keys()
        assert not [key for key in first if first[key] != second[key]]
        assert turn.resolution.ledger is not None
        assert repeated.resolution.ledger is not None
        assert tells.lines(turn.resolution.ledger) == tells_too.lines(repeated.resolution.ledger)


@given(shapes(), seeds)
@example(LARGEST, 2)
@relaxed(18)
def test_the_order_of_submission_changes_nothing(shape: Shape, seed: int) -> None:
    game, rng = built(shape), np.random.default_rng(seed)
    played = list(turns(game, seed, 2))
    replayed = again(game, [submitted_in_another_order(turn.bodies, rng) for turn in played])
    for turn, repeated in zip(played, replayed, strict=True):
        assert worlds.encoded(turn.after) == worlds.encoded(repeated.after)


@given(shapes(), seeds)
@example(LARGEST, 3)
@relaxed(18)
def test_all_moves_take_effect_at_once_in_whatever_order_the_engine_reads_them(
    shape: Shape, seed: int
) -> None:
    game, rng = built(shape), np.random.default_rng(seed)
    for turn in turns(game, seed, 3):
        moves = replace(
            turn.moves, actions=shuffled(turn.moves.actions, rng), tabled=shuffled(turn.moves.tabled, rng)
        )
        assert worlds.encoded(resolved(game, turn.before, moves).world) == worlds.encoded(turn.after)


@given(shapes(), seeds)
@example(LARGEST, 4)
@relaxed(18)
def test_the_order_of_states_and_seats_changes_nothing_else(shape: Shape, seed: int) -> None:
    game, rng = built(shape), np.random.default_rng(seed)
    played = list(turns(game, seed, 2))
    turned = document(shape)
    for table in ("states", "seats", "relations", "movements"):
        turned[table] = mixed(turned[table], rng)
    other = worlds.game(turned, worlds.library(rows(shape)), theory=game.theory)
    replayed = again(other, [turn.bodies for turn in played])
    assert_same_but_for_names(game, played, other, replayed, {})


@given(shapes(), seeds)
@example(LARGEST, 7)
@relaxed(18)
def test_no_sum_over_states_depends_on_their_order_in_its_last_bit(shape: Shape, seed: int) -> None:
    with magnified():
        game, rng = built(shape), np.random.default_rng(seed)
        turn = next(turns(game, seed, 1))
        turned = document(shape)
        for table in ("states", "seats"):
            turned[table] = mixed(turned[table], rng)
        other = worlds.game(turned, worlds.library(rows(shape)), theory=game.theory)
        (repeated,) = again(other, [turn.bodies])
    assert turn.resolution.ledger is not None
    assert repeated.resolution.ledger is not None
    assert Teller(game).lines(turn.resolution.ledger) == Teller(other).lines(repeated.resolution.ledger)


MANY_INSTITUTIONS = Shape(institutions=18, movements=5, blocs=6, actions=10, resolutions=6, events=4)


@pytest.mark.parametrize("seed", range(5, 10))
def test_no_sum_over_a_catalogue_depends_on_its_order_in_its_last_bit(seed: int) -> None:
    with magnified():
        states = 3 + seed % 6
        shape = replace(MANY_INSTITUTIONS, states=states, seats=states, seed=seed)
        rng = np.random.default_rng(seed)
        game = built(shape)
        turn = next(turns(game, seed, 1))
        turned = {table: mixed(listed, rng) for table, listed in rows(shape).items()}
        other = worlds.game(document(shape), worlds.library(turned), theory=game.theory)
        (repeated,) = again(other, [turn.bodies])
    assert turn.resolution.ledger is not None
    assert repeated.resolution.ledger is not None
    assert Teller(game).lines(turn.resolution.ledger) == Teller(other).lines(repeated.resolution.ledger)


@given(shapes(), seeds)
@example(LARGEST, 5)
@relaxed(18)
def test_the_names_of_states_change_nothing_else(shape: Shape, seed: int) -> None:
    game, rng = built(shape), np.random.default_rng(seed)
    played = list(turns(game, seed, 2))
    keys = list(game.catalogue.states.keys)
    # Some of the new names are old names of others: nothing may hang on a certain name either.
    new = dict(zip(keys, mixed([*keys, *(f"Z{key}" for key in keys)], rng)[: len(keys)], strict=True))
    other = worlds.game(
        _renamed_document(document(shape), new),
        worlds.library(renamed(rows(shape), new)),
        theory=game.theory,
    )
    replayed = again(other, [renamed(turn.bodies, new) for turn in played])
    assert_same_but_for_names(game, played, other, replayed, new)


def _renamed_document(plain: dict[str, Any], new: Renaming) -> dict[str, Any]:
    found: dict[str, Any] = renamed(plain, new)
    for seat in found["seats"]:
        for goal in seat["objectives"]:
            goal["path"] = ".".join(new.get(part, part) for part in goal["path"].split("."))
    return found


@given(shapes(), seeds)
@example(LARGEST, 6)
@relaxed(18)
def test_the_order_of_the_catalogues_rows_changes_nothing_else(shape: Shape, seed: int) -> None:
    game, rng = built(shape), np.random.default_rng(seed)
    played = list(turns(game, seed, 2))
    turned = {table: mixed(listed, rng) for table, listed in rows(shape).items()}
    other = worlds.game(document(shape), worlds.library(turned), theory=coefficients(shape))
    replayed = again(other, [turn.bodies for turn in played])
    assert_same_but_for_names(game, played, other, replayed, {})


@pytest.mark.parametrize("catalogue", FIXED_ROWS)
@given(shape=shapes(), seed=seeds)
@relaxed(8)
def test_every_catalogue_that_is_played_is_as_blind_to_names_and_order(
    catalogue: str, shape: Shape, seed: int
) -> None:
    found, rng = FIXED_ROWS[catalogue], np.random.default_rng(seed)
    game = random_worlds.built_on(found, shape)
    played = list(turns(game, seed, 2))
    keys = list(game.catalogue.states.keys)
    new = dict(zip(keys, mixed([f"Z{number:02}" for number in range(len(keys))], rng), strict=True))
    plain = _renamed_document(random_worlds.document_on(found, shape), new)
    for table in ("states", "seats", "relations"):
        plain[table] = mixed(plain[table], rng)
    turned = {table: mixed(renamed(listed, new), rng) for table, listed in found.items()}
    other = worlds.game(plain, worlds.library(turned), theory=game.theory)
    replayed = again(other, [renamed(turn.bodies, new) for turn in played])
    assert_same_but_for_names(game, played, other, replayed, new)
