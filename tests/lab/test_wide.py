"""The whole world: what holds at a table holds with 193 seats."""

from collections.abc import Mapping

import numpy as np
import pytest
from tests.tables import TABLES, WIDE

from comity import bots
from comity.lab import intervals, many, table
from comity.rules import intake
from comity.rules.draws import Draws, seed_from_number
from comity.rules.layout import FloatArray
from comity.rules.resolve import resolve
from comity.rules.world import repeat
from comity.scenarios.load import Scenario, load

SOME = 12
"""Seats that are looked at one by one."""


@pytest.fixture(scope="module")
def world() -> Scenario:
    return load(WIDE)


def test_it_alone_is_wide(world: Scenario) -> None:
    assert len(world.catalogue.states.keys) == len(world.catalogue.seats) == 193
    assert all(len(load(key).catalogue.states.keys) <= 30 for key in TABLES)


def test_every_seat_has_its_own_sheet_and_aims(world: Scenario) -> None:
    seats = world.documents.scenario.seats
    assert len({world.documents.roles[seat.role] for seat in seats}) == 193
    assert all(3 <= len(seat.objectives) <= 6 for seat in seats)


def test_bots_move_all_seats_at_once_legally_and_the_turn_resolves(world: Scenario) -> None:
    # Given two games at once
    house, seats = table.house(world), tuple(seat.key for seat in world.catalogue.seats)
    seeds = [seed_from_number(number) for number in (1, 2)]
    opening = repeat(world.opening, 2)
    moves = bots.moves(house, opening, seats, Draws.for_turn(seeds, 1, "bots"))
    alone = bots.moves(house, world.opening, seats, Draws.for_turn(seeds[1:], 1, "bots"))
    # Then the second moves as it would alone
    assert np.array_equal(moves.stance[1], alone.stance[0])
    assert sorted(moves.actions[moves.actions[:, 0] == 1, 1:].tolist()) == sorted(
        alone.actions[:, 1:].tolist()
    )
    # And its moves are legal, as many seats as are looked at show
    bodies = bots.bodies(world.opening, world.catalogue, alone, seats)
    for seat in seats[:: len(seats) // SOME]:
        assert intake.check(world.opening, world.catalogue, seat, bodies[seat]) == (), seat
    done = resolve(opening, moves, world.catalogue, house.theory, Draws.for_turn(seeds, 1), keep_ledger=False)
    assert done.record.done.size > 0


def test_in_two_turns_no_index_collapses(world: Scenario) -> None:
    house, seats = table.house(world), tuple(seat.key for seat in world.catalogue.seats)
    now, seed = world.opening, seed_from_number(5)
    for turn in (1, 2):
        moves = bots.moves(house, now, seats, Draws.for_turn([seed], turn, "bots"))
        now = resolve(now, moves, world.catalogue, house.theory, Draws.for_turn([seed], turn)).world
    assert (now["index"] > 20_000).all()
    assert (now["index"] < 99_000).all()


def test_bots_beat_whoever_does_anything_legal_over_seats_of_all_sorts(world: Scenario) -> None:
    # Given the same two games twice: all bots, and some seats at once in the hands of random players, for
    # a game of 193 seats is dear and a dozen strangers in it hardly meet
    seats = list(range(0, 193, 193 // SOME))
    strangers = {world.catalogue.seats[place].key: many.RANDOM for place in seats}
    games = [[seed_from_number(number)] for number in (1, 2)]

    def scored(players: Mapping[str, many.Player]) -> FloatArray:
        return np.concatenate([many.play(world, seeds, players).scores[:, seats] for seeds in games])

    margins = (scored({}) - scored(strangers)).mean(axis=0)
    # Then bots score more, taken together; seat by seat it is measured by `comity lab balance`
    assert margins.mean() - intervals.half_width(margins) > 2.0, margins.tolist()
