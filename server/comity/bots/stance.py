"""Where a bot would move its stance, a little each turn: drift is cheaper than swings."""

from typing import Final

import numpy as np

from comity.rules import vocabulary as words
from comity.rules.layout import SHARE, FloatArray, IntArray

STEP: Final = 2
"""Tenths of its stance that a bot moves at most in one turn."""
TENTH: Final = SHARE // 10
HEED: Final = 0.2
"""How much a government heeds what its society leans to; design choice."""


def wanted(stance: IntArray, creed: FloatArray, mood: IntArray) -> IntArray:
    """[batch, seat, globalism] in tenths, 0..10, that add up to ten: at most `STEP` from the stance in force.

    `stance` and `mood` are [batch, seat, globalism] shares; `creed` is [seat, globalism].
    """
    wish = (1.0 - HEED) * creed[None] + HEED * mood.astype(np.float64) / SHARE
    now, goal = tenths(stance / SHARE), tenths(wish)
    globalism = np.arange(len(words.GLOBALISMS))
    for _ in range(STEP):
        gap = goal - now
        up, down = gap.argmax(axis=2)[..., None], gap.argmin(axis=2)[..., None]
        apart = gap.max(axis=2)[..., None] > 0
        now = now + (apart & (globalism == up)) - (apart & (globalism == down))
    return now


def tenths(shares: FloatArray) -> IntArray:
    """Shares of one [..., globalism] as whole tenths, by largest remainder."""
    exact = np.round(shares * 10.0, 9)
    whole = np.floor(exact).astype(np.int64)
    rest = exact - whole
    missing = 10 - whole.sum(axis=-1)
    # The place of each remainder among all, the largest first; of equals the first.
    rank = (rest[..., None, :] > rest[..., :, None]).sum(axis=-1)
    index = np.arange(rest.shape[-1])
    earlier = (rest[..., None, :] == rest[..., :, None]) & (index[None, :] < index[:, None])
    result: IntArray = whole + (rank + earlier.sum(axis=-1) < missing[..., None])
    return result
