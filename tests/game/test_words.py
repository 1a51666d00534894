"""Small things that everything leans on: words, tokens, bytes."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.game.errors import GameError, Refused, TooLarge
from comity.game.invariants import InvariantBroken, certain
from comity.game.journal import chain_hash, salted
from comity.game.tokens import SystemRandomness, new_id, new_token, token_hash
from comity.game.wire import canonical, instant, maybe_instant
from comity.game.words import clean_line, clean_text, is_unicode


@given(st.text())
def test_cleaned_text_is_clean_or_refused_by_name(text: str) -> None:
    try:
        cleaned = clean_text(text, "text", 50)
    except Refused as raised:
        refusal: Refused | None = raised
        cleaned = "refused"
    else:
        refusal = None

    assert refusal is None or refusal.faults[0].field == "text"
    assert clean_text(cleaned, "text", 50) == cleaned
    assert 1 <= len(cleaned) <= 50
    assert cleaned.encode()


def test_a_line_has_no_breaks_and_single_blanks() -> None:
    assert clean_line(" Ada \n\t Lovelace ", "name", 50) == "Ada Lovelace"


def test_letters_composed_in_two_ways_become_one() -> None:
    assert clean_line("Zoe\u0308", "name", 50) == clean_line("Zo\u00eb", "name", 50) == "Zo\u00eb"


def test_text_that_is_far_too_long_is_refused_without_being_looked_at() -> None:
    with pytest.raises(TooLarge):
        clean_text("\0" * 10_000, "text", 50)


@given(st.text(st.characters(codec="utf-8")))
def test_unicode_is_what_can_be_encoded(text: str) -> None:
    assert is_unicode(text)
    assert not is_unicode(f"{text}\udcff")


def test_an_instant_has_milliseconds_and_is_utc() -> None:
    at = datetime(2026, 1, 31, 11, 0, 0, 123_999, tzinfo=timezone(timedelta(hours=1)))

    assert instant(at) == "2026-01-31T10:00:00.123Z"
    assert maybe_instant(None) is None
    assert maybe_instant(datetime(2026, 1, 31, tzinfo=UTC)) == "2026-01-31T00:00:00.000Z"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner),
    max_leaves=20,
)


@given(JSON)
def test_canonical_json_says_the_same_and_says_it_always_alike(value: object) -> None:
    text = canonical(value)

    assert json.loads(text) == value
    assert canonical(json.loads(text)) == text


def test_ids_and_tokens_are_long_random_and_safe_in_an_address() -> None:
    dice = SystemRandomness()
    ids, tokens = {new_id(dice) for _ in range(100)}, {new_token(dice) for _ in range(100)}

    assert {len(one) for one in ids} == {32}
    assert {len(one) for one in tokens} == {43}
    assert len(ids) == len(tokens) == 100
    assert all(sign.isalnum() or sign in "-_" for token in tokens for sign in token)


@given(st.text())
def test_any_text_can_be_hashed_as_a_token(text: str) -> None:
    assert len(token_hash(text)) == 64


def test_a_line_of_the_chain_depends_on_everything_in_it() -> None:
    header = {"game": "g", "seq": 1, "kind": "k", "at": "t"}
    hashes = {
        chain_hash("p", header, "n", "x"),
        chain_hash("q", header, "n", "x"),
        chain_hash("p", {**header, "seq": 2}, "n", "x"),
        chain_hash("p", header, "m", "x"),
        chain_hash("p", header, "n", "y"),
    }

    assert len(hashes) == 5


def test_a_salted_hash_hides_a_guessable_move() -> None:
    assert salted("nonce one", "{}") != salted("nonce two", "{}")


def test_a_refusal_always_says_why() -> None:
    with pytest.raises(ValueError, match="at least one fault"):
        GameError()


def test_a_broken_invariant_says_what_we_relied_on() -> None:
    assert certain(0, "there is a zero") == 0
    with pytest.raises(InvariantBroken, match="there is a game"):
        certain(None, "there is a game")
