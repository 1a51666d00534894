"""Which years turns stand for: read off what the scenario calls them."""

import pytest

from comity.lab.periods import Period, periods, years
from comity.scenarios.load import load

LABELS = ("1991-92", "1993-94", "1999-2000", "Winter 2001")


def test_a_turn_begins_in_the_first_year_of_its_label() -> None:
    assert years(LABELS) == (1991, 1993, 1999, 2001)
    assert years(("2014", "Turn 2")) is None


def test_a_turn_belongs_to_the_period_in_which_it_begins() -> None:
    assert periods(LABELS, [1993, 2000]) == [
        Period("1991-92", (0,)),
        Period("1993-94 to 1999-2000", (1, 2)),
        Period("Winter 2001", (3,)),
    ]


def test_where_no_year_is_named_each_turn_is_a_period() -> None:
    assert periods(("One", "Two"), []) == [Period("One", (0,)), Period("Two", (1,))]


def test_turns_without_years_fall_into_no_periods() -> None:
    with pytest.raises(ValueError, match="no years"):
        periods(("One", "Two"), [1995])


@pytest.mark.parametrize("key", ["unipolar-1991", "new-cold-war-2014", "whole-world-2019"])
def test_the_scenarios_that_are_set_beside_the_assembly_have_years_that_rise(key: str) -> None:
    found = years(load(key).documents.scenario.turn_labels)
    assert found is not None
    assert list(found) == sorted(found)
