"""Each rule draws for itself, so that no rule's lots depend on another's, on a name or on an order."""

from dataclasses import fields, replace
from typing import Any, Final

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st
from tests.rules import worlds
from tests.rules.named import Teller
from tests.rules.random_moves import again, gathered, resolved, turns
from tests.rules.random_worlds import LARGEST, Shape, built, document, relaxed, rows, seeds, shapes

from comity.rules import lots
from comity.rules.draws import Draws
from comity.rules.lots import Lots

RULE_NAMES: Final = st.text("abcdefgh:._", min_size=1, max_size=12)
NEVER: Final = {"quantity": "turn", "of": "world", "at_least": 900}


def draws_of(seed: int) -> Draws:
    return Draws.for_turn([b"%d" % seed, b"%d and another" % seed], 3)


@given(
    seeds,
    st.lists(RULE_NAMES, min_size=1, max_size=6),
    st.lists(st.integers(0, 2**48 - 1), min_size=1, max_size=8),
)
@relaxed(150)
def test_a_rule_draws_the_same_alone_as_after_and_before_others(
    seed: int, rules: list[str], entities: list[int]
) -> None:
    draws, numbers = draws_of(seed), np.array(entities, dtype=np.int64)
    together = draws.table(rules, numbers)
    for place, rule in enumerate(rules):
        assert draws.uniform(rule, numbers).tolist() == together[:, place].tolist()


@given(seeds, RULE_NAMES, st.lists(st.integers(0, 2**48 - 1), min_size=1, max_size=8))
@relaxed(150)
def test_a_states_lot_does_not_depend_on_who_else_draws(seed: int, rule: str, entities: list[int]) -> None:
    draws = draws_of(seed)
    together = draws.uniform(rule, np.array(entities, dtype=np.int64))
    for place, entity in enumerate(entities):
        assert draws.uniform(rule, np.array([entity])).tolist() == together[:, place : place + 1].tolist()


@given(shapes(), seeds)
@example(LARGEST, 0)
@relaxed(15)
def test_the_lots_of_a_turn_are_those_that_each_rule_would_draw_alone(shape: Shape, seed: int) -> None:
    catalogue, draws = built(shape).catalogue, draws_of(seed)
    drawn = Lots.draw(draws, catalogue)
    entities = np.append(catalogue.states.chance, 0)
    ruled = {row.name for row in fields(Lots)} & set(lots._RULES)
    assert ruled == set(lots._RULES)
    for rule in ruled:
        alone, found = draws.uniform(rule, entities), getattr(drawn, rule)
        assert found.tolist() == (alone[:, -1] if found.ndim == 1 else alone[:, :-1]).tolist(), rule
    for place, key in enumerate(catalogue.events.keys):
        assert drawn.events[:, place].tolist() == draws.uniform(f"event:{key}", entities).tolist(), key


def test_rules_that_draw_for_the_same_states_do_not_move_together() -> None:
    draws = Draws.for_turn([b"one game"], 1)
    rules = (*lots._RULES, *(f"event:{number}" for number in range(8)))
    table = draws.table(rules, np.arange(8_000))[0]
    among = np.corrcoef(table) - np.eye(len(rules))
    assert np.abs(among).max() < 0.05
    following = np.corrcoef(table[:, :-1], table[:, 1:])[: len(rules), len(rules) :]
    assert np.abs(following).max() < 0.05


@given(shapes(), seeds)
@example(LARGEST, 1)
@relaxed(15)
def test_events_that_never_come_change_nothing_for_those_that_do(shape: Shape, seed: int) -> None:
    game = built(shape)
    played = list(turns(game, seed, 3))
    idle = [
        unmet_event(f"never_{number}", hits=hits) for number, hits in enumerate(("state", "world", "state"))
    ]
    own = rows(shape)
    more = {**own, "events": [*idle[:2], *own["events"], *idle[2:]]}
    other = worlds.game(document(shape), worlds.library(more), theory=game.theory)
    tells, tells_too = Teller(game), Teller(other)
    for turn, repeated in zip(played, again(other, [turn.bodies for turn in played]), strict=True):
        first, second = tells.world(turn.after), tells_too.world(repeated.after)
        second["happened"] = {key: second["happened"][key] for key in first["happened"]}
        assert first == second


def unmet_event(key: str, *, hits: str) -> dict[str, Any]:
    """An event that is as likely as can be, on a condition that no turn meets."""
    return {
        "key": key,
        "name": key,
        "text": "It never happens.",
        "hits": hits,
        "chance": 100,
        "when": [NEVER],
        "effects": [{"change": "economy", "by": -50, "of": "everyone", "scale": []}],
        "source": "Made up for tests.",
    }


@given(shapes(), seeds)
@relaxed(15)
def test_where_nothing_is_left_to_chance_every_seed_gives_the_same_world(shape: Shape, seed: int) -> None:
    certain = replace(shape, events=0)
    listed = rows(certain)
    seated = [{**row, "rule": {**row["rule"], "elected": 0}} for row in listed["institutions"]]
    drawn = built(certain)
    theory = replace(drawn.theory, upheaval_chance=0.0, nuclear_chance=0.0)
    game = worlds.game(document(certain), worlds.library({**listed, "institutions": seated}), theory=theory)
    for turn in turns(game, seed, 2):
        bodies = {key: {**body, "tabled": []} for key, body in turn.bodies.items()}
        moves = gathered(game, turn.before, bodies)
        first, second = (
            resolved(game, turn.before, moves, seed=chance).world for chance in (b"one", b"other")
        )
        assert worlds.encoded(first) == worlds.encoded(second)
