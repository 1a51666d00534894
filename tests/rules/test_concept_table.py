"""The concept table of `docs/model.md` stays true: every file, key and case that it names is there."""

import re
from dataclasses import replace
from functools import lru_cache
from typing import Final

import pytest
from tests.rules import concept_table
from tests.rules.casebook import Case
from tests.rules.concept_table import Row
from tests.rules.test_cases import _cases

REQUIRED: Final = (
    "Primary institutions",
    "Secondary institutions",
    "Mutual constitution",
    "Western origin",
    "Universalism and the claim to it",
    "Great-power politics eclipses the top floor",
    "Civil society pushes upward",
    "Hardline realism",
    "Stance as a repertoire with a predisposition",
    "The liberal order on three floors",
    "The transformative order on three floors",
    "The mercantilist order on three floors",
    "The conservative order on three floors",
    "Orders meet and part by domain",
    "Military sub-order",
    "Economic sub-order",
    "Normative sub-order",
    "The three phases",
    "Hegelian radicalisation",
    "Kantian radicalisation",
    "Hobbesian radicalisation",
    "Hayekian radicalisation",
    "Cultural radicalisation",
    "The missing competitor",
    "Power and legitimacy out of balance (Kissinger)",
    "Versailles and Carr",
    "Sanctions and the return of great-power politics",
    "Resistance and fear for identity",
    "Democratic internationalism",
    "Identity politics",
    "The shift of power from West to East",
    "Economic interdependence",
    "Revolutionary internationalism, old style",
    "Transformation from below (Gramscian)",
    "Climate emergency",
    "Pressure borrowed from activists",
    "Technology",
    "Disarmament",
    "Militarism and unchecked arms spending",
    "Missed innovation and Greater Europe",
    "Non-alignment old and new",
    "Uncivil society",
    "Insurgency",
    "Nativism",
    "Peace movements and a revived left",
    "Populism from inequality and precarity",
    "Precarity",
    "The zero-sum market logic",
    "No allies",
    "Strategic autonomy of allies",
    "Multilateralism as a nuisance",
    "The Trumanite inertia",
    "Trade war",
    "The middle floor first",
    "The top floor owned by all",
    "Wary of the ground floor; colour revolutions pre-empted",
    "Essentially defensive",
    "Two-level European Union",
    "New regionalism: SCO, ASEAN",
    "BRICS, RIC and IBSA",
    "Partnership networks",
    "Responsibility to Protect",
    "Intervention without a mandate",
    "Peacekeeping",
    "Cynicism and the right to break rules",
    "The authoritarian international",
    "Good governance",
    "Differences of interest under a normative convergence",
    "Solidarism and pluralism",
    "Defence of institutions against national populists",
    "Neo-revisionism: practices, not principles",
    "Alternative financial architecture",
    "Inflexible alliances: 1914, 1989, NATO",
    "Enlargement of an alliance",
    "Anti-hegemonic alignment",
    "Common platforms and cross-order coalitions",
    "Monism and chaos",
    "Pluralism and dialogue",
    "Sinews of order after hegemony",
    "The thesis",
)
"""Every concept of the paper that the model must carry."""


@lru_cache(maxsize=1)
def table() -> tuple[Row, ...]:
    return concept_table.rows(concept_table.PAGE.read_text())


@lru_cache(maxsize=1)
def played() -> dict[str, Case]:
    """The cases that run, as the table names them."""
    cases: list[Case] = [param.values[0] for param in _cases()]
    return {f"{case.file}: {case.name}": case for case in cases}


def test_every_concept_of_the_paper_has_a_row_and_only_one() -> None:
    named = [row.concept for row in table()]
    assert sorted(set(REQUIRED) - set(named)) == [], "concepts without a row"
    assert sorted(name for name in set(named) if named.count(name) > 1) == [], "concepts with two rows"


@pytest.mark.parametrize("row", table(), ids=lambda row: row.concept)
def test_a_row_names_nothing_that_is_not_there(row: Row) -> None:
    assert concept_table.untrue(row, concept_table.data_keys(), played()) == []


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"files": ("gone.py",)}, "no such file: gone.py"),
        ({"data": (("rules.yaml", "gone"),)}, "no such key: rules.yaml: gone"),
        ({"data": (("gone.yaml", "war"),)}, "no such key: gone.yaml: war"),
        ({"acts": "1-top-voting.yaml: Gone"}, "no such case runs: '1-top-voting.yaml: Gone'"),
        ({"sections": ("Gone",)}, "no section of the paper: Gone"),
        ({"sections": ()}, "nothing under sections"),
        ({"mechanism": ""}, "nothing under mechanism"),
    ],
)
def test_what_is_untrue_is_told(changed: dict[str, tuple[str, ...]], complaint: str) -> None:
    row = replace(table()[0], **changed)  # type: ignore[arg-type]
    assert concept_table.untrue(row, concept_table.data_keys(), played()) == [complaint]


def test_a_case_that_only_shows_a_mechanism_acting_is_no_case_of_its_not_acting() -> None:
    alone = next(
        f"{case.file}: {case.name}"
        for case in played().values()
        if {word for claim in case.claims for word in claim} & concept_table.NOT_ACTING == set()
    )
    (complaint,) = concept_table.untrue(replace(table()[0], idle=alone), concept_table.data_keys(), played())
    assert complaint == f"{alone!r} claims nowhere that it must not act, or does less"


def test_no_rule_and_no_shipped_condition_takes_a_gauge_of_the_system_as_a_cause() -> None:
    readers = {
        path.name
        for path in concept_table.RULES.glob("*.py")
        if re.search(r"""(world|before|now)(\.points\(|\[)["'](system|part)["']""", path.read_text())
    }
    assert readers == {"indices.py"}, "only the stage that measures may read a gauge"
    told = [
        path.name for path in concept_table.LIBRARY.glob("*.yaml") if "quantity: system." in path.read_text()
    ]
    assert told == []
