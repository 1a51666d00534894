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
    "blocs",
    "sub_orders",
)
GLOBALISM_GAUGES: Final = ("prevalence", "legitimacy", "claim", "recognition", "radicalisation", "gap")
INSTITUTION_GAUGES: Final = ("authority", "legitimacy", "renewal")


@dataclass(frozen=True, slots=True)
class Quantities:
    """The keys of one scenario."""

    states: Collection[str]
    institutions: Collection[str]
    movements: Collection[str]
    blocs: Collection[str]

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
        if not so_far:
            return FAMILIES
        family, *rest = so_far
        levels = self._levels(family, rest)
        return levels[len(rest)] if len(rest) < len(levels) else ()

    def _levels(self, family: str, rest: Sequence[str]) -> tuple[Collection[str], ...]:
        """What may stand at each place after the family, as far as the words before it tell."""
        first, second = (*rest, "", "")[:2]
        return {
            "states": (
                self.states,
                (*words.STATE_SCALARS, "stance", "mood", "grievances"),
                {"stance": words.GLOBALISMS, "mood": words.GLOBALISMS, "grievances": words.GRIEVANCES}.get(
                    second, ()
                ),
            ),
            "pairs": (self.states, [key for key in self.states if key != first], words.PAIR_SCALARS),
            "institutions": (
                self.institutions,
                (*INSTITUTION_GAUGES, "ownership"),
                words.GLOBALISMS if second == "ownership" else (),
            ),
            "globalisms": (
                words.GLOBALISMS,
                (*GLOBALISM_GAUGES, "faces"),
                _faces_of(first) if second == "faces" else (),
            ),
            "movements": (self.movements, ("strength",)),
            "blocs": (self.blocs, ("depth",)),
            "challenges": (words.CHALLENGES,),
            "indices": (words.INDICES,),
            "system": (words.SYSTEM_GAUGES,),
            "sub_orders": (words.SUB_ORDERS,),
        }.get(family, ())


def _faces_of(globalism: str) -> list[str]:
    owners = zip(words.FACES, words.FACE_GLOBALISM, strict=True)
    return [face for face, owner in owners if owner == globalism]
