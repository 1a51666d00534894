"""Votes of games taken as those of the General Assembly are, by its own items and by those of all bodies."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from comity.lab.agreement import Findings, measure_each
from comity.lab.assembly import BEGINNINGS
from comity.lab.facts import PLAYED
from comity.lab.periods import periods
from comity.lab.quantities import Game
from comity.lab.sampling import is_large
from comity.scenarios.load import Scenario, load

ASSEMBLY: Final = "UNGA"
TOWARDS: Final = "usa"
"""The seat whose side is called positive."""


@dataclass(frozen=True, slots=True)
class Votes:
    """What was found in the games of one scenario at one length: the same games, counted twice."""

    games: int
    assembly: Findings
    """On items of the General Assembly alone, as the real figures are."""
    all_bodies: Findings


def measure(
    games: int,
    *,
    games_wide: int,
    jobs: int = -1,
    told: Callable[[str], None] = lambda _: None,
) -> Mapping[Game, Votes]:
    """All that the facts are asked of, from so many games each, or `games_wide` of a large world."""
    found = {}
    for key, length in PLAYED:
        scenario = load(key, length=length)
        count = games_wide if is_large(scenario) else games
        told(f"{key}{f', {length}' if length else ''}: {count} games")
        found[key, length] = votes_of(scenario, count, jobs=jobs)
    return found


def votes_of(scenario: Scenario, games: int, *, jobs: int = 1) -> Votes:
    """The votes of `games` games from number 0 on."""
    assembly, all_bodies = measure_each(
        scenario,
        games,
        [[ASSEMBLY], []],
        jobs=jobs,
        towards=TOWARDS,
        periods=periods(scenario.documents.scenario.turn_labels, BEGINNINGS),
    )
    return Votes(games, assembly, all_bodies)
