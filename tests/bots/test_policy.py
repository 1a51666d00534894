"""House bots: legal, in character, deterministic, and blind to what their seat cannot see."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from comity.bots.guide import Guide
from comity.bots.policy import STANCE_STEP, move, whole_points
from comity.lab import table
from comity.rules import intake, project
from comity.rules.draws import Draws, seed_from_number
from comity.rules.vocabulary import GLOBALISMS
from comity.scenarios import sources
from comity.scenarios.load import Scenario, load


@pytest.fixture(scope="module", params=sources.shipped())
def scenario(request: pytest.FixtureRequest) -> Scenario:
    return load(request.param)


def seats(scenario: Scenario) -> list[str]:
    return [seat.key for seat in scenario.catalogue.seats]


@pytest.mark.parametrize("seed", range(3))
def test_every_move_of_a_whole_game_is_legal(scenario: Scenario, seed: int) -> None:
    secret = seed_from_number(seed)
    now = table.opening(scenario, secret)
    for _ in range(scenario.catalogue.turns):
        bodies = table.bot_moves(scenario, now.stored, seats(scenario), secret)
        for seat, body in bodies.items():
            assert intake.check(now.stored.world, scenario.catalogue, seat, body) == (), (seat, body)
        now = table.advance(
            scenario, now.stored, bodies, state=now.state, seed=secret, previous_digest=now.digest
        )


def test_the_same_seat_and_seed_move_alike(scenario: Scenario) -> None:
    opened = table.opening(scenario, seed_from_number(1))
    one, other = (
        table.bot_moves(scenario, opened.stored, seats(scenario), seed_from_number(1)) for _ in range(2)
    )
    assert one == other


def test_another_seed_moves_otherwise(scenario: Scenario) -> None:
    opened = table.opening(scenario, seed_from_number(1))
    moved = [table.bot_moves(scenario, opened.stored, seats(scenario), seed_from_number(n)) for n in (1, 2)]
    assert moved[0] != moved[1]


def test_a_bot_sees_nothing_of_its_rivals_capital(scenario: Scenario) -> None:
    opened = table.opening(scenario, seed_from_number(1)).stored
    me, rival = scenario.catalogue.seats[0], scenario.catalogue.seats[1]
    values = opened.world.values.copy()
    values[0, opened.world.layout.offsets["capital"] + rival.state] += 9_000
    richer = replace(opened, world=replace(opened.world, values=values))
    assert table.bot_moves(scenario, opened, [me.key], seed_from_number(1)) == table.bot_moves(
        scenario, richer, [me.key], seed_from_number(1)
    )


def test_a_bots_stance_drifts_and_never_swings(scenario: Scenario) -> None:
    opened = table.opening(scenario, seed_from_number(1))
    board = project.public_board(opened.stored, scenario.catalogue)
    for seat, body in table.bot_moves(scenario, opened.stored, seats(scenario), seed_from_number(1)).items():
        now = whole_points(
            board.states[scenario.catalogue.states.keys[scenario.catalogue.seat(seat).state]].stance
        )
        assert sum(body["stance"].values()) == 10
        assert sum(max(body["stance"][key] - now[key], 0) for key in GLOBALISMS) <= STANCE_STEP


def ask(scenario: Scenario, seat: str, docket: list[Any]) -> dict[str, Any]:
    """A bot's move on a docket made for the test."""
    opened = table.opening(scenario, seed_from_number(1)).stored
    board = replace(project.public_board(opened, scenario.catalogue), docket=docket)
    own = project.seat_board(opened, scenario.catalogue, scenario.theory.coefficients, scenario.opening, seat)
    own = replace(own, votes=[item.id for item in docket])
    guide = Guide.of(scenario.catalogue)
    chance = Draws(np.array([1], dtype=np.uint64))
    return move(board, own, guide, scenario.catalogue.seat(seat).temperament, chance)


@pytest.mark.parametrize(("resolution", "vote"), [("rescue_loan", "yes"), ("impose_sanctions", "no")])
def test_a_bot_takes_what_helps_it_and_refuses_what_harms_it(resolution: str, vote: str) -> None:
    scenario = load("new-cold-war-2014")
    seat = scenario.catalogue.seats[0]
    state = scenario.catalogue.states.keys[seat.state]
    board = project.public_board(table.opening(scenario, seed_from_number(1)).stored, scenario.catalogue)
    item = replace(board.docket[0], id="t1-1", resolution=resolution, target=state, sponsors=[])
    assert ask(scenario, seat.key, [item])["votes"] == {"t1-1": vote}


def test_there_is_a_temperament_for_every_globalism() -> None:
    ideals = [temperament.ideal for temperament in load("crash-course").catalogue.temperaments.values()]
    assert {GLOBALISMS[int(np.argmax(ideal))] for ideal in ideals} == set(GLOBALISMS)


def test_whole_points_are_ten_by_largest_remainder() -> None:
    shares = {"liberal": 0.34, "transformative": 0.33, "mercantilist": 0.33, "conservative": 0.0}
    assert whole_points(shares) == {"liberal": 4, "transformative": 3, "mercantilist": 3, "conservative": 0}
