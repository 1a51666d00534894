"""All that any state could do in a turn: every action on every target that it can have, by kind of target."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from comity.bots.appraisal import Appraiser
from comity.rules import legal
from comity.rules import vocabulary as words
from comity.rules.catalogue import Catalogue
from comity.rules.layout import FALSE, POINT, BoolArray, FloatArray, IntArray, blank
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
        )

    def possible(self, world: World, catalogue: Catalogue, seats: IntArray) -> BoolArray:
        """[batch, seat, action, column]: what the rules allow these states now."""
        shape = (world.batch, seats.size, self.actions.size, self.columns)
        allowed = blank(shape, FALSE)
        for place, action in enumerate(self.actions.tolist()):
            allowed[:, :, place] = legal.action_block(world, catalogue, action, seats) == legal.OK
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
