"""What of a scenario is used in play: how often each thing came up, and in how many games."""

from dataclasses import dataclass, fields, replace
from typing import Self

import numpy as np

from comity.rules.catalogue import Catalogue
from comity.rules.layout import BoolArray, IntArray
from comity.rules.moves import VOTES, Moves
from comity.rules.resolve import Resolution
from comity.rules.voting import entitled
from comity.rules.world import World


def _count(rows: IntArray, size: int) -> IntArray:
    return np.bincount(rows, minlength=size).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Usage:
    """Counts over all games and turns."""

    games: int
    turns: int
    """Game turns in all."""
    actions: IntArray
    """[action]: done. Likewise `unanswered`: proposed to one who did not answer."""
    unanswered: IntArray
    voted: IntArray
    """[resolution]: put to the vote. Likewise `passed`."""
    passed: IntArray
    events: IntArray
    """[event]: came."""
    stuck: IntArray
    """[institution]: votes that failed. Likewise `asked`: votes in all."""
    asked: IntArray
    cast: IntArray
    """[vote]: abstain, yes, no and defy."""
    dead: int
    """Turns in which nobody acted, nothing was voted and nothing came."""
    actions_in: IntArray
    """[action]: games in which it was done, however often. Likewise `voted_in` and `events_in`."""
    voted_in: IntArray
    events_in: IntArray

    @classmethod
    def none(cls, catalogue: Catalogue) -> Self:
        resolutions, institutions = len(catalogue.resolutions.keys), len(catalogue.institutions.keys)
        actions, events = len(catalogue.actions.keys), len(catalogue.events.keys)

        def nothing(size: int) -> IntArray:
            return np.zeros(size, dtype=np.int64)

        return cls(
            games=0,
            turns=0,
            actions=nothing(actions),
            unanswered=nothing(actions),
            voted=nothing(resolutions),
            passed=nothing(resolutions),
            events=nothing(events),
            stuck=nothing(institutions),
            asked=nothing(institutions),
            cast=nothing(len(VOTES)),
            dead=0,
            actions_in=nothing(actions),
            voted_in=nothing(resolutions),
            events_in=nothing(events),
        )

    @classmethod
    def of_turn(cls, catalogue: Catalogue, before: World, moves: Moves, done: Resolution) -> Self:
        """One turn of a batch; in how many games is counted when they are over, by `Seen`."""
        tally, batch = done.record.tally, before.batch
        voted = before.docket[tally.voted]
        passed = before.docket[tally.passed]
        came = _came(before, done).sum(axis=0)
        may = entitled(before, catalogue)
        acted = np.zeros(batch, dtype=np.bool_)
        acted[done.record.done[:, 0]] = True
        quiet = ~acted & ~tally.voted.any(axis=1) & ~(done.world.happened > before.happened).any(axis=1)
        institutions = len(catalogue.institutions.keys)
        resolutions = len(catalogue.resolutions.keys)
        asked = _count(voted[:, 1], institutions)
        return replace(
            cls.none(catalogue),
            games=batch if before.turn == 0 else 0,
            turns=batch,
            actions=_count(done.record.done[:, 2], len(catalogue.actions.keys)),
            unanswered=_count(done.record.unanswered[:, 2], len(catalogue.actions.keys)),
            voted=_count(voted[:, 0], resolutions),
            passed=_count(passed[:, 0], resolutions),
            events=came.astype(np.int64),
            stuck=asked - _count(passed[:, 1], institutions),
            asked=asked,
            cast=_count(moves.votes[may], len(VOTES)),
            dead=int(quiet.sum()),
        )

    def plus(self, other: "Usage") -> "Usage":
        return Usage(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))


@dataclass(frozen=True, slots=True)
class Seen:
    """What came up at all in each game of a batch, from turn to turn."""

    actions: BoolArray
    """[game, action]: done. Likewise `voted` [game, resolution] and `events` [game, event]."""
    voted: BoolArray
    events: BoolArray

    @classmethod
    def nothing(cls, catalogue: Catalogue, batch: int) -> Self:
        sizes = (len(rows.keys) for rows in (catalogue.actions, catalogue.resolutions, catalogue.events))
        return cls(*(np.zeros((batch, size), dtype=np.bool_) for size in sizes))

    def see(self, before: World, done: Resolution) -> None:
        """One more turn."""
        self.actions[done.record.done[:, 0], done.record.done[:, 2]] = True
        game, slot = np.nonzero(done.record.tally.voted)
        self.voted[game, before.docket[game, slot, 0]] = True
        self.events[:] |= _came(before, done) > 0

    def told(self, usage: Usage) -> Usage:
        """The usage of the same games with how many of them saw each thing."""
        return replace(
            usage,
            actions_in=self.actions.sum(axis=0),
            voted_in=self.voted.sum(axis=0),
            events_in=self.events.sum(axis=0),
        )


def _came(before: World, done: Resolution) -> IntArray:
    """[game, event]: how often each event came in a turn. What the opening brings is counted with the first
    turn, in which it is answered.
    """
    known = before.happened if before.turn else np.zeros_like(before.happened)
    return done.world.happened - known
