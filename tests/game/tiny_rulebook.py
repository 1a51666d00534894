"""A rulebook of three seats and three turns that fits on a page: points, a boost, a curse, and chance.

Two events can be sent: a flood takes three points from the state that it hits, an eclipse one from everybody.
A move is `{stance?, actions?: [{action: boost|curse|explode, target?}]}`. `explode` makes the rules fail
themselves. Every seat has a secret objective, `secret(seat)`, that only its own board and role sheet hold.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from typing import Any

from comity.game.rulebook import (
    LengthOption,
    MoveBody,
    OpeningTurn,
    ResolvedTurn,
    TheoryOption,
    Variants,
)
from comity.lab.quick_par import SeatPar
from comity.lab.story.sentence import Paragraph, Section, Story, sentence
from comity.rules.faults import Fault
from comity.rules.move_views import EffectScales, FitRule, StancePrice
from comity.rules.moves import Injected
from comity.rules.views import (
    CauseLine,
    Gauge,
    Headline,
    ObjectiveView,
    OrderPhase,
    PendingEvent,
    PublicBoard,
    ScoreLine,
    SeatBoard,
    StateView,
)

SEATS = ("china", "fiji", "usa")
ACTIONS = ("boost", "curse", "explode")
EVENTS = ("flood", "eclipse")
RULES_VERSION = "tiny-1"
SOURCES = {"scenario.yaml": "key: tiny\n", "briefing.md": "Three seats, three turns.\n"}
STANCE = {"liberal": 0.25, "transformative": 0.25, "mercantilist": 0.25, "conservative": 0.25}


def secret(seat: str) -> str:
    return f"the secret objective of {seat}"


def load_tiny(sources: Mapping[str, str]) -> "TinyRulebook":
    return TinyRulebook(sources)


class TinyRulebook:
    """`comity.game.rulebook.Rulebook`, small enough to reckon by hand."""

    scenario_key = "tiny"
    rules_version = RULES_VERSION
    turns = 3
    seats = SEATS
    variants = Variants(
        (LengthOption("standard", "As written", "Three turns.", 3, 30),),
        (TheoryOption("sakwa", "Sakwa", "Four orders."),),
    )

    def __init__(self, sources: Mapping[str, str]) -> None:
        self.scenario_digest = _digest(dict(sources))

    def opening(self, seed: bytes) -> OpeningTurn:
        still = dict.fromkeys(SEATS, 0)
        state = _write({"turn": 0, "points": dict.fromkeys(SEATS, 10), "changed": still, "events": []})
        return OpeningTurn(state, _digest([self.scenario_digest, seed.hex(), state.decode()]))

    def check(self, state: bytes, seat: str, move: object) -> tuple[Fault, ...]:
        if not isinstance(move, dict):
            return (Fault("wrong_type", "move", "A move is an object.", "Send an object."),)
        unknown = sorted(set(move) - {"stance", "actions"})
        if unknown:
            return (Fault("unknown_field", unknown[0], "A move has no such field.", "Leave it out."),)
        return tuple(
            Fault(
                "unknown_action",
                f"actions[{place}].action",
                "There is no such action.",
                "Use boost or curse.",
            )
            for place, action in enumerate(move.get("actions", ()))
            if not isinstance(action, dict) or action.get("action") not in ACTIONS
        )

    def check_inject(self, inject: Injected) -> tuple[Fault, ...]:
        if inject.event not in EVENTS:
            return (Fault("unknown_key", "event", "There is no such event.", "Use flood or eclipse."),)
        if inject.event == "eclipse":
            needless = Fault("needless_state", "state", "It hits the world.", "Leave the state out.")
            return () if inject.state is None else (needless,)
        if inject.state is None:
            return (Fault("state_missing", "state", "It hits one state.", "Name it."),)
        unknown = Fault("unknown_key", "state", "There is no such state.", "Use one of the three.")
        return () if inject.state in SEATS else (unknown,)

    def resolve(
        self,
        state: bytes,
        moves: Mapping[str, MoveBody],
        injects: Sequence[Injected],
        seed: bytes,
        previous_digest: str,
    ) -> ResolvedTurn:
        before = json.loads(state)
        turn = before["turn"] + 1
        lines: list[dict[str, Any]] = []
        for seat in SEATS:
            lines.append({"rule": "luck", "seat": seat, "by": None, "delta": _chance(seed, turn, seat)})
            for action in moves.get(seat, {}).get("actions", ()):
                if action["action"] == "explode":
                    raise ArithmeticError("the rules have exploded")
                target, sign = (seat, 1) if action["action"] == "boost" else (action["target"], -1)
                lines.append({"rule": action["action"], "seat": target, "by": seat, "delta": 5 * sign})
        for event, hit in before["events"]:
            lines += [
                {"rule": event, "seat": seat, "by": None, "delta": -3 if hit else -1}
                for seat in SEATS
                if hit in (seat, None)
            ]
        changed = {seat: sum(line["delta"] for line in lines if line["seat"] == seat) for seat in SEATS}
        points = {seat: before["points"][seat] + changed[seat] for seat in SEATS}
        events = sorted({(inject.event, inject.state) for inject in injects}, key=str)
        after = _write({"turn": turn, "points": points, "changed": changed, "events": events})
        ledger = _write(lines)
        bodies = {seat: dict(body) for seat, body in moves.items()}
        inputs = _digest([state.decode(), bodies, events, seed.hex()])
        digest = _digest([previous_digest, inputs, after.decode()])
        return ResolvedTurn(turn, after, ledger, inputs, digest, over=min(points.values()) <= 0)

    def bot_moves(self, state: bytes, seats: tuple[str, ...], seed: bytes) -> dict[str, MoveBody]:
        turn = json.loads(state)["turn"] + 1
        return {
            seat: {"actions": [{"action": "boost"}] * (_chance(seed, turn, f"bot:{seat}") % 2 + 1)}
            for seat in seats
        }

    def bot_reasons(
        self, state: bytes, seats: tuple[str, ...], seed: bytes
    ) -> Mapping[str, Mapping[str, str]]:
        return {seat: {"actions[0]": f"{seat.title()} felt like it."} for seat in seats}

    def public_board(self, state: bytes) -> PublicBoard:
        world = json.loads(state)
        total = Gauge(sum(world["points"].values()), sum(world["changed"].values()))
        return PublicBoard(
            turn=world["turn"],
            indices={"balance": total},
            system={"hegemony": Gauge(max(world["points"].values()), 0)},
            challenges={},
            globalisms={},
            order_phase=OrderPhase("liberal", "contained"),
            stakes={},
            at_stake={},
            measured={},
            institutions={},
            states={seat: _state(world, seat) for seat in SEATS},
            movements={},
            pairs=[],
            blocs={},
            docket=[],
            events=[PendingEvent(event, hit, []) for event, hit in world["events"]],
            headlines=[
                Headline("event", f"{event} {hit}", [f"state:{hit}"] if hit else [])
                for event, hit in world["events"]
            ],
            tallies=[],
            over=None,
        )

    def objectives(self, state: bytes, seat: str) -> list[ObjectiveView]:
        return self.seat_board(state, seat).objectives

    def seat_board(self, state: bytes, seat: str) -> SeatBoard:
        world = json.loads(state)
        return SeatBoard(
            seat=seat,
            state=seat,
            turn=world["turn"],
            capital=Gauge(3, 0),
            capital_income=1,
            stance=dict(STANCE),
            stance_price=StancePrice(dict(STANCE), 0.2, 1, 1, 0),
            effort_factors=[1, 1.7, 2.2],
            fit_rule=FitRule(0.4, 0.5),
            scales=EffectScales({}, {}),
            relations={},
            actions=[],
            actions_limit=3,
            tabling=[],
            votes=[],
            answers=[],
            objectives=[
                ObjectiveView(
                    "win",
                    secret(seat),
                    True,
                    10,
                    met=False,
                    test="at_least",
                    now=world["points"][seat],
                    wanted=60,
                    subject=f"state:{seat}",
                    variable="economy",
                )
            ],
            score=world["points"][seat],
            score_parts={},
            notices=[],
        )

    def scores(self, state: bytes) -> list[ScoreLine]:
        points = json.loads(state)["points"]
        return [ScoreLine(seat, points[seat], points[seat], 0, {"points": points[seat]}) for seat in SEATS]

    def par(self, state: bytes) -> Mapping[str, SeatPar]:
        return {seat: SeatPar(10.0, 8.0, 12.0, 0.5) for seat in SEATS}

    def causes(
        self,
        ledger: bytes,
        seat: str | None,
        *,
        reveal: bool = False,
        subject: str | None = None,
        variable: str | None = None,
    ) -> list[CauseLine]:
        turned = [
            CauseLine(
                turn=0,
                rule=line["rule"],
                subject=f"state:{line['seat']}",
                variable="economy",
                before=0,
                delta=line["delta"],
                after=line["delta"],
                because=str(line["by"])
                if reveal or line["by"] in (None, seat)
                else "hidden until the debrief",
            )
            for line in json.loads(ledger)
        ]
        return [
            line for line in turned if subject in (None, line.subject) and variable in (None, line.variable)
        ]

    def story(self, states: Sequence[bytes], ledgers: Sequence[bytes]) -> Story:
        said = [
            f"Turn {json.loads(state)['turn']}: {len(json.loads(ledger))} lines."
            for state, ledger in zip(states[1:], ledgers[1:], strict=True)
        ]
        told = [Paragraph("Turn", (sentence("fact", text, ()),)) for text in said]
        return Story("Tiny world", (Section("", tuple(told)), Section("Silent", (Paragraph("-", ()),))))

    def texts(self) -> Mapping[str, Any]:
        seats = {
            seat: {
                "name": f"Government of {seat.title()}",
                "state": seat,
                "brief": f"You speak for {seat.title()}.",
            }
            for seat in SEATS
        }
        states = {
            seat: {"name": seat.title(), "within": seat.title(), "seat": seat, "iso_numeric": None}
            for seat in SEATS
        }
        return {"title": "Tiny world", "turns": self.turns, "minutes": 30, "seats": seats, "states": states}

    def role_sheet(self, seat: str) -> Mapping[str, Any]:
        return {"seat": seat, "state": seat, "name": seat.title(), "hidden_html": secret(seat)}


def _state(world: Any, seat: str) -> StateView:
    gauge = Gauge(world["points"][seat], world["changed"][seat])
    still = Gauge(0, 0)
    return StateView(
        economy=gauge,
        military=still,
        technology=still,
        standing=still,
        autonomy=still,
        cohesion=still,
        inequality=still,
        governance=still,
        carbon=still,
        power=0,
        stance=dict(STANCE),
        mood=dict(STANCE),
        predisposition=dict(STANCE),
        grievances={},
    )


def _chance(seed: bytes, turn: int, label: str) -> int:
    return hmac.new(seed, f"{turn}/{label}".encode(), hashlib.sha256).digest()[0] % 3


def _write(value: object) -> bytes:
    return json.dumps(value, sort_keys=True).encode()


def _digest(value: object) -> str:
    return hashlib.sha256(_write(value)).hexdigest()
