"""Deltas posted together take effect at once: they share what room there is, and their order says nothing."""

import ast
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.rules.random_worlds import Shape, built, relaxed, seeds

from comity import rules
from comity.rules.layout import FIELDS
from comity.rules.ledger import Book, Delta, Dense, Entry, Sparse
from comity.rules.world import World

RULES: Final = Path(rules.__file__).parent
WRITERS: Final = {"ledger.py", "world.py", "codec.py"}
"""Where a world's vector is made: by what was posted, by repeating one, and from stored bytes."""
WORLD: Final = built(Shape(states=3, seats=1, institutions=2, movements=1, blocs=1)).opening
NAMES: Final = tuple(spec.name for spec in FIELDS if WORLD[spec.name].size)


def drawn(world: World, rng: np.random.Generator, *, sparse: bool) -> list[Delta]:
    """Pushes at a few fields or cells, far too large to fit every time."""
    size = int(10.0 ** rng.uniform(0, 6))
    if sparse:
        rows = int(rng.integers(1, 12))
        cells = rng.integers(0, world.layout.width, 3)
        amounts = rng.integers(-size, size + 1, rows)
        return [Sparse("deed", np.zeros(rows, np.int64), rng.choice(cells, rows), amounts, np.arange(rows))]
    fields = rng.choice(NAMES, 2)
    return [
        Dense(f"rule {number}", name, rng.integers(-size, size + 1, world[name].shape))
        for number, name in enumerate(rng.choice(fields, int(rng.integers(1, 6))).tolist())
    ]


def posted(world: World, deltas: Sequence[Delta]) -> tuple[World, list[Entry]]:
    book = Book(world)
    book.post(deltas)
    assert book.ledger is not None
    return book.world, list(book.ledger.entries(0))


def effects(entries: Sequence[Entry]) -> set[tuple[str, int, int, int]]:
    return {(entry.rule, entry.place, entry.delta, entry.deed) for entry in entries}


@given(seeds, st.booleans())
@relaxed(200)
def test_what_is_recorded_adds_up_to_the_change_and_no_bound_is_left(seed: int, sparse: bool) -> None:
    deltas = drawn(WORLD, np.random.default_rng(seed), sparse=sparse)
    after, entries = posted(WORLD, deltas)
    change = np.zeros(WORLD.layout.width, dtype=np.int64)
    np.add.at(change, [entry.place for entry in entries], [entry.delta for entry in entries])
    assert (after.values[0] - WORLD.values[0] == change).all()
    assert ((after.values >= 0) & (after.values <= WORLD.layout.high)).all()


@given(seeds, st.booleans())
@relaxed(200)
def test_no_push_does_more_than_it_would_alone_or_the_contrary(seed: int, sparse: bool) -> None:
    deltas = drawn(WORLD, np.random.default_rng(seed), sparse=sparse)
    _, entries = posted(WORLD, deltas)
    for entry in entries:
        wanted = _wanted(deltas, entry)
        assert 0 < abs(entry.delta) <= abs(wanted)
        assert (entry.delta > 0) == (wanted > 0)


def _wanted(deltas: Sequence[Delta], entry: Entry) -> int:
    """How much the push behind a ledger line asked for."""
    for delta in deltas:
        if isinstance(delta, Sparse):
            return int(delta.amount[entry.deed])
        if delta.rule == entry.rule:
            return int(delta.amount.reshape(-1)[entry.place - WORLD.layout.offsets[delta.field]])
    raise AssertionError(f"nobody asked for {entry}")


@given(seeds)
@relaxed(200)
def test_fields_posted_together_may_come_in_any_order(seed: int) -> None:
    rng = np.random.default_rng(seed)
    deltas = drawn(WORLD, rng, sparse=False)
    first, second = posted(WORLD, deltas), posted(WORLD, [deltas[i] for i in rng.permutation(len(deltas))])
    assert (first[0].values == second[0].values).all()
    assert effects(first[1]) == effects(second[1])


@given(seeds)
@relaxed(200)
def test_deeds_posted_together_may_come_in_any_order(seed: int) -> None:
    rng = np.random.default_rng(seed)
    (deeds,) = drawn(WORLD, rng, sparse=True)
    assert isinstance(deeds, Sparse)
    order = rng.permutation(deeds.deed.size)
    turned = Sparse(deeds.rule, deeds.game, deeds.place[order], deeds.amount[order], deeds.deed[order])
    first, second = posted(WORLD, [deeds]), posted(WORLD, [turned])
    assert (first[0].values == second[0].values).all()
    assert effects(first[1]) == effects(second[1])


@given(seeds)
@example(0)
@relaxed(100)
def test_groups_of_deeds_posted_together_may_come_in_any_order(seed: int) -> None:
    rng = np.random.default_rng(seed)
    groups = [*drawn(WORLD, rng, sparse=True), *drawn(WORLD, rng, sparse=True)]
    one, other = groups
    assert isinstance(one, Sparse)
    assert isinstance(other, Sparse)
    aimed = Sparse(other.rule, other.game, rng.choice(one.place, other.place.size), other.amount, other.deed)
    first, second = posted(WORLD, [one, aimed]), posted(WORLD, [aimed, one])
    assert (first[0].values == second[0].values).all()


@pytest.mark.parametrize("path", sorted(RULES.glob("*.py")), ids=lambda path: path.name)
def test_no_rule_makes_a_world_of_values_of_its_own(path: Path) -> None:
    if path.name in WRITERS:
        return
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            given = {keyword.arg for keyword in node.keywords}
            assert "values" not in given, f"line {node.lineno} gives a world other values"
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            assert name != "World", f"line {node.lineno} makes a world"
            assert name != "setflags" or _closes(node), f"line {node.lineno} opens an array to writing"
        if isinstance(node, ast.Attribute):
            assert node.attr not in ("_values", "_views"), f"line {node.lineno} reaches behind a world"


def _closes(call: ast.Call) -> bool:
    """Whether this `setflags` only forbids writing."""
    return [ast.unparse(keyword) for keyword in call.keywords] == ["write=False"] and not call.args
