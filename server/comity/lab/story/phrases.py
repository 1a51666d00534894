"""Deeds and causes as parts of sentences."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from comity.lab.story.deeds import Deed
from comity.lab.story.facts import Cause, Fact, Source
from comity.lab.story.lexicon import Lexicon
from comity.lab.story.votes import Vote
from comity.lab.story.worth import weight
from comity.rules.prose import TARGET, listed, put
from comity.rules.views import CauseDeed
from comity.scenarios import english
from comity.scenarios.prose import agreed, infinitive

TOLD_FROM: Final = 0.05
"""Amounts below it would read as 0.0 and are left out."""


@dataclass(frozen=True)
class Phrases:
    """Words for one turn's deeds; `votes` are that turn's, by what passed."""

    lexicon: Lexicon
    deeds: dict[CauseDeed, Deed]
    votes: dict[CauseDeed, list[Vote]]

    def infinitive(self, deed: Deed, home: str | None = None, *, many: bool = False) -> str:
        """`raise tariffs against Hansa`; in Hansa's own paragraph `raise tariffs against it`.

        Where `many` do it, what is each one's own is theirs: `lift their sanctions`.
        """
        title = infinitive(deed.name, deed.target_kind)
        title = english.together(title) if many else title
        if deed.target is None:
            return title
        if home is None or not deed.targets(home):
            return title.replace(TARGET, self.lexicon.named(deed.target_kind, deed.target) or "")
        title = re.sub(rf"\bthe (\w+) of {re.escape(TARGET)}", r"its \1", title)
        return title.removesuffix(f" ({TARGET})").replace(f" in {TARGET}", " there").replace(TARGET, "it")

    def does(self, deed: Deed, home: str | None = None) -> str:
        """`raises tariffs against Hansa`."""
        return english.finite(self.infinitive(deed, home))

    def clause(self, cause: Cause, home: str | None = None) -> str:
        """A cause as it stands after `as`: `Columbia claims to lead the world`, `unrest spreads`."""
        deed = self.behind(cause)
        if cause.rule in self.lexicon.rules or deed is None:
            return self.lexicon.rule(cause.rule)
        if cause.rule.startswith("pact."):
            return self._holds(deed)
        return self.told(deed, home)

    def told(self, deed: Deed, home: str | None = None) -> str:
        """A deed as a clause: who did, decided or chose what, or what struck whom."""
        if deed.kind == "resolution":
            return self._decided(deed)
        if deed.kind in ("event", "choice"):
            return self._answer(deed, home) if deed.kind == "choice" else self._strikes(deed, home)
        return f"{self._who(deed, home)} {self.does(deed, home)}"

    def because(
        self,
        fact: Fact,
        home: str | None = None,
        *,
        net_told: bool = True,
        named: Collection[Source] = (),
    ) -> str:
        """`as A (+2.8), while B (-0.6)`: the cause that carried the change, and the largest beside it.

        A single cause that made the whole change needs no amount where the change itself is told. `named`
        are causes that the paragraph has told already: they are not put beside it again.
        """
        main, beside = fact.main(), self.beside(fact, named)
        if beside is None:
            whole = net_told and self.amount(fact, main) == english.signed(fact.change * scale(fact))
            return f"as {self.clause(main, home)}" + ("" if whole else f" ({self.amount(fact, main)})")
        both = self._both(fact, main, beside, home)
        if both:
            return both
        parts = f"as {self.clause(main, home)} ({self.amount(fact, main)})"
        link = " and" if beside.amount * main.amount > 0 else ", while"
        also = self.clause(beside, home)
        if link == " and":
            also = also.removeprefix(self._body_of_both(main, beside))
        return f"{parts}{link} {also} ({self.amount(fact, beside)})"

    def behind(self, cause: Cause) -> Deed | None:
        """The deed behind a cause; None for a rule of the engine."""
        return None if isinstance(cause.source, str) else self.deeds.get(cause.source)

    def _both(self, fact: Fact, main: Cause, beside: Cause, home: str | None) -> str | None:
        """Two states that did the same, in one clause."""
        one, other = self.behind(main), self.behind(beside)
        if one is None or other is None or one.kind != "action" or main.amount * beside.amount < 0:
            return None
        if main.rule in self.lexicon.rules or beside.rule in self.lexicon.rules:
            return None
        if home is None and _is_answered(one, other):
            title = infinitive(one.name, one.target_kind)
            return f"as they {agreed(title)} ({english.signed((main.amount + beside.amount) * scale(fact))})"
        what = self.infinitive(one, home)
        if other.kind != "action" or what != self.infinitive(other, home):
            return None
        amounts = f"{self.amount(fact, main)} and {self.amount(fact, beside)}"
        did = self.infinitive(one, home, many=True)
        return f"as {self._who(one, home)} and {self._who(other, home)} {did} ({amounts})"

    def _body_of_both(self, main: Cause, beside: Cause) -> str:
        """The institution that decided both, with a space: it need not be named again."""
        deeds = [self.behind(cause) for cause in (main, beside)]
        votes = [self.votes.get(deed.what, []) for deed in deeds if deed is not None]
        bodies = [row[0].institution for row in votes if row]
        same = len(bodies) == 2 and bodies[0] == bodies[1]
        return f"{self.lexicon.named('institution', bodies[0])} " if same else ""

    @staticmethod
    def beside(fact: Fact, named: Collection[Source] = ()) -> Cause | None:
        """The largest cause beside the main one, where it is worth a clause."""
        main = fact.main()
        rest = [cause for cause in fact.causes if cause is not main and cause.source not in named]
        worth = rest and abs(rest[0].amount) >= max(0.25, abs(main.amount) / 8)
        return rest[0] if worth else None

    @staticmethod
    def amount(fact: Fact, cause: Cause) -> str:
        return english.signed(cause.amount * scale(fact))

    def effects(self, deed: Deed, facts: list[Fact], home: str, limit: int = 2) -> tuple[str, list[int]]:
        """`cohesion -15.1, autonomy -13.6`: what a deed did to one state, with the lines that say so."""
        found = self.felt(deed, facts, home)[:limit]
        text = ", ".join(f"{name} {english.signed(amount)}" for name, amount, _ in found)
        return text, [line for *_, lines in found for line in lines]

    def felt(self, deed: Deed, facts: list[Fact], home: str) -> list[tuple[str, float, tuple[int, ...]]]:
        """What a deed did to one state: names, amounts as printed, and lines, the weightiest first."""
        found = []
        for fact in facts:
            for cause in fact.causes:
                if cause.source == deed.what and abs(cause.amount) >= TOLD_FROM:
                    name = (self.lexicon.quantity(fact, home) or "").removeprefix("its ").removeprefix("the ")
                    amount = cause.amount * scale(fact)
                    found.append((abs(cause.amount) * weight(fact), name, amount, cause.lines))
        found.sort(key=lambda row: (-row[0], row[1]))
        return [row[1:] for row in found]

    def _who(self, deed: Deed, home: str | None) -> str:
        if deed.actor is None:
            return "somebody"
        return "it" if deed.actor == home else self.lexicon.states[deed.actor]

    def _decided(self, deed: Deed) -> str:
        """What was decided; where several bodies decided the same, by whom else."""
        votes = self.votes.get(deed.what)
        if not votes:
            return f"{english.quoted(deed.name)} passes"
        others = [self.lexicon.named("institution", vote.institution) or "" for vote in votes[1:]]
        also = f", as {'do' if len(others) > 1 else 'does'} {listed(others)}" if others else ""
        return votes[0].decided + also

    def _answer(self, deed: Deed, home: str | None) -> str:
        return f"{self._who(deed, home)} chooses {english.to_do(self.chosen(deed))}"

    def answered(self, deed: Deed) -> str:
        """The same with the event that it answers: `Columbia's answer to "The papers" is to prosecute`."""
        event = english.quoted(self.event_name(deed))
        whose = english.possessive(self._who(deed, None))
        return f"{whose} answer to {event} is {english.to_do(self.chosen(deed))}"

    def _holds(self, deed: Deed) -> str:
        """`a bilateral bargain with China holds`: what was signed, without the signing."""
        signed = re.match(r"\w+ ((?:an?|the) .+|\w+ talks .+)", self.infinitive(deed))
        if signed is None:
            return f"an agreement holds ({self.infinitive(deed)})"
        return f"{signed[1]} {'hold' if english.plural(signed[1]) else 'holds'}"

    def _strikes(self, deed: Deed, home: str | None) -> str:
        event = english.quoted(self.event_name(deed))
        where = "" if deed.actor in (None, home) else f" in {self._who(deed, home)}"
        return f"{event} happens{where}"

    def event_name(self, deed: Deed) -> str:
        events = self.lexicon.scenario.catalogue.events
        return events.names[events.keys.index(deed.key.partition(".")[0])]

    def event_told(self, deed: Deed) -> str:
        """Its name and how its text begins, without a full stop; the name alone is not said twice."""
        name, text = self.event_name(deed), self.event_text(deed).removesuffix(".")
        return text if text.startswith(name) else f"{name}: {text}"

    def event_text(self, deed: Deed) -> str:
        """How the event is told to players: how its text begins."""
        events = self.lexicon.scenario.catalogue.events
        text = events.texts[events.keys.index(deed.key.partition(".")[0])]
        whom = self.lexicon.states[deed.actor] if deed.actor else "the world"
        return english.beginning(put(text, "{state}", whom))

    def chosen(self, deed: Deed) -> str:
        """The title of an answer."""
        events = self.lexicon.scenario.catalogue.events
        event, _, choice = deed.key.partition(".")
        at = events.keys.index(event)
        return events.choice_names[at][events.choices[at].index(choice)]


def _is_answered(one: Deed, other: Deed) -> bool:
    """Whether two deeds are the two halves of an agreement."""
    return (one.key, one.actor, one.target) == (other.key, other.target, other.actor)


def scale(fact: Fact) -> float:
    """What turns a quantity's ledger unit into what is printed: shares are told in percent."""
    head = fact.variable.partition(".")[0]
    return 100.0 if head in ("stance", "mood", "predisposition", "ownership") else 1.0


def moved(fact: Fact, name: str) -> str:
    """`cohesion rises by 2.2 to 52.2`."""
    verb = "rise" if fact.change > 0 else "fall"
    return f"{name} {verb}{'' if english.plural(name) else 's'} {by_and_to(fact)}"


def by_and_to(fact: Fact) -> str:
    """`by 2.2 to 52.2`."""
    by, to = english.points(fact.change * scale(fact)), english.points(fact.after * scale(fact))
    return f"from nothing to {to}" if fact.before == 0 else f"by {by} to {to}"
