"""Why a bot moved as it did, in a sentence for each part of its move: for debrief and empty chair.

The reasons are the parts of the very sums that chose (`acts`, `opinions`): the greatest of them is told.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from comity.bots import acts, deals, opinions, quarrels, votes
from comity.bots.house import House
from comity.bots.options import Block
from comity.bots.plans import Hopes
from comity.bots.sight import Sight
from comity.rules import legal
from comity.rules import vocabulary as words
from comity.rules.draws import Draws
from comity.rules.layout import SHARE, IntArray
from comity.rules.moves import ABSTAIN, NO, YES, Moves
from comity.rules.prose import listed, raised
from comity.rules.voting import entitled
from comity.rules.world import World

Reasons = Mapping[str, str]
"""By part of a move body: `stance`, `actions[0]`, `votes.t1-1`, `tabled[0]`."""
_PARTY: Final = 0.5
"""How far a crisis silences principles for it to be what is told of a vote."""
_LITTLE: Final = 0.05
"""Below this, in points of score, nothing speaks for a deed."""


def of_seats(
    house: House, world: World, moves: Moves, seats: Iterable[str], draws: Draws
) -> dict[str, Reasons]:
    """Why the bots of these seats moved so, in a world of one game; `moves` are theirs, with the same draws
    (`policy.moves`).
    """
    keys = tuple(seats)
    if not keys:
        return {}
    # What is hoped for is found for all at once: it takes in every two states.
    sight = Sight.with_public(world, house.catalogue, house.theory, house.states(keys))
    hopes = deals.struck(house, sight, draws).hopes
    return {
        seat: dict(_Mind(house, world, seat, draws, hopes, place).reasons(moves))
        for place, seat in enumerate(keys)
    }


@dataclass
class _Mind:
    """One seat's view, and what it made of it."""

    house: House
    world: World
    seat: str
    draws: Draws
    hopes: Hopes
    place: int
    """Of the seat in the hopes, which are those of all seats asked."""

    def __post_init__(self) -> None:
        self._state = self.house.catalogue.seat(self.seat).state
        seats = np.array([self._state])
        self._sight = Sight.with_public(self.world, self.house.catalogue, self.house.theory, seats)
        self._names = self.house.catalogue.prose.names["state"]

    def reasons(self, moves: Moves) -> Iterator[tuple[str, str]]:
        if moves.stance[0, self._state, 0] >= 0:
            yield "stance", self._of_stance(moves)
        mine = moves.actions[moves.actions[:, 1] == self._state]
        for place, row in enumerate(mine.tolist()):
            yield f"actions[{place}]", self._of_action(row[2], row[3])
        yield from self._of_votes(moves)
        for place, row in enumerate(moves.tabled[moves.tabled[:, 1] == self._state].tolist()):
            yield f"tabled[{place}]", self._of_tabling(row[2], row[4])

    def _of_stance(self, moves: Moves) -> str:
        now, then = self.world["stance"][0, self._state], moves.stance[0, self._state]
        gained = words.GLOBALISMS[int((then - now).argmax())]
        if int(np.abs(then - now).max()) < SHARE // 20:
            return "It stays: a step would bring it no nearer to where it would be."
        drawn = self._drawn_to(words.GLOBALISMS.index(gained), now)
        return f"A little more {gained}: {drawn}, and drift is cheap."

    def _drawn_to(self, globalism: int, now: IntArray) -> str:
        """Which of the three that make its wish lean further that way than it does now."""
        seat = self.house.catalogue.seat(self.seat)
        temper = self.house.catalogue.temperaments[seat.temperament]
        leanings = {
            "its regime": self.house.opening["predisposition"][0, self._state],
            "whoever governs it": temper.ideal if temper.pull > 0 else now,
            "its society": self.world["mood"][0, self._state],
        }
        drawn = [who for who, leaning in leanings.items() if leaning[globalism] > now[globalism]]
        if not drawn:
            return "other ways have too much of it"
        return f"{listed(drawn)} {'lean' if len(drawn) > 1 else 'leans'} that way"

    def _of_action(self, action: int, target: int) -> str:
        block = next(block for block in self.house.options.blocks if action in block.actions)
        row, column = int(np.nonzero(block.actions == action)[0][0]), max(target, 0)
        whom = self._names[target] if block.at_state else ""
        parts = self._parts(block, row, column, whom)
        best = max(parts, key=lambda part: part[0], default=(0.0, ""))
        if self.house.catalogue.actions.needs_both[action]:
            why = best[1].removesuffix(".") if best[0] > _LITTLE else "It gains by it"
            return f"{why}, and {whom} can be expected to want it too."
        return best[1] if best[0] > _LITTLE else "Against all advice: no reason speaks for it."

    def _parts(self, block: Block, row: int, column: int, whom: str) -> list[tuple[float, str]]:
        """What speaks for one option, by weight: [(points, sentence)]."""
        sight, action = self._sight, int(block.actions[row])
        globalism = words.GLOBALISMS[int(self.house.catalogue.actions.globalism[action])]
        fit = float(sight.fit[0, 0, words.GLOBALISMS.index(globalism)])
        mine = fit * block.mine_fit[self._state, row, column] + block.mine_flat[self._state, row, column]
        creed = self.house.creed[self._state, words.GLOBALISMS.index(globalism)]
        parts = [
            (float(mine), self._served(block, action)),
            (float(acts.ZEAL * creed), f"It is what its {globalism} creed asks."),
        ]
        if block.at_state:
            parts += self._toward(block, row, column, whom, fit)
            parts += self._hoped(action, column, whom, fit)
        for aim in self.house.aims[self._state]:
            steps = aim.acts[block.kind]
            here = (steps.action == row) & (steps.column == column)
            for gain in aim.gain(self.world, steps.by[here])[0].tolist():
                parts.append((gain, f"It brings an aim of its own nearer: {aim.text}"))
        return parts

    def _served(self, block: Block, action: int) -> str:
        """What of its own the deed serves most."""
        field = self.house.appraiser.served(action, block.kind, self._state)
        return "It serves what its state cares for." if field is None else f"It serves its own {field}."

    def _toward(
        self, block: Block, row: int, column: int, whom: str, fit: float
    ) -> Iterator[tuple[float, str]]:
        """What the target has to do with it."""
        sight = self._sight
        regard = float(sight.regard[0, 0, column])
        theirs = (
            fit * block.theirs_fit[self._state, row, column] + block.theirs_flat[self._state, row, column]
        )
        weight = (acts.SYMPATHY if regard > 0 else acts.SPITE) * regard
        kind = f"It helps {whom}, which it trusts." if regard > 0 else f"It hurts {whom}, which it distrusts."
        yield float(weight * theirs), kind
        own = float(quarrels.heat(sight.tension)[0, 0, column])
        yield (
            fit * own * float(block.calm[self._state, row, column]),
            f"Its quarrel with {whom} is worth cooling.",
        )
        other = float(quarrels.heat(sight.hottest)[0, column])
        yield (
            fit * other * float(block.peace[self._state, row, column]),
            f"The quarrels of {whom} trouble everybody.",
        )
        action = int(block.actions[row])
        if self.house.options.hostile[action]:
            tempers = self.house.tempers((self.seat,))
            faced = float(quarrels.faced(self.house, sight, tempers, self.draws)[0, 0, column])
            yield (
                faced * float(self.house.options.cost[action]),
                f"It stands up to {whom}, its worst adversary.",
            )

    def _hoped(self, action: int, column: int, whom: str, fit: float) -> Iterator[tuple[float, str]]:
        """The deal to come that a deed opens."""
        hope = int(self.hopes.action[0, self.place, column])
        if hope >= 0:
            opened = self.hopes.opened(float(self.house.options.trust[action]))
            deal = self.house.catalogue.actions.names[hope]
            yield (
                fit * float(opened[0, self.place, column]),
                f"It wins the trust of {whom} that a deal to come still wants: {deal}.",
            )

    def _of_votes(self, moves: Moves) -> Iterator[tuple[str, str]]:
        may = entitled(self.world, self.house.catalogue)[0, :, self._state]
        if not may.any():
            return
        loyalty = self.house.tempers((self.seat,)).loyalty
        expected = opinions.expected(self.house, self._sight)
        opinion, least, most = votes.held(self.house, self._sight, loyalty, expected)
        alone = votes.side(opinions.of_docket(self.house, self._sight, loyalty), least, most)
        traded = votes.traded(self.house, self._sight, opinion, expected)[0, 0]
        for slot in np.nonzero(may)[0].tolist():
            vote = int(moves.votes[0, slot, self._state])
            if traded[slot] and vote == YES and opinion[0, 0, slot] <= most[0, 0, slot]:
                said = f"A vote for {self._sponsor(slot)}, which votes for its own motion in return."
            elif vote != alone[0, 0, slot]:
                said = "It would have voted otherwise, and goes with those whom it consulted."
            else:
                said = self._of_vote(slot, vote)
            yield f"votes.{legal.docket_id(self.world.turn + 1, slot)}", said

    def _sponsor(self, slot: int) -> str:
        return self._names[int(self.world.docket[0, slot, 3])]

    def _of_vote(self, slot: int, vote: int) -> str:
        """Of a vote as it thinks itself."""
        resolution, _, target, sponsor = self.world.docket[0, slot].tolist()
        if self.world.sponsors[0, slot, self._state]:
            return "It asked for this itself."
        at_state = bool(self.house.ballots.aimed[resolution])
        if at_state and target == self._state:
            return "It is meant itself, and looks to its own."
        party = at_state and float(opinions.enmity(self._sight)[0, 0, target]) > _PARTY
        if party and vote != YES:
            return f"It has a quarrel with {self._names[target]}, and does it no favours."
        logic = float(opinions.logic(self.house, self._sight)[0, 0, resolution])
        if vote == ABSTAIN:
            return "It neither gains nor loses enough to take a side."
        if (logic > 0) == (vote == YES) and abs(logic) > opinions.FIRM:
            return f"Its idea of order is {'for' if vote == YES else 'against'} such decisions."
        if sponsor >= 0:
            side = "trusts" if vote == YES else "does not trust"
            return f"It {side} {self._names[sponsor]}, which asks for it."
        return "It serves what its state cares for." if vote != NO else "It would lose by it."

    def _of_tabling(self, resolution: int, target: int) -> str:
        at_state = bool(self.house.ballots.aimed[resolution])
        if at_state and target == self._state:
            return "It asks for itself, where it expects enough votes."
        if at_state and target >= 0:
            kind = "a friend" if float(self._sight.regard[0, 0, target]) > 0 else "no friend"
            return raised(f"{self._names[target]} is {kind}, and it expects enough votes.")
        return "Its idea of order is for it, and it expects enough votes."
