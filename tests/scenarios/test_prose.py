"""Names and titles as parts of sentences, as headlines and chronicles tell of deeds."""

import pytest

from comity.scenarios import english, prose, sources
from comity.scenarios.load import load


@pytest.mark.parametrize(
    ("title", "target", "does"),
    [
        ("Raise tariffs against a state", "state", "raises tariffs against {target}"),
        ("Raise tariffs", "state", "raises tariffs ({target})"),
        ("Sign a sovereign compact", "state", "signs a sovereign compact with {target}"),
        ("Seek an alliance's guarantee", "state", "seeks an alliance's guarantee from {target}"),
        ("Arm one side of a civil war", "state", "arms one side of a civil war in {target}"),
        ("Use force across a border", "state", "uses force across a border against {target}"),
        ("Promote democracy abroad", "state", "promotes democracy in {target}"),
        ("Defund an institution", "institution", "defunds {target}"),
        ("Put your own house in order", "none", "puts its own house in order"),
        (
            "An old recipe",
            "none",
            "resorts to \N{LEFT DOUBLE QUOTATION MARK}An old recipe\N{RIGHT DOUBLE QUOTATION MARK}",
        ),
    ],
)
def test_a_title_becomes_what_one_state_does_to_its_target(title: str, target: str, does: str) -> None:
    assert english.finite(prose.infinitive(title, target)) == does


@pytest.mark.parametrize(
    ("deed", "together"),
    [
        ("sign a compact with {target}", "sign a compact with each other"),
        ("pool arms ({target})", "pool arms"),
        ("put its house in order with {target}", "put their house in order with each other"),
    ],
)
def test_what_two_agree_on_is_told_of_both(deed: str, together: str) -> None:
    assert prose.agreed(deed) == together


@pytest.mark.parametrize("key", ["crash-course", "new-cold-war-2014"])
def test_every_action_of_the_library_that_has_a_target_says_where_its_name_goes(key: str) -> None:
    catalogue = load(key).catalogue
    for kind, does in zip(catalogue.actions.target, catalogue.prose.actions, strict=True):
        assert does.count("{target}") == (kind != "none"), does


def test_names_have_the_article_that_prose_gives_them() -> None:
    catalogue = load("new-cold-war-2014").catalogue
    names = catalogue.prose.names
    at = catalogue.states.keys.index("USA")
    assert names["state"][at] == "the United States"
    assert names["state"][catalogue.states.keys.index("RUS")] == "Russia"
    assert names["globalism"][0] == "the liberal international order"


@pytest.mark.parametrize("key", sorted(sources.shipped()))
def test_every_answer_can_be_chosen_and_every_deed_and_body_has_its_grammar(
    key: str,
) -> None:
    catalogue = load(key).catalogue
    for names in catalogue.events.choice_names:
        for name in names:
            assert english.to_do(name).startswith(("to ", "not to ")), name
    for name in catalogue.prose.names["institution"]:
        assert not english.plural(name), name
    for does in catalogue.prose.actions:
        assert "({target})" not in does, does
