"""The page that sets votes in games beside real ones: its figures and verdicts are those that were found."""

from typing import Final

import numpy as np
import pytest
from tests.lab.votes_tables import agreement, table

from comity.lab.agreement import Findings
from comity.lab.claims import Claim, above, near
from comity.lab.facts import FACTS
from comity.lab.intervals import Figure
from comity.lab.positions import Positions
from comity.lab.quantities import Fact, Game, Quantity
from comity.lab.validity import Votes
from comity.lab.validity_page import markdown, overall, verdict
from comity.rules.version import RULES_VERSION

SMALL: Final[Game] = ("a-scenario", None)
LONG: Final[Game] = ("a-scenario", "term")
NOTHING: Final[Figure] = (np.nan, np.nan, np.nan)


def found(*items: str) -> Findings:
    """One game of one turn."""
    game = [list(items)]
    return Findings(agreement(game), Positions.of(table(game), 0), "a", {}, ("One",))


ONCE, TWICE = found("YNYN"), found("YNYN", "YYNN")
VOTES: Final = Votes(1, ONCE, TWICE)


def quantity(real: float | None, assembly: Figure, all_bodies: Figure, remark: str = "") -> Quantity:
    """A figure that is one thing by the Assembly's items and another by all."""
    return Quantity(real, lambda games: assembly if games is ONCE else all_bodies, lambda _: remark)


FACT: Final = Fact(
    "T0",
    "First is above second",
    judged=(SMALL,),
    beside=(LONG,),
    quantities={
        "first": quantity(0.5, (0.504, 0.49, 0.51), (0.3, 0.25, 0.35), "3 seats"),
        "second": quantity(None, (0.4, 0.4, 0.4), (0.32, 0.3, 0.34)),
        "third": quantity(0.1, (0.1, 0.1, 0.1), NOTHING),
    },
    claims=lambda figures: [
        above(figures, ["first"], ["second"]),
        near(figures, {"first": 0.5, "third": 0.1}, 0.1),
    ],
    remark="What a reader has to know.",
)
PAGE: Final = markdown({SMALL: VOTES, LONG: VOTES}, [FACT])


def rows(page: str, header: str) -> list[list[str]]:
    """The cells of the table whose header begins so."""
    _, _, rest = page.partition(f"| {header}")
    lines = rest.split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_the_page_says_first_what_made_it_and_under_which_rules() -> None:
    title, gap, first, *_ = PAGE.splitlines()
    assert title.startswith("# ")
    assert gap == ""
    assert first.startswith("Made by `comity lab validity`; do not edit.")
    assert f"Measured under rules version {RULES_VERSION}." in PAGE
    # And tells how much was played and counted
    assert rows(PAGE, "played | games") == [
        ["`a-scenario`", "1", "1", "2"],
        ["`a-scenario`, term", "1", "1", "2"],
    ]


def test_in_short_each_fact_has_its_verdict_by_either_way_to_count() -> None:
    assert rows(PAGE, " | fact | played") == [
        [
            "T0",
            "First is above second",
            "`a-scenario`",
            "met",
            "2 of 2",
            "**missed**, not clear: 1 of 1 claims",
            "0 of 2",
        ]
    ]


def test_each_claim_has_its_verdict_and_where_it_fails() -> None:
    assert rows(PAGE, "claim |") == [
        [
            "first above second",
            "`a-scenario`",
            "met",
            "**missed**, not clear: first 0.30 under second 0.32",
        ],
        [
            "for more: each within 0.10 of the real figure",
            "`a-scenario`",
            "met",
            "**missed**: first 0.30 for 0.50; nothing to tell of third for 0.10",
        ],
    ]
    assert "What a reader has to know." in PAGE
    assert "Without a verdict: `a-scenario`, term, to compare." in PAGE


def test_figures_stand_with_their_intervals_beside_the_real_ones() -> None:
    both = ["0.50 (0.49 to 0.51); 3 seats", "0.40 (0.40 to 0.40)", "0.10 (0.10 to 0.10)"]
    every = ["0.30 (0.25 to 0.35); 3 seats", "0.32 (0.30 to 0.34)", ""]
    # Given fewer figures than ways to take them, each is a column
    assert rows(PAGE, " | first | second | third |") == [
        ["real", "0.50", "", "0.10"],
        ["`a-scenario`, Assembly", *both],
        ["`a-scenario`, all bodies", *every],
        ["`a-scenario`, term, Assembly", *both],
        ["`a-scenario`, term, all bodies", *every],
    ]
    # Otherwise a row
    alone = Fact("T0", "Alone", (SMALL,), FACT.quantities, FACT.claims)
    real = ["0.50", "", "0.10"]
    assert rows(markdown({SMALL: VOTES}, [alone]), " | real |") == [
        list(row) for row in zip(("first", "second", "third"), real, both, every, strict=True)
    ]


def test_a_claim_that_can_be_made_by_one_way_only_is_no_verdict_on_the_other() -> None:
    fact = Fact(
        "T0",
        "A claim about what is there",
        (SMALL,),
        {"first": quantity(0.5, (0.5, 0.5, 0.5), NOTHING), "second": quantity(0.4, NOTHING, (0.4, 0.4, 0.4))},
        lambda figures: [
            near({name: figure}, {name: 0.5}, 0.2, asked=True)
            for name, figure in figures.items()
            if not np.isnan(figure[0]) and name == "first"
        ],
    )
    assert rows(markdown({SMALL: VOTES}, [fact]), "claim |") == [
        ["within 0.20 of the real one", "`a-scenario`", "met", "nothing to tell"]
    ]


def claim(value: float, wide: float = 0.0) -> Claim:
    """That something is above 0.5."""
    return above({"it": (value, value - wide, value + wide), "half": (0.5, 0.5, 0.5)}, ["it"], ["half"])


@pytest.mark.parametrize(
    ("claims", "said"),
    [
        ([claim(0.6), claim(0.7)], "met"),
        ([claim(0.6), claim(0.7, 0.3)], "met, not clear"),
        ([claim(0.6), claim(0.4)], "**missed**: 1 of 2 claims"),
        ([claim(0.6), claim(0.4, 0.3)], "**missed**, not clear: 1 of 2 claims"),
        ([claim(0.3), claim(0.4, 0.3)], "**missed**: 2 of 2 claims"),
        ([], "nothing to tell"),
    ],
)
def test_a_fact_is_met_where_all_that_it_asks_for_is(claims: list[Claim], said: str) -> None:
    assert overall(claims) == said


def test_a_claim_says_where_it_fails() -> None:
    assert verdict(claim(0.6)) == "met"
    assert verdict(claim(0.5)) == "**missed**: it 0.50 level with half 0.50"
    assert verdict(near({}, {}, 0.1)) == "nothing to tell"


def test_all_eight_facts_are_on_the_page_in_their_order() -> None:
    assert [fact.key for fact in FACTS] == [f"T{number}" for number in range(1, 9)]
