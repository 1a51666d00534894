"""Random worlds of 2 to 40 states with a catalogue of their own, for properties that hold in every world.

Hypothesis draws a `Shape`: how many of what, and a seed. Each part is drawn from the seed by itself, so that
a world made smaller keeps the rest as it was.
"""

import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from tests.documents import read_yaml
from tests.rules import worlds
from tests.rules.drawing import Pen, words_of
from tests.rules.random_deeds import Cast, Rows, deeds
from tests.rules.test_cases import CASES

from comity.rules import vocabulary as words
from comity.rules.theory import COEFFICIENT_NAMES, Coefficients
from comity.scenarios import schema

TEST_ROWS: Final[Rows] = read_yaml(CASES / "library.yaml")
TABLES: Final = ("actions", "resolutions", "events", "movements", "institutions", "blocs")
SHIPPED: Final[Rows] = {
    name: read_yaml(worlds.ROOT / f"scenarios/library/{name}.yaml")[name] for name in TABLES
}
TURNS: Final = 6
THEORIES: Final = {key: worlds.coefficients(key) for key in worlds.theories()}
TIES: Final = 60
"""How much a state of a calm world depends on all others together, in points, whatever their number."""
COUNCIL: Final = "veto_council"


def relaxed(examples: int) -> settings:
    """The settings of a property: the same worlds every time, and never failed for being slow."""
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )


@dataclass(frozen=True)
class Shape:
    """How large a world is, and the seed of everything else about it."""

    states: int = 2
    seats: int = 2
    institutions: int = 0
    movements: int = 0
    blocs: int = 0
    actions: int = 0
    resolutions: int = 0
    events: int = 0
    seed: int = 0
    measures: bool = True
    """Whether conditions may test what only measures the world."""
    calm: bool = False
    """Whether every figure lies in the middle of its range, and nobody is in a crisis at the opening."""

    def pen(self, part: str) -> Pen:
        """What draws one part of this world, whatever its other parts are."""
        rng = np.random.default_rng([self.seed, zlib.crc32(part.encode())])
        return Pen(rng, 0.4, 0.6) if self.calm else Pen(rng)


SMALLEST: Final = Shape()
LARGEST: Final = Shape(
    states=40, seats=40, institutions=8, movements=6, blocs=8, actions=24, resolutions=12, events=8, seed=40
)


@st.composite
def shapes(draw: Any, *, most: int = 40, measures: bool = True) -> Shape:
    """Worlds of any size, small ones as often as large ones."""
    states = draw(st.integers(2, min(most, 7)) | st.integers(2, most))
    return Shape(
        states=states,
        seats=draw(st.just(states) | st.integers(1, states)),
        institutions=draw(st.integers(0, 7)),
        movements=draw(st.integers(0, 5)),
        blocs=draw(st.integers(0, 6)),
        actions=draw(st.integers(0, 16)),
        resolutions=draw(st.integers(0, 8)),
        events=draw(st.integers(0, 6)),
        seed=draw(st.integers(0, 2**32 - 1)),
        measures=measures,
    )


seeds: Final = st.integers(0, 2**32 - 1)


def state_keys(shape: Shape) -> list[str]:
    return [f"N{number:02}" for number in range(shape.states)]


def _keys(shape: Shape) -> dict[str, list[str]]:
    numbers = {name: getattr(shape, name) for name in ("institutions", "movements", "blocs")}
    named = {name: [f"{name[:-1]}_{index}" for index in range(count)] for name, count in numbers.items()}
    return {"states": state_keys(shape), **named}


@lru_cache(maxsize=8)
def rows(shape: Shape) -> Rows:
    """The catalogue of a random world, as plain rows by table."""
    keys = _keys(shape)
    cast = Cast(keys, measures=shape.measures)
    return {
        **deeds(shape.pen, asdict(shape), cast),
        "movements": [
            shape.pen(key).row(schema.Movement, key=key, name=f"Movement {key}", uncivil=number % 3 == 0)
            for number, key in enumerate(keys["movements"])
        ],
        "institutions": [
            _institution(shape.pen(key), number, keys) for number, key in enumerate(keys["institutions"])
        ],
        "blocs": [_bloc(shape.pen(key), number, keys) for number, key in enumerate(keys["blocs"])],
    }


def _institution(pen: Pen, number: int, keys: Mapping[str, list[str]]) -> dict[str, Any]:
    """Every decision rule comes in turn; some have all states as members, some few or none."""
    states, own = keys["states"], keys["institutions"]
    kind = words.RULE_KINDS[number % len(words.RULE_KINDS)]
    members = "all" if pen.chance(0.4) else pen.some(states)
    inside = states if members == "all" else members
    rule: dict[str, Any] = {"kind": kind}
    quotas: dict[str, float] = {}
    if kind == COUNCIL:
        rule |= {"permanent": pen.some(states, least=1, most=5), "elected": int(pen.rng.integers(1, 6))}
        members = members if members == "all" else sorted({*members, *rule["permanent"]})
    if kind == "quota_weighted":
        rule |= {"blocking": pen.figure(1, 100)} if pen.chance(0.7) else {}
        quotas = {key: pen.figure(0, 10_000 if pen.chance(0.1) else 60) for key in pen.some(inside)}
    if kind in (COUNCIL, "quota_weighted") and pen.chance(0.7):
        rule["threshold"] = pen.figure(1, 100)
    return pen.row(
        schema.Institution,
        key=own[number],
        name=f"Institution {number}",
        decides=pen.some(words.DOMAINS),
        rule=rule,
        members=members,
        quotas=quotas,
        rivals=pen.one(own[:number]) if number and pen.chance(0.4) else None,
    )


def _bloc(pen: Pen, number: int, keys: Mapping[str, list[str]]) -> dict[str, Any]:
    """Every kind comes in turn; most have a leader."""
    kinds = words_of(schema.Bloc, "kind")
    members = pen.some(keys["states"], least=2)
    return pen.row(
        schema.Bloc,
        key=keys["blocs"][number],
        name=f"Bloc {number}",
        kind=kinds[number % len(kinds)],
        members=members,
        leader=pen.one(members) if pen.chance(0.7) else None,
    )


def _state(shape: Shape, states: list[str], number: int) -> dict[str, Any]:
    pen, key = shape.pen(f"state {number}"), states[number]
    others = [other for other in states if other != key]
    return pen.row(
        schema.State,
        key=key,
        name=f"State {key}",
        iso_numeric=None,
        # A hundredth apart, so that no two states are alike in every figure.
        capital=int(pen.rng.integers(0, 90)) + number / 100,
        neighbours=pen.some(others, most=4),
        **({"grievances": {}} if shape.calm else {}),
    )


def _relation(shape: Shape, one: str, other: str) -> dict[str, Any]:
    pen = shape.pen(f"relation {one} {other}")
    if shape.calm:
        most = min(20, 2 * TIES / shape.states)
        tension, ties = pen.figure(0, 20), [pen.figure(0, most), pen.figure(0, most)]
        quiet = {"tension": tension, "dependence": ties, "escalation": None, "sanctions": None}
        return pen.row(schema.Relation, between=[one, other], **quiet)
    return pen.row(schema.Relation, between=[one, other])


def _globalism(shape: Shape, globalism: str) -> dict[str, Any]:
    pen, most = shape.pen(f"globalism {globalism}"), 40 if shape.calm else 100
    own = [face for face, of in zip(words.FACES, words.FACE_GLOBALISM, strict=True) if of == globalism]
    return pen.row(
        schema.GlobalismOpening,
        claim=pen.figure(0, most),
        faces={face: pen.figure(0, most) for face in pen.some(own)},
    )


def _docket(pen: Pen, found: Rows, keys: Mapping[str, list[str]]) -> list[dict[str, Any]]:
    """Items of the first turns, each where it can be decided."""
    targets = {**{name[:-1]: rows for name, rows in keys.items()}, "globalism": list(words.GLOBALISMS)}
    docket = []
    for row in found["resolutions"]:
        places = [
            place
            for place in found["institutions"]
            if set(row["domains"]) & {place["domain"], *place["decides"]}
        ]
        if not places or (row["target"] != "none" and not targets[row["target"]]):
            continue
        place = pen.one(places)
        members = keys["states"] if place["members"] == "all" else place["members"]
        item = {"turn": int(pen.rng.integers(1, 4)), "resolution": row["key"], "institution": place["key"]}
        if row["target"] != "none":
            item["target"] = pen.one(targets[row["target"]])
        if members and pen.chance(0.6):
            item["sponsor"] = pen.one(members)
        docket.append(item)
    return docket


def _schedule(pen: Pen, found: Rows, states: list[str]) -> list[dict[str, Any]]:
    """Half of the events come at a fixed turn, too."""
    return [
        {"turn": int(pen.rng.integers(1, 4)), "event": row["key"]}
        | ({"state": pen.one(states)} if row["hits"] == "state" else {})
        for row in found["events"]
        if pen.chance(0.5)
    ]


def document(shape: Shape) -> dict[str, Any]:
    """The scenario file of a random world."""
    found, keys = rows(shape), _keys(shape)
    openings = [_opening(shape, key, keys["states"]) for key in keys["movements"]]
    return _document(
        shape,
        keys["states"],
        movements=openings,
        docket=_docket(shape.pen("docket"), found, keys),
        events=_schedule(shape.pen("schedule"), found, keys["states"]),
    )


def _opening(shape: Shape, movement: str, states: list[str]) -> dict[str, Any]:
    pen, most = shape.pen(f"opening {movement}"), 40 if shape.calm else 100
    strength = {key: pen.figure(0, most) for key in pen.some(states)}
    return pen.row(
        schema.MovementOpening, movement=movement, strength=strength, elsewhere=pen.figure(0, most / 2)
    )


def _document(shape: Shape, states: list[str], **given: Any) -> dict[str, Any]:
    pen = shape.pen("scenario")
    plain = worlds.scenario([_state(shape, states, number) for number in range(len(states))], turns=TURNS)
    pairs = [(one, other) for index, one in enumerate(states) for other in states[index + 1 :]]
    chosen = pen.some(range(len(pairs)), most=3 * shape.states)
    seated = set(pen.some(states, least=shape.seats, most=shape.seats))
    return pen.row(
        schema.ScenarioFile,
        **{
            **plain,
            "take": dict.fromkeys(TABLES, "all"),
            "seats": [seat for seat in plain["seats"] if seat["state"] in seated],
            "actions_per_turn": int(pen.rng.integers(1, 6)),
            "relations": [_relation(shape, *pairs[index]) for index in sorted(chosen)],
            "globalisms": {key: _globalism(shape, key) for key in words.GLOBALISMS},
            **(
                {"relation_defaults": {"dependence": min(10, TIES / (shape.states - 1))}}
                if shape.calm
                else {}
            ),
            **given,
        },
    )


def coefficients(shape: Shape) -> Coefficients:
    """A theory's coefficients, each of them up to half as large again, or half as small."""
    pen = shape.pen("theory")
    base = THEORIES[pen.one(tuple(THEORIES))]
    return Coefficients(
        **{name: getattr(base, name) * float(pen.rng.uniform(0.5, 1.5)) for name in COEFFICIENT_NAMES}
    )


def built(shape: Shape) -> worlds.Game:
    """The random world, ready to play under its random theory."""
    return worlds.game(document(shape), worlds.library(rows(shape)), theory=coefficients(shape))


def document_on(catalogue: Rows, shape: Shape) -> dict[str, Any]:
    """The scenario file of random states for a catalogue that is not random, with the keys that it names."""
    # Blocs first, so that one at least has two of its members in the game.
    listed = [row for table in ("blocs", "institutions") for row in catalogue[table]]
    own = dict.fromkeys(key for row in listed for key in _named(row))
    return _document(shape, [*own, *state_keys(shape)][: shape.states])


def built_on(catalogue: Rows, shape: Shape) -> worlds.Game:
    """Random states on a catalogue that is not random, ready to play under a random theory."""
    return worlds.game(document_on(catalogue, shape), worlds.library(catalogue), theory=coefficients(shape))


def _named(row: Mapping[str, Any]) -> list[str]:
    """The states that an institution or a bloc names."""
    members = row.get("members", "all")
    return [
        *row.get("rule", {}).get("permanent", ()),
        *([] if members == "all" else members),
        *row.get("quotas", ()),
    ]
