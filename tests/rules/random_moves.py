"""Random legal moves, found by asking the rules themselves, and turns played with them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from tests.rules import worlds

from comity.rules import intake, legal
from comity.rules.catalogue import Catalogue, Seat
from comity.rules.draws import Draws
from comity.rules.layout import IntArray
from comity.rules.moves import EFFORT_MAX, VOTES, Moves
from comity.rules.resolve import Resolution, resolve
from comity.rules.vocabulary import GLOBALISMS
from comity.rules.voting import entitled
from comity.rules.world import World

Bodies = dict[str, dict[str, Any]]
"""What each seat submits, by seat."""
ACTIONS_ASKED: Final = 10
"""So many of the catalogue's actions, drawn anew each turn, are offered to the seats."""


@dataclass(frozen=True)
class Turn:
    """A turn that was played: what was submitted, and what came of it."""

    before: World
    bodies: Bodies
    moves: Moves
    resolution: Resolution

    @property
    def after(self) -> World:
        return self.resolution.world


@dataclass
class _Draft:
    """A seat's actions so far, and what it has left for more."""

    seat: Seat
    capital: int
    rows: list[dict[str, Any]] = field(default_factory=list)
    done: Counter[int] = field(default_factory=Counter)
    on: set[tuple[int, int]] = field(default_factory=set)

    def add(self, catalogue: Catalogue, action: int, column: int, effort: int) -> bool:
        """Take up an action that is possible, unless the seat has too little left for it."""
        table = catalogue.actions
        cost, kind = int(table.cost[action]) * effort, table.target[action]
        if (
            len(self.rows) >= catalogue.actions_per_turn
            or self.done[action] >= table.per_turn[action]
            or (action, column) in self.on
            or cost > self.capital
        ):
            return False
        target = {} if kind == "none" else {"target": catalogue.targets(kind)[column]}
        self.rows.append({"action": table.keys[action], "effort": effort, **target})
        self.capital -= cost
        self.done[action] += 1
        self.on.add((action, column))
        return True


def legal_moves(game: worlds.Game, world: World, rng: np.random.Generator) -> Bodies:
    """A random legal move for most seats; nobody moves in a game that has ended."""
    if int(world.over[0]) or world.turn >= game.catalogue.turns:
        return {}
    seats = [seat for seat in game.catalogue.seats if rng.random() < 0.85]
    votes = entitled(world, game.catalogue)[0]
    drafts = _actions(game.catalogue, world, seats, rng)
    bodies: Bodies = {}
    for seat, draft in zip(seats, drafts, strict=True):
        body: dict[str, Any] = {"actions": draft.rows}
        if rng.random() < 0.7:
            points = rng.multinomial(10, rng.dirichlet([1.0] * len(GLOBALISMS)))
            body["stance"] = dict(zip(GLOBALISMS, points.tolist(), strict=True))
        slots = np.nonzero(votes[:, seat.state])[0].tolist()
        body["votes"] = {
            legal.docket_id(world.turn + 1, slot): VOTES[int(rng.integers(len(VOTES)))] for slot in slots
        }
        body["tabled"] = _tabled(game.catalogue, world, seat, rng)
        body["answers"] = _answers(game.catalogue, world, seat, rng)
        bodies[seat.key] = body
    return bodies


def _actions(
    catalogue: Catalogue, world: World, seats: Sequence[Seat], rng: np.random.Generator
) -> list[_Draft]:
    """Actions of all seats; what needs two is proposed by the one and, where it can be, by the other."""
    drafts = [_Draft(seat, int(world["capital"][0, seat.state])) for seat in seats]
    by_state = {draft.seat.state: draft for draft in drafts}
    actors = np.array([seat.state for seat in seats], dtype=np.int64)
    for action in rng.permutation(len(catalogue.actions.keys))[:ACTIONS_ASKED].tolist():
        if actors.size == 0:
            continue
        possible = legal.action_block(world, catalogue, action, actors)[0] == legal.OK
        answer = int(catalogue.actions.counterpart[action])
        may_answer = legal.action_block(world, catalogue, answer, actors)[0] == legal.OK
        places = {int(state): place for place, state in enumerate(actors)}
        for place in np.nonzero(possible.any(axis=1) & (rng.random(actors.size) < 0.6))[0].tolist():
            column = int(rng.choice(np.nonzero(possible[place])[0]))
            effort = int(rng.integers(1, EFFORT_MAX + 1)) if rng.random() < 0.3 else 1
            added = drafts[place].add(catalogue, action, column, effort)
            other = by_state.get(column) if added and catalogue.actions.needs_both[action] else None
            state = drafts[place].seat.state
            if other is not None and may_answer[places[column], state]:
                other.add(catalogue, answer, state, 1)
    return drafts


def _tabled(catalogue: Catalogue, world: World, seat: Seat, rng: np.random.Generator) -> list[dict[str, Any]]:
    """A resolution for the next docket, where one of a few tries can be tabled."""
    table, places = catalogue.resolutions, catalogue.institutions.keys
    tries = np.argwhere(table.decided_by)
    for resolution, institution in tries[rng.permutation(len(tries))[:3]].tolist():
        kind = table.target[resolution]
        block = legal.tabling_block(world, catalogue, resolution, institution, np.array([seat.state]))[0, 0]
        columns = np.nonzero(block == legal.OK)[0]
        if columns.size:
            target = {} if kind == "none" else {"target": catalogue.targets(kind)[int(rng.choice(columns))]}
            return [{"resolution": table.keys[resolution], "institution": places[institution], **target}]
    return []


def _answers(catalogue: Catalogue, world: World, seat: Seat, rng: np.random.Generator) -> dict[str, str]:
    """Answers to most events that ask this state."""
    events = catalogue.events
    asked = np.nonzero(world.pending[0, :, seat.state])[0].tolist()
    return {
        events.keys[event]: str(rng.choice(events.choices[event]))
        for event in asked
        if events.choices[event] and rng.random() < 0.7
    }


def gathered(game: worlds.Game, world: World, bodies: Mapping[str, Any]) -> Moves:
    """Moves for the engine; each of them must be legal, for the rules themselves offered it."""
    read = {}
    for seat, body in bodies.items():
        faults = intake.check(world, game.catalogue, seat, body)
        assert not faults, f"{seat} was offered what is then refused: {faults}"
        read[seat], _ = intake.read(body)
    return intake.gather(world, game.catalogue, read)


def resolved(
    game: worlds.Game, world: World, moves: Moves, *, seed: bytes = worlds.SEED, keep_ledger: bool = True
) -> Resolution:
    draws = Draws.for_turn([seed] * world.batch, world.turn + 1)
    return resolve(world, moves, game.catalogue, game.theory, draws, keep_ledger=keep_ledger)


def turns(game: worlds.Game, seed: int, count: int, *, chance: bytes = worlds.SEED) -> Iterator[Turn]:
    """So many turns from the opening, with random legal moves in each; `chance` is the game's own seed."""
    world, rng = game.opening, np.random.default_rng(seed)
    for _ in range(count):
        bodies = legal_moves(game, world, rng)
        moves = gathered(game, world, bodies)
        turn = Turn(world, bodies, moves, resolved(game, world, moves, seed=chance))
        yield turn
        world = turn.after


def again(game: worlds.Game, submitted: Iterable[Bodies]) -> list[Turn]:
    """As many turns from the opening, with these moves."""
    world, found = game.opening, []
    for bodies in submitted:
        moves = gathered(game, world, bodies)
        found.append(Turn(world, bodies, moves, resolved(game, world, moves)))
        world = found[-1].after
    return found


def shuffled(rows: IntArray, rng: np.random.Generator) -> IntArray:
    """The same rows in another order."""
    return rows[rng.permutation(len(rows))]
