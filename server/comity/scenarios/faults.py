"""Why a scenario was refused: a fault with the file and the line at which it stands."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from comity.rules.faults import Fault

Path = tuple[str | int, ...]
"""Where a value stands in a document: `("states", 2, "economy")`."""

_NAMED_MAX = 12


@dataclass(frozen=True, slots=True)
class ScenarioFault:
    """One thing to mend: a fault, whose `field` is a path such as `states[2].economy`, and where it stands.

    `line` counts from 1 in `file`, which is named relative to the scenario's folder.
    """

    file: str
    line: int
    fault: Fault

    @property
    def code(self) -> str:
        return self.fault.code

    @property
    def field(self) -> str:
        return _one_line(self.fault.field)

    @property
    def message(self) -> str:
        return _one_line(self.fault.message)

    @property
    def fix(self) -> str:
        return _one_line(self.fault.fix)

    def as_fault(self) -> Fault:
        """The fault as the web tells it: the place becomes a part of the field."""
        return Fault(self.code, f"{self.file}:{self.line} {self.field}".rstrip(), self.message, self.fix)

    def as_json(self) -> dict[str, str | int]:
        return {
            "file": self.file,
            "line": self.line,
            "field": self.field,
            "code": self.code,
            "message": self.message,
            "fix": self.fix,
        }

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" + (f": {self.field}" if self.field else "")
        fix = f"{self.fix[0].upper()}{self.fix[1:]}"
        return f"{where}: {self.message}. {fix}" + ("" if fix.endswith(("?", ".")) else ".")


class ScenarioInvalid(Exception):
    """A scenario that cannot be played. `faults` holds every problem found, in order of file and line."""

    def __init__(self, faults: Iterable[ScenarioFault]) -> None:
        self.faults = in_order(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


def in_order(faults: Iterable[ScenarioFault]) -> tuple[ScenarioFault, ...]:
    """Each fault once: by file, then line, then field."""
    unique = {(row.file, row.line, row.field, row.code, row.message, row.fix): row for row in faults}
    return tuple(unique[key] for key in sorted(unique))


def curtailed(
    faults: Sequence[ScenarioFault], most: int, total: int | None = None
) -> tuple[ScenarioFault, ...]:
    """The first so many, and how many more there are of `total`: nobody mends thousands at once."""
    if len(faults) <= most:
        return tuple(faults)
    message = f"{(total or len(faults)) - most} more problems follow"
    more = Fault("and_more", "", message, "mend those before it first")
    return (*faults[:most], ScenarioFault(faults[most].file, faults[most].line, more))


def field_name(path: Path) -> str:
    """`("states", 2, "economy")` as `states[2].economy`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def _one_line(text: str) -> str:
    """What quotes an author's own words may hold their line breaks; a list of faults has a line for each."""
    return " ".join(text.split())


def suggest(word: str, known: Collection[str]) -> str:
    """The mend for a word that is not known: the nearest one, else those that there are."""
    candidates = sorted(set(known))
    near = get_close_matches(word, candidates, n=1)
    if not near:
        lower = {candidate.lower(): candidate for candidate in candidates}
        near = [lower[match] for match in get_close_matches(word.lower(), list(lower), n=1)]
    if near:
        return f"did you mean {near[0]}?"
    if not candidates:
        return "remove it: there is nothing to name here"
    more = ", ..." if len(candidates) > _NAMED_MAX else ""
    return f"use one of: {', '.join(candidates[:_NAMED_MAX])}{more}"
