"""Whatever happens to a sound scenario, it either stays playable or is refused in plain words."""

from copy import deepcopy
from typing import Any, Final

from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.scenarios.builders import changed, library, scenario, sources, state

from comity.lab.playouts import play
from comity.scenarios.check import check_sources
from comity.scenarios.faults import ScenarioFault
from comity.scenarios.load import load_sources

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
    | st.sampled_from([-1, 0, 1, 2, 5, 10, 50, 100, 101, 10**14, 0.5, -0.5, 1e-9, 1e14, 1e300, -1e300])
    | st.sampled_from(["", "all", "AAA", "BBB", "CCC", "ZZZ", "aid", "ASSEMBLY", "PACT", "peace", "liberal"])
    | st.sampled_from(
        ["actor", "target", "everyone", "members", "world", "pair", "state", "none", "movement"]
    )
    | st.sampled_from(
        ["trust", "mood", "authority", "claim", "strength", "bloc", "quota", "turn", "face.kantian"]
    )
    | st.sampled_from(
        ["states.AAA.economy", "indices.order", "pairs.AAA.BBB.trust", "{target}", "{0}", "\u0301"]
    )
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


def places(value: Any, path: tuple[str, ...] = ()) -> list[str]:
    """Every dotted path in plain values."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = [".".join(path)] if path else []
    return found + [place for part, item in inner for place in places(item, (*path, str(part)))]


PLACES: Final = [("", place) for place in places(DOCUMENT)] + [
    (table, place) for table, rows in ROWS.items() for place in places({table: rows})
]


def mutated(table: str, path: str, how: str, value: Any) -> dict[str, str]:
    """The texts with one place replaced, taken out, doubled, or swapped for a value from elsewhere."""
    whole: dict[str, Any] = DOCUMENT if not table else {table: ROWS[table]}
    whole = deepcopy(whole)
    parts: list[Any] = [int(part) if part.isdigit() else part for part in path.split(".")]
    *above, last = parts
    place: Any = whole
    for part in above:
        place = place[part]
    if how == "drop":
        del place[last]
    elif how == "double" and isinstance(place, list):
        place.append(deepcopy(place[last]))
    elif how == "rename" and isinstance(place, dict):
        place[str(value)[:20]] = place.pop(last)
    else:
        place[last] = value
    return sources(DOCUMENT, rows={**ROWS, **whole}) if table else sources(whole, rows=ROWS)


def assert_told_or_playable(texts: dict[str, str]) -> None:
    verdict = check_sources(texts)
    for fault in (*verdict.faults, *verdict.warnings):
        assert_useful(fault, texts)
    if verdict.is_sound:
        game = play(load_sources(texts), seed=7, turns=2)
        assert len(game.document["turns"]) >= 2


def assert_useful(fault: ScenarioFault, texts: dict[str, str]) -> None:
    """It names a line of a file, says something and offers a mend."""
    assert fault.message.strip()
    assert fault.fix.strip()
    assert "\n" not in f"{fault.field}{fault.message}{fault.fix}"
    assert fault.line >= 1
    if fault.file in texts:
        assert fault.line <= texts[fault.file].count("\n") + 2


def test_the_scenario_that_is_mutated_is_playable() -> None:
    assert check_sources(sources(DOCUMENT)).faults == ()
    assert_told_or_playable(sources(DOCUMENT))


@settings(max_examples=400)
@given(st.sampled_from(PLACES), st.sampled_from(["set", "drop", "double", "rename"]), VALUES)
@example(("", "states.0.capital"), "set", 1e300)
@example(("institutions", "institutions.0.rule.kind"), "set", "veto_council")
@example(("institutions", "institutions.0.rule.kind"), "set", "two\nlines")
@example(("", "states.0.key"), "rename", "two\nlines")
def test_a_mutated_value_is_told_or_playable(place: tuple[str, str], how: str, value: Any) -> None:
    assert_told_or_playable(mutated(*place, how, value))


@settings(max_examples=150)
@given(
    st.sampled_from(["scenario.yaml", "library/actions.yaml", "library/institutions.yaml", "roles/aaa.md"]),
    st.floats(0, 1),
    st.integers(0, 12),
    st.text(" \n:-[]{}&*!'\"#|>%@0a\u00e9", max_size=6),
)
def test_a_text_with_something_cut_out_or_put_in_is_told_or_playable(
    file: str, where: float, cut: int, put: str
) -> None:
    texts = sources(DOCUMENT)
    at = int(where * len(texts[file]))
    texts[file] = texts[file][:at] + put + texts[file][at + cut :]
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
    for fault in verdict.faults:
        assert_useful(fault, texts)


def test_a_scenario_of_the_most_states_that_a_tiny_library_can_bear_is_playable() -> None:
    document = scenario(states=5)
    document = changed(document, "states.5", state("FFF"))
    assert_told_or_playable(sources(document))
