"""From ledger lines to facts: what changed, by how much on the whole, and what each cause gave to it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from comity.lab.story.deeds import source
from comity.rules.views import CauseDeed, CauseLine

Key = tuple[str, str]
"""Subject and variable, as ledger lines name them."""
Source = CauseDeed | str
"""What is behind a change: a deed, or a rule of the engine by its key."""


@dataclass(frozen=True, slots=True)
class Cause:
    """One cause's part in a change: all lines of one quantity that say the same deed or rule."""

    rule: str
    source: Source
    amount: float
    lines: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Fact:
    """One quantity's change over some lines of the ledger.

    Few of a world's tens of thousands of quantities are told, so its causes are made out when they are asked
    for.
    """

    subject: str
    variable: str
    lines: tuple[int, ...]
    """Every line of the quantity: what its net change and its value after rest on."""
    _ledger: Sequence[CauseLine] = field(repr=False)
    _rule_names: Mapping[str, str] = field(repr=False)

    @property
    def before(self) -> float:
        return self._ledger[self.lines[0]].before

    @property
    def after(self) -> float:
        return self._ledger[self.lines[-1]].after

    @cached_property
    def change(self) -> float:
        return exact(self.after - self.before)

    @property
    def of(self) -> str:
        """What kind of thing it is a fact about: `state`, `pair`, `institution` and so on."""
        return self.subject.partition(":")[0]

    @property
    def key(self) -> str:
        """The subject's own key."""
        return self.subject.partition(":")[2]

    @cached_property
    def causes(self) -> tuple[Cause, ...]:
        """From the largest to the smallest. What a named rule did is one cause, whichever deeds called it
        forth.
        """
        grouped: dict[tuple[str, Source], list[int]] = {}
        for place in self.lines:
            line = self._ledger[place]
            behind = line.rule if line.rule in self._rule_names else source(line) or line.rule
            grouped.setdefault((line.rule, behind), []).append(place)
        parts = [
            Cause(rule, behind, exact(sum(self._ledger[place].delta for place in lines)), tuple(lines))
            for (rule, behind), lines in grouped.items()
        ]
        parts.sort(key=lambda cause: (-abs(cause.amount), cause.rule, self._ledger[cause.lines[0]].because))
        return tuple(parts)

    def main(self) -> Cause:
        """The largest cause that pushed the way the quantity went."""
        with_it = [cause for cause in self.causes if cause.amount * self.change > 0]
        return with_it[0] if with_it else self.causes[0]


def exact(value: float) -> float:
    """A sum of ledger amounts without the dust of adding decimals: the grid has four places at most."""
    return round(value, 4)


def gather(
    ledger: Sequence[CauseLine], places: Iterable[int], rule_names: Mapping[str, str]
) -> dict[Key, Fact]:
    """The facts of some lines of the ledger, in rising order, by subject and variable."""
    grouped: dict[Key, list[int]] = defaultdict(list)
    for place in places:
        line = ledger[place]
        grouped[line.subject, line.variable].append(place)
    return {key: Fact(*key, tuple(lines), ledger, rule_names) for key, lines in grouped.items()}
