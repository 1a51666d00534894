"""No rule may reference pluralism as a cause: what measures the world is read by nothing that changes it.

The thesis that a plural world is a better one is to come out of mechanism, or not. So the gauges of the
system, the indices and their parts are written by `indices.py` and read only where they are shown, scored or
asked about by a scenario's own conditions.
"""

import ast
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import pytest
from hypothesis import example, given
from tests.documents import read_yaml
from tests.rules import worlds
from tests.rules.random_deeds import MEASURES
from tests.rules.random_moves import gathered, resolved, turns
from tests.rules.random_worlds import LARGEST, Shape, built, relaxed, seeds, shapes

from comity import rules
from comity.rules import vocabulary as words
from comity.rules.indices import INDEX_OF_PART, PART_WEIGHT
from comity.rules.layout import PARTS, POINT
from comity.rules.world import World

RULES: Final = Path(rules.__file__).parent
READERS: Final = {"indices.py", "board.py", "scores.py", "conditions.py"}
"""Who may read a measure: who takes it, shows it, scores it, and asks it for a scenario."""
ALSO_SAID: Final = {
    word
    for name, listed in vars(words).items()
    if name.isupper() and name != "SYSTEM_GAUGES" and isinstance(listed, tuple)
    for word in listed
}
"""Words of the model that mean something else as well."""
MEASURERS: Final = {"resolve.py", "indices.py", "board.py"}
"""Who may call the functions that measure: who takes a measure, and who shows what it is made of."""
LIBRARY: Final = sorted((worlds.ROOT / "scenarios").glob("**/*.yaml"))


def reads(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Where a field is named to be read: `world["index"]`, `world.points("index")`, `slice("index")`."""
    readers = ("points", "shares", "slice", "__getitem__", "get", "_gauges", "_keyed")
    keys: list[ast.expr] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript):
            keys.append(node.slice)
        elif (
            isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in readers
        ):
            keys += node.args[:1]
    for key in keys:
        if isinstance(key, ast.Constant) and key.value in MEASURES:
            yield key.lineno, str(key.value)


def test_the_measures_are_the_system_the_indices_and_their_parts() -> None:
    assert {"system", "index", "part"} <= MEASURES
    assert {"hegemony", "pluralism"} <= set(words.SYSTEM_GAUGES)
    assert "pluralism" not in ALSO_SAID


@pytest.mark.parametrize("path", sorted(RULES.glob("*.py")), ids=lambda path: path.name)
def test_no_rule_reads_a_measure_or_calls_what_measures(path: Path) -> None:
    tree = ast.parse(path.read_text())
    if path.name not in READERS:
        assert not list(reads(tree))
    if path.name not in MEASURERS:
        taken = [
            alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
            if (node.module or "").endswith(".indices") or alias.name == "indices"
        ]
        assert not taken, f"takes {taken} from what measures the world"


@pytest.mark.parametrize("path", sorted(RULES.glob("*.py")), ids=lambda path: path.name)
def test_no_rule_but_what_measures_names_a_gauge(path: Path) -> None:
    if path.name in ("vocabulary.py", "indices.py"):
        return
    named = {node.value for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Constant)}
    assert not named & (set(words.SYSTEM_GAUGES) - ALSO_SAID)


def scrambled(world: World, rng: np.random.Generator) -> World:
    """The same world, wrongly measured; only that an index is the sum of its parts still holds."""
    values, layout = world.values.copy(), world.layout
    for name in sorted(MEASURES):
        place = layout.slice(name)
        values[:, place] = rng.integers(0, layout.high[place] + 1)
    most = np.array([int(PART_WEIGHT[name] * POINT) for name in PARTS])
    parts = rng.integers(0, most + 1)
    values[:, layout.slice("part")], values[:, layout.slice("index")] = parts, parts @ INDEX_OF_PART
    values.setflags(write=False)
    return replace(world, values=values)


@given(shapes(measures=False), seeds)
@example(replace(LARGEST, measures=False), 0)
@relaxed(40)
def test_a_world_that_was_measured_wrongly_goes_on_exactly_as_if_it_had_not_been(
    shape: Shape, seed: int
) -> None:
    game, rng = built(shape), np.random.default_rng(seed)
    for turn in turns(game, seed, 2):
        before = scrambled(turn.before, rng)
        after = resolved(game, before, gathered(game, before, turn.bodies)).world
        assert worlds.encoded(after) == worlds.encoded(turn.after)


def quantities_asked(value: Any) -> Iterator[str]:
    """Every quantity that a condition names, anywhere in plain values."""
    if isinstance(value, dict):
        if "quantity" in value:
            yield str(value["quantity"])
        for item in value.values():
            yield from quantities_asked(item)
    elif isinstance(value, list):
        for item in value:
            yield from quantities_asked(item)


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_shipped_row_makes_anything_depend_on_a_gauge_of_the_system(path: Path) -> None:
    tested = set(quantities_asked(read_yaml(path)))
    assert not {quantity for quantity in tested if quantity.split(".")[0] == "system"}
