"""Effects and conditions from an author's words to the engine's tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from comity.rules import vocabulary as words
from comity.rules.catalogue import Condition
from comity.rules.conditions import ABSENT, unit_of
from comity.rules.layout import POINT, SHARE, Layout
from comity.rules.terms import (
    FORMS,
    FROM_ACTOR,
    FROM_INSTITUTION,
    FROM_LEADING,
    FROM_NEXT_PREDOMINANT,
    FROM_PREDOMINANT,
    FROM_TARGET,
    NO_ROLE,
    ROLES,
    SCALES,
    Terms,
)
from comity.scenarios import schema

_UNBOUNDED = 1 << 60
_PLURAL_FIELDS = {"strength": "strength_in", "membership": "membership", "quota": "quota", "bloc": "bloc"}
_SYMMETRIC = frozenset({"trust", "tension", "escalation"})
_LEANINGS = ("mood", "ownership")
_STATELESS = ("cell", "ownership")


@dataclass(frozen=True, slots=True)
class Names:
    """Where each keyed thing stands in its table; a library row may name what a scenario does not take."""

    institution: Mapping[str, int]
    movement: Mapping[str, int]
    bloc: Mapping[str, int]
    domain: Mapping[str, tuple[int, ...]]
    """The institutions of each domain."""

    def present(self, row: schema.Effect | schema.Condition) -> bool:
        """Whether everything that the row names is in the game."""
        return (
            (row.institution is None or row.institution in self.institution)
            and (row.movement is None or row.movement in self.movement)
            and (row.bloc is None or row.bloc in self.bloc)
        )


def condition(row: schema.Condition, names: Names) -> Condition:
    """One compiled condition. What is not in the game counts as zero."""
    unit = unit_of(row.quantity)
    family, _, key = row.quantity.partition(".")
    outer = -1
    if not names.present(row):
        pass
    elif row.movement is not None:
        outer = names.movement[row.movement]
    elif row.institution is not None:
        outer = names.institution[row.institution]
    elif row.globalism is not None:
        outer = words.GLOBALISMS.index(row.globalism)
    elif row.bloc is not None:
        outer = names.bloc[row.bloc]
    return Condition(
        quantity=row.quantity if names.present(row) else ABSENT,
        of=row.of,
        outer=outer,
        sub=_sub(family, key),
        low=-_UNBOUNDED if row.at_least is None else round(row.at_least * unit),
        high=_UNBOUNDED if row.at_most is None else round(row.at_most * unit),
        otherwise=row.otherwise or _in_words(row),
    )


def _sub(family: str, key: str) -> int:
    tables: dict[str, Sequence[str]] = {
        "stance": words.GLOBALISMS,
        "mood": words.GLOBALISMS,
        "ownership": words.GLOBALISMS,
        "face": words.FACES,
        "challenge": words.CHALLENGES,
        "index": words.INDICES,
        "system": words.SYSTEM_GAUGES,
    }
    return tables[family].index(key) if family in tables else -1


def _in_words(row: schema.Condition) -> str:
    bounds = []
    if row.at_least is not None:
        bounds.append(f"at least {row.at_least:g}")
    if row.at_most is not None:
        bounds.append(f"at most {row.at_most:g}")
    return f"needs {row.quantity.replace('.', ' ').replace('_', ' ')} of {' and '.join(bounds)}"


@dataclass(frozen=True, slots=True)
class _Term:
    form: str
    base: int
    outer: int
    role: int
    side: int
    stride: int
    kinds: int
    amount: int
    scale: int
    toward: int
    mirrored: bool
    institution: int


def _spread(effect: schema.Effect, deed: "Deed", layout: Layout, names: Names) -> list[_Term]:
    """One term, or one for each institution of the domain that the effect names."""
    if effect.domain is not None:
        places = names.domain.get(effect.domain, ())
        return [_term(effect, deed, layout, names, institution) for institution in places]
    institution = names.institution[effect.institution] if effect.institution is not None else -1
    return [_term(effect, deed, layout, names, institution)]


def _globalism_meant(named: str | None, own: int, *, aimed: bool) -> int:
    """Its index, or what only the world can tell; `aimed` where the deed itself is about a globalism."""
    if named is None:
        return own
    if named == "leading":
        return FROM_LEADING
    if named == "predominant":
        return FROM_NEXT_PREDOMINANT if aimed else FROM_PREDOMINANT
    return words.GLOBALISMS.index(named)


def _term(effect: schema.Effect, deed: "Deed", layout: Layout, names: Names, institution: int) -> _Term:
    family, _, key = effect.change.partition(".")
    toward = words.GLOBALISMS.index(effect.toward) if effect.toward is not None else deed.globalism
    decided = FROM_TARGET if deed.target == "institution" else FROM_INSTITUTION
    own = FROM_TARGET if deed.target == "globalism" else deed.globalism
    globalism = _globalism_meant(effect.globalism, own, aimed=deed.target == "globalism")
    form, field, outer = "by_state", effect.change, 0
    if effect.change in words.PAIR_SCALARS:
        form = "pair"
    elif effect.change == "mood":
        form = "mood"
    elif effect.change == "ownership":
        form, outer = "ownership", institution if institution >= 0 else decided
    elif effect.change in ("authority", "legitimacy", "renewal"):
        form, outer = "cell", institution if institution >= 0 else decided
    elif effect.change in ("claim", "recognition", "globalism_legitimacy"):
        form, outer = "cell", globalism
    elif family == "face":
        form, field, outer = "cell", "face", words.FACES.index(key)
    elif family == "challenge":
        form, field, outer = "cell", "challenge", words.CHALLENGES.index(key)
    elif effect.change == "strength":
        field, outer = (
            "strength_in",
            names.movement[effect.movement] if effect.movement is not None else FROM_TARGET,
        )
    elif effect.change in ("membership", "quota"):
        outer = institution if institution >= 0 else decided
    elif effect.change in ("bloc", "depth"):
        form = "by_state" if effect.change == "bloc" else "cell"
        outer = FROM_ACTOR if effect.kinds else FROM_TARGET
        outer = names.bloc[effect.bloc] if effect.bloc is not None else outer
    unit = SHARE // 100 if form in _LEANINGS else POINT
    return _Term(
        form=form,
        base=layout.offsets[_PLURAL_FIELDS.get(field, field)],
        outer=outer,
        role=NO_ROLE if form in _STATELESS else ROLES.index(effect.of),
        side=ROLES.index(effect.whose) if form == "pair" else NO_ROLE,
        stride=1 if form == "cell" else layout.states,
        kinds=sum(1 << words.BLOC_KINDS.index(kind) for kind in set(effect.kinds)),
        amount=round(effect.by * unit),
        scale=sum(1 << SCALES.index(word) for word in set(effect.scale)),
        toward=max(toward, 0),
        mirrored=effect.change in _SYMMETRIC,
        institution=institution,
    )


@dataclass(frozen=True, slots=True)
class Deed:
    """Effects of one deed kind, with the globalism that it expresses (-1: none) and what it is aimed at."""

    effects: tuple[schema.Effect, ...]
    globalism: int = -1
    target: str = "none"


def terms(deeds: Sequence[Deed], layout: Layout, names: Names) -> Terms:
    """The term table of all deed kinds, in their order."""
    rows: list[_Term] = []
    start = [0]
    for deed in deeds:
        for effect in deed.effects:
            if names.present(effect):
                rows.extend(_spread(effect, deed, layout, names))
        start.append(len(rows))

    def column(values: list[int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        return np.array(values, dtype=np.int64)

    def flags(values: list[bool]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        return np.array(values, dtype=np.bool_)

    own = ROLES.index("actor")
    return Terms(
        start=column(start),
        count=np.diff(column(start)),
        form=column([FORMS.index(row.form) for row in rows]),
        base=column([row.base for row in rows]),
        outer=column([row.outer for row in rows]),
        role=column([row.role for row in rows]),
        side=column([row.side for row in rows]),
        stride=column([row.stride for row in rows]),
        kinds=column([row.kinds for row in rows]),
        amount=column([row.amount for row in rows]),
        scale=column([row.scale for row in rows]),
        toward=column([row.toward for row in rows]),
        pair=flags([row.form == "pair" for row in rows]),
        third=flags([row.form == "pair" and row.side != own for row in rows]),
        mirrored=flags([row.mirrored for row in rows]),
        leaning=flags([row.form in _LEANINGS for row in rows]),
        institution=column([row.institution for row in rows]),
    )
