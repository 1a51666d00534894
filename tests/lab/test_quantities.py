"""What is taken of games: the figures of hand-made votes, by name, pair, period, club and years."""

import numpy as np
import pytest
from tests.lab.votes_tables import agreement, table

from comity.lab import quantities
from comity.lab.agreement import Findings
from comity.lab.periods import periods
from comity.lab.positions import Positions
from comity.lab.quantities import Fact, Quantity

LABELS = ("1991", "1995", "2000")
TURNS = [["YYAN", "YNAN"], ["YYNN"], ["YNNN", "YYNN"]]


def found(*, labels: tuple[str, ...] = LABELS) -> Findings:
    """Three turns of four seats a to d, with a club of the first two and one of the last alone."""
    groups = [("club", (0, 1)), ("alone", (3,))]
    games = [TURNS, TURNS]
    tallies = table(*games, groups=groups)
    return Findings(
        agreement(*games, groups=groups),
        Positions.of(tallies, 0),
        "a",
        {"size": np.array([4.0, 3.0, 2.0, 1.0])},
        labels,
        periods=tuple(periods(labels, [1995]) if labels == LABELS else ()),
    )


def test_figures_are_those_of_the_agreement_that_was_counted() -> None:
    games = found()
    assert quantities.world("a")(games) == games.agreement.world("a")
    assert quantities.voted("abstain", "c")(games) == games.agreement.voted("abstain", "c")
    assert quantities.voted("no")(games) == games.agreement.voted("no")
    assert quantities.told_by("size")(games) == games.positions.told_by(games.quantities["size"])
    assert quantities.pair("a", "b")(games)[0] == pytest.approx(3 / 5)


def test_a_pair_is_followed_by_period() -> None:
    games = found()
    assert [quantities.pair("a", "c", period)(games)[0] for period in (0, 1)] == [0.5, 0.0]
    assert [quantities.same("a", "b", period)(games)[0] for period in (0, 1)] == pytest.approx([0.5, 2 / 3])


def test_a_club_has_a_figure_where_it_has_several_seats() -> None:
    games = found()
    club = quantities.cohesion("club", 0.9)
    assert club.real == 0.9
    assert club.take(games)[0] == pytest.approx(3 / 5)
    assert club.remark(games) == "2 seats"
    for nobody in ("alone", "unheard of"):
        row = quantities.cohesion(nobody, 0.9)
        assert np.isnan(row.take(games)).all()
        assert row.remark(games) == ""


def test_positions_are_followed_over_the_turns_that_come_nearest_to_the_years() -> None:
    games = found()
    # Given turns that are 4.5 years apart on average, and 9 over two of them
    five, ten, one = (quantities.later(years, 0.9) for years in (5, 10, 1))
    assert five.take(games) == games.positions.persistence(1)
    assert five.remark(games) == "4.5 years"
    assert ten.take(games) == games.positions.persistence(2)
    # Then a year is not told by turns of four, nor anything by turns that have no years
    assert np.isnan(one.take(games)).all()
    assert one.remark(games) == ""
    assert np.isnan(five.take(found(labels=("One", "Two", "Three")))).all()


def test_a_facts_figures_have_two_decimals_and_its_real_ones_are_those_that_are_known() -> None:
    fact = Fact(
        "T0",
        "Something",
        judged=(),
        quantities={
            "known": Quantity(0.5, lambda _: (0.333, 0.111, 0.666)),
            "unknown": Quantity(None, lambda _: (1.0, 1.0, 1.0)),
        },
        claims=lambda _: [],
    )
    assert fact.figures(found()) == {"known": (0.33, 0.11, 0.67), "unknown": (1.0, 1.0, 1.0)}
    assert fact.real() == {"known": 0.5}
