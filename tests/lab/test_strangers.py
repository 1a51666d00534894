"""Bots against random players from every seat, several at a time."""

import pytest

from comity.lab import hands, many, strangers
from comity.lab.hands import Margin
from comity.lab.parcel import Parcel
from comity.rules.layout import FloatArray
from comity.scenarios.load import load


def test_every_seat_is_set_against_a_random_player_in_the_same_games(monkeypatch: pytest.MonkeyPatch) -> None:
    # Given seats that are asked one at a time
    monkeypatch.setattr(strangers, "AT_ONCE", 1)
    scenario = load("crash-course")
    found = strangers.over_all(scenario, 6, jobs=1)
    # Then each margin is that of the seat asked alone, in the order of the scenario
    assert list(found) == [seat.key for seat in scenario.catalogue.seats]
    for seat, margin in found.items():
        bot, lots = (hands.scores_of(scenario, seat, 6, player=player) for player in (many.BOT, many.RANDOM))
        assert margin == Margin.of(bot - lots), seat


def test_those_at_a_time_are_strangers_together(monkeypatch: pytest.MonkeyPatch) -> None:
    # Given five seats of which three are asked at a time
    monkeypatch.setattr(strangers, "AT_ONCE", 3)
    asked = list[tuple[str, ...]]()
    real = strangers._scores

    def heard(parcel: Parcel, group: tuple[str, ...], numbers: range) -> FloatArray:
        asked.append(group)
        return real(parcel, group, numbers)

    monkeypatch.setattr(strangers, "_scores", heard)
    strangers.over_all(load("crash-course"), 2, jobs=1)
    # Then the list is dealt out evenly, and the games are played once without any
    assert asked == [(), ("columbia", "hansa", "lemuria"), ("serica", "arcadia")]
