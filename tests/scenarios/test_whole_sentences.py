"""What a class reads is said to its end.

A comma in a YAML flow mapping or a ` #` in a plain scalar cuts a text short without any fault.
"""

from collections.abc import Iterator
from typing import Any, Final

import pytest
from tests.documents import read_yaml

from comity.scenarios import sources
from comity.scenarios.load import load

PROSE: Final = {"summary", "content_note", "gloss", "help", "text", "because"}
LISTS_OF_PROSE: Final = {"learning_goals", "debrief_questions", "glossary", "sources"}
ENDS: Final = (".", "?", "!")

FILES: Final = sorted(sources.root().glob("*/*.yaml"))
SHEETS: Final = sorted(sources.root().glob("*/roles/*.md"))


def prose(value: Any, path: str = "", *, inside: bool = False) -> Iterator[tuple[str, str]]:
    """Every text of a document that a reader expects to be sentences, with where it stands."""
    if isinstance(value, dict):
        for key, item in value.items():
            told = inside or (key in PROSE and isinstance(item, str)) or key in LISTS_OF_PROSE
            yield from prose(item, f"{path}.{key}", inside=told)
    elif isinstance(value, list):
        for at, item in enumerate(value):
            yield from prose(item, f"{path}.{at}", inside=inside)
    elif inside:
        assert isinstance(value, str), f"{path} is no text: {value!r}"
        yield path, value


def cut_short(text: str) -> bool:
    return not text.rstrip().rstrip('"*').endswith(ENDS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_text_of_a_scenario_and_of_the_library_ends_as_a_sentence_does(path: Any) -> None:
    document = read_yaml(path)
    assert [(where, text) for where, text in prose(document) if cut_short(text)] == []


@pytest.mark.parametrize("key", sources.shipped())
def test_no_scenario_hides_its_glossary_from_this_test(key: str) -> None:
    terms = load(key).documents.scenario.glossary
    found = dict(prose(read_yaml(sources.root() / key / "scenario.yaml")))
    assert {f".glossary.{term}": gloss for term, gloss in terms.items()}.items() <= found.items()


def test_every_paragraph_of_a_role_sheet_ends_as_a_sentence_does() -> None:
    assert len(SHEETS) > 200
    broken = [
        (sheet.parent.parent.name, sheet.name, line)
        for sheet in SHEETS
        for line in sheet.read_text().splitlines()
        if line and not line.startswith("#") and cut_short(line)
    ]
    assert broken == []
