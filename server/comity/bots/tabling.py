"""What bots table: what they want, where it can be decided and where they expect it to pass."""

from typing import Final

import numpy as np

from comity.bots import opinions
from comity.bots.house import House, Tempers
from comity.bots.sight import Sight
from comity.rules import legal
from comity.rules.draws import Draws
from comity.rules.layout import FloatArray, IntArray
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
    table = house.catalogue.resolutions
    pairs = np.argwhere(table.decided_by)
    chance = house.catalogue.states.chance[sight.seats]
    least, bold = OFTEN
    willing = draws.uniform("bot:table", chance) < least + bold * tempers.boldness
    if pairs.size == 0 or not np.count_nonzero(willing):
        return np.zeros((0, 5), dtype=np.int64)
    hope = _support(house, sight)
    logic = opinions.logic(house, sight)
    keys = [f"bot:table:{table.keys[r]}" for r in range(len(table.keys))]
    whim = WHIM * tempers.boldness[:, None] * draws.table(keys, chance).swapaxes(1, 2)
    desks = [f"bot:agenda:{key}" for key in table.keys]
    whim = np.where(draws.table(desks, chance).swapaxes(1, 2) < ATTENTION, whim, _NEVER)
    best = np.full(willing.shape, opinions.FIRM)
    choice = np.full((*willing.shape, 3), -1, dtype=np.int64)
    for resolution, institution in pairs.tolist():
        block = legal.tabling_block(sight.world, house.catalogue, resolution, institution, sight.seats)
        columns = np.arange(block.shape[2])
        aimed = table.target[resolution] != "none"
        shape = (sight.world.batch, columns.size)
        each = np.full(shape, resolution)
        wish = (
            logic[:, :, resolution, None]
            + opinions.stakes(house, sight, each, np.broadcast_to(columns if aimed else columns - 1, shape))
            + whim[:, :, resolution, None]
        )
        chances = hope[:, resolution, institution, None, None]
        score = np.where((block == legal.OK) & (chances >= HOPE), np.rint(wish * chances * 1e6), _NEVER)
        top = score.argmax(axis=2)
        value = np.take_along_axis(score, top[:, :, None], axis=2)[:, :, 0] / 1e6
        better = value > best
        best = np.where(better, value, best)
        found = np.stack(
            [np.full_like(top, resolution), np.full_like(top, institution), top if aimed else top * 0 - 1],
            axis=2,
        )
        choice = np.where(better[:, :, None], found, choice)
    game, seat = np.nonzero(willing & (choice[:, :, 0] >= 0))
    return np.column_stack([game, sight.seats[seat], choice[game, seat]])


def _support(house: House, sight: Sight) -> FloatArray:
    """[batch, resolution, institution]: the share of its voters whose logic is for it, as all can see."""
    inclined = (opinions.logic(house, sight.everyone) > opinions.FIRM).astype(np.int64)
    seated = voters(sight.world, house.catalogue).astype(np.int64)
    share: FloatArray = (seated @ inclined).swapaxes(1, 2) / np.maximum(seated.sum(axis=2), 1)[:, None, :]
    return share
