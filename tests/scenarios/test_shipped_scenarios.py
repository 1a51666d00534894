"""What a class needs of a scenario beside its game: lengths, a note, goals, terms, questions, sources."""

from typing import Any

import pytest

from comity.scenarios import sources
from comity.scenarios.load import load
from comity.scenarios.roles import reading_minutes
from comity.scenarios.schema import ScenarioFile

LESSON, EVENING, TERM = (40, 60), (150, 210), (600, 6000)
"""Minutes, from and to."""


@pytest.fixture(scope="module", params=sources.shipped())
def file(request: pytest.FixtureRequest) -> ScenarioFile:
    return load(request.param).documents.scenario


@pytest.mark.parametrize(("least", "most"), [LESSON, EVENING, TERM], ids=["lesson", "three hours", "term"])
def test_it_fits_a_lesson_three_hours_and_a_term(file: ScenarioFile, least: int, most: int) -> None:
    minutes = [file.minutes, *(length.minutes for length in file.lengths.values())]
    assert any(least <= each <= most for each in minutes), f"{file.key}: {minutes}"


def test_it_has_three_lengths_each_of_its_own_minutes_and_turns(file: ScenarioFile) -> None:
    minutes = {file.minutes, *(length.minutes for length in file.lengths.values())}
    turns = {file.turns, *(length.turns for length in file.lengths.values())}
    assert len(minutes) == len(turns) == 1 + len(file.lengths) >= 3


@pytest.mark.parametrize(
    "part", ["summary", "content_note", "learning_goals", "glossary", "debrief_questions", "sources"]
)
def test_a_teacher_is_left_without_nothing(file: ScenarioFile, part: str) -> None:
    value: Any = getattr(file, part)
    assert value, f"{file.key} has no {part}"
    texts = {value} if isinstance(value, str) else {*value}
    if isinstance(value, dict):
        texts |= set(value.values())
    assert all(text.strip() for text in texts)


def test_every_seat_has_something_to_read_and_not_too_much(file: ScenarioFile) -> None:
    roles = load(file.key).documents.roles
    for seat in file.seats:
        assert 0 < reading_minutes(roles[seat.role], seat.objectives) <= 2, seat.key
