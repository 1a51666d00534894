"""Names put into a scenario's texts."""

import pytest

from comity.rules.prose import listed, put


def test_a_name_is_raised_where_it_begins_a_sentence_and_only_there() -> None:
    text = '{state} waits. The tanks of {state} do not. {state}, he says: "{state}"'
    assert put(text, "{state}", "the Soviet Union") == (
        "The Soviet Union waits. The tanks of the Soviet Union do not. "
        'The Soviet Union, he says: "the Soviet Union"'
    )


def test_a_text_without_a_slot_stays_as_it_is() -> None:
    assert put("the sea rises.", "{state}", "Fiji") == "the sea rises."


def test_a_name_may_hold_what_a_pattern_would_take_for_a_group() -> None:
    assert put("Help for {state}.", "{state}", r"A\1") == r"Help for A\1."


@pytest.mark.parametrize(
    ("names", "said"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_names_are_listed_as_one_says_them(names: list[str], said: str) -> None:
    assert listed(names) == said
