"""What is fixed to a turn: labels, the docket, scheduled events."""

from collections import Counter
from collections.abc import Collection

from comity.rules import vocabulary as words
from comity.rules.layout import DOCKET_SLOTS
from comity.scenarios import schema
from comity.scenarios.faults import Path, suggest
from comity.scenarios.lengths import OWN
from comity.scenarios.references.findings import Findings
from comity.scenarios.sources import VARIANT


def check(findings: Findings) -> None:
    _labels(findings)
    _lengths(findings)
    _docket(findings)
    _events(findings)


def _labels(findings: Findings) -> None:
    labels, turns = findings.scenario.turn_labels, findings.scenario.turns
    if len(labels) != turns:
        message = f"there are {len(labels)} turn labels for {turns} turns"
        findings.add(("turn_labels",), "wrong_count", message=message, fix=f"give {turns} labels, one a turn")


def _lengths(findings: Findings) -> None:
    """Every other length by itself, and the one that was chosen among them."""
    lengths = findings.scenario.lengths
    for key, length in lengths.items():
        if len(length.turn_labels) != length.turns:
            message = f"there are {len(length.turn_labels)} turn labels for {length.turns} turns"
            fix = f"give {length.turns} labels, one a turn"
            findings.add(("lengths", key, "turn_labels"), "wrong_count", message=message, fix=fix)
        if key == OWN:
            message = f"{OWN} is what the scenario's own turns and minutes are called"
            findings.add(("lengths", key), "taken_key", message=message, fix="call it otherwise")
    variant = findings.documents.variant
    for field, chosen, known in (
        ("length", variant.length, (OWN, *lengths)),
        ("theory", variant.theory, findings.library.theories),
    ):
        if chosen is not None and chosen not in known:
            message = f"the scenario has no {field} {chosen}"
            fix = suggest(chosen, known)
            findings.add((field,), "unknown_key", message=message, fix=fix, file=VARIANT)


def _docket(findings: Findings) -> None:
    resolutions = {row.key: row for row in findings.taken.resolutions}
    institutions = {row.key: row for row in findings.taken.institutions}
    a_turn: Counter[int] = Counter()
    for index, item in enumerate(findings.scenario.docket):
        path: Path = ("docket", index)
        _turn(findings, path, item.turn)
        a_turn[item.turn] += 1
        if a_turn[item.turn] == DOCKET_SLOTS + 1:
            message = f"more than {DOCKET_SLOTS} resolutions are on the docket of turn {item.turn}"
            findings.add((*path, "turn"), "too_many", message=message, fix="move some to other turns")
        findings.taken_row((*path, "resolution"), "resolutions", item.resolution)
        findings.taken_row((*path, "institution"), "institutions", item.institution)
        resolution, place = resolutions.get(item.resolution), institutions.get(item.institution)
        if item.sponsor is not None and findings.known_state((*path, "sponsor"), item.sponsor):
            _sponsor(findings, path, item.sponsor, place)
        if resolution is not None:
            _target(findings, path, item, resolution)
        if resolution is not None and place is not None:
            _domain(findings, path, resolution, place)


def _sponsor(findings: Findings, path: Path, sponsor: str, place: schema.Institution | None) -> None:
    if place is not None and place.members != "all" and sponsor not in place.members:
        message = f"{sponsor} sponsors in {place.key} and is no member of it"
        findings.add((*path, "sponsor"), "not_a_member", message=message, fix="name one of its members")


def _domain(findings: Findings, path: Path, row: schema.Resolution, place: schema.Institution) -> None:
    if not place.may_decide(row):
        message = (
            f"{row.key} is for {' or '.join(row.only_in)} alone, and not for {place.key}"
            if row.only_in
            else f"{place.key} does not decide on {' or '.join(row.domains)}, the field of {row.key}"
        )
        fitting = [other.key for other in findings.taken.institutions if other.may_decide(row)]
        fix = (
            f"use one of: {', '.join(fitting)}"
            if fitting
            else f"take an institution that decides on {row.domains[0]}"
        )
        findings.add((*path, "institution"), "wrong_institution", message=message, fix=fix)


def _target(findings: Findings, path: Path, item: schema.Scheduled, row: schema.Resolution) -> None:
    known: dict[str, Collection[str]] = {
        "state": findings.states,
        "institution": findings.keys["institutions"],
        "movement": findings.keys["movements"],
        "globalism": words.GLOBALISMS,
        "bloc": [row.key for row in findings.taken.blocs],
    }
    here = (*path, "target")
    if row.target == "none":
        if item.target is not None:
            message = f"{row.key} has no target"
            findings.add(here, "needless", message=message, fix="remove the target")
    elif item.target is None:
        message = f"{row.key} needs a {row.target} as its target"
        findings.add(here, "missing", message=message, fix=f"add `target:` and a {row.target}")
    else:
        findings.known(here, row.target, item.target, known[row.target])


def _turn(findings: Findings, path: Path, turn: int) -> None:
    turns = findings.scenario.turns
    if turn > turns:
        message = f"turn {turn} is after the last of {turns} turns"
        findings.add((*path, "turn"), "no_such_turn", message=message, fix=f"give a turn from 1 to {turns}")


def _events(findings: Findings) -> None:
    rows = {row.key: row for row in findings.taken.events}
    for index, item in enumerate(findings.scenario.events):
        path: Path = ("events", index)
        _turn(findings, path, item.turn)
        if item.state is not None:
            findings.known_state((*path, "state"), item.state)
        if not findings.taken_row((*path, "event"), "events", item.event):
            continue
        hits = rows[item.event].hits
        if hits == "state" and item.state is None:
            message = f"{item.event} hits a state, and none is named"
            findings.add((*path, "state"), "missing", message=message, fix="add `state:`")
        if hits == "world" and item.state is not None:
            message = f"{item.event} hits the world and no single state"
            findings.add((*path, "state"), "needless", message=message, fix="remove the state")
