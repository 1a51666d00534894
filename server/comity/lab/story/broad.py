"""Deeds that are felt in most states at once: told of the world, and not in every state's paragraph again."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from comity.lab.story.chapter import Chapter
from comity.lab.story.deeds import Deed
from comity.lab.story.facts import exact
from comity.lab.story.sentence import Sentence, sentence
from comity.rules.prose import raised
from comity.rules.views import CauseLine
from comity.scenarios import english

_LIMIT: Final = 2
"""So many deeds of states are told, and so many others."""
_LEAST: Final = 1.5
"""Points in the state that feels it most."""
_FINE: Final = ("mood", "stance", "capital")
_STRENGTH_IN: Final = "strength."


@dataclass(frozen=True)
class Broad:
    """The same deed of one state or several, and what it changed in the most states."""

    deeds: tuple[Deed, ...]
    name: str
    """Of what it changed, within a sentence."""
    felt: dict[str, float]
    """By state."""
    lines: tuple[int, ...]

    def sum(self) -> float:
        return sum(abs(amount) for amount in self.felt.values())

    def acted(self) -> bool:
        return self.deeds[0].kind == "action"


def found(chapter: Chapter) -> list[Broad]:
    """What was felt in more than half of the states, the most felt first.

    An event that strikes the whole world is left out: it is told as one.
    """
    same: dict[str, list[Deed]] = {}
    for deed in chapter.done():
        same.setdefault(chapter.phrases.infinitive(deed), []).append(deed)
    for place, deed in enumerate(chapter.deeds.values()):
        if deed.kind in ("resolution", "choice") or (deed.kind == "event" and deed.actor):
            same[str(place)] = [deed]
    broad = [one for deeds in same.values() if (one := _broad(chapter, deeds)) is not None]
    return sorted(broad, key=lambda one: (-one.sum(), one.deeds[0].lines))


def _broad(chapter: Chapter, deeds: list[Deed]) -> Broad | None:
    actor = {place: deed.actor for deed in deeds for place in deed.lines}
    lines: dict[str, dict[str, list[int]]] = {}
    for place in sorted(actor):
        what, state = _felt_in(chapter, chapter.ledger[place])
        if what is not None and state in chapter.lexicon.states and state != actor[place]:
            lines.setdefault(what, {}).setdefault(state, []).append(place)
    best: Broad | None = None
    for what, by_state in lines.items():
        felt = {
            key: exact(sum(chapter.ledger[place].delta for place in places))
            for key, places in by_state.items()
        }
        signs = {amount > 0 for amount in felt.values()}
        wide = len(felt) > len(chapter.lexicon.states) / 2 and len(signs) == 1
        if not wide or max(map(abs, felt.values())) < _LEAST:
            continue
        one = Broad(tuple(deeds), what, felt, tuple(p for places in by_state.values() for p in places))
        if best is None or one.sum() > best.sum():
            best = one
    return best


def _felt_in(chapter: Chapter, line: CauseLine) -> tuple[str | None, str]:
    """What a line tells of, by its name, and the state in which it is felt."""
    kind, _, key = line.subject.partition(":")
    if kind == "state" and not line.variable.startswith(_FINE):
        return chapter.lexicon.variable(line.variable), key
    if kind == "movement" and line.variable.startswith(_STRENGTH_IN):
        return chapter.lexicon.named(kind, key), line.variable.removeprefix(_STRENGTH_IN)
    return None, ""


def sentences(chapter: Chapter, found_now: list[Broad], *, acted: bool) -> Iterator[Sentence]:
    """One sentence for each: of what states did, or of what was decided, chosen or befell one."""
    states = chapter.lexicon.states
    for one in [one for one in found_now if one.acted() is acted][:_LIMIT]:
        doers = sorted({deed.actor for deed in one.deeds if deed.actor}, key=list(states).index)
        if acted:
            what = chapter.phrases.infinitive(one.deeds[0])
            verb = english.finite(what) if len(doers) == 1 else english.together(what)
            head = f"{chapter.lexicon.crowd(doers)} {verb}, and"
        else:
            deed = one.deeds[0]
            told = chapter.phrases.told(deed) if deed.kind != "choice" else chapter.phrases.answered(deed)
            head = f"as {told}," if deed.kind == "resolution" else f"{told}, and"
        yield sentence("deed", f"{raised(head)} {spread(chapter, one)}.", one.lines, *doers)


def spread(chapter: Chapter, one: Broad) -> str:
    """`cohesion falls in 12 states, most in Serica (-4.0)`; none is named where several feel it most."""
    states = chapter.lexicon.states
    most = max(one.felt, key=lambda key: (abs(one.felt[key]), key))
    top = english.signed(one.felt[most])
    turn = ("rise" if one.felt[most] > 0 else "fall") + ("" if english.plural(one.name) else "s")
    where = f"in {len(one.felt)} states" if len(one.felt) < len(states) else "everywhere"
    share = sum(english.signed(amount) == top for amount in one.felt.values())
    if share == len(one.felt):
        return f"{one.name} {turn} {where} ({top} each)"
    if share > 1:
        return f"{one.name} {turn} {where} ({top} at most)"
    return f"{one.name} {turn} {where}, most in {states[most]} ({top})"
