"""More of the same never does the contrary, other things equal."""

from dataclasses import replace
from typing import Any, Final

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st
from tests.rules import worlds
from tests.rules.drawing import words_of
from tests.rules.random_moves import gathered, resolved
from tests.rules.random_worlds import TEST_ROWS, Shape, coefficients, document, relaxed, rows, seeds, shapes

from comity.rules.layout import POINT
from comity.rules.resolve import Resolution
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
    return int(after_gifts(game, donors, institution, effort).world["authority"][0, institution])


def after_gifts(game: worlds.Game, donors: list[str], institution: int, effort: int = 1) -> Resolution:
    key = game.catalogue.institutions.keys[institution]
    gift = {"actions": [{"action": GIFT, "target": key, "effort": effort}]}
    moves = gathered(game, game.opening, dict.fromkeys(donors, gift))
    return resolved(game, game.opening, moves)


def rises(game: worlds.Game, resolution: Resolution, institution: int) -> float:
    """The authority that the institution had and gained in the turn, in points, whatever it lost."""
    subject = f"institution:{game.catalogue.institutions.keys[institution]}"
    opening = int(game.opening["authority"][0, institution]) / POINT
    lines = [row for row in game.lines(resolution) if (row.subject, row.variable) == (subject, "authority")]
    return opening + sum(max(row.delta, 0) for row in lines)


gifts: Final = st.floats(0.01, 12)
small_gifts: Final = st.floats(0.01, 2)
scales: Final = st.lists(st.sampled_from(words_of(schema.Effect, "scale")), max_size=3, unique=True)


FULL: Final = 99.99
"""Points of authority from which on, less the last of the rounding, there is no more room to rise."""


def assert_donors_never_lower_it(game: worlds.Game, seed: int) -> None:
    """The authority of an institution drawn by the seed, with one donor more each time, until it is full.

    At the bound all that lifts shares the room that is left, and what lowers is taken from there: one who
    gives to an institution that is full gives nothing, and its cost is felt all the same.
    """
    rng = np.random.default_rng(seed)
    institution = int(rng.integers(len(game.catalogue.institutions.keys)))
    donors = [game.catalogue.seats[index].key for index in rng.permutation(len(game.catalogue.seats))]
    given = [after_gifts(game, donors[:count], institution) for count in range(min(len(donors), 8) + 1)]
    fitting = [turn for turn in given if rises(game, turn, institution) < FULL]
    reached = [int(turn.world["authority"][0, institution]) for turn in fitting]
    assert reached == sorted(reached)


@given(shapes(most=20), seeds, small_gifts, scales)
@relaxed(30)
def test_more_donors_never_lower_an_institutions_authority_while_it_has_room_to_rise(
    shape: Shape, seed: int, by: float, scale: list[str]
) -> None:
    assert_donors_never_lower_it(giving(shape, by=by, scale=scale[:1], authority=20), seed)


@given(shapes(most=20), seeds, gifts, scales)
@example(Shape(states=5, seats=5, institutions=3, seed=14949), 1, 1.0, [])
@example(Shape(states=5, seats=5, seed=14), 0, 2.0, [])
@relaxed(40)
def test_more_donors_never_lower_an_institutions_authority_until_it_is_full(
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
