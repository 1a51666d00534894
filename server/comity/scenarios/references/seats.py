"""Seats: one for a state, a role sheet, a bot for when nobody comes, and objectives that can be measured."""

from typing import Final

from comity.scenarios import roles, schema
from comity.scenarios.faults import Path
from comity.scenarios.paths import Quantities
from comity.scenarios.references.findings import Findings

QUANTITY_MAX: Final = 100
"""Every published quantity lies between 0 and this."""


def check(findings: Findings) -> None:
    seats = findings.scenario.seats
    findings.unique(("seats",), [seat.key for seat in seats])
    findings.unique(("seats",), [seat.state for seat in seats], "state")
    taken = [row.key for row in findings.taken.blocs]
    quantities = Quantities(findings.states, findings.keys["institutions"], findings.keys["movements"], taken)
    for index, seat in enumerate(seats):
        path: Path = ("seats", index)
        findings.known_state((*path, "state"), seat.state)
        temperaments = findings.library.temperaments
        findings.known((*path, "temperament"), "temperament", seat.temperament, temperaments)
        if seat.role not in findings.documents.roles:
            message = f"the role sheet {seat.role} is missing"
            findings.add((*path, "role"), "file_missing", message=message, fix=f"add the file {seat.role}")
        findings.unique((*path, "objectives"), [goal.key for goal in seat.objectives])
        for position, goal in enumerate(seat.objectives):
            _objective(findings, (*path, "objectives", position), seat, goal, quantities)
    for file, sheet in findings.documents.roles.items():
        findings.faults.extend(roles.problems(file, sheet))


def _objective(
    findings: Findings, path: Path, seat: schema.Seat, goal: schema.Objective, quantities: Quantities
) -> None:
    problem = quantities.problem(goal.path)
    if problem is not None and not findings.documents.lost & set(goal.path.split(".")):
        message, fix = problem
        findings.add((*path, "path"), "unknown_quantity", message=message, fix=fix)
    family, *rest = goal.path.split(".")
    if family == "states" and rest[1:] == ["capital"] and rest[0] != seat.state:
        message = f"the political capital of {rest[0]} is known to its own seat only"
        fix = "name a quantity that everybody can see"
        findings.add((*path, "path"), "not_public", message=message, fix=fix)
    for test in ("at_least", "at_most", "rises_by", "falls_by"):
        amount = getattr(goal, test)
        lowest = "above" if test in ("rises_by", "falls_by") else "from"
        if amount is not None and not (0 <= amount <= QUANTITY_MAX and (amount > 0 or lowest == "from")):
            message = f"{test} is {amount:g}, and quantities lie between 0 and {QUANTITY_MAX}"
            fix = f"give a number {lowest} 0 up to {QUANTITY_MAX}"
            findings.add((*path, test), "out_of_range", message=message, fix=fix)
