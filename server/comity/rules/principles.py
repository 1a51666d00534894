"""Principles: who breaks what its own order professes is called a cynic for it.

Sakwa 2019, "Conservative (sovereign) internationalism", second critique: the taint of cynicism and
opportunism; breaking rules may be an attribute of great powers, and it is their order that pays. So the great
lose less standing than the small, and the globalism that they hold loses legitimacy by their weight.
"""

import numpy as np

from comity.rules.catalogue import Catalogue
from comity.rules.layout import POINT, IntArray
from comity.rules.ledger import Sparse
from comity.rules.power import prominence
from comity.rules.theory import Coefficients
from comity.rules.world import World, some


def betrayals(done: IntArray, world: World, catalogue: Catalogue, theory: Coefficients) -> list[Sparse]:
    """What actions that betray a professed principle cost the actor and the globalism; `done` are action
    rows.
    """
    betrays = catalogue.actions.betrays[done[:, 2]]
    if not some(betrays > 0):
        return []
    game, actor = done[:, 0], done[:, 1]
    professed = world.shares("stance")[game, actor] * betrays
    weight = prominence(world)[game, actor]
    total = professed[:, 0] + professed[:, 1] + professed[:, 2] + professed[:, 3]
    standing = np.rint(-theory.cynicism_standing * total / (1.0 + weight) * POINT).astype(np.int64)
    legitimacy = np.rint(-theory.cynicism_legitimacy * professed * weight[:, None] * POINT).astype(np.int64)
    row = np.arange(done.shape[0])
    place = world.layout.offsets["globalism_legitimacy"] + np.arange(4 * done.shape[0]) % 4
    return [
        Sparse("cynicism", game, world.layout.offsets["standing"] + actor, standing, row),
        Sparse("cynicism", game.repeat(4), place, legitimacy.reshape(-1), row.repeat(4)),
    ]
