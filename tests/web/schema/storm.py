"""A seeded storm of requests from one kind of principal: schemathesis chains what the document allows, and
every answer is held to the document.

Nothing stops at the first violation: all are kept, with what was asked, and the caller decides.
"""

import contextlib
import random
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import hypothesis
import requests
import schemathesis
from hypothesis.errors import Flaky
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.web.house import PASSWORD, SITE, Actor, fresh_key
from tests.web.schema.links import linked
from tests.web.schema.stage import LEVERS, SCENARIO, Stage

STEPS: Final = 25
"""Requests in one chain, at most."""
CHAINS_A_GAME: Final = 4
PROCESSOR_SECONDS_MAX: Final = 1.0
KNOWN_MOSTLY: Final = 0.85
"""How often a guessed id, code or token gives way to one that exists."""
MODES: Final = (
    (0.75, [GenerationMode.POSITIVE]),
    (0.25, [GenerationMode.POSITIVE, GenerationMode.NEGATIVE]),
)
"""Most of a storm asks what the document allows; in the rest about every other request breaks it."""
CHECKS: Final = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]

REPORTS: Final = frozenset({("GET /readyz", 503)})
"""Answers of 500 or more that are no failures: they tell what was asked. On a machine that is busy elsewhere
a probe may miss its second, and not to be ready is then the truth. The document describes them, and they are
held to it.
"""


@dataclass(frozen=True)
class Violation:
    operation: str
    principal: str
    asked: str
    status: int
    what: str


@dataclass
class Tally:
    """What came of a storm."""

    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    violations: list[Violation] = field(default_factory=list)
    slowest: dict[str, float] = field(default_factory=dict)
    """Seconds of processor time by operation."""
    transcript: list[str] = field(default_factory=list)

    @property
    def requests(self) -> int:
        return self.statuses.total()

    @property
    def server_errors(self) -> int:
        return sum(
            count
            for (operation, status), count in self.statuses.items()
            if status >= 500 and (operation, status) not in REPORTS
        )

    def add(self, other: "Tally") -> None:
        self.statuses += other.statuses
        self.violations += other.violations
        self.transcript += other.transcript
        for operation, seconds in other.slowest.items():
            self.note_time(operation, seconds)

    def note_time(self, operation: str, seconds: float) -> None:
        self.slowest[operation] = max(seconds, self.slowest.get(operation, 0.0))


def storm(stage: Stage, document: Mapping[str, Any], principal: str, *, budget: int, seed: int) -> Tally:
    """At least `budget` requests from `principal`; the same seed draws the same."""
    tally = Tally()
    for share, modes in MODES:
        part = Tally()
        schema = schemathesis.openapi.from_dict(linked(document))
        schema.config.generation.update(modes=modes)
        machine = _machine(schema, Asker(stage, principal, part, random.Random(seed)))
        while part.requests < share * budget:
            _run(machine, chains=int(share * budget - part.requests) // STEPS + 1, seed=seed + part.requests)
        tally.add(part)
    return tally


def _run(machine: Any, *, chains: int, seed: int) -> None:
    settings = hypothesis.settings(
        max_examples=chains,
        stateful_step_count=STEPS,
        phases=[hypothesis.Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    machine.rule_order_seed = seed
    # A chain that begins as an earlier one did and is answered otherwise, because the server remembers, ends
    # the run; the next has another seed.
    with contextlib.suppress(Flaky):
        hypothesis.seed(seed)(machine).run(settings=settings)


class Asker:
    """Sends cases as `principal`, and judges the answers."""

    def __init__(self, stage: Stage, principal: str, tally: Tally, chance: random.Random) -> None:
        self.stage = stage
        self.principal = principal
        self.tally = tally
        self.chance = chance
        self.chains = 0
        self.game, self.actor = stage.lay(LEVERS[0], principal)
        self.session_is_another = False

    def begin(self) -> None:
        """The next chain: now and then at a fresh game, and always as who we are."""
        self.chains += 1
        games, rest = divmod(self.chains, CHAINS_A_GAME)
        actor: Actor | None = self.actor
        if self.session_is_another:
            actor = self.stage.enter(self.game, self.principal)
        if rest == 0 or actor is None:
            self.game, actor = self.stage.lay(LEVERS[games % len(LEVERS)], self.principal)
        self.actor, self.session_is_another = actor, False

    def furnish(self, case: Any, given: Collection[str]) -> None:
        """Puts what exists in place of most guesses, where a case is meant to be good and no link has `given`
        it.
        """
        if _is_meant_well(case, "path"):
            for name, known in self._address().items():
                if name in case.path_parameters and name not in given and self._mostly():
                    case.path_parameters[name] = known
        if isinstance(case.body, dict) and _is_meant_well(case, "body") and self._mostly():
            known = self._fields(case.operation.definition.raw["operationId"])
            case.body = {**case.body, **{name: value for name, value in known.items() if name not in given}}

    def _mostly(self) -> bool:
        return self.chance.random() < KNOWN_MOSTLY

    def _address(self) -> dict[str, Any]:
        return {
            "game": self.game.id,
            "class_id": self.game.classroom,
            "seat": self.chance.choice(self.game.seats),
            "event": self.game.events[0],
            "n": self.chance.choice((1, 1, 2)),
            "key": SCENARIO,
        }

    def _fields(self, operation: str) -> dict[str, Any]:
        """What only people know, and what most guesses would get wrong."""
        game, seat = self.game, self.chance.choice(self.game.seats)
        match operation:
            case "create_instructor":
                return {"invite": self.stage.invite(), "name": fresh_key(), "password": PASSWORD}
            case "log_in":
                return {"name": game.instructor.name, "password": PASSWORD}
            case "join_game":
                return {"code": game.code, "seat": seat}
            case "look_at_code":
                return {"code": game.code}
            case "claim_link":
                return {"token": self.stage.seat_link(game, seat), "name": "Grace"}
            case "create_game":
                return {"scenario": SCENARIO, "length": None, "theory": None}
            case "create_ticket":
                return {"game": game.id}
            case "create_cable":
                return {"to": [seat]}
            case "send_event":
                return {"event": self.chance.choice(game.events), "state": None}
            case "put_move":
                return dict.fromkeys(("actions", "votes", "tabled", "answers", "stance"))
            case _:
                return {}

    def ask(self, case: Any) -> schemathesis.Response:
        prepared = requests.Request(**case.as_transport_kwargs(base_url=SITE)).prepare()
        body: Any = prepared.body
        request = self.actor.http.build_request(
            prepared.method or case.method,
            prepared.url or "",
            headers=[(_octets(name), _octets(value)) for name, value in prepared.headers.items()],
            content=body,
        )
        answer, seconds = self.stage.send(self.actor, request)
        operation, status = case.operation.label, answer.status_code
        self.session_is_another |= "set-cookie" in answer.headers
        self.tally.statuses[operation, status] += 1
        self.tally.transcript.append(f"{_told(prepared)} {status}")
        self.tally.note_time(operation, seconds)
        if seconds > PROCESSOR_SECONDS_MAX:
            self._blame(case, prepared, status, f"{seconds:.2f} s of processor time")
        return schemathesis.Response(
            status_code=status,
            headers={name: answer.headers.get_list(name) for name in answer.headers},
            content=answer.content,
            request=prepared,
            elapsed=seconds,
            verify=False,
            encoding=answer.encoding,
        )

    def judge(self, case: Any, response: schemathesis.Response) -> None:
        reports = (case.operation.label, response.status_code) in REPORTS
        checks = [check for check in CHECKS if not (reports and check is not_a_server_error)]
        try:
            case.validate_response(response, checks=checks)
        except FailureGroup as group:
            for failure in group.exceptions:
                self._blame(case, response.request, response.status_code, str(failure))

    def _blame(self, case: Any, asked: requests.PreparedRequest, status: int, what: str) -> None:
        violation = Violation(case.operation.label, self.principal, _told(asked), status, what)
        self.tally.violations.append(violation)


def _machine(schema: Any, asker: Asker) -> Any:
    base: Any = schema.as_state_machine()

    class Machine(base):  # type: ignore[misc]
        def setup(self) -> None:
            asker.begin()

        def step(self, input: Any) -> Any:  # noqa: A002  its name there
            asker.furnish(input.case, {name for _, name in input.applied_parameters})
            return super().step(input)

        def call(self, case: Any, **_: Any) -> Any:
            return asker.ask(case)

        def validate_response(self, response: Any, case: Any, *_: Any, **__: Any) -> None:
            asker.judge(case, response)

    return Machine


def _is_meant_well(case: Any, location: str) -> bool:
    modes = {place.value: info.mode for place, info in case.meta.components.items()} if case.meta else {}
    return bool(modes.get(location, GenerationMode.POSITIVE) == GenerationMode.POSITIVE)


def _octets(header: str | bytes) -> bytes:
    return header.encode("latin-1") if isinstance(header, str) else header


def _told(request: requests.PreparedRequest) -> str:
    return f"{request.method} {request.url} {request.body or ''!r:.200}"
