"""What institutions voted: the turn's tallies, with the ledger lines in which each left its mark."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from comity.lab.story.deeds import Deed
from comity.lab.story.lexicon import Lexicon
from comity.rules.views import CauseLine

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
    deeds: Mapping[str, Deed],
) -> list[Vote]:
    """The turn's votes; one that left no line in the ledger is not told."""
    own: dict[str, list[int]] = {}
    for place in places:
        line = ledger[place]
        if line.rule in _MARKS and line.subject.startswith("institution:"):
            own.setdefault(f"{line.subject}|{_MARKS[line.rule]}", []).append(place)
    votes = []
    for tally in tallies:
        found = _what(lexicon, tally)
        if found is None:
            continue
        resolution, target, _ = found
        deed = next(
            (
                d
                for d in deeds.values()
                if d.kind == "resolution" and (d.key, d.target) == (resolution, target)
            ),
            None,
        )
        lines = list(own.get(f"institution:{tally['institution']}|{tally['passed']}", ()))
        if tally["passed"] and deed is not None:
            lines += deed.lines
        if lines:
            votes.append(_vote(lexicon, tally, found, tuple(lines)))
    return votes


def _vote(
    lexicon: Lexicon,
    tally: Mapping[str, Any],
    asked: tuple[str, str | None, str],
    lines: tuple[int, ...],
) -> Vote:
    catalogue = lexicon.scenario.catalogue
    resolution, target, decided = asked
    kind = catalogue.resolutions.target[catalogue.resolutions.keys.index(resolution)]
    at = catalogue.institutions.keys.index(tally["institution"])
    against = {key for key, cast in tally["roll_call"].items() if cast in ("no", "defy")}
    vetoed = [
        key
        for i, key in enumerate(catalogue.states.keys)
        if tally["vetoed"] and key in against and catalogue.institutions.permanent[at, i]
    ]
    defied = [key for key, cast in tally["roll_call"].items() if cast == "defy" and tally["passed"]]
    return Vote(
        tally["institution"],
        resolution,
        target if kind == "state" else None,
        decided,
        tally["passed"],
        (tally["yes"], tally["no"], tally["abstain"]),
        tuple(vetoed),
        tuple(sorted(defied)),
        catalogue.institutions.rule_name(at),
        lines,
    )


def _what(lexicon: Lexicon, tally: Mapping[str, Any]) -> tuple[str, str | None, str] | None:
    """The resolution and target that a tally's text names, and the text with names as they stand in prose."""
    catalogue = lexicon.scenario.catalogue
    table = catalogue.resolutions
    plain = catalogue.institutions.names[catalogue.institutions.keys.index(tally["institution"])]
    body = lexicon.named("institution", tally["institution"]) or plain
    for key, text, kind in zip(table.keys, table.texts, table.target, strict=True):
        names: tuple[tuple[str | None, str], ...] = tuple(
            zip(catalogue.targets(kind), catalogue.target_names(kind), strict=True)
        ) or ((None, ""),)
        for target, name in names:
            if tally["text"] == text.replace("{institution}", plain).replace("{target}", name):
                # A model of order stands in these texts as an adjective, anything else as a name.
                whom = name.lower() if kind == "globalism" else lexicon.named(kind, target or "") or name
                said = text.replace("{institution}", body).replace("{target}", whom)
                return key, target, said.rstrip(".")
    return None
