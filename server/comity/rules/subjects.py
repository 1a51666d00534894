"""Names for places in the vector: the ledger's subjects and variables, and what a spectator may not see."""

from dataclasses import dataclass

import numpy as np

from comity.rules import vocabulary as words
from comity.rules.catalogue import Catalogue
from comity.rules.layout import PARTS, FieldSpec

PRIVATE_FIELDS = frozenset({"capital"})
"""Quantities that only the state's own seat sees while the game runs."""


@dataclass(frozen=True, slots=True)
class Name:
    """A ledger name. `mirror` marks the second half of a symmetric pair, which is not listed again."""

    subject: str
    variable: str
    field: str
    unit: int
    owner: int
    """The state that alone may see it, or -1."""
    mirror: bool


_SYMMETRIC = frozenset({"trust", "tension", "escalation", "pact"})
_GLOBALISM_NAMES = {"globalism_legitimacy": "legitimacy"}


def names(catalogue: Catalogue) -> tuple[Name, ...]:
    """The name of every place in the vector, in order; build once for a scenario."""
    layout = catalogue.layout
    return tuple(
        _name(field, spec, index, catalogue)
        for field, spec in layout.specs.items()
        for index in np.ndindex(*layout.shapes[field])
    )


def name_at(catalogue: Catalogue, place: int) -> Name:
    """The name of one place in the vector."""
    layout = catalogue.layout
    field = next(name for name in layout.offsets if place < layout.slices[name].stop)
    index = np.unravel_index(place - layout.offsets[field], layout.shapes[field])
    return _name(field, layout.specs[field], tuple(int(at) for at in index), catalogue)


def _name(field: str, spec: FieldSpec, index: tuple[int, ...], catalogue: Catalogue) -> Name:
    states = catalogue.states.keys
    owner, mirror = -1, False
    if spec.axes == ("state",):
        subject, variable = f"state:{states[index[0]]}", field
        owner = index[0] if field in PRIVATE_FIELDS else -1
    elif spec.axes == ("state", "globalism"):
        subject, variable = f"state:{states[index[0]]}", f"{field}.{words.GLOBALISMS[index[1]]}"
    elif spec.axes == ("state", "state"):
        subject, variable, mirror = (*_pair(index[0], index[1], field, field, catalogue),)
    elif field == "pact":
        action = catalogue.actions.keys[catalogue.pacts[index[0]]]
        subject, variable, mirror = (*_pair(index[1], index[2], field, f"pact.{action}", catalogue),)
    elif spec.axes[0] == "institution":
        subject = f"institution:{catalogue.institutions.keys[index[0]]}"
        tail = (
            ""
            if len(index) == 1
            else words.GLOBALISMS[index[1]]
            if field == "ownership"
            else states[index[1]]
        )
        variable = f"{field}.{tail}" if tail else field
    elif spec.axes[0] == "movement":
        subject = f"movement:{catalogue.movements.keys[index[0]]}"
        variable = "strength" if field == "strength" else f"strength.{states[index[1]]}"
    elif spec.axes[0] == "bloc":
        subject = f"bloc:{catalogue.blocs.keys[index[0]]}"
        variable = f"membership.{states[index[1]]}" if field == "bloc" else field
    elif field == "sub_order":
        subject, variable = "globalism:liberal", f"sub_order.{words.SUB_ORDERS[index[0]]}"
    elif spec.axes[0] == "globalism":
        subject, variable = f"globalism:{words.GLOBALISMS[index[0]]}", _GLOBALISM_NAMES.get(field, field)
    elif field == "face":
        subject, variable = f"globalism:{words.FACE_GLOBALISM[index[0]]}", f"face.{words.FACES[index[0]]}"
    else:
        keys = {
            "challenge": words.CHALLENGES,
            "index": words.INDICES,
            "system": words.SYSTEM_GAUGES,
            "part": PARTS,
        }[field]
        prefix = "challenge." if field == "challenge" else ""
        subject, variable = "system", f"{prefix}{keys[index[0]]}"
    return Name(subject, variable, field, spec.unit, owner, mirror)


def _pair(a: int, b: int, field: str, variable: str, catalogue: Catalogue) -> tuple[str, str, bool]:
    """Symmetric pairs are named once, keys in alphabetical order; directed ones as `pair:FROM:TO`."""
    one, other = catalogue.states.keys[a], catalogue.states.keys[b]
    if field not in _SYMMETRIC:
        return f"pair:{one}:{other}", variable, False
    return f"pair:{min(one, other)}:{max(one, other)}", variable, one > other


def in_sentence(name: str) -> str:
    """A deed's name as it stands within a sentence: its first letter lowered, unless an acronym begins it."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]
