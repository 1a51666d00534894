"""Left alone, a world drifts slowly and never explodes: no moves, no events, a hundred turns, any theory."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.rules import worlds
from tests.rules.random_worlds import TEST_ROWS, THEORIES, Shape, document, relaxed, rows, seeds

from comity.rules.draws import Draws
from comity.rules.layout import FIELDS, POINT
from comity.rules.resolve import Resolution, resolve
from comity.rules.world import World

TURNS: Final = 100
SETTLED: Final = 50
"""From this turn on, whatever did not fit together at the opening has settled."""
DISPUTE: Final = 25 * POINT
SMALLEST: Final = Shape(calm=True)
LARGEST: Final = Shape(states=40, seats=40, institutions=8, movements=6, blocs=8, seed=40, calm=True)


@dataclass(frozen=True)
class Drift:
    """What the quietest course of a hundred turns came to."""

    opening: World
    ending: World
    jumps: list[dict[str, float]]
    """For each turn, the largest change of any quantity of a field, in points."""
    upheavals: int
    escalation: int
    """The highest on the way."""


def quiet_turns(game: worlds.Game) -> Iterator[tuple[World, Resolution]]:
    world = game.opening
    for turn in range(1, TURNS + 1):
        draws = Draws.for_turn([worlds.SEED], turn)
        done = resolve(world, game.idle(), game.catalogue, game.theory, draws, keep_ledger=False)
        yield world, done
        world = done.world


def left_alone(game: worlds.Game) -> Drift:
    jumps, upheavals, escalation, world = [], 0, 0, game.opening
    for before, done in quiet_turns(game):
        world, struck = done.world, done.record.upheavals
        jumps.append(largest_changes(before, world, struck))
        upheavals += int(struck.sum())
        escalation = max(escalation, int(world["escalation"].max()))
    return Drift(game.opening, world, jumps, upheavals, escalation)


def largest_changes(
    before: World, after: World, struck: np.ndarray[tuple[int, int], np.dtype[np.int64]]
) -> dict[str, float]:
    """By field, but for the capital that piles up unspent and for states in which order has broken down."""
    found = {}
    for spec in FIELDS:
        change = np.abs(after[spec.name] - before[spec.name])
        if spec.kind != "points" or spec.name == "capital" or change.size == 0:
            continue
        found[spec.name] = float(
            np.where(struck > 0, 0, change).max() if spec.axes == ("state",) else change.max()
        )
    return {name: change / POINT for name, change in found.items()}


def calm(shape: Shape, theory: str) -> worlds.Game:
    return worlds.game(document(shape), worlds.library(rows(shape)), theory=THEORIES[theory])


calm_shapes: Final = st.builds(
    lambda states, institutions, movements, blocs, seed: Shape(
        states, states, institutions, movements, blocs, seed=seed, calm=True
    ),
    states=st.integers(2, 8) | st.integers(2, 40),
    institutions=st.integers(0, 7),
    movements=st.integers(0, 5),
    blocs=st.integers(0, 6),
    seed=seeds,
)


@pytest.mark.parametrize("theory", THEORIES)
@given(shape=calm_shapes)
@example(shape=SMALLEST)
@example(shape=LARGEST)
@relaxed(4)
def test_a_random_world_in_a_sensible_range_drifts_calmly_for_a_hundred_turns(
    theory: str, shape: Shape
) -> None:
    drift = left_alone(calm(shape, theory))
    assert not int(drift.ending.over[0])
    assert drift.escalation < DISPUTE, "calm worlds breed no crises"
    assert drift.upheavals <= 0.05 * TURNS * shape.states, "upheavals are rare"
    assert max(max(turn.values()) for turn in drift.jumps) < 7.0, "no quantity jumps"
    assert max(max(turn.values()) for turn in drift.jumps[SETTLED:]) < 5.0, "what has settled stays settled"
    ruined = (drift.ending["economy"] < POINT) | (drift.ending["economy"] > 99 * POINT)
    assert ruined.sum() <= max(1, shape.states // 4), "few economies end at a bound"


@pytest.mark.parametrize("theory", THEORIES)
def test_with_no_moves_and_no_events_the_world_drifts_calmly_for_a_hundred_turns(theory: str) -> None:
    states = [worlds.state(key, economy=40 + 10 * number) for number, key in enumerate("ABCD")]
    taken: dict[str, Any] = dict.fromkeys(("actions", "movements", "institutions", "blocs"), "all")
    taken["events"] = []
    plain = worlds.scenario(states, turns=40, take=taken)
    drift = left_alone(worlds.game(plain, worlds.library(TEST_ROWS), theory=THEORIES[theory]))
    steady = ("economy", "cohesion", "standing", "trust", "authority", "legitimacy", "index")
    assert max(turn[name] for turn in drift.jumps for name in steady) < 6.0
    assert not int(drift.ending.over[0])
    assert drift.upheavals == 0
    assert drift.escalation < DISPUTE, "calm worlds breed no crises"


def test_a_large_world_with_the_default_ties_drifts_calmly_too() -> None:
    plain = document(LARGEST) | {"relations": [], "relation_defaults": {}}
    game = worlds.game(plain, worlds.library(rows(LARGEST)), theory=THEORIES["liberal"])
    drift = left_alone(game)
    ended = drift.ending["economy"] > 99 * POINT
    assert ended.sum() <= LARGEST.states // 4


def test_what_measures_the_world_does_not_leap_when_the_last_economy_runs_dry() -> None:
    nearly, wholly = (
        worlds.game(worlds.scenario([worlds.state(key, economy=left) for key in "AB"]), worlds.library({}))
        for left in (0.001, 0.0)
    )
    leap = np.abs(nearly.opening["index"] - wholly.opening["index"]).max() / POINT
    assert leap < 7.0
