"""`comity lab run`: a scenario played thousands of times under one theory or several."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from comity.lab import sampling, thesis
from comity.lab.many import Played
from comity.lab.par import Spread
from comity.lab.par import par as par_of
from comity.lab.usage import Usage
from comity.lab.warnings import warnings
from comity.lab.wins import WinShare, win_share
from comity.rules import vocabulary as words
from comity.scenarios.load import Scenario


@dataclass(frozen=True, slots=True)
class Findings:
    """Under one theory. Half of the games are played by the seats' own temperaments: these make par and the
    indices. In the other half temperaments are dealt by lot: these tell who wins, and the thesis.
    """

    scenario: Scenario
    own: Sequence[Played]
    mixed: Sequence[Played]
    par: Mapping[str, Spread]
    indices: Mapping[str, Spread]
    wins: WinShare
    thesis: Mapping[str, thesis.Effect]
    usage: Usage
    warnings: Sequence[str]


@dataclass(frozen=True, slots=True)
class Report:
    """What a run found; `games` were played in all, under each theory as many."""

    scenario: str
    games: int
    seconds: float
    theories: Mapping[str, Findings]

    def document(self) -> dict[str, Any]:
        """As printed by `--json`."""
        return {
            "scenario": self.scenario,
            "games": self.games,
            "games_per_second": round(self.games * len(self.theories) / max(self.seconds, 1e-9), 1),
            "theories": {key: _document(found) for key, found in self.theories.items()},
            "thesis": {
                key: {index: asdict(effect) for index, effect in found.thesis.items()}
                for key, found in self.theories.items()
            },
        }


def run(
    scenarios: Sequence[Scenario],
    count: int,
    *,
    first: int = 0,
    jobs: int = -1,
    told: Callable[[int], None] = lambda _: None,
) -> Report:
    """`count` games of the same scenario under each of its theories; `told` hears how many games are done."""
    start = time.perf_counter()
    found = {
        scenario.theory.key: _under(scenario, count, first=first, jobs=jobs, told=told)
        for scenario in scenarios
    }
    return Report(scenarios[0].key, count, time.perf_counter() - start, found)


def _under(scenario: Scenario, count: int, *, first: int, jobs: int, told: Callable[[int], None]) -> Findings:
    half = count // 2
    own = sampling.games(scenario, count - half, first=first, jobs=jobs, told=told)
    mixed = sampling.games(scenario, half, first=first + count - half, mixed=True, jobs=jobs, told=told)
    seats = [seat.key for seat in scenario.catalogue.seats]
    sample, ends = sampling.joined(own, "scores"), sampling.joined(own, "indices", axis=1)[-1]
    usage = Usage.none(scenario.catalogue)
    for part in (*own, *mixed):
        usage = usage.plus(part.usage)
    played = mixed or own
    # Against what the seat scores in all hands: its own temperament alone may hardly vary.
    reached = sampling.joined(played, "scores")
    wins = win_share(
        seats,
        reached,
        reached,
        sampling.joined(played, "stance"),
        temperaments=[part.temperaments for part in played for _ in range(part.games)],
        cast=np.repeat(np.arange(len(played)), [part.games for part in played]),
    )
    return Findings(
        scenario,
        own,
        mixed,
        par_of(seats, sample),
        {index: Spread.of(ends[:, place]) for place, index in enumerate(words.INDICES)},
        wins,
        thesis.effects(mixed),
        usage,
        warnings(scenario.catalogue, [*own, *mixed], wins, usage),
    )


def _document(found: Findings) -> dict[str, Any]:
    return {
        "indices": {index: asdict(spread) for index, spread in found.indices.items()},
        "par": {seat: asdict(spread) for seat, spread in found.par.items()},
        "win_share": asdict(found.wins),
        "warnings": list(found.warnings),
    }
