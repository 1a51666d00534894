"""Events that the instructor sends: they come whatever chance and conditions say, and in no other way."""

import itertools
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.documents import read_yaml
from tests.rules import worlds
from tests.rules.test_cases import CASES

from comity.rules import codec, injects, news
from comity.rules.draws import Draws
from comity.rules.moves import Injected
from comity.rules.resolve import Resolution, resolve
from comity.rules.world import World, repeat

EVENTS = read_yaml(CASES / "library.yaml")["events"]
ECLIPSE = {
    "key": "eclipse",
    "name": "Eclipse",
    "text": "The sun goes dark.",
    "hits": "world",
    "chance": 0,
    "when": [{"quantity": "turn", "of": "world", "at_least": 90}],
    "effects": [{"change": "challenge.climate", "by": -3, "scale": []}],
    "source": "test",
}
COMET = {**ECLIPSE, "key": "comet", "chance": 100, "once": True}
COMET["when"] = [{"quantity": "turn", "of": "world", "at_least": 3}]
RIOT_IN_A = Injected("riot", "A")
HUNGER_IN_A, HUNGER_IN_B = Injected("hunger", "A"), Injected("hunger", "B")
"""Hunger comes once only, and by itself surely to every state of much inequality: here to B."""


def game(**rest: Any) -> worlds.Game:
    states = [worlds.state("A", inequality=20), worlds.state("B", inequality=90), worlds.state("C")]
    return worlds.game(worlds.scenario(states, **rest), worlds.library({"events": [*EVENTS, ECLIPSE, COMET]}))


def sent(played: worlds.Game, *events: Injected, world: World | None = None) -> Resolution:
    """A turn in which nobody moves and these events are sent."""
    before = world or played.opening
    moves = replace(played.idle(), injected=injects.rows(played.catalogue, events))
    draws = Draws.for_turn([worlds.SEED], before.turn + 1)
    return resolve(before, moves, played.catalogue, played.theory, draws)


def pending(played: worlds.Game, world: World) -> set[tuple[str, str | None]]:
    keys = [*played.catalogue.states.keys, None]
    return {
        (played.catalogue.events.keys[event], keys[hit])
        for event, hit in np.argwhere(world.pending[0] > 0).tolist()
    }


def times(played: worlds.Game, world: World, event: str) -> int:
    return int(world.happened[0, played.catalogue.events.keys.index(event)])


def told(played: worlds.Game, before: World, done: Resolution) -> bytes:
    """All that is stored of a turn: the world, the headlines and the notices."""
    chronicle = news.chronicle(before, done.world, done.record, played.catalogue)
    return codec.encode(codec.Stored(done.world, before.values[0], chronicle))


@pytest.mark.parametrize("state", ["A", None], ids=["a state", "the world"])
def test_an_event_that_is_sent_comes_as_if_the_scenario_had_set_it_for_that_turn(state: str | None) -> None:
    # Given the same world twice; in one the scenario sets an event for turn 2, in the other it is sent
    key = "riot" if state else "eclipse"
    set_down = {"turn": 2, "event": key} | ({"state": state} if state else {})
    scheduled, plain = game(events=[set_down]), game()
    by_itself, by_hand = sent(scheduled), sent(plain, Injected(key, state))
    # Then both tell and keep the same, and so they do when the event has struck
    assert (key, state) in pending(plain, by_hand.world)
    assert told(scheduled, scheduled.opening, by_itself) == told(plain, plain.opening, by_hand)
    answer = {"a": {"answers": {"riot": "repress"}}} if state else {}
    after = scheduled.play(answer, world=by_itself.world), plain.play(answer, world=by_hand.world)
    assert plain.lines(after[1]) == scheduled.lines(after[0])
    assert any(line.rule == f"event.{key}" for line in plain.lines(after[1]))


def test_it_comes_with_the_next_turn_and_with_no_other() -> None:
    played = game()
    first = sent(played, RIOT_IN_A)
    assert not any(line.rule == "event.riot" for line in played.lines(first))
    second = played.play(world=first.world)
    assert ("riot", "A") not in pending(played, second.world)


def test_neither_conditions_nor_chance_keep_it_away() -> None:
    played = game()
    assert ("hunger", "A") in pending(played, sent(played, HUNGER_IN_A).world)  # where there is none
    assert ("riot", "C") in pending(played, sent(played, Injected("riot", "C")).world)  # of no chance
    assert ("eclipse", None) in pending(played, sent(played, Injected("eclipse")).world)


def test_an_event_that_comes_once_comes_again_when_it_is_sent() -> None:
    played = game()
    first = sent(played)
    assert pending(played, first.world) == {("hunger", "B")}
    assert ("hunger", "B") not in pending(played, sent(played, world=first.world).world)
    assert ("hunger", "B") in pending(played, sent(played, HUNGER_IN_B, world=first.world).world)


def test_it_stands_beside_the_one_event_that_chance_brings_to_a_state() -> None:
    played = game()
    assert pending(played, sent(played, Injected("riot", "B")).world) == {("hunger", "B"), ("riot", "B")}


def test_it_counts_among_those_that_have_come_and_an_event_that_comes_anyway_counts_once() -> None:
    played = game()
    assert times(played, sent(played, RIOT_IN_A, Injected("riot", "C")).world, "riot") == 2
    assert times(played, sent(played, HUNGER_IN_B).world, "hunger") == 1


def test_an_event_that_comes_once_and_was_sent_is_not_brought_by_chance_any_more() -> None:
    played = game()
    for first, comes_by_itself in ((sent(played), True), (sent(played, Injected("comet")), False)):
        second = played.play(world=first.world)
        assert (("comet", None) in pending(played, second.world)) == comes_by_itself


def test_the_order_of_sending_changes_nothing_and_twice_is_once() -> None:
    played, events = game(), (RIOT_IN_A, Injected("riot", "C"), Injected("eclipse"))
    once = injects.rows(played.catalogue, events)
    for order in itertools.permutations(events):
        assert injects.rows(played.catalogue, [*order, order[0]]).tolist() == once.tolist()
    assert len(once) == 3


def test_in_a_batch_it_comes_to_its_own_game_alone() -> None:
    played = game()
    row = injects.rows(played.catalogue, [RIOT_IN_A])
    moves = replace(played.idle(batch=3), injected=row + np.array([1, 0, 0]))
    draws = Draws.for_turn([worlds.SEED] * 3, 1)
    done = resolve(repeat(played.opening, 3), moves, played.catalogue, played.theory, draws)
    riots = done.world.pending[:, played.catalogue.events.keys.index("riot")].sum(axis=1)
    assert riots.tolist() == [0, 1, 0]


@pytest.mark.parametrize(
    ("event", "state", "field", "code", "fix"),
    [
        ("roit", "A", "event", "unknown_key", "did you mean riot?"),
        ("", None, "event", "unknown_key", "use one of: riot, hunger, eclipse, comet"),
        ("riot", "AA", "state", "unknown_key", "did you mean A?"),
        ("riot", "", "state", "unknown_key", "use one of: A, B, C"),
        ("riot", None, "state", "state_missing", "name a state by its key"),
        ("eclipse", "A", "state", "needless_state", "leave the state out"),
    ],
)
def test_what_cannot_be_sent_is_refused_by_field_with_its_mend(
    event: str, state: str | None, field: str, code: str, fix: str
) -> None:
    catalogue = game().catalogue
    (fault,) = injects.check(catalogue, Injected(event, state))
    assert (fault.field, fault.code, fault.fix) == (field, code, fix)
    with pytest.raises(ValueError, match="unchecked"):
        injects.rows(catalogue, [Injected(event, state)])


def test_a_long_catalogue_is_not_read_out_whole() -> None:
    many = [{**ECLIPSE, "key": f"eclipse_{number}"} for number in range(20)]
    states = [worlds.state("A"), worlds.state("B")]
    played = worlds.game(worlds.scenario(states), worlds.library({"events": many}))
    (fault,) = injects.check(played.catalogue, Injected("rain"))
    assert fault.fix.endswith("eclipse_7 ...")


def test_what_comes_once_and_is_set_for_a_later_turn_does_not_come_by_lot_before() -> None:
    # Given an event that comes once, and surely from turn 3 on; in one world the scenario sets it for turn 5
    by_lot, set_down = game(), game(events=[{"turn": 5, "event": "comet"}])
    for played, turn in ((by_lot, 3), (set_down, 5)):
        world, came = played.opening, []
        while world.turn < 6:
            world = sent(played, world=world).world
            if ("comet", None) in pending(played, world):
                came.append(world.turn + 1)
        # Then it comes when it is set, and only then
        assert came == [turn]
