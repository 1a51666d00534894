"""The turn, on one page: the rulebook's stages in order. Nothing else makes the next world."""

from dataclasses import dataclass, replace

import numpy as np

from comity.rules import (
    actions,
    agreements,
    arms,
    blocs,
    challenges,
    crises,
    effects,
    events,
    globalisms,
    grounds,
    indices,
    institutions,
    movements,
    power_and_legitimacy,
    principles,
    relations,
    society,
    stances,
    sub_orders,
    voting,
)
from comity.rules.catalogue import Catalogue
from comity.rules.draws import Draws
from comity.rules.effects import Rows
from comity.rules.layout import IntArray
from comity.rules.ledger import Book, Deeds, Dense, Ledger, Sparse
from comity.rules.lots import Lots
from comity.rules.moves import Moves
from comity.rules.numbers import grid
from comity.rules.power import power
from comity.rules.theory import Coefficients
from comity.rules.voting import Tally
from comity.rules.world import World


@dataclass(frozen=True, slots=True)
class Record:
    """What happened that is not a quantity: for headlines, notices and the debrief."""

    done: IntArray
    """Action rows that took place."""
    unanswered: IntArray
    """Proposals that found no partner: nobody paid."""
    tally: Tally
    upheavals: IntArray
    """[batch, state]."""


@dataclass(frozen=True, slots=True)
class Resolution:
    world: World
    ledger: Ledger | None
    record: Record


def resolve(
    world: World,
    moves: Moves,
    catalogue: Catalogue,
    theory: Coefficients,
    draws: Draws,
    *,
    keep_ledger: bool = True,
) -> Resolution:
    """Resolve one turn for every game of the batch. Pure: the same inputs give the same bytes anywhere."""
    before = world
    book = Book(world, keep=keep_ledger)
    lots = Lots.draw(draws, catalogue)
    power_before = power(book.world)

    book.post(stances.choose(book.world, moves, theory))
    book.post(stances.pay(book.world, before, theory))

    matched = agreements.match(moves.actions, catalogue)
    _act(book, matched.done, moves, catalogue, theory)

    counted = voting.tally(book.world, moves, catalogue)
    _institutions(book, counted, catalogue, theory, lots)
    struck = _society(book, catalogue, theory, lots)
    _globalisms(book, power_before, catalogue, theory)
    _relations(book, before, catalogue, theory)
    _challenges(book, catalogue, theory)
    book.post(movements.roll_up(book.world))
    book.post(indices.measure(book.world, catalogue))

    over = np.maximum(world.over, crises.nuclear_war(book.world, catalogue, before, theory, lots.nuclear))
    after = replace(book.world, turn=world.turn + 1, over=over, kept=None)
    after = events.come(after, catalogue, lots.events, moves.injected)
    after = events.next_docket(after, moves.tabled, catalogue, lots.docket)
    return Resolution(after, book.ledger, Record(matched.done, matched.unanswered, counted, struck))


def _institutions(book: Book, counted: Tally, catalogue: Catalogue, theory: Coefficients, lots: Lots) -> None:
    """Decisions bind, voting has consequences, and institutions live on."""
    _take_effect(book, catalogue, voting.decisions(book.world, counted, catalogue))
    book.post(voting.consequences(book.world, counted, theory))
    book.post(institutions.live(book.world, catalogue, theory))
    book.post(institutions.rotate(book.world, catalogue, lots.council))


def _society(book: Book, catalogue: Catalogue, theory: Coefficients, lots: Lots) -> IntArray:
    """The ground floor, and what it does upward. Returns where order broke down, [batch, state]."""
    book.post(society.grievances(book.world, theory))
    book.post(movements.movements(book.world, catalogue, theory))
    book.post(movements.watch(book.world, catalogue, theory))
    book.post(movements.moods(book.world, catalogue, theory))
    book.post(institutions.socialise(book.world, theory))
    book.post(society.settle(book.world, theory))
    book.post(society.order_at_home(book.world, catalogue, theory))
    book.post(society.drift(book.world, theory))
    struck = society.upheavals(book.world, theory, lots.upheaval)
    book.post(society.upheave(book.world, struck, theory))
    book.post(society.change_character(book.world, theory))
    book.post(movements.norms(book.world, catalogue, theory))
    book.post(movements.borrowed(book.world, catalogue, theory))
    book.post(society.capabilities(book.world, theory))
    book.post([Dense("capital.income", "capital", grid(actions.income(book.world, theory)))])
    return struck


def _globalisms(book: Book, power_before: IntArray, catalogue: Catalogue, theory: Coefficients) -> None:
    """The software: prevalence, claims, radicalisation, legitimacy, and who resents them."""
    book.post(globalisms.prevalence(book.world, power_before))
    book.post(sub_orders.spread(book.world, catalogue, theory))
    book.post(globalisms.claims(book.world, theory))
    book.post(power_and_legitimacy.unrestrained(book.world, theory))
    book.post(globalisms.radicalise(book.world, theory))
    book.post(globalisms.roll_up(book.world))
    book.post(globalisms.legitimacy(book.world, theory))
    book.post(globalisms.resistance(book.world, theory))
    book.post(power_and_legitimacy.slighted(book.world, catalogue, theory))
    book.post(globalisms.forget(book.world, theory))
    book.post(power_and_legitimacy.measure(book.world))


def _relations(book: Book, before: World, catalogue: Catalogue, theory: Coefficients) -> None:
    """Between states: trust, tension, blocs, crises, trade."""
    agreed = grounds.agreement(book.world, catalogue)
    book.post(relations.trust(book.world, agreed, theory))
    book.post(relations.tension(book.world, catalogue, agreed, theory))
    book.post(blocs.live(book.world, catalogue, theory))
    book.post(relations.partners(book.world, theory))
    book.post(arms.answer(book.world, theory))
    book.post(crises.weary(book.world, before, theory))
    book.post(crises.entangle(book.world, catalogue, theory))
    book.post(crises.escalate(book.world, catalogue, theory))
    book.post(crises.restrain(book.world, catalogue, theory))
    book.post(relations.commerce(book.world, catalogue, theory))
    book.post(crises.ruin(book.world, theory))
    book.post(agreements.run(book.world))


def _challenges(book: Book, catalogue: Catalogue, theory: Coefficients) -> None:
    """What nobody can do alone."""
    book.post(challenges.worsen(book.world, theory))
    book.post(challenges.cooperate(book.world, catalogue, theory))
    book.post(challenges.return_to_states(book.world, theory))


def _act(book: Book, done: IntArray, moves: Moves, catalogue: Catalogue, theory: Coefficients) -> None:
    """State actions with their price, answers to events, events and pacts: all read the same world, then all
    take effect at once.
    """
    world = book.world
    deeds = Deeds.none()
    deltas: list[Sparse] = []
    if done.shape[0]:
        deeds = agreements.signed(done)
        broken, _ = agreements.breaches(done, world, catalogue, theory)
        signed = agreements.enter_into_force(done, world, catalogue)
        cynical = principles.betrayals(done, world, catalogue, theory)
        deltas = [actions.spend(done, world, catalogue), *broken, *signed, *cynical]
    work = [
        actions.rows(done, world, catalogue, theory) if done.shape[0] else None,
        actions.answers(world, moves, catalogue),
        events.hits(world, catalogue),
        agreements.in_force(world, catalogue),
    ]
    present = [rows for rows in work if rows is not None]
    if present:
        rows = effects.together(present)
        deltas += [
            delta.numbered_from(deeds.kind.size)
            for delta in effects.take_effect(world, catalogue, rows, "deed")
        ]
        deeds = deeds.then(rows.deeds())
    if deltas:
        book.post(deltas, deeds)


def _take_effect(book: Book, catalogue: Catalogue, rows: Rows | None) -> None:
    if rows is not None:
        book.post(effects.take_effect(book.world, catalogue, rows, "deed"), rows.deeds())
