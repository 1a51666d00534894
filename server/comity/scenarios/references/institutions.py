"""Institutions and blocs: who is in, and a decision rule that can decide."""

from collections.abc import Iterable, Sequence
from typing import Final

from comity.scenarios import schema
from comity.scenarios.faults import Path, suggest
from comity.scenarios.references.findings import SCENARIO, Findings

QUOTA_MAX: Final = 10_000
"""The largest relative weight that the grid holds."""

_TABLE: Final = "library/institutions.yaml"


def check(findings: Findings) -> None:
    for key in findings.scenario.institutions:
        findings.taken_row(("institutions", key), "institutions", key)
    for row in findings.taken.institutions:
        _institution(findings, row)
    _blocs(findings)


def _institution(findings: Findings, row: schema.Institution) -> None:
    if row.members != "all" and _own(findings, row, "members"):
        findings.members(_place(findings, row, "members")[1], row.members)
    _rule(findings, row)
    _insiders(findings, row, "rule", ("permanent",), list(enumerate(row.rule.permanent)))
    _insiders(findings, row, "quotas", (), [(key, key) for key in row.quotas])
    file, path = _place(findings, row, "quotas")
    for key, weight in row.quotas.items():
        if weight > QUOTA_MAX:
            message, fix = f"the quota is {weight:g}", f"give a weight of at most {QUOTA_MAX}"
            findings.add((*path, key), "out_of_range", message=message, fix=fix, file=file)
    if row.quotas and row.rule.kind != "quota_weighted":
        message = f"{row.key} does not weigh votes"
        fix = "remove the quotas, or set rule.kind to quota_weighted"
        findings.add(path, "needless", message=message, fix=fix, file=file)
    if row.rivals is not None:
        elders = {
            place.key for place in (*findings.library.institutions, *findings.scenario.add_institutions)
        }
        file, path = _place(findings, row, "rivals")
        findings.known(path, "institution", row.rivals, elders - {row.key}, file=file)


def _rule(findings: Findings, row: schema.Institution) -> None:
    rule = row.rule
    file, path = _place(findings, row, "rule")
    needless = {
        "threshold": rule.threshold is not None and rule.kind not in ("quota_weighted", "veto_council"),
        "blocking": rule.blocking is not None and rule.kind != "quota_weighted",
        "permanent": bool(rule.permanent) and rule.kind != "veto_council",
        "elected": rule.elected > 0 and rule.kind != "veto_council",
    }
    for field in (name for name, is_needless in needless.items() if is_needless):
        message, fix = f"a rule of {rule.kind} has no {field}", f"remove {field}, or change rule.kind"
        findings.add((*path, field), "needless", message=message, fix=fix, file=file)
    if rule.kind == "veto_council" and not set(findings.states) & set(rule.permanent) and rule.elected == 0:
        message = f"nobody sits in the council of {row.key}"
        fix = (
            f"give `institutions: {row.key}: rule:` with permanent members of this scenario or elected seats"
        )
        findings.add(_changes(findings, row, "rule"), "empty_council", message=message, fix=fix)


def _insiders(
    findings: Findings,
    row: schema.Institution,
    field: str,
    inner: Path,
    named: Sequence[tuple[str | int, str]],
) -> None:
    """Permanent seats and quotas are for members. A library row may name states that are not in the game, and
    one that is not founded yet has none but knows who will be in.
    """
    file, path = _place(findings, row, field)
    if file != SCENARIO and (row.members == "all" or not row.founded):
        return
    members = findings.states if row.members == "all" else row.members
    for place, key in named:
        if key not in members and key not in findings.documents.lost:
            message = f"{key} is no member of {row.key}"
            fix = f"add {key} to its members" if key in findings.states else suggest(key, members)
            findings.add((*path, *inner, place), "not_a_member", message=message, fix=fix, file=file)


def _blocs(findings: Findings) -> None:
    tables: Iterable[tuple[str, str, tuple[schema.Bloc, ...]]] = (
        ("library/blocs.yaml", "blocs", findings.library.blocs),
        (SCENARIO, "add_blocs", findings.scenario.add_blocs),
    )
    for file, table, rows in tables:
        for index, row in enumerate(rows):
            path: Path = (table, index)
            if file == SCENARIO:
                findings.members((*path, "members"), row.members)
            if row.leader is not None and row.leader not in row.members:
                message = f"{row.leader} leads {row.key} and is no member of it"
                fix = f"add {row.leader} to its members, or name a member"
                findings.add((*path, "leader"), "not_a_member", message=message, fix=fix, file=file)


def _own(findings: Findings, row: schema.Institution, field: str) -> bool:
    """Whether the scenario itself set this field: a library row may name states that are not in the game."""
    return _place(findings, row, field)[0] == SCENARIO


def _place(findings: Findings, row: schema.Institution, field: str) -> tuple[str, Path]:
    """The file and path at which a field of a taken institution was set."""
    for index, added in enumerate(findings.scenario.add_institutions):
        if added.key == row.key:
            return SCENARIO, ("add_institutions", index, field)
    change = findings.scenario.institutions.get(row.key)
    if change is not None and getattr(change, field, None) is not None:
        return SCENARIO, ("institutions", row.key, field)
    index = next(i for i, shipped in enumerate(findings.library.institutions) if shipped.key == row.key)
    return _TABLE, ("institutions", index, field)


def _changes(findings: Findings, row: schema.Institution, field: str) -> Path:
    """Where the scenario sets, or could set, a field of an institution."""
    file, path = _place(findings, row, field)
    return path if file == SCENARIO else ("institutions", row.key, field)
