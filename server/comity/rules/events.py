"""Stage 9, next events and the next docket: what comes from the ground floor and the world, and what will be
voted.

Events are triggered by conditions and seeded chance, scheduled by the scenario, or sent by the instructor;
their effects, and the choices that they ask, fall in the turn that they open.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from comity.rules.catalogue import Catalogue
from comity.rules.conditions import all_hold, met
from comity.rules.effects import Rows
from comity.rules.layout import DOCKET_SLOTS, MISSING, NOTHING, BoolArray, FloatArray, IntArray, blank
from comity.rules.legal import OK, tabling_needs
from comity.rules.world import World, some


def hits(world: World, catalogue: Catalogue) -> Rows | None:
    """The events that came for this turn, as deeds about to take effect on the states that they hit."""
    if not some(world.pending):
        return None
    game, event, state = world.pending.nonzero()
    hit = np.where(state < world.layout.states, state, -1)
    missing = np.full(game.size, -1, dtype=np.int64)
    one = np.ones(game.size)
    return Rows(game, event + catalogue.first_event, hit, missing, hit, missing, missing, one, one)


def come(world: World, catalogue: Catalogue, lots: FloatArray, injected: IntArray) -> World:
    """The world with the events of the coming turn pending; of those by chance at most one a state.

    What the scenario schedules and what the instructor sends (`injected`, as in `Moves`) comes whatever
    chance, conditions and the other events say. What comes only once and is scheduled for later is not drawn.
    """
    events, n = catalogue.events, world.layout.states
    pending = np.zeros_like(world.pending)
    if events.keys:
        later = np.zeros(len(events.keys), dtype=np.bool_)
        later[[event for turn, event, _ in events.scheduled if turn > world.turn]] = True
        fresh = ((world.happened == 0) & ~later) | ~events.once
        drawn = fresh[:, :, None] & (lots * 100.0 < events.chance[:, None])
        possible = np.zeros_like(pending, dtype=np.bool_)
        for index in np.nonzero(drawn.any(axis=(0, 2)))[0].tolist():
            here = met(world, catalogue, events.when[index], np.arange(n), "none")
            if events.world[index]:
                possible[:, index, n] = here.any(axis=1)
            else:
                possible[:, index, :n] = here
        struck = possible & drawn
        if some(struck):
            pending[:, :, :n] = _one_each(struck[:, :, :n], lots[:, :, :n])
            pending[:, :, n] = struck[:, :, n]
    for turn, event, state in events.scheduled:
        if turn == world.turn + 1:
            pending[:, event, state if state >= 0 else n] = 1
    pending[injected[:, 0], injected[:, 1], injected[:, 2]] = 1
    happened = world.happened + pending.sum(axis=2)
    return replace(world, pending=pending, happened=happened)


def _one_each(struck: BoolArray, lots: FloatArray) -> BoolArray:
    """Of several events that would hit one state, the one with the lowest lot."""
    rank = np.where(struck, lots, 2.0)
    result: BoolArray = struck & (rank == rank.min(axis=1, keepdims=True))
    return result


def next_docket(world: World, tabled: IntArray, catalogue: Catalogue, lots: FloatArray) -> World:
    """The docket of the coming turn: what the scenario schedules, then what seats tabled, best sponsored
    first.

    What the scenario schedules comes as it came, needed or not, but for what membership has settled. The same
    resolution tabled by several is one item; ties are drawn by lot, so the order of submission changes
    nothing.
    """
    docket = blank((world.batch, DOCKET_SLOTS, 4), MISSING)
    sponsors = blank((world.batch, DOCKET_SLOTS, world.layout.states), NOTHING)
    used = np.zeros(world.batch, dtype=np.int64)
    for turn, *item in catalogue.scheduled:
        if turn != world.turn + 1:
            continue
        comes = _is_open(world, catalogue, item) & (used < DOCKET_SLOTS)
        games, sponsor = comes.nonzero()[0], item[-1]
        docket[games, used[games]] = item
        if sponsor >= 0:
            sponsors[games, used[games], sponsor] = 1
        same = (tabled[:, 2:] == item[:-1]).all(axis=1) & comes[tabled[:, 0]]
        sponsors[tabled[same, 0], used[tabled[same, 0]], tabled[same, 1]] = 1
        tabled = tabled[~same]
        used += comes
    if tabled.shape[0]:
        _place(docket, sponsors, used, tabled, lots)
    return replace(world, docket=docket, sponsors=sponsors)


def _is_open(world: World, catalogue: Catalogue, item: Sequence[int]) -> BoolArray:
    """[batch]: whether membership leaves a scheduled item, as on the docket, anything to decide: who is in is
    not admitted, and who is out not expelled.
    """
    resolution, institution, target, _ = item
    needs = tabling_needs(catalogue, resolution, institution)
    asked = tuple(need for need in needs if need.quantity == "membership" and need.of == "target")
    kind = catalogue.resolutions.target[resolution]
    failed = all_hold(world, catalogue, asked, np.zeros(1, dtype=np.int64), kind)
    result: BoolArray = failed[:, 0, max(target, 0)] == OK
    return result


def _place(docket: IntArray, sponsors: IntArray, used: IntArray, tabled: IntArray, lots: FloatArray) -> None:
    lot = lots[tabled[:, 0], tabled[:, 1]]
    tabled = tabled[np.lexsort((lot, tabled[:, 0]))]
    game, what, house, target = tabled[:, 0], tabled[:, 2], tabled[:, 3], tabled[:, 4] + 1
    sizes = what.max() + 1, house.max() + 1, target.max() + 1
    _, example, where = np.unique(
        ((game * sizes[0] + what) * sizes[1] + house) * sizes[2] + target,
        return_index=True,
        return_inverse=True,
    )
    items = tabled[example][:, [0, 2, 3, 4]]
    count = np.bincount(where)
    first = np.full(count.size, tabled.shape[0], dtype=np.int64)
    np.minimum.at(first, where, np.arange(tabled.shape[0]))
    order = np.lexsort((first, -count, items[:, 0]))
    items, game = items[order], items[order, 0]
    starts = np.searchsorted(game, game, side="left")
    slot = used[game] + np.arange(game.size) - starts
    kept = slot < DOCKET_SLOTS
    docket[game[kept], slot[kept], :3] = items[kept, 1:]
    docket[game[kept], slot[kept], 3] = tabled[first[order][kept], 1]
    place = np.empty(order.size, dtype=np.int64)
    place[order] = slot
    row_slot = place[where]
    fits = row_slot < DOCKET_SLOTS
    sponsors[tabled[fits, 0], row_slot[fits], tabled[fits, 1]] = 1
