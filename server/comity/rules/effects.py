"""Effects: from deeds done to ledger rows, by the small closed vocabulary of terms that catalogues may name.

Every deed (an action, a passed resolution, an event, an answer, a pact in force) is a row; its terms are read
from the catalogue, scaled, spread over the states that the term's role names, and posted as sparse deltas
that point back at it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from comity.rules.catalogue import FORMS, FROM_ACTOR, FROM_INSTITUTION, ROLES, SCALES, Catalogue, Terms
from comity.rules.conditions import allied
from comity.rules.ledger import Deeds, Sparse
from comity.rules.numbers import one_hot, sum_by_cell
from comity.rules.rungs import DISPUTE, rung
from comity.rules.world import POINT, SHARE, BoolArray, FloatArray, IntArray, World, power, some

CELL, BY_STATE, PAIR, MOOD, OWNERSHIP = range(len(FORMS))
_ROLE = {name: index for index, name in enumerate(ROLES)}
_SHARE_PUSH_MAX = SHARE // 2
"""However many push a leaning in one turn, at most half of it moves."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Deeds about to take effect: parallel arrays [rows]; -1 where a row has no such thing."""

    game: IntArray
    kind: IntArray
    actor: IntArray
    target: IntArray
    """In the target kind's own numbering."""
    target_state: IntArray
    institution: IntArray
    outer: IntArray
    """What `FROM_TARGET` means: the target institution, movement or globalism."""
    fit: FloatArray
    effort: FloatArray
    supporters: BoolArray | None = None
    """[rows, state], for resolutions; likewise below."""
    opponents: BoolArray | None = None
    bound: BoolArray | None = None

    def deeds(self) -> Deeds:
        return Deeds(self.game, self.kind, self.actor, self.target)


def together(groups: Sequence[Rows]) -> Rows:
    """Several groups of deeds as one, to take effect at once; none of them may have supporters."""
    if len(groups) == 1:
        return groups[0]
    names = ("game", "kind", "actor", "target", "target_state", "institution", "outer", "fit", "effort")
    return Rows(*(np.concatenate([getattr(rows, name) for rows in groups]) for name in names))


@dataclass(frozen=True, slots=True)
class _Entries:
    """Terms of rows, one entry for every term and state that it touches: parallel arrays."""

    row: IntArray
    term: IntArray
    state: IntArray
    side: IntArray
    """Of pair terms: the state whose relation with `state` changes."""
    amount: FloatArray

    def only(self, chosen: BoolArray | IntArray) -> "_Entries":
        return _Entries(*(getattr(self, name)[chosen] for name in self.__slots__))


def take_effect(world: World, catalogue: Catalogue, rows: Rows, rule: str) -> list[Sparse]:
    """The deltas of all rows, computed from the same world: scalars, then shares."""
    terms = catalogue.terms
    counts = terms.start[rows.kind + 1] - terms.start[rows.kind]
    total = int(counts.sum())
    if total == 0:
        return []
    row = np.repeat(np.arange(rows.kind.size), counts)
    first = np.repeat(np.cumsum(counts) - counts, counts)
    term = terms.start[rows.kind][row] + np.arange(total) - first
    amount = terms.amount[term] * _factors(world, rows, terms, row, term)
    nobody = np.zeros_like(row)
    entries = _spread(world, catalogue, rows, _Entries(row, term, nobody, rows.actor[row], amount))
    entries = _belonging(world, catalogue, rows, entries)
    shares = terms.form[entries.term] >= MOOD
    deltas = [_scalars(world, catalogue, rows, entries.only(~shares), rule)]
    if some(shares):
        deltas.append(_shares(world, catalogue, rows, entries.only(shares), rule))
    return deltas


def _factors(world: World, rows: Rows, terms: Terms, row: IntArray, term: IntArray) -> FloatArray:
    """[entries]: the product of what scales each term, effort included."""
    factor = rows.effort[row]
    used = terms.scale[term]
    institution = np.where(terms.institution[term] >= 0, terms.institution[term], rows.institution[row])
    present = int(np.bitwise_or.reduce(used))
    for bit, name in enumerate(SCALES):
        if present >> bit & 1:
            here = (used >> bit) & 1 == 1
            factor = np.where(here, factor * _scale(world, rows, name, row, institution), factor)
    return factor


def _scale(world: World, rows: Rows, name: str, row: IntArray, institution: IntArray) -> FloatArray:
    """One scaling factor for every entry: 1 at the middle of its range, and where there is nobody to ask."""
    if name == "fit":
        return rows.fit[row]
    game = rows.game[row]
    actor, target = rows.actor[row], rows.target_state[row]
    if name in ("trust", "exposure"):
        known = (actor >= 0) & (target >= 0)
        measured = world["trust"] / (50 * POINT) if name == "trust" else world["dependence"] / (25 * POINT)
        asks, asked = (actor, target) if name == "trust" else (target, actor)
        return np.where(known, measured[game, asks, asked], 1.0)
    if name == "fragility":
        return np.where(target >= 0, (100 * POINT - world["cohesion"][game, target]) / (50 * POINT), 1.0)
    if name in ("authority", "legitimacy"):
        if world.layout.sizes["institution"] == 0:
            return np.ones(game.size)
        return np.where(institution >= 0, world[name][game, institution] / (50 * POINT), 1.0)
    if name == "weight":
        weights = power(world)
        share = np.sqrt(weights * world.layout.states / weights.sum(axis=1, keepdims=True))
        return np.where(actor >= 0, share[game, actor], 1.0)
    return np.where(actor >= 0, world[name][game, actor] / (50 * POINT), 1.0)


def _spread(world: World, catalogue: Catalogue, rows: Rows, entries: _Entries) -> _Entries:
    """Each term on every state that its role names; terms that touch no state stay single."""
    terms = catalogue.terms
    form = terms.form[entries.term]
    stateless = (form == CELL) | (form == OWNERSHIP)
    role = np.where(stateless, len(ROLES), terms.role[entries.term])
    touched = _named(world, catalogue, rows, role, entries)
    touched[stateless, 0] = True
    pair = form == PAIR
    if not some(pair):
        entry, state = np.nonzero(touched)
        return _Entries(entries.row[entry], entries.term[entry], state, state, entries.amount[entry])
    thirds = pair & (terms.side[entries.term] != _ROLE["actor"])
    touched[pair & ~thirds] &= ~one_hot(world.layout.states)[entries.side[pair & ~thirds]]
    touched[pair & ~thirds & (entries.side < 0)] = False
    if not some(thirds):
        entry, state = np.nonzero(touched)
        return _Entries(
            entries.row[entry], entries.term[entry], state, entries.side[entry], entries.amount[entry]
        )
    own = one_hot(world.layout.states)[entries.side]
    sided = np.where(thirds, terms.side[entries.term], len(ROLES))
    sides = np.where(thirds[:, None], _named(world, catalogue, rows, sided, entries), own)
    sides[~pair] = False
    sides[~pair, 0] = True
    related = sides[:, :, None] & touched[:, None, :]
    related[pair] &= ~one_hot(world.layout.states)[: world.layout.states]
    mutual = thirds & (terms.mirrored[entries.term] == 1)
    # A symmetric relation within a group is one relation: it is changed once, not from either side.
    related[mutual] = np.triu(related[mutual] | np.swapaxes(related[mutual], 1, 2))
    entry, side, state = np.nonzero(related)
    return _Entries(entries.row[entry], entries.term[entry], state, side, entries.amount[entry])


def _named(world: World, catalogue: Catalogue, rows: Rows, role: IntArray, entries: _Entries) -> BoolArray:
    """[entries, state]: the states that a role names for each entry; `len(ROLES)` names none."""
    n, row = world.layout.states, entries.row
    touched = np.zeros((row.size, n), dtype=np.bool_)
    present = np.bincount(role, minlength=len(ROLES))
    for index, name in enumerate(ROLES):
        if present[index] == 0:
            continue
        here = np.nonzero(role == index)[0]
        if name == "actor":
            touched[here] = one_hot(n)[rows.actor[row[here]]]
        elif name == "target":
            touched[here] = one_hot(n)[rows.target_state[row[here]]]
        elif name == "both":
            touched[here] = one_hot(n)[rows.actor[row[here]]] | one_hot(n)[rows.target_state[row[here]]]
        else:
            touched[here] = _group(world, catalogue, rows, name, entries.only(here))
    return touched


def _belonging(world: World, catalogue: Catalogue, rows: Rows, entries: _Entries) -> _Entries:
    """Without the entries on a bloc of the actor's own where it has none of the kinds."""
    own = catalogue.terms.outer[entries.term] == FROM_ACTOR
    if not some(own):
        return entries
    return entries.only(~own | (_outer(world, catalogue, rows, entries) >= 0))


def _own_bloc(world: World, catalogue: Catalogue, rows: Rows, entries: _Entries) -> IntArray:
    """[entries]: the actor's bloc of the term's kinds, the one that it leads before any other; -1: none."""
    blocs, actor = catalogue.blocs, rows.actor[entries.row]
    fits = (catalogue.terms.kinds[entries.term][:, None] >> blocs.kind[None, :]) & 1
    inside = world["bloc"][rows.game[entries.row], :, actor] > 0
    rank = inside * fits * (1 + (blocs.leader[None, :] == actor[:, None]))
    best: IntArray = np.argmax(rank, axis=1)
    return np.where((rank.max(axis=1) > 0) & (actor >= 0), best, -1)


def _group(world: World, catalogue: Catalogue, rows: Rows, name: str, entries: _Entries) -> BoolArray:
    """[entries, state]: the states that a group role names for each entry."""
    n, row = world.layout.states, entries.row
    if name == "everyone":
        return np.ones((row.size, n), dtype=np.bool_)
    game, actor, target = rows.game[row], rows.actor[row], rows.target_state[row]
    chosen = np.zeros((row.size, n), dtype=np.bool_)
    if name == "others":
        chosen = ~(one_hot(n)[actor] | one_hot(n)[target])
    elif name == "neighbours":
        centre = np.where(target >= 0, target, actor)
        chosen = catalogue.states.neighbours[centre] & (centre >= 0)[:, None]
    elif name == "adversaries":
        centre = np.where(target >= 0, target, actor)
        chosen = (rung(world["escalation"][game, centre]) >= DISPUTE) & (centre >= 0)[:, None]
    elif name in ("allies", "target_allies"):
        centre = actor if name == "allies" else target
        chosen = allied(world, catalogue)[game, centre] & (centre >= 0)[:, None] & ~one_hot(n)[actor]
    elif name == "members":
        fixed = catalogue.terms.institution[entries.term]
        institution = np.where(fixed >= 0, fixed, rows.institution[row])
        if world.layout.sizes["institution"] > 0:
            chosen = (world["membership"][game, institution] > 0) & (institution >= 0)[:, None]
    else:
        mask = {"supporters": rows.supporters, "opponents": rows.opponents, "bound": rows.bound}[name]
        chosen = chosen if mask is None else mask[row]
    return chosen


def _outer(world: World, catalogue: Catalogue, rows: Rows, entries: _Entries) -> IntArray:
    """Which institution, movement, globalism or bloc each entry changes."""
    named, row = catalogue.terms.outer[entries.term], entries.row
    meant = np.where(named == FROM_INSTITUTION, rows.institution[row], rows.outer[row])
    own = named == FROM_ACTOR
    if some(own):
        meant[own] = _own_bloc(world, catalogue, rows, entries.only(own))
    return np.where(named >= 0, named, meant)


def _scalars(world: World, catalogue: Catalogue, rows: Rows, entries: _Entries, rule: str) -> Sparse:
    terms, n = catalogue.terms, world.layout.states
    row, term, state = entries.row, entries.term, entries.state
    outer = _outer(world, catalogue, rows, entries)
    pair = terms.form[term] == PAIR
    by_state = terms.form[term] == BY_STATE
    place = terms.base[term] + np.where(
        pair, entries.side * n + state, np.where(by_state, outer * n + state, outer)
    )
    units = np.rint(entries.amount).astype(np.int64)
    mirror = pair & (terms.mirrored[term] == 1)
    other = terms.base[term] + state * n + entries.side
    return Sparse(
        rule,
        np.concatenate((rows.game[row], rows.game[row][mirror])),
        np.concatenate((place, other[mirror])),
        np.concatenate((units, units[mirror])),
        np.concatenate((row, row[mirror])),
    )


def _shares(world: World, catalogue: Catalogue, rows: Rows, entries: _Entries, rule: str) -> Sparse:
    """Moves of mood and ownership toward a globalism: what one gains the others lose in proportion.

    A negative amount moves away from it, in equal parts to the other three.
    """
    terms, row, term = catalogue.terms, entries.row, entries.term
    mood = terms.form[term] == MOOD
    cell = terms.base[term] + 4 * np.where(mood, entries.state, _outer(world, catalogue, rows, entries))
    game = rows.game[row]
    push = np.minimum(np.rint(np.abs(entries.amount)).astype(np.int64), SHARE)
    total = np.maximum(sum_by_cell(game * world.layout.width + cell, push, world.values.size), 1)
    push = np.where(total > _SHARE_PUSH_MAX, push * _SHARE_PUSH_MAX // total, push)
    places = cell[:, None] + np.arange(4)
    moved = world.values[game[:, None], places] * push[:, None] // SHARE
    toward = np.arange(4) == terms.toward[term][:, None]
    gains = np.where(toward, 0, moved).sum(axis=1)[:, None]
    lost = np.where(toward, moved, 0).sum(axis=1)[:, None] // 3
    step = np.where(toward, gains, -moved)
    step = np.where((entries.amount < 0)[:, None], np.where(toward, -3 * lost, lost), step)
    return Sparse(rule, np.repeat(game, 4), places.reshape(-1), step.reshape(-1), np.repeat(row, 4))
