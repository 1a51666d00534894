"""What house bots know of a scenario before it begins: made once, used in every turn of every game."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np

from comity.bots.aims import Aim, followed
from comity.bots.appraisal import Appraiser
from comity.bots.options import Options
from comity.bots.resolutions import Ballots
from comity.rules.catalogue import Catalogue
from comity.rules.layout import BoolArray, FloatArray, IntArray
from comity.rules.theory import Coefficients
from comity.rules.world import World


@dataclass(frozen=True, slots=True)
class Tempers:
    """Of the seats that are played, in their order: [seat] each."""

    thrift: FloatArray
    boldness: FloatArray
    loyalty: FloatArray


@dataclass(frozen=True, slots=True)
class House:
    """The bots of one scenario."""

    catalogue: Catalogue
    theory: Coefficients
    opening: World
    creed: FloatArray
    """[state, globalism], shares of one: what each state would have the world be."""
    appraiser: Appraiser
    options: Options
    ballots: Ballots
    aims: Mapping[int, tuple[Aim, ...]]
    """By state: the objectives of who plays it."""
    choices: FloatArray
    """[choice, state]: what each answer to an event is worth to the state that gives it."""
    followed: BoolArray
    """[state, state]: whom each always has an eye on; see `aims.followed`."""

    @classmethod
    def of(cls, catalogue: Catalogue, theory: Coefficients, opening: World) -> Self:
        appraiser = Appraiser(catalogue, opening)
        kinds = range(catalogue.first_choice, catalogue.first_pact)
        choices = [appraiser.deed(kind, "hit") for kind in kinds]
        options = Options.of(catalogue, appraiser)
        return cls(
            catalogue,
            theory,
            opening,
            appraiser.creed,
            appraiser,
            options,
            Ballots.of(catalogue, appraiser),
            {
                seat.state: tuple(Aim.of(catalogue, opening, options, seat, each) for each in seat.objectives)
                for seat in catalogue.seats
            },
            np.array([(each.mine_fit + each.mine_flat)[:, 0] for each in choices]).reshape(
                -1, catalogue.layout.states
            ),
            followed(catalogue),
        )

    def states(self, seats: tuple[str, ...]) -> IntArray:
        """The states of these seats, [seat]."""
        return np.array([self.catalogue.seat(key).state for key in seats], dtype=np.int64)

    def tempers(self, seats: tuple[str, ...]) -> Tempers:
        kinds = [self.catalogue.temperaments[self.catalogue.seat(key).temperament] for key in seats]
        return Tempers(
            np.array([each.thrift for each in kinds]),
            np.array([each.boldness for each in kinds]),
            np.array([each.loyalty for each in kinds]),
        )
