"""What the library offers an author, and that a class can read it."""

from typing import Any

import pytest
from tests.documents import read_yaml

from comity.rules import globalisms
from comity.rules.vocabulary import BLOC_KINDS, GLOBALISMS, GROUNDS, PHASES, RULE_KINDS, TARGET_KINDS
from comity.scenarios.effect_words import SCALES, EffectWords
from comity.scenarios.load import load
from comity.scenarios.sources import root
from comity.scenarios.take import take


def rows(table: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = read_yaml(root() / f"library/{table}.yaml")[table]
    return found


def word_count(text: str) -> int:
    return len(text.split())


@pytest.mark.parametrize(
    ("table", "least"),
    [
        ("actions", 30),
        ("resolutions", 14),
        ("institutions", 12),
        ("movements", 12),
        ("events", 25),
        ("blocs", 16),
    ],
)
def test_the_library_is_as_rich_as_the_rulebook_asks(table: str, least: int) -> None:
    assert len(rows(table)) >= least


def test_ten_events_or_more_ask_for_a_choice() -> None:
    assert sum(1 for row in rows("events") if row.get("choices")) >= 10


def test_every_kind_of_thing_has_an_example() -> None:
    assert {row["rule"]["kind"] for row in rows("institutions")} == set(RULE_KINDS)
    assert {row["kind"] for row in rows("blocs")} == set(BLOC_KINDS)
    assert {row.get("target", "none") for row in rows("actions")} == set(TARGET_KINDS)
    assert {row["globalism"] for row in rows("actions")} == set(GLOBALISMS)
    assert any(row.get("uncivil") for row in rows("movements"))


@pytest.mark.parametrize("row", rows("actions") + rows("resolutions"), ids=lambda row: str(row["key"]))
def test_every_deed_has_help_that_can_be_read_in_a_breath(row: dict[str, Any]) -> None:
    assert 20 <= word_count(row["help"]) <= 65
    assert word_count(row["name"]) <= 7
    assert row["source"]


@pytest.mark.parametrize("row", rows("actions"), ids=lambda row: str(row["key"]))
def test_every_action_has_a_price_beside_its_capital(row: dict[str, Any]) -> None:
    """Somebody resents it, something wears out, it feeds a face, or it breaks a principle."""

    def costs(effect: dict[str, Any]) -> bool:
        change, by = effect["change"], effect["by"]
        bad_if_more = ("grievance", "tension", "face", "inequality", "carbon", "escalation", "claim")
        return bool(by > 0 if change.startswith(bad_if_more) else by < 0)

    assert any(costs(effect) for effect in row["effects"]) or row.get("betrays")


def test_every_effect_of_the_library_is_told_in_a_phrase() -> None:
    scenario = load("new-cold-war-2014")
    taken = take(scenario.documents.scenario, scenario.documents.library)
    words = EffectWords(scenario.documents.library.words, taken)
    for row in taken.actions:
        phrases = words.phrases(row.effects, globalism=row.globalism, target=row.target)
        assert len(phrases) == len(row.effects)
        for phrase in phrases:
            text, scaled_by = str(phrase["text"]), phrase["scaled_by"]
            assert "_" not in text, text
            assert text[0].isupper(), text
            assert isinstance(scaled_by, list)
            assert set(scaled_by) <= set(SCALES)


def test_every_ground_says_why_orders_meet_or_part_there() -> None:
    grounds = load("new-cold-war-2014").documents.library.grounds
    assert set(grounds) == set(GROUNDS)
    for ground in grounds.values():
        assert ground.source
        assert all(word_count(meeting.because) >= 6 for meeting in ground.meetings)


def test_the_new_cold_war_opens_in_the_third_phase_of_the_liberal_order() -> None:
    """Sakwa 2019, Liberal international order: after 2014 the order has met its limits."""
    lead, phase = globalisms.phase(load("new-cold-war-2014").opening)
    assert (GLOBALISMS[int(lead[0])], PHASES[int(phase[0])]) == ("liberal", "limits_met")
