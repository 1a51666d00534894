"""Small worlds for the rules' tests: a few states with plain figures, and a turn played on them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from tests.documents import read_yaml

from comity.rules import account, codec, intake, subjects
from comity.rules import vocabulary as words
from comity.rules.catalogue import Catalogue
from comity.rules.draws import Draws
from comity.rules.faults import Fault
from comity.rules.moves import Moves
from comity.rules.resolve import Resolution, resolve
from comity.rules.theory import Coefficients
from comity.rules.views import CauseLine
from comity.rules.world import World
from comity.scenarios import schema
from comity.scenarios.compile import compile_scenario, compile_theory
from comity.scenarios.library_files import WordsFile

ROOT = Path(__file__).resolve().parents[2]
SEED = b"a seed of thirty-two bytes, fixed"
EVEN = {"liberal": 2.5, "transformative": 2.5, "mercantilist": 2.5, "conservative": 2.5}
ORDINARY_STATE: Mapping[str, Any] = {
    **dict.fromkeys(
        (
            "economy",
            "military",
            "technology",
            "standing",
            "autonomy",
            "cohesion",
            "inequality",
            "governance",
            "carbon",
        ),
        50,
    ),
    "capital": 40,
    "predisposition": EVEN,
}


def shipped_grounds() -> dict[words.Ground, schema.Ground]:
    """Where the orders meet and part, as shipped."""
    rows = read_yaml(ROOT / "scenarios/library/grounds.yaml")["grounds"]
    return {key: schema.Ground.model_validate(row) for key, row in rows.items()}


@cache
def shipped_words() -> WordsFile:
    """What things are called, as shipped."""
    return WordsFile.model_validate(read_yaml(ROOT / "scenarios/library/texts.yaml"))


@dataclass(frozen=True)
class Library:
    """A test's own catalogue, in place of the shipped one."""

    actions: tuple[schema.Action, ...] = ()
    resolutions: tuple[schema.Resolution, ...] = ()
    events: tuple[schema.Event, ...] = ()
    movements: tuple[schema.Movement, ...] = ()
    institutions: tuple[schema.Institution, ...] = ()
    blocs: tuple[schema.Bloc, ...] = ()
    temperaments: Mapping[str, schema.Temperament] = field(default_factory=dict)
    grounds: Mapping[words.Ground, schema.Ground] = field(default_factory=shipped_grounds)
    words: WordsFile = field(default_factory=shipped_words)


@dataclass(frozen=True)
class Documents:
    scenario: schema.ScenarioFile
    library: Library


@dataclass(frozen=True)
class Game:
    """A compiled test world with the theory that it is resolved under."""

    catalogue: Catalogue
    opening: World
    theory: Coefficients

    def play(
        self, moves: Mapping[str, Any] | None = None, *, world: World | None = None, seed: bytes = SEED
    ) -> Resolution:
        """Resolve one turn of seats' move bodies, each of which must be legal."""
        before = world or self.opening
        read = {}
        for seat, body in (moves or {}).items():
            faults = intake.check(before, self.catalogue, seat, body)
            assert not faults, f"the test's own move is not legal: {faults}"
            read[seat], _ = intake.read(body)
        arrays = intake.gather(before, self.catalogue, read)
        return resolve(before, arrays, self.catalogue, self.theory, Draws.for_turn([seed], before.turn + 1))

    def faults(self, seat: str, body: object) -> tuple[Fault, ...]:
        return intake.check(self.opening, self.catalogue, seat, body)

    def lines(
        self, resolution: Resolution, *, reader: int | None = None, reveal: bool = True
    ) -> list[CauseLine]:
        """The turn's ledger lines."""
        assert resolution.ledger is not None
        data = account.encode(resolution.ledger, resolution.world.turn)
        names = subjects.names(self.catalogue)
        return list(
            account.lines(account.read(data), self.catalogue, names, {}, reader=reader, reveal=reveal)
        )

    def idle(self, *, batch: int = 1) -> Moves:
        return Moves.none(
            batch=batch, states=self.catalogue.layout.states, events=len(self.catalogue.events.keys)
        )


@cache
def theories() -> dict[str, schema.TheoryText]:
    """The shipped theories: coefficients are what the rules are tested under."""
    rows = read_yaml(ROOT / "scenarios/library/theories.yaml")["theories"]
    return {key: schema.TheoryText.model_validate(row) for key, row in rows.items()}


def coefficients(key: str = "sakwa", **changes: float) -> Coefficients:
    """A shipped theory's coefficients, with some of them set differently."""
    base = compile_theory(key, theories()).coefficients
    values = {name: getattr(base, name) for name in Coefficients.__dataclass_fields__}
    return Coefficients(**(values | changes))


def state(key: str, **figures: Any) -> dict[str, Any]:
    """An ordinary state; stance and mood follow the predisposition unless given."""
    row = {**ORDINARY_STATE, "key": key, "name": figures.pop("name", f"State {key}"), **figures}
    for leaning in ("mood", "stance"):
        row.setdefault(leaning, row["predisposition"])
    return row


def scenario(states: Sequence[Mapping[str, Any]], **rest: Any) -> dict[str, Any]:
    """A scenario file over these states, one seat each, named after its state in lower case."""
    turns = rest.get("turns", 4)
    return {
        "format": 1,
        "key": "test-world",
        "title": "A test world",
        "summary": "For tests.",
        "turns": turns,
        "minutes": 30,
        "turn_labels": [str(number + 1) for number in range(turns)],
        "take": dict.fromkeys(
            ("actions", "resolutions", "events", "movements", "institutions", "blocs"), "all"
        ),
        "states": list(states),
        "seats": [
            {
                "key": str(row["key"]).lower(),
                "name": row["name"],
                "state": row["key"],
                "role": "roles/any.md",
                "temperament": "plain",
                "objectives": [
                    {
                        "key": "grow",
                        "text": "Grow.",
                        "points": 10,
                        "path": f"states.{row['key']}.economy",
                        "rises_by": 1,
                    }
                ],
            }
            for row in states
        ],
        "globalisms": {
            key: {"legitimacy": 50, "claim": 20, "recognition": 40}
            for key in ("liberal", "transformative", "mercantilist", "conservative")
        },
        "challenges": dict.fromkeys(("climate", "arms", "inequality", "digital"), 50),
        "sources": ["made up for tests"],
        **rest,
    }


def game(
    document: Mapping[str, Any], library: Library | None = None, *, theory: Coefficients | None = None
) -> Game:
    """Compile a scenario document."""
    documents = Documents(schema.ScenarioFile.model_validate(document), library or Library())
    catalogue, opening = compile_scenario(documents)
    return Game(catalogue, opening, theory or coefficients())


def library(rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> Library:
    """A library from plain rows by table name."""
    models: Mapping[str, type[schema.Document]] = {
        "actions": schema.Action,
        "resolutions": schema.Resolution,
        "events": schema.Event,
        "movements": schema.Movement,
        "institutions": schema.Institution,
        "blocs": schema.Bloc,
    }
    parsed: dict[str, Any] = {
        name: tuple(model.model_validate(row) for row in rows.get(name, ())) for name, model in models.items()
    }
    return Library(**parsed)


def encoded(world: World, previous: World | None = None) -> bytes:
    """A world's canonical bytes, without anything told of it."""
    return codec.encode(
        codec.Stored(world, (previous or world).values[0], {"headlines": [], "notices": {}, "tallies": []})
    )
