"""The worlds that properties are tried on are such as an author may write, and all kinds of them come up."""

from dataclasses import replace
from typing import Any, Final

import numpy as np
from hypothesis import example, given
from tests.documents import read_yaml
from tests.rules import worlds
from tests.rules.drawing import Pen
from tests.rules.random_deeds import Cast
from tests.rules.random_moves import turns
from tests.rules.random_worlds import LARGEST, SMALLEST, TABLES, Shape, built, document, relaxed, rows, shapes

from comity.rules import vocabulary as words
from comity.rules.terms import ROLES, SCALES
from comity.scenarios import documents, references, schema
from comity.scenarios.library_files import WordsFile
from comity.scenarios.references.setting import CHANGES, QUANTITIES

WORDS: Final = WordsFile.model_validate(read_yaml(worlds.ROOT / "scenarios/library/texts.yaml"))
PLAIN: Final = {
    "plain": schema.Temperament(name="Plain", gloss="Does as it must.", ideal=schema.TenPoints(**worlds.EVEN))
}
WORDY: Final = [Shape(3, 3, 2, 2, 2, 36, 24, 10, seed) for seed in range(60)]
MANY: Final = [Shape(9, 9, 7, 5, 6, 24, 12, 8, seed) for seed in range(40)]


def as_an_author_would_hand_it_in(shape: Shape) -> documents.Documents:
    own = worlds.library(rows(shape))
    library = documents.Library(
        **{table: getattr(own, table) for table in TABLES},
        temperaments=PLAIN,
        theories=worlds.theories(),
        grounds=own.grounds,
        rules={},
        words=WORDS,
    )
    scenario = schema.ScenarioFile.model_validate(document(shape))
    return documents.Documents(
        scenario, library, "A briefing.", dict.fromkeys(sheets(scenario), ""), schema.Variant(), {}
    )


def sheets(scenario: schema.ScenarioFile) -> set[str]:
    return {seat.role for seat in scenario.seats}


@given(shapes())
@example(SMALLEST)
@example(LARGEST)
@relaxed(40)
def test_the_checks_find_nothing_wrong_with_a_random_world(shape: Shape) -> None:
    found = references.check(as_an_author_would_hand_it_in(shape))
    assert not [fault for fault in found if not fault.file.startswith(("roles/", "library/rules"))]


def test_the_checks_find_nothing_wrong_with_a_resolution_on_a_bloc_that_is_on_the_docket() -> None:
    handed_in = as_an_author_would_hand_it_in(Shape(states=4, institutions=1, blocs=1, resolutions=6))
    scenario, library = handed_in.scenario, handed_in.library
    place, bloc = library.institutions[0], library.blocs[0]
    on_bloc = library.resolutions[words.TARGET_KINDS.index("bloc")].model_copy(
        update={"domains": (place.domain,)}
    )
    item = schema.Scheduled(turn=1, resolution=on_bloc.key, institution=place.key, target=bloc.key)
    own = replace(library, resolutions=(on_bloc,))
    scheduled = replace(handed_in, library=own, scenario=scenario.model_copy(update={"docket": (item,)}))
    assert not [
        fault
        for fault in references.check(scheduled)
        if not fault.file.startswith(("roles/", "library/rules"))
    ]


def test_leaving_ones_own_bloc_changes_nothing_in_a_scenario_without_blocs() -> None:
    leaving = {"change": "bloc", "by": -1, "of": "actor", "kinds": ["alliance"], "scale": []}
    leave = Pen(np.random.default_rng(0)).row(
        schema.Action, key="leave", globalism="liberal", target="none", cost=0, effects=[leaving]
    )
    plain: dict[str, Any] = {
        "lasts": 0,
        "needs_both": False,
        "hostile": False,
        "domain": None,
        "bloc_kinds": [],
        "limits": {},
    }
    game = worlds.game(
        worlds.scenario([worlds.state(key) for key in "AB"]), worlds.library({"actions": [leave | plain]})
    )
    game.play({"a": {"actions": [{"action": "leave"}]}})


def test_every_word_of_the_model_comes_up_in_some_random_catalogue() -> None:
    effects: list[schema.Effect] = []
    conditions: list[schema.Condition] = []
    kinds: set[str] = set()
    for shape in WORDY:
        own = worlds.library(rows(shape))
        for action in own.actions:
            effects += [*action.effects, *action.each_turn]
            conditions += action.requires
        for resolution in own.resolutions:
            effects += resolution.effects
            conditions += resolution.requires
        for event in own.events:
            effects += [*event.effects, *(row for choice in event.choices for row in choice.effects)]
            conditions += event.when
        kinds |= {action.target for action in own.actions} | {row.target for row in own.resolutions}
    assert kinds == set(words.TARGET_KINDS)
    assert {effect.change for effect in effects} == set(CHANGES)
    assert {effect.of for effect in effects} == set(ROLES)
    assert {word for effect in effects for word in effect.scale} == set(SCALES)
    assert {row.quantity for row in conditions} == set(QUANTITIES)


def test_every_further_word_of_an_effect_or_condition_is_known_to_what_draws_them() -> None:
    cast = Cast({name: ["a"] for name in ("states", "institutions", "movements", "blocs")})
    for model in (schema.Effect, schema.Condition):
        core = {"change", "quantity", "by", "of", "scale", "at_least", "at_most", "otherwise"}
        assert set(model.model_fields) - core == set(cast.companions(model)), model


def test_every_decision_rule_and_kind_of_bloc_comes_up_in_some_random_catalogue() -> None:
    listed = [worlds.library(rows(shape)) for shape in MANY]
    assert {row.rule.kind for own in listed for row in own.institutions} == set(words.RULE_KINDS)
    kinds = schema.Bloc.model_json_schema()["properties"]["kind"]["enum"]
    assert {row.kind for own in listed for row in own.blocs} == set(kinds)


def test_random_turns_leave_nothing_out() -> None:
    seen = dict.fromkeys(
        (
            "done",
            "unanswered",
            "tabled",
            "answers",
            "effort",
            "pacts",
            "pending",
            "passed",
            "defied",
            "council",
        ),
        0,
    )
    for shape in MANY[:15]:
        game = built(shape)
        for turn in turns(game, shape.seed, 3):
            record, moves = turn.resolution.record, turn.moves
            seen["done"] += len(record.done)
            seen["unanswered"] += len(record.unanswered)
            seen["tabled"] += len(moves.tabled)
            seen["answers"] += int((moves.answers > 0).sum())
            seen["effort"] += int((moves.actions[:, 4] > 1).sum())
            seen["pacts"] += int((turn.after["pact"] > 0).sum())
            seen["pending"] += int(turn.after.pending.sum())
            seen["passed"] += int(record.tally.passed.sum())
            seen["defied"] += int(record.tally.defied.sum())
            seen["council"] += int((turn.after["elected"] != turn.before["elected"]).sum())
    assert not [what for what, times in seen.items() if times < 5], seen
