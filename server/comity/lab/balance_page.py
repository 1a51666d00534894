"""The balance of scenarios as Markdown: what `docs/scenarios.md` is made of."""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from comity.lab.balance import Balance
from comity.lab.sampling import LARGE
from comity.lab.strangers import AT_ONCE, GAMES
from comity.lab.thesis import Effect
from comity.lab.warnings import DOMINANT, GENERAL_WAR, RARE
from comity.rules.rungs import rung
from comity.rules.version import RULES_VERSION
from comity.rules.vocabulary import INDICES, RUNGS

HOT: Final = 4
"""Of the pairs that open in a quarrel so many are told, the most heated."""

INTRODUCTION: Final = f"""# The scenarios, and how they play

Made by `comity lab balance`; do not edit. Every figure is of house bots ([what they are](lab.md)), under the
scenario's own theory, and holds of them: a class will find what no bot tries. Each scenario's line tells the
version of the rules under which it was measured.

- **Par** is the mean score of a seat in the hands of its own temperament, with the range of eight games in
  ten.
- **Over random** is how far the bot beats a player that does anything legal from the same seat in the same
  games, with the interval that holds 95 percent of the mean.
- **Hands matter** sets the seat's best temperament against its worst in the same games: whether it matters
  how it is played. The two are chosen in some games and set against each other in others, four times as
  many: in those in which it was chosen, the best of nine equals would lead by chance. The other seats keep
  their own temperaments; in a world of more than {LARGE} states those in the table go through all hands in
  the same games, each from another one.
- **Wins** are against what a seat scores in all hands, temperaments dealt by lot; beside each, the interval
  over casts and the share of seats that held it. No stance and no temperament should win more than
  {DOMINANT:.0%} of games.
- **Quarrels**: a new crisis or war is one of a pair of states that did not open on that rung. A pair that
  opens in dispute or worse has calmed when it is below a dispute at the end, and has got worse when it stood
  on a higher rung than at the opening after some turn; a game can count in both.
- **Rare** is what comes up in fewer than {RARE:.0%} of games, however often in one.
- **Pluralism** tests the thesis under each theory: by how many points an index at the end is higher, for ten
  points more of pluralism over the game, between worlds that were dealt their temperaments by lot, with the
  interval that holds 95 percent. Above nought says that the more plural worlds end with more of it, below
  nought with less, and an interval with nought in it says neither.
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
        + f". Theory: {found.scenario.theory.key}. {found.games} games under rules "
        f"version {RULES_VERSION}."
    )
    yield ""
    if len(found.seats) < len(catalogue.seats):
        yield (
            f"Of the {len(catalogue.seats)} seats the table has {len(found.seats)}, taken evenly over the "
            "scenario's list from its first to its last: nobody chose them by how they play."
        )
        yield ""
    yield "| seat | par | over random | hands matter |"
    yield "| --- | --- | --- | --- |"
    for row in found.seats:
        spread = found.findings.par[row.seat]
        hands, apart = row.hands, row.hands.apart
        clear = "" if apart.clear else " (not clear)"
        yield (
            f"| {row.seat} | {spread.mean:.1f} ({spread.p10:.0f} to {spread.p90:.0f}) | "
            f"{row.over_random.mean:+.1f} ± {row.over_random.error:.1f} | "
            f"{hands.best} over {hands.worst}: {apart.mean:.1f} ± {apart.error:.1f}{clear} |"
        )
    yield ""
    if found.all_over_random:
        yield f"- {_over_all(found)}"
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
    yield from _quarrels(found)
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
    yield from _thesis(found)
    yield ""


def _over_all(found: Balance) -> str:
    """Of every seat against a random player, where the table has a few."""
    margins = found.all_over_random
    clear = sum(margin.mean > margin.error for margin in margins.values())
    least = min(margins, key=lambda seat: margins[seat].mean)
    mean = float(np.mean([margin.mean for margin in margins.values()]))
    return (
        f"Over random, every seat, {AT_ONCE} of them at a time in {GAMES} games: ahead by more than its "
        f"interval from {clear} of {len(margins)}, by {mean:+.1f} on average and least from {least}, "
        f"{margins[least].mean:+.1f} ± {margins[least].error:.1f}."
    )


def _quarrels(found: Balance) -> Iterator[str]:
    """New crises, and what became of those that there were at the opening."""
    parts = [part.quarrels for part in (*found.findings.own, *found.findings.mixed)]
    militarised, war = (
        np.concatenate([getattr(part, name) for part in parts]) for name in ("militarised", "war")
    )
    yield (
        f"- New militarised crises: in {float(militarised.mean()):.1%} of games; new wars: in "
        f"{float(war.mean()):.1%}."
    )
    pairs, scenario = parts[0].pairs, found.scenario
    if not len(pairs):
        return
    names, steps = scenario.catalogue.states.names, rung(scenario.opening["escalation"][0])
    calmed, worse = (
        np.concatenate([getattr(part, name) for part in parts]).mean(axis=0) for name in ("calmed", "worse")
    )
    told = "; ".join(
        f"{names[one]} and {names[other]} ({RUNGS[steps[one, other]]}), calmed in {calmed[place]:.0%} "
        f"of games, worse in {worse[place]:.0%}"
        for place, (one, other) in enumerate(pairs[:HOT].tolist())
    )
    more = f"; and {len(pairs) - HOT} less heated" if len(pairs) > HOT else ""
    yield f"- Quarrels of the opening: {told}{more}."


def _thesis(found: Balance) -> Iterator[str]:
    """A table of effects, a theory a row."""
    yield f"| pluralism under | {' | '.join(INDICES)} |"
    yield "| --- " * (1 + len(INDICES)) + "|"
    for theory, effects in found.theses.items():
        yield f"| {theory} | {' | '.join(_effect(effects[index]) for index in INDICES)} |"
    if len(found.theses) == 1:
        yield ""
        yield "Other theories were not played: in a world of this size they would take hours."


def _effect(found: Effect) -> str:
    if found.low is None or found.high is None:
        return "too few casts"
    return f"{found.effect:+.1f} ({found.low:+.1f} to {found.high:+.1f})"


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
            (catalogue.actions.keys, usage.actions_in),
            (catalogue.resolutions.keys, usage.voted_in),
            (catalogue.events.keys, usage.events_in),
        )
        for key, count in zip(keys, counts.tolist(), strict=True)
        if count < enough
    ]
    return ", ".join(rare) or "nothing"
