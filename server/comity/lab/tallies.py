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
    def empty(cls, games: int, turns: int, seats: int, groups: int) -> "Tallies":
        """Nothing counted yet."""
        alike, same, both = (np.zeros((games, turns, seats, seats), dtype=np.uint8) for _ in range(3))
        return cls(
            np.zeros(games, dtype=np.int64),
            np.zeros((games, seats, len(KINDS)), dtype=np.int64),
            alike,
            same,
            both,
            np.zeros((games, groups), dtype=np.int64),
            np.zeros((games, groups)),
            np.zeros((games, groups)),
        )

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
    (found,) = count_each(scenario, games, [bodies], first=first, jobs=jobs, told=told)
    return found


def count_each(
    scenario: Scenario,
    games: int,
    choices: Sequence[Sequence[str]],
    *,
    first: int = 0,
    jobs: int = 1,
    told: Callable[[int], None] = lambda _: None,
) -> list[Tallies]:
    """As `count`, for several choices of bodies at once: the games are played once for all of them."""
    parcel, wanted = Parcel.of(scenario), tuple(tuple(bodies) for bodies in choices)
    tasks = (delayed(_chunk)(parcel, seeds, wanted) for seeds in chunks(scenario, games, first=first))
    parts, done = list[list[Tallies]](), 0
    for part in Parallel(n_jobs=jobs, return_as="generator", batch_size=1)(tasks):
        parts.append(part)
        done += len(part[0].items)
        told(done)
    return [Tallies.joined(of_choice) for of_choice in zip(*parts, strict=True)]


def _chunk(parcel: Parcel, seeds: list[bytes], choices: tuple[tuple[str, ...], ...]) -> list[Tallies]:
    """One batch, in whatever process it is."""
    return counted_games(parcel.opened(), _house(parcel), seeds, choices)


@lru_cache(maxsize=1)
def _house(parcel: Parcel) -> bots.House:
    """Made once for all batches of a process: in a large world it takes as long as half a game."""
    return house_of(parcel.opened(), {})


def counted_games(
    scenario: Scenario, house: bots.House, seeds: Sequence[bytes], choices: Sequence[Sequence[str]]
) -> list[Tallies]:
    """The tallies of one batch of games, for each choice of bodies."""
    catalogue = scenario.catalogue
    seats = [seat.state for seat in catalogue.seats]
    found = [
        (
            np.array([not bodies or key in bodies for key in catalogue.institutions.keys], dtype=np.bool_),
            Tallies.empty(len(seeds), catalogue.turns, len(seats), len(groups(catalogue))),
        )
        for bodies in choices
    ]
    others = ~np.eye(len(seats), dtype=np.bool_)
    opening = repeat(scenario.opening, len(seeds))
    for turn, (world, moves, _) in enumerate(each_turn(house, opening, seeds, {})):
        votes, able = counted(moves.votes[:, :, seats]), entitled(world, catalogue)[:, :, seats]
        body = np.maximum(world.docket[:, :, 1], 0)
        group = belonging(world, catalogue)[:, :, seats].astype(np.float64)
        for looked_at, sums in found:
            may = contested(votes, able & looked_at[body][:, :, None])
            alike, same, both = pairs(votes, may)
            sums.items[:] += may.any(axis=2).sum(axis=1)
            sums.cast[:] += np.stack([((votes == kind) & may).sum(axis=1) for kind in KINDS.values()], axis=2)
            sums.alike[:, turn], sums.same[:, turn], sums.both[:, turn] = alike, same, both
            sums.members[:] += group.sum(axis=2).astype(np.int64)
            sums.within[:] += ((group @ (alike * others / 2.0)) * group).sum(axis=2)
            sums.within_both[:] += ((group @ (both * others * 1.0)) * group).sum(axis=2)
    return [sums for _, sums in found]


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
