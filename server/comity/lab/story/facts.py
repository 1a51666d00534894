"""From ledger lines to facts: what changed, by how much on the whole, and what each cause gave to it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Fact:
    """One quantity's change over some lines of the ledger, causes from the largest to the smallest."""

    subject: str
    variable: str
    before: float
    after: float
    causes: tuple[Cause, ...]

    @property
    def change(self) -> float:
        return exact(self.after - self.before)

    @property
    def lines(self) -> tuple[int, ...]:
        """Every line of the quantity: what its net change and its value after rest on."""
        return tuple(sorted(line for cause in self.causes for line in cause.lines))

    @property
    def of(self) -> str:
        """What kind of thing it is a fact about: `state`, `pair`, `institution` and so on."""
        return self.subject.partition(":")[0]

    @property
    def key(self) -> str:
        """The subject's own key."""
        return self.subject.partition(":")[2]

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
    """The facts of some lines of the ledger, by subject and variable, in the order of their first lines.

    What a named rule did is one cause, whichever deeds called it forth.
    """
    grouped: dict[Key, dict[tuple[str, Source], list[int]]] = {}
    for place in places:
        line = ledger[place]
        causes = grouped.setdefault((line.subject, line.variable), {})
        behind = line.rule if line.rule in rule_names else source(line) or line.rule
        causes.setdefault((line.rule, behind), []).append(place)
    return {key: _fact(ledger, key, causes) for key, causes in grouped.items()}


def _fact(ledger: Sequence[CauseLine], key: Key, causes: Mapping[tuple[str, Source], Sequence[int]]) -> Fact:
    places = sorted(place for lines in causes.values() for place in lines)
    parts = [
        Cause(rule, behind, exact(sum(ledger[place].delta for place in lines)), tuple(lines))
        for (rule, behind), lines in causes.items()
    ]
    parts.sort(key=lambda cause: (-abs(cause.amount), cause.rule, ledger[cause.lines[0]].because))
    return Fact(*key, ledger[places[0]].before, ledger[places[-1]].after, tuple(parts))
