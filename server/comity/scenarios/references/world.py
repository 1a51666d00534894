"""States, their neighbours and relations, and the openings of globalisms and movements."""

from comity.rules import vocabulary as words
from comity.scenarios.references.findings import Findings


def check(findings: Findings) -> None:
    _states(findings)
    _relations(findings)
    _globalisms(findings)
    _movements(findings)


def _states(findings: Findings) -> None:
    rows = findings.scenario.states
    findings.unique(("states",), findings.states)
    codes = [row.iso_numeric or f"none {index}" for index, row in enumerate(rows)]
    findings.unique(("states",), codes, "iso_numeric")
    for index, row in enumerate(rows):
        path = ("states", index, "neighbours")
        findings.unique(path, row.neighbours, "")
        for position, key in enumerate(row.neighbours):
            if key == row.key:
                message = f"{key} is not its own neighbour"
                findings.add((*path, position), "same_state", message=message, fix="remove it")
            else:
                findings.known_state((*path, position), key)
        if sum(getattr(row.interests, name) for name in words.INTERESTS) <= 0:
            message = f"{row.key} cares for nothing: all its interests are 0"
            fix = "give at least one interest a weight above 0"
            findings.add(("states", index, "interests"), "no_interest", message=message, fix=fix)


def _relations(findings: Findings) -> None:
    seen: dict[frozenset[str], tuple[str, str]] = {}
    for index, row in enumerate(findings.scenario.relations):
        path = ("relations", index, "between")
        known = [findings.known_state((*path, end), key) for end, key in enumerate(row.between)]
        pair = frozenset(row.between)
        if len(pair) == 1:
            message = f"{row.between[0]} has no relation with itself"
            findings.add(path, "same_state", message=message, fix="name two different states")
        elif pair in seen:
            message = f"the relation of {' and '.join(seen[pair])} stands twice"
            findings.add(path, "duplicate_key", message=message, fix="keep one of the two")
        elif all(known):
            seen[pair] = row.between


def _globalisms(findings: Findings) -> None:
    given = findings.scenario.globalisms
    for name in words.GLOBALISMS:
        if name not in given and name not in findings.documents.lost:
            message = f"the opening of {name} is missing"
            fix = f"add {name} with legitimacy, claim and recognition"
            findings.add(("globalisms", name), "missing", message=message, fix=fix)
    owner = dict(zip(words.FACES, words.FACE_GLOBALISM, strict=True))
    for name, opening in given.items():
        for face in opening.faces:
            if owner[face] != name:
                path = ("globalisms", name, "faces", face)
                message = f"{face} is a face of {owner[face]}"
                fix = f"move it to globalisms.{owner[face]}.faces"
                findings.add(path, "wrong_globalism", message=message, fix=fix)


def _movements(findings: Findings) -> None:
    rows = findings.scenario.movements
    findings.unique(("movements",), [row.movement for row in rows], "movement")
    for index, row in enumerate(rows):
        findings.taken_row(("movements", index, "movement"), "movements", row.movement)
        for key in row.strength:
            findings.known_state(("movements", index, "strength", key), key)
