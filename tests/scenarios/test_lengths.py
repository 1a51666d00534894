"""One scenario, several timetables: turns, labels and what is fixed to a turn follow; all else stays."""

from collections.abc import Mapping
from typing import Any

import pytest
from tests.scenarios.builders import scenario, sources

from comity.rules.layout import DOCKET_SLOTS
from comity.scenarios.faults import ScenarioInvalid
from comity.scenarios.lengths import OWN, turn_at
from comity.scenarios.load import Scenario, examine, load_sources
from comity.scenarios.sources import chosen

LESSON = {
    "name": "One lesson",
    "gloss": "Twenty years in fifty minutes.",
    "turns": 2,
    "minutes": 50,
    "turn_labels": ["Then", "Now"],
}


def texts(**rest: Any) -> Mapping[str, str]:
    """A game of four turns that can also be played in two."""
    return sources(scenario(turns=4, lengths={"lesson": LESSON}, **rest))


def played(length: str | None = None, theory: str | None = None, **rest: Any) -> Scenario:
    return load_sources(chosen(texts(**rest), length=length, theory=theory))


@pytest.mark.parametrize(
    ("turns", "length", "places"),
    [
        (8, 4, [1, 1, 2, 2, 3, 3, 4, 4]),
        (8, 12, [1, 3, 4, 6, 7, 9, 10, 12]),
        (4, 3, [1, 2, 2, 3]),
        (5, 1, [1, 1, 1, 1, 1]),
        (1, 6, [1]),
    ],
)
def test_what_is_fixed_to_a_turn_falls_in_proportion(turns: int, length: int, places: list[int]) -> None:
    assert [turn_at(turn, turns, length) for turn in range(1, turns + 1)] == places


def test_a_chosen_length_has_its_own_turns_labels_and_minutes() -> None:
    lesson, whole = played("lesson"), played()
    assert (lesson.catalogue.turns, whole.catalogue.turns) == (2, 4)
    assert lesson.documents.scenario.turn_labels == ("Then", "Now")
    assert lesson.documents.scenario.minutes == 50
    # And the world that it opens with is the same
    assert (lesson.opening.values == whole.opening.values).all()


def test_the_docket_and_the_events_come_in_proportion() -> None:
    motion = {"resolution": "censure", "institution": "ASSEMBLY", "target": "BBB"}
    docket = [{"turn": turn, **motion} for turn in (1, 2, 3, 4)]
    events = [{"turn": 4, "event": "storm", "state": "AAA"}]
    lesson = played("lesson", docket=docket, events=events)
    assert [row[0] for row in lesson.catalogue.scheduled] == [1, 1, 2, 2]
    assert [row[0] for row in lesson.catalogue.events.scheduled] == [2]


def test_where_turns_fall_together_half_of_a_docket_is_left_to_the_class() -> None:
    # Given sixteen motions, on two states in turn, of which eight fall into either turn of a lesson
    motions = [{"resolution": "censure", "institution": "ASSEMBLY", "target": key} for key in ("AAA", "BBB")]
    docket = [{"turn": turn, **motion} for turn in (4, 3, 2, 1) for motion in motions * 2]
    lesson, whole = played("lesson", docket=docket), played(docket=docket)
    assert len(whole.catalogue.scheduled) == 16
    # Then half of its places are taken, from the first of them to the last
    assert [row[0] for row in lesson.catalogue.scheduled] == [1] * 6 + [2] * 6
    targets = [item.target for item in lesson.documents.scenario.docket[:6]]
    assert targets == ["AAA", "BBB", "AAA", "AAA", "BBB", "BBB"]


def test_a_turn_of_a_lesson_may_be_as_busy_as_one_of_the_whole_game() -> None:
    motion = {"resolution": "censure", "institution": "ASSEMBLY", "target": "BBB"}
    docket = [{"turn": turn, **motion} for turn in (2, 1) for _ in range(DOCKET_SLOTS - 2)]
    lesson = played("lesson", docket=docket)
    assert [row[0] for row in lesson.catalogue.scheduled] == [1] * (DOCKET_SLOTS - 2)


def test_another_length_or_theory_is_another_game_and_none_is_the_scenario_itself() -> None:
    digests = [game.digest for game in (played(), played("lesson"), played(OWN), played(theory="sakwa"))]
    assert len(set(digests)) == 4
    assert chosen(texts()) == texts()


@pytest.mark.parametrize(
    ("choice", "field", "fix"),
    [({"length": "lessen"}, "length", "lesson"), ({"theory": "sakva"}, "theory", "sakwa")],
)
def test_what_a_scenario_does_not_have_is_refused_with_the_nearest(
    choice: dict[str, str], field: str, fix: str
) -> None:
    with pytest.raises(ScenarioInvalid) as raised:
        load_sources(chosen(texts(), **choice))
    (fault,) = raised.value.faults
    assert (fault.file, fault.fault.field) == ("variant.yaml", field)
    assert fix in fault.fault.fix


@pytest.mark.parametrize(
    ("lengths", "code", "field"),
    [
        ({"lesson": {**LESSON, "turn_labels": ["Now"]}}, "wrong_count", "lengths.lesson.turn_labels"),
        ({OWN: LESSON}, "taken_key", f"lengths.{OWN}"),
    ],
)
def test_an_author_is_told_what_is_wrong_with_a_length(
    lengths: dict[str, object], code: str, field: str
) -> None:
    (fault,) = examine(sources(scenario(turns=4, lengths=lengths))).faults
    assert (fault.fault.code, fault.fault.field) == (code, field)
