"""`comity lab balance`: the page on how scenarios play."""

from collections.abc import Sequence
from typing import Final

import typer

from comity.commands.loading import loaded
from comity.lab.balance import measure
from comity.lab.balance_page import markdown
from comity.scenarios import sources
from comity.scenarios.load import Scenario

WORK: Final = 60_000
"""Pairs of states over all games of a question: some minutes for each scenario on two cores."""
GAMES_MAX: Final = 800
GAMES_MIN: Final = 48


def page(keys: Sequence[str], *, games: int | None, jobs: int) -> str:
    """The page; what is being measured is told on stderr. Raises CommandError for what cannot be played."""
    scenarios = [loaded(key) for key in keys or sources.shipped()]
    found = [
        measure(
            scenario, games or games_for(scenario), jobs=jobs, told=lambda words: typer.echo(words, err=True)
        )
        for scenario in scenarios
    ]
    return markdown(found)


def games_for(scenario: Scenario) -> int:
    """How many games a question is asked over: fewer in a larger world, where each tells more."""
    states = len(scenario.catalogue.states.keys)
    return max(min(WORK // states**2, GAMES_MAX), GAMES_MIN)
