"""From ledger lines to deeds: who did what to whom, as the lines themselves carry it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from comity.rules.catalogue import Catalogue
from comity.rules.views import CauseDeed, CauseLine, DeedKey

_TELLING: Final = "capital."
"""Lines of a deed's price tell of it as its effects do; other rules that it sets off do not."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One deed of a turn, with every line that it is behind."""

    what: CauseDeed
    """As its causes name it: see `source`."""
    kind: DeedKey
    """`pact` where nothing was done but an agreement holds."""
    name: str
    lines: tuple[int, ...]

    @property
    def key(self) -> str:
        return self.what.key

    @property
    def actor(self) -> str | None:
        return self.what.actor

    @property
    def target_kind(self) -> str:
        return self.what.target_kind

    @property
    def target(self) -> str | None:
        return self.what.target

    def targets(self, state: str) -> bool:
        return self.target_kind == "state" and self.target == state


def source(line: CauseLine) -> CauseDeed | None:
    """The deed behind a line; an agreement that is signed and one that holds are the same."""
    deed = line.deed
    return replace(deed, kind="action") if deed is not None and deed.kind == "pact" else deed


def gather(catalogue: Catalogue, ledger: Sequence[CauseLine], places: Iterable[int]) -> dict[CauseDeed, Deed]:
    """The deeds of some lines, in the order of the first lines that tell of them."""
    names = {(deed.kind, deed.key): deed.name for deed in catalogue.deeds}
    found: dict[CauseDeed, DeedKey] = {}
    lines: dict[CauseDeed, list[int]] = {}
    for place in places:
        line = ledger[place]
        what = source(line)
        if what is None or line.deed is None:
            continue
        lines.setdefault(what, []).append(place)
        kind = line.deed.kind
        if line.rule in (f"{kind}.{what.key}", f"choice.{what.key}") or line.rule.startswith(_TELLING):
            found[what] = kind if found.get(what, "pact") == "pact" else found[what]
    return {
        what: Deed(what, kind, names[what.kind, what.key], tuple(lines[what])) for what, kind in found.items()
    }
