"""The player that does anything legal: legal it is, and anything it does."""

import pytest
from tests.tables import TABLES

from comity.bots import random_player
from comity.bots.bodies import of_seats
from comity.lab import table
from comity.rules import intake
from comity.rules.draws import Draws, seed_from_number
from comity.rules.resolve import resolve
from comity.scenarios.load import load


@pytest.mark.parametrize("key", TABLES)
def test_whatever_it_does_is_legal_in_every_turn_of_a_game(key: str) -> None:
    scenario = load(key)
    catalogue, house = scenario.catalogue, table.house(scenario)
    seats, seeds, world = tuple(seat.key for seat in catalogue.seats), [seed_from_number(4)], scenario.opening
    for turn in range(1, catalogue.turns + 1):
        moves = random_player.moves(house, world, seats, Draws.for_turn(seeds, turn, "bots"))
        for seat, body in of_seats(world, catalogue, moves, seats).items():
            assert intake.check(world, catalogue, seat, body) == (), (seat, body)
        world = resolve(world, moves, catalogue, house.theory, Draws.for_turn(seeds, turn)).world


def test_over_many_games_it_does_everything_that_may_be_done_and_votes_every_way() -> None:
    scenario = load("crash-course")
    house, world = table.house(scenario), scenario.opening
    seats = tuple(seat.key for seat in scenario.catalogue.seats)
    done: set[int] = set()
    cast: set[int] = set()
    for number in range(200):
        chance = Draws.for_turn([seed_from_number(number)], 1, "bots")
        moves = random_player.moves(house, world, seats, chance)
        done |= set(moves.actions[:, 2].tolist())
        cast |= set(moves.votes.reshape(-1).tolist())
    may = {
        action
        for block in house.options.blocks
        for place, action in enumerate(block.actions.tolist())
        if block.possible(world, house.catalogue, house.states(seats))[0, :, place].any()
    }
    assert done == may
    assert cast == {0, 1, 2, 3}
