"""More of the same never does the contrary, other things equal."""

from dataclasses import replace
from itertools import pairwise
from typing import Any, Final

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st
from tests.rules import worlds
from tests.rules.drawing import words_of
from tests.rules.random_moves import gathered, resolved
from tests.rules.random_worlds import TEST_ROWS, Shape, coefficients, document, relaxed, rows, seeds, shapes

from comity.scenarios import schema

GIFT: Final = "gift"


def giving(shape: Shape, *, by: float, scale: list[str], authority: float | None = None) -> worlds.Game:
    """A random world with an institution or more, to which any state can give, and all can afford it."""
    shape = replace(shape, institutions=max(shape.institutions, 1))
    gift = {
        "key": GIFT,
        "name": "Fund an institution",
        "help": "Pays.",
        "globalism": "liberal",
        "target": "institution",
        "cost": 1,
        "effects": [{"change": "authority", "by": by, "scale": scale}],
        "source": "Made up for tests.",
    }
    plain = document(shape)
    plain["states"] = [{**row, "capital": 20 + number / 100} for number, row in enumerate(plain["states"])]
    own = {**rows(shape), "actions": [gift, *rows(shape)["actions"]]}
    if authority is not None:
        own["institutions"] = [{**row, "authority": authority} for row in own["institutions"]]
    return worlds.game(plain, worlds.library(own), theory=coefficients(shape))


def authority_after(game: worlds.Game, donors: list[str], institution: int, effort: int = 1) -> int:
    key = game.catalogue.institutions.keys[institution]
    gift = {"actions": [{"action": GIFT, "target": key, "effort": effort}]}
    moves = gathered(game, game.opening, dict.fromkeys(donors, gift))
    return int(resolved(game, game.opening, moves).world["authority"][0, institution])


gifts: Final = st.floats(0.01, 12)
small_gifts: Final = st.floats(0.01, 2)
scales: Final = st.lists(st.sampled_from(words_of(schema.Effect, "scale")), max_size=3, unique=True)


HUNDREDTH = 10
"""Of a point, in grid units: what sharing the last of the room may leave over."""


def assert_donors_never_lower_it(game: worlds.Game, seed: int) -> None:
    """The authority of an institution drawn by the seed, with one donor more each time.

    At the bound donors share the room that is left, each rounded down to a thousandth of a point so that none
    is preferred: there more donors may leave some thousandths over.
    """
    rng = np.random.default_rng(seed)
    institution = int(rng.integers(len(game.catalogue.institutions.keys)))
    donors = [game.catalogue.seats[index].key for index in rng.permutation(len(game.catalogue.seats))]
    reached = [authority_after(game, donors[:count], institution) for count in range(min(len(donors), 8) + 1)]
    for before, after in pairwise(reached):
        assert after >= before - HUNDREDTH, reached


@given(shapes(most=20), seeds, small_gifts, scales)
@relaxed(30)
def test_more_donors_never_lower_an_institutions_authority_while_it_has_room_to_rise(
    shape: Shape, seed: int, by: float, scale: list[str]
) -> None:
    assert_donors_never_lower_it(giving(shape, by=by, scale=scale[:1], authority=20), seed)


@given(shapes(most=20), seeds, gifts, scales)
@example(Shape(states=5, seats=5, institutions=3, seed=14949), 1, 1.0, [])
@relaxed(40)
def test_more_donors_never_lower_an_institutions_authority_in_any_world(
    shape: Shape, seed: int, by: float, scale: list[str]
) -> None:
    assert_donors_never_lower_it(giving(shape, by=by, scale=scale), seed)


@given(shapes(most=12), gifts)
@relaxed(20)
def test_more_effort_never_lowers_an_institutions_authority(shape: Shape, by: float) -> None:
    game = giving(shape, by=by, scale=["fit"])
    # Diminishing returns are a theory's to set, not less than before.
    theory = replace(game.theory, effort_two=1.7, effort_three=2.2)
    willing = worlds.Game(game.catalogue, game.opening, theory)
    reached = [authority_after(willing, [game.catalogue.seats[0].key], 0, effort) for effort in (1, 2, 3)]
    assert reached == sorted(reached)


def test_more_donors_never_lower_an_institutions_authority() -> None:
    game = worlds.game(worlds.scenario([worlds.state(key) for key in "ABCD"]), worlds.library(TEST_ROWS))
    gift: dict[str, Any] = {"actions": [{"action": "donate", "target": "assembly"}]}
    reached = [
        int(game.play(dict.fromkeys(["a", "b", "c", "d"][:count], gift)).world["authority"][0, 0])
        for count in range(5)
    ]
    assert reached == sorted(reached)
    assert reached[0] < reached[-1]
