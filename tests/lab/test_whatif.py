"""What if? The turn is exact, all else is as it was, and the cloud is of the same chance on either side."""

from collections.abc import Mapping
from typing import Any

import pytest

from comity.lab import table, whatif
from comity.lab.whatif import Played
from comity.rules.draws import seed_from_number
from comity.rules.layout import POINT
from comity.scenarios.load import Scenario, load

SEED = seed_from_number(11)
GAMES = 12


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load("crash-course")


@pytest.fixture(scope="module")
def game(scenario: Scenario) -> list[Played]:
    """A whole game of bots, as it was submitted."""
    now, turns = table.opening(scenario, SEED), []
    for _ in range(scenario.catalogue.turns):
        seats = [seat.key for seat in scenario.catalogue.seats]
        moves = table.bot_moves(scenario, now.stored, seats, SEED)
        turns.append(Played(moves))
        now = table.advance(
            scenario, now.stored, moves, state=now.state, seed=SEED, previous_digest=now.digest
        )
    return turns


def asked(
    scenario: Scenario, game: list[Played], move: Mapping[str, Any] | None, turn: int = 2
) -> whatif.WhatIf:
    return whatif.what_if(scenario, SEED, game, turn=turn, seat="columbia", move=move, games=GAMES)


def test_the_same_move_would_have_changed_nothing_then_or_later(
    scenario: Scenario, game: list[Played]
) -> None:
    found = asked(scenario, game, game[1].moves["columbia"])
    assert (found.changed, found.more) == ([], 0)
    clouds = (*found.indices.values(), *found.scores.values())
    assert {(cloud.difference, cloud.low, cloud.high) for cloud in clouds} == {(0.0, 0.0, 0.0)}
    assert len(clouds) == 4 + len(scenario.catalogue.seats)


def test_without_its_move_a_turn_is_what_resolving_it_so_gives(
    scenario: Scenario, game: list[Played]
) -> None:
    found = asked(scenario, game, None)
    # Then every difference is that of the two turns, resolved by themselves
    before = whatif.before(scenario, SEED, game, 2)
    others = {seat: body for seat, body in game[1].moves.items() if seat != "columbia"}
    worlds = [
        table.advance(scenario, before, moves, state=b"", seed=SEED, previous_digest="").stored.world
        for moves in (game[1].moves, others)
    ]
    assert found.changed
    place = scenario.catalogue.layout.offsets["capital"] + scenario.catalogue.seat("columbia").state
    was, would_be = (int(world.values[0, place]) / POINT for world in worlds)
    assert would_be > was
    (capital,) = [row for row in found.changed if (row.subject, row.variable) == ("state:COL", "capital")]
    assert (capital.was, capital.would_be) == (was, would_be)


def test_the_greatest_differences_are_told_first_and_the_rest_are_counted(
    scenario: Scenario, game: list[Played]
) -> None:
    found = asked(scenario, game, None)
    assert len(found.changed) == whatif.TOLD_AT_MOST
    assert found.more > 0


def test_after_the_last_turn_there_is_no_cloud(scenario: Scenario, game: list[Played]) -> None:
    found = asked(scenario, game, None, turn=scenario.catalogue.turns)
    assert (found.games, found.indices, found.scores) == (0, {}, {})


@pytest.mark.parametrize("turn", [0, 5])
def test_a_turn_that_was_not_played_is_an_error(scenario: Scenario, game: list[Played], turn: int) -> None:
    with pytest.raises(ValueError, match="not played"):
        asked(scenario, game, None, turn=turn)
