"""One turn laid out for telling: its lines, facts, deeds and votes."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from comity.lab.story import deeds as turn_deeds
from comity.lab.story import facts as turn_facts
from comity.lab.story import votes as turn_votes
from comity.lab.story.deeds import Deed
from comity.lab.story.facts import Fact, Key
from comity.lab.story.lexicon import Lexicon
from comity.lab.story.phrases import Phrases
from comity.lab.story.votes import Vote
from comity.lab.story.worth import worth
from comity.rules.views import CauseDeed, CauseLine

_OF_ITSELF: Final = 0.5
_STRENGTH_IN: Final = "strength."
"""Before the key of a state: a movement's strength there."""


@dataclass(frozen=True)
class Chapter:
    """Everything that one turn's telling rests on."""

    turn: int
    ledger: Sequence[CauseLine]
    places: tuple[int, ...]
    lexicon: Lexicon
    facts: Mapping[Key, Fact]
    deeds: Mapping[CauseDeed, Deed]
    votes: tuple[Vote, ...]
    phrases: Phrases
    over: str | None
    """How the game ended, where it ended early in this turn."""

    @classmethod
    def of(
        cls,
        turn: int,
        ledger: Sequence[CauseLine],
        places: tuple[int, ...],
        told: Mapping[str, Any],
        lexicon: Lexicon,
    ) -> "Chapter":
        """Lay out one turn: its lines, and in `told` what `rules/news.py` kept of it."""
        deeds = turn_deeds.gather(lexicon.scenario.catalogue, ledger, places)
        votes = tuple(turn_votes.gather(lexicon, told.get("tallies", ()), ledger, places, deeds))
        passed = {
            what: [vote for vote in votes if vote.passed and set(deed.lines) <= set(vote.lines)]
            for what, deed in deeds.items()
            if deed.kind == "resolution"
        }
        over = [row["text"] for row in told.get("headlines", ()) if row["kind"] == "nuclear_war"]
        return cls(
            turn,
            ledger,
            places,
            lexicon,
            turn_facts.gather(ledger, places, lexicon.scenario.rule_names),
            deeds,
            votes,
            Phrases(lexicon, deeds, passed),
            over[0] if over else None,
        )

    def about(self, *kinds: str) -> list[Fact]:
        """The facts about things of some kinds, in the order of their first lines."""
        found = [fact for kind in kinds for fact in self._about.get(kind, ())]
        return sorted(found, key=lambda fact: fact.lines[0])

    def at_home(self, state: str) -> list[Fact]:
        """The facts about one state, and about movements in it."""
        return self._at_home.get(state, [])

    def done(self) -> list[Deed]:
        """What states did."""
        return self._done

    def done_by(self, state: str) -> list[Deed]:
        """What one state did."""
        return self._done_by.get(state, [])

    def done_to(self, state: str) -> list[Deed]:
        """What other states did toward one."""
        return self._done_to.get(state, [])

    def by_rule(self, rule: str) -> list[int]:
        """Lines of one rule."""
        return self._by_rule.get(rule, [])

    def worth(self, fact: Fact) -> float:
        """How much a fact tells; what somebody did tells more than what comes of itself."""
        alone = worth(fact)
        return alone * (1.0 if alone and fact.main().source in self.deeds else _OF_ITSELF)

    def best(self, facts: list[Fact], limit: int, least: float = 0.0) -> list[Fact]:
        """The facts that tell most, at most `limit`, none below `least`."""
        scored = [(self.worth(fact), fact) for fact in facts]
        scored.sort(key=lambda row: (-row[0], row[1].subject, row[1].variable))
        return [fact for value, fact in scored[:limit] if value > least]

    def is_a_joining(self, deed: Deed) -> bool:
        """Whether all there is to tell of a deed is that its doer joined or left what it is aimed at."""
        fact = self.facts.get((f"{deed.target_kind}:{deed.target}", f"membership.{deed.actor}"))
        return fact is not None and bool(fact.change)

    def quiet(self) -> bool:
        """Nobody acted, nothing was voted, and nothing came."""
        return not self.deeds and not self.votes

    # Each asks for its own among all, so they are sorted out once: with 193 states a turn has tens of
    # thousands of lines.

    @cached_property
    def _about(self) -> Mapping[str, list[Fact]]:
        found: dict[str, list[Fact]] = defaultdict(list)
        for fact in self.facts.values():
            found[fact.of].append(fact)
        return found

    @cached_property
    def _at_home(self) -> Mapping[str, list[Fact]]:
        found: dict[str, list[Fact]] = defaultdict(list)
        for fact in self._about.get("state", ()):
            found[fact.key].append(fact)
        for fact in self._about.get("movement", ()):
            if fact.variable.startswith(_STRENGTH_IN):
                found[fact.variable.removeprefix(_STRENGTH_IN)].append(fact)
        return found

    @cached_property
    def _done(self) -> list[Deed]:
        return [deed for deed in self.deeds.values() if deed.kind == "action" and deed.actor is not None]

    @cached_property
    def _done_by(self) -> Mapping[str, list[Deed]]:
        found: dict[str, list[Deed]] = defaultdict(list)
        for deed in self._done:
            if deed.actor is not None:
                found[deed.actor].append(deed)
        return found

    @cached_property
    def _done_to(self) -> Mapping[str, list[Deed]]:
        found: dict[str, list[Deed]] = defaultdict(list)
        for deed in self._done:
            if deed.target_kind == "state" and deed.target is not None and deed.actor != deed.target:
                found[deed.target].append(deed)
        return found

    @cached_property
    def _by_rule(self) -> Mapping[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for place in self.places:
            found[self.ledger[place].rule].append(place)
        return found
