"""A move as a row of numbered choices, for players that are trained: what each number means, and which may be
chosen now.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from comity import bots
from comity.bots.stance import TENTH, tenths
from comity.rules import legal
from comity.rules import vocabulary as words
from comity.rules.layout import DOCKET_SLOTS, SHARE, IntArray
from comity.rules.moves import VOTES, Moves
from comity.rules.voting import entitled
from comity.rules.world import World

_STEP = 2
"""Tenths that a chosen change of stance moves toward one globalism."""

Mask = tuple[np.ndarray[tuple[int], np.dtype[np.int8]], ...]


@dataclass(frozen=True, slots=True)
class Choices:
    """The choices of a scenario, in this order: the stance (keep it, or move toward one of the four), as many
    actions as a turn allows (none, or an action on a target), a vote on each slot of the docket, one tabling
    (none, or a resolution in an institution on a target), an answer to each event.
    """

    house: bots.House
    acts: IntArray
    """[option, 2]: action and target column; likewise for tablings, [option, 3], with the institution."""
    tablings: IntArray
    counts: IntArray
    """How many numbers each choice has."""

    @classmethod
    def of(cls, house: bots.House) -> Self:
        catalogue = house.catalogue
        acts = [
            (action, column)
            for action, kind in enumerate(catalogue.actions.target)
            for column in range(max(len(catalogue.targets(kind)), 1))
        ]
        tablings = [
            (resolution, institution, column)
            for resolution, institution in np.argwhere(catalogue.resolutions.decided_by).tolist()
            for column in range(max(len(catalogue.targets(catalogue.resolutions.target[resolution])), 1))
        ]
        answers = [max(len(choices), 1) for choices in catalogue.events.choices]
        counts = [
            1 + len(words.GLOBALISMS),
            *[1 + len(acts)] * catalogue.actions_per_turn,
            *[len(VOTES)] * DOCKET_SLOTS,
            1 + len(tablings),
            *answers,
        ]
        return cls(
            house,
            np.array(acts, dtype=np.int64).reshape(-1, 2),
            np.array(tablings, dtype=np.int64).reshape(-1, 3),
            np.array(counts, dtype=np.int64),
        )

    def masks(self, world: World, seats: Iterable[str]) -> dict[str, Mask]:
        """By seat: 1 where a number may be chosen now. Every choice has at least one."""
        return {seat: self._mask(world, seat) for seat in seats}

    def _mask(self, world: World, seat: str) -> Mask:
        catalogue = self.house.catalogue
        state = catalogue.seat(seat).state
        actor = np.array([state])
        acts = [
            np.ones(1, dtype=np.bool_),
            *(
                legal.action_block(world, catalogue, action, actor)[0, 0] == legal.OK
                for action in range(len(catalogue.actions.keys))
            ),
        ]
        tabled = [np.ones(1, dtype=np.bool_)]
        for resolution, institution in np.argwhere(catalogue.resolutions.decided_by).tolist():
            block = legal.tabling_block(world, catalogue, resolution, institution, actor)
            tabled.append(block[0, 0] == legal.OK)
        may_vote = entitled(world, catalogue)[0, :, state]
        nothing = np.zeros(len(VOTES), dtype=np.int8)
        nothing[0] = 1
        act = np.concatenate(acts).astype(np.int8)
        asked = world.pending[0, :, state]
        return (
            np.ones(1 + len(words.GLOBALISMS), dtype=np.int8),
            *[act] * catalogue.actions_per_turn,
            *(np.ones(len(VOTES), dtype=np.int8) if may else nothing for may in may_vote.tolist()),
            np.concatenate(tabled).astype(np.int8),
            *(
                _answers(max(len(choices), 1), asked=bool(asked[event]))
                for event, choices in enumerate(catalogue.events.choices)
            ),
        )

    def moves(self, world: World, chosen: Mapping[str, Any]) -> Moves:
        """The moves that the seats' rows of numbers mean. What the rules do not allow is left out."""
        catalogue = self.house.catalogue
        moves = Moves.none(batch=1, states=world.layout.states, events=len(catalogue.events.keys))
        actions: list[tuple[int, ...]] = []
        tabled: list[tuple[int, ...]] = []
        for seat, row in chosen.items():
            state, mask = catalogue.seat(seat).state, self._mask(world, seat)
            numbers = [int(each) for each in np.asarray(row).reshape(-1)]
            sound = [number if ok[number] else 0 for number, ok in zip(numbers, mask, strict=True)]
            per_turn, slots = catalogue.actions_per_turn, DOCKET_SLOTS
            if sound[0]:
                moves.stance[0, state] = _toward(world, state, sound[0] - 1)
            actions += self._acts(world, state, sound[1 : 1 + per_turn])
            moves.votes[0, :, state] = sound[1 + per_turn : 1 + per_turn + slots]
            tabling = sound[1 + per_turn + slots]
            if tabling:
                resolution, institution, column = self.tablings[tabling - 1].tolist()
                target = column if catalogue.targets(catalogue.resolutions.target[resolution]) else -1
                tabled.append((0, state, resolution, institution, target))
            moves.answers[0, :, state] = sound[2 + per_turn + slots :]
        return Moves(
            moves.stance,
            moves.votes,
            np.array(actions, dtype=np.int64).reshape(-1, 5),
            np.array(tabled, dtype=np.int64).reshape(-1, 5),
            moves.answers,
        )

    def _acts(self, world: World, state: int, options: list[int]) -> list[tuple[int, ...]]:
        """Action rows in the order of choice, each action once, as far as the purse goes."""
        table = self.house.catalogue.actions
        purse = int(world["capital"][0, state])
        rows: list[tuple[int, ...]] = []
        for option in options:
            if not option:
                continue
            action, column = self.acts[option - 1].tolist()
            cost = int(table.cost[action])
            if cost > purse or any(row[2] == action for row in rows):
                continue
            purse -= cost
            target = column if self.house.catalogue.targets(table.target[action]) else -1
            rows.append((0, state, action, target, 1))
        return rows


def _answers(count: int, *, asked: bool) -> np.ndarray[tuple[int], np.dtype[np.int8]]:
    mask = np.ones(count, dtype=np.int8)
    if not asked:
        mask[1:] = 0
    return mask


def _toward(world: World, state: int, globalism: int) -> IntArray:
    """[globalism] shares: two tenths further toward one, taken from what is greatest of the others."""
    now = tenths(world["stance"][0, state] / SHARE)
    for _ in range(_STEP):
        others = np.where(np.arange(now.size) == globalism, -1, now)
        if others.max() <= 0:
            break
        now[int(others.argmax())] -= 1
        now[globalism] += 1
    result: IntArray = now * TENTH
    return result
