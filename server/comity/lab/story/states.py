"""One state's paragraph: what befell it, what it did, what changed at home and why, what others did to it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from comity.lab.story.chapter import Chapter
from comity.lab.story.deeds import Deed
from comity.lab.story.facts import Fact, Source
from comity.lab.story.phrases import by_and_to, moved
from comity.lab.story.sentence import Kind, Sentence, sentence
from comity.rules.prose import listed, raised
from comity.scenarios import english

SENTENCES_MAX: Final = 4
_FACTS_MAX: Final = 2
_LEAST: Final = 0.09
"""The worth from which a change at home is told."""
_SWING: Final = 0.15
"""How far a stance moves toward one model before that is news."""


def _event(deed: Deed) -> str:
    """The key of an event, or of the one that a choice answers."""
    return deed.key.partition(".")[0]


@dataclass
class Portrait:
    """One state in one turn, and how much there is to tell of it."""

    chapter: Chapter
    state: str
    limit: int = SENTENCES_MAX
    broadly: frozenset[Source] = frozenset()
    """What is told of the world as felt everywhere."""
    heard: set[str] = field(default_factory=set)
    """Keys of the events whose text has been told this turn, of whichever state."""
    _named: set[Source] = field(default_factory=set)
    """The causes that the paragraph has named."""

    def weight(self) -> float:
        """How much the state's turn tells; what is done to it and what comes upon it count."""
        own = sum(self.chapter.worth(fact) for fact in self._best()[:_FACTS_MAX])
        upheaval = 1.0 if self._upheaval_lines() else 0.0
        return (
            own
            + upheaval
            + 0.3 * len(self._events())
            + 0.15 * len(self.chapter.done_to(self.state))
            + 0.4 * bool(self._lead())
        )

    def deeds(self) -> list[Deed]:
        """What it did alone; agreements are told of the world."""
        table = self.chapter.lexicon.scenario.catalogue.actions
        return [
            deed
            for deed in self.chapter.done_by(self.state)
            if not table.needs_both[table.keys.index(deed.key)]
        ]

    def sentences(self) -> list[Sentence]:
        """The paragraph, at most `limit` sentences."""
        before = [*self._upheaval(), *self._event_sentences()]
        home = list(self._home())
        acted = list(self._acted())
        after = [*self._stance(), *self._seen()]
        groups = (before, acted, home, after)
        fated = max(1, sum(map(self._is_fated, self._events())))
        for group, kept in ((after, 0), (home, 1), (before, fated), (acted, 0), (home, 0)):
            while len(group) > kept and sum(map(len, groups)) > self.limit:
                group.pop()
        return [one for group in groups for one in group]

    def fated(self) -> Iterator[Sentence]:
        """What the scenario itself set for this state, and how its government answered: told in any case."""
        return self._told_of([deeds for deeds in self._events() if self._is_fated(deeds)])

    def _is_fated(self, event: list[Deed]) -> bool:
        rows = self.chapter.lexicon.scenario.documents.scenario.events
        return any((row.event, row.state) == (_event(event[0]), self.state) for row in rows)

    def _say(self, kind: Kind, text: str, lines: Iterable[int]) -> Sentence:
        return sentence(kind, english.ended(raised(text)), lines, self.state)

    def _name(self) -> str:
        return self.chapter.lexicon.states[self.state]

    def _upheaval_lines(self) -> list[int]:
        subject = f"state:{self.state}"
        return [
            place
            for place in self.chapter.by_rule("upheaval")
            if self.chapter.ledger[place].subject == subject
        ]

    def _upheaval(self) -> Iterator[Sentence]:
        parts: list[tuple[float, str]] = []
        lines: list[int] = []
        for fact in self.chapter.at_home(self.state):
            cause = next((cause for cause in fact.causes if cause.rule == "upheaval"), None)
            if cause is not None and fact.variable != "predisposition" and "." not in fact.variable:
                name = self.chapter.lexicon.variable(fact.variable)
                parts.append((cause.amount, f"{name} {self.chapter.phrases.amount(fact, cause)}"))
                lines += cause.lines
                self._named.add(cause.source)
        if parts:
            costs = ", ".join(part for amount, part in sorted(parts) if amount < 0)
            relief = ", ".join(part for amount, part in sorted(parts) if amount > 0)
            text = f"order breaks down in {self._name()}" + (f" ({costs})" if costs else "")
            yield self._say(
                "upheaval",
                text + (f", and a spent country grows quieter ({relief})" if relief else ""),
                lines,
            )

    def _events(self) -> list[list[Deed]]:
        """Events that struck it, each with its answer if one was given; what was set for it comes first."""
        found: dict[str, list[Deed]] = {}
        for deed in self.chapter.deeds.values():
            if deed.kind in ("event", "choice") and deed.actor == self.state:
                found.setdefault(_event(deed), []).append(deed)
        struck = [sorted(deeds, key=lambda deed: deed.kind == "choice") for deeds in found.values()]
        return sorted(struck, key=lambda deeds: not self._is_fated(deeds))

    def _event_sentences(self) -> Iterator[Sentence]:
        return self._told_of(self._events())

    def _told_of(self, events: list[list[Deed]]) -> Iterator[Sentence]:
        phrases = self.chapter.phrases
        for deeds in events:
            event, name = _event(deeds[0]), phrases.event_name(deeds[0])
            text = phrases.event_told(deeds[0])
            if event in self.heard:
                text = f"{english.quoted(name)} happens in {self._name()}, too"
            self.heard.add(event)
            lines = [line for deed in deeds for line in deed.lines]
            for deed in deeds:
                self._named.add(deed.what)
                effects, _ = phrases.effects(deed, self.chapter.at_home(self.state), self.state)
                shown = f" ({effects})" if effects else ""
                if deed.kind == "event":
                    text += shown
                else:
                    text += f"; its government chooses {english.to_do(phrases.chosen(deed))}{shown}"
            yield self._say("event", text, lines)

    def _best(self) -> list[Fact]:
        """What changed at home most, but for what is told of the world as felt everywhere."""
        felt = self.broadly | {
            deed.what for deed in self.chapter.deeds.values() if deed.kind == "event" and not deed.actor
        }
        own = {deed.what for deed in (*self.deeds(), *self.chapter.done_to(self.state))}
        found = self.chapter.best(self.chapter.at_home(self.state), 8, _LEAST)
        return [fact for fact in found if fact.main().source not in felt - own]

    def _home(self) -> Iterator[Sentence]:
        """The largest changes at home; those that one cause carried are told together."""
        facts = [fact for fact in self._best() if fact.main().source not in self._named][:_FACTS_MAX]
        if len(facts) == 2 and facts[0].main().source == facts[1].main().source:
            one, other = sorted(facts, key=lambda fact: fact.of != "state")
            yield self._say("fact", self._together(one, other), (*one.lines, *other.lines))
            return
        for fact in facts:
            why = self.chapter.phrases.because(fact, self.state, named=self._named)
            beside = self.chapter.phrases.beside(fact, self._named)
            self._named.update({fact.main().source} | ({beside.source} if beside else set()))
            yield self._say("fact", f"{self._moves(fact)}, {why}", fact.lines)

    def _together(self, one: Fact, other: Fact) -> str:
        phrases = self.chapter.phrases
        main = one.main()
        self._named.add(main.source)
        amounts = f"{phrases.amount(one, main)} and {phrases.amount(other, other.main())}"
        also = self._moves(other)
        if one.change * other.change > 0:
            also = f"{self.chapter.lexicon.quantity(other, self.state)} {by_and_to(other)}"
        return f"{self._moves(one)} and {also}, as {phrases.clause(main, self.state)} ({amounts})"

    def _moves(self, fact: Fact) -> str:
        name = self.chapter.lexicon.quantity(fact, self.state) or ""
        return moved(fact, name)

    def _acted(self) -> Iterator[Sentence]:
        """What it did, but for what a cause has named."""
        rest = [
            deed
            for deed in self.deeds()
            if deed.what not in self._named | self.broadly and not self.chapter.is_a_joining(deed)
        ]
        if rest:
            what = listed([self.chapter.phrases.does(deed) for deed in rest])
            yield self._say("deed", f"{self._name()} {what}", [line for deed in rest for line in deed.lines])

    def _seen(self) -> Iterator[Sentence]:
        """What others did to it, but for what a cause has named."""
        table = self.chapter.lexicon.scenario.catalogue.actions
        same: dict[str, list[Deed]] = {}
        for deed in self.chapter.done_to(self.state):
            if deed.what in self._named or deed.actor is None or table.needs_both[table.keys.index(deed.key)]:
                continue
            same.setdefault(self.chapter.phrases.infinitive(deed, self.state), []).append(deed)
        if same:
            parts = [self._seen_of(deeds) for deeds in same.values()]
            lines = [line for deeds in same.values() for deed in deeds for line in deed.lines]
            yield self._say("deed", f"{self._name()} sees {listed(parts)}", lines)

    def _seen_of(self, deeds: list[Deed]) -> str:
        """The same deed of one state or of several, with what it did to this one."""
        who = self.chapter.lexicon.crowd([deed.actor for deed in deeds if deed.actor])
        many = len(deeds) > 1
        said = f"{who} {self.chapter.phrases.infinitive(deeds[0], self.state, many=many)}"
        home = self.chapter.at_home(self.state)
        felt = [
            (name, amount)
            for deed in deeds
            for name, amount, _ in self.chapter.phrases.felt(deed, home, self.state)[:1]
        ]
        if len(felt) < len(deeds) or len({name for name, _ in felt}) > 1:
            return said if many else said + "".join(f" ({n} {english.signed(a)})" for n, a in felt)
        name, amounts = felt[0][0], [amount for _, amount in felt]
        if english.alike(amounts):
            return f"{said} ({name} {english.signed(amounts[0])}{' each' if many else ''})"
        return f"{said} ({name} {english.signed(sum(amounts))} together)"

    def _stance_facts(self) -> list[Fact]:
        return [
            fact
            for fact in self.chapter.at_home(self.state)
            if fact.variable.startswith("stance.") and fact.change
        ]

    def _lead(self) -> Fact | None:
        """The model toward which the stance swung, if it swung far."""
        gains = [fact for fact in self._stance_facts() if fact.change >= _SWING]
        return max(gains, key=lambda fact: (fact.change, fact.variable), default=None)

    def _stance(self) -> Iterator[Sentence]:
        fact = self._lead()
        if fact is not None:
            model = self.chapter.lexicon.globalisms[fact.variable.partition(".")[2]]
            by, to = english.points(fact.change * 100), english.points(fact.after * 100)
            why = self.chapter.phrases.because(fact, self.state)
            text = f"its stance swings by {by} to {to} percent toward {model}, {why}"
            yield self._say("fact", text, fact.lines)
