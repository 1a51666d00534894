"""Whether what a seat can do moves what an objective measures: by its stance, its actions, its votes."""

from collections.abc import Iterable, Iterator
from typing import Final

from comity.scenarios import schema
from comity.scenarios.take import Taken

_BY_STANCE: Final = frozenset({"indices", "system", "sub_orders"})
"""Made of everything; every stance weighs in."""
_CHANGED_BY: Final = {
    "legitimacy": ("globalism_legitimacy",),
    "radicalisation": ("face",),
    "prevalence": ("stance",),
    "gap": ("stance",),
    "faces": ("face",),
}
"""Quantities of globalisms that data cannot change under their own name."""
_SELF: Final = frozenset(
    {"actor", "both", "members", "everyone", "neighbours", "supporters", "opponents", "bound"}
)


class Reach:
    """What the actions and resolutions of a scenario change."""

    def __init__(self, taken: Taken) -> None:
        self._taken = taken

    def moves(self, path: str, state: str) -> bool:
        """Whether the seat of `state` has a direct hand in the quantity at `path`."""
        family, *rest = path.split(".")
        if family in _BY_STANCE:
            return True
        if family == "globalisms":
            changes = _CHANGED_BY.get(rest[1], (rest[1],))
            return "stance" in changes or any(self._changes(changes))
        if family == "states":
            return self._moves_state(rest, state)
        if family == "institutions":
            return any(effect.institution in (None, rest[0]) for effect in self._changes((rest[1],)))
        if family == "blocs":
            return any(effect.bloc in (None, rest[0]) for effect in self._changes(("depth", "bloc")))
        if family == "movements":
            return any(effect.movement in (None, rest[0]) for effect in self._changes(("strength",)))
        if family == "pairs":
            return state in rest[:2] and any(self._changes((rest[2],)))
        return any(effect.change == f"challenge.{rest[0]}" for effect in self._effects())

    def _moves_state(self, rest: list[str], state: str) -> bool:
        whose, quantity = rest[0], rest[1]
        if quantity == "grievances":
            quantity = f"grievance.{rest[2]}"
        if quantity == "stance":
            return whose == state
        roles = {effect.of for effect in self._changes((quantity,))}
        return bool(roles & _SELF) if whose == state else bool(roles - {"actor"})

    def _changes(self, names: Iterable[str]) -> Iterator[schema.Effect]:
        wanted = set(names)
        return (row for row in self._effects() if row.change in wanted or row.change.split(".")[0] in wanted)

    def _effects(self) -> Iterator[schema.Effect]:
        for action in self._taken.actions:
            yield from (*action.effects, *action.each_turn)
        for resolution in self._taken.resolutions:
            yield from resolution.effects
