"""What is claimed of figures holds or fails as one would say who reads them off a page."""

from comity.lab.claims import (
    Claim,
    above,
    at_least,
    hundredths,
    in_tiers,
    near,
    nearer,
    opposite,
    size,
    there,
)
from comity.lab.intervals import Figure

NAN = float("nan")
NOTHING: Figure = (NAN, NAN, NAN)


def sure(value: float) -> Figure:
    """A figure that all games agree on."""
    return value, value, value


def around(value: float, wide: float) -> Figure:
    return value, value - wide, value + wide


def failures(claim: Claim) -> list[str]:
    """Of a claim that is missed."""
    assert not claim.met
    return claim.failures


def test_what_is_above_is_above_on_the_page() -> None:
    figures = {"a": sure(0.71), "b": sure(0.70), "c": sure(0.70)}
    assert above(figures, ["a"], ["b", "c"]).met
    assert above(figures, ["a"], ["b"]).words == "a above b"
    # Equal is not above, and the one that is under is told with whom it stands beside
    assert failures(above(figures, ["b"], ["c"])) == ["b 0.70 level with c 0.70"]
    assert failures(above(figures, ["a", "b"], ["c"])) == ["b 0.70 level with c 0.70"]
    assert failures(above(figures, ["b"], ["a", "c"])) == ["b 0.70 under a 0.71, level with c 0.70"]


def test_far_above_is_by_so_much_at_least() -> None:
    figures = {"a": sure(0.70), "b": sure(0.50), "c": sure(0.51)}
    assert above(figures, ["a"], ["b"], by=0.2).met
    assert above(figures, ["a"], ["b"], by=0.2).words == "a above b by 0.20 at least"
    assert failures(above(figures, ["a"], ["c"], by=0.2)) == ["a 0.70 not 0.20 above c 0.51"]


def test_a_verdict_is_clear_where_no_values_within_the_intervals_would_change_it() -> None:
    apart = {"a": around(0.6, 0.04), "b": around(0.5, 0.04)}
    meeting = {"a": around(0.6, 0.06), "b": around(0.5, 0.06)}
    assert above(apart, ["a"], ["b"]).clear
    assert not above(meeting, ["a"], ["b"]).clear
    # Likewise of a claim that fails, and then one failure that is clear is enough
    assert above(apart, ["b"], ["a"]).clear
    assert not above(meeting, ["b"], ["a"]).clear
    assert above({**meeting, "c": sure(0.9)}, ["b"], ["a", "c"]).clear


def test_a_bound_is_reached_or_not() -> None:
    assert at_least({"rank": around(0.8, 0.0)}, "rank", 0.8).met
    assert at_least({"rank": around(0.8, 0.0)}, "rank", 0.8).clear
    assert not at_least({"rank": around(0.8, 0.01)}, "rank", 0.8).clear
    assert failures(at_least({"rank": sure(0.79)}, "rank", 0.8)) == ["rank 0.79 under 0.80"]


def test_a_level_is_within_a_distance_to_either_side() -> None:
    real = {"a": 0.5, "b": -0.05}
    assert near({"a": sure(0.6), "b": sure(-0.15)}, real, 0.1).met
    assert near({"a": sure(0.4), "b": sure(0.05)}, real, 0.1).met
    assert failures(near({"a": sure(0.61), "b": sure(-0.16)}, real, 0.1)) == [
        "a 0.61 for 0.50",
        "b -0.16 for -0.05",
    ]
    # It is clear where the whole interval is inside, or outside
    assert near({"a": around(0.5, 0.1)}, {"a": 0.5}, 0.1).clear
    assert not near({"a": around(0.55, 0.06)}, {"a": 0.5}, 0.1).clear
    assert near({"a": around(0.7, 0.09)}, {"a": 0.5}, 0.1).clear
    assert not near({"a": around(0.7, 0.1)}, {"a": 0.5}, 0.1).clear
    # And it is told for more, unless the fact asks for it
    assert not near({"a": sure(0.5)}, {"a": 0.5}, 0.1).asked
    assert near({"a": sure(0.5)}, {"a": 0.5}, 0.1, asked=True).asked


def test_a_middle_figure_is_nearer_to_the_first_or_to_the_last() -> None:
    def lasting(middle: Figure) -> Claim:
        return nearer({"1": sure(0.5), "2": middle, "3": sure(0.3)}, "1", "2", "3", words="it lasts")

    assert lasting(sure(0.46)).met
    assert lasting(sure(0.46)).clear
    assert not lasting(around(0.42, 0.03)).clear
    assert failures(lasting(sure(0.40))) == ["2 0.40 between 0.50 and 0.30"]
    assert failures(lasting(sure(0.36))) == ["2 0.36 between 0.50 and 0.30"]


def test_a_tier_is_above_all_that_follow_and_each_inversion_is_told_once() -> None:
    tiers = [["a", "b"], ["c", "absent"], ["d"]]
    first, second = in_tiers({"a": sure(0.9), "b": sure(0.6), "c": sure(0.8), "d": sure(0.7)}, tiers)
    assert first.words == "a and b above all that follow"
    assert failures(first) == ["b 0.60 under c 0.80, under d 0.70"]
    assert second.words == "c above d"
    assert second.met


def test_where_there_is_nothing_to_tell_no_claim_holds() -> None:
    figures = {"a": sure(0.5), "b": NOTHING}
    assert failures(above(figures, ["a"], ["b"])) == ["a 0.50 under nothing to tell of b"]
    assert failures(at_least(figures, "b", 0.1)) == ["nothing to tell of b under 0.10"]
    assert failures(near(figures, {"b": 0.5}, 0.1)) == ["nothing to tell of b for 0.50"]
    assert failures(near(figures, {}, 0.1)) == []
    assert there(figures) == {"a": sure(0.5)}


def test_figures_are_turned_sized_and_rounded() -> None:
    assert hundredths((0.705001, 0.6949, 0.7151)) == (0.71, 0.69, 0.72)
    assert opposite((-0.6, -0.7, -0.5)) == (0.6, 0.5, 0.7)
    assert size((-0.6, -0.7, -0.5)) == (0.6, 0.5, 0.7)
    assert size((0.1, -0.3, 0.2)) == (0.1, 0.0, 0.3)
