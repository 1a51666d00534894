"""Two rulebooks with secrets that a test can exchange: the tiny one, and the real rules over a scenario.

`Secrets` holds what one world keeps from its outsiders and another world keeps otherwise: objectives, events
to come, random bytes that no rule has drawn yet, what house bots do and why.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Protocol

from tests.game.tiny_rulebook import RULES_VERSION as TINY_VERSION
from tests.game.tiny_rulebook import SOURCES as TINY_SOURCES
from tests.web.tiny import ShownRulebook

from comity.game.engine import ScenarioRulebook
from comity.game.rulebook import MoveBody, ResolvedTurn, Rulebook
from comity.rules import subjects
from comity.rules.moves import Injected
from comity.rules.version import RULES_VERSION
from comity.rules.views import CauseLine, ObjectiveView, SeatBoard
from comity.scenarios import sources as shipped
from comity.scenarios.load import load_sources

REAL: Final = "crash-course"
UNSEEN: Final = ("future", "unused")
"""What the tiny world carries along and tells nobody."""


@dataclass(slots=True)
class Secrets:
    """What one world hides, by seat. `bots` are moves of this turn; a seat without one plays its own."""

    objectives: dict[str, str] = field(default_factory=dict)
    bots: dict[str, MoveBody] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)


class SecretTiny(ShownRulebook):
    """The tiny rulebook over exchangeable secrets."""

    def __init__(self, sources: Mapping[str, str], secrets: Secrets) -> None:
        super().__init__(sources)
        self.secrets = secrets

    def resolve(
        self,
        state: bytes,
        moves: Mapping[str, MoveBody],
        injects: Sequence[Injected],
        seed: bytes,
        previous_digest: str,
    ) -> ResolvedTurn:
        done = super().resolve(state, moves, injects, seed, previous_digest)
        before, after = json.loads(state), json.loads(done.state)
        carried = {key: before[key] for key in UNSEEN if key in before}
        return replace(done, state=json.dumps({**after, **carried}, sort_keys=True).encode())

    def causes(self, ledger: bytes, seat: str | None, **how: Any) -> list[CauseLine]:
        """Sorted, since the order in which the tiny rules take the seats would tell who did it."""
        return sorted(super().causes(ledger, seat, **how), key=lambda line: (line.subject, line.rule))

    def objectives(self, state: bytes, seat: str) -> list[ObjectiveView]:
        return self.seat_board(state, seat).objectives

    def seat_board(self, state: bytes, seat: str) -> SeatBoard:
        return _with_secrets(super().seat_board(state, seat), self.secrets)

    def role_sheet(self, seat: str) -> Mapping[str, Any]:
        return {**super().role_sheet(seat), "hidden_html": self.secrets.objectives.get(seat, "")}

    def bot_moves(self, state: bytes, seats: tuple[str, ...], seed: bytes) -> dict[str, MoveBody]:
        return {**super().bot_moves(state, seats, seed), **_own(self.secrets, seats)}

    def bot_reasons(
        self, state: bytes, seats: tuple[str, ...], seed: bytes
    ) -> Mapping[str, Mapping[str, str]]:
        return {seat: {"actions[0]": self.secrets.reasons.get(seat, "No reason.")} for seat in seats}


class SecretScenario(ScenarioRulebook):
    """The real rules over exchangeable secrets."""

    def __init__(self, sources: Mapping[str, str], secrets: Secrets) -> None:
        super().__init__(load_sources(sources))
        self.secrets = secrets

    def objectives(self, state: bytes, seat: str) -> list[ObjectiveView]:
        return self.seat_board(state, seat).objectives

    def seat_board(self, state: bytes, seat: str) -> SeatBoard:
        return _with_secrets(super().seat_board(state, seat), self.secrets)

    def role_sheet(self, seat: str) -> Mapping[str, Any]:
        return {**super().role_sheet(seat), "hidden_html": self.secrets.objectives.get(seat, "")}

    def bot_moves(self, state: bytes, seats: tuple[str, ...], seed: bytes) -> dict[str, MoveBody]:
        return {**super().bot_moves(state, seats, seed), **_own(self.secrets, seats)}


def _with_secrets(board: SeatBoard, secrets: Secrets) -> SeatBoard:
    text = secrets.objectives.get(board.seat, "")
    return replace(board, objectives=[replace(row, text=text) for row in board.objectives])


def _own(secrets: Secrets, seats: Sequence[str]) -> dict[str, MoveBody]:
    return {seat: body for seat, body in secrets.bots.items() if seat in seats}


class Setting(Protocol):
    """One kind of world: its rules, and what a turn of it declares to everybody."""

    name: str
    rules_version: str
    sources: Mapping[str, str]
    secrets: Secrets
    event: tuple[str, str | None]
    """An event that the instructor may send, and the state that it hits."""

    def load(self, sources: Mapping[str, str]) -> Rulebook: ...
    def drawn(self, chance: Any, seat: str, board: SeatBoard) -> dict[str, Any]:
        """Some move that the seat might make."""

    def hide(self, chance: Any, state: bytes, seats: Sequence[str]) -> bytes:
        """The opening with other private things of `seats`, and other things that nobody sees."""

    def declared(self, book: Rulebook, state: bytes, ledger: bytes) -> object:
        """What a resolution makes public, read off the world itself and not off any projection."""

    def addressed(self, book: Rulebook, moves: Mapping[str, Any], viewers: Sequence[str]) -> object:
        """What these moves tell those at whom they are aimed, whatever comes of them."""


class TinySetting:
    name = "tiny"
    rules_version = TINY_VERSION
    sources: Mapping[str, str] = TINY_SOURCES
    event: tuple[str, str | None] = ("flood", "fiji")

    def __init__(self) -> None:
        self.secrets = Secrets()

    def load(self, sources: Mapping[str, str]) -> Rulebook:
        return SecretTiny(sources, self.secrets)

    def drawn(self, chance: Any, seat: str, board: SeatBoard) -> dict[str, Any]:
        acts: list[dict[str, Any]] = [
            {"action": "boost"},
            *({"action": "curse", "target": other} for other in ("china", "fiji", "usa") if other != seat),
        ]
        return {"actions": chance.choices(acts, k=chance.randint(1, 2))}

    def hide(self, chance: Any, state: bytes, seats: Sequence[str]) -> bytes:
        world = json.loads(state)
        unseen = {"future": [f"event {chance.random()}"], "unused": chance.randbytes(16).hex()}
        return json.dumps({**world, **unseen}, sort_keys=True).encode()

    def declared(self, book: Rulebook, state: bytes, ledger: bytes) -> object:
        world = {key: value for key, value in json.loads(state).items() if key not in UNSEEN}
        # Who cursed is nobody's business; who boosted shows, since a boost is one's own.
        lines = Counter((line["rule"], line["seat"], line["delta"]) for line in json.loads(ledger))
        return world, sorted(lines.items())

    def addressed(self, book: Rulebook, moves: Mapping[str, Any], viewers: Sequence[str]) -> object:
        return ()


class RealSetting:
    name = REAL
    rules_version = RULES_VERSION
    event: tuple[str, str | None] = ("climate_disaster", "LEM")

    def __init__(self) -> None:
        self.secrets = Secrets()
        self.sources: Mapping[str, str] = shipped.read(shipped.find(REAL))
        self._book = SecretScenario(self.sources, self.secrets)

    def load(self, sources: Mapping[str, str]) -> Rulebook:
        return self._book

    def drawn(self, chance: Any, seat: str, board: SeatBoard) -> dict[str, Any]:
        option = chance.choice([row for row in board.actions if row.reason is None] or board.actions)
        aimed = {"target": chance.choice(option.targets)} if option.targets else {}
        return {"actions": [{"action": option.action, **aimed}]}

    def hide(self, chance: Any, state: bytes, seats: Sequence[str]) -> bytes:
        """Other political capital: the one quantity that only its own seat sees."""
        world = json.loads(state)
        for seat in seats:
            place = self._book._catalogue.seat(seat).state
            world["fields"]["capital"][place] += chance.randint(0, 5) * 1000
        return json.dumps(world, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()

    def declared(self, book: Rulebook, state: bytes, ledger: bytes) -> object:
        assert isinstance(book, SecretScenario)
        catalogue, document, told = book._catalogue, json.loads(state), json.loads(ledger)
        names = subjects.names(catalogue)
        private = [place for place, name in enumerate(names) if name.owner >= 0]
        fields = {key: value for key, value in document["fields"].items() if key != "capital"}
        shown = (fields, document["docket"], document["sponsors"], document["pending"], document["over"])
        lines: Counter[object] = Counter()
        for rule, place, before, delta, deed in told["rows"]:
            if place in private:
                continue
            kind, actor, target = told["deeds"][deed] if deed >= 0 else (-1, -1, -1)
            covert = deed >= 0 and catalogue.deeds[kind].covert
            did = (
                ("covert", catalogue.deeds[kind].kind)
                if covert
                else (told["rules"][rule], kind, actor, target)
            )
            lines[did, place, before, delta] += 1
        return shown, sorted(lines.items(), key=repr)

    def addressed(self, book: Rulebook, moves: Mapping[str, Any], viewers: Sequence[str]) -> object:
        """A proposal that lapses is told to whom it was made; what is done in secret, that it was done."""
        assert isinstance(book, SecretScenario)
        catalogue = book._catalogue
        table = catalogue.actions
        mine = {catalogue.states.keys[catalogue.seat(seat).state] for seat in viewers}
        told: list[tuple[str, ...]] = []
        for seat, body in moves.items():
            for act in body.get("actions", ()):
                row = table.keys.index(act["action"])
                if act.get("target") not in mine:
                    continue
                if table.covert[row]:
                    told.append(("covert", act["target"]))
                elif table.needs_both[row]:
                    told.append((seat, act["action"], act["target"]))
        return sorted(told)
