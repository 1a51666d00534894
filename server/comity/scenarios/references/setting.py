"""Where effects and conditions stand, and what the engine can do with them there."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from comity.rules import vocabulary as words
from comity.scenarios import schema
from comity.scenarios.faults import suggest

AMOUNT_MAX: Final = 1_000
"""Ten times the range of any quantity: far beyond sense, and far below what would overflow the grid."""

_ONE_OR_TWO: Final = ("actor", "target", "both")
"""The roles that name single states and no group of them."""

_STATE: Final = (*words.STATE_SCALARS, *(f"grievance.{key}" for key in words.GRIEVANCES), "mandate")
_GLOBALISM: Final = ("claim", "recognition", "globalism_legitimacy")
_STANDING: Final = ("authority", "legitimacy")
_CELLS: Final = (*_STANDING, "renewal")
_GAUGES: Final = (*(f"face.{key}" for key in words.FACES), *(f"challenge.{key}" for key in words.CHALLENGES))
CHANGES: Final = (
    *_STATE,
    *_GLOBALISM,
    *_CELLS,
    *_GAUGES,
    *words.PAIR_SCALARS,
    "mood",
    "ownership",
    "strength",
    "membership",
    "quota",
    "bloc",
    "depth",
)
_OF_STATE: Final = (
    *_STATE,
    "nuclear",
    "alliances",
    "growing",
    "quarrel",
    "crisis",
    "brink",
    "sanctioned",
    "in_bloc",
    *(f"{leaning}.{key}" for leaning in ("stance", "mood") for key in words.GLOBALISMS),
)
_OF_WORLD: Final = (
    *_GAUGES,
    *(f"index.{key}" for key in words.INDICES),
    *(f"system.{key}" for key in words.SYSTEM_GAUGES),
    "turn",
)
_OF_PAIR: Final = (*words.PAIR_SCALARS, "allied", "bordering")
_OF_BLOC: Final = ("belongs", "leads", "depth", "open", "welcome")
_OF_NAMED_BLOC: Final = ("in_bloc", "welcome")
_OF_INSTITUTION: Final = (*_STANDING, *(f"ownership.{key}" for key in words.GLOBALISMS), "membership")
QUANTITIES: Final = (
    *_OF_STATE,
    *_OF_WORLD,
    *_OF_PAIR,
    *_OF_INSTITUTION,
    *_OF_BLOC,
    *_GLOBALISM,
    "prevalence",
    "practised",
    "strength",
    "uncivil",
)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field of an effect or a condition."""

    field: str
    code: str
    message: str
    fix: str


@dataclass(frozen=True, slots=True)
class Setting:
    """The deed that an effect belongs to, or that a condition allows."""

    target: str
    """What it is aimed at: a target kind, or `hit` for an event, whose state is actor and target in one."""
    own: str | None = None
    """The globalism that it expresses, if it does."""
    is_resolution: bool = False
    has_actor: bool = True
    """False for an event of the world, in which nobody acts."""

    @property
    def has_institution(self) -> bool:
        return self.is_resolution or self.target == "institution"

    @property
    def has_target_state(self) -> bool:
        return self.target == "state" or (self.target == "hit" and self.has_actor)

    @property
    def is_of_one_state(self) -> bool:
        """An act or an event at home. Every state may have several in a turn: if each moved the relations of
        all states with all, a turn of a large world would fill its memory.
        """
        return self.has_actor and not self.is_resolution

    def effect_problems(self, effect: schema.Effect) -> Iterator[Problem]:
        if effect.change not in CHANGES:
            message = f"there is no quantity {effect.change} to change"
            yield Problem("change", "unknown_quantity", message, suggest(effect.change, CHANGES))
            return
        if abs(effect.by) > AMOUNT_MAX:
            yield Problem("by", "out_of_range", f"by is {effect.by:g}", f"give at most {AMOUNT_MAX} points")
        yield from self._companions(effect)
        if effect.change not in (*_GLOBALISM, *_CELLS, *_GAUGES, "ownership", "depth"):
            yield from self._states(effect)

    def _companions(self, effect: schema.Effect) -> Iterator[Problem]:
        """The further word that some changes need: toward what, in which institution, ..."""
        change, target = effect.change, self.target
        of_institution = change in (*_CELLS, "ownership", "membership", "quota")
        of_bloc = change in ("bloc", "depth")
        of_movement, of_globalism = change == "strength", change in _GLOBALISM
        moves = change in ("mood", "ownership")
        needs = {
            "toward": (moves, self.own is not None, "a globalism that it moves toward"),
            "institution": (
                of_institution,
                self.has_institution or effect.domain is not None,
                "an institution",
            ),
            "globalism": (of_globalism, target == "globalism" or self.own is not None, "a globalism"),
            "movement": (of_movement, target == "movement", "a movement"),
            "bloc": (of_bloc, target == "bloc" or bool(effect.kinds), "a bloc"),
            "domain": (of_institution, True, "a domain"),
            "kinds": (of_bloc and self.has_actor, True, "kinds of bloc"),
        }
        # A term of states may name the institution whose members or whose authority it means.
        reads_institution = effect.of == "members" or set(effect.scale) & set(_STANDING)
        for field, (is_needed, is_given, what) in needs.items():
            named = getattr(effect, field) not in (None, ())
            if is_needed and not is_given and not named:
                message = f"{change} needs {what}"
                yield Problem("change", f"needs_{field}", message, f"add `{field}:`")
            elif named and not is_needed and not (field == "institution" and reads_institution):
                message = f"{change} has nothing to do with `{field}`"
                yield Problem(field, "needless", message, f"remove `{field}`")
        if effect.domain is not None and effect.institution is not None:
            message = "an institution and a domain are named, and only one can be meant"
            yield Problem("domain", "needless", message, "remove one of the two")
        if effect.kinds and effect.bloc is not None:
            message = "a bloc and kinds of bloc are named, and only one can be meant"
            yield Problem("kinds", "needless", message, "remove one of the two")

    def _states(self, effect: schema.Effect) -> Iterator[Problem]:
        """Whether the role names any states here."""
        of, is_pair = effect.of, effect.change in words.PAIR_SCALARS
        if effect.whose != "actor":
            if not is_pair:
                message = f"{effect.change} is not between two states, so it has no `whose`"
                yield Problem("whose", "needless", message, "remove whose")
                return
            problem = self._role(effect.whose, effect, "whose")
            if problem is not None:
                yield problem
                return
            alone = self.target == "hit" and {effect.whose, of} <= {"actor", "target", "both"}
            if alone or (effect.whose == of and of in ("actor", "target")):
                message = f"{effect.change} is between two states, and `{of}` is one"
                yield Problem("of", "needs_other", message, "use others, adversaries or another group")
                return
            if self.is_of_one_state and effect.whose not in _ONE_OR_TWO and of not in _ONE_OR_TWO:
                message = (
                    f"one state moves its own relations and its target's, not `{effect.whose}` with `{of}`"
                )
                yield Problem("whose", "too_wide", message, "use target, or make it a resolution")
                return
        if is_pair and effect.whose == "actor" and not self.has_actor:
            message = f"{effect.change} is between two states, and an event of the world has none"
            yield Problem("change", "needs_other", message, "change a quantity of `everyone` instead")
        elif (
            is_pair
            and effect.whose == "actor"
            and (of == "actor" or (self.target == "hit" and of in ("target", "both")))
        ):
            message = f"{effect.change} is with another state than the actor"
            yield Problem("of", "needs_other", message, "use others, allies, neighbours or another group")
        else:
            problem = self._role(of, effect, "of")
            if problem is not None:
                yield problem

    def _role(self, role: str, effect: schema.Effect, field: str) -> Problem | None:
        """Why the role names no states here, if it does not."""
        if role in ("target", "both", "target_allies") and not self.has_target_state:
            fix = "use everyone or members" if not self.has_actor else "use actor, everyone or another group"
            message = f"there is no target state that `{role}` could mean"
            return Problem(field, "no_target_state", message, fix)
        if role in ("actor", "allies", "neighbours", "adversaries") and not self.has_actor:
            message = f"an event of the world has no state that `{role}` could mean"
            return Problem(field, "no_actor", message, "use everyone or members")
        if role in ("supporters", "opponents", "bound") and not self.is_resolution:
            message = f"`{role}` are those who voted, and nothing is voted here"
            return Problem(field, "no_vote", message, "use it in resolutions only")
        if role == "members" and effect.institution is None and not self.has_institution:
            message = "it is not said of what institution they are members"
            return Problem(field, "needs_institution", message, "add `institution:`")
        return None

    def condition_problems(self, row: schema.Condition) -> Iterator[Problem]:
        if row.quantity not in QUANTITIES:
            message = f"there is no quantity {row.quantity} to test"
            yield Problem("quantity", "unknown_quantity", message, suggest(row.quantity, QUANTITIES))
            return
        for bound in ("at_least", "at_most"):
            value = getattr(row, bound)
            if value is not None and abs(value) > AMOUNT_MAX:
                message = f"{bound} is {value:g}"
                yield Problem(bound, "out_of_range", message, f"give a number of at most {AMOUNT_MAX}")
        if row.at_least is not None and row.at_most is not None and row.at_least > row.at_most:
            message = f"nothing is at least {row.at_least:g} and at most {row.at_most:g}"
            yield Problem("at_most", "never_holds", message, "make at_most the larger of the two")
        yield from self._of(row)
        yield from self._named(row)

    def _named(self, row: schema.Condition) -> Iterator[Problem]:
        """The further word that some quantities need."""
        of_institution = row.quantity in _OF_INSTITUTION
        of_globalism = row.quantity in (*_GLOBALISM, "prevalence")
        target_is_movement = self.target == "movement" and row.of != "world"
        needs = {
            "institution": (of_institution, self.has_institution),
            "globalism": (of_globalism, self.target == "globalism"),
            "movement": (row.quantity == "strength", target_is_movement),
            "bloc": (row.quantity in _OF_NAMED_BLOC, row.quantity == "welcome" and self.target == "bloc"),
        }
        for field, (is_needed, is_given) in needs.items():
            named = getattr(row, field) is not None
            if is_needed and not is_given and not named:
                message = f"{row.quantity} needs to know of which {field}"
                yield Problem("quantity", f"needs_{field}", message, f"add `{field}:`")
            elif named and not is_needed:
                message = f"{row.quantity} has nothing to do with `{field}`"
                yield Problem(field, "needless", message, f"remove `{field}`")

    def _of(self, row: schema.Condition) -> Iterator[Problem]:
        """Whether `of` says whose quantity is meant."""
        quantity, of = row.quantity, row.of
        targets_state = self.target in ("state", "hit", "none")
        of_state = quantity in _OF_STATE or (quantity in _OF_NAMED_BLOC and row.bloc is not None)
        if quantity in _OF_BLOC and not of_state and self.target != "bloc":
            message = f"{quantity} is about a bloc, and there is no target bloc here"
            yield Problem("quantity", "needs_bloc", message, "use it where the target is a bloc")
        elif quantity == "uncivil" and self.target != "movement":
            message = "uncivil is about a movement, and there is no target movement here"
            yield Problem("quantity", "needs_movement", message, "use it where the target is a movement")
        elif quantity == "practised" and self.target != "globalism":
            message = "practised is about a globalism, and there is no target globalism here"
            yield Problem("quantity", "needs_globalism", message, "use it where the target is a globalism")
        elif quantity in _OF_PAIR and self.target != "state":
            message = f"{quantity} is between two states, and there is no target state here"
            yield Problem("quantity", "needs_other", message, "use it where the target is a state")
        elif of_state and (of in ("pair", "world") or (of == "target" and not targets_state)):
            fix = "write `of: actor`" + (" or `of: target`" if targets_state else "")
            yield Problem("of", "whose", f"{quantity} is a quantity of one state", fix)
        elif quantity == "membership" and of == "world":
            message = "membership is tested of a state"
            yield Problem("of", "whose", message, "write `of: actor`")
