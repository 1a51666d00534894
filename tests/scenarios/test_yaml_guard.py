"""The hardened reading of YAML: what is taken means what it says, what is refused is refused early."""

import json
import time
from contextlib import suppress
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.scenarios.bombs import BOMBS

from comity.scenarios.faults import ScenarioFault, ScenarioInvalid
from comity.scenarios.yaml_guard import LOADER, parse

LOADERS = pytest.mark.parametrize("loader", [LOADER, yaml.SafeLoader], ids=["libyaml", "pure"])


def refusal(text: str, loader: Any = LOADER) -> ScenarioFault:
    """The one fault of a text."""
    with pytest.raises(ScenarioInvalid) as caught:
        parse("a.yaml", text, loader=loader)
    (fault,) = caught.value.faults
    return fault


@LOADERS
@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("a: 1", 1),
        ("a: -12", -12),
        ("a: +3", 3),
        ("a: 1.5", 1.5),
        ("a: .5", 0.5),
        ("a: 1e3", 1000.0),
        ("a: 999999999999999", 999_999_999_999_999),
        ("a: '12'", "12"),
        ("a: 004", "004"),
        ("a: 0x1F", "0x1F"),
        ("a: 1_000", "1_000"),
        ("a: 1:30", "1:30"),
        ("a: 2014-01-01", "2014-01-01"),
        ("a: no", "no"),
        ("a: on", "on"),
        ("a: NO", "NO"),
        ("a: true", True),
        ("a: FALSE", False),
        ("a: ~", None),
        ("a:", None),
        ("a: 'null'", "null"),
        ("a: !!str 12", "12"),
        ("a: !!int '12'", 12),
        ("a: ! 12", "12"),
        ("a: >-\n  two\n  lines", "two lines"),
        ("a: [x, {b: 1}]", ["x", {"b": 1}]),
        ("\ufeffa: 1", 1),
        ("a: 1\r\n", 1),
        ("a: é—😀", "é—😀"),
        ('a: "\\u00e9\\t\\n\\\\0"', "é\t\n\\0"),
    ],
)
def test_words_mean_what_they_say(written: str, value: Any, loader: Any) -> None:
    parsed = parse("a.yaml", written, loader=loader).value["a"]
    assert parsed == value
    assert type(parsed) is type(value)


@LOADERS
@pytest.mark.parametrize(
    ("text", "code", "line", "field"),
    [
        ("a: 1\nb: &x 2", "anchor", 2, "b"),
        ("a: 1\nb: *x", "alias", 2, "b"),
        ("a:\n  <<: {b: 1}", "merge_key", 2, "a"),
        ("a: 1\nb: 2\na: 3", "duplicate_key", 3, "a"),
        ("a:\n - b: 1\n   b: 2", "duplicate_key", 3, "a[0].b"),
        ("a: !thing 1", "odd_tag", 1, "a"),
        ("a: !!set {b}", "odd_tag", 1, "a"),
        ("a: !!binary aGk=", "odd_tag", 1, "a"),
        ("a: !!int x", "odd_tag", 1, "a"),
        ("a: !!seq {b: 1}", "odd_tag", 1, "a"),
        ("!x a: 1", "odd_key", 1, ""),
        ("? [a]\n: 1", "odd_key", 1, ""),
        ('a: 1\n"": 2', "odd_key", 2, ""),
        ("a: {' ': 1}", "odd_key", 1, "a"),
        ("a: .inf", "not_finite", 1, "a"),
        ("a: [1, -.Inf]", "not_finite", 1, "a[1]"),
        ("a: .NaN", "not_finite", 1, "a"),
        ("a: 1e999", "not_finite", 1, "a"),
        ("a: 1234567890123456", "number_too_long", 1, "a"),
        (f"a: 0.{'3' * 60}", "number_too_long", 1, "a"),
        ("a: 1\n---\nb: 1", "two_documents", 2, ""),
        ("a:\n\tb: 1", "not_yaml", 2, ""),
        ("a: b: c", "not_yaml", 1, ""),
        ("a: 1\n@b", "not_yaml", 2, ""),
        ("a: \x00", "bad_character", 1, ""),
        ("a: 1\nb: \x7f", "bad_character", 2, ""),
        ("a: \ud800", "bad_character", 1, ""),
        ("a: x\u2028y", "bad_character", 1, ""),
        ("a: x\u202ey", "bad_character", 1, ""),
        ("a: x\u2066y", "bad_character", 1, ""),
        ('a: 1\nb: "x\\0y"', "bad_character", 2, "b"),
        ('a: ["\\x07"]', "bad_character", 1, "a[0]"),
        ('a: !!str "\\e"', "bad_character", 1, "a"),
        ('a: "\\u202e"', "bad_character", 1, "a"),
        ('a: {"x\\0y": 1}', "bad_character", 1, "a"),
    ],
)
def test_what_is_unsafe_is_refused_with_its_place(
    text: str, code: str, line: int, field: str, loader: Any
) -> None:
    fault = refusal(text, loader)
    assert (fault.file, fault.line, fault.field, fault.code) == ("a.yaml", line, field, code)
    assert fault.message
    assert fault.fix


def test_a_tab_in_the_indentation_is_called_by_its_name() -> None:
    assert refusal("a:\n\tb: 1").fix == "indent with spaces, not with tabs"


def test_a_key_that_stands_twice_names_the_line_of_the_first() -> None:
    assert "first on line 2" in refusal("x: 1\na: 1\nb: 1\na: 2").message


def test_every_value_keeps_the_line_on_which_its_key_stands() -> None:
    parsed = parse("a.yaml", "a: 1\nlist:\n  - x: 1\n\n  - x:\n      y: 2\n")
    assert parsed.line(()) == 1
    assert parsed.line(("list",)) == 2
    assert parsed.line(("list", 0, "x")) == 3
    assert parsed.line(("list", 1)) == 5
    assert parsed.line(("list", 1, "x", "y")) == 6


def test_the_line_of_something_missing_is_that_of_its_nearest_parent() -> None:
    parsed = parse("a.yaml", "a: 1\nlist:\n  - x: 1\n")
    assert parsed.line(("list", 0, "z", 3)) == 3
    assert parsed.line(("nothing",)) == 1


def test_an_empty_file_is_nothing() -> None:
    assert parse("a.yaml", "# only a comment\n").value is None


def test_thirty_levels_are_taken_and_thirty_one_are_not() -> None:
    def nested(levels: int) -> str:
        return "[" * levels + "]" * levels

    assert parse("a.yaml", nested(31)).value is not None
    assert refusal(nested(32)).code == "too_deep"


def test_there_are_twenty_bombs() -> None:
    assert len(BOMBS) == 20


@LOADERS
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_before_it_goes_off(name: str, loader: Any) -> None:
    text, code = BOMBS[name]
    before = time.process_time()
    fault = refusal(text, loader)
    assert fault.code == code
    # libyaml answers each in well under a second; the pure parser is held to account for less.
    assert time.process_time() - before < (3 if loader is LOADER else 30)


YAML_LOOKALIKES = st.text(" \n\t:-?[]{},&*!|>'\"#%@`~<.01eab\u00e9", max_size=60)


@given(st.text(max_size=200) | YAML_LOOKALIKES)
@example("a: !<tag:yaml.org,2002:int> x")
@example("? - a\n  - b\n: c")
@example("%YAML 1.1\n%FOO\n---\n...")
def test_no_text_at_all_raises_anything_else(text: str) -> None:
    with suppress(ScenarioInvalid):
        parse("a.yaml", text)


YAML_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**14), 10**14)
    | st.floats(allow_nan=False, allow_infinity=False, width=32)
    | st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text("abcdef", min_size=1, max_size=6), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(YAML_VALUES)
def test_every_json_value_is_read_as_itself(value: Any) -> None:
    assert parse("a.yaml", json.dumps({"value": value})).value == {"value": value}


@settings(max_examples=500)
@given(YAML_LOOKALIKES)
def test_what_both_parsers_call_yaml_they_read_the_same(text: str) -> None:
    values = []
    for loader in (LOADER, yaml.SafeLoader):
        with suppress(ScenarioInvalid):
            values.append(parse("a.yaml", text, loader=loader))
    assert all(value == values[0] for value in values)
