"""Played games for tests of the story: each is played once a run."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

from tests.scenarios import builders

from comity.lab.playouts import Playout, play
from comity.lab.story import Story, tell
from comity.rules.views import CauseLine
from comity.scenarios.load import Scenario, load, load_sources

GAMES = (
    ("crash-course", 1),
    ("crash-course", 2),
    ("crash-course", 7),
    ("new-cold-war-2014", 1),
    ("new-cold-war-2014", 5),
)
SHARES = ("stance", "mood", "predisposition", "ownership")


@dataclass(frozen=True)
class Told:
    scenario: Scenario
    game: Playout
    story: Story


@cache
def told(key: str, seed: int) -> Told:
    scenario = load(key)
    game = play(scenario, seed=seed, keep_ledger=True)
    return Told(scenario, game, tell(scenario, game))


def tiny(moves: list[dict[str, object]], **rest: Any) -> Told:
    """A game of two states in which every seat does what is given, and nothing else."""
    scenario = load_sources(builders.sources(builders.scenario(**rest)))
    seats = [seat.key for seat in scenario.catalogue.seats]
    given = {(move["turn"], move["seat"]) for move in moves}
    idle = [
        {"turn": turn, "seat": seat}
        for turn in range(1, scenario.catalogue.turns + 1)
        for seat in seats
        if (turn, seat) not in given
    ]
    game = play(scenario, seed=1, moves=[*moves, *idle], keep_ledger=True)
    return Told(scenario, game, tell(scenario, game))


def rounded(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.1"), ROUND_HALF_UP)


def printed(line: CauseLine, value: float) -> Decimal:
    """A ledger value in the unit in which a story prints it, not yet rounded."""
    unit = 100 if line.variable.partition(".")[0] in SHARES else 1
    return Decimal(str(round(value, 4))) * unit
