"""The opening world of a scenario: every quantity of turn 0, from the author's figures."""

from dataclasses import replace

import numpy as np

from comity.rules import blocs, globalisms, indices, movements, power_and_legitimacy, sub_orders
from comity.rules import vocabulary as words
from comity.rules.catalogue import Catalogue
from comity.rules.layout import DOCKET_SLOTS, PARTS, POINT, SHARE, IntArray
from comity.rules.power import power
from comity.rules.stances import distance
from comity.rules.world import World
from comity.scenarios import schema
from comity.scenarios.take import Taken

OPENING_RENEWAL = 40 * POINT
"""Renewal of every institution at the opening: neither new nor rusted."""


def shares(points: schema.TenPoints) -> list[int]:
    """Ten points as shares in grid units that sum to one exactly: the largest takes what rounding leaves."""
    values = [round(getattr(points, key) * SHARE / 10) for key in words.GLOBALISMS]
    values[values.index(max(values))] += SHARE - sum(values)
    return values


def open_world(scenario: schema.ScenarioFile, taken: Taken, catalogue: Catalogue) -> World:
    """Turn 0, derived quantities included, with the docket and the scheduled events of turn 1."""
    layout = catalogue.layout
    values = np.zeros(layout.width, dtype=np.int64)
    put = _Writer(values, catalogue)
    put.states(scenario)
    put.relations(scenario)
    put.institutions(taken)
    put.movements(scenario)
    put.blocs(taken)
    put.globalisms(scenario)
    n, events = layout.states, len(catalogue.events.keys)
    world = World(
        layout,
        values[None],
        0,
        np.full((1, DOCKET_SLOTS, 4), -1, dtype=np.int64),
        np.zeros((1, DOCKET_SLOTS, n), dtype=np.int64),
        np.zeros((1, events, n + 1), dtype=np.int64),
        np.zeros((1, events), dtype=np.int64),
        np.zeros(1, dtype=np.int64),
    )
    put.derived(world, scenario)
    slot = 0
    for turn, resolution, institution, target, sponsor in catalogue.scheduled:
        if turn == 1 and slot < DOCKET_SLOTS:
            world.docket[0, slot] = (resolution, institution, target, sponsor)
            if sponsor >= 0:
                world.sponsors[0, slot, sponsor] = 1
            slot += 1
    for turn, event, state in catalogue.events.scheduled:
        if turn == 1:
            world.pending[0, event, state if state >= 0 else n] = 1
            world.happened[0, event] += 1
    for array in (world.values, world.docket, world.sponsors, world.pending, world.happened, world.over):
        array.setflags(write=False)
    # Anew, since what was read while it was made can still be written to.
    return replace(world)


class _Writer:
    """Writes author's figures into the vector."""

    def __init__(self, values: IntArray, catalogue: Catalogue) -> None:
        self._values = values
        self._catalogue = catalogue
        self._state = {key: index for index, key in enumerate(catalogue.states.keys)}

    def _field(self, name: str) -> IntArray:
        layout = self._catalogue.layout
        return self._values[layout.slice(name)].reshape(layout.shapes[name])

    def states(self, scenario: schema.ScenarioFile) -> None:
        for index, state in enumerate(scenario.states):
            for name in words.STATE_SCALARS:
                self._field(name)[index] = round(getattr(state, name) * POINT)
            for name in ("predisposition", "mood", "stance"):
                self._field(name)[index] = shares(getattr(state, name))

    def relations(self, scenario: schema.ScenarioFile) -> None:
        defaults = scenario.relation_defaults
        off = 1 - np.eye(len(self._state), dtype=np.int64)
        for name in ("trust", "tension", "dependence"):
            self._field(name)[:] = off * round(getattr(defaults, name) * POINT)
        for relation in scenario.relations:
            a, b = (self._state[key] for key in relation.between)
            for name in ("trust", "tension", "escalation"):
                value = getattr(relation, name)
                if value is not None:
                    self._field(name)[[a, b], [b, a]] = round(value * POINT)
            for name in ("dependence", "sanctions"):
                value = getattr(relation, name)
                if value is not None:
                    self._field(name)[[a, b], [b, a]] = [round(value[0] * POINT), round(value[1] * POINT)]

    def institutions(self, taken: Taken) -> None:
        economies = self._field("economy")
        for index, row in enumerate(taken.institutions):
            self._field("authority")[index] = round(row.authority * POINT)
            self._field("legitimacy")[index] = round(row.legitimacy * POINT)
            self._field("ownership")[index] = shares(row.ownership)
            members = (
                list(self._state)
                if row.members == "all"
                else [key for key in row.members if key in self._state]
            )
            where = [self._state[key] for key in members]
            self._field("membership")[index, where] = POINT
            weights = [row.quotas.get(key) for key in members]
            for state, weight in zip(where, weights, strict=True):
                self._field("quota")[index, state] = (
                    int(economies[state]) if weight is None else round(weight * POINT)
                )
            eligible = [state for state in where if not self._catalogue.institutions.permanent[index, state]]
            eligible.sort(key=lambda state: int(self._catalogue.states.chance[state]))
            self._field("elected")[index, eligible[: row.rule.elected]] = POINT

    def movements(self, scenario: schema.ScenarioFile) -> None:
        keys = self._catalogue.movements.keys
        for opening in scenario.movements:
            index = keys.index(opening.movement)
            self._field("strength_in")[index] = round(opening.elsewhere * POINT)
            for key, strength in opening.strength.items():
                self._field("strength_in")[index, self._state[key]] = round(strength * POINT)

    def blocs(self, taken: Taken) -> None:
        for index, row in enumerate(taken.blocs):
            self._field("bloc")[index, [self._state[key] for key in row.members if key in self._state]] = (
                POINT
            )

    def globalisms(self, scenario: schema.ScenarioFile) -> None:
        for index, key in enumerate(words.GLOBALISMS):
            opening = scenario.globalisms.get(key)
            if opening is None:
                continue
            self._field("globalism_legitimacy")[index] = round(opening.legitimacy * POINT)
            self._field("claim")[index] = round(opening.claim * POINT)
            self._field("recognition")[index] = round(opening.recognition * POINT)
            for face, value in opening.faces.items():
                self._field("face")[words.FACES.index(face)] = round(value * POINT)
        for position, name in enumerate(words.CHALLENGES):
            self._field("challenge")[position] = round(scenario.challenges.get(name, 50.0) * POINT)

    def derived(self, world: World, scenario: schema.ScenarioFile) -> None:
        """Grievances that the author left out, and everything that is computed from the rest."""
        unlike = distance(world["stance"], world["mood"])[0]
        for index, state in enumerate(scenario.states):
            rooted = {
                "precarity": state.inequality,
                "climate": 0.5 * (100 - scenario.challenges.get("climate", 50.0)),
                "arms": 100 * state.military / max(state.economy + state.military, 1),
                "intrusion": 0.0,
                "identity": 50 * float(unlike[index]),
                "misgovernance": 100 - state.governance,
            }
            for name in words.GRIEVANCES:
                self._field(f"grievance.{name}")[index] = round(
                    state.grievances.get(name, rooted[name]) * POINT
                )
        self._field("prevalence")[:] = globalisms.prevalence_of(world, power(world))[0]
        self._field("radicalisation")[:] = globalisms.radicalisation_of(world)[0]
        if self._catalogue.movements.keys:
            self._field("strength")[:] = movements.reach_of(world)[0]
        self._field("gap")[:] = power_and_legitimacy.gap_of(world)[0]
        self._field("sub_order")[:] = sub_orders.goals(world, self._catalogue)[0]
        self._field("renewal")[:] = OPENING_RENEWAL
        if self._catalogue.blocs.keys:
            self._field("depth")[:] = blocs.opening_depth(world, self._catalogue)[0]
        parts = indices.parts(world, self._catalogue)[0]
        self._field("part")[:] = parts
        for position, key in enumerate(words.INDICES):
            self._field("index")[position] = sum(
                int(parts[i]) for i, name in enumerate(PARTS) if name.startswith(f"{key}.")
            )
        self._field("system")[:] = indices.system(world)[0]
