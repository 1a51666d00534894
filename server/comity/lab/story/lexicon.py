"""The scenario's names as they stand in a sentence. A key never gets into a story."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from comity.lab.story.facts import Fact
from comity.rules.prose import listed
from comity.rules.subjects import in_sentence
from comity.scenarios import english
from comity.scenarios.load import Scenario
from comity.scenarios.schema.tables import RuleText

_COMMON_FACES: Final = ("cultural", "vanguardist", "beggar_thy_neighbour", "authoritarian_shield")
"""Faces that bear no thinker's name."""
_CROWD: Final = 12
"""More states than these are not named one by one."""


@dataclass(frozen=True)
class Lexicon:
    """What everything in one scenario is called."""

    scenario: Scenario

    @cached_property
    def states(self) -> Mapping[str, str]:
        return self._names("state")

    @cached_property
    def rules(self) -> Mapping[str, RuleText]:
        return self.scenario.documents.library.rules

    @cached_property
    def globalisms(self) -> Mapping[str, str]:
        return self._names("globalism")

    def _names(self, kind: str) -> Mapping[str, str]:
        catalogue = self.scenario.catalogue
        return dict(zip(catalogue.targets(kind), catalogue.prose.names[kind], strict=True))

    def named(self, kind: str, key: str) -> str | None:
        """A state, institution, movement, bloc or globalism by its name; None for what has none."""
        catalogue = self.scenario.catalogue
        keys = catalogue.targets(kind)
        return catalogue.prose.name(kind, keys.index(key)) if key in keys else None

    def crowd(self, keys: Sequence[str], first: str | None = None) -> str:
        """States by name; of more than a dozen their number, with the three of the largest economies.

        `first` is named before them where it is one.
        """
        if len(keys) <= _CROWD:
            return listed([self.states[key] for key in keys])
        weights = {row.key: row.economy for row in self.scenario.documents.scenario.states}
        ranked = sorted(keys, key=lambda key: (key != first, -weights[key], key))
        return f"{len(keys)} states (among them {listed([self.states[key] for key in ranked[:3]])})"

    def variable(self, key: str) -> str:
        """A quantity of a state, institution or globalism: `cohesion`, `grievance over intrusion`."""
        texts = self.scenario.documents.library.words
        head, _, tail = key.partition(".")
        known = texts.variables.get(head)
        name = in_sentence(known.name) if known else head.replace("_", " ")
        if not tail:
            return name
        if head == "grievance" and tail in texts.grievances:
            return f"grievance over {in_sentence(texts.grievances[tail].name)}"
        if head == "face" and tail in texts.faces:
            face = in_sentence(texts.faces[tail].name) if tail in _COMMON_FACES else texts.faces[tail].name
            return face if face.endswith("face") else f"{face} face"
        if head == "challenge" and tail in texts.challenges:
            return f"handling of {in_sentence(texts.challenges[tail].name)}"
        if tail in self.globalisms:
            return f"{name} of {self.globalisms[tail]}"
        return f"{tail.replace('_', ' ')} {name}"

    def quantity(self, fact: Fact, home: str | None = None) -> str | None:
        """What a fact is about, within a sentence; in `home`'s own paragraph its own name is left out.

        None where the subject has no name in this scenario: such a fact is not told.
        """
        if fact.of == "system":
            return f"the {self.variable(fact.variable)}"
        if fact.of == "pair":
            return self._between(fact, home)
        name = self.named(fact.of, fact.key)
        if name is None:
            return None
        head, _, tail = fact.variable.partition(".")
        if fact.of == "movement":
            if not tail:
                return name
            return name if tail == home else f"{name} in {self.states.get(tail, 'one state')}"
        if fact.of == "state":
            whose = "its" if fact.key == home else english.possessive(name)
            return f"{whose} {self.variable(fact.variable)}"
        if head == "ownership":
            return f"the share of {self.globalisms[tail]} in {name}"
        return f"the {self.variable(fact.variable)} of {name}"

    def _between(self, fact: Fact, home: str | None) -> str | None:
        one, _, other = fact.key.partition(":")
        if one not in self.states or other not in self.states:
            return None
        name = self.variable(fact.variable.partition(".")[0])
        if fact.variable in ("sanctions", "dependence"):
            return f"{english.possessive(self.states[one])} {name} on {self.states[other]}"
        if home in (one, other):
            return f"its {name} with {self.states[other if home == one else one]}"
        return f"{name} between {self.states[one]} and {self.states[other]}"

    def rule(self, key: str) -> str:
        """A rule as a clause that may follow `as`."""
        row = self.rules.get(key)
        if row is None:
            return "something unnamed is at work"
        return row.told or f"{english.quoted(row.name)} is at work"

    def label(self, turn: int) -> str:
        """The scenario's own name for a turn."""
        labels = self.scenario.documents.scenario.turn_labels
        return labels[turn - 1] if turn <= len(labels) else f"Turn {turn}"
