"""Deeds that are felt in most states at once: told of the world, and not in every state's paragraph again."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from comity.lab.story.chapter import Chapter
from comity.lab.story.deeds import Deed
from comity.lab.story.facts import exact
from comity.lab.story.sentence import Sentence, sentence
from comity.rules.prose import raised
from comity.scenarios import english

_LIMIT: Final = 2
_LEAST: Final = 1.0
"""Points in the state that feels it most."""


@dataclass(frozen=True)
class Broad:
    """The same deed of one state or several, and what it changed in the most states."""

    deeds: tuple[Deed, ...]
    variable: str
    felt: dict[str, float]
    """By state."""
    lines: tuple[int, ...]

    def sum(self) -> float:
        return sum(abs(amount) for amount in self.felt.values())


def found(chapter: Chapter) -> list[Broad]:
    """What was felt in more than half of the states, the most felt first."""
    same: dict[str, list[Deed]] = {}
    for deed in chapter.done():
        same.setdefault(chapter.phrases.infinitive(deed), []).append(deed)
    broad = [one for deeds in same.values() if (one := _broad(chapter, deeds)) is not None]
    return sorted(broad, key=lambda one: (-one.sum(), one.deeds[0].lines))[:_LIMIT]


def _broad(chapter: Chapter, deeds: list[Deed]) -> Broad | None:
    actor = {place: deed.actor for deed in deeds for place in deed.lines}
    lines: dict[str, dict[str, list[int]]] = {}
    for place in sorted(actor):
        line = chapter.ledger[place]
        kind, _, key = line.subject.partition(":")
        if kind == "state" and key in chapter.lexicon.states and key != actor[place]:
            lines.setdefault(line.variable, {}).setdefault(key, []).append(place)
    best: Broad | None = None
    for variable, by_state in lines.items():
        felt = {
            key: exact(sum(chapter.ledger[place].delta for place in places))
            for key, places in by_state.items()
        }
        signs = {amount > 0 for amount in felt.values()}
        wide = len(felt) > len(chapter.lexicon.states) / 2 and len(signs) == 1
        if (
            variable.startswith(("mood", "stance", "capital"))
            or not wide
            or max(map(abs, felt.values())) < _LEAST
        ):
            continue
        one = Broad(tuple(deeds), variable, felt, tuple(p for places in by_state.values() for p in places))
        if best is None or one.sum() > best.sum():
            best = one
    return best


def paragraph(chapter: Chapter) -> Iterator[Sentence]:
    """One sentence for each."""
    states = chapter.lexicon.states
    for one in found(chapter):
        doers = sorted({deed.actor for deed in one.deeds if deed.actor}, key=list(states).index)
        what = chapter.phrases.infinitive(one.deeds[0])
        who = raised(english.listed([states[key] for key in doers]))
        verb = english.finite(what) if len(doers) == 1 else english.together(what)
        most = max(one.felt, key=lambda key: (abs(one.felt[key]), key))
        name = chapter.lexicon.variable(one.variable)
        turn = "rises" if one.felt[most] > 0 else "falls"
        where = f"in {len(one.felt)} states" if len(one.felt) < len(states) else "everywhere"
        top = f"most in {states[most]} ({english.signed(one.felt[most])})"
        yield sentence("deed", f"{who} {verb}, and {name} {turn} {where}, {top}.", one.lines, *doers)
