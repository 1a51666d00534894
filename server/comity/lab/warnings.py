"""What an author should look at: dead choices, states that run away, deadlocked institutions, wars."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np

from comity.lab.many import Played
from comity.lab.usage import Usage
from comity.lab.wins import WinShare
from comity.rules.catalogue import Catalogue

DOMINANT: Final = 0.45
"""More of all games than a stance or a temperament should win."""
RARE: Final = 0.02
"""A choice that comes up in a smaller part of games than this counts as dead."""
RUNAWAY: Final = 2.0
"""Growth of a state's share of the world's power, in the mean of games, that is out of hand."""
STUCK: Final = 0.8
GENERAL_WAR: Final = 0.5
"""Part of the world's power at war that makes a war general."""
OFTEN: Final = 1 / 3


def warnings(catalogue: Catalogue, parts: Sequence[Played], wins: WinShare, usage: Usage) -> list[str]:
    """In sentences, the weightiest first."""
    return [
        *_dominance(wins),
        *_wars(parts),
        *_runaways(catalogue, parts),
        *_deadlocks(catalogue, usage),
        *_dead(catalogue, usage),
    ]


def _dominance(wins: WinShare) -> Iterator[str]:
    kinds: tuple[tuple[str, Mapping[str, float]], ...] = (
        ("stance", wins.stance),
        ("temperament", wins.temperament),
    )
    for kind, shares in kinds:
        for key, share in shares.items():
            if share > DOMINANT:
                yield f"The {kind} {key} wins {share:.0%} of games against par; {DOMINANT:.0%} is enough."


def _wars(parts: Sequence[Played]) -> Iterator[str]:
    at_war = np.concatenate([part.at_war for part in parts])
    general = float((at_war >= GENERAL_WAR).mean())
    if general > OFTEN:
        yield f"{general:.0%} of games end with half of the world's power at war."
    nuclear = float(np.concatenate([part.nuclear for part in parts]).mean())
    if nuclear > OFTEN:
        yield f"{nuclear:.0%} of games end in a nuclear war."


def _runaways(catalogue: Catalogue, parts: Sequence[Played]) -> Iterator[str]:
    growth = np.concatenate([part.power for part in parts]).mean(axis=0)
    for name, grown in zip(catalogue.states.names, growth.tolist(), strict=True):
        if grown > RUNAWAY:
            yield f"{name} runs away: its share of the world's power grows {grown:.1f}-fold in the mean."


def _deadlocks(catalogue: Catalogue, usage: Usage) -> Iterator[str]:
    for name, asked, stuck in zip(
        catalogue.institutions.names, usage.asked.tolist(), usage.stuck.tolist(), strict=True
    ):
        if asked >= max(usage.games * RARE, 1) and stuck / asked > STUCK:
            yield f"{name} is deadlocked: {stuck / asked:.0%} of its votes fail."


def _dead(catalogue: Catalogue, usage: Usage) -> Iterator[str]:
    enough = max(usage.games * RARE, 1)
    for what, names, counts in (
        ("action", catalogue.actions.names, usage.actions_in),
        ("resolution", catalogue.resolutions.names, usage.voted_in),
        ("event", catalogue.events.names, usage.events_in),
    ):
        for name, count in zip(names, counts.tolist(), strict=True):
            if count < enough:
                yield f"The {what} {name} comes up in fewer than {RARE:.0%} of games."
    if usage.dead > usage.turns * RARE:
        yield f"{usage.dead / usage.turns:.0%} of turns are dead: no deed, no vote and no event."
