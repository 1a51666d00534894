"""From what a seat sent to a legal move, or to faults that name the field and the mend. Never raises on bad
input.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any

import numpy as np

from comity.rules import legal
from comity.rules import vocabulary as words
from comity.rules.catalogue import Catalogue
from comity.rules.faults import Fault
from comity.rules.layout import POINT, SHARE, IntArray
from comity.rules.moves import EFFORT_MAX, VOTES, ActionChoice, Moves, SeatMove, Tabling
from comity.rules.voting import entitled
from comity.rules.world import World

STANCE_POINTS = 10
_FIELDS = ("stance", "actions", "votes", "tabled", "answers")


def read(body: object) -> tuple[SeatMove, tuple[Fault, ...]]:
    """Understand a move: its shape and types only. On faults the move is empty."""
    reader = _Reader()
    move = reader.move(body)
    return (SeatMove(), tuple(reader.faults)) if reader.faults else (move, ())


def check(world: World, catalogue: Catalogue, seat: str, body: object) -> tuple[Fault, ...]:
    """Every reason why `seat` may not submit `body` now; empty when it may."""
    move, faults = read(body)
    return faults or _Judge(world, catalogue, seat).faults(move)


class _Reader:
    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def move(self, body: object) -> SeatMove:
        if not isinstance(body, Mapping):
            self._wrong("", "a move is a JSON object", "send an object with any of: " + ", ".join(_FIELDS))
            return SeatMove()
        for name in body:
            if name not in _FIELDS:
                self._wrong(str(name)[:40], "a move has no such field", "use only: " + ", ".join(_FIELDS))
        return SeatMove(
            stance=self._stance(body.get("stance")),
            actions=tuple(
                self._action(row, f"actions[{i}]")
                for i, row in enumerate(self._rows(body.get("actions"), "actions"))
            ),
            votes=self._words(body.get("votes"), "votes"),
            tabled=tuple(
                self._tabling(row, f"tabled[{i}]")
                for i, row in enumerate(self._rows(body.get("tabled"), "tabled"))
            ),
            answers=self._words(body.get("answers"), "answers"),
        )

    def _wrong(self, field: str, message: str, fix: str) -> None:
        self.faults.append(Fault("move_malformed", field, message, fix))

    def _rows(self, value: object, field: str) -> Sequence[object]:
        if value is None:
            return ()
        if not isinstance(value, list | tuple) or len(value) > 20:
            self._wrong(
                field, "expected a list of at most 20 entries", f"send {field} as a list, or leave it out"
            )
            return ()
        return value

    def _stance(self, value: object) -> Mapping[str, int] | None:
        if value is None:
            return None
        fix = f"give {STANCE_POINTS} whole points over " + ", ".join(words.GLOBALISMS)
        if not isinstance(value, Mapping):
            self._wrong("stance", "a stance is an object of points", fix)
            return None
        points: dict[str, int] = {}
        for key, amount in value.items():
            if key not in words.GLOBALISMS:
                self._wrong(f"stance.{str(key)[:40]}", "no such globalism", fix)
            elif isinstance(amount, bool) or not isinstance(amount, int) or not 0 <= amount <= STANCE_POINTS:
                self._wrong(f"stance.{key}", f"points are whole numbers from 0 to {STANCE_POINTS}", fix)
            else:
                points[str(key)] = amount
        if not self.faults and sum(points.values()) != STANCE_POINTS:
            self._wrong("stance", f"the points add up to {sum(points.values())}, not {STANCE_POINTS}", fix)
        return points

    def _words(self, value: object, field: str) -> Mapping[str, str]:
        if value is None:
            return {}
        if not isinstance(value, Mapping) or len(value) > 60:
            self._wrong(field, "expected an object of words", f"send {field} as an object, or leave it out")
            return {}
        for key, word in value.items():
            if not isinstance(key, str) or not isinstance(word, str):
                self._wrong(f"{field}.{str(key)[:40]}", "expected a word", "send text")
        return {str(key): str(word) for key, word in value.items()}

    def _record(self, row: object, field: str, allowed: tuple[str, ...]) -> Mapping[str, Any]:
        if not isinstance(row, Mapping):
            self._wrong(field, "expected an object", "send an object with: " + ", ".join(allowed))
            return {}
        for name in row:
            if name not in allowed:
                self._wrong(f"{field}.{str(name)[:40]}", "no such field", "use only: " + ", ".join(allowed))
        return row

    def _key(self, row: Mapping[str, Any], name: str, field: str, *, optional: bool = False) -> str:
        value = row.get(name)
        if value is None and optional:
            return ""
        if not isinstance(value, str) or not 0 < len(value) <= 60:
            self._wrong(f"{field}.{name}", "expected a key", f"name the {name} by its key")
            return ""
        return value

    def _action(self, row: object, field: str) -> ActionChoice:
        record = self._record(row, field, ("action", "target", "effort"))
        effort = record.get("effort", 1)
        if isinstance(effort, bool) or not isinstance(effort, int) or not 1 <= effort <= EFFORT_MAX:
            self._wrong(
                f"{field}.effort", f"effort is a whole number from 1 to {EFFORT_MAX}", "leave it out for 1"
            )
            effort = 1
        return ActionChoice(
            self._key(record, "action", field),
            self._key(record, "target", field, optional=True) or None,
            effort,
        )

    def _tabling(self, row: object, field: str) -> Tabling:
        record = self._record(row, field, ("resolution", "institution", "target"))
        target = self._key(record, "target", field, optional=True) or None
        return Tabling(
            self._key(record, "resolution", field), self._key(record, "institution", field), target
        )


class _Judge:
    """Whether an understood move is allowed now."""

    def __init__(self, world: World, catalogue: Catalogue, seat: str) -> None:
        self._world, self._catalogue = world, catalogue
        self._state = catalogue.seat(seat).state
        self._actor = np.array([self._state])
        self._found: list[Fault] = []

    def faults(self, move: SeatMove) -> tuple[Fault, ...]:
        if int(self._world.over[0]) or self._world.turn >= self._catalogue.turns:
            return (Fault("game_over", "", "the game has ended", "no further moves are taken"),)
        self._actions(move.actions)
        self._votes(move.votes)
        self._tabled(move.tabled)
        self._answers(move.answers)
        return tuple(self._found)

    def _refuse(self, code: str, field: str, message: str, fix: str) -> None:
        self._found.append(Fault(code, field, message, fix))

    def _unknown(self, field: str, what: str, key: str | None, known: Sequence[str]) -> None:
        near = get_close_matches(key or "", known, n=1)
        hint = (
            f"did you mean {near[0]}?"
            if near
            else f"use one of: {', '.join(known[:8])}{' ...' if len(known) > 8 else ''}"
        )
        self._refuse("unknown_key", field, f"there is no such {what} in this scenario", hint)

    def _actions(self, chosen: tuple[ActionChoice, ...]) -> None:
        table, limit = self._catalogue.actions, self._catalogue.actions_per_turn
        if len(chosen) > limit:
            self._refuse(
                "too_many_actions",
                "actions",
                f"{len(chosen)} actions where {limit} are allowed a turn",
                f"keep {limit}",
            )
        total = 0
        done: Counter[str] = Counter()
        pairs: Counter[tuple[str, str | None]] = Counter()
        capital = int(self._world["capital"][0, self._state])
        for position, choice in enumerate(chosen):
            field = f"actions[{position}]"
            if choice.action not in table.keys:
                self._unknown(f"{field}.action", "action", choice.action, table.keys)
                continue
            action = table.keys.index(choice.action)
            done[choice.action] += 1
            pairs[choice.action, choice.target] += 1
            if done[choice.action] > table.per_turn[action]:
                self._refuse(
                    "too_often",
                    field,
                    f"{table.names[action]} is possible {table.per_turn[action]} time(s) a turn",
                    "drop one",
                )
            elif pairs[choice.action, choice.target] > 1:
                self._refuse(
                    "too_often", field, "the same action on the same target is in the move twice", "drop one"
                )
            column = self._target(table.target[action], choice.target, f"{field}.target")
            if column is None:
                continue
            total += int(table.cost[action]) * choice.effort
            why = self._why(
                legal.told_of_action(self._world, self._catalogue, action, self._actor),
                legal.action_block(self._world, self._catalogue, action, self._actor),
                column,
            )
            if why is not None:
                self._refuse(
                    "not_possible", field, f"{table.names[action]}: {why}", "choose another action or target"
                )
        if total > capital:
            self._refuse(
                "not_afforded",
                "actions",
                f"together the actions cost {total / POINT:g} capital; you have {capital / POINT:g}",
                "drop an action or lower its effort",
            )

    def _why(self, told: legal.Told, block: IntArray, column: int) -> str | None:
        """What stands against this target, in words; None when nothing does."""
        return told.reasons(block[0, 0].tolist())[column]

    def _target(self, kind: str, key: str | None, field: str) -> int | None:
        """The target's column; None, with a fault, where it is wrong."""
        if kind == "none":
            if key is not None:
                self._refuse("needless_target", field, "this takes no target", "leave the target out")
                return None
            return 0
        if key is None:
            self._refuse(
                "target_missing", field, f"this needs a {kind} as its target", f"name a {kind} by its key"
            )
            return None
        known = self._catalogue.targets(kind)
        if key not in known:
            self._unknown(field, kind, key, known)
            return None
        return known.index(key)

    def _votes(self, votes: Mapping[str, str]) -> None:
        mine = entitled(self._world, self._catalogue)[0, :, self._state]
        items = {legal.docket_id(self._world.turn + 1, int(slot)): slot for slot in np.nonzero(mine)[0]}
        for item, vote in votes.items():
            if item not in items:
                self._refuse(
                    "no_vote",
                    f"votes.{item[:40]}",
                    "your state has no vote on this item now",
                    f"vote on: {', '.join(items) or 'nothing this turn'}",
                )
            elif vote not in VOTES:
                self._refuse(
                    "unknown_vote", f"votes.{item[:40]}", "no such vote", "use one of: " + ", ".join(VOTES)
                )

    def _tabled(self, tabled: tuple[Tabling, ...]) -> None:
        if len(tabled) > 1:
            self._refuse("too_many_tabled", "tabled", "a seat may table one resolution a turn", "keep one")
        table, institutions = self._catalogue.resolutions, self._catalogue.institutions
        for position, row in enumerate(tabled):
            field = f"tabled[{position}]"
            if row.resolution not in table.keys:
                self._unknown(f"{field}.resolution", "resolution", row.resolution, table.keys)
                continue
            if row.institution not in institutions.keys:
                self._unknown(f"{field}.institution", "institution", row.institution, institutions.keys)
                continue
            resolution, institution = (
                table.keys.index(row.resolution),
                institutions.keys.index(row.institution),
            )
            column = self._target(table.target[resolution], row.target, f"{field}.target")
            if column is None:
                continue
            why = self._why(
                legal.told_of_tabling(self._world, self._catalogue, resolution, institution, self._actor),
                legal.tabling_block(self._world, self._catalogue, resolution, institution, self._actor),
                column,
            )
            if why is not None:
                self._refuse(
                    "not_possible",
                    field,
                    f"{table.names[resolution]}: {why}",
                    "table another resolution, or elsewhere",
                )

    def _answers(self, answers: Mapping[str, str]) -> None:
        events = self._catalogue.events
        asked = [
            key
            for i, key in enumerate(events.keys)
            if events.choices[i] and self._world.pending[0, i, self._state]
        ]
        for event, choice in answers.items():
            if event not in asked:
                self._refuse(
                    "not_asked",
                    f"answers.{event[:40]}",
                    "no such event asks your state for a choice",
                    f"answer: {', '.join(asked) or 'nothing this turn'}",
                )
                continue
            known = events.choices[events.keys.index(event)]
            if choice not in known:
                self._unknown(f"answers.{event[:40]}", "choice", choice, known)


def gather(world: World, catalogue: Catalogue, moves: Mapping[str, SeatMove]) -> Moves:
    """Legal moves of one game's seats as the engine's arrays. Seats that are missing keep their stance and do
    nothing.
    """
    none = Moves.none(batch=1, states=world.layout.states, events=len(catalogue.events.keys))
    stance, votes, answers = none.stance, none.votes, none.answers
    actions: list[tuple[int, ...]] = []
    tabled: list[tuple[int, ...]] = []
    for seat in catalogue.seats:
        move = moves.get(seat.key)
        if move is None:
            continue
        if move.stance is not None:
            stance[0, seat.state] = [
                move.stance.get(key, 0) * SHARE // STANCE_POINTS for key in words.GLOBALISMS
            ]
        for item, vote in move.votes.items():
            votes[0, int(item.split("-")[1]) - 1, seat.state] = VOTES.index(vote)
        for choice in move.actions:
            action = catalogue.actions.keys.index(choice.action)
            target = legal.target_index(catalogue, catalogue.actions.target[action], choice.target)
            actions.append((0, seat.state, action, target, choice.effort))
        for row in move.tabled:
            resolution = catalogue.resolutions.keys.index(row.resolution)
            target = legal.target_index(catalogue, catalogue.resolutions.target[resolution], row.target)
            tabled.append(
                (0, seat.state, resolution, catalogue.institutions.keys.index(row.institution), target)
            )
        for event, picked in move.answers.items():
            index = catalogue.events.keys.index(event)
            answers[0, index, seat.state] = catalogue.events.choices[index].index(picked)
    return Moves(
        stance,
        votes,
        np.array(sorted(actions), dtype=np.int64).reshape(-1, 5),
        np.array(sorted(tabled), dtype=np.int64).reshape(-1, 5),
        answers,
    )
