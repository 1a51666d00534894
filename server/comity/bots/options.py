"""All that any state could do in a turn: every action on every target that it can have, by kind of target."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from comity.bots.appraisal import Appraiser
from comity.rules import legal
from comity.rules import vocabulary as words
from comity.rules.catalogue import Catalogue, Condition
from comity.rules.layout import FALSE, POINT, BoolArray, FloatArray, IntArray, blank
from comity.rules.terms import ROLES
from comity.rules.world import World


@dataclass(frozen=True, slots=True)
class Block:
    """The actions of one kind of target, [action], and their worth, [state, action, column]."""

    kind: str
    actions: IntArray
    """In the catalogue's numbering."""
    aimless: bool
    """True where the one column is no target."""
    mine_fit: FloatArray
    mine_flat: FloatArray
    theirs_fit: FloatArray
    theirs_flat: FloatArray
    calm: FloatArray
    peace: FloatArray
    arms: FloatArray
    """See `Appraisal`."""
    arming: IntArray
    """The places of the few actions that change arms at all; likewise quarrels, and those of others."""
    calming: IntArray
    pacifying: IntArray
    lasting: IntArray
    """The places of the few that sign what stays in force."""
    in_force: FloatArray
    """[place in `lasting`, 2, state, column]: what each turn of it is worth; see `Appraiser.in_force`."""

    @property
    def at_state(self) -> bool:
        return self.kind == "state"

    @property
    def columns(self) -> int:
        return int(self.mine_fit.shape[2])

    @classmethod
    def of(cls, kind: str, catalogue: Catalogue, appraiser: Appraiser) -> Self:
        table = catalogue.actions
        actions = np.array([i for i, each in enumerate(table.target) if each == kind], dtype=np.int64)
        pacts = [int(pact) for pact in table.pact[actions] if pact >= 0]
        appraisals = [appraiser.deed(int(action), kind) for action in actions]

        def side_by_side(name: str) -> FloatArray:
            return np.stack([getattr(appraisal, name) for appraisal in appraisals], axis=1)

        def places(name: str) -> IntArray:
            return np.nonzero([getattr(appraisal, name).any() for appraisal in appraisals])[0]

        return cls(
            kind,
            actions,
            not catalogue.targets(kind),
            mine_fit=side_by_side("mine_fit"),
            mine_flat=side_by_side("mine_flat"),
            theirs_fit=side_by_side("theirs_fit"),
            theirs_flat=side_by_side("theirs_flat"),
            calm=side_by_side("calm"),
            peace=side_by_side("peace"),
            arms=side_by_side("arms"),
            arming=places("arms"),
            calming=places("calm"),
            pacifying=places("peace"),
            lasting=np.nonzero(table.pact[actions] >= 0)[0],
            in_force=np.array([appraiser.in_force(pact) for pact in pacts]),
        )

    def possible(self, world: World, catalogue: Catalogue, seats: IntArray) -> BoolArray:
        """[batch, seat, action, column]: what the rules allow these states, if they can pay."""
        shape = (world.batch, seats.size, self.actions.size, self.columns)
        allowed = blank(shape, FALSE)
        for place, action in enumerate(self.actions.tolist()):
            barred = legal.action_block(world, catalogue, action, seats)
            allowed[:, :, place] = (barred == legal.OK) | (barred == legal.NOT_AFFORDED)
        return allowed


@dataclass(frozen=True, slots=True)
class Options:
    """Of a scenario; by action in the catalogue's numbering, [action]."""

    blocks: tuple[Block, ...]
    cost: FloatArray
    """In points."""
    hostile: BoolArray
    """What is aimed at a state and meant against it: open hostility, and what is done in secret."""
    binding: BoolArray
    """What brings one of two states that do it into a bloc of the other."""
    trust: FloatArray
    """Points of trust that it wins its author with the state that it is aimed at, in full fit."""
    trust_asked: IntArray
    """The place among its conditions of the one that asks for trust between the two; -1 where none does."""
    count: int

    @classmethod
    def of(cls, catalogue: Catalogue, appraiser: Appraiser) -> Self:
        table = catalogue.actions
        kinds = [kind for kind in words.TARGET_KINDS if kind in table.target]
        return cls(
            tuple(Block.of(kind, catalogue, appraiser) for kind in kinds),
            table.cost / POINT,
            table.hostile | (table.covert & table.at_state),
            _binding(catalogue),
            _trust(catalogue),
            _trust_asked(catalogue),
            len(table.keys),
        )

    def of_states(self) -> Block | None:
        """The actions that are aimed at a state."""
        return next((block for block in self.blocks if block.at_state), None)


def _binding(catalogue: Catalogue) -> BoolArray:
    """[action]: where it, or what answers it, changes who is in a bloc."""
    table, terms = catalogue.actions, catalogue.terms
    bloc = catalogue.layout.offsets.get("bloc", -1)
    alone = np.array(
        [
            table.at_state[action]
            and bool((terms.base[terms.start[action] : terms.start[action + 1]] == bloc).any())
            for action in range(len(table.keys))
        ],
        dtype=np.bool_,
    )
    result: BoolArray = table.needs_both & (alone | alone[table.counterpart])
    return result


def _trust(catalogue: Catalogue) -> FloatArray:
    """[action] in points."""
    table, terms = catalogue.actions, catalogue.terms
    field = catalogue.layout.offsets["trust"]
    won = (terms.base == field) & (terms.role == ROLES.index("target")) & ~terms.third.astype(np.bool_)
    amount = np.where(won, terms.amount / POINT, 0.0)
    each = [
        amount[terms.start[action] : terms.start[action + 1]].sum() if table.at_state[action] else 0.0
        for action in range(len(table.keys))
    ]
    result: FloatArray = np.maximum(np.array(each), 0.0)
    return result


def _trust_asked(catalogue: Catalogue) -> IntArray:
    """[action]."""

    def place(requires: tuple[Condition, ...]) -> int:
        asks = (i for i, each in enumerate(requires) if each.quantity == "trust" and each.of == "pair")
        return next(asks, -1)

    return np.array([place(requires) for requires in catalogue.actions.requires], dtype=np.int64)
