"""The same scenario, seed and moves give the same bytes: again, in any process, and out of the store."""

import ast
import os
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

import pytest
from hypothesis import example, given
from tests.rules import worlds
from tests.rules.random_moves import gathered, legal_moves, resolved, turns
from tests.rules.random_worlds import LARGEST, Shape, built, relaxed, seeds, shapes

from comity import rules
from comity.rules import account, codec, news

ANYWHERE: Final = tuple(replace(LARGEST, states=states, seats=states, seed=states) for states in (2, 9, 23))
RULES: Final = Path(rules.__file__).parent
FOREIGN: Final = {"datetime", "os", "platform", "random", "secrets", "socket", "sys", "time", "uuid"}
HASH_SEEDS: Final = ("0", "1", "2", "3141592653", "4294967295")


def told(shape: Shape, seed: int) -> str:
    """The digest of everything that is kept of three turns: worlds, ledgers, and what players are told."""
    game, parts = built(shape), []
    for turn in turns(game, seed, 3):
        ledger = turn.resolution.ledger
        assert ledger is not None
        chronicle = news.chronicle(turn.before, turn.after, turn.resolution.record, game.catalogue)
        stored = codec.Stored(turn.after, turn.before.values[0], chronicle)
        parts += [codec.encode(stored), account.encode(ledger, turn.after.turn)]
    return codec.digest(*parts)


@cache
def all_told() -> tuple[str, ...]:
    """Once a process: each of the others is held against it."""
    return tuple(told(shape, shape.seed) for shape in ANYWHERE)


@given(shapes(), seeds)
@example(LARGEST, 7)
@relaxed(12)
def test_the_same_scenario_seed_and_moves_give_the_same_bytes(shape: Shape, seed: int) -> None:
    assert told(shape, seed) == told(shape, seed)


@pytest.mark.parametrize("hash_seed", HASH_SEEDS)
def test_the_same_scenario_seed_and_moves_give_the_same_bytes_in_any_process(hash_seed: str) -> None:
    code = "from tests.rules.test_determinism import all_told; print(*all_told())"
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=worlds.ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert tuple(done.stdout.split()) == all_told()


@given(shapes(), seeds)
@example(LARGEST, 8)
@relaxed(12)
def test_a_stored_world_goes_on_as_the_world_that_was_stored(shape: Shape, seed: int) -> None:
    game = built(shape)
    for turn in turns(game, seed, 2):
        kept = codec.encode(codec.Stored(turn.before, turn.before.values[0], {}))
        taken = codec.decode(kept, game.catalogue.layout, events=len(game.catalogue.events.keys)).world
        moves = gathered(game, taken, turn.bodies)
        assert worlds.encoded(resolved(game, taken, moves).world) == worlds.encoded(turn.after)


@given(shapes(most=12), seeds)
@relaxed(12)
def test_a_turn_depends_on_nothing_that_was_resolved_before_it_in_the_same_process(
    shape: Shape, seed: int
) -> None:
    game = built(shape)
    first, *later = list(turns(game, seed, 3))
    moves = gathered(game, game.opening, first.bodies)
    assert later
    assert worlds.encoded(resolved(game, game.opening, moves).world) == worlds.encoded(first.after)


@pytest.mark.parametrize("path", sorted(RULES.glob("*.py")), ids=lambda path: path.name)
def test_no_rule_asks_for_the_time_the_system_or_chance_of_its_own(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            assert not {alias.name.split(".")[0] for alias in node.names} & FOREIGN
        if isinstance(node, ast.ImportFrom):
            assert (node.module or "").split(".")[0] not in FOREIGN
        if isinstance(node, ast.Attribute):
            assert ast.unparse(node) not in ("np.random", "numpy.random"), (
                f"line {node.lineno} draws by itself"
            )
        if isinstance(node, ast.Call):
            assert ast.unparse(node.func) not in ("hash", "id"), f"line {node.lineno} differs by process"


def test_random_moves_do_move_the_world() -> None:
    game = built(LARGEST)
    bodies = legal_moves(game, game.opening, LARGEST.pen("moves").rng)
    assert any(body["actions"] for body in bodies.values())
    moved = resolved(game, game.opening, gathered(game, game.opening, bodies))
    idle = resolved(game, game.opening, game.idle())
    assert worlds.encoded(moved.world) != worlds.encoded(idle.world)
