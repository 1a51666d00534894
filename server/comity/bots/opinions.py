"""What states think of resolutions: by their logic, their interests, who is meant and who asks.

The same function serves a bot's own vote, what it expects of others, and what it tables. Of others it uses
only what anyone can see.
"""

from typing import Final

import numpy as np

from comity.bots.house import House
from comity.bots.privileges import Privileges
from comity.bots.sight import Sight, dot
from comity.rules.layout import BoolArray, FloatArray, IntArray
from comity.rules.power import prominence
from comity.rules.world import World

INTEREST: Final = 0.12
"""How much a point of score weighs beside a logic that is wholly for or against."""
MEANT: Final = 0.25
"""The same of what is done to oneself."""
SYMPATHY: Final = 0.5
"""How much of a friend's gain, or a foe's loss, counts as one's own."""
FIRM: Final = 0.12
"""Below this strength of opinion a bot abstains: the middle hedges."""
ENMITY: Final = (20.0, 45.0)
"""Points of a crisis from which principles begin to yield where its other side is meant, and from which
nothing is left of them: no capital upholds borders over which it fights (General Assembly resolution 68/262
of 2014). Design choice.
"""
RIVALRY: Final = (35.0, 50.0)
"""The same of tension, which stays when the crisis has eased: no more does a capital that took land uphold
the borders that it crossed once the guns are silent (resolution 73/194 of 2018). Design choice.
"""
GRUDGE: Final = 2.0
"""How many times more, above once, another's gain or loss weighs with whom such a crisis is."""
LOYALTY: Final = 0.6
"""How much the sponsors' friendship weighs in what others are expected to do; the strong owe it less."""


def weight(sight: Sight) -> FloatArray:
    """[batch, seat]: each seat's prominence, as far as it makes a state bold: at least a mean one."""
    return np.maximum(prominence(sight.world)[:, sight.seats], 1.0)


def logic(house: House, sight: Sight) -> FloatArray:
    """[batch, seat, resolution] -1 to 1: what each seat's stance makes of each resolution."""
    return dot(sight.stance, house.ballots.appeal)


def enmity(sight: Sight) -> FloatArray:
    """[batch, seat, state] 0 to 1: how far each seat's quarrel with each state silences its principles."""
    crisis = _between(sight.world.points("escalation")[:, sight.seats], ENMITY)
    return np.maximum(crisis, _between(sight.tension, RIVALRY))


def party(house: House, sight: Sight) -> FloatArray:
    """[batch, seat, slot]: the same of each item's target; nought where it is aimed at no state."""
    aimed, target = at_states(house, sight.world)
    games, places = np.arange(sight.world.batch)[:, None, None], np.arange(sight.seats.size)[None, :, None]
    result: FloatArray = enmity(sight)[games, places, target[:, None]] * aimed[:, None]
    return result


def at_states(house: House, world: World) -> tuple[BoolArray, IntArray]:
    """[batch, slot] twice: whether each item is aimed at a state, and at which; 0 where at none."""
    resolution, target = np.maximum(world.docket[:, :, 0], 0), world.docket[:, :, 2]
    aimed: BoolArray = (house.ballots.aimed[resolution] > 0) & (target >= 0)
    return aimed, np.where(aimed, target, 0)


def _invited(house: House, sight: Sight) -> BoolArray:
    """[batch, slot]: what is to be done to a state that asks for it itself. No logic is against that: what is
    wrong with an intervention is that it was not asked for (Security Council resolution 2699 of 2023, on
    Haiti, which nobody opposed).
    """
    aimed, target = at_states(house, sight.world)
    games, slots = np.arange(target.shape[0])[:, None], np.arange(target.shape[1])
    result: BoolArray = aimed & (sight.world.sponsors[games, slots, target] > 0)
    return result


def _between(points: FloatArray, limits: tuple[float, float]) -> FloatArray:
    """0 at the lower limit and below, 1 from the upper on; of the same shape."""
    least, most = limits
    result: FloatArray = np.clip((points - least) / (most - least), 0.0, 1.0)
    return result


def stakes(house: House, sight: Sight, resolution: IntArray, target: IntArray) -> FloatArray:
    """[batch, seat, item]: what is at stake for each seat in resolutions on targets, each [batch, item]; a
    target of -1 means none.
    """
    ballots, seats = house.ballots, sight.seats
    column = np.maximum(target, 0)
    games, places = np.arange(sight.world.batch)[:, None], np.arange(seats.size)[:, None]
    aimed = (ballots.aimed[resolution] > 0) & (target >= 0)
    mine = ballots.mine[resolution[:, None], seats[:, None], column[:, None]]
    done = ballots.target[resolution, column]
    done = done + ballots.lifted[resolution, column] * sight.besieged[games, np.where(aimed, column, 0)]
    theirs = np.where(aimed, done, 0.0)[:, None]
    itself = aimed[:, None] & (column[:, None] == seats[:, None])
    regard = sight.regard[games[..., None], places, np.where(aimed, column, 0)[:, None]]
    weight = np.where(itself, MEANT, INTEREST * SYMPATHY * regard)
    result: FloatArray = INTEREST * mine + weight * theirs
    return result


def at_stake(house: House, sight: Sight, resolution: int, game: IntArray, seat: IntArray) -> FloatArray:
    """[row, column]: the same of one resolution on each target that it can have, for one seat in one game a
    row; `seat` counts in the sight's own.
    """
    ballots, states = house.ballots, sight.seats[seat]
    columns = int(ballots.columns[resolution])
    stakes: FloatArray = INTEREST * ballots.mine[resolution, states, :columns]
    if ballots.aimed[resolution]:
        target, lifted = (each[resolution, :columns] for each in (ballots.target, ballots.lifted))
        theirs = target + lifted * sight.besieged[game]
        itself = np.arange(columns) == states[:, None]
        stakes += np.where(itself, MEANT, INTEREST * SYMPATHY * sight.regard[game, seat]) * theirs
    return stakes


def of_docket(house: House, sight: Sight, loyalty: FloatArray) -> FloatArray:
    """[batch, seat, slot]: what each seat thinks of each item on the docket; nought where there is none.

    `loyalty` is [seat]: how much its friends' wishes weigh with a state of no more than mean weight.
    """
    world = sight.world
    owed = loyalty / weight(sight)
    present = world.docket[:, :, 0] >= 0
    resolution, body = (np.maximum(world.docket[:, :, column], 0) for column in (0, 1))
    target = world.docket[:, :, 2]
    games = np.arange(world.batch)[:, None, None]
    places = np.arange(sight.seats.size)[None, :, None]
    opinion = logic(house, sight)[games, places, resolution[:, None, :]]
    if house.ballots.privileged[resolution].any():
        opinion = opinion + Privileges.of(sight).weigh(
            house.ballots, resolution[:, None, :], games, sight.seats[places], body[:, None, :]
        )
    opinion = np.where(_invited(house, sight)[:, None], np.maximum(opinion, 0.0), opinion)
    hostile = party(house, sight)
    at_stake_now = (1.0 + GRUDGE * hostile) * stakes(house, sight, resolution, target)
    opinion = opinion * (1.0 - hostile) + at_stake_now
    count = np.maximum(world.sponsors.sum(axis=2), 1)[:, None, :]
    # Sums of products of whole numbers and regards: kept exact, so that a batch decides as one game does.
    regard = np.rint(sight.regard * 1e6).astype(np.int64)
    asked = np.einsum("bsx,bkx->bsk", regard, world.sponsors) / 1e6 / count
    opinion = opinion + owed[:, :, None] * asked
    own = world.sponsors[:, :, sight.seats].swapaxes(1, 2) > 0
    return np.where(present[:, None, :], np.where(own, np.maximum(opinion, 1.0), opinion), 0.0)


def expected(house: House, sight: Sight) -> FloatArray:
    """[batch, state, slot]: what anyone can expect each state to think of each item."""
    return of_docket(house, sight.everyone, np.full(sight.world.layout.states, LOYALTY))
