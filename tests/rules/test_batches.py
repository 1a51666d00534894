"""A batch of n games is n times one game: same worlds, same ledgers, same record."""

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st
from tests.rules.random_moves import Turn, resolved, turns
from tests.rules.random_worlds import LARGEST, Shape, built, relaxed, seeds, shapes

from comity.rules.draws import Draws
from comity.rules.layout import IntArray
from comity.rules.moves import Moves
from comity.rules.resolve import Resolution, resolve
from comity.rules.voting import Tally
from comity.rules.world import World, repeat

DENSE = ("values", "docket", "sponsors", "pending", "happened", "over")
TURNS = 3


def game_seed(number: int) -> bytes:
    return b"the seed of one game of a batch %d" % number


def side_by_side(worlds: Sequence[World]) -> World:
    """Worlds of single games as one batch."""
    stacked: dict[str, Any] = {
        name: np.concatenate([getattr(world, name) for world in worlds]) for name in DENSE
    }
    return replace(worlds[0], **stacked)


def together(parts: Sequence[Moves]) -> Moves:
    """Moves of single games as those of one batch."""

    def numbered(rows: Sequence[IntArray]) -> IntArray:
        own = [np.hstack((np.full((len(part), 1), game), part[:, 1:])) for game, part in enumerate(rows)]
        return np.concatenate(own)

    sparse = ("actions", "tabled", "injected")
    columns = {row.name: [getattr(part, row.name) for part in parts] for row in fields(Moves)}
    return Moves(
        **{name: numbered(rows) if name in sparse else np.concatenate(rows) for name, rows in columns.items()}
    )


def played_in_a_batch(game_turns: Sequence[Turn], shape: Shape, *, keep_ledger: bool) -> Resolution:
    game = built(shape)
    batch = side_by_side([turn.before for turn in game_turns])
    draws = Draws.for_turn([game_seed(number) for number in range(len(game_turns))], batch.turn + 1)
    moves = together([turn.moves for turn in game_turns])
    return resolve(batch, moves, game.catalogue, game.theory, draws, keep_ledger=keep_ledger)


def assert_same_game(batch: Resolution, single: Resolution, number: int) -> None:
    for name in DENSE:
        assert getattr(batch.world, name)[number].tolist() == getattr(single.world, name)[0].tolist(), name
    for row in fields(Tally):
        one, many = getattr(single.record.tally, row.name), getattr(batch.record.tally, row.name)
        assert many[number].tolist() == one[0].tolist(), row.name
    assert batch.record.upheavals[number].tolist() == single.record.upheavals[0].tolist()
    for name in ("done", "unanswered"):
        rows = getattr(batch.record, name)
        assert rows[rows[:, 0] == number, 1:].tolist() == getattr(single.record, name)[:, 1:].tolist()


@given(shapes(), st.lists(seeds, min_size=2, max_size=4))
@example(LARGEST, [0, 1, 2])
@relaxed(15)
def test_a_batch_is_as_many_single_games_in_every_turn(shape: Shape, each: list[int]) -> None:
    game = built(shape)
    singles = [list(turns(game, seed, TURNS, chance=game_seed(n))) for n, seed in enumerate(each)]
    for turn in range(TURNS):
        batch = played_in_a_batch([single[turn] for single in singles], shape, keep_ledger=False)
        for number, single in enumerate(singles):
            assert_same_game(batch, single[turn].resolution, number)


@given(shapes(most=15), st.lists(seeds, min_size=2, max_size=3))
@relaxed(12)
def test_each_game_of_a_batch_has_the_ledger_that_it_would_have_alone(shape: Shape, each: list[int]) -> None:
    game = built(shape)
    singles = [next(turns(game, seed, 1, chance=game_seed(n))) for n, seed in enumerate(each)]
    batch = played_in_a_batch(singles, shape, keep_ledger=True)
    assert batch.ledger is not None
    for number, single in enumerate(singles):
        assert single.resolution.ledger is not None
        many, one = batch.ledger.entries(number), single.resolution.ledger.entries(0)
        assert [(row.rule, row.place, row.before, row.delta) for row in many] == [
            (row.rule, row.place, row.before, row.delta) for row in one
        ]


@given(shapes(most=15), seeds, st.integers(1, 4))
@relaxed(12)
def test_a_batch_of_one_world_repeated_gives_the_same_world_as_often(
    shape: Shape, seed: int, games: int
) -> None:
    game = built(shape)
    turn = next(turns(game, seed, 1))
    batch = resolved(game, repeat(game.opening, games), together([turn.moves] * games))
    for number in range(games):
        assert_same_game(batch, turn.resolution, number)
