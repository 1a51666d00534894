"""One state's paragraph: what befell it, what it did, what changed at home and why, what others did to it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from comity.lab.story.chapter import Chapter
from comity.lab.story.deeds import Deed
from comity.lab.story.facts import Fact, Source
from comity.lab.story.phrases import by_and_to, moved
from comity.lab.story.sentence import Kind, Sentence, sentence
from comity.rules.prose import raised
from comity.scenarios import english

SENTENCES_MAX: Final = 4
_FACTS_MAX: Final = 2
_LEAST: Final = 0.09
"""The worth from which a change at home is told."""
_SWING: Final = 0.15
"""How far a stance moves toward one model before that is news."""


@dataclass
class Portrait:
    """One state in one turn, and how much there is to tell of it."""

    chapter: Chapter
    state: str
    limit: int = SENTENCES_MAX
    broadly: frozenset[Source] = frozenset()
    """What is told of the world as felt everywhere."""
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
        for group, kept in ((after, 0), (home, 1), (before, 1), (acted, 0), (home, 0)):
            while len(group) > kept and sum(map(len, groups)) > self.limit:
                group.pop()
        return [one for group in groups for one in group]

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
                "upheaval", text + (f", which lets off steam ({relief})" if relief else ""), lines
            )

    def _events(self) -> list[list[Deed]]:
        """Events that struck it, each with its answer if one was given."""
        found: dict[str, list[Deed]] = {}
        for deed in self.chapter.deeds.values():
            if deed.kind in ("event", "choice") and deed.actor == self.state:
                found.setdefault(deed.key.partition(".")[0], []).append(deed)
        return [sorted(deeds, key=lambda deed: deed.kind == "choice") for deeds in found.values()]

    def _event_sentences(self) -> Iterator[Sentence]:
        phrases = self.chapter.phrases
        for deeds in self._events():
            text, lines = (
                phrases.event_text(deeds[0]).rstrip("."),
                [line for deed in deeds for line in deed.lines],
            )
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
        rest = [deed for deed in self.deeds() if deed.what not in self._named | self.broadly]
        if rest:
            what = english.listed([self.chapter.phrases.does(deed) for deed in rest])
            yield self._say("deed", f"{self._name()} {what}", [line for deed in rest for line in deed.lines])

    def _seen(self) -> Iterator[Sentence]:
        """What others did to it, but for what a cause has named."""
        table = self.chapter.lexicon.scenario.catalogue.actions
        parts: list[str] = []
        lines: list[int] = []
        for deed in self.chapter.done_to(self.state):
            if deed.what in self._named or deed.actor is None or table.needs_both[table.keys.index(deed.key)]:
                continue
            effects, _ = self.chapter.phrases.effects(deed, self.chapter.at_home(self.state), self.state, 1)
            what = self.chapter.phrases.infinitive(deed, self.state)
            parts.append(
                f"{self.chapter.lexicon.states[deed.actor]} {what}" + (f" ({effects})" if effects else "")
            )
            lines += deed.lines
        if parts:
            yield self._say("deed", f"{self._name()} sees {english.listed(parts)}", lines)

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
