"""Each fact of the General Assembly is met by the real figures themselves, and missed when they are bent."""

from collections.abc import Mapping

import numpy as np
import pytest

from comity.lab import assembly
from comity.lab.claims import Claim
from comity.lab.facts import FACTS, NEW_COLD_WAR, PLAYED, RANKS, T2, T3, T7
from comity.lab.intervals import Figure
from comity.lab.quantities import Fact
from comity.scenarios.load import load

UNKNOWN: Mapping[str, Mapping[str, float]] = {
    "T2": {"rank correlation with the real figures": 1.0},
    "T3": {"Britain-Germany": 0.95, "France-Germany": 0.95},
}
"""What no roll call told, made up to fit."""
BY_KEY = {fact.key: fact for fact in FACTS}


def claims(fact: Fact, **bent: float) -> list[Claim]:
    """What is claimed where games show the real figures, but for some that are bent."""
    real = {**fact.real(), **UNKNOWN.get(fact.key, {})}
    figures: dict[str, Figure] = {name: (bent.get(name, real[name]),) * 3 for name in fact.quantities}
    assert set(bent) <= set(figures)
    return fact.claims(figures)


def missed(fact: Fact, **bent: float) -> list[str]:
    """What the fact asks for and does not get."""
    return [claim.words for claim in claims(fact, **bent) if claim.asked and not claim.met]


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.key)
def test_given_the_real_figures_each_fact_is_met_in_order_and_level(fact: Fact) -> None:
    assert [claim.words for claim in claims(fact) if not claim.met] == []
    # And each claims something, of games that are played
    assert any(claim.asked for claim in claims(fact))
    assert any(claim.kind == "level" for claim in claims(fact))
    assert set(fact.judged) | set(fact.beside) <= set(PLAYED)


LASTING = (
    "the thaw lasts: in the second period the United States and Russia are still nearer to the first than to "
    "the third"
)
BENT = [
    ("T1", {"Russia": 0.80}, ["China above Russia"]),
    ("T1", {"United States": 0.46}, []),
    ("T1", {"United States": 0.47}, ["each within 0.10 of the real figure"]),
    (
        "T1",
        {"United States": 0.55},
        [
            "China and Russia above United States by 0.20 at least",
            "each within 0.10 of the real figure",
        ],
    ),
    (
        "T2",
        {"rank correlation with the real figures": 0.79},
        ["rank correlation with the real figures at least 0.80"],
    ),
    ("T2", {"Israel": 0.60}, []),
    (
        "T3",
        {"Germany-United States": 0.76},
        ["each two of the three above each of them with the United States by 0.20 at least"],
    ),
    ("T4", {"EU": 0.90}, ["EU, ASEAN and AU above all that follow"]),
    ("T4", {"NATO": 0.70}, ["NAM and NATO above all that follow"]),
    (
        "T4",
        {"BRICS": 0.90},
        ["SCO and CSTO above all that follow"],
    ),
    ("T4", {"UNSC.permanent": 0.73}, ["all above UNSC.permanent"]),
    (
        "T5",
        {"Russia and China 1995-2001": 0.54},
        ["Russia and China 1995-2001 above Russia and China 1990-94"],
    ),
    (
        "T5",
        {"United States and Russia 1995-2001": 0.36},
        [LASTING],
    ),
    (
        "T5",
        {"United States and Russia 1990-94": 0.46},
        ["United States and Russia 1990-94 above all that follow"],
    ),
    ("T6", {"after 10 years": 0.90}, ["after 5 years above after 10 years"]),
    ("T6", {"after 10 years": 0.74}, ["each within 0.10 of the real figure"]),
    ("T7", {"member of the Non-Aligned Movement": 0.76}, [
        "the club tells, against that side, 0.20 more than power", "the club tells more than the regime"]),
    ("T7", {"governance": 0.80}, ["the club tells more than the regime"]),
    ("T7", {"share of power": -0.46}, ["the regime tells, for that side, 0.20 more than power"]),
    ("T8", {"No": 0.12}, ["abstention above No"]),
    ("T8", {"Japan abstains": 0.33}, ["Japan abstains above all that follow"]),
    ("T8", {"United States abstains": 0.21}, ["Russia abstains above United States abstains"]),
]  # fmt: skip


@pytest.mark.parametrize(("key", "bent", "said"), BENT)
def test_given_figures_that_are_bent_when_an_order_breaks_then_just_that_is_missed(
    key: str, bent: dict[str, float], said: list[str]
) -> None:
    assert missed(BY_KEY[key], **bent) == said


def test_every_fact_is_bent_above_until_it_is_missed() -> None:
    assert {key for key, _, said in BENT if said} == set(BY_KEY)


def test_a_level_that_is_told_for_more_changes_no_verdict() -> None:
    level = next(claim for claim in claims(T2, Israel=0.60) if claim.kind == "level")
    assert not level.asked
    assert level.failures == ["Israel 0.60 for 0.94"]


def test_a_club_without_a_figure_is_left_out_and_nothing_else_may_be() -> None:
    nothing: Figure = (np.nan, np.nan, np.nan)
    clubs = BY_KEY["T4"]
    figures = {name: (value, value, value) for name, value in clubs.real().items()}
    assert all(claim.met for claim in clubs.claims({**figures, "ASEAN": nothing, "CSTO": nothing}))
    votes = BY_KEY["T8"]
    figures = {name: (value, value, value) for name, value in votes.real().items()}
    assert not all(claim.met for claim in votes.claims({**figures, "No": nothing}))


def test_the_real_figures_are_of_seats_and_clubs_that_there_are() -> None:
    scenario = load(NEW_COLD_WAR[0])
    assert set(assembly.STATES) <= {seat.key for seat in scenario.catalogue.seats}
    named = {*assembly.WITH_THE_WORLD, *assembly.WITH_THE_UNITED_STATES, *assembly.ABSTAINS}
    assert named <= set(assembly.STATES)
    assert RANKS < 1
    assert set(T3.real()) < set(T3.quantities)
    assert "share of power" in T7.quantities
