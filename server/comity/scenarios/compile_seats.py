"""Seats and what their objectives measure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from comity.rules import vocabulary as words
from comity.rules.catalogue import Objective, Seat
from comity.rules.layout import POINT, SHARE, Layout
from comity.scenarios import schema
from comity.scenarios.paths import GLOBALISM_GAUGES, INSTITUTION_GAUGES

PERCENT: Final = SHARE // 100
"""Grid units in one hundredth of a share: objectives give shares in percent."""
_FIELD: Final = {"legitimacy": "globalism_legitimacy"}
"""What a globalism's gauge is called in the world where another thing has that name."""
_KEYED: Final = {
    "challenges": ("challenge", words.CHALLENGES),
    "indices": ("index", words.INDICES),
    "system": ("system", words.SYSTEM_GAUGES),
    "sub_orders": ("sub_order", words.SUB_ORDERS),
}


@dataclass(frozen=True, slots=True)
class Places:
    """Where each key of a scenario stands in its table."""

    state: Mapping[str, int]
    institution: Mapping[str, int]
    movement: Mapping[str, int]
    bloc: Mapping[str, int]


def compile_seats(scenario: schema.ScenarioFile, places: Places, layout: Layout) -> tuple[Seat, ...]:
    def objective(row: schema.Objective) -> Objective:
        place, unit = measured_place(row.path, places, layout)
        for test in ("at_least", "at_most", "rises_by", "falls_by"):
            amount = getattr(row, test)
            if amount is not None:
                return Objective(
                    row.key,
                    row.text,
                    row.hidden,
                    round(row.points * POINT),
                    place,
                    test,
                    round(amount * unit),
                )
        raise AssertionError("the schema gives every objective one test")

    return tuple(
        Seat(
            seat.key,
            seat.name,
            places.state[seat.state],
            seat.temperament,
            tuple(objective(row) for row in seat.objectives),
        )
        for seat in scenario.seats
    )


def measured_place(path: str, places: Places, layout: Layout) -> tuple[int, int]:
    """Where a published quantity lies in the vector, and its grid units in one point (or percent of a share).

    Raises:
        KeyError, ValueError: no such quantity; the loader turns both into a fault.
    """
    offsets, n = layout.offsets, layout.states
    match path.split("."):
        case ["states", key, gauge] if gauge in words.STATE_SCALARS:
            return offsets[gauge] + places.state[key], POINT
        case ["states", key, "stance" | "mood" as leaning, globalism]:
            return offsets[leaning] + 4 * places.state[key] + words.GLOBALISMS.index(globalism), PERCENT
        case ["states", key, "grievances", grievance]:
            return offsets[f"grievance.{grievance}"] + places.state[key], POINT
        case ["institutions", key, gauge] if gauge in INSTITUTION_GAUGES:
            return offsets[gauge] + places.institution[key], POINT
        case ["institutions", key, "ownership", globalism]:
            index = 4 * places.institution[key] + words.GLOBALISMS.index(globalism)
            return offsets["ownership"] + index, PERCENT
        case ["globalisms", key, gauge] if gauge in GLOBALISM_GAUGES:
            return offsets[_FIELD.get(gauge, gauge)] + words.GLOBALISMS.index(key), POINT
        case ["globalisms", key, "faces", face]:
            index = words.FACES.index(face)
            if words.FACE_GLOBALISM[index] != key:
                raise ValueError(f"{face} is not a face of {key}")
            return offsets["face"] + index, POINT
        case ["movements", key, "strength"]:
            return offsets["strength"] + places.movement[key], POINT
        case ["blocs", key, "depth"]:
            return offsets["depth"] + places.bloc[key], POINT
        case ["pairs", one, other, gauge] if gauge in words.PAIR_SCALARS:
            return offsets[gauge] + n * places.state[one] + places.state[other], POINT
        case [family, key] if family in _KEYED:
            field, keys = _KEYED[family]
            return offsets[field] + keys.index(key), POINT
        case _:
            raise ValueError(f"{path} is not a published quantity")
