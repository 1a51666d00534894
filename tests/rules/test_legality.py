"""What is offered is what is accepted: one definition serves the screen, the bots and the check of a move."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar

import numpy as np
from hypothesis import given
from tests.rules import worlds
from tests.rules.random_moves import turns
from tests.rules.random_worlds import TEST_ROWS, Shape, built, built_on, relaxed, seeds, shapes

from comity.rules import intake, legal, project
from comity.rules.catalogue import Catalogue, Seat
from comity.rules.codec import Stored
from comity.rules.views import SeatBoard
from comity.rules.world import World


def aims(catalogue: Catalogue, kind: str) -> list[dict[str, str]]:
    """What a deed of this kind can be aimed at, as it is written in a move."""
    return [{}] if kind == "none" else [{"target": key} for key in catalogue.targets(kind)]


def accepted(catalogue: Catalogue, world: World, seat: Seat, body: dict[str, Any]) -> bool:
    return not intake.check(world, catalogue, seat.key, body)


def assert_actions_are_accepted_as_offered(catalogue: Catalogue, world: World, seat: Seat) -> None:
    for action, key in enumerate(catalogue.actions.keys):
        block = legal.action_block(world, catalogue, action, np.array([seat.state]))[0, 0]
        for column, aim in enumerate(aims(catalogue, catalogue.actions.target[action])):
            row = {"action": key, **aim}
            offered = int(block[column]) == legal.OK
            assert accepted(catalogue, world, seat, {"actions": [row]}) == offered, (row, int(block[column]))


def assert_tablings_are_accepted_as_offered(catalogue: Catalogue, world: World, seat: Seat) -> None:
    me = np.array([seat.state])
    for resolution, key in enumerate(catalogue.resolutions.keys):
        for institution, place in enumerate(catalogue.institutions.keys):
            block = legal.tabling_block(world, catalogue, resolution, institution, me)[0, 0]
            for column, aim in enumerate(aims(catalogue, catalogue.resolutions.target[resolution])):
                row = {"resolution": key, "institution": place, **aim}
                offered = int(block[column]) == legal.OK
                assert accepted(catalogue, world, seat, {"tabled": [row]}) == offered, (
                    row,
                    int(block[column]),
                )


class TestWhoIsInANamedBloc:
    """An invitation that goes from a member of one bloc to a neighbour, and that no member may mind."""

    INVITE: ClassVar = {
        "key": "invite",
        "name": "Invite",
        "help": "Asks it in.",
        "globalism": "conservative",
        "target": "state",
        "cost": 1,
        "requires": [
            {"quantity": "in_bloc", "bloc": "CLUB", "of": "actor", "at_least": 1, "otherwise": "no member"},
            {
                "quantity": "in_bloc",
                "bloc": "CLUB",
                "of": "target",
                "at_most": 0,
                "otherwise": "in it already",
            },
            {"quantity": "welcome", "bloc": "CLUB", "of": "target", "at_least": 40, "otherwise": "minded"},
        ],
        "effects": [{"change": "bloc", "by": 1, "of": "target", "bloc": "CLUB", "scale": []}],
        "source": "test",
    }
    CLUB: ClassVar = {
        "key": "CLUB",
        "name": "Club",
        "gloss": "Two.",
        "kind": "compact",
        "closed": True,
        "members": ["A", "B"],
        "source": "test",
    }

    def barred(self, *, trust_bc: float, taken: bool = True) -> dict[str, int]:
        """Which condition keeps whom from inviting whom, as `AC`; -1 where none does."""
        blocs = [self.CLUB] if taken else []
        document = worlds.scenario(
            [worlds.state(key) for key in "ABC"],
            relations=[{"between": ["A", "C"], "trust": 80}, {"between": ["B", "C"], "trust": trust_bc}],
        )
        game = worlds.game(document, worlds.library({"actions": [self.INVITE], "blocs": blocs}))
        action = game.catalogue.actions.keys.index("invite")
        block = legal.action_block(game.opening, game.catalogue, action, np.arange(3))[0]
        return {a + b: int(block[i, j]) for i, a in enumerate("ABC") for j, b in enumerate("ABC") if a != b}

    def test_a_member_may_ask_in_whom_all_members_trust(self) -> None:
        found = self.barred(trust_bc=40)
        assert found["AC"] == found["BC"] == legal.OK

    def test_nobody_else_may_and_no_member_is_asked_in_again(self) -> None:
        found = self.barred(trust_bc=40)
        assert found["CA"] == found["CB"] == 0
        assert found["AB"] == found["BA"] == 1

    def test_one_member_that_minds_is_enough(self) -> None:
        assert self.barred(trust_bc=39)["AC"] == 2

    def test_where_the_bloc_is_not_taken_nobody_is_in_it(self) -> None:
        assert self.barred(trust_bc=40, taken=False)["AC"] == 0


@given(shapes(most=9), seeds)
@relaxed(20)
def test_what_is_offered_is_what_is_accepted(shape: Shape, seed: int) -> None:
    game = built(shape)
    seat = game.catalogue.seats[seed % len(game.catalogue.seats)]
    for world in (game.opening, *(turn.after for turn in turns(game, seed, 1))):
        if int(world.over[0]):
            return
        assert_actions_are_accepted_as_offered(game.catalogue, world, seat)
        assert_tablings_are_accepted_as_offered(game.catalogue, world, seat)


@given(shapes(most=5), seeds)
@relaxed(20)
def test_what_the_catalogue_of_the_tests_offers_is_what_is_accepted(shape: Shape, seed: int) -> None:
    game = built_on(TEST_ROWS, shape)
    seat = game.catalogue.seats[seed % len(game.catalogue.seats)]
    assert_actions_are_accepted_as_offered(game.catalogue, game.opening, seat)
    assert_tablings_are_accepted_as_offered(game.catalogue, game.opening, seat)


@given(shapes(most=9), seeds)
@relaxed(20)
def test_what_is_done_is_paid_for_in_time_and_aimed_at_something_fitting(shape: Shape, seed: int) -> None:
    game = built(shape)
    table, institutions = game.catalogue.actions, game.catalogue.institutions
    for turn in turns(game, seed, 2):
        for state, action, target, effort in turn.moves.actions[:, 1:].tolist():
            assert turn.before["capital"][0, state] >= table.cost[action] * effort
            assert turn.before.turn + 1 >= table.first_turn[action]
            assert table.target[action] != "state" or target != state
            if table.target[action] == "institution" and table.domain[action] >= 0:
                assert institutions.decides[target, table.domain[action]]


@given(shapes(most=9), seeds)
@relaxed(15)
def test_what_a_seats_board_offers_can_be_submitted_as_it_stands(shape: Shape, seed: int) -> None:
    game = built(with_something_of_each(shape))
    catalogue, world = game.catalogue, game.opening
    seat = catalogue.seats[seed % len(catalogue.seats)]
    board = seat_board(game, seat)
    for option in board.actions:
        kind = catalogue.actions.target[catalogue.actions.keys.index(option.action)]
        if option.reason is None:
            assert offered_bodies(option.targets, kind), option
            for aim in offered_bodies(option.targets, kind):
                move = {"actions": [{"action": option.action, **aim}]}
                assert accepted(catalogue, world, seat, move), move
    for row in board.tabling:
        kind = catalogue.resolutions.target[catalogue.resolutions.keys.index(row.resolution)]
        if row.reason is None:
            assert offered_bodies(row.targets, kind), row
            for aim in offered_bodies(row.targets, kind):
                tabling = {"resolution": row.resolution, "institution": row.institution, **aim}
                assert accepted(catalogue, world, seat, {"tabled": [tabling]}), tabling


def with_something_of_each(shape: Shape) -> Shape:
    """The same world with one institution, movement and bloc at least, so that every deed has a target."""
    least = {name: max(getattr(shape, name), 1) for name in ("institutions", "movements", "blocs")}
    return replace(shape, **least)


def seat_board(game: worlds.Game, seat: Seat) -> SeatBoard:
    world = game.opening
    stored = Stored(world, world.values[0], {"headlines": [], "notices": {}, "tallies": []})
    return project.seat_board(stored, game.catalogue, game.theory, world, seat.key)


def offered_bodies(targets: Sequence[str], kind: str) -> list[dict[str, str]]:
    """What a board's option may be aimed at, as it is written in a move."""
    return [{}] if kind == "none" else [{"target": key} for key in targets]


def world_of_two(**listed: list[dict[str, Any]]) -> worlds.Game:
    states = [worlds.state(key) for key in "AB"]
    return worlds.game(worlds.scenario(states), worlds.library(listed))


def donation(**changes: Any) -> dict[str, Any]:
    """The test catalogue's action on an institution, which has a condition on it."""
    return next(row for row in TEST_ROWS["actions"] if row["key"] == "donate") | changes


def test_a_seat_has_a_board_where_an_action_with_a_condition_has_nothing_to_be_aimed_at() -> None:
    game = world_of_two(actions=[donation()])
    assert seat_board(game, game.catalogue.seats[0]).actions[0].reason is not None


def test_an_action_is_not_offered_where_the_scenario_has_nothing_to_aim_it_at() -> None:
    game = world_of_two(actions=[donation(requires=[])])
    assert seat_board(game, game.catalogue.seats[0]).actions[0].reason is not None


def test_a_resolution_is_not_offered_where_the_scenario_has_nothing_to_aim_it_at() -> None:
    on_movements = TEST_ROWS["resolutions"][0] | {"target": "movement", "effects": []}
    game = world_of_two(resolutions=[on_movements], institutions=TEST_ROWS["institutions"][:1])
    assert seat_board(game, game.catalogue.seats[0]).tabling[0].reason is not None


def test_what_needs_both_is_not_offered_toward_a_state_that_nobody_plays() -> None:
    bargain = next(row for row in TEST_ROWS["actions"] if row["key"] == "bargain")
    played = world_of_two(actions=[bargain])
    assert seat_board(played, played.catalogue.seats[0]).actions[0].reason is None
    unplayed = replace(played, catalogue=replace(played.catalogue, seats=played.catalogue.seats[:1]))
    reason = seat_board(unplayed, unplayed.catalogue.seats[0]).actions[0].reason
    assert reason == "nobody plays it, so nobody can agree"
