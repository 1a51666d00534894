"""What mutants of the shipped scenarios brought to light, each told in the smallest form that shows it."""

import pytest
from tests.scenarios.builders import SHIPPED_LIBRARY, changed, dump, scenario, sources
from tests.scenarios.mutation.told import all_shortcomings

from comity.rules.layout import PARTS
from comity.scenarios.check import check_sources
from comity.scenarios.load import load_sources
from comity.scenarios.texts import role_sheet
from comity.scenarios.yaml_guard import parse

RULES = "library/rules.yaml"


@pytest.mark.parametrize("part", PARTS)
def test_a_library_without_words_for_a_part_of_an_index_is_told(part: str) -> None:
    # Given a library whose rules leave one out that screens name
    rules = parse(RULES, SHIPPED_LIBRARY["rules"]).value["rules"]
    texts = {**sources(), RULES: dump({"rules": {key: rules[key] for key in rules if key != part}})}
    # When it is judged
    (fault,) = check_sources(texts).faults
    # Then the author reads which, where and what to do
    assert (fault.file, fault.code, fault.field) == (RULES, "missing", f"rules.{part}")
    assert fault.fix == f"add {part} with a name, words and a source"


def test_a_library_without_any_rule_is_told_of_every_part() -> None:
    faults = check_sources({**sources(), RULES: "rules: {}\n"}).faults
    assert [fault.field for fault in faults] == sorted(f"rules.{part}" for part in PARTS)


@pytest.mark.parametrize("escape", ["\\0", "\\x07", "\\e", "\\u2028", "\\u202e"])
def test_a_character_that_comes_in_by_an_escape_is_refused_like_any_other(escape: str) -> None:
    # Given a title that holds a control character, though the file does not
    texts = sources()
    texts["scenario.yaml"] = texts["scenario.yaml"].replace("A tiny world", f'"A tiny{escape} world"')
    # When it is judged
    (fault,) = check_sources(texts).faults
    # Then no database and no page ever meets it
    assert (fault.file, fault.line, fault.field, fault.code) == ("scenario.yaml", 3, "title", "bad_character")


def test_a_field_without_a_name_is_told_as_that() -> None:
    (fault,) = check_sources(sources(changed(scenario(), "seats.0.", 1))).faults
    assert (fault.field, fault.message, fault.fix) == ("seats[0]", "a key is empty", "give it a name")


def test_a_key_that_turns_the_direction_of_text_is_not_repeated_to_the_author() -> None:
    texts = sources(changed(scenario(), "learning\u202egoals", []))
    faults = check_sources(texts).faults
    assert [fault.code for fault in faults] == ["bad_character"]
    assert all_shortcomings(faults, texts) == []


@pytest.mark.parametrize("ends", ["\r\n", "\r"], ids=["Windows", "old"])
def test_an_upload_with_other_line_ends_and_a_byte_order_mark_reads_the_same(ends: str) -> None:
    # Given the files as another editor saves them
    plain = sources()
    saved = {name: "\ufeff" + text.replace("\n", ends) for name, text in plain.items()}
    # When they are judged, then the verdict is the same
    assert check_sources(saved) == check_sources(plain)
    # And players read the same
    assert role_sheet(load_sources(saved), "aaa") == role_sheet(load_sources(plain), "aaa")
