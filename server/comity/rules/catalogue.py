"""The catalogue: a scenario's actions, resolutions, events, movements, institutions and blocs, compiled to
arrays.

Made once by `scenarios/compile.py` from YAML; never changed during a game. Tables are column-wise: index i of
each array of a table belongs to the i-th key.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from comity.rules.layout import BoolArray, FloatArray, IntArray, Layout
from comity.rules.prose import Prose
from comity.rules.terms import Terms
from comity.rules.views import TargetKind
from comity.rules.vocabulary import GLOBALISMS, RULE_KINDS


@dataclass(frozen=True, slots=True)
class Condition:
    """A compiled test: `field` of whom, in grid units between `low` and `high`; see `conditions.py`."""

    quantity: str
    of: Literal["actor", "target", "pair", "world"]
    outer: int
    """Index of a fixed institution, movement or globalism; -1: the target's own."""
    sub: int
    """Index within a share vector or keyed family (globalism, face, ...); -1 where it has none."""
    low: int
    high: int
    otherwise: str


@dataclass(frozen=True, slots=True)
class DeedKind:
    """One row of the deed table: what a ledger line's `because` can point at."""

    kind: Literal["action", "resolution", "event", "choice", "pact"]
    key: str
    """`action`, `resolution`, `event` and `pact` keys, or `event.choice`."""
    name: str
    covert: bool


@dataclass(frozen=True, slots=True)
class Actions:
    keys: tuple[str, ...]
    names: tuple[str, ...]
    globalism: IntArray
    target: tuple[TargetKind, ...]
    at_state: BoolArray
    """True where the target is a state; likewise below."""
    at_institution: BoolArray
    domain: IntArray
    """Index of the domain that an institution target must decide in, or -1."""
    cost: IntArray
    bloc_kinds: BoolArray
    """[action, kind]: the kinds of bloc that a bloc target may be of."""
    needs_both: BoolArray
    counterpart: IntArray
    """For `needs_both`: what the other side must choose; the action itself unless said otherwise."""
    betrays: FloatArray
    """[action, globalism]: 1 where the action breaks what that globalism professes."""
    pact: IntArray
    """Row in the pact field for agreements that last, else -1."""
    lasts: IntArray
    hostile: BoolArray
    covert: BoolArray
    per_turn: IntArray
    first_turn: IntArray
    requires: tuple[tuple[Condition, ...], ...]


@dataclass(frozen=True, slots=True)
class Resolutions:
    keys: tuple[str, ...]
    names: tuple[str, ...]
    texts: tuple[str, ...]
    target: tuple[TargetKind, ...]
    at_state: BoolArray
    """True where the target is a state."""
    decided_by: BoolArray
    """[resolution, institution]: where it can be tabled."""
    appeal: FloatArray
    """[resolution, globalism], -1..1."""
    arsenals: FloatArray
    """[resolution], -1..1: the same of those who have nuclear arms."""
    chairs: FloatArray
    """[resolution], -1..1: the same of permanent members of the institution that decides."""
    requires: tuple[tuple[Condition, ...], ...]


@dataclass(frozen=True, slots=True)
class Events:
    keys: tuple[str, ...]
    names: tuple[str, ...]
    texts: tuple[str, ...]
    world: BoolArray
    """True where it hits the world and not single states."""
    chance: FloatArray
    once: BoolArray
    when: tuple[tuple[Condition, ...], ...]
    choices: tuple[tuple[str, ...], ...]
    choice_names: tuple[tuple[str, ...], ...]
    asks: BoolArray
    """True where those that it hits have a choice."""
    first_choice: IntArray
    """Row of the event's first choice among the choice deeds."""
    scheduled: tuple[tuple[int, int, int], ...]
    """(turn, event, state or -1)."""


@dataclass(frozen=True, slots=True)
class Movements:
    keys: tuple[str, ...]
    names: tuple[str, ...]
    civil: IntArray
    """Which of them are civil."""
    uncivil: IntArray
    affinity: IntArray
    """[movement, globalism] shares."""
    fed_by: FloatArray
    """[movement, grievance] weights summing to 1."""
    reach: FloatArray
    presses: BoolArray
    """[movement, institution]: where it presses norms upward."""
    pressing: IntArray
    """Which of them press anywhere."""
    civil_in: tuple[IntArray, ...]
    """By domain: which civil ones press in it."""


@dataclass(frozen=True, slots=True)
class Institutions:
    keys: tuple[str, ...]
    names: tuple[str, ...]
    of_domain: tuple[IntArray, ...]
    """By domain: which institutions are of it."""
    decides: BoolArray
    """[institution, domain]."""
    rule: IntArray
    """Index into RULE_KINDS."""
    council: BoolArray
    """True where only a council's seats vote."""
    threshold: IntArray
    """Percent in grid points."""
    blocking: IntArray
    permanent: BoolArray
    """[institution, state]."""
    elected_seats: IntArray
    elder: IntArray
    """The institution that a parallel one outflanks, or -1."""
    young: IntArray
    """Which of them are parallel to an elder."""

    def rule_name(self, institution: int) -> str:
        name: str = RULE_KINDS[int(self.rule[institution])]
        return name


@dataclass(frozen=True, slots=True)
class Blocs:
    keys: tuple[str, ...]
    names: tuple[str, ...]
    kinds: tuple[str, ...]
    kind: IntArray
    """Index into BLOC_KINDS."""
    of_kind: tuple[IntArray, ...]
    """By kind: which blocs are of it."""
    rigid: BoolArray
    open: BoolArray
    """Whether a state may join by its own wish."""
    binding: IntArray
    """Which of them are alliances or unions: their members count as allied."""
    leader: IntArray
    """A state, or -1 where nobody leads."""
    led: IntArray
    """Which of them are alliances that somebody leads."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """Where the globalisms meet and part, by domain, in the order of `vocabulary.GROUNDS`."""

    weight: FloatArray
    """[ground]: how much it counts when nothing is at stake in particular."""
    agree: FloatArray
    """[ground, globalism, globalism], symmetric, -1 (collide) to 1 (at one)."""
    stronger: FloatArray
    """[globalism, globalism], summed over grounds: agreement that holds only as far as the holder of the
    second is the stronger of the two; turned against where it is the weaker.
    """


@dataclass(frozen=True, slots=True)
class Objective:
    key: str
    text: str
    hidden: bool
    points: int
    place: int
    """Where the measured quantity lies in the vector; -1 - k: derived quantity k (see `scores.py`)."""
    test: Literal["at_least", "at_most", "rises_by", "falls_by"]
    amount: int


@dataclass(frozen=True, slots=True)
class Seat:
    key: str
    name: str
    state: int
    temperament: str
    objectives: tuple[Objective, ...]


@dataclass(frozen=True, slots=True)
class States:
    keys: tuple[str, ...]
    names: tuple[str, ...]
    chance: IntArray
    """The number by which chance knows a state: drawn from its opening figures, so neither name nor order
    matters.
    """
    nuclear: BoolArray
    nuclear_pairs: BoolArray
    """[state, state]: True where both are nuclear."""
    neighbours: BoolArray
    interests: FloatArray
    """[state, interest] weights summing to 1."""
    relative: BoolArray


@dataclass(frozen=True, slots=True)
class Temperament:
    key: str
    ideal: IntArray
    pull: float
    thrift: float
    boldness: float
    loyalty: float


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything about a scenario that does not change while it is played."""

    scenario: str
    turns: int
    actions_per_turn: int
    layout: Layout
    states: States
    seats: tuple[Seat, ...]
    actions: Actions
    resolutions: Resolutions
    events: Events
    movements: Movements
    institutions: Institutions
    blocs: Blocs
    grounds: Grounds
    pacts: tuple[int, ...]
    """The actions whose agreements last, in the order of the pact field."""
    deeds: tuple[DeedKind, ...]
    terms: Terms
    first_resolution: int
    """First row of resolutions in the deed table (actions come first); likewise below."""
    first_event: int
    first_choice: int
    first_pact: int
    temperaments: Mapping[str, Temperament]
    scheduled: tuple[tuple[int, int, int, int, int], ...]
    """Docket items by turn: (turn, resolution, institution, target or -1, sponsor or -1)."""
    prose: Prose = field(repr=False)
    deed_pact_effects: BoolArray = field(repr=False)
    """[pact]: True where an agreement in force has effects each turn."""

    def targets(self, kind: str) -> tuple[str, ...]:
        """The keys that a target of this kind can take."""
        if kind == "state":
            return self.states.keys
        if kind == "institution":
            return self.institutions.keys
        if kind == "movement":
            return self.movements.keys
        if kind == "globalism":
            return GLOBALISMS
        if kind == "bloc":
            return self.blocs.keys
        return ()

    def target_names(self, kind: str) -> tuple[str, ...]:
        names = {
            "state": self.states.names,
            "institution": self.institutions.names,
            "movement": self.movements.names,
            "globalism": tuple(key.capitalize() for key in GLOBALISMS),
            "bloc": self.blocs.names,
        }
        return names.get(kind, ())

    def seat(self, key: str) -> Seat:
        """The seat with this key.

        Raises:
            KeyError: the scenario has no such seat.
        """
        for seat in self.seats:
            if seat.key == key:
                return seat
        raise KeyError(key)
