"""What the votes of games add up to: per turn and pair of seats, as real roll calls are counted.

Agreement of two states is 1 for the same vote, one half when one of the two abstains and 0 for Yes against
No, over contested items: those on which the commonest vote has at most nine in ten of what was cast (the
measure that is usual for the UN General Assembly; Voeten 2013).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt
from joblib import Parallel, delayed

from comity import bots
from comity.lab.many import each_turn, house_of
from comity.lab.parcel import Parcel
from comity.lab.sampling import chunks
from comity.rules.catalogue import Catalogue
from comity.rules.layout import BoolArray, FloatArray, IntArray
from comity.rules.moves import ABSTAIN, DEFY, NO, YES
from comity.rules.voting import entitled
from comity.rules.world import World, repeat
from comity.scenarios.load import Scenario

CONTESTED: Final = 0.9
"""The largest share of the commonest vote on an item that is called contested."""
GENERAL: Final = 0.8
"""The least share of the seats that may vote where an item counts: a world's assembly and not a club's."""
KINDS: Final = {"yes": YES, "abstain": ABSTAIN, "no": NO}
ALL: Final = "all"
"""The group of all seats, among the groups."""

SmallArray = npt.NDArray[np.uint8]
"""Of numbers that a docket keeps small: there are many of them, one for each pair of states."""


@dataclass(frozen=True, slots=True)
class Tallies:
    """What each game adds up to on contested items; seats in the scenario's order."""

    items: IntArray
    """[game]: contested items."""
    cast: IntArray
    """[game, seat, kind] votes, in the order of `KINDS`."""
    alike: SmallArray
    """[game, turn, seat, seat]: sums of agreement, counted in halves; a seat agrees with itself."""
    same: SmallArray
    """The same shape: items on which both cast the same vote; `both`: on which both may vote."""
    both: SmallArray
    members: IntArray
    """[game, group]: members, summed over turns; see `groups`."""
    within: FloatArray
    """[game, group]: the agreement of each two members at the time, summed; `within_both`: on how many votes
    of two members.
    """
    within_both: FloatArray

    @classmethod
    def joined(cls, parts: Sequence["Tallies"]) -> "Tallies":
        """All games of the parts, in their order."""
        return cls(*(np.concatenate([getattr(part, each.name) for part in parts]) for each in fields(cls)))


def groups(catalogue: Catalogue) -> tuple[str, ...]:
    """Who is looked at together: each bloc by its key, the permanent members of each body that has any, and
    all seats.
    """
    bodies = catalogue.institutions
    councils = [f"{bodies.keys[index]}.permanent" for index in _councils(catalogue)]
    return (*catalogue.blocs.keys, *councils, ALL)


def count(
    scenario: Scenario,
    games: int,
    *,
    first: int = 0,
    bodies: Sequence[str] = (),
    jobs: int = 1,
    told: Callable[[int], None] = lambda _: None,
) -> Tallies:
    """The tallies of `games` games of bots, from number `first` on, in order of their numbers.

    `bodies` are the institutions whose items count, all where none is named. `jobs` as joblib has it: -1 is
    every core; it changes no figure. `told` hears how many games are done so far.
    """
    parcel = Parcel.of(scenario)
    tasks = (delayed(_chunk)(parcel, seeds, tuple(bodies)) for seeds in chunks(scenario, games, first=first))
    parts, done = list[Tallies](), 0
    for part in Parallel(n_jobs=jobs, return_as="generator", batch_size=1)(tasks):
        parts.append(part)
        done += len(part.items)
        told(done)
    return Tallies.joined(parts)


def _chunk(parcel: Parcel, seeds: list[bytes], bodies: tuple[str, ...]) -> Tallies:
    """One batch, in whatever process it is."""
    return counted_games(parcel.opened(), _house(parcel), seeds, bodies)


@lru_cache(maxsize=1)
def _house(parcel: Parcel) -> bots.House:
    """Made once for all batches of a process: in a large world it takes as long as half a game."""
    return house_of(parcel.opened(), {})


def counted_games(
    scenario: Scenario, house: bots.House, seeds: Sequence[bytes], bodies: Sequence[str]
) -> Tallies:
    """The tallies of one batch of games."""
    catalogue = scenario.catalogue
    looked_at = np.array([not bodies or key in bodies for key in catalogue.institutions.keys], dtype=np.bool_)
    seats = [seat.state for seat in catalogue.seats]
    n, games, turns = len(seats), len(seeds), catalogue.turns
    items = np.zeros(games, dtype=np.int64)
    cast = np.zeros((games, n, len(KINDS)), dtype=np.int64)
    alike, same, both = (np.zeros((games, turns, n, n), dtype=np.uint8) for _ in range(3))
    count_of = len(groups(catalogue))
    members = np.zeros((games, count_of), dtype=np.int64)
    within, within_both = np.zeros((2, games, count_of))
    others = ~np.eye(n, dtype=np.bool_)
    opening = repeat(scenario.opening, games)
    for turn, (world, moves, _) in enumerate(each_turn(house, opening, seeds, {})):
        votes = counted(moves.votes[:, :, seats])
        here = looked_at[np.maximum(world.docket[:, :, 1], 0)]
        may = contested(votes, entitled(world, catalogue)[:, :, seats] & here[:, :, None])
        items += may.any(axis=2).sum(axis=1)
        cast += np.stack([((votes == kind) & may).sum(axis=1) for kind in KINDS.values()], axis=2)
        alike[:, turn], same[:, turn], both[:, turn] = pairs(votes, may)
        group = belonging(world, catalogue)[:, :, seats].astype(np.float64)
        members += group.sum(axis=2).astype(np.int64)
        within += ((group @ (alike[:, turn] * others / 2.0)) * group).sum(axis=2)
        within_both += ((group @ (both[:, turn] * others * 1.0)) * group).sum(axis=2)
    return Tallies(items, cast, alike, same, both, members, within, within_both)


def pairs(votes: IntArray, may: BoolArray) -> tuple[SmallArray, SmallArray, SmallArray]:
    """`alike` (in halves), `same` and `both`, [game, seat, seat] each, of votes [game, slot, seat] that count
    where they `may`.
    """
    games, slots, n = votes.shape
    alike, same, both = (np.zeros((games, n, n), dtype=np.uint8) for _ in range(3))
    level = np.where(votes == YES, 2, np.where(votes == NO, 0, 1)).astype(np.int8)
    for slot in range(slots):
        at, able = level[:, slot], may[:, slot]
        together = able[:, :, None] & able[:, None, :]
        apart = np.abs(at[:, :, None] - at[:, None, :])
        both += together
        same += together & (apart == 0)
        alike += ((2 - apart) * together).astype(np.uint8)
    return alike, same, both


def belonging(world: World, catalogue: Catalogue) -> BoolArray:
    """[batch, group, state]: who is a member now, in the order of `groups`."""
    bodies = _councils(catalogue)
    permanent = np.broadcast_to(
        catalogue.institutions.permanent[bodies], (world.batch, len(bodies), world.layout.states)
    )
    everybody = np.ones((world.batch, 1, world.layout.states), dtype=np.bool_)
    return np.concatenate((world["bloc"] > 0, permanent, everybody), axis=1)


def _councils(catalogue: Catalogue) -> list[int]:
    bodies = catalogue.institutions
    return [index for index in range(len(bodies.keys)) if bodies.permanent[index].any()]


def counted(votes: IntArray) -> IntArray:
    """Votes as they count: who defies has voted No."""
    return np.where(votes == DEFY, NO, votes)


def contested(votes: IntArray, may: BoolArray) -> BoolArray:
    """[game, slot, seat]: who may vote, on items that are general and contested only; nobody on others."""
    able = may.sum(axis=2)
    commonest = np.max([((votes == kind) & may).sum(axis=2) for kind in KINDS.values()], axis=0)
    counts = (able >= GENERAL * may.shape[2]) & (able > 0) & (commonest <= CONTESTED * able)
    result: BoolArray = may & counts[:, :, None]
    return result
