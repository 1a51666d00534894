"""Advice to an author: what can be played, and will probably not be played well."""

from collections.abc import Iterable, Iterator
from typing import Final

from comity.rules import vocabulary as words
from comity.rules.actions import income
from comity.rules.layout import POINT
from comity.scenarios import schema
from comity.scenarios.faults import Path, ScenarioFault, in_order
from comity.scenarios.load import Scenario
from comity.scenarios.reach import Reach
from comity.scenarios.roles import WORDS_A_MINUTE, reading_minutes
from comity.scenarios.take import Taken, take

READING_MINUTES_MAX: Final = 2
SPARE_MAX: Final = 25
"""Hundredths of its range by which an objective may be met at the opening."""


def lint(scenario: Scenario) -> tuple[ScenarioFault, ...]:
    """Warnings, each with what to do about it, in order of file and line."""
    taken = take(scenario.documents.scenario, scenario.documents.library)
    return in_order(
        warning
        for advise in (_seats, _objectives, _actions, _decisions, _movements, _leftovers)
        for warning in advise(scenario, taken)
    )


def _warning(
    scenario: Scenario, path: Path, code: str, *, message: str, fix: str, file: str = "scenario.yaml"
) -> ScenarioFault:
    return scenario.documents.fault(file, path, code, message=message, fix=fix)


def _seats(scenario: Scenario, taken: Taken) -> Iterator[ScenarioFault]:
    """Seats whose players cannot move what they are scored by, or read for too long."""
    reach = Reach(taken)
    for index, seat in enumerate(scenario.documents.scenario.seats):
        path: Path = ("seats", index)
        if not any(reach.moves(goal.path, seat.state) for goal in seat.objectives):
            message = f"nothing that {seat.key} can do moves any of its objectives"
            fix = "take an action or resolution that does, or set another objective"
            yield _warning(scenario, (*path, "objectives"), "out_of_reach", message=message, fix=fix)
        minutes = reading_minutes(scenario.documents.roles[seat.role], seat.objectives)
        if minutes > READING_MINUTES_MAX:
            message = f"{seat.key} reads its role and objectives for {minutes:.1f} minutes"
            fix = f"shorten them to {READING_MINUTES_MAX * WORDS_A_MINUTE} words in all"
            yield _warning(scenario, (*path, "role"), "long_reading", message=message, fix=fix)
        if all(goal.hidden for goal in seat.objectives) or not any(goal.hidden for goal in seat.objectives):
            kind = "hidden" if seat.objectives[0].hidden else "public"
            message = f"every objective of {seat.key} is {kind}"
            fix = "give it something to say aloud and something to keep to itself"
            yield _warning(scenario, (*path, "objectives"), "one_sided", message=message, fix=fix)


def _objectives(scenario: Scenario, _: Taken) -> Iterator[ScenarioFault]:
    """Objectives that are met before anybody has done anything, or that cannot be met at all."""
    for index, (seat, compiled) in enumerate(
        zip(scenario.documents.scenario.seats, scenario.catalogue.seats, strict=True)
    ):
        for position, (goal, measured) in enumerate(zip(seat.objectives, compiled.objectives, strict=True)):
            path: Path = ("seats", index, "objectives", position)
            value = int(scenario.opening.values[0, measured.place])
            room_to_spare = int(scenario.opening.layout.high[measured.place]) * SPARE_MAX // 100
            room = int(scenario.opening.layout.high[measured.place]) - value
            spare = {"at_least": value - measured.amount, "at_most": measured.amount - value}
            if spare.get(measured.test, 0) > room_to_spare:
                message = f"the objective {goal.key} is met at the opening with much to spare"
                fix = "ask for more: what is to be kept should be in danger"
                yield _warning(scenario, path, "met_already", message=message, fix=fix)
            beyond = {"rises_by": measured.amount > room, "falls_by": measured.amount > value}
            if beyond.get(measured.test, False):
                message = f"the objective {goal.key} cannot be met: {goal.path} has no such room"
                fix = "ask for less, or open the game elsewhere"
                yield _warning(scenario, path, "cannot_be_met", message=message, fix=fix)


def _actions(scenario: Scenario, taken: Taken) -> Iterator[ScenarioFault]:
    """Actions that nobody can ever afford or find a target for."""
    opening, turns = scenario.opening, scenario.catalogue.turns
    seats = [seat.state for seat in scenario.catalogue.seats]
    earned = income(opening, scenario.theory.coefficients)[0, seats] * (turns - 1)
    richest = min(100.0, float((opening["capital"][0, seats] / POINT + earned).max()))
    for row in taken.actions:
        path, file = _row(scenario, "actions", row.key)
        if row.cost > richest:
            message = f"{row.key} costs {row.cost:g}, and no seat can save more than {richest:.0f}"
            fix = "lower its cost, or open the game with more political capital"
            yield _warning(scenario, (*path, "cost"), "not_affordable", message=message, fix=fix, file=file)
        if row.limits.first_turn > turns:
            message = f"{row.key} is possible from turn {row.limits.first_turn} of a game of {turns}"
            fix = "lower limits.first_turn, or leave it out"
            yield _warning(scenario, (*path, "limits"), "too_late", message=message, fix=fix, file=file)
        fitting = [
            place
            for place in taken.institutions
            if row.domain is None or row.domain in (place.domain, *place.decides)
        ]
        blocs = [bloc for bloc in taken.blocs if not row.bloc_kinds or bloc.kind in row.bloc_kinds]
        aims = {"institution": fitting, "movement": taken.movements, "bloc": blocs}
        if row.target in aims and not aims[row.target]:
            message = f"{row.key} has no {row.target} that it could be aimed at"
            fix = f"take a fitting {row.target}, or leave the action out"
            yield _warning(scenario, path, "no_target", message=message, fix=fix, file=file)


def _decisions(scenario: Scenario, taken: Taken) -> Iterator[ScenarioFault]:
    """Institutions without business, business without an institution, and a first turn without a vote."""
    present = {state.key for state in scenario.documents.scenario.states}
    for place in taken.institutions:
        path, file = _row(scenario, "institutions", place.key)
        if not any(place.may_decide(row) for row in taken.resolutions):
            message = f"no resolution fits {place.key}: it will never decide anything"
            fix = f"take a resolution of {' or '.join((place.domain, *place.decides))}, or leave it out"
            yield _warning(scenario, path, "no_business", message=message, fix=fix, file=file)
        if place.founded and place.members != "all" and not present & set(place.members):
            message = f"no state of this scenario is a member of {place.key}"
            fix = f"give it members under `institutions: {place.key}:`, or leave it out"
            yield _warning(scenario, path, "no_members", message=message, fix=fix, file=file)
    for row in taken.resolutions:
        if taken.institutions and not any(place.may_decide(row) for place in taken.institutions):
            path, file = _row(scenario, "resolutions", row.key)
            message = f"no institution can decide {row.key}"
            fitting = row.only_in or tuple(f"an institution of {domain}" for domain in row.domains)
            fix = f"take {' or '.join(fitting)}, or leave the resolution out"
            yield _warning(scenario, path, "no_institution", message=message, fix=fix, file=file)
    if taken.institutions and not any(item.turn == 1 for item in scenario.documents.scenario.docket):
        fix = "put a resolution on the docket of turn 1"
        message = "nothing is voted in the first turn"
        yield _warning(scenario, ("docket",), "empty_docket", message=message, fix=fix)


def _movements(scenario: Scenario, taken: Taken) -> Iterator[ScenarioFault]:
    """Movements that nothing feeds, or that are nowhere."""
    opening = scenario.opening
    grown = {name for name in words.GRIEVANCES if bool((opening[f"grievance.{name}"] > 0).any())}
    for index, row in enumerate(taken.movements):
        path, file = _row(scenario, "movements", row.key)
        feeds = {name for name, weight in row.fed_by.items() if weight > 0}
        if not feeds & grown:
            message = f"no state has a grievance that feeds {row.key}"
            fix = f"give some state a grievance of {' or '.join(sorted(feeds) or words.GRIEVANCES)}"
            yield _warning(scenario, path, "not_fed", message=message, fix=fix, file=file)
        if not bool((opening["strength_in"][0, index] > 0).any()):
            message = f"{row.key} has no strength anywhere at the opening"
            yield _warning(
                scenario, ("movements",), "nowhere", message=message, fix=f"add {row.key} under `movements:`"
            )


def _leftovers(scenario: Scenario, taken: Taken) -> Iterator[ScenarioFault]:
    """What stands there and is never used."""
    documents = scenario.documents
    named = {seat.role for seat in documents.scenario.seats}
    for file in sorted(set(documents.roles) - named):
        message = "no seat has this role sheet"
        yield _warning(
            scenario, (), "unused", message=message, fix="name it in a seat, or remove it", file=file
        )
    scheduled = {item.event for item in documents.scenario.events}
    for row in taken.events:
        if row.chance == 0 and row.key not in scheduled:
            path, file = _row(scenario, "events", row.key)
            message = f"{row.key} has no chance and no date: only an instructor can send it"
            fix = "give it a chance, or schedule it under `events:`"
            yield _warning(scenario, (*path, "chance"), "never_comes", message=message, fix=fix, file=file)
    if not documents.scenario.learning_goals:
        message = "there are no learning goals for the debrief to come back to"
        yield _warning(scenario, ("learning_goals",), "no_goals", message=message, fix="add two or three")


def _row(scenario: Scenario, table: str, key: str) -> tuple[Path, str]:
    """Where a taken row stands: path and file."""
    file = scenario.documents.scenario
    added: Iterable[schema.Document] = getattr(file, f"add_{table}")
    for index, row in enumerate(added):
        if getattr(row, "key", None) == key:
            return (f"add_{table}", index), "scenario.yaml"
    wanted = getattr(file.take, table)
    if wanted != "all" and key in wanted:
        return ("take", table, wanted.index(key)), "scenario.yaml"
    return ("take", table), "scenario.yaml"
