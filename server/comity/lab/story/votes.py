"""What institutions voted: the turn's tallies, with the ledger lines in which each left its mark."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from comity.lab.story.deeds import Deed
from comity.lab.story.lexicon import Lexicon
from comity.rules import news
from comity.rules.views import CauseDeed, CauseLine

_MARKS: Final = {"institution.use": True, "institution.deadlock": False, "institution.veto": False}
"""The rules by which an institution's own quantities tell that it passed something, or failed to."""


@dataclass(frozen=True, slots=True)
class Vote:
    """One vote; `decided` says what was asked, as a clause: `the IMF grants a rescue loan to Lemuria`."""

    institution: str
    resolution: str
    target: str | None
    decided: str
    passed: bool
    counts: tuple[int, int, int]
    vetoed_by: tuple[str, ...]
    defied_by: tuple[str, ...]
    rule: str
    """How the institution decides."""
    lines: tuple[int, ...]

    @property
    def about(self) -> tuple[str, ...]:
        """The states whose thread it belongs in."""
        whom = (self.target,) if self.target else ()
        return (*whom, *self.vetoed_by, *self.defied_by)


def gather(
    lexicon: Lexicon,
    tallies: Iterable[Mapping[str, Any]],
    ledger: Sequence[CauseLine],
    places: Iterable[int],
    deeds: Mapping[CauseDeed, Deed],
) -> list[Vote]:
    """The turn's votes; one that left no line in the ledger is not told."""
    own: dict[str, list[int]] = {}
    for place in places:
        line = ledger[place]
        if line.rule in _MARKS and line.subject.startswith("institution:"):
            own.setdefault(f"{line.subject}|{_MARKS[line.rule]}", []).append(place)
    votes = []
    for tally in tallies:
        passed = (tally["resolution"], tally["target"])
        deed = next(
            (d for d in deeds.values() if d.kind == "resolution" and (d.key, d.target) == passed), None
        )
        lines = list(own.get(f"institution:{tally['institution']}|{tally['passed']}", ()))
        if tally["passed"] and deed is not None:
            lines += deed.lines
        if lines:
            votes.append(_vote(lexicon, tally, tuple(lines)))
    return votes


def _vote(lexicon: Lexicon, tally: Mapping[str, Any], lines: tuple[int, ...]) -> Vote:
    catalogue = lexicon.scenario.catalogue
    asked = catalogue.resolutions.keys.index(tally["resolution"])
    kind, at = catalogue.resolutions.target[asked], catalogue.institutions.keys.index(tally["institution"])
    whom = -1 if tally["target"] is None else catalogue.targets(kind).index(tally["target"])
    defied = [key for key, cast in tally["roll_call"].items() if cast == "defy" and tally["passed"]]
    return Vote(
        tally["institution"],
        tally["resolution"],
        tally["target"] if kind == "state" else None,
        news.asked(catalogue, asked, at, whom),
        tally["passed"],
        (tally["yes"], tally["no"], tally["abstain"]),
        tuple(tally["vetoed_by"]),
        tuple(sorted(defied)),
        catalogue.institutions.rule_name(at),
        lines,
    )
