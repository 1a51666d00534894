"""What the bots of a batch see: public quantities, and of what is private each seat's own purse alone."""

from dataclasses import dataclass, replace
from typing import Final, Self

import numpy as np

from comity.rules import vocabulary as words
from comity.rules.actions import fit
from comity.rules.catalogue import Catalogue
from comity.rules.conditions import allied
from comity.rules.layout import POINT, SHARE, BoolArray, FloatArray, IntArray
from comity.rules.theory import Coefficients
from comity.rules.world import World

BURDEN: Final = 100.0
"""Points of sanctions, of all others together, that weigh on a state in full; design choice."""
_COMPANY: Final = 0.15
"""What a pact or an alliance adds to regard; design choice."""
_G: Final = len(words.GLOBALISMS)


@dataclass(frozen=True, slots=True)
class Sight:
    """One turn's view from the chairs of some states."""

    world: World
    catalogue: Catalogue
    seats: IntArray
    """[seat]: the states that are played."""
    purse: FloatArray
    """[batch, seat] in points."""
    stance: FloatArray
    """[batch, seat, globalism], in force; likewise `mood`."""
    mood: FloatArray
    fit: FloatArray
    """[batch, seat, globalism]."""
    regard: FloatArray
    """[batch, seat, state] -1 to 1: friends above, foes below nought."""
    tension: FloatArray
    """[batch, seat, state] in points."""
    besieged: FloatArray
    """[batch, state] 0..1: how far sanctions weigh on each."""
    hottest: FloatArray
    """[batch, state] in points: the worst quarrel of each state."""
    bound: BoolArray
    """[batch, seat, state]: True where a pact is in force between the two."""
    public: "Sight | None" = None
    """What anyone can see from the chairs of all states; None where this is that view itself."""

    @classmethod
    def of(cls, world: World, catalogue: Catalogue, theory: Coefficients, seats: IntArray) -> Self:
        trust, tension = (world[name][:, seats] / POINT for name in ("trust", "tension"))
        bound = np.zeros_like(trust, dtype=np.bool_)
        if world.layout.sizes["pact"]:
            bound = world["pact"].max(axis=1)[:, seats] > 0
        friends = allied(world, catalogue)[:, seats]
        regard = (trust - tension) / 100.0 + _COMPANY * bound + _COMPANY * friends
        # One's own state is no other.
        regard[:, np.arange(seats.size), seats] = 0.0
        return cls(
            world,
            catalogue,
            seats,
            world["capital"][:, seats] / POINT,
            world["stance"][:, seats] / SHARE,
            world["mood"][:, seats] / SHARE,
            fit(world, theory)[:, seats],
            np.clip(regard, -1.0, 1.0),
            tension,
            np.minimum(world["sanctions"].sum(axis=1) / (BURDEN * POINT), 1.0),
            world["tension"].max(axis=2) / POINT,
            bound,
        )

    @classmethod
    def with_public(cls, world: World, catalogue: Catalogue, theory: Coefficients, seats: IntArray) -> Self:
        """As `of`, with the view from all chairs beside it."""
        everyone = cls.of(world, catalogue, theory, np.arange(world.layout.states))
        return replace(cls.of(world, catalogue, theory, seats), public=everyone)

    def of_slots(self, count: int) -> Self:
        """The same of a docket cut to its first slots: of twelve, a batch mostly needs a few."""
        world = self.world
        docket, sponsors = world.docket[:, :count], world.sponsors[:, :count]
        public = self.public and self.public.of_slots(count)
        return replace(self, world=replace(world, docket=docket, sponsors=sponsors), public=public)

    @property
    def everyone(self) -> "Sight":
        return self.public or self

    @property
    def progress(self) -> float:
        """0 in the first turn, 1 in the last."""
        return self.world.turn / max(self.catalogue.turns - 1, 1)


def dot(shares: FloatArray, weights: FloatArray) -> FloatArray:
    """[..., row]: shares [..., globalism] against weights [row, globalism], added up in a fixed order: the
    same number in a batch as alone.
    """
    total = shares[..., 0, None] * weights[:, 0]
    for globalism in range(1, _G):
        total = total + shares[..., globalism, None] * weights[:, globalism]
    result: FloatArray = total
    return result
