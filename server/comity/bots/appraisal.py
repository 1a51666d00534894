"""What each deed is worth: the terms of the catalogue, weighed by what each state cares for.

Made once for a scenario, from its opening: a turn only multiplies. A deed is worth something to its author
(`mine`) and something to the state that it is aimed at (`theirs`), by that state's own lights.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from comity.bots.worth import Worth
from comity.rules import vocabulary as words
from comity.rules.catalogue import Catalogue
from comity.rules.conditions import allied
from comity.rules.layout import POINT, SHARE, FloatArray
from comity.rules.numbers import others
from comity.rules.power import prominence
from comity.rules.terms import FORMS, FROM_TARGET, ROLES, SCALES
from comity.rules.world import World

_FIT: Final = 1 << SCALES.index("fit")
_AUTHOR: Final = ("actor", "both", "everyone")
"""Roles that take in the author of a deed."""
_VOTER: Final = ("everyone", "members", "bound", "supporters")
"""Roles that take in one who votes for a resolution."""
_AIM: Final = ("target", "both")
_PARTS: Final = ("mine_fit", "mine_flat", "theirs_fit", "theirs_flat", "calm", "peace", "arms", "lifted")
_SIEGE: Final = -0.1
"""Points of wealth that a point of sanctions takes from its target while it lasts."""


@dataclass(frozen=True, slots=True)
class Appraisal:
    """Of one deed: [state, column], by author and target; `theirs` is nought where the target is no state.

    What scales with the fit of the author's stance stands apart from what does not.
    """

    mine_fit: FloatArray
    mine_flat: FloatArray
    theirs_fit: FloatArray
    theirs_flat: FloatArray
    calm: FloatArray
    """What it takes off the author's quarrel with the target, in full fit: worth as much as there is to
    take off. Likewise `peace`, off the target's quarrels with others.
    """
    peace: FloatArray
    arms: FloatArray
    """What of `mine_fit` is arms: worth more to who has a quarrel."""
    lifted: FloatArray
    """What the target gains where sanctions are lifted off it, if any are in force."""


class Appraiser:
    """Weighs deeds for one scenario."""

    def __init__(self, catalogue: Catalogue, opening: World) -> None:
        self._catalogue = catalogue
        self._opening = opening
        self._worth = Worth.of(catalogue, opening)
        self._fields = {start: name for name, start in catalogue.layout.offsets.items()}
        self._states = catalogue.layout.states
        self._factors = self._actor_factors()
        self._company = self._companies()

    @property
    def creed(self) -> FloatArray:
        """[state, globalism]."""
        return self._worth.creed

    def deed(self, kind: int, target: str) -> Appraisal:
        """Of one row of the deed table, aimed at this kind of target (`hit`: at its author)."""
        return self._of(kind, target, _AUTHOR)

    def in_force(self, pact: int) -> tuple[FloatArray, FloatArray]:
        """[state, state] twice: what a turn of an agreement is worth to the first of two whom it binds, and
        how much more where they have a quarrel in full.
        """
        each = self.deed(self._catalogue.first_pact + pact, "state")
        mine, theirs = each.mine_fit + each.mine_flat, each.theirs_fit + each.theirs_flat
        # It binds both alike: what each does to the other falls on both.
        calm = np.broadcast_to(each.calm, theirs.shape)
        return np.broadcast_to(mine, theirs.shape) + theirs.T, calm + calm.T

    def vote(self, kind: int, target: str) -> Appraisal:
        """Of a resolution, to those who vote for it."""
        return self._of(kind, target, _VOTER)

    def served(self, kind: int, target: str, state: int) -> str | None:
        """The quantity of the author's own that a deed serves most, as a word; None where it serves none."""
        terms = self._catalogue.terms
        columns = 1 if target == "hit" else max(len(self._catalogue.targets(target)), 1)
        found: dict[str, float] = {}
        for term in range(int(terms.start[kind]), int(terms.start[kind + 1])):
            field = self._fields[int(terms.base[term])]
            if field in words.STATE_SCALARS:
                mine, _ = self._term(term, target, columns, _AUTHOR)
                found[field] = found.get(field, 0.0) + float(mine[state].max())
        best = max(found, key=lambda field: found[field], default=None)
        return best if best is not None and found[best] > 0 else None

    def _of(self, kind: int, target: str, selves: tuple[str, ...]) -> Appraisal:
        columns = 1 if target == "hit" else max(len(self._catalogue.targets(target)), 1)
        shape = (self._states, columns)
        parts = {name: np.zeros(shape) for name in _PARTS}
        terms = self._catalogue.terms
        for term in range(int(terms.start[kind]), int(terms.start[kind + 1])):
            suffix = "fit" if int(terms.scale[term]) & _FIT else "flat"
            mine, theirs = self._term(term, target, columns, selves)
            parts[self._relief(term, target) or f"mine_{suffix}"] += mine
            if self._fields[int(terms.base[term])] == "military" and suffix == "fit":
                parts["arms"] += np.maximum(mine, 0.0)
            parts["lifted" if self._lifts(term) else f"theirs_{suffix}"] += theirs
        return Appraisal(**parts)

    def _term(
        self, term: int, target: str, columns: int, selves: tuple[str, ...]
    ) -> tuple[FloatArray, FloatArray]:
        """One term's worth to author and target, [state, column] each."""
        terms = self._catalogue.terms
        field = self._fields[int(terms.base[term])]
        form = FORMS[int(terms.form[term])]
        amount = int(terms.amount[term]) / (SHARE / 100 if form in ("mood", "ownership") else POINT)
        voted = selves is _VOTER
        by_author = amount * (
            np.ones((self._states, 1)) if voted else self._scaled(int(terms.scale[term]))[:, None]
        )
        shape = (self._states, columns)
        nothing = np.zeros(shape)
        if form == "pair":
            return by_author * self._of_pair(term, field, target), by_author * self._of_siege(field, target)
        if form in ("cell", "ownership"):
            return by_author * self._of_cell(term, field, columns), nothing
        role = ROLES[int(terms.role[term])]
        worth = self._of_state(term, field, columns)
        to_self = role in selves or (target == "hit" and role in _AIM)
        mine = by_author * worth if to_self else nothing
        if target != "state" or role not in _AIM:
            return mine, nothing
        # What is done to a target it weighs by its own lights.
        return mine, by_author * worth[:, 0][None, :]

    def _lifts(self, term: int) -> bool:
        terms = self._catalogue.terms
        return self._fields[int(terms.base[term])] == "sanctions" and int(terms.amount[term]) < 0

    def _relief(self, term: int, target: str) -> str | None:
        """Whether the term takes off a quarrel of the target state: with the author or with another."""
        terms = self._catalogue.terms
        field = self._fields[int(terms.base[term])]
        if target != "state" or field not in ("tension", "escalation") or int(terms.amount[term]) > 0:
            return None
        if bool(terms.third[term]):
            return "peace"
        return "calm" if ROLES[int(terms.role[term])] in _AIM else None

    def _of_state(self, term: int, field: str, columns: int) -> FloatArray:
        """[state, column]: of a state's own quantity, to that state."""
        terms, worth = self._catalogue.terms, self._worth
        if field == "mood":
            one = worth.of_globalism("mood", int(terms.toward[term]))
        elif field == "strength_in":
            return self._of_movements(int(terms.outer[term]), columns)
        else:
            one = worth.own.get(field, np.zeros(self._states))
        return np.repeat(one[:, None], columns, axis=1)

    def _of_movements(self, outer: int, columns: int) -> FloatArray:
        movements = self._catalogue.movements
        each = np.array(
            [
                self._worth.of_movement(affinity / SHARE, uncivil=index in movements.uncivil)
                for index, affinity in enumerate(movements.affinity)
            ]
        ).reshape(-1, self._states)
        if outer >= 0:
            return np.repeat(each[outer][:, None], columns, axis=1)
        return each.T if each.shape[0] == columns else np.zeros((self._states, columns))

    def _of_pair(self, term: int, field: str, target: str) -> FloatArray:
        """[state, column]: of the author's relations with those whom the role names."""
        terms = self._catalogue.terms
        role = ROLES[int(terms.role[term])]
        worth = self._worth.own[field]
        if bool(terms.third[term]):
            # The quarrels of others are less than one's own, and one lives beside them.
            return 0.25 * worth[:, None]
        if role in _AIM and target == "state":
            # Sanctions are mine on it, and dependence is mine on it.
            return worth[:, None]
        count = self._company.get(role, np.ones(self._states))
        return (worth * np.sqrt(count))[:, None]

    def _of_siege(self, field: str, target: str) -> FloatArray:
        """[1, column]: what sanctions are worth to each state that they are aimed at."""
        if field != "sanctions" or target != "state":
            return np.zeros((1, 1))
        return _SIEGE * self._worth.own["economy"][None, :]

    def _of_cell(self, term: int, field: str, columns: int) -> FloatArray:
        """[state, column]: of what no state owns: institutions, orders, faces, challenges."""
        terms, worth = self._catalogue.terms, self._worth
        outer = int(terms.outer[term])
        if field == "face":
            return worth.of_face[:, None]
        if field == "challenge":
            return worth.challenge[:, outer][:, None]
        if field == "ownership":
            return worth.of_globalism("ownership", int(terms.toward[term]))[:, None]
        if field in ("authority", "legitimacy", "renewal"):
            return worth.of_house(field)[:, None]
        if field == "depth":
            return worth.own["depth"][:, None]
        each: FloatArray = np.array(
            [worth.of_globalism(field, index) for index in range(len(words.GLOBALISMS))]
        )
        if outer >= 0:
            fixed: FloatArray = each[outer]
            return fixed[:, None]
        if outer == FROM_TARGET and columns == len(words.GLOBALISMS):
            of_target: FloatArray = each.T
            return of_target
        # The leading or the predominant one: who leads is whom the author believes in, as a rule.
        leading = self._worth.creed.argmax(axis=1)
        own: FloatArray = each[leading, np.arange(self._states)]
        return own[:, None]

    def _scaled(self, mask: int) -> FloatArray:
        """[state]: the product of what scales a term by its author; what hangs on the target counts as 1."""
        factor = np.ones(self._states)
        for bit, name in enumerate(SCALES):
            if mask >> bit & 1 and name in self._factors:
                factor = factor * self._factors[name]
        return factor

    def _actor_factors(self) -> dict[str, FloatArray]:
        opening = self._opening
        scalars = ("economy", "military", "technology", "standing")
        return {name: opening[name][0] / (50 * POINT) for name in scalars} | {
            "weight": prominence(opening)[0]
        }

    def _companies(self) -> dict[str, FloatArray]:
        """How many states each role names, around each author, at the opening."""
        n = self._states
        everyone = np.full(n, max(n - 1, 1))
        friends = (allied(self._opening, self._catalogue)[0] & others(n)[:n]).sum(axis=1)
        near = self._catalogue.states.neighbours.sum(axis=1)
        return {
            "others": everyone.astype(np.float64),
            "everyone": everyone.astype(np.float64),
            "members": everyone * 0.5,
            "supporters": everyone * 0.5,
            "bound": everyone * 0.7,
            "allies": friends.astype(np.float64),
            "neighbours": near.astype(np.float64),
        }
