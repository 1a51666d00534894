"""The one filter out: from a stored world to what one audience may see. Nothing else makes a view."""

from typing import Final

import numpy as np

from comity.rules import legal, scores, stances
from comity.rules.actions import effort_factor, fit, income
from comity.rules.board import Board, pending_events, share_view
from comity.rules.catalogue import Catalogue, Seat
from comity.rules.codec import Stored
from comity.rules.moves import EFFORT_MAX
from comity.rules.theory import Coefficients
from comity.rules.views import (
    ActionOption,
    Gauge,
    ObjectiveView,
    PublicBoard,
    SeatBoard,
    StancePrice,
    TablingOption,
    TargetOption,
)
from comity.rules.voting import entitled
from comity.rules.world import POINT, World

EFFORTS: Final = np.arange(1, EFFORT_MAX + 1)


def public_board(stored: Stored, catalogue: Catalogue) -> PublicBoard:
    """What everyone may see."""
    return Board(stored, catalogue).public()


def seat_board(
    stored: Stored, catalogue: Catalogue, theory: Coefficients, opening: World, seat: str
) -> SeatBoard:
    """What one seat sees beyond the public board."""
    return _Desk(stored, catalogue, theory, opening, catalogue.seat(seat)).board()


class _Desk:
    def __init__(
        self, stored: Stored, catalogue: Catalogue, theory: Coefficients, opening: World, seat: Seat
    ) -> None:
        self._stored, self._world, self._catalogue, self._theory = stored, stored.world, catalogue, theory
        self._opening, self._seat, self._state = opening, seat, seat.state
        self._actor = np.array([seat.state])

    def board(self) -> SeatBoard:
        world, state, seat = self._world, self._state, self._seat
        capital = int(world["capital"][0, state])
        place = world.layout.offsets["capital"] + state
        result = scores.score(seat, world, self._opening, self._catalogue)
        item_ids = np.nonzero(entitled(world, self._catalogue)[0, :, state])[0].tolist()
        return SeatBoard(
            seat=seat.key,
            state=self._catalogue.states.keys[state],
            turn=world.turn,
            capital=Gauge(capital / POINT, (capital - int(self._stored.previous[place])) / POINT),
            capital_income=round(float(income(world, self._theory)[0, state]), 3),
            stance=share_view(world["stance"][0, state]),
            stance_price=self._stance_price(),
            effort_factors=[float(factor) for factor in effort_factor(EFFORTS, self._theory)],
            actions=[self._action(index) for index in range(len(self._catalogue.actions.keys))],
            actions_limit=self._catalogue.actions_per_turn,
            tabling=self._tabling(),
            votes=[legal.docket_id(world.turn + 1, slot) for slot in item_ids],
            answers=pending_events(world, self._catalogue, state),
            objectives=[
                ObjectiveView(row.key, row.text, row.hidden, row.points / POINT, result.met[row.key])
                for row in seat.objectives
            ],
            score=result.total,
            score_parts={**result.parts, "objectives": result.objectives},
            notices=list(self._stored.chronicle["notices"].get(seat.key, [])),
        )

    def _stance_price(self) -> StancePrice:
        theory = self._theory
        return StancePrice(
            home=share_view(stances.anchor(self._world, theory)[0, self._state]),
            free=stances.FREE,
            departure=theory.stance_cost_departure,
            swing=theory.stance_cost_swing,
            held_back=round(float(stances.held_back(self._world, theory)[0, self._state]), 3),
        )

    def _action(self, index: int) -> ActionOption:
        table = self._catalogue.actions
        cost, kind = int(table.cost[index]), table.target[index]
        capital = int(self._world["capital"][0, self._state])
        block = legal.action_block(self._world, self._catalogue, index, self._actor)[0, 0]
        why = [
            legal.reason(
                int(code),
                table.requires[index],
                cost=cost,
                capital=capital,
                first_turn=int(table.first_turn[index]),
            )
            for code in block
        ]
        suits = float(fit(self._world, self._theory)[0, self._state, int(table.globalism[index])])
        reason = (
            why[0]
            if kind == "none"
            else None
            if any(text is None for text in why)
            else (why[0] or "no possible target")
        )
        if kind != "none" and reason is not None:
            reason = next(
                (
                    text
                    for code, text in zip(block, why, strict=True)
                    if int(code) not in legal.UNFIT and text
                ),
                reason,
            )
        keys, names = self._catalogue.targets(kind), self._catalogue.target_names(kind)
        targets = [
            TargetOption(key, name, cost / POINT, text)
            for key, name, code, text in zip(keys, names, block, why, strict=False)
            if int(code) not in legal.UNFIT
        ]
        return ActionOption(table.keys[index], cost / POINT, round(suits, 3), reason, targets)

    def _tabling(self) -> list[TablingOption]:
        table, institutions = self._catalogue.resolutions, self._catalogue.institutions
        options = []
        for resolution, institution in np.argwhere(table.decided_by).tolist():
            kind = table.target[resolution]
            block = legal.tabling_block(self._world, self._catalogue, resolution, institution, self._actor)[
                0, 0
            ]
            why = [legal.reason(int(code), table.requires[resolution]) for code in block]
            reason = None if any(text is None for text in why) else why[-1]
            keys, names = self._catalogue.targets(kind), self._catalogue.target_names(kind)
            targets = [
                TargetOption(key, name, 0.0, text)
                for key, name, code, text in zip(keys, names, block, why, strict=False)
                if int(code) != legal.ITSELF
            ]
            options.append(
                TablingOption(table.keys[resolution], institutions.keys[institution], reason, targets)
            )
        return options
