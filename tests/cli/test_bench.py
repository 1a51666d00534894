"""What `comity bench` runs without being told, and how the soak tells whether memory stays flat."""

import random
from typing import Any

import pytest

from comity.commands import bench as commands
from comity.commands.bench.soak import GROWTH_MAX_MIB, HORIZON_MINUTES, KIB, MIB, Memory, Plan, run
from comity.commands.bench.soak_people import Pace
from comity.commands.bench.trend import trend

HALF_AN_HOUR_S = [10.0 * number for number in range(180)]
ALLOWED_A_MINUTE = GROWTH_MAX_MIB * MIB / HORIZON_MINUTES


class TestNames:
    @pytest.fixture
    def ran(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        """The names of the benchmarks that were run; none of them measures anything."""
        names: list[str] = []

        def stand_in(name: str) -> Any:
            def run() -> dict[str, Any]:
                names.append(name)
                return {}

            return run

        monkeypatch.setattr(commands, "BENCHMARKS", {name: stand_in(name) for name in commands.BENCHMARKS})
        return names

    def test_without_a_name_nothing_runs_that_takes_minutes(self, ran: list[str]) -> None:
        commands.bench([])
        assert ran == ["turn", "batch", "lab", "move", "page"]

    @pytest.mark.parametrize("name", ["due", "live", "soak"])
    def test_what_takes_long_runs_by_its_name(self, ran: list[str], name: str) -> None:
        commands.bench([name])
        assert ran == [name]


class TestTrend:
    def test_a_line_is_found_with_all_certainty(self) -> None:
        found = trend(range(10), [7 + 3 * time for time in range(10)])
        assert (found.slope, found.low, found.high) == pytest.approx((3, 3, 3))

    def test_an_interval_of_95_percent_misses_the_truth_in_about_5(self) -> None:
        chance = random.Random(1)
        noise = [[chance.gauss() for _ in range(100)] for _ in range(400)]
        found = [trend(range(100), [0.5 * time + one for time, one in enumerate(each)]) for each in noise]
        missed = sum(not one.low <= 0.5 <= one.high for one in found)
        assert 0.02 < missed / len(found) < 0.10

    def test_neighbours_that_say_the_same_twice_do_not_make_it_surer(self) -> None:
        chance = random.Random(1)
        few = [chance.gauss() for _ in range(40)]
        once = trend(range(40), few)
        tenfold = trend([time / 10 for time in range(400)], [one for one in few for _ in range(10)])
        assert tenfold.high - tenfold.low > 0.8 * (once.high - once.low)

    def test_a_few_samples_tell_no_trend(self) -> None:
        with pytest.raises(ValueError, match="8"):
            trend(range(7), range(7))


def memory(a_minute: float, warming_up: float = 0.0) -> Memory:
    """Half an hour of a server that grows by so many bytes a minute, after so much in the first five."""
    base = 500 * MIB
    held = [int(base + a_minute * at / 60 + warming_up * min(at / 300, 1)) for at in HALF_AN_HOUR_S]
    return Memory(HALF_AN_HOUR_S, held)


class TestMemory:
    def test_what_stays_is_flat(self) -> None:
        assert memory(0).figures()["flat"] is True

    def test_what_would_grow_by_more_than_is_allowed_is_not(self) -> None:
        assert memory(0.9 * ALLOWED_A_MINUTE).figures()["flat"] is True
        assert memory(1.1 * ALLOWED_A_MINUTE).figures()["flat"] is False

    def test_what_came_while_it_warmed_up_does_not_count(self) -> None:
        figures = memory(0, warming_up=400 * MIB).figures()
        assert (figures["flat"], figures["slope_kib_a_minute"]) == (True, 0.0)
        assert figures["resident_peak_mib"] == 900.0

    def test_the_first_game_is_part_of_the_warm_up_however_long_it_took(self) -> None:
        late = Memory(HALF_AN_HOUR_S, [(500 + 300 * (at > 900)) * MIB for at in HALF_AN_HOUR_S], 901.0)
        assert late.figures()["slope_kib_a_minute"] == 0.0

    def test_the_slope_is_told_per_minute(self) -> None:
        assert memory(100 * KIB).figures()["slope_kib_a_minute"] == pytest.approx(100, abs=0.2)

    def test_a_soak_too_short_to_tell_says_so(self) -> None:
        assert "too few" in Memory([0.0, 10.0, 20.0], [MIB] * 3).figures()["flat"]


@pytest.mark.slow
def test_a_small_class_soaks_and_nothing_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COMITY_BENCH_POSTGRES", raising=False)
    quick = Pace(arrive=0.2, think=(0.05, 0.3), stay=(1, 2), away=(0.1, 0.3), by_hand=0.5)
    plan = Plan(
        seconds=5,
        turns_at_least=2,
        scenario="crash-course",
        players=5,
        spectators=5,
        restless=2,
        sample_s=0.5,
        pace=quick,
    )

    figures = run(plan)

    assert (figures["failed"], figures["failures"]) == (0, [])
    assert (figures["games"], figures["turns_resolved"], figures["turns_closed_by_hand"]) == (1, 2, 1)
    assert figures["moves_saved"] >= 2 * 5, "in the first turn, which waits for everybody"
    assert figures["lines_dropped"] > 0
    assert figures["deliveries"] > figures["moves_saved"]
    assert figures["samples"] >= 8
