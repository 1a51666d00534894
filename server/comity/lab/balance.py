"""Whether a scenario is fair and alive: who wins, whether hands matter, what is never done, what wars."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from comity.lab import hands, many, run, sampling, strangers, thesis
from comity.lab.hands import Hands, Margin
from comity.lab.parcel import Parcel
from comity.lab.run import Findings
from comity.scenarios.load import Scenario, load_sources

SEATS_MAX: Final = 17
"""Of a larger world so many seats are looked at one by one, spread evenly over its list."""
CASTS: Final = 60
"""So often the seats are dealt temperaments anew to tell who wins."""
DEALT: Final = 400
"""In so many games at least, where a cast plays few."""
HANDS: Final = 0.5
"""Each seat goes through all hands in so many of the games for each question."""
OVER_RANDOM: Final = 0.25
"""It is set against a random player in so many."""


@dataclass(frozen=True, slots=True)
class SeatBalance:
    """One seat: how far its bot beats whoever does anything legal, and its best temperament its worst in
    games in which they were not chosen.
    """

    seat: str
    over_random: Margin
    hands: Hands


@dataclass(frozen=True, slots=True)
class Balance:
    scenario: Scenario
    games: int
    findings: Findings
    seats: Sequence[SeatBalance]
    theses: Mapping[str, Mapping[str, thesis.Effect]]
    """[theory][index], from as many mixed games under each; its own theory first."""
    all_over_random: Mapping[str, Margin]
    """By seat, where the table has not all of them: from games with a dozen random players at once."""


def measure(
    scenario: Scenario, games: int, *, jobs: int = -1, told: Callable[[str], None] = lambda _: None
) -> Balance:
    """The balance of a scenario under its own theory, over so many games for each question.

    Every seat is asked with the same chance in all hands, so that a difference is one of hands.
    """
    dealt = max(games, games_to_deal(scenario))
    told(f"{scenario.key}: {dealt} games of bots")
    findings = run.run([scenario], dealt, jobs=jobs).theories[scenario.theory.key]
    seats = [seat.key for seat in scenario.catalogue.seats]
    asked = [seats[place] for place in np.linspace(0, len(seats) - 1, min(len(seats), SEATS_MAX)).astype(int)]
    told(f"{scenario.key}: {len(asked)} seats against a random player")
    against = max(round(OVER_RANDOM * games), 2)
    over_random = hands.of_each(_over_random, scenario, asked, against, jobs=jobs)
    told(f"{scenario.key}: {len(asked)} seats in all hands")
    # Of a large world one by one would take hours, and so would the thesis under other theories than its own.
    large = sampling.is_large(scenario)
    in_all_hands = hands.all_in_turn if large else hands.one_by_one
    found = in_all_hands(scenario, asked, max(round(HANDS * games), 2), jobs=jobs)
    theses = {scenario.theory.key: findings.thesis}
    over_all: Mapping[str, Margin] = {}
    if len(asked) < len(seats):
        told(f"{scenario.key}: all {len(seats)} seats against a random player, a dozen at a time")
        over_all = strangers.over_all(scenario, jobs=jobs)
    if not large:
        told(f"{scenario.key}: the thesis under other theories")
        theses |= _under_others(scenario, dealt, jobs=jobs)
    rows = [SeatBalance(seat, over_random[seat], found[seat]) for seat in asked]
    return Balance(scenario, dealt, findings, rows, theses, over_all)


def _under_others(scenario: Scenario, count: int, *, jobs: int) -> dict[str, Mapping[str, thesis.Effect]]:
    """The thesis under every theory but the scenario's own, from games of the same numbers and casts."""
    half = count // 2
    return {
        key: thesis.effects(
            sampling.games(
                load_sources(scenario.sources, theory=key), half, first=count - half, mixed=True, jobs=jobs
            )
        )
        for key in scenario.documents.library.theories
        if key != scenario.theory.key
    }


def games_to_deal(scenario: Scenario) -> int:
    """How many games tell who wins: in half of them temperaments are dealt, anew for each chunk."""
    return 2 * max(CASTS * min(sampling.CAST, sampling.chunk_of(scenario)), DEALT)


def _over_random(parcel: Parcel, seat: str, games: int) -> Margin:
    """In whatever process it is."""
    scenario = parcel.opened()
    bot, lots = (hands.scores_of(scenario, seat, games, player=player) for player in (many.BOT, many.RANDOM))
    return Margin.of(bot - lots)
