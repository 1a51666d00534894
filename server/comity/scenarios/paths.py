"""The published quantities that an objective may be about, as dotted paths."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from comity.rules import vocabulary as words
from comity.scenarios.faults import suggest

FAMILIES: Final = (
    "states",
    "institutions",
    "globalisms",
    "movements",
    "pairs",
    "challenges",
    "indices",
    "system",
)
GLOBALISM_GAUGES: Final = ("prevalence", "legitimacy", "claim", "recognition", "radicalisation")


@dataclass(frozen=True, slots=True)
class Quantities:
    """The keys of one scenario."""

    states: Collection[str]
    institutions: Collection[str]
    movements: Collection[str]

    def problem(self, path: str) -> tuple[str, str] | None:
        """What is wrong with a path, and its mend; None when it names a published quantity."""
        so_far: list[str] = []
        for word in path.split("."):
            known = self._next(so_far)
            if not known:
                return f"{path} goes on after {'.'.join(so_far)}", f"write {'.'.join(so_far)}"
            if word not in known:
                place = f"after {'.'.join(so_far)}" if so_far else "at the beginning"
                return f"`{word}` in {path} is not known {place}", suggest(word, known)
            so_far.append(word)
        more = self._next(so_far)
        if more:
            return f"{path} stops before the quantity", f"go on with {', '.join(sorted(more)[:12])}"
        return None

    def _next(self, so_far: Sequence[str]) -> Collection[str]:
        """The words that may follow; none at the end of a path."""
        match so_far:
            case []:
                return FAMILIES
            case ["states"] | ["pairs"]:
                return self.states
            case ["pairs", first]:
                return [key for key in self.states if key != first]
            case ["pairs", _, _]:
                return words.PAIR_SCALARS
            case ["states", _]:
                return (*words.STATE_SCALARS, "stance", "mood")
            case ["states", _, "stance" | "mood"] | ["institutions", _, "ownership"]:
                return words.GLOBALISMS
            case ["institutions"]:
                return self.institutions
            case ["institutions", _]:
                return ("authority", "legitimacy", "ownership")
            case ["globalisms"]:
                return words.GLOBALISMS
            case ["globalisms", _]:
                return GLOBALISM_GAUGES
            case ["movements"]:
                return self.movements
            case ["movements", _]:
                return ("strength",)
            case _:
                keyed = {
                    "challenges": words.CHALLENGES,
                    "indices": words.INDICES,
                    "system": words.SYSTEM_GAUGES,
                }
                return keyed.get(so_far[0], ()) if len(so_far) == 1 else ()
