"""Agreements: what needs two happens only if both choose it in the same turn; otherwise nobody pays and both
are told.

Those that last stay in force as pacts, act each turn, and end when either side turns hostile, which is a
breach of faith.
"""

from dataclasses import dataclass

import numpy as np

from comity.rules.catalogue import Catalogue
from comity.rules.effects import Rows
from comity.rules.layout import POINT, BoolArray, IntArray
from comity.rules.ledger import Deeds, Delta, Dense, Sparse
from comity.rules.theory import Coefficients
from comity.rules.world import World, some


@dataclass(frozen=True, slots=True)
class Matched:
    """Action rows that take place and proposals that found no answer, both as rows of `Moves.actions`."""

    done: IntArray
    unanswered: IntArray


def match(actions: IntArray, catalogue: Catalogue) -> Matched:
    """Keep one-sided actions and those agreements that both sides chose, each its own part of it."""
    needs_both = catalogue.actions.needs_both[actions[:, 2]]
    if not some(needs_both):
        return Matched(actions, actions[:0])
    n, kinds = len(catalogue.states.keys), len(catalogue.actions.keys)
    forward = ((actions[:, 0] * n + actions[:, 1]) * n + actions[:, 3]) * kinds + actions[:, 2]
    theirs = catalogue.actions.counterpart[actions[:, 2]]
    back = ((actions[:, 0] * n + actions[:, 3]) * n + actions[:, 1]) * kinds + theirs
    proposed = np.sort(forward[needs_both])
    nearest = np.minimum(proposed.searchsorted(back), proposed.size - 1)
    answered = ~needs_both | (proposed[nearest] == back)
    return Matched(actions[answered], actions[~answered])


def enter_into_force(done: IntArray, world: World, catalogue: Catalogue) -> list[Sparse]:
    """Agreements that last are renewed to their full term on both sides."""
    pact = catalogue.actions.pact[done[:, 2]]
    row = np.nonzero(pact >= 0)[0]
    if row.size == 0:
        return []
    n = world.layout.states
    game, actor, target, pact = done[row, 0], done[row, 1], done[row, 3], pact[row]
    place = world.layout.offsets["pact"] + (pact * n + actor) * n + target
    term = catalogue.actions.lasts[done[row, 2]] * POINT
    return [Sparse("pact.signed", game, place, term - world.values[game, place], row)]


def breaches(
    done: IntArray, world: World, catalogue: Catalogue, theory: Coefficients
) -> tuple[list[Sparse], BoolArray]:
    """What hostility toward a pact partner ends and costs; also which rows of `done` broke faith."""
    # What is done in secret breaks no faith that anybody could see: the breach would name its author.
    table = catalogue.actions
    hostile = table.hostile[done[:, 2]] & ~table.covert[done[:, 2]] & (done[:, 3] >= 0)
    broke = np.zeros(done.shape[0], dtype=np.bool_)
    if not catalogue.pacts or not some(hostile):
        return [], broke
    n, layout = world.layout.states, world.layout
    deltas: list[Sparse] = []
    rows = np.nonzero(hostile)[0]
    game, actor, target = done[rows, 0], done[rows, 1], done[rows, 3]
    for pact in range(len(catalogue.pacts)):
        here = np.nonzero(world["pact"][game, pact, actor, target] > 0)[0]
        if here.size == 0:
            continue
        broke[rows[here]] = True
        for a, b in ((actor, target), (target, actor)):
            place = layout.offsets["pact"] + (pact * n + a[here]) * n + b[here]
            deltas.append(
                Sparse("pact.broken", game[here], place, -world.values[game[here], place], rows[here])
            )
    guilty = np.nonzero(broke)[0]
    if guilty.size:
        game, actor, target = done[guilty, 0], done[guilty, 1], done[guilty, 3]
        standing = layout.offsets["standing"] + actor
        cost = np.full(guilty.size, -round(theory.betrayal_standing * POINT), dtype=np.int64)
        deltas.append(Sparse("pact.breach", game, standing, cost, guilty))
        loss = np.full(guilty.size, -round(theory.betrayal_trust * POINT), dtype=np.int64)
        for a, b in ((actor, target), (target, actor)):
            deltas.append(Sparse("pact.breach", game, layout.offsets["trust"] + a * n + b, loss, guilty))
    return deltas, broke


def run(world: World) -> list[Delta]:
    """Pacts in force run down by one turn."""
    if world.layout.sizes["pact"] == 0:
        return []
    return [Dense("pact.runs", "pact", -np.minimum(world["pact"], POINT))]


def in_force(world: World, catalogue: Catalogue) -> Rows | None:
    """The pacts that act this turn, as deeds of both partners."""
    acting = catalogue.deed_pact_effects
    if not some(acting) or not some(world["pact"]):
        return None
    game, pact, actor, target = ((world["pact"] > 0) & acting[:, None, None]).nonzero()
    if game.size == 0:
        return None
    missing = np.full(game.size, -1, dtype=np.int64)
    one = np.ones(game.size)
    return Rows(game, pact + catalogue.first_pact, actor, target, target, missing, missing, one, one)


def signed(done: IntArray) -> Deeds:
    """The deeds of action rows, for the ledger."""
    return Deeds(done[:, 0], done[:, 2], done[:, 1], done[:, 3])
