"""Why a bot moved so: a sentence for each part of its move, of the reason that weighed most."""

from dataclasses import replace

import numpy as np
import pytest
from tests.bots.small import action, chance, change, game, house, made
from tests.rules import worlds
from tests.tables import TABLES

from comity import bots
from comity.bots.because import of_seats
from comity.bots.house import House
from comity.lab import table
from comity.rules.draws import seed_from_number
from comity.scenarios.load import load


def only(**interests: float) -> dict[str, float]:
    nothing = dict.fromkeys(("economy", "security", "autonomy", "standing", "wellbeing", "planet"), 0)
    return {**nothing, **interests}


def said(bot: House, seat: str = "a") -> set[str]:
    """What is said of the actions of one seat, whatever is on its desk."""
    found: set[str] = set()
    for seed in range(20):
        lots = chance(seed)
        moves = bots.moves(bot, bot.opening, (seat,), lots)
        reasons = of_seats(bot, bot.opening, moves, (seat,), lots)[seat]
        found |= {words for part, words in reasons.items() if part.startswith("actions")}
    return found


@pytest.mark.parametrize("key", TABLES)
def test_every_part_of_every_move_has_a_reason_and_nothing_else_has(key: str) -> None:
    scenario, seed = load(key), seed_from_number(3)
    stored = table.opening(scenario, seed).stored
    seats = [seat.key for seat in scenario.catalogue.seats][:20]
    bodies = table.bot_moves(scenario, stored, seats, seed)
    reasons = table.bot_reasons(scenario, stored, seats, seed)
    for seat in seats:
        body = bodies[seat]
        parts = {
            "stance",
            *(f"actions[{place}]" for place in range(len(body["actions"]))),
            *(f"votes.{item}" for item in body["votes"]),
            *(f"tabled[{place}]" for place in range(len(body.get("tabled", ())))),
        }
        assert set(reasons[seat]) == parts
        assert all(words.endswith((".", ")")) or words[-1].isalnum() for words in reasons[seat].values())


@pytest.mark.parametrize(
    ("regime", "society", "said_to_lean"),
    [
        ({"liberal": 10}, {"conservative": 10}, "its regime leans that way"),
        ({"liberal": 10}, {"liberal": 10}, "its regime and its society lean that way"),
    ],
)
def test_a_drift_names_those_who_lean_that_way_and_nobody_else(
    regime: dict[str, float], society: dict[str, float], said_to_lean: str
) -> None:
    # Given a sovereign stance, a liberal regime, and a society of one mind or the other
    first = worlds.state("A", predisposition=regime, mood=society, stance={"conservative": 10})
    bot = house(game([first, worlds.state("B")], action("deed")))
    moves = bots.moves(bot, bot.opening, ("a",), chance(1))
    reasons = of_seats(bot, bot.opening, moves, ("a",), chance(1))["a"]
    assert reasons["stance"] == f"A little more liberal: {said_to_lean}, and drift is cheap."


def test_a_deed_for_gain_says_what_of_its_own_it_serves() -> None:
    gain = action("gain", change("economy", 6, of="actor"), target="none")
    states = [worlds.state(key, interests=only(economy=1)) for key in "AB"]
    assert said(house(game(states, gain))) == {"It serves its own economy."}


def test_a_deed_for_an_aim_names_the_aim() -> None:
    lower = action("lower", change("standing", -4))
    document = worlds.scenario([worlds.state(key, interests=only(planet=1)) for key in "ABC"])
    aim = {"key": "humble", "text": "Humble B.", "points": 20, "path": "states.B.standing", "at_most": 47}
    document["seats"][0]["objectives"] = [aim]
    assert said(house(made(document, lower))) == {"It brings an aim of its own nearer: Humble B."}


def test_a_blow_names_whom_it_is_meant_for() -> None:
    hit = action("hit", change("economy", -8), hostile=True)
    states = [worlds.state("A", interests=only(planet=1)), worlds.state("B", interests=only(economy=1))]
    bot = house(game(states, hit, relation_defaults={"trust": 0, "tension": 30}))
    assert said(bot) == {"It hurts State B, which it distrusts."}


def test_a_reason_names_a_state_as_one_says_it() -> None:
    hit = action("hit", change("economy", -8), hostile=True)
    other = worlds.state("B", interests=only(economy=1), name="United Islands")
    states = [worlds.state("A", interests=only(planet=1)), other]
    bot = house(game(states, hit, relation_defaults={"trust": 0, "tension": 30}))
    assert said(bot) == {"It hurts the United Islands, which it distrusts."}


def test_all_who_lean_one_way_are_listed_as_one_says_them() -> None:
    liberal = {"liberal": 10}
    first = worlds.state("A", predisposition=liberal, mood=liberal, stance={"conservative": 10})
    played = game([first, worlds.state("B")], action("deed"))
    temper = played.catalogue.temperaments["plain"]
    keen = replace(temper, pull=0.5, ideal=played.opening["predisposition"][0, 0])
    bot = house(replace(played, catalogue=replace(played.catalogue, temperaments={"plain": keen})))
    moves = bots.moves(bot, bot.opening, ("a",), chance(1))
    reasons = of_seats(bot, bot.opening, moves, ("a",), chance(1))["a"]
    assert "its regime, whoever governs it and its society lean that way" in reasons["stance"]


def test_a_blow_that_only_resolve_explains_says_so() -> None:
    # Given a blow that costs much and brings nothing, and a quarrel in full with a bold government
    hit = action("hit", change("economy", -1), hostile=True, cost=14)
    states = [worlds.state(key, interests=only(planet=1)) for key in "AB"]
    bot = house(game(states, hit, relation_defaults={"trust": 40, "tension": 45}), boldness=1.0)
    assert "It stands up to State B, its worst adversary." in said(bot)


def test_what_is_done_against_all_advice_says_so() -> None:
    folly = action("folly", change("economy", -9, of="actor"), target="none", globalism="mercantilist")
    states = [
        worlds.state(key, interests=only(economy=1), predisposition={"conservative": 10}) for key in "AB"
    ]
    bot = house(game(states, folly))
    moves = bots.moves(bot, bot.opening, ("a",), chance())
    assert not moves.actions.size
    done = np.array([[0, 0, 0, -1, 1]])
    rash = type(moves)(moves.stance, moves.votes, done, moves.tabled, moves.answers)
    reasons = of_seats(bot, bot.opening, rash, ("a",), chance())["a"]
    assert reasons["actions[0]"] == "Against all advice: no reason speaks for it."
