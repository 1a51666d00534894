"""Whether a scenario is fair and alive, measured and told on a page."""

from collections.abc import Iterator

import numpy as np
import pytest

from comity.lab import balance, balance_page, sampling
from comity.lab.balance import Balance, Margin
from comity.scenarios.load import load


@pytest.fixture(scope="module")
def found() -> Iterator[Balance]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(balance, "CASTS", 1)
        patch.setattr(balance, "DEALT", 0)
        yield balance.measure(load("crash-course"), 32, jobs=1)


def test_who_wins_is_asked_over_as_many_casts_as_it_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(balance, "CASTS", 3)
    monkeypatch.setattr(balance, "DEALT", 0)
    few = balance.measure(load("crash-course"), 4, jobs=1)
    assert [part.games for part in few.findings.mixed] == [sampling.CAST] * 3
    assert few.games == 2 * 3 * sampling.CAST


def test_a_large_world_is_dealt_anew_for_every_game_and_in_enough_of_them() -> None:
    world = load("whole-world-2019")
    assert sampling.chunk_of(world) == 1
    assert balance.games_to_deal(world) == 2 * balance.DEALT


def test_a_margin_is_clear_when_it_is_more_than_twice_its_noise() -> None:
    rng = np.random.default_rng(2)
    assert Margin.of(rng.normal(3, 5, 400)).clear
    assert not Margin.of(rng.normal(0, 5, 400)).clear
    assert Margin.of(np.full(9, 2.0)) == Margin(2.0, 0.0)


def test_every_seat_is_asked_in_all_hands(found: Balance) -> None:
    catalogue = found.scenario.catalogue
    assert [row.seat for row in found.seats] == [seat.key for seat in catalogue.seats]
    for row in found.seats:
        assert {row.best, row.worst} <= set(catalogue.temperaments)
        assert row.apart.mean >= 0
        assert row.over_random.mean - row.over_random.error > 0, row.seat


def test_of_a_wide_world_seats_are_taken_evenly_over_its_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(balance, "SEATS_MAX", 3)
    monkeypatch.setattr(balance, "CASTS", 1)
    monkeypatch.setattr(balance, "DEALT", 0)
    few = balance.measure(load("crash-course"), 4, jobs=1)
    assert [row.seat for row in few.seats] == ["columbia", "hansa", "lemuria"]


def test_the_page_tells_what_was_measured(found: Balance) -> None:
    text = balance_page.markdown([found])
    assert "do not edit" in text
    assert "## The Year After (`crash-course`)" in text
    for row in found.seats:
        assert f"| {row.seat} | {found.findings.par[row.seat].mean:.1f} " in text
        assert f"{row.best} over {row.worst}" in text
    for words in ("Games won by stance", "Votes cast", "In fewer than 2% of games", "32 games"):
        assert words in text
    # A table that a reader of Markdown makes a table of
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    assert {line.count("|") for line in rows} == {5}
