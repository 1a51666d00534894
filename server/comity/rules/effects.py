"""Effects: from deeds done to ledger rows, by the small closed vocabulary of terms that catalogues may name.

Every deed (an action, a passed resolution, an event, an answer, a pact in force) is a row; its terms are read
from the catalogue, scaled, spread over the states that the term's role names, and posted as sparse deltas
that point back at it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from comity.rules.catalogue import Catalogue
from comity.rules.conditions import allied
from comity.rules.layout import POINT, SHARE, BoolArray, FloatArray, IntArray
from comity.rules.ledger import Deeds, Sparse
from comity.rules.numbers import all_of, one_hot, others, pairs, sum_by_cell
from comity.rules.power import prominence
from comity.rules.rungs import DISPUTE, rung
from comity.rules.terms import (
    FROM_ACTOR,
    FROM_INSTITUTION,
    FROM_LEADING,
    FROM_NEXT_PREDOMINANT,
    NO_ROLE,
    ROLES,
    SCALES,
)
from comity.rules.world import World, some

MEMBERS = ROLES.index("members")
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
class _Terms:
    """The terms of rows, one entry for every row and term: parallel arrays."""

    row: IntArray
    term: IntArray
    outer: IntArray
    """Which institution, movement, globalism or bloc each changes."""
    amount: FloatArray

    def only(self, chosen: BoolArray) -> "_Terms":
        return _Terms(self.row[chosen], self.term[chosen], self.outer[chosen], self.amount[chosen])


@dataclass(frozen=True, slots=True)
class _Touches:
    """Terms spread out, one entry for every term and state that it touches: parallel arrays."""

    which: IntArray
    """Of the terms."""
    state: IntArray
    side: IntArray
    """Of pair terms: the state whose relation with `state` changes."""

    def only(self, chosen: IntArray) -> "_Touches":
        return _Touches(self.which[chosen], self.state[chosen], self.side[chosen])


def take_effect(world: World, catalogue: Catalogue, rows: Rows, rule: str) -> list[Sparse]:
    """The deltas of all rows, computed from the same world: scalars, then shares."""
    terms = catalogue.terms
    start, counts = terms.start[rows.kind], terms.count[rows.kind]
    total = int(np.add.reduce(counts))
    if total == 0:
        return []
    row = np.arange(counts.size).repeat(counts)
    term = (start + counts - counts.cumsum())[row] + np.arange(total)
    amount = terms.amount[term] * _factors(world, catalogue, rows, row, term)
    outer, present = _outer(world, catalogue, rows, row, term)
    entries = _Terms(row, term, outer, amount)
    if present is not None:
        entries = entries.only(present)
        if entries.row.size == 0:
            return []
    touches = _spread(world, catalogue, rows, entries)
    leaning = terms.leaning[entries.term[touches.which]]
    if not some(leaning):
        return [_scalars(world, catalogue, rows, entries, touches, rule=rule)]
    plain, shares = touches.only((~leaning).nonzero()[0]), touches.only(leaning.nonzero()[0])
    return [
        _scalars(world, catalogue, rows, entries, plain, rule=rule),
        _shares(world, catalogue, rows, entries, shares, rule=rule),
    ]


def _factors(world: World, catalogue: Catalogue, rows: Rows, row: IntArray, term: IntArray) -> FloatArray:
    """[terms]: the product of what scales each term, effort included."""
    factor, used = rows.effort[row], catalogue.terms.scale[term]
    present = int(np.bitwise_or.reduce(used))
    for bit, name in enumerate(SCALES):
        if present >> bit & 1:
            here = (used & 1 << bit).nonzero()[0]
            if name in ("authority", "legitimacy"):
                institution = _institution(catalogue, rows, row[here], term[here])
                factor[here] *= standing_of(world, rows, name, row[here], institution)
            else:
                factor[here] *= scale(world, rows, name)[row[here]]
    return factor


def scale(world: World, rows: Rows, name: str) -> FloatArray:
    """[rows]: one scaling factor, 1 at the middle of its range, and where there is nobody to ask."""
    game, actor, target = rows.game, rows.actor, rows.target_state
    if name == "fit":
        return rows.fit
    if name == "fragility":
        return np.where(target >= 0, (100 * POINT - world["cohesion"][game, target]) / (50 * POINT), 1.0)
    if name == "trust":
        known = (actor >= 0) & (target >= 0)
        return np.where(known, world["trust"][game, actor, target] / (50 * POINT), 1.0)
    if name == "exposure":
        known = (actor >= 0) & (target >= 0)
        return np.where(known, world["dependence"][game, target, actor] / (25 * POINT), 1.0)
    if name == "weight":
        return np.where(actor >= 0, prominence(world)[game, actor], 1.0)
    return np.where(actor >= 0, world[name][game, actor] / (50 * POINT), 1.0)


def standing_of(world: World, rows: Rows, name: str, row: IntArray, institution: IntArray) -> FloatArray:
    """As `scale` of the institution that each term reads."""
    if world.layout.sizes["institution"] == 0:
        return np.ones(row.size)
    return np.where(institution >= 0, world[name][rows.game[row], institution] / (50 * POINT), 1.0)


def _institution(catalogue: Catalogue, rows: Rows, row: IntArray, term: IntArray) -> IntArray:
    """[terms]: the institution whose members or authority each term reads, -1 for none."""
    fixed = catalogue.terms.institution[term]
    return np.where(fixed >= 0, fixed, rows.institution[row])


def _spread(world: World, catalogue: Catalogue, rows: Rows, entries: _Terms) -> _Touches:
    """Each term on every state that its role names; terms that touch no state stay single."""
    terms, n = catalogue.terms, world.layout.states
    touched = _named(world, catalogue, rows, terms.role[entries.term], entries)
    pair = terms.pair[entries.term]
    if not some(pair):
        which, state = touched.nonzero()
        return _Touches(which, state, state)
    actor, third = rows.actor[entries.row], terms.third[entries.term]
    own = pair & ~third
    touched[own] &= others(n)[actor[own]]
    if not some(third):
        which, state = touched.nonzero()
        return _Touches(which, state, actor[which])
    which, state = (touched & ~third[:, None]).nonzero()
    theirs = third.nonzero()[0]
    one, side, other = _between(world, catalogue, rows, entries.only(third), touched[theirs])
    which = np.concatenate((which, theirs[one]))
    order = which.argsort(kind="stable")
    state = np.concatenate((state, other))[order]
    side = np.concatenate((actor[which[: which.size - one.size]], side))[order]
    return _Touches(which[order], state, side)


def _between(
    world: World, catalogue: Catalogue, rows: Rows, entries: _Terms, touched: BoolArray
) -> tuple[IntArray, IntArray, IntArray]:
    """The relations of third parties that terms change, with the states that they touch: which of the terms,
    and the two states.
    """
    terms, n = catalogue.terms, world.layout.states
    sides = _named(world, catalogue, rows, terms.side[entries.term], entries)
    related = sides[:, :, None] & touched[:, None, :]
    # A symmetric relation within a group is one relation: it is changed once, not from either side.
    either = (related | related.swapaxes(1, 2)) & pairs(n)
    mutual = terms.mirrored[entries.term]
    which, side, state = np.where(mutual[:, None, None], either, related & others(n)[:n]).nonzero()
    return which, side, state


def _named(world: World, catalogue: Catalogue, rows: Rows, role: IntArray, entries: _Terms) -> BoolArray:
    """[terms, state]: the states that the term's role names, in `role`; just the first where it has none."""
    present = np.bincount(role).nonzero()[0]
    roles = present.tolist()
    masks = np.array([_states(world, catalogue, rows, each) for each in roles])
    named: BoolArray = masks[present.searchsorted(role), entries.row]
    if world.layout.sizes["institution"] > 0 and MEMBERS in roles:
        here = (role == MEMBERS).nonzero()[0]
        row = entries.row[here]
        institution = _institution(catalogue, rows, row, entries.term[here])
        member = world["membership"][rows.game[row], institution] > 0
        named[here] = member & (institution >= 0)[:, None]
    return named


def _states(world: World, catalogue: Catalogue, rows: Rows, role: int) -> BoolArray:
    """[rows, state]: the states that a role names for each row; whose members are meant, the terms say."""
    n, actor, target = world.layout.states, rows.actor, rows.target_state
    if role == NO_ROLE:
        return one_hot(n)[np.zeros(actor.size, dtype=np.int64)]
    name = ROLES[role]
    if name == "actor":
        return one_hot(n)[actor]
    if name == "target":
        return one_hot(n)[target]
    if name == "both":
        return one_hot(n)[actor] | one_hot(n)[target]
    if name == "others":
        return ~(one_hot(n)[actor] | one_hot(n)[target])
    if name == "everyone":
        return np.ones((actor.size, n), dtype=np.bool_)
    if name in ("neighbours", "adversaries"):
        centre = np.where(target >= 0, target, actor)
        if name == "neighbours":
            near = catalogue.states.neighbours[centre]
        else:
            near = rung(world["escalation"][rows.game, centre]) >= DISPUTE
        return near & all_of(n)[centre]
    if name in ("allies", "target_allies"):
        centre = actor if name == "allies" else target
        return allied(world, catalogue)[rows.game, centre] & all_of(n)[centre] & ~one_hot(n)[actor]
    voted = {"supporters": rows.supporters, "opponents": rows.opponents, "bound": rows.bound}.get(name)
    return np.zeros((actor.size, n), dtype=np.bool_) if voted is None else voted


def _outer(
    world: World, catalogue: Catalogue, rows: Rows, row: IntArray, term: IntArray
) -> tuple[IntArray, BoolArray | None]:
    """Which institution, movement, globalism or bloc each term changes; and which terms are left, where some
    are on a bloc of the actor's own and it has none of the kind.
    """
    named = catalogue.terms.outer[term]
    meant = np.where(named == FROM_INSTITUTION, rows.institution[row], rows.outer[row])
    outer = np.where(named >= 0, named, meant)
    by_share = named <= FROM_LEADING
    if some(by_share):
        outer[by_share] = _globalism_meant(world, rows, row[by_share], named[by_share], outer[by_share])
    own = named == FROM_ACTOR
    if not some(own):
        return outer, None
    outer[own] = _own_bloc(world, catalogue, rows, row[own], term[own])
    return outer, ~own | (outer >= 0)


def _globalism_meant(world: World, rows: Rows, row: IntArray, named: IntArray, outer: IntArray) -> IntArray:
    """[terms]: the actor's leading or the predominant globalism, for terms that mean one of them; `outer` is
    what their deeds are aimed at.
    """
    actor, game = rows.actor[row], rows.game[row]
    prevalence = world["prevalence"][game]
    stance = np.where((actor >= 0)[:, None], world["stance"][game, actor], prevalence)
    # A deed that is aimed at the predominant globalism means the next one.
    aimed = (named == FROM_NEXT_PREDOMINANT)[:, None] & (np.arange(4) == outer[:, None])
    predominant = np.where(aimed, -1, prevalence).argmax(axis=1)
    meant: IntArray = np.where(named == FROM_LEADING, stance.argmax(axis=1), predominant)
    return meant


def _own_bloc(world: World, catalogue: Catalogue, rows: Rows, row: IntArray, term: IntArray) -> IntArray:
    """[terms]: the actor's bloc of the term's kinds, one that takes new members before a closed circle, and
    one that it leads before any other; -1: none.
    """
    blocs, actor = catalogue.blocs, rows.actor[row]
    if not blocs.keys:
        return np.full(row.size, -1, dtype=np.int64)
    fits = (catalogue.terms.kinds[term][:, None] >> blocs.kind[None, :]) & 1
    inside = world["bloc"][rows.game[row], :, actor] > 0
    rank = inside * fits * (1 + (blocs.leader[None, :] == actor[:, None]) + 2 * blocs.open[None, :])
    best: IntArray = np.argmax(rank, axis=1)
    return np.where((rank.max(axis=1) > 0) & (actor >= 0), best, -1)


def _scalars(
    world: World, catalogue: Catalogue, rows: Rows, entries: _Terms, touches: _Touches, *, rule: str
) -> Sparse:
    terms, which, state, side = catalogue.terms, touches.which, touches.state, touches.side
    row, term = entries.row[which], entries.term[which]
    lead: IntArray = np.where(terms.pair[term], side, entries.outer[which])
    place = terms.base[term] + lead * terms.stride[term] + state
    game, units = rows.game[row], np.rint(entries.amount).astype(np.int64)[which]
    mirror = terms.mirrored[term].nonzero()[0]
    if mirror.size == 0:
        return Sparse(rule, game, place, units, row)
    other = terms.base[term[mirror]] + state[mirror] * world.layout.states + side[mirror]
    return Sparse(
        rule,
        np.concatenate((game, game[mirror])),
        np.concatenate((place, other)),
        np.concatenate((units, units[mirror])),
        np.concatenate((row, row[mirror])),
    )


def _shares(
    world: World, catalogue: Catalogue, rows: Rows, entries: _Terms, touches: _Touches, *, rule: str
) -> Sparse:
    """Moves of mood and ownership toward a globalism: what one gains the others lose in proportion.

    A negative amount moves away from it, in equal parts to the other three.
    """
    terms, which = catalogue.terms, touches.which
    row, term, amount = entries.row[which], entries.term[which], entries.amount[which]
    # A mood is a state's and an ownership an institution's: what it is not of is nought.
    cell = terms.base[term] + 4 * (touches.state + entries.outer[which])
    game = rows.game[row]
    push = np.minimum(np.rint(np.abs(amount)).astype(np.int64), SHARE)
    total = np.maximum(sum_by_cell(game * world.layout.width + cell, push, world.values.size), 1)
    push = np.where(total > _SHARE_PUSH_MAX, push * _SHARE_PUSH_MAX // total, push)
    places = cell[:, None] + np.arange(4)
    moved = world.values[game[:, None], places] * push[:, None] // SHARE
    toward = terms.toward[term][:, None] == np.arange(4)
    lost = np.add.reduce(np.where(toward, moved, 0), axis=1)[:, None]
    gains = np.add.reduce(moved, axis=1)[:, None] - lost
    gained = np.where(toward, gains, -moved)
    given = np.where(toward, -3 * (lost // 3), lost // 3)
    step = np.where((amount < 0)[:, None], given, gained)
    return Sparse(rule, game.repeat(4), places.reshape(-1), step.reshape(-1), row.repeat(4))
