"""Builds with one promise broken: what the checker must catch. They live here, and nowhere in the server."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tests.nemesis import broken
from tests.nemesis.schedule import CRASHES, WEIGHTS, Weights

from comity.game import submit
from comity.live.session import Numbers
from comity.store.moves import MovesTable
from comity.store.turns import TurnsTable

CONTROL_SCHEDULES: Final = 20
"""So many at most are played with each: chance decides whether a fault comes where a promise was broken."""
LATER_SECONDS: Final = 0.3
HASTY_SECONDS: Final = 0.5
"""Meanwhile it holds its locks: any longer, and hardly anybody else is answered, early or not."""


def without_the_share_lock() -> None:
    """A move does not hold its turn: the turn may close while the move is being written."""
    add = MovesTable.add

    async def slowly(table: MovesTable, move: Any) -> bool:
        await asyncio.sleep(LATER_SECONDS)
        return await add(table, move)

    TurnsTable.hold = TurnsTable.find  # type: ignore[method-assign]
    MovesTable.add = slowly  # type: ignore[method-assign,assignment]


def answer_before_commit() -> None:
    """The receipt goes out first, and the commit comes a moment later, if it comes."""
    submit.writing = broken.hasty_writing(HASTY_SECONDS)  # type: ignore[attr-defined,assignment]


def forget_a_delivery() -> None:
    """One delivery in twenty is counted as told, and is not told."""
    Numbers.fresh = broken.forgetful_fresh()  # type: ignore[method-assign,assignment]


def accept_after_the_deadline() -> None:
    """Whoever comes before the sweep is in time, whatever the clock says."""
    submit._hold_open = broken.hold_open_without_a_clock


@dataclass(frozen=True, slots=True)
class Sabotage:
    """`apply` breaks this process; `caught_as` begins the checker's complaint."""

    apply: Callable[[], None]
    caught_as: str
    words: str
    weights: Weights = WEIGHTS
    """Of faults: a receipt that came too early is a lie only where the commit never comes."""


SABOTAGES: Final[Mapping[str, Sabotage]] = {
    "share-lock": Sabotage(without_the_share_lock, "left out", "no share lock on the turn of a move"),
    "hasty-answer": Sabotage(answer_before_commit, "lost", "the receipt is sent before the commit", CRASHES),
    "forgotten-delivery": Sabotage(forget_a_delivery, "stream", "one delivery in twenty is not sent"),
    "late-acceptance": Sabotage(accept_after_the_deadline, "late", "the deadline is not looked at"),
}
