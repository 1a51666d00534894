"""Every coefficient says exactly what it does.

`coefficients/*.yaml` has, for each, the smallest world in which it works in full, or the nearest to that
which can be, and by how much its rule then moves what: the coefficient itself, times what the world's words
say. It reads as the rulebook's cases do (`casebook.py`). In these worlds all other rules rest: every other
coefficient is nought, but for thresholds and what the world wakes.

Each is played under every theory that gives the coefficient a value of its own. The last file does the same
for numbers that stand in the rules themselves, by module and name.
"""

from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import numpy as np
import pytest
from tests.rules import casebook, worlds
from tests.rules.casebook import Case

from comity.rules import crises, power_and_legitimacy, society
from comity.rules.theory import COEFFICIENT_NAMES

TABLE: Final = Path(__file__).parent / "coefficients"
THRESHOLDS: Final[Mapping[str, str]] = {
    "hegemony_threshold": "where temptation begins; worlds of the table stand on it and past it",
    "rivalry_trust": "where fear ends; a world of the table has a pair on it and one past it",
    "rivalry_ceiling": "where rivalry ends; likewise",
    "escalation_threshold": "where a dispute begins to climb; likewise",
    "upheaval_threshold": "where upheaval begins to threaten; tested below by lots",
}
"""Coefficients that divide a range and move nothing themselves, and how each is tested. Rules rest on them:
they keep their values in the worlds of the table.
"""
BELOW: Final[Mapping[str, str]] = {
    "upheaval_chance": "a chance moves nothing, it strikes or not: drawn by lots",
    "nuclear_chance": "likewise",
    "restraint_tension": "two states that practise the one order with all power agree: put at odds by hand",
}
"""Coefficients that no world of the table can show in full, and how a test of this file does."""


def _table() -> dict[str, list[Mapping[str, Any]]]:
    """Every coefficient of the table with its worlds."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for path in sorted(TABLE.glob("*.yaml")):
        for name, said in casebook.load(path.read_text()).items():
            assert name not in found, f"{name} stands twice in the table"
            found[name] = said if isinstance(said, list) else [said]
    return found


ALL: Final = _table()
CHOICES: Final = {name: rows for name, rows in ALL.items() if "." in name}
"""Of numbers that stand in the rules themselves."""
WORLDS: Final = {name: rows for name, rows in ALL.items() if name not in CHOICES}


def _at_rest(theory: str, working: Iterable[str], woken: Mapping[str, float]) -> dict[str, float]:
    """The coefficients of a world in which only those that work, and those that it wakes, are not nought."""
    shipped = worlds.coefficients(theory)
    kept = {key: getattr(shipped, key) for key in (*working, *THRESHOLDS)}
    return {**dict.fromkeys(COEFFICIENT_NAMES, 0.0), **kept, **woken}


def _cases(table: Mapping[str, list[Mapping[str, Any]]]) -> Iterator[Any]:
    for name, rows in table.items():
        for theory, text in worlds.theories().items():
            if name not in text.coefficients and (name in WORLDS or theory != "sakwa"):
                continue
            for number, row in enumerate(rows, start=1):
                working = [name] if name in WORLDS else []
                at_work = _at_rest(theory, working, row.get("coefficients") or {})
                body = {**row, "theory": theory, "coefficients": at_work}
                yield pytest.param(
                    Case("coefficients", theory, number, body), id=f"{name} ({theory}): {row['name']}"
                )


@pytest.mark.parametrize("case", list(_cases(WORLDS)))
def test_a_coefficient_moves_what_it_says_by_what_it_says(case: Case) -> None:
    casebook.check(case)


@pytest.mark.parametrize("case", list(_cases(CHOICES)))
def test_a_number_of_the_rules_themselves_means_what_it_says(case: Case) -> None:
    casebook.check(case)


@pytest.mark.parametrize("name", list(CHOICES))
def test_a_number_of_the_table_stands_in_the_rules(name: str) -> None:
    module, constant = name.split(".")
    assert hasattr(import_module(f"comity.rules.{module}"), constant)


def test_every_coefficient_is_in_the_table_or_has_a_reason_not_to_be() -> None:
    assert set(WORLDS) | set(BELOW) | set(THRESHOLDS) == set(COEFFICIENT_NAMES)


@pytest.mark.parametrize("name", [name for name in WORLDS if name not in THRESHOLDS])
def test_every_world_of_the_table_claims_by_how_much_its_coefficient_moves(name: str) -> None:
    for row in WORLDS[name]:
        assert any(claim.get("by") == name for claim in row["then"] if "moves" in claim), row["name"]


@pytest.mark.parametrize("theory", list(worlds.theories()))
def test_upheaval_comes_with_its_chance_where_there_is_no_cohesion_and_never_from_the_threshold_on(
    theory: str,
) -> None:
    """Given states without cohesion, half of the way to the threshold and on it, when lots are drawn around
    the chance, then those under it strike, and half of the chance is left half of the way.
    """
    values = worlds.coefficients(theory)
    half = values.upheaval_threshold / 2
    states = [worlds.state(key, cohesion=figure) for key, figure in (("A", 0), ("B", half), ("C", 2 * half))]
    world = worlds.game(worlds.scenario(states)).opening
    chance = values.upheaval_chance
    just_under = np.array([[chance - 0.001, chance / 2 - 0.001, 0.0]])
    just_over = np.array([[chance + 0.001, chance / 2 + 0.001, 0.0]])
    assert society.upheavals(world, values, just_under).tolist() == [[1, 1, 0]]
    assert society.upheavals(world, values, just_over).tolist() == [[0, 0, 0]]


@pytest.mark.parametrize("theory", list(worlds.theories()))
def test_a_war_of_nuclear_powers_that_was_a_war_last_turn_goes_nuclear_with_its_chance(theory: str) -> None:
    values = worlds.coefficients(theory)
    states = [worlds.state(key, nuclear=True) for key in ("A", "B")]
    war = [{"between": ["A", "B"], "tension": 100, "escalation": 100}]
    game = worlds.game(worlds.scenario(states, relations=war))
    for lot, struck in ((values.nuclear_chance - 0.001, 1), (values.nuclear_chance + 0.001, 0)):
        ended = crises.nuclear_war(game.opening, game.catalogue, game.opening, values, np.array([lot]))
        assert ended.tolist() == [struck], lot


@pytest.mark.parametrize("theory", list(worlds.theories()))
def test_power_that_nobody_accepts_makes_fully_armed_states_as_tense_as_said_if_they_are_wholly_at_odds(
    theory: str,
) -> None:
    values = worlds.coefficients(theory)
    liberal = {"liberal": 10}
    states = [worlds.state(key, military=100, predisposition=liberal) for key in ("A", "B")]
    scenario = worlds.scenario(states)
    scenario["globalisms"]["liberal"]["legitimacy"] = 0
    world = worlds.game(scenario).opening
    at_odds, indifferent, at_one = (np.full((1, 2, 2), agreed) for agreed in (-1.0, 0.0, 0.3))
    between = (0, 0, 1)
    assert power_and_legitimacy.heat(world, at_odds, values)[between] == pytest.approx(
        values.restraint_tension
    )
    part = power_and_legitimacy.heat(world, indifferent, values)[between]
    assert part == pytest.approx(values.restraint_tension * 0.3 / 1.3)
    assert power_and_legitimacy.heat(world, at_one, values)[between] == 0
