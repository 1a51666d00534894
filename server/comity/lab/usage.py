"""What of a scenario is used in play: how often each action, resolution and event came up."""

from dataclasses import dataclass, fields
from typing import Self

import numpy as np

from comity.rules.catalogue import Catalogue
from comity.rules.layout import IntArray
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
        )

    @classmethod
    def of_turn(cls, catalogue: Catalogue, before: World, moves: Moves, done: Resolution) -> Self:
        """One turn of a batch."""
        tally, batch = done.record.tally, before.batch
        voted = before.docket[tally.voted]
        passed = before.docket[tally.passed]
        # What the opening brings is counted with the first turn, in which it is answered.
        known = before.happened if before.turn else np.zeros_like(before.happened)
        came = (done.world.happened - known).sum(axis=0)
        may = entitled(before, catalogue)
        acted = np.zeros(batch, dtype=np.bool_)
        acted[done.record.done[:, 0]] = True
        quiet = ~acted & ~tally.voted.any(axis=1) & ~(done.world.happened > before.happened).any(axis=1)
        institutions = len(catalogue.institutions.keys)
        resolutions = len(catalogue.resolutions.keys)
        asked = _count(voted[:, 1], institutions)
        return cls(
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
