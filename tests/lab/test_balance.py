"""Whether a scenario is fair and alive, measured and told on a page."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pytest

from comity.commands import balancing
from comity.lab import balance, balance_page, hands, sampling
from comity.lab.balance import Balance
from comity.lab.hands import Hands, Margin
from comity.lab.quarrels import Quarrels
from comity.lab.thesis import Effect
from comity.rules.version import RULES_VERSION
from comity.rules.vocabulary import INDICES
from comity.scenarios.load import Scenario, load

EQUAL = Hands("reformer", "crusader", Margin(0.0, 1.0))


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


def test_every_seat_is_asked_in_all_hands(found: Balance) -> None:
    catalogue = found.scenario.catalogue
    assert [row.seat for row in found.seats] == [seat.key for seat in catalogue.seats]
    for row in found.seats:
        assert {row.hands.best, row.hands.worst} <= set(catalogue.temperaments)
        assert row.over_random.mean - row.over_random.error > 0, row.seat


def test_in_a_large_world_all_seats_go_through_all_hands_together(monkeypatch: pytest.MonkeyPatch) -> None:
    # Given a scenario that counts as large
    asked = []
    monkeypatch.setattr(sampling, "LARGE", 5)
    monkeypatch.setattr(balance, "CASTS", 1)
    monkeypatch.setattr(balance, "DEALT", 0)

    def told(scenario: Scenario, seats: Sequence[str], games: int, *, jobs: int) -> dict[str, Hands]:
        asked.append(seats)
        return dict.fromkeys(seats, EQUAL)

    monkeypatch.setattr(hands, "all_in_turn", told)
    # Then its seats are asked together, and other theories are not
    few = balance.measure(load("crash-course"), 4, jobs=1)
    assert asked == [[seat.key for seat in few.scenario.catalogue.seats]]
    assert [row.hands for row in few.seats] == [EQUAL] * 5
    assert list(few.theses) == ["sakwa"]


def test_of_a_wide_world_seats_are_taken_evenly_over_its_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(balance, "SEATS_MAX", 3)
    monkeypatch.setattr(balance, "CASTS", 1)
    monkeypatch.setattr(balance, "DEALT", 0)
    few = balance.measure(load("crash-course"), 4, jobs=1)
    assert [row.seat for row in few.seats] == ["columbia", "hansa", "lemuria"]
    # And against a random player all are asked
    assert list(few.all_over_random) == [seat.key for seat in few.scenario.catalogue.seats]


def test_the_page_tells_what_was_measured(found: Balance) -> None:
    text = balance_page.markdown([found])
    assert "do not edit" in text
    assert f" games under rules version {RULES_VERSION}." in text
    assert "## The Year After (`crash-course`)" in text
    for row in found.seats:
        assert f"| {row.seat} | {found.findings.par[row.seat].mean:.1f} " in text
        assert f"{row.hands.best} over {row.hands.worst}" in text
    for words in ("Games won by stance", "Votes cast", "In fewer than 2% of games", "32 games"):
        assert words in text
    # A table that a reader of Markdown makes a table of
    tables = [block.splitlines() for block in text.split("\n\n") if block.startswith("| ")]
    assert [{line.count("|") for line in table} for table in tables] == [{5}, {6}]


def test_the_command_asks_of_the_scenarios_that_it_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(
        balancing, "measure", lambda scenario, games, **_: asked.append((scenario.key, games))
    )
    monkeypatch.setattr(balancing, "markdown", lambda found: f"of {len(found)}")
    assert balancing.page(["crash-course"], games=None, jobs=1) == "of 1"
    assert balancing.page(["crash-course"], games=7, jobs=1) == "of 1"
    assert asked == [("crash-course", balancing.GAMES_MAX), ("crash-course", 7)]


def test_the_page_says_of_which_seats_the_table_is(found: Balance) -> None:
    assert "seats the table has" not in balance_page.markdown([found])
    some = balance_page.markdown([replace(found, seats=found.seats[:2])])
    assert "Of the 5 seats the table has 2, taken evenly over the scenario's list" in some


def test_the_page_tells_from_how_many_of_all_seats_a_bot_leads(found: Balance) -> None:
    assert "every seat" not in balance_page.markdown([found])
    margins = {"hansa": Margin(9.0, 3.0), "columbia": Margin(5.0, 4.9), "lemuria": Margin(2.5, 2.6)}
    text = balance_page.markdown([replace(found, all_over_random=margins)])
    assert "from 2 of 3, by +5.5 on average and least from lemuria, +2.5 ± 2.6.\n" in text


def test_the_page_has_the_thesis_under_every_theory(found: Balance) -> None:
    # Given a scenario with its own theory measured, and one with all
    assert list(found.theses) == ["sakwa", "liberal", "realist", "solidarist"]
    sure = dict.fromkeys(INDICES, Effect(0.52, -0.1, 1.2))
    text = balance_page.markdown([replace(found, theses={"sakwa": sure, "realist": sure})])
    # Then each has a row, with its interval
    row = "+0.5 (-0.1 to +1.2)"
    assert f"| sakwa | {' | '.join([row] * 4)} |\n| realist | {' | '.join([row] * 4)} |" in text
    # And where one alone was asked, that is said
    assert "Other theories were not played" not in text
    assert "Other theories were not played" in balance_page.markdown([replace(found, theses={"sakwa": sure})])


def test_the_page_tells_what_becomes_of_quarrels(found: Balance) -> None:
    # Given four games: a new war in one, and a pair in dispute that calms in three and flares up in one
    quarrels = Quarrels(
        militarised=np.array([True, True, False, False]),
        war=np.array([True, False, False, False]),
        pairs=np.array([[2, 5]]),
        calmed=np.array([[True], [True], [True], [False]]),
        worse=np.array([[False], [False], [False], [True]]),
    )
    part = replace(found.findings.own[0], quarrels=quarrels)
    text = balance_page.markdown([replace(found, findings=replace(found.findings, own=[part], mixed=[]))])
    # Then the page says so in two lines
    assert "- New militarised crises: in 50.0% of games; new wars: in 25.0%.\n" in text
    assert "Hansa and Ruritania (dispute), calmed in 75% of games, worse in 25%.\n" in text
    # And of a world with many quarrels the most heated are told
    many_pairs = replace(
        quarrels,
        pairs=np.repeat(quarrels.pairs, 9, axis=0),
        calmed=np.repeat(quarrels.calmed, 9, axis=1),
        worse=np.repeat(quarrels.worse, 9, axis=1),
    )
    part = replace(part, quarrels=many_pairs)
    text = balance_page.markdown([replace(found, findings=replace(found.findings, own=[part], mixed=[]))])
    assert text.count("calmed in 75%") == balance_page.HOT
    assert "; and 5 less heated.\n" in text
