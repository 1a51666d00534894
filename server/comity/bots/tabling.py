"""What bots table: what they want, where it can be decided and where they expect it to pass."""

from typing import Final

import numpy as np

from comity.bots import opinions
from comity.bots.house import House, Tempers
from comity.bots.privileges import Privileges
from comity.bots.sight import Sight
from comity.rules import legal
from comity.rules.draws import Draws
from comity.rules.layout import BoolArray, FloatArray, IntArray
from comity.rules.voting import voters

OFTEN: Final = (0.3, 0.25)
"""How often a bot tables something: any, and more the bolder it is."""
HOPE: Final = 0.35
"""Votes expected, as a share of those who vote, below which a bot does not try."""
WHIM: Final = 0.5
"""How much the mood of the moment counts, to the boldest."""
ATTENTION: Final = 0.35
"""How likely a resolution is on a delegation's desk in a given turn."""
_NEVER: Final = -1e6


def tabled(house: House, sight: Sight, tempers: Tempers, draws: Draws) -> IntArray:
    """Engine rows [rows, 5]: game, sponsor state, resolution, institution, target or -1."""
    table, states = house.catalogue.resolutions, sight.seats
    chance = house.catalogue.states.chance[states]
    least, bold = OFTEN
    willing = draws.uniform("bot:table", chance) < least + bold * tempers.boldness
    game, seat = willing.nonzero()
    if game.size == 0 or not np.count_nonzero(table.decided_by):
        return np.zeros((0, 5), dtype=np.int64)
    privileges, privileged = Privileges.of(sight), house.ballots.privileged
    hope, logic = _support(house, sight, privileges), opinions.logic(house, sight)
    hostile = opinions.enmity(sight)
    desk, whim = _on_the_desk(house, draws, game, chance[seat])
    best = np.full(game.size, opinions.FIRM)
    choice = np.full((game.size, 3), -1, dtype=np.int64)
    for resolution, institution in np.argwhere(table.decided_by).tolist():
        chances = hope[game, resolution, institution]
        rows = (desk[:, resolution] & (chances >= HOPE)).nonzero()[0]
        if rows.size == 0:
            continue
        block = legal.tabling_block(sight.world, house.catalogue, resolution, institution, states)
        here = game[rows], seat[rows]
        stakes = opinions.at_stake(house, sight, resolution, *here)
        principle = logic[*here, resolution]
        if privileged[resolution]:
            principle = principle + privileges.weigh(
                house.ballots, resolution, game[rows], states[seat[rows]], institution
            )
        principle = principle[:, None]
        if house.ballots.aimed[resolution]:
            principle = principle * (1.0 - hostile[*here])
        wish = principle + stakes
        wish += (WHIM * tempers.boldness[seat[rows]] * whim[rows, resolution])[:, None]
        allowed = block[game[rows], seat[rows]] == legal.OK
        score = np.where(allowed, np.rint(wish * chances[rows, None] * 1e6), _NEVER)
        top = score.argmax(axis=1)
        value = score[np.arange(rows.size), top] / 1e6
        better = value > best[rows]
        best[rows[better]] = value[better]
        aimed = table.target[resolution] != "none"
        choice[rows[better]] = np.column_stack(
            np.broadcast_arrays(resolution, institution, top[better] if aimed else -1)
        )
    found = choice[:, 0] >= 0
    return np.column_stack([game[found], states[seat[found]], choice[found]])


def _on_the_desk(
    house: House, draws: Draws, game: IntArray, chance: IntArray
) -> tuple[BoolArray, FloatArray]:
    """[row, resolution]: what each delegation looks at this turn, and the moment's mood about it, 0..1."""
    keys = house.catalogue.resolutions.keys
    rows, count = game.size, len(keys)
    every = np.tile(np.arange(count), rows), game.repeat(count), chance.repeat(count)
    looked: BoolArray = draws.at([f"bot:agenda:{key}" for key in keys], *every) < ATTENTION
    whim = np.zeros(looked.size)
    whim[looked] = draws.at([f"bot:table:{key}" for key in keys], *(each[looked] for each in every))
    return looked.reshape(rows, count), whim.reshape(rows, count)


def _support(house: House, sight: Sight, privileges: Privileges) -> FloatArray:
    """[batch, resolution, institution]: the share of its voters whose logic is for it, as all can see."""
    logic = opinions.logic(house, sight.everyone)
    seated = voters(sight.world, house.catalogue).astype(np.int64)
    most = np.maximum(seated.sum(axis=2), 1)
    share: FloatArray = (seated @ (logic > opinions.FIRM).astype(np.int64)).swapaxes(1, 2) / most[:, None, :]
    batch, bodies, states = (np.arange(count) for count in seated.shape)
    cells = batch[:, None, None], states, bodies[:, None]
    for resolution in house.ballots.privileged.nonzero()[0].tolist():
        kept = privileges.weigh(house.ballots, resolution, *cells)
        inclined = logic[:, None, :, resolution] + kept > opinions.FIRM
        share[:, resolution] = (seated * inclined).sum(axis=2) / most
    return share
