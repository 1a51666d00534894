"""What the lab makes of many games: par, wins, the thesis's effect and warnings, from made-up figures."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from comity.lab import many, par, thesis
from comity.lab.many import Played
from comity.lab.usage import Usage
from comity.lab.warnings import warnings
from comity.lab.wins import WinShare, win_share
from comity.rules import vocabulary as words
from comity.rules.draws import seed_from_number
from comity.scenarios.load import Scenario, load

PLURALISM = words.SYSTEM_GAUGES.index("pluralism")


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load("crash-course")


@pytest.fixture(scope="module")
def played(scenario: Scenario) -> Played:
    return many.play(scenario, [seed_from_number(number) for number in range(4)])


def cast(played: Played, pluralism: float, order: float) -> Played:
    """A batch in which pluralism was so high throughout, and order ended so."""
    system, indices = played.system.copy(), played.indices.copy()
    system[:, :, PLURALISM] = pluralism
    indices[-1, :, words.INDICES.index("order")] = order
    return replace(played, system=system, indices=indices)


def test_an_effect_is_the_slope_that_was_put_in_and_its_interval_holds_it(played: Played) -> None:
    # Given casts in which ten points of pluralism go with five of order, and with chance
    rng = np.random.default_rng(3)
    plural = rng.uniform(10, 60, 200)
    casts = [cast(played, x, 40 + 0.5 * x + float(rng.normal(0, 3))) for x in plural]
    # Then that is found, and of an index that has nothing to do with it nothing is claimed
    found = thesis.effects(casts)
    assert found["order"].effect == pytest.approx(5.0, abs=0.5)
    assert found["order"].low is not None
    assert found["order"].high is not None
    assert found["order"].low < 5.0 < found["order"].high
    assert found["order"].high - found["order"].low < 1.5
    assert found["balance"].effect == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize("plural", [(20.0, 40.0), (30.0,) * 9], ids=["too few", "all alike"])
def test_casts_that_tell_nothing_claim_nothing(played: Played, plural: tuple[float, ...]) -> None:
    found = thesis.effects([cast(played, x, 50.0) for x in plural])
    assert {(each.effect, each.low, each.high) for each in found.values()} == {(0.0, None, None)}


def test_a_win_is_by_how_far_a_seat_is_above_its_own_par() -> None:
    # Given a great power that always scores much, and a small state that does unusually well in one game
    scores = np.array([[90.0, 20.0], [92.0, 20.0], [91.0, 32.0], [89.0, 20.0]])
    stance = np.zeros((4, 2, 4))
    stance[:, 0, 0], stance[:, 1, 3] = 1.0, 1.0
    tempers = [("crusader", "sovereign")] * 4
    wins = win_share(
        ("great", "small"), scores, scores, stance, temperaments=tempers, cast=np.array([0, 0, 1, 1])
    )
    # Then the small state wins that game, and the great power those in which it does better than usual
    assert wins.seat == {"great": 0.5, "small": 0.5}
    assert wins.seat["great"] + wins.seat["small"] == pytest.approx(1.0)
    assert wins.stance["liberal"] == wins.seat["great"] == wins.temperament["crusader"]
    assert wins.held["liberal"] == wins.held["sovereign"] == 0.5


@pytest.mark.parametrize(
    ("cast", "noise"),
    [((0, 1, 0, 1), 0.0), ((0, 0, 1, 1), 0.98)],
    ids=["casts that agree", "casts that do not"],
)
def test_how_sure_a_share_is_goes_by_casts_and_not_by_games(cast: tuple[int, ...], noise: float) -> None:
    # Given two games that one seat wins, a liberal, and two that the other wins
    scores = np.array([[9.0, 5.0], [9.0, 5.0], [5.0, 9.0], [5.0, 9.0]])
    stance = np.zeros((4, 2, 4))
    stance[:, 0, 0], stance[:, 1, 3] = 1.0, 1.0
    tempers = [("crusader", "sovereign")] * 4
    wins = win_share(("a", "b"), scores, scores, stance, temperaments=tempers, cast=np.array(cast))
    assert wins.stance["liberal"] == 0.5
    assert wins.noise["liberal"] == wins.noise["crusader"] == pytest.approx(noise)


def test_par_is_the_spread_of_a_seats_scores() -> None:
    spread = par.par(("a",), np.arange(101.0)[:, None])["a"]
    assert (spread.mean, spread.p10, spread.p50, spread.p90) == (50.0, 10.0, 50.0, 90.0)


def test_a_seat_that_always_scores_the_same_is_at_par() -> None:
    assert par.against_par(np.array([[70.0]]), np.array([[50.0], [50.0]])).tolist() == [[0.0]]


FAIR = WinShare({"a": 1.0}, {"liberal": 0.4}, {"crusader": 0.4}, {}, {})


def warned(scenario: Scenario, played: Played, wins: WinShare = FAIR, **usage: Any) -> list[str]:
    everything = {
        name: np.full(size, 100)
        for name, size in (
            ("actions_in", len(scenario.catalogue.actions.keys)),
            ("voted_in", len(scenario.catalogue.resolutions.keys)),
            ("events_in", len(scenario.catalogue.events.keys)),
            ("asked", len(scenario.catalogue.institutions.keys)),
        )
    }
    calm = replace(
        played, power=np.ones_like(played.power), at_war=played.at_war * 0, nuclear=played.nuclear * 0
    )
    used = replace(Usage.none(scenario.catalogue), games=100, turns=400, **{**everything, **usage})
    return warnings(scenario.catalogue, [calm], wins, used)


def test_a_scenario_that_is_in_order_has_no_warnings(scenario: Scenario, played: Played) -> None:
    assert warned(scenario, played) == []


def test_each_kind_of_trouble_is_named(scenario: Scenario, played: Played) -> None:
    catalogue = scenario.catalogue
    unused = np.full(len(catalogue.actions.keys), 100)
    unused[3] = 1  # in one game, if often in it
    stuck = np.zeros(len(catalogue.institutions.keys), dtype=np.int64)
    stuck[1] = 90
    dominant = replace(FAIR, stance={"liberal": 0.5})
    told = warned(scenario, played, dominant, actions_in=unused, stuck=stuck, dead=40)
    assert told == [
        "The stance liberal wins 50% of games against par; 45% is enough.",
        f"{catalogue.institutions.names[1]} is deadlocked: 90% of its votes fail.",
        f"The action {catalogue.actions.names[3]} comes up in fewer than 2% of games.",
        "10% of turns are dead: no deed, no vote and no event.",
    ]


def test_wars_and_runaways_are_named(scenario: Scenario, played: Played) -> None:
    grown = np.ones_like(played.power)
    grown[:, 0] = 3.0
    bad = replace(played, power=grown, at_war=np.ones_like(played.at_war), nuclear=played.nuclear * 0 + 1)
    usage = replace(
        Usage.none(scenario.catalogue),
        games=1,
        actions_in=np.ones(len(scenario.catalogue.actions.keys), dtype=np.int64),
        voted_in=np.ones(len(scenario.catalogue.resolutions.keys), dtype=np.int64),
        events_in=np.ones(len(scenario.catalogue.events.keys), dtype=np.int64),
    )
    name = scenario.catalogue.states.names[0]
    assert warnings(scenario.catalogue, [bad], FAIR, usage) == [
        "100% of games end with half of the world's power at war.",
        "100% of games end in a nuclear war.",
        f"{name} runs away: its share of the world's power grows 3.0-fold in the mean.",
    ]
