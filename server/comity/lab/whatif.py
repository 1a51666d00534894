"""What if? One move of a played game is dropped or changed: exactly what that turn would have been, and then
the cloud of what might have come of it.

The turn is exact: all else is as it was, and chance is addressed by turn, rule and entity, so that nothing
else is drawn otherwise. What comes after nobody knows: bots in every seat go on with it, many times over,
both from what was and from what would have been, with the same chance on either side.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from comity.lab import intervals, many, table
from comity.rules import subjects
from comity.rules import vocabulary as words
from comity.rules.codec import Stored
from comity.rules.draws import seed_from_number
from comity.rules.layout import POINT, FloatArray
from comity.rules.moves import Injected
from comity.rules.world import repeat
from comity.scenarios.load import Scenario

TOLD_AT_MOST: Final = 12
"""Of what would have been otherwise, the greatest differences."""


@dataclass(frozen=True, slots=True)
class Played:
    """What was submitted in one turn: every seat's move, and the instructor's events."""

    moves: Mapping[str, Mapping[str, Any]]
    sent: Sequence[Injected] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """A quantity at the end of the turn, in its own unit, as it was and as it would have been."""

    subject: str
    variable: str
    was: float
    would_be: float


@dataclass(frozen=True, slots=True)
class Cloud:
    """How much higher a figure ends in what might have come: the mean over games, with 95 percent of it."""

    difference: float
    low: float
    high: float

    @classmethod
    def of(cls, was: FloatArray, would_be: FloatArray) -> "Cloud":
        """From the same chance on either side, [game] each."""
        apart = would_be - was
        mean, error = float(apart.mean()), intervals.half_width(apart)
        return cls(round(mean, 3), round(mean - error, 3), round(mean + error, 3))


@dataclass(frozen=True, slots=True)
class WhatIf:
    """`changed` are quantities in the ledger's names, the greatest difference first; `more` how many others
    there are. `indices` and `scores` are the cloud at the end of the game, and empty where the turn was the
    last or no games were asked for.
    """

    turn: int
    seat: str
    changed: list[Difference]
    more: int
    games: int
    indices: dict[str, Cloud]
    scores: dict[str, Cloud]


def what_if(
    scenario: Scenario,
    seed: bytes,
    turns: Sequence[Played],
    *,
    turn: int,
    seat: str,
    move: Mapping[str, Any] | None,
    games: int = 300,
) -> WhatIf:
    """What if `seat` had moved otherwise in `turn` (from 1)? Without a move it would have done nothing.

    `turns` are those that were played, from the first at least to that one; `move` is one that
    `intake.check` accepts in the state of that turn (`before`).

    Raises:
        ValueError: the turn was not played, or a move is malformed.
    """
    if not 1 <= turn <= len(turns):
        raise ValueError(f"turn {turn} was not played")
    start = _until(scenario, seed, turns[: turn - 1])
    then = turns[turn - 1]
    other = {key: body for key, body in then.moves.items() if key != seat}
    if move is not None:
        other[seat] = move
    was, would_be = (
        table.advance(
            scenario,
            start.stored,
            bodies,
            then.sent,
            state=start.state,
            seed=seed,
            previous_digest=start.digest,
        ).stored
        for bodies in (then.moves, other)
    )
    changed = _differences(scenario, was, would_be)
    left = scenario.catalogue.turns - turn
    indices: dict[str, Cloud] = {}
    scores: dict[str, Cloud] = {}
    if left > 0 and games > 0:
        seeds = [seed_from_number(number) for number in range(games)]
        one, two = (many.go_on(scenario, repeat(stored.world, games), seeds) for stored in (was, would_be))
        indices = {
            index: Cloud.of(one.indices[-1, :, place], two.indices[-1, :, place])
            for place, index in enumerate(words.INDICES)
        }
        scores = {
            key.key: Cloud.of(one.scores[:, place], two.scores[:, place])
            for place, key in enumerate(scenario.catalogue.seats)
        }
    told = changed[:TOLD_AT_MOST]
    return WhatIf(turn, seat, told, len(changed) - len(told), len(indices) and games, indices, scores)


def before(scenario: Scenario, seed: bytes, turns: Sequence[Played], turn: int) -> Stored:
    """The state in which the moves of a turn were made."""
    return _until(scenario, seed, turns[: turn - 1]).stored


def _until(scenario: Scenario, seed: bytes, turns: Sequence[Played]) -> table.Turn:
    now = table.opening(scenario, seed)
    for played in turns:
        now = table.advance(
            scenario,
            now.stored,
            played.moves,
            played.sent,
            state=now.state,
            seed=seed,
            previous_digest=now.digest,
        )
    return now


def _differences(scenario: Scenario, was: Stored, would_be: Stored) -> list[Difference]:
    """What is published and differs, the greatest part of its unit's range first."""
    found = []
    for place, name in enumerate(subjects.names(scenario.catalogue)):
        one, two = int(was.world.values[0, place]), int(would_be.world.values[0, place])
        if one != two and not name.mirror:
            weight = abs(two - one) * POINT // name.unit
            found.append((weight, Difference(name.subject, name.variable, one / name.unit, two / name.unit)))
    return [row for _, row in sorted(found, key=lambda pair: (-pair[0], pair[1].subject, pair[1].variable))]
