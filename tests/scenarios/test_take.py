"""What a scenario makes of library rows: the `voice` of one state, and institutions in its own words."""

from tests.scenarios import builders

from comity.scenarios.load import load_sources
from comity.scenarios.take import Taken, take

WORLD_WIDE = [
    {"change": "claim", "by": 2, "globalism": "liberal"},
    {"change": "face.kantian", "by": 2},
    {"change": "challenge.climate", "by": 2},
    {"change": "authority", "by": 2, "institution": "ASSEMBLY"},
    {"change": "trust", "by": 2, "of": "others"},
    {"change": "grievance.arms", "by": 2, "of": "everyone"},
]
BETWEEN_FEW = [
    {"change": "economy", "by": 2, "of": "actor"},
    {"change": "standing", "by": 2, "of": "target"},
    {"change": "trust", "by": 2, "of": "target"},
    {"change": "tension", "by": 2, "of": "neighbours"},
]


def taken(voice: float, *, hits: str = "state") -> Taken:
    rows = builders.library()
    rows["actions"][0]["effects"] = [*WORLD_WIDE, *BETWEEN_FEW]
    rows["events"][0] |= {"hits": hits, "effects": WORLD_WIDE[1:3]}
    if hits == "world":
        rows["events"][0] |= {"text": "A storm strikes.", "choices": []}
    else:
        rows["events"][0]["choices"][0]["effects"] = WORLD_WIDE[1:2]
    rows["resolutions"][0]["effects"] = WORLD_WIDE[1:3]
    events = [{"turn": 2, "event": "storm"} | ({} if hits == "world" else {"state": "AAA"})]
    documents = load_sources(
        builders.sources(builders.scenario(voice=voice, events=events), rows=rows)
    ).documents
    return take(documents.scenario, documents.library)


def test_a_low_voice_lowers_what_a_deed_does_to_the_world_and_leaves_the_rest() -> None:
    done = [effect.by for effect in taken(0.25).actions[0].effects]
    assert done == [0.5] * len(WORLD_WIDE) + [2.0] * len(BETWEEN_FEW)


def test_a_full_voice_changes_nothing() -> None:
    assert {effect.by for effect in taken(1).actions[0].effects} == {2.0}


def test_events_that_hit_states_and_their_answers_are_lowered_with_the_deeds() -> None:
    (event,) = taken(0.25).events
    assert {effect.by for effect in event.effects} == {0.5}
    assert {effect.by for effect in event.choices[0].effects} == {0.5}


def test_what_comes_to_the_world_once_or_is_decided_by_many_stays_whole() -> None:
    rows = taken(0.25, hits="world")
    assert {effect.by for effect in rows.events[0].effects} == {2.0}
    assert {effect.by for effect in rows.resolutions[0].effects} == {2.0}


def test_a_scenario_with_another_rule_says_so_in_its_own_words() -> None:
    change = {"gloss": "A hall in which half and one decide.", "rule": {"kind": "simple_majority"}}
    documents = load_sources(builders.sources(builders.scenario(institutions={"ASSEMBLY": change}))).documents
    shipped = {row.key: row for row in documents.library.institutions}["ASSEMBLY"]
    row = {row.key: row for row in take(documents.scenario, documents.library).institutions}["ASSEMBLY"]
    assert (row.gloss, row.rule.kind) == (change["gloss"], "simple_majority")
    assert row.legitimacy == shipped.legitimacy
    assert row.gloss != shipped.gloss
