"""Whatever happens to a sound scenario, it either stays playable or is refused in plain words.

`make mutations` asks the same of thousands of mutants of every shipped scenario, and measures what it costs.
"""

from random import Random
from typing import Any, Final

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.scenarios.builders import changed, library, scenario, sources, state
from tests.scenarios.mutation.mutants import MUTATORS
from tests.scenarios.mutation.text import PUNCTUATION, cut_and_put
from tests.scenarios.mutation.told import all_shortcomings
from tests.scenarios.mutation.values import ODD_NUMBERS, ODD_TEXTS, ODD_WORDS, Place, places, put

from comity.lab.playouts import play
from comity.scenarios.check import check_sources
from comity.scenarios.load import load_sources

pytestmark = pytest.mark.usefixtures("parsed_once")

DOCUMENT: Final = scenario(
    states=3,
    institutions={"ASSEMBLY": {"rule": {"kind": "quota_weighted", "blocking": 20}, "quotas": {"AAA": 3}}},
    relation_defaults={"trust": 40},
    add_actions=[
        {**library()["actions"][0], "key": "own", "requires": [{"quantity": "trust", "at_least": 1}]}
    ],
)
ROWS: Final = library()

SCALARS: Final = (
    st.none()
    | st.booleans()
    | st.sampled_from(ODD_NUMBERS)
    | st.sampled_from(ODD_WORDS)
    | st.sampled_from([text for text in ODD_TEXTS if len(text) < 100])
    | st.text(max_size=8)
)
VALUES: Final = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["key", "of", "change", "liberal", "AAA", "kind"]), inner, max_size=3
        )
    ),
    max_leaves=6,
)


PLACES: Final[list[tuple[str, Place]]] = [("", place) for place in places(DOCUMENT)] + [
    (table, place) for table, rows in ROWS.items() for place in places({table: rows})
]


def mutated(table: str, place: Place, how: str, value: Any) -> dict[str, str]:
    """The texts of the tiny scenario with one place of it, or of a table of its library, changed."""
    whole = put({table: ROWS[table]} if table else DOCUMENT, place, how, value)
    return sources(DOCUMENT, rows={**ROWS, **whole}) if table else sources(whole, rows=ROWS)


def assert_told_or_playable(texts: dict[str, str]) -> None:
    verdict = check_sources(texts)
    assert all_shortcomings((*verdict.faults, *verdict.warnings), texts) == []
    if verdict.is_sound:
        game = play(load_sources(texts), seed=7, turns=2)
        assert len(game.document["turns"]) >= 2


def test_the_scenario_that_is_mutated_is_playable() -> None:
    assert check_sources(sources(DOCUMENT)).faults == ()
    assert_told_or_playable(sources(DOCUMENT))


@settings(max_examples=400)
@given(st.sampled_from(PLACES), st.sampled_from(["set", "drop", "double", "rename"]), VALUES)
@example(("", ("states", 0, "capital")), "set", 1e300)
@example(("", ("seats",)), "set", True)
@example(("institutions", ("institutions", 0, "rule", "kind")), "set", "veto_council")
@example(("institutions", ("institutions", 0, "rule", "kind")), "set", "two\nlines")
@example(("", ("states", 0, "key")), "rename", "two\nlines")
def test_a_mutated_value_is_told_or_playable(place: tuple[str, Place], how: str, value: Any) -> None:
    assert_told_or_playable(mutated(*place, how, value))


@settings(max_examples=150)
@given(
    st.sampled_from(["scenario.yaml", "library/actions.yaml", "library/institutions.yaml", "roles/aaa.md"]),
    st.floats(0, 1),
    st.integers(0, 12),
    st.text(PUNCTUATION, max_size=6),
)
@example("scenario.yaml", 0.0, 0, "*")
@example("scenario.yaml", 0.0, 0, "&a ")
@example("scenario.yaml", 0.0, 100_000, "1" * 20)
def test_a_text_with_something_cut_out_or_put_in_is_told_or_playable(
    file: str, where: float, cut: int, inserted: str
) -> None:
    texts = sources(DOCUMENT)
    texts[file] = cut_and_put(texts[file], where, cut, inserted)
    assert_told_or_playable(texts)


@settings(max_examples=50)
@given(
    st.dictionaries(
        st.text(max_size=30) | st.sampled_from(sorted(sources())), st.text(max_size=40), max_size=8
    )
)
def test_texts_that_never_were_a_scenario_are_told(texts: dict[str, str]) -> None:
    verdict = check_sources(texts)
    assert not verdict.is_sound
    assert all_shortcomings(verdict.faults, texts) == []


def test_a_scenario_of_the_most_states_that_a_tiny_library_can_bear_is_playable() -> None:
    document = scenario(states=5)
    document = changed(document, "states.5", state("FFF"))
    assert_told_or_playable(sources(document))


@pytest.mark.parametrize("name", MUTATORS)
def test_a_scenario_that_was_changed_in_any_way_is_told_or_playable(name: str) -> None:
    assert_told_or_playable(MUTATORS[name](Random(name), sources(scenario(states=4))))
