"""JSON as we accept it: the nasty list, at the level of one function."""

import json
import time
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.web.strict_json import DEPTH_MAX, INTEGER_MAX, NotOurJsonError, parse, safe_key


def refusal(body: bytes) -> tuple[str, str]:
    """Code and field of the fault that `body` is refused with."""
    with pytest.raises(NotOurJsonError) as caught:
        parse(body)
    return caught.value.fault.code, caught.value.fault.field


def nested(levels: int) -> bytes:
    return b"[" * levels + b"]" * levels


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        (b"", "body_empty", "body"),
        (b" \n\t", "body_empty", "body"),
        (b"{", "json_invalid", "body"),
        (b"{}{}", "json_invalid", "body"),
        (b"{'a':1}", "json_invalid", "body"),
        (b'{"a":01}', "json_invalid", "body"),
        (b'{"a":"\n"}', "json_invalid", "body"),
        (b"\xef\xbb\xbf{}", "json_invalid", "body"),
        (b'{"a":"\xff"}', "not_utf8", "body"),
        (b'{"a":"\xed\xa0\x80"}', "not_utf8", "body"),
        (b'{"a":NaN}', "number_not_finite", "a"),
        (b'{"a":-Infinity}', "number_not_finite", "a"),
        (b'{"a":{"b":[1,1e999]}}', "number_not_finite", "a.b[1]"),
        (b'{"a":9007199254740993}', "number_too_large", "a"),
        (b'{"a":-9007199254740993}', "number_too_large", "a"),
        (b'[{"b":' + b"9" * 5000 + b"}]", "number_too_large", "[0].b"),
        (b'{"a":"x\\u0000y"}', "text_has_nul", "a"),
        (b'{"a":"\\ud800"}', "text_not_unicode", "a"),
        (b'{"a":"\\udc00\\ud800"}', "text_not_unicode", "a"),
        (b'{"\\ud800":1}', "text_not_unicode", "?"),
        (b'{"\\u0000":1}', "text_has_nul", "?"),
        (b'{"a":1,"a":2}', "key_repeated", "a"),
        (b'{"x":{"a":1,"b":2,"a":{}}}', "key_repeated", "x.a"),
        (b'{"a":1,"\\u0061":2}', "key_repeated", "a"),
        (nested(31), "too_deep", "body"),
        (nested(900), "too_deep", "body"),
        (nested(32_000), "too_deep", "body"),
        (b"[" * 65_000, "too_deep", "body"),
        (b'{"a":' * 10_000, "too_deep", "body"),
    ],
)
def test_what_is_refused_is_named(body: bytes, code: str, field: str) -> None:
    assert refusal(body) == (code, field)


@pytest.mark.parametrize(
    "body",
    [
        b"{}",
        b"null",
        b'"text"',
        b'{"a":9007199254740992,"b":-9007199254740992}',
        b'{"a":1e308,"b":-0.0,"c":1E-400}',
        b'{"a":"\\ud83d\\ude00","b":"\xf0\x9f\x98\x80"}',
        b'{"brackets":"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["}',
        b'{"escaped":"\\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["}',
        nested(DEPTH_MAX),
    ],
)
def test_ordinary_json_means_what_the_standard_parser_says(body: bytes) -> None:
    assert parse(body) == json.loads(body)


def test_the_message_says_where_and_never_what() -> None:
    with pytest.raises(NotOurJsonError) as caught:
        parse(b'{"password": "correct horse",\n oops')
    assert "line 2, column 2" in caught.value.fault.message
    assert "horse" not in repr(caught.value.fault)


def test_strange_keys_are_not_shown_back() -> None:
    assert refusal(b'{"<script>":NaN}') == ("number_not_finite", "?")
    assert safe_key("x" * 65) == "?"


@pytest.mark.parametrize("filler", [b'"' * 65_000, b'"\\' * 32_000, b"{" * 65_000, b'{"":' * 16_000])
def test_hostile_text_costs_little(filler: bytes) -> None:
    # Not a benchmark: a parser that is quadratic in 64 KiB takes minutes here.
    before = time.process_time()
    refusal(filler)
    assert time.process_time() - before < 5


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-INTEGER_MAX, INTEGER_MAX)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")), inner, max_size=4
        )
    ),
    max_leaves=20,
)


@given(json_values)
def test_every_honest_document_passes_unchanged(value: Any) -> None:
    assert parse(json.dumps(value).encode()) == value


@given(st.binary(max_size=200))
def test_random_bytes_are_parsed_or_refused_and_nothing_else(body: bytes) -> None:
    with suppress(NotOurJsonError):
        assert parse(body) == json.loads(body)
