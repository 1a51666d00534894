"""Seats and what their objectives measure."""

from collections.abc import Mapping

from comity.rules import vocabulary as words
from comity.rules.catalogue import Objective, Seat
from comity.rules.world import POINT, SHARE, Layout
from comity.scenarios import schema


def compile_seats(
    scenario: schema.ScenarioFile,
    state: Mapping[str, int],
    institution: Mapping[str, int],
    movement: Mapping[str, int],
    layout: Layout,
) -> tuple[Seat, ...]:
    def objective(row: schema.Objective) -> Objective:
        place, unit = measured_place(row.path, state, institution, movement, layout)
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
            state[seat.state],
            seat.temperament,
            tuple(objective(row) for row in seat.objectives),
        )
        for seat in scenario.seats
    )


def measured_place(
    path: str,
    state: Mapping[str, int],
    institution: Mapping[str, int],
    movement: Mapping[str, int],
    layout: Layout,
) -> tuple[int, int]:
    """Where a published quantity lies in the vector, and its grid units per point.

    Raises:
        KeyError, ValueError: no such quantity; the loader turns both into a fault.
    """
    family, *rest = path.split(".")
    offsets = layout.offsets
    n = layout.states
    if family == "states" and len(rest) == 2:
        if rest[1] not in words.STATE_SCALARS:
            raise KeyError(rest[1])
        return offsets[rest[1]] + state[rest[0]], POINT
    if family == "states" and len(rest) == 3 and rest[1] in ("stance", "mood"):
        return offsets[rest[1]] + 4 * state[rest[0]] + words.GLOBALISMS.index(rest[2]), SHARE // 100
    if family == "institutions" and len(rest) == 2 and rest[1] in ("authority", "legitimacy"):
        return offsets[rest[1]] + institution[rest[0]], POINT
    if family == "institutions" and len(rest) == 3 and rest[1] == "ownership":
        return offsets["ownership"] + 4 * institution[rest[0]] + words.GLOBALISMS.index(rest[2]), SHARE // 100
    if family == "globalisms" and len(rest) == 2:
        field = {"legitimacy": "globalism_legitimacy"}.get(rest[1], rest[1])
        if field not in ("prevalence", "globalism_legitimacy", "claim", "recognition", "radicalisation"):
            raise KeyError(field)
        return offsets[field] + words.GLOBALISMS.index(rest[0]), POINT
    if family == "movements" and len(rest) == 2 and rest[1] == "strength":
        return offsets["strength"] + movement[rest[0]], POINT
    if family == "pairs" and len(rest) == 3:
        if rest[2] not in words.PAIR_SCALARS:
            raise KeyError(rest[2])
        return offsets[rest[2]] + n * state[rest[0]] + state[rest[1]], POINT
    keyed = {
        "challenges": ("challenge", words.CHALLENGES),
        "indices": ("index", words.INDICES),
        "system": ("system", words.SYSTEM_GAUGES),
    }
    if family in keyed and len(rest) == 1:
        field, keys = keyed[family]
        return offsets[field] + keys.index(rest[0]), POINT
    raise ValueError(f"{path} is not a published quantity")
