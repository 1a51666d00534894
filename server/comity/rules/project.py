"""The one filter out: from a stored world to what one audience may see. Nothing else makes a view."""

from collections.abc import Iterable
from typing import Final

import numpy as np

from comity.rules import effects, grounds, legal, scores, stances, subjects
from comity.rules.actions import WHOLE_FIT, effort_factor, fit, income
from comity.rules.board import Board, pending_events, share_view
from comity.rules.catalogue import Catalogue, Objective, Seat
from comity.rules.codec import Stored
from comity.rules.layout import POINT, SHARE, IntArray
from comity.rules.move_views import EffectScales, FitRule, StancePrice
from comity.rules.moves import EFFORT_MAX
from comity.rules.theory import Coefficients
from comity.rules.views import (
    ActionOption,
    Gauge,
    NotNow,
    ObjectiveView,
    PublicBoard,
    Relation,
    SeatBoard,
    TablingOption,
)
from comity.rules.voting import entitled
from comity.rules.world import World

EFFORTS: Final = np.arange(1, EFFORT_MAX + 1)
OWN_SCALES: Final = ("economy", "military", "technology", "standing", "weight")
TARGET_SCALES: Final = ("trust", "exposure", "fragility")
INSTITUTION_SCALES: Final = ("authority", "legitimacy")
"""With the fit, all that can scale an effect, by what they hang on."""


def _factor(amount: float) -> float:
    return round(float(amount), 3)


def _by_reason(aims: Iterable[tuple[str, str | None]]) -> tuple[list[str], list[NotNow]]:
    """Of targets and what stands against each: the possible ones, and the others by what that is."""
    possible: list[str] = []
    impossible: dict[str, list[str]] = {}
    for key, reason in aims:
        (possible if reason is None else impossible.setdefault(reason, [])).append(key)
    return possible, [NotNow(reason, keys) for reason, keys in impossible.items()]


def public_board(stored: Stored, catalogue: Catalogue) -> PublicBoard:
    """What everyone may see."""
    return Board(stored, catalogue).public()


def seat_board(
    stored: Stored, catalogue: Catalogue, theory: Coefficients, opening: World, seat: str
) -> SeatBoard:
    """What one seat sees beyond the public board."""
    return _Desk(stored, catalogue, theory, opening, catalogue.seat(seat)).board()


def objectives(
    stored: Stored, catalogue: Catalogue, theory: Coefficients, opening: World, seat: str
) -> list[ObjectiveView]:
    """A seat's objectives as they stand, hidden ones too."""
    return _Desk(stored, catalogue, theory, opening, catalogue.seat(seat)).objectives()


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
            fit_rule=FitRule(self._theory.fit_floor, WHOLE_FIT),
            scales=self._scales(),
            relations=self._relations(),
            actions=[self._action(index) for index in range(len(self._catalogue.actions.keys))],
            actions_limit=self._catalogue.actions_per_turn,
            tabling=self._tabling(),
            votes=[legal.docket_id(world.turn + 1, slot) for slot in item_ids],
            answers=pending_events(world, self._catalogue, state),
            objectives=self.objectives(result),
            score=result.total,
            score_parts={**result.parts, "objectives": result.objectives},
            notices=list(self._stored.chronicle["notices"].get(seat.key, [])),
        )

    def objectives(self, result: scores.SeatScore | None = None) -> list[ObjectiveView]:
        """`result` where the seat's score is at hand."""
        result = result or scores.score(self._seat, self._world, self._opening, self._catalogue)
        return [self._objective(row, met=result.met[row.key]) for row in self._seat.objectives]

    def _stance_price(self) -> StancePrice:
        theory = self._theory
        return StancePrice(
            home=share_view(stances.anchor(self._world, theory)[0, self._state]),
            free=stances.FREE,
            departure=theory.stance_cost_departure,
            swing=theory.stance_cost_swing,
            held_back=round(float(stances.held_back(self._world, theory)[0, self._state]), 3),
        )

    def _scales(self) -> EffectScales:
        """What each scale comes to now, of those that do not hang on a target state."""
        rows, houses = self._deeds(np.array([-1])), self._catalogue.institutions.keys
        one = np.zeros(1, dtype=np.int64)
        return EffectScales(
            own={name: _factor(effects.scale(self._world, rows, name)[0]) for name in OWN_SCALES},
            by_institution={
                key: {
                    name: _factor(effects.standing_of(self._world, rows, name, one, np.array([index]))[0])
                    for name in INSTITUTION_SCALES
                }
                for index, key in enumerate(houses)
            },
        )

    def _relations(self) -> dict[str, Relation]:
        world, keys, me = self._world, self._catalogue.states.keys, self._state
        others = np.array([index for index in range(len(keys)) if index != me], dtype=np.int64)
        rows = self._deeds(others)
        scales = {name: effects.scale(world, rows, name).tolist() for name in TARGET_SCALES}
        agreed = (100.0 * grounds.agreement(world, self._catalogue)[0, me, others]).tolist()
        trust, tension = self._toward("trust"), self._toward("tension")
        return {
            keys[other]: Relation(
                trust=trust[other],
                tension=tension[other],
                agreement=round(agreed[row], 1),
                scales={name: _factor(scales[name][row]) for name in TARGET_SCALES},
            )
            for row, other in enumerate(others.tolist())
        }

    def _toward(self, field: str) -> list[Gauge]:
        """A relation of the seat's state with each state."""
        layout, count = self._world.layout, len(self._catalogue.states.keys)
        before = self._stored.previous[layout.slice(field)].reshape(layout.shapes[field])
        now, was = self._world[field][0, self._state].tolist(), before[self._state].tolist()
        return [Gauge(now[i] / POINT, (now[i] - was[i]) / POINT) for i in range(count)]

    def _deeds(self, targets: IntArray) -> effects.Rows:
        """Deeds of the seat's state toward each of these states, only to ask what would scale them."""
        nothing, whole = np.full(targets.size, -1, dtype=np.int64), np.ones(targets.size)
        game, actor = np.zeros(targets.size, dtype=np.int64), np.full(targets.size, self._state)
        return effects.Rows(game, game, actor, targets, targets, nothing, nothing, whole, whole)

    def _objective(self, row: Objective, *, met: bool) -> ObjectiveView:
        name = subjects.name_at(self._catalogue, row.place)
        now, then = int(self._world.values[0, row.place]), int(self._opening.values[0, row.place])
        unit = SHARE // 100 if name.unit == SHARE else name.unit
        measured = {"rises_by": now - then, "falls_by": then - now}.get(row.test, now)
        return ObjectiveView(
            key=row.key,
            text=row.text,
            hidden=row.hidden,
            points=row.points / POINT,
            met=met,
            test=row.test,
            now=measured / unit,
            wanted=row.amount / unit,
            subject=name.subject,
            variable=name.variable,
        )

    def _action(self, index: int) -> ActionOption:
        table = self._catalogue.actions
        cost, kind = int(table.cost[index]), table.target[index]
        block = legal.action_block(self._world, self._catalogue, index, self._actor)[0, 0]
        told = legal.told_of_action(self._world, self._catalogue, index, self._actor)
        why = told.reasons(block.tolist())
        suits = float(fit(self._world, self._theory)[0, self._state, int(table.globalism[index])])
        keys, names = self._catalogue.targets(kind), self._catalogue.target_names(kind)
        reason = told.overall(block.tolist(), names)
        fitting = [
            (key, text)
            for key, code, text in zip(keys, block.tolist(), why, strict=False)
            if code not in legal.UNFIT
        ]
        return ActionOption(table.keys[index], cost / POINT, round(suits, 3), reason, *_by_reason(fitting))

    def _tabling(self) -> list[TablingOption]:
        table, institutions = self._catalogue.resolutions, self._catalogue.institutions
        options = []
        for resolution, institution in np.argwhere(table.decided_by).tolist():
            kind = table.target[resolution]
            block = legal.tabling_block(self._world, self._catalogue, resolution, institution, self._actor)[
                0, 0
            ]
            told = legal.told_of_tabling(self._world, self._catalogue, resolution, institution, self._actor)
            why = told.reasons(block.tolist())
            keys, names = self._catalogue.targets(kind), self._catalogue.target_names(kind)
            reason = told.overall(block.tolist(), names)
            aims = _by_reason(zip(keys, why, strict=False))
            options.append(
                TablingOption(table.keys[resolution], institutions.keys[institution], reason, *aims)
            )
        return options
