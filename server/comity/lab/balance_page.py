"""The balance of scenarios as Markdown: what `docs/scenarios.md` is made of."""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from comity.lab.balance import Balance
from comity.lab.warnings import DOMINANT, GENERAL_WAR, RARE

INTRODUCTION: Final = f"""# The scenarios, and how they play

Made by `comity lab balance`; do not edit. Every figure is of house bots ([what they are](lab.md)), under the
scenario's own theory, and holds of them: a class will find what no bot tries.

- **Par** is the mean score of a seat in the hands of its own temperament, with the range of eight games in
  ten.
- **Over random** is how far the bot beats a player that does anything legal from the same seat in the same
  games, with the interval that holds 95 percent of the mean.
- **Hands matter** sets the seat's best temperament against its worst in the same games: whether it matters
  how it is played.
- **Wins** are against what a seat scores in all hands, temperaments dealt by lot; beside each, the interval
  over casts and the share of seats that held it. No stance and no temperament should win more than
  {DOMINANT:.0%} of games.
"""


def markdown(found: Sequence[Balance]) -> str:
    """The whole page."""
    return "\n".join([INTRODUCTION, *(line for balance in found for line in _scenario(balance))]) + "\n"


def _scenario(found: Balance) -> Iterator[str]:
    file, catalogue = found.scenario.documents.scenario, found.scenario.catalogue
    yield f"## {file.title} (`{file.key}`)"
    yield ""
    yield (
        f"{len(catalogue.states.keys)} states, {len(catalogue.seats)} seats, {file.turns} turns, about "
        f"{file.minutes} minutes"
        + (
            f"; also {', '.join(_length(row.name, row.turns) for row in file.lengths.values())}"
            if file.lengths
            else ""
        )
        + f". Theory: {found.scenario.theory.key}. {found.games} games."
    )
    yield ""
    yield "| seat | par | over random | hands matter |"
    yield "| --- | --- | --- | --- |"
    for row in found.seats:
        spread = found.findings.par[row.seat]
        clear = "" if row.apart.clear else " (not clear)"
        yield (
            f"| {row.seat} | {spread.mean:.1f} ({spread.p10:.0f} to {spread.p90:.0f}) | "
            f"{row.over_random.mean:+.1f} ± {row.over_random.error:.1f} | "
            f"{row.best} over {row.worst}: {row.apart.mean:.1f} ± {row.apart.error:.1f}{clear} |"
        )
    yield ""
    wins = found.findings.wins
    for kind, shares in (("stance", wins.stance), ("temperament", wins.temperament)):
        told = ", ".join(
            f"{key} {share:.0%} ± {wins.noise[key] * 100:.0f} (held by {wins.held[key]:.0%})"
            for key, share in sorted(shares.items(), key=lambda pair: -pair[1])
            if share >= 0.005
        )
        yield f"- Games won by {kind}: {told}."
    yield f"- Games won by seat: {min(wins.seat.values()):.0%} to {max(wins.seat.values()):.0%}."
    parts = [*found.findings.own, *found.findings.mixed]
    at_war = np.concatenate([part.at_war for part in parts])
    nuclear = np.concatenate([part.nuclear for part in parts])
    yield (
        f"- Ended with half of the world's power at war: {float((at_war >= GENERAL_WAR).mean()):.1%} of "
        f"games; in a nuclear war: {float(nuclear.mean()):.1%}."
    )
    cast = found.findings.usage.cast
    whole = max(int(cast.sum()), 1)
    yield (
        f"- Votes cast: {cast[1] / whole:.0%} Yes, {cast[0] / whole:.0%} abstained, "
        f"{(cast[2] + cast[3]) / whole:.0%} No; {_passed(found):.0%} of motions passed."
    )
    yield f"- In fewer than {RARE:.0%} of games: {_rare(found)}."
    others = [warning for warning in found.findings.warnings if "fewer than" not in warning]
    for warning in others:
        yield f"- To consider: {warning}"
    yield ""


def _length(name: str, turns: int) -> str:
    return f"{name[0].lower()}{name[1:]} ({turns} turns)"


def _passed(found: Balance) -> float:
    usage = found.findings.usage
    return float(usage.passed.sum() / max(int(usage.voted.sum()), 1))


def _rare(found: Balance) -> str:
    """What hardly comes up: actions, resolutions and events by key."""
    catalogue, usage = found.scenario.catalogue, found.findings.usage
    enough = max(usage.games * RARE, 1)
    rare = [
        f"`{key}`"
        for keys, counts in (
            (catalogue.actions.keys, usage.actions),
            (catalogue.resolutions.keys, usage.voted),
            (catalogue.events.keys, usage.events),
        )
        for key, count in zip(keys, counts.tolist(), strict=True)
        if count < enough
    ]
    return ", ".join(rare) or "nothing"
