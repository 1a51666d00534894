"""Conditions: tests that data may put on an action, a resolution or an event, evaluated for many at once.

The same function serves what is offered, what is accepted and what comes to pass.
"""

import numpy as np

from comity.rules import vocabulary as words
from comity.rules.catalogue import Catalogue, Condition
from comity.rules.layout import MISSING, POINT, SHARE, BoolArray, IntArray, blank
from comity.rules.numbers import others
from comity.rules.world import World, rests_on

ALLIANCE = words.BLOC_KINDS.index("alliance")

STATE_FIELDS = frozenset(words.STATE_SCALARS) | {f"grievance.{key}" for key in words.GRIEVANCES} | {"mandate"}
SHARE_FIELDS = frozenset({"stance", "mood"})
INSTITUTION_FIELDS = frozenset({"authority", "legitimacy", "ownership"})
GLOBALISM_FIELDS = frozenset({"claim", "recognition", "prevalence", "globalism_legitimacy"})
BLOC_FIELDS = frozenset({"alliances", "growing", "belongs", "leads", "depth", "open", "welcome", "in_bloc"})
FIXED = frozenset({"nuclear", "uncivil"})
WORST = {"quarrel": ("tension", 2), "crisis": ("escalation", 2), "sanctioned": ("sanctions", 1)}
"""The worst tension and the worst crisis that a state has with anyone, and the heaviest sanctions that anyone
has on it: the field between states, and the axis along which the worst is looked for.
"""
BRINK = "brink"
"""The worst crisis that a state has with a nuclear power."""
PRACTISED = "practised"
"""The actor's own share of the target globalism."""
BETWEEN = {PRACTISED: "stance"} | {key: key for key in words.PAIR_SCALARS}
"""Quantities of an actor and its target, and the fields that hold them."""
ABSENT = "absent"
"""The quantity of a condition on something that the scenario does not have: always zero."""
WORLD_FIELDS = frozenset({"face", "challenge", "index", "system"})


COUNTED = frozenset(
    {
        "alliances",
        "growing",
        "belongs",
        "leads",
        "in_bloc",
        "open",
        "membership",
        "allied",
        "bordering",
        ABSENT,
        "turn",
    }
)
"""Quantities that are so or not so, or that the words of a condition say already."""


def named(condition: Condition) -> str | None:
    """What the condition measures, in a word or two for players; None where a figure says nothing."""
    quantity = condition.quantity
    if quantity in COUNTED or quantity in FIXED or quantity == "mandate":
        return None
    if quantity == PRACTISED:
        return "its share of your stance"
    family, _, key = quantity.partition(".")
    word = {
        "escalation": "crisis",
        "quarrel": "its worst tension",
        "crisis": "its worst crisis",
        BRINK: "its worst crisis with a nuclear power",
        "sanctioned": "the heaviest",
        "welcome": "the least trust of a member in you",
        "sanctions": "their weight",
        "globalism_legitimacy": "legitimacy",
        "strength": "its strength",
        "grievance.misgovernance": "the grievance of misgovernment",
    }.get(quantity)
    if word is not None:
        return word
    if family == "grievance":
        return f"the grievance of {key.replace('_', ' ')}"
    if family in SHARE_FIELDS:
        return f"the {key} share of the {family}"
    if family == "ownership":
        return f"{key} ownership"
    if family == "face":
        return f"the {key.replace('_', ' ')} face"
    if family == "challenge":
        return f"how well {key} is handled"
    return (key or family).replace("_", " ")


def unit_of(quantity: str) -> int:
    """Grid units in one unit as written by an author."""
    family = quantity.split(".", maxsplit=1)[0]
    return SHARE // 100 if family in ("stance", "mood", "ownership", PRACTISED) else POINT


@rests_on("bloc")
def inside(world: World) -> IntArray:
    """[batch, bloc, state]: 1 where the state is in the bloc."""
    return (world["bloc"] > 0).astype(np.int64)


@rests_on("bloc")
def allied(world: World, catalogue: Catalogue) -> BoolArray:
    """[batch, state, state]: True where two states share an alliance or union."""
    n, binding = world.layout.states, catalogue.blocs.binding
    if binding.size == 0:
        return np.zeros((world.batch, n, n), dtype=np.bool_)
    members = inside(world)[:, binding]
    result: BoolArray = (members.swapaxes(1, 2) @ members > 0) & others(n)[:n]
    return result


def holds(
    world: World, catalogue: Catalogue, condition: Condition, actors: IntArray, target_kind: str
) -> BoolArray:
    """Whether the condition holds: broadcastable to [batch, actor, target].

    `actors` are state indices [a]. With target kind `none` the target is the actor itself (events,
    self-directed acts).
    """
    measured = values(world, catalogue, condition, actors, target_kind)
    result: BoolArray = (measured >= condition.low) & (measured <= condition.high)
    return result


def met(
    world: World, catalogue: Catalogue, conditions: tuple[Condition, ...], actors: IntArray, target_kind: str
) -> BoolArray:
    """Whether all hold for the actor itself (events): broadcastable to [batch, actor]."""
    whole = np.ones((1, 1, 1), dtype=np.bool_)
    for condition in conditions:
        whole = whole & holds(world, catalogue, condition, actors, target_kind)
    return whole[:, :, 0]


def all_hold(
    world: World, catalogue: Catalogue, conditions: tuple[Condition, ...], actors: IntArray, target_kind: str
) -> IntArray:
    """[batch, actor, target]: index of the first condition that fails, or -1 where all hold."""
    count = max(len(catalogue.targets(target_kind)), 1)
    failed = blank((world.batch, actors.size, count), MISSING)
    for index in range(len(conditions) - 1, -1, -1):
        ok = holds(world, catalogue, conditions[index], actors, target_kind)
        failed = np.where(ok, failed, index)
    return failed


def values(
    world: World, catalogue: Catalogue, condition: Condition, actors: IntArray, target_kind: str
) -> IntArray:
    """What the condition measures, in grid units: broadcastable to [batch, actor, target]."""
    family = condition.quantity.split(".")[0]
    of_actor = condition.of == "actor" or target_kind == "none"
    if condition.quantity == ABSENT:
        return np.zeros((world.batch, 1, 1), dtype=np.int64)
    if condition.quantity == "turn":
        return np.full((world.batch, 1, 1), (world.turn + 1) * POINT, dtype=np.int64)
    if condition.quantity in STATE_FIELDS or condition.quantity in (*WORST, BRINK):
        field = _of_states(world, catalogue, condition.quantity)
        return field[:, actors, None] if of_actor else field[:, None, :]
    if family in SHARE_FIELDS:
        field = world[family][..., condition.sub]
        return field[:, actors, None] if of_actor else field[:, None, :]
    if condition.quantity in FIXED:
        return _fixed(catalogue, condition.quantity, actors, of_actor=of_actor)
    if family in WORLD_FIELDS:
        return world[family][:, condition.sub, None, None]
    if condition.quantity == "strength":
        return _strength(world, condition, actors, target_kind, of_actor)
    if condition.quantity == "membership":
        return _membership(
            world, condition, actors, of_target=condition.of == "target" and target_kind == "state"
        )
    if family in INSTITUTION_FIELDS:
        field = world["ownership"][..., condition.sub] if family == "ownership" else world[family]
        return field[:, condition.outer, None, None] if condition.outer >= 0 else field[:, None, :]
    if condition.quantity in GLOBALISM_FIELDS:
        field = world[condition.quantity]
        return field[:, condition.outer, None, None] if condition.outer >= 0 else field[:, None, :]
    if condition.quantity in BLOC_FIELDS:
        return _of_blocs(world, catalogue, condition, actors, of_actor=of_actor)
    if condition.quantity == "allied":
        return allied(world, catalogue)[:, actors, :].astype(np.int64) * POINT
    if condition.quantity == "bordering":
        return catalogue.states.neighbours[None, actors, :].astype(np.int64) * POINT
    if condition.quantity in BETWEEN:
        return world[BETWEEN[condition.quantity]][:, actors, :]
    raise ValueError(f"no such quantity: {condition.quantity}")


def _of_states(world: World, catalogue: Catalogue, quantity: str) -> IntArray:
    """[batch, state]."""
    if quantity == BRINK:
        armed = world["escalation"][:, :, catalogue.states.nuclear > 0]
        most: IntArray = armed.max(axis=2, initial=0)
        return most
    if quantity not in WORST:
        return world[quantity]
    between, axis = WORST[quantity]
    worst: IntArray = world[between].max(axis=axis)
    return worst


def _membership(world: World, condition: Condition, actors: IntArray, *, of_target: bool) -> IntArray:
    """The actor's, or a target state's, in the institution that is meant or targeted."""
    if of_target:
        return world["membership"][:, condition.outer, None, :]
    member = np.swapaxes(world["membership"], 1, 2)[:, actors, :]
    return member[:, :, condition.outer, None] if condition.outer >= 0 else member


def _fixed(catalogue: Catalogue, quantity: str, actors: IntArray, *, of_actor: bool) -> IntArray:
    """What never changes in a game: who has nuclear arms, and which movements are uncivil."""
    if quantity == "uncivil":
        flags = np.zeros(len(catalogue.movements.keys), dtype=np.int64)
        flags[catalogue.movements.uncivil] = POINT
        return flags[None, None, :]
    nuclear: IntArray = catalogue.states.nuclear * POINT
    return nuclear[None, actors, None] if of_actor else nuclear[None, None, :]


def _of_blocs(
    world: World, catalogue: Catalogue, condition: Condition, actors: IntArray, *, of_actor: bool
) -> IntArray:
    """What is asked of blocs: how many alliances a state is in, its place in a named bloc, and the actor's
    place in a target bloc.
    """
    quantity = condition.quantity
    if quantity in ("alliances", "growing"):
        which = catalogue.blocs.of_kind[ALLIANCE]
        if quantity == "growing":
            which = which[catalogue.blocs.open[which]]
        count: IntArray = inside(world)[:, which].sum(axis=1) * POINT
        return count[:, actors, None] if of_actor else count[:, None, :]
    if quantity == "belongs":
        return np.swapaxes(world["bloc"], 1, 2)[:, actors, :]
    if quantity == "leads":
        leads: IntArray = (catalogue.blocs.leader[None, None, :] == actors[None, :, None]) * POINT
        return leads
    if quantity == "open":
        return (catalogue.blocs.open * POINT).astype(np.int64)[None, None, :]
    if condition.outer >= 0:
        named = (world["bloc"] if quantity == "in_bloc" else _welcome(world))[:, condition.outer]
        return named[:, actors, None] if of_actor else named[:, None, :]
    if quantity == "welcome":
        return _welcome(world)[:, :, actors].swapaxes(1, 2)
    return world["depth"][:, None, :]


@rests_on("bloc", "trust")
def _welcome(world: World) -> IntArray:
    """[batch, bloc, state]: how far that member of the bloc trusts a state which trusts it least; full where
    nobody is in it.
    """
    full = np.int64(100 * POINT)
    members, trust = inside(world) > 0, world["trust"]
    least = blank((world.batch, members.shape[1], members.shape[2]), full)
    for bloc in range(members.shape[1]):
        least[:, bloc] = np.where(members[:, bloc, :, None], trust, full).min(axis=1)
    return least


def _strength(
    world: World, condition: Condition, actors: IntArray, target_kind: str, of_actor: bool
) -> IntArray:
    if condition.of == "world":
        return world["strength"][:, condition.outer, None, None]
    if condition.outer >= 0:
        field = world["strength_in"][:, condition.outer, :]
        return field[:, actors, None] if of_actor or target_kind != "state" else field[:, None, :]
    at_home = np.swapaxes(world["strength_in"], 1, 2)[:, actors, :]
    return at_home if condition.of == "actor" else world["strength"][:, None, :]
