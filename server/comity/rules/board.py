"""The public board: what everyone may see of a world. `project.py` hands it out."""

from collections.abc import Callable
from typing import Any, Literal

import numpy as np

from comity.rules import globalisms, grounds, indices, legal, news, power_and_legitimacy
from comity.rules import vocabulary as words
from comity.rules.catalogue import Catalogue
from comity.rules.codec import Stored
from comity.rules.institutions import exists, universality
from comity.rules.layout import PARTS, POINT, SHARE, IntArray
from comity.rules.move_views import Shares
from comity.rules.power import power
from comity.rules.rungs import rung
from comity.rules.views import (
    AtStake,
    BlocView,
    DocketItem,
    Gauge,
    GlobalismView,
    Headline,
    InstitutionView,
    MeasurePart,
    MovementView,
    OrderPhase,
    PairView,
    PendingEvent,
    PublicBoard,
    StateView,
)
from comity.rules.voting import VETO, entitled, voters
from comity.rules.world import World

STATE_NUMBERS = tuple(name for name in words.STATE_SCALARS if name != "capital")
"""What everyone sees of a state; its political capital is its own business."""
ORDINARY_TRUST = (30, 70)
"""Pairs are listed when their trust lies outside this band, or tension, sanctions, escalation or a pact mark
them.
"""
ORDINARY_TENSION = 20
EVEN_POINTS = 2.0
"""Power and legitimacy count as even within so many points."""
RADICAL = globalisms.CLAIMS_MUCH
"""Radicalisation in points from which a globalism counts as radical, on pictures only."""


def share_view(values: IntArray) -> Shares:
    return {key: int(value) / SHARE for key, value in zip(words.GLOBALISMS, values, strict=True)}


def _side(surplus: float) -> Literal["power", "legitimacy", "neither"]:
    if abs(surplus) < EVEN_POINTS:
        return "neither"
    return "power" if surplus > 0 else "legitimacy"


class Board:
    def __init__(self, stored: Stored, catalogue: Catalogue) -> None:
        self._world, self._catalogue, self._chronicle = stored.world, catalogue, stored.chronicle
        previous, layout = stored.previous, stored.world.layout
        self._was = {
            name: previous[layout.slice(name)].reshape(layout.shapes[name]) for name in layout.offsets
        }

    def _gauges(self, field: str) -> Callable[..., Gauge]:
        now, was = self._world[field][0], self._was[field]
        return lambda *index: Gauge(int(now[index]) / POINT, (int(now[index]) - int(was[index])) / POINT)

    def _keyed(self, field: str, keys: tuple[str, ...]) -> dict[str, Gauge]:
        gauge = self._gauges(field)
        return {key: gauge(index) for index, key in enumerate(keys)}

    def public(self) -> PublicBoard:
        world = self._world
        return PublicBoard(
            turn=world.turn,
            indices=self._keyed("index", words.INDICES),
            system=self._keyed("system", words.SYSTEM_GAUGES),
            challenges=self._keyed("challenge", words.CHALLENGES),
            globalisms=self._globalisms(),
            order_phase=self._phase(),
            stakes=self._stakes(),
            at_stake=self._at_stake(),
            measured=self._measured(),
            institutions=self._institutions(),
            states=self._states(),
            movements=self._movements(),
            pairs=self._pairs(),
            blocs=self._blocs(),
            docket=docket(world, self._catalogue),
            events=self._events(),
            headlines=[
                Headline(row["kind"], row["text"], list(row["about"])) for row in self._chronicle["headlines"]
            ],
            tallies=news.tally_views(self._chronicle),
            over="nuclear_war" if int(world.over[0]) else None,
        )

    def _globalisms(self) -> dict[str, GlobalismView]:
        prevalence, legitimacy = self._gauges("prevalence"), self._gauges("globalism_legitimacy")
        claim, recognition = self._gauges("claim"), self._gauges("recognition")
        radicalisation, face = self._gauges("radicalisation"), self._gauges("face")
        gap, sub_order = self._gauges("gap"), self._gauges("sub_order")
        surplus = power_and_legitimacy.surplus(self._world)[0].tolist()
        views = {}
        for index, key in enumerate(words.GLOBALISMS):
            faces = {name: face(i) for i, name in enumerate(words.FACES) if words.FACE_GLOBALISM[i] == key}
            views[key] = GlobalismView(
                prevalence=prevalence(index),
                legitimacy=legitimacy(index),
                claim=claim(index),
                recognition=recognition(index),
                radicalisation=radicalisation(index),
                radical=int(self._world["radicalisation"][0, index]) >= RADICAL * POINT,
                gap=gap(index),
                leans=_side(surplus[index]),
                faces=faces,
                sub_orders={name: sub_order(i) for i, name in enumerate(words.SUB_ORDERS)}
                if key == "liberal"
                else {},
            )
        return views

    def _phase(self) -> OrderPhase:
        lead, named = globalisms.phase(self._world)
        return OrderPhase(words.GLOBALISMS[int(lead[0])], words.PHASES[int(named[0])])

    def _stakes(self) -> dict[str, float]:
        weight = grounds.stakes(self._world, self._catalogue)[0]
        return {
            key: round(100.0 * float(weight[index] / weight.sum()), 1)
            for index, key in enumerate(words.GROUNDS)
        }

    def _at_stake(self) -> dict[str, AtStake]:
        weight, raised = self._catalogue.grounds.weight, grounds.raised(self._world)[0]
        total = float(grounds.stakes(self._world, self._catalogue)[0].sum())
        most = self._most_at_stake()
        views = {}
        for index, key in enumerate(words.GROUNDS):
            whole, by = 100.0 * float(weight[index]) / total, float(raised[index])
            subject, variable = most[key] or (None, None)
            views[key] = AtStake(
                round(whole * grounds.AT_REST, 1),
                round(whole * by, 1),
                round(100.0 * by, 1),
                subject,
                variable,
            )
        return views

    def _most_at_stake(self) -> dict[str, tuple[str, str] | None]:
        """By ground, the subject and variable in which what raises it shows most."""
        world, states = self._world, self._catalogue.states.keys
        house = self._catalogue.institutions.keys
        tense = np.unravel_index(int(world["tension"][0].argmax()), world["tension"][0].shape)
        one, other = sorted(states[int(index)] for index in tense)
        weakest = np.where(exists(world)[0] > 0, world["authority"][0], 100 * POINT + 1) if house else None
        intruded = world["grievance.intrusion"][0]
        claimant = words.GLOBALISMS[int(world["claim"][0].argmax())]
        return {
            "institutions": None
            if weakest is None
            else (f"institution:{house[int(weakest.argmin())]}", "authority"),
            "intervention": (f"state:{states[int(intruded.argmax())]}", "grievance.intrusion"),
            "hegemony": (f"globalism:{claimant}", "claim"),
            "non_alignment": (f"pair:{one}:{other}", "tension") if one != other else None,
            "markets": None,
            "climate": ("system", "challenge.climate"),
        }

    def _measured(self) -> dict[str, list[MeasurePart]]:
        found: dict[str, list[MeasurePart]] = {key: [] for key in (*words.INDICES, *words.SYSTEM_GAUGES)}
        for key, gauge in self._keyed("part", PARTS).items():
            found[key.split(".")[0]].append(MeasurePart(key, gauge.value, indices.PART_WEIGHT[key]))
        for key, part in indices.system_parts(self._world).items():
            found[key.split(".")[0]].append(MeasurePart(key, round(100.0 * float(part[0]), 1), None))
        return found

    def _institutions(self) -> dict[str, InstitutionView]:
        world, table = self._world, self._catalogue.institutions
        authority, legitimacy = self._gauges("authority"), self._gauges("legitimacy")
        renewal = self._gauges("renewal")
        if not table.keys:
            return {}
        now = universality(world)[0] * 100.0
        owned = self._was["ownership"] / SHARE
        was = (1.0 - ((owned * owned).sum(axis=1) - 0.25) / 0.75) * 100.0
        voting = voters(world, self._catalogue)[0]
        views = {}
        for index, key in enumerate(table.keys):
            quota = world["quota"][0, index] * (world["membership"][0, index] > 0)
            weighed = table.rule_name(index) == "quota_weighted"
            total = max(int(quota.sum()), 1)
            views[key] = InstitutionView(
                authority=authority(index),
                legitimacy=legitimacy(index),
                renewal=renewal(index),
                ownership=share_view(world["ownership"][0, index]),
                universality=Gauge(round(float(now[index]), 3), round(float(now[index] - was[index]), 3)),
                members=self._named(world["membership"][0, index] > 0),
                council=self._named(voting[index]),
                permanent=self._named(table.permanent[index]) if int(table.rule[index]) == VETO else [],
                quotas={
                    k: round(100.0 * int(quota[i]) / total, 2)
                    for i, k in enumerate(self._catalogue.states.keys)
                    if quota[i]
                }
                if weighed
                else {},
            )
        return views

    def _named(self, flags: Any) -> list[str]:
        return [self._catalogue.states.keys[index] for index in np.nonzero(flags)[0].tolist()]

    def _states(self) -> dict[str, StateView]:
        world = self._world
        gauges = {name: self._gauges(name) for name in STATE_NUMBERS}
        felt = {name: self._gauges(f"grievance.{name}") for name in words.GRIEVANCES}
        weights = power(world)[0]
        total = int(weights.sum())
        return {
            key: StateView(
                **{name: gauge(index) for name, gauge in gauges.items()},
                power=round(100.0 * int(weights[index]) / total, 2),
                stance=share_view(world["stance"][0, index]),
                mood=share_view(world["mood"][0, index]),
                predisposition=share_view(world["predisposition"][0, index]),
                grievances={name: gauge(index) for name, gauge in felt.items()},
            )
            for index, key in enumerate(self._catalogue.states.keys)
        }

    def _movements(self) -> dict[str, MovementView]:
        gauge, local = self._gauges("strength"), self._world["strength_in"][0]
        states = self._catalogue.states.keys
        return {
            key: MovementView(
                gauge(index), {state: int(local[index, i]) / POINT for i, state in enumerate(states)}
            )
            for index, key in enumerate(self._catalogue.movements.keys)
        }

    def _pairs(self) -> list[PairView]:
        world, keys = self._world, self._catalogue.states.keys
        trust, tension, escalation = world["trust"][0], world["tension"][0], world["escalation"][0]
        sanctions, pact = world["sanctions"][0], world["pact"][0]
        low, high = ORDINARY_TRUST
        marked = (
            (trust < low * POINT)
            | (trust > high * POINT)
            | (tension >= ORDINARY_TENSION * POINT)
            | (escalation >= 5 * POINT)
        )
        marked = marked | (sanctions > 0) | (sanctions.T > 0) | (pact > 0).any(axis=0)
        steps = rung(escalation)
        agreed = grounds.agreement(world, self._catalogue)[0]
        views = []
        for i, j in np.argwhere(np.triu(marked, 1)).tolist():
            a, b = (i, j) if keys[i] < keys[j] else (j, i)
            pacts = [
                self._catalogue.actions.keys[action]
                for row, action in enumerate(self._catalogue.pacts)
                if pact[row, a, b] > 0
            ]
            views.append(
                PairView(
                    a=keys[a],
                    b=keys[b],
                    trust=int(trust[a, b]) / POINT,
                    tension=int(tension[a, b]) / POINT,
                    escalation=int(escalation[a, b]) / POINT,
                    rung=words.RUNGS[int(steps[a, b])],
                    sanctions_by_a=int(sanctions[a, b]) / POINT,
                    sanctions_by_b=int(sanctions[b, a]) / POINT,
                    pacts=pacts,
                    agreement=round(100.0 * float(agreed[a, b]), 1),
                )
            )
        return sorted(views, key=lambda view: (view.a, view.b))

    def _blocs(self) -> dict[str, BlocView]:
        table, depth = self._catalogue.blocs, self._gauges("depth")
        return {
            key: BlocView(
                members=self._named(self._world["bloc"][0, index] > 0),
                leader=self._catalogue.states.keys[int(table.leader[index])]
                if table.leader[index] >= 0
                else None,
                rigid=bool(table.rigid[index]),
                depth=depth(index),
            )
            for index, key in enumerate(table.keys)
        }

    def _events(self) -> list[PendingEvent]:
        return pending_events(self._world, self._catalogue, None)


def pending_events(world: World, catalogue: Catalogue, state: int | None) -> list[PendingEvent]:
    """Events that came for this turn; for one state only those that ask it for a choice."""
    events, keys = catalogue.events, catalogue.states.keys
    found = []
    for event, hit in np.argwhere(world.pending[0] > 0).tolist():
        if state is not None and (hit != state or not events.choices[event]):
            continue
        found.append(
            PendingEvent(
                events.keys[event], keys[hit] if hit < len(keys) else None, list(events.choices[event])
            )
        )
    return found


def docket(world: World, catalogue: Catalogue) -> list[DocketItem]:
    """The resolutions to be voted this turn."""
    voting = entitled(world, catalogue)[0]
    keys = catalogue.states.keys
    put = {row[:4] for row in catalogue.scheduled}
    items = []
    for slot in np.nonzero(world.docket[0, :, 0] >= 0)[0].tolist():
        resolution, institution, target, _ = (int(value) for value in world.docket[0, slot])
        kind = catalogue.resolutions.target[resolution]
        items.append(
            DocketItem(
                id=legal.docket_id(world.turn + 1, slot),
                resolution=catalogue.resolutions.keys[resolution],
                institution=catalogue.institutions.keys[institution],
                target=catalogue.targets(kind)[target] if target >= 0 else None,
                sponsors=[keys[i] for i in np.nonzero(world.sponsors[0, slot])[0].tolist()],
                scheduled=(world.turn + 1, resolution, institution, target) in put,
                text=news.docket_text(world, catalogue, slot),
                voters=[keys[i] for i in np.nonzero(voting[slot])[0].tolist()],
            )
        )
    return items
