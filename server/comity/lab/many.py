"""Many games at once: every seat played by a bot, nothing recorded but what the lab reads."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from comity import bots
from comity.bots import random_player
from comity.lab import table
from comity.lab.quarrels import Quarrels
from comity.lab.usage import Seen, Usage
from comity.rules import crises, scores
from comity.rules.catalogue import Seat
from comity.rules.draws import Draws
from comity.rules.layout import POINT, SHARE, FloatArray, IntArray
from comity.rules.moves import Moves
from comity.rules.power import power
from comity.rules.resolve import Resolution, resolve
from comity.rules.vocabulary import GLOBALISMS
from comity.rules.world import World, repeat
from comity.scenarios.load import Scenario

Player = Callable[[bots.House, World, tuple[str, ...], Draws], Moves]
"""Moves some seats in every game of a batch."""
BOT: Final[Player] = bots.moves
RANDOM: Final[Player] = random_player.moves


@dataclass(frozen=True, slots=True)
class Played:
    """What came of a batch of games; seats and states in the scenario's order."""

    temperaments: tuple[str, ...]
    """[seat]: who played, in all games of the batch."""
    scores: FloatArray
    """[game, seat]."""
    indices: FloatArray
    """[turn + 1, game, index] in points; turn 0 is the opening. Likewise `system`."""
    system: FloatArray
    stance: FloatArray
    """[game, seat, globalism]: the mean over the game, shares of one."""
    power: FloatArray
    """[game, state]: share of the world's power at the end, over that at the opening."""
    at_war: FloatArray
    """[game]: the share of the world's power that is at war at the end."""
    nuclear: IntArray
    """[game]: 1 where a nuclear war ended it."""
    quarrels: Quarrels
    usage: Usage

    @property
    def games(self) -> int:
        return int(self.scores.shape[0])


def play(
    scenario: Scenario,
    seeds: Sequence[bytes],
    players: Mapping[str, Player] | None = None,
    temperaments: Mapping[str, str] | None = None,
) -> Played:
    """Whole games of a scenario, one for each seed, in one batch.

    Every seat is played by a bot unless `players` says otherwise; `temperaments` gives seats another one than
    their own. The same seed gives the game that it gives alone.

    Raises:
        KeyError: a seat or a temperament that is not there.
    """
    house = house_of(scenario, temperaments or {})
    return _played(house, repeat(scenario.opening, len(seeds)), seeds, players or {})


def go_on(scenario: Scenario, world: World, seeds: Sequence[bytes]) -> Played:
    """Games that are under way, [batch] of one turn, gone on with by bots to their end; `indices` and
    `system` begin with where they stood, and counts are those of what was still played.
    """
    return _played(house_of(scenario, {}), world, seeds, {})


def each_turn(
    house: bots.House, world: World, seeds: Sequence[bytes], players: Mapping[str, Player]
) -> Iterator[tuple[World, Moves, Resolution]]:
    """Turn by turn from where a batch stands: the world before, everybody's moves, and what came of them."""
    catalogue = house.catalogue
    by_player = _by_player(catalogue.seats, players)
    for turn in range(world.turn + 1, catalogue.turns + 1):
        chance = Draws.for_turn(seeds, turn, "bots")
        moves = _all(house, world, by_player, chance)
        done = resolve(world, moves, catalogue, house.theory, Draws.for_turn(seeds, turn), keep_ledger=False)
        yield world, moves, done
        world = done.world


def _played(house: bots.House, world: World, seeds: Sequence[bytes], players: Mapping[str, Player]) -> Played:
    catalogue = house.catalogue
    usage, seen = Usage.none(catalogue), Seen.nothing(catalogue, len(seeds))
    peak = np.zeros_like(world["escalation"])
    indices, system = [world["index"]], [world["system"]]
    states = [seat.state for seat in catalogue.seats]
    stance = np.zeros((len(seeds), len(states), len(GLOBALISMS)), dtype=np.int64)
    turns = range(world.turn + 1, catalogue.turns + 1)
    for before, moves, done in each_turn(house, world, seeds, players):
        usage = usage.plus(Usage.of_turn(catalogue, before, moves, done))
        seen.see(before, done)
        world = done.world
        peak = np.maximum(peak, world["escalation"])
        indices.append(world["index"])
        system.append(world["system"])
        stance += world["stance"][:, states]
    weights, at_first = power(world), power(house.opening)
    share = weights / weights.sum(axis=1, keepdims=True)
    fighting = crises.at_war(world).any(axis=2)
    return Played(
        temperaments=tuple(seat.temperament for seat in catalogue.seats),
        scores=scores.totals(world, house.opening, catalogue),
        indices=np.array(indices) / POINT,
        system=np.array(system) / POINT,
        stance=stance / (SHARE * max(len(turns), 1)),
        power=share / (at_first / at_first.sum()),
        at_war=(share * fighting).sum(axis=1),
        nuclear=world.over.copy(),
        quarrels=Quarrels.of(house.opening, peak, world),
        usage=seen.told(usage),
    )


def house_of(scenario: Scenario, temperaments: Mapping[str, str]) -> bots.House:
    """The bots of a scenario, where some seats have another temperament than their own."""
    if not temperaments:
        return table.house(scenario)
    catalogue = scenario.catalogue
    for key, temper in temperaments.items():
        catalogue.seat(key)
        catalogue.temperaments[temper]
    seats = tuple(
        replace(seat, temperament=temperaments.get(seat.key, seat.temperament)) for seat in catalogue.seats
    )
    return bots.House.of(replace(catalogue, seats=seats), scenario.theory.coefficients, scenario.opening)


def _by_player(seats: Sequence[Seat], players: Mapping[str, Player]) -> dict[Player, tuple[str, ...]]:
    found: dict[Player, tuple[str, ...]] = {}
    for seat in seats:
        player = players.get(seat.key, BOT)
        found[player] = (*found.get(player, ()), seat.key)
    return found


def _all(
    house: bots.House, world: World, by_player: Mapping[Player, tuple[str, ...]], chance: Draws
) -> Moves:
    """The moves of all seats together: every player fills in its own."""
    parts = [
        (player(house, world, seats, chance), house.states(seats)) for player, seats in by_player.items()
    ]
    (whole, _), *others = parts
    for moves, states in others:
        whole.stance[:, states] = moves.stance[:, states]
        whole.votes[:, :, states] = moves.votes[:, :, states]
        whole.answers[:, :, states] = moves.answers[:, :, states]
        whole = replace(
            whole,
            actions=np.concatenate((whole.actions, moves.actions)),
            tabled=np.concatenate((whole.tabled, moves.tabled)),
        )
    return whole
