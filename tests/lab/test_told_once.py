"""What a story tells once of all whom it concerns, and how the parts of its sentences fit together."""

import re
from collections import Counter

import pytest
from tests.lab.games import GAMES, tiny, told

from comity.lab.story import Sentence, text, world
from comity.lab.story.chapter import Chapter
from comity.lab.story.deeds import Deed
from comity.lab.story.facts import Cause
from comity.lab.story.lexicon import Lexicon
from comity.lab.story.phrases import Phrases
from comity.rules.prose import raised
from comity.rules.views import CauseDeed, CauseLine, DeedKey
from comity.scenarios.load import load

by_game = pytest.mark.parametrize(("key", "seed"), GAMES)


def one_deed(scenario: str, what: CauseDeed, kind: DeedKey = "action") -> tuple[Phrases, Deed]:
    """A deed of a scenario's actions, and the words of a turn in which only it was done."""
    lexicon = Lexicon(load(scenario))
    table = lexicon.scenario.catalogue.actions
    deed = Deed(what, kind, table.names[table.keys.index(what.key)], (0,))
    return Phrases(lexicon, {what: deed}, {}), deed


def joined(scenario: str, *moves: tuple[str, str, float]) -> list[str]:
    """What is told of states that became members, or ceased to be, and of nothing else."""
    ledger = [
        CauseLine(1, "x", f"institution:{body}", f"membership.{state}", 0.5 - by / 2, by, 0.5 + by / 2, "x")
        for body, state, by in moves
    ]
    chapter = Chapter.of(1, ledger, tuple(range(len(ledger))), {}, Lexicon(load(scenario)))
    told_now = [one for part in world.paragraphs(chapter, []) for one in part.sentences]
    return [one.text for one in told_now if one.kind == "fact"]


def test_a_state_that_joins_two_bodies_is_told_once_and_one_that_may_be_elected_joins_no_council() -> None:
    said = joined("unipolar-1991", ("UNGA", "ZAF", 1), ("IMF", "ZAF", 1), ("UNSC", "ZAF", 1))
    assert said == ["South Africa joins the UN General Assembly and the International Monetary Fund."]


def test_a_permanent_member_leaves_its_council() -> None:
    assert joined("cold-war-1949", ("UNSC", "SUN", -1)) == [
        "The Soviet Union leaves the UN Security Council."
    ]


@by_game
def test_who_founds_or_joins_a_bank_is_told_to_join_it_and_no_more(key: str, seed: int) -> None:
    acted = [one.text for one in told(key, seed).story.sentences() if one.kind == "deed"]
    assert not any("founds or joins" in one or "found or join" in one for one in acted)


def test_a_bank_that_somebody_joined_is_told_of() -> None:
    assert "Columbia joins the Harbour Bank" in text(told("crash-course", 7).story)


@pytest.mark.parametrize(("key", "seed"), [*GAMES, ("unipolar-1991", 7)])
def test_what_a_state_did_for_all_is_told_of_it_once(key: str, seed: int) -> None:
    one = told(key, seed)
    names = [raised(name) for name in Lexicon(one.scenario).states.values()]
    for section in one.story.sections:
        doers: Counter[str] = Counter()
        for sentence in (one for part in section.paragraphs for one in part.sentences):
            doers.update(name for name in names if claims(sentence, name))
        assert not doers or max(doers.values()) == 1, section.title


def claims(sentence: Sentence, name: str) -> bool:
    """Whether a sentence is about who claimed to lead the world, this state among them."""
    head, found, _ = raised(sentence.text).partition(" to lead the world")
    return sentence.kind == "deed" and bool(found) and name.lower() in head.lower()


def test_an_event_that_befalls_two_is_told_in_full_of_the_first() -> None:
    rows = [{"turn": 1, "event": "storm", "state": state} for state in ("AAA", "BBB")]
    said = " ".join(text(tiny([], docket=[], events=rows).story).split())
    assert "A storm strikes State AAA" in said
    assert "A storm strikes State BBB" not in said
    assert (
        "\N{LEFT DOUBLE QUOTATION MARK}A storm\N{RIGHT DOUBLE QUOTATION MARK} happens in State BBB, too"
        in said
    )


def test_what_one_event_stirs_in_most_states_is_told_of_the_world() -> None:
    story = told("crash-course", 1).story
    spread = "is to clear the roads, and the Climate movement rises in 5 states"
    (section,) = [section for section in story.sections if any(spread in s.text for s in sentences(section))]
    assert not any("as Columbia chooses to clear the roads" in one.text for one in sentences(section))


def sentences(section: object) -> list[Sentence]:
    return [one for part in getattr(section, "paragraphs", ()) for one in part.sentences]


def test_a_movement_that_grew_in_the_world_is_told_with_what_carried_it() -> None:
    said = [one.text for key, seed in GAMES for one in told(key, seed).story.sentences()]
    assert any(" in the world, above all as " in sentence for sentence in said)


def test_what_is_of_a_state_is_its_own_in_its_own_paragraph() -> None:
    backs = CauseDeed("action", "back_independence", "EGY", "state", "HUN")
    phrases, deed = one_deed("cold-war-1949", backs)
    assert phrases.infinitive(deed) == "back the independence of Hungary"
    assert phrases.infinitive(deed, "HUN") == "back its independence"


def test_what_many_lift_is_theirs_and_what_is_done_to_one_is_its_own() -> None:
    phrases, deed = one_deed("cold-war-1949", CauseDeed("action", "mediate", "IND", "state", "EGY"))
    assert phrases.infinitive(deed, "EGY", many=True) == "mediate in its crisis"
    phrases, deed = one_deed(
        "new-cold-war-2014", CauseDeed("action", "lift_sanctions", "IND", "state", "IRN")
    )
    assert phrases.infinitive(deed, "IRN", many=True) == "lift their sanctions on it"


@pytest.mark.parametrize(
    ("key", "holds"),
    [
        ("bilateral_bargain", "a bilateral bargain with Japan holds"),
        ("peace_talks", "peace talks with Japan hold"),
    ],
)
def test_an_agreement_in_force_is_told_without_its_signing(key: str, holds: str) -> None:
    what = CauseDeed("action", key, "CHN", "state", "JPN")
    phrases, _ = one_deed("new-cold-war-2014", what, "pact")
    assert phrases.clause(Cause(f"pact.{key}", what, 1.0, (0,))) == holds


def test_the_two_halves_of_an_agreement_are_one_cause() -> None:
    said = text(told("new-cold-war-2014", 5).story).replace("\n", " ")
    assert re.search(r"as they [\w ]+ with each other \(", said)
    verb = r"(?:signs|holds|strikes|forms)"
    assert not re.search(
        rf"as ([\w ]+) {verb} [\w ]+ with ([\w ]+) \(\S+\) and \2 {verb} [\w ]+ with \1", said
    )


def test_a_body_that_decided_two_things_is_named_once_in_a_reason() -> None:
    said = text(told("unipolar-1991", 7).story).replace("\n", " ")
    body = "the International Monetary Fund raises the quota of"
    assert re.search(rf"as {body} [\w ]+ \(\+\d\.\d\) and raises the quota of", said)
    assert not re.search(rf"as {body} [\w ]+ \(\+\d\.\d\) and {body}", said)


def test_a_body_that_decided_one_of_two_things_is_named_beside_the_deed_of_a_state() -> None:
    said = text(told("climate-emergency-2030", 7).story).replace("\n", " ")
    assert "as it takes China to court (+1.8) and the UN Security Council is enlarged" in said


def test_an_event_whose_text_begins_with_its_name_is_named_once() -> None:
    said = text(told("climate-emergency-2030", 7).story).replace("\n", " ")
    assert "**The world.** Fifteen judges in The Hague, from as many countries, find" in said
