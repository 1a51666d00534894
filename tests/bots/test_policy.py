"""House bots: legal, in character, deterministic, and blind to what their seat cannot see."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.tables import TABLES

from comity import bots
from comity.bots.stance import STEP, tenths
from comity.lab import table
from comity.rules import intake
from comity.rules.draws import Draws, seed_from_number
from comity.rules.layout import SHARE
from comity.rules.moves import ABSTAIN, NO, YES, Moves
from comity.rules.resolve import resolve
from comity.rules.vocabulary import GLOBALISMS
from comity.rules.world import World, repeat
from comity.scenarios.load import Scenario, load


@pytest.fixture(scope="module", params=TABLES)
def scenario(request: pytest.FixtureRequest) -> Scenario:
    return load(request.param)


def seats(scenario: Scenario) -> list[str]:
    return [seat.key for seat in scenario.catalogue.seats]


def chance(*seeds: int, turn: int = 1) -> Draws:
    return Draws.for_turn([seed_from_number(seed) for seed in seeds], turn, "bots")


def moved(scenario: Scenario, world: World, draws: Draws, *only: str) -> Moves:
    return bots.moves(table.house(scenario), world, only or tuple(seats(scenario)), draws)


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


def test_what_a_bot_submits_is_what_the_engine_would_have_been_given(scenario: Scenario) -> None:
    # Given moves in the engine's form, written out as bodies and read again
    world, keys = scenario.opening, seats(scenario)
    moves = moved(scenario, world, chance(5))
    bodies = bots.bodies(world, scenario.catalogue, moves, keys)
    again = intake.gather(
        world, scenario.catalogue, {key: intake.read(body)[0] for key, body in bodies.items()}
    )
    # Then nothing is lost and nothing is added
    assert np.array_equal(again.stance, moves.stance)
    assert np.array_equal(again.votes, moves.votes)
    assert sorted(again.actions.tolist()) == sorted(moves.actions.tolist())
    assert sorted(again.tabled.tolist()) == sorted(moves.tabled.tolist())


def test_a_batch_of_games_moves_as_each_would_alone(scenario: Scenario) -> None:
    # Given three games that have gone different ways for two turns
    catalogue, theory = scenario.catalogue, scenario.theory.coefficients
    world = repeat(scenario.opening, 3)
    for turn in (1, 2):
        moves = moved(scenario, world, chance(1, 2, 3, turn=turn))
        rules = Draws.for_turn([seed_from_number(seed) for seed in (1, 2, 3)], turn)
        world = resolve(world, moves, catalogue, theory, rules, keep_ledger=False).world
    together = moved(scenario, world, chance(1, 2, 3, turn=3))
    for game in range(3):
        # When one of them is asked alone
        one = replace(
            world,
            **{
                name: getattr(world, name)[game : game + 1]
                for name in ("values", "docket", "sponsors", "pending", "happened", "over")
            },
        )
        alone = moved(scenario, one, chance(game + 1, turn=3))
        # Then it moves as it does among the others
        assert np.array_equal(alone.stance[0], together.stance[game])
        assert np.array_equal(alone.votes[0], together.votes[game])
        assert np.array_equal(alone.answers[0], together.answers[game])
        for name in ("actions", "tabled"):
            mine = getattr(together, name)
            assert sorted(getattr(alone, name)[:, 1:].tolist()) == sorted(
                mine[mine[:, 0] == game, 1:].tolist()
            )


def test_the_same_seat_and_seed_move_alike_and_another_seed_otherwise(scenario: Scenario) -> None:
    opened = table.opening(scenario, seed_from_number(1)).stored
    one, again, other = (
        table.bot_moves(scenario, opened, seats(scenario), seed_from_number(n)) for n in (1, 1, 2)
    )
    assert one == again
    assert one != other


@pytest.mark.parametrize("hidden", ["capital", "objectives"])
def test_a_bot_sees_nothing_that_is_hidden_from_its_seat(scenario: Scenario, hidden: str) -> None:
    # Given the same world twice; in one, all others are richer, or want other things in secret
    me, *rivals = scenario.catalogue.seats
    world, house = scenario.opening, table.house(scenario)
    other_house, other_world = house, world
    if hidden == "capital":
        values = world.values.copy()
        at = world.layout.offsets["capital"]
        values[0, [at + seat.state for seat in rivals]] += 9_000
        other_world = replace(world, values=values)
    else:
        kept = tuple(replace(seat, objectives=()) for seat in rivals)
        catalogue = replace(scenario.catalogue, seats=(me, *kept))
        other_house = bots.House.of(catalogue, scenario.theory.coefficients, world)
    # When the same bot moves in both
    mine = bots.moves(house, world, (me.key,), chance(1))
    same = bots.moves(other_house, other_world, (me.key,), chance(1))
    # Then it moves alike
    assert bots.bodies(world, scenario.catalogue, mine, [me.key]) == bots.bodies(
        other_world, scenario.catalogue, same, [me.key]
    )


def test_a_bots_stance_drifts_and_never_swings(scenario: Scenario) -> None:
    world = scenario.opening
    moves = moved(scenario, world, chance(1))
    for seat in scenario.catalogue.seats:
        now = tenths(world["stance"][:, seat.state] / SHARE)[0]
        then = moves.stance[0, seat.state] * 10 // SHARE
        assert then.sum() == 10
        assert np.maximum(then - now, 0).sum() <= STEP


@pytest.mark.parametrize(("resolution", "vote"), [("rescue_loan", YES), ("impose_sanctions", NO)])
def test_a_bot_takes_what_helps_it_and_refuses_what_harms_it(resolution: str, vote: int) -> None:
    # Given a motion about the bot's own state, before an institution in which it votes
    scenario = load("new-cold-war-2014")
    world, catalogue = scenario.opening, scenario.catalogue
    state = catalogue.seats[0].state
    docket = np.full_like(world.docket, -1)
    at = catalogue.resolutions.keys.index(resolution)
    place = next(
        place
        for place in np.nonzero(catalogue.resolutions.decided_by[at])[0].tolist()
        if world["membership"][0, place, state]
    )
    docket[0, 0] = (at, place, state, -1)
    # When it votes
    moves = moved(scenario, replace(world, docket=docket, sponsors=world.sponsors * 0), chance(1))
    # Then it looks to its own
    assert moves.votes[0, 0, state] == vote


def test_two_sponsors_trade_votes_that_neither_loathes_to_give() -> None:
    # Given two motions that leave everybody cold, each tabled by another state
    scenario = load("crash-course")
    world, catalogue = scenario.opening, scenario.catalogue
    one, other = (seat.state for seat in catalogue.seats[:2])
    faithful = {key: replace(each, loyalty=1.0) for key, each in catalogue.temperaments.items()}
    indifferent = replace(catalogue.resolutions, appeal=catalogue.resolutions.appeal * 0.0)
    plain = replace(catalogue, resolutions=indifferent, temperaments=faithful)
    house = bots.House.of(plain, scenario.theory.coefficients, world)
    house = replace(
        house,
        ballots=replace(house.ballots, mine=house.ballots.mine * 0, target=house.ballots.target * 0),
    )
    at, place = np.argwhere(catalogue.resolutions.decided_by)[0].tolist()
    assert world["membership"][0, place, [one, other]].all()
    docket, sponsors = np.full_like(world.docket, -1), np.zeros_like(world.sponsors)
    docket[0, 0], docket[0, 1] = (at, place, -1, one), (at, place, -1, other)
    sponsors[0, 0, one] = sponsors[0, 1, other] = 1
    keys = tuple(seat.key for seat in catalogue.seats[:3])
    votes = {
        both: bots.moves(house, replace(world, docket=shown, sponsors=asked), keys, chance(1)).votes[0]
        for both, shown, asked in (
            (True, docket, sponsors),
            (
                False,
                np.where(np.arange(12)[:, None] == 1, -1, docket),
                sponsors * (np.arange(12)[:, None] == 0),
            ),
        )
    }
    # Then each votes for the other's, and where only one asks nobody has anything to sell
    assert votes[True][0, other] == votes[True][1, one] == YES
    assert votes[False][0, other] == ABSTAIN


def test_a_deal_is_proposed_by_both_or_by_none(scenario: Scenario) -> None:
    catalogue = scenario.catalogue
    struck = 0
    for seed in range(5):
        rows = {
            tuple(row) for row in moved(scenario, scenario.opening, chance(seed)).actions[:, 1:4].tolist()
        }
        for actor, action, target in rows:
            if catalogue.actions.needs_both[action]:
                answer = int(catalogue.actions.counterpart[action])
                struck += (target, answer, actor) in rows
                # Only a purse that falls short, or other plans, keeps the partner from it.
                assert (target, answer, actor) in rows or target in {row[0] for row in rows}
    assert struck > 0


def test_there_is_a_temperament_for_every_globalism() -> None:
    ideals = [temperament.ideal for temperament in load("crash-course").catalogue.temperaments.values()]
    assert {GLOBALISMS[int(np.argmax(ideal))] for ideal in ideals} == set(GLOBALISMS)


def test_tenths_are_ten_by_largest_remainder() -> None:
    shares: Any = np.array([0.34, 0.33, 0.33, 0.0])
    assert tenths(shares).tolist() == [4, 3, 3, 0]
