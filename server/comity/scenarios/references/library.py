"""The library itself: keys once, all words there, theories complete; and what the scenario takes from it."""

from typing import Final

from comity.rules import vocabulary as words
from comity.rules.layout import PARTS
from comity.rules.theory import COEFFICIENT_NAMES
from comity.scenarios.faults import suggest
from comity.scenarios.references.findings import SCENARIO, TABLES, Findings

BASE_THEORY: Final = "sakwa"
COEFFICIENT_MAX: Final = 10_000
"""Far beyond any sensible rate, and far below what would overflow the grid."""
COEFFICIENT_BOUNDS: Final = {
    "rivalry_trust": (1, 1_000),
    "rivalry_ceiling": (1, 1_000),
    "upheaval_threshold": (1, 100),
    "escalation_threshold": (1, 99),
    "hegemony_threshold": (0, 0.99),
}
"""Of thresholds, whose distance to the end of their scale the rules divide by."""

_WORDS: Final = {
    "globalisms": words.GLOBALISMS,
    "faces": words.FACES,
    "floors": words.GLOBALISMS,
    "sub_orders": words.SUB_ORDERS,
    "phases": words.PHASES,
    "bloc_kinds": words.BLOC_KINDS,
    "indices": words.INDICES,
    "system": words.SYSTEM_GAUGES,
    "parts": words.SYSTEM_PARTS,
    "stakes": words.GROUNDS,
    "challenges": words.CHALLENGES,
    "grievances": words.GRIEVANCES,
}


def check(findings: Findings) -> None:
    _rows(findings)
    _takes(findings)
    _words(findings)
    _rules(findings)
    _theories(findings)
    _grounds(findings)


def _rows(findings: Findings) -> None:
    for table in TABLES:
        shipped = [row.key for row in getattr(findings.library, table)]
        findings.unique((table,), shipped, file=f"library/{table}.yaml")
        findings.unique((f"add_{table}",), [row.key for row in getattr(findings.scenario, f"add_{table}")])


def _takes(findings: Findings) -> None:
    for table in TABLES:
        wanted = getattr(findings.scenario.take, table)
        if wanted == "all":
            continue
        shipped = [row.key for row in getattr(findings.library, table)]
        added = {row.key for row in getattr(findings.scenario, f"add_{table}")}
        findings.unique(("take", table), wanted, "")
        for index, key in enumerate(wanted):
            path = ("take", table, index)
            if key in added and key not in shipped:
                message = f"{key} is this scenario's own and needs no taking"
                findings.add(path, "needless", message=message, fix="remove it from the list")
            elif key not in shipped and key not in findings.documents.lost:
                message = f"the library has no {table.removesuffix('s')} {key}"
                findings.add(path, "unknown_key", message=message, fix=suggest(key, shipped))


def _words(findings: Findings) -> None:
    file = "library/texts.yaml"
    for table, keys in _WORDS.items():
        for key in keys:
            if key not in getattr(findings.library.words, table) and key not in findings.documents.lost:
                message = f"{table} has no name for {key}"
                fix = f"add {key} with a name and a gloss"
                findings.add((table, key), "missing", message=message, fix=fix, file=file)


def _rules(findings: Findings) -> None:
    """The rules that screens name as parts of an index; any other without words goes by its own key."""
    for key in PARTS:
        if key not in findings.library.rules and key not in findings.documents.lost:
            message = f"there is no name for {key}, a part of an index"
            fix = f"add {key} with a name, words and a source"
            findings.add(("rules", key), "missing", message=message, fix=fix, file="library/rules.yaml")


def _grounds(findings: Findings) -> None:
    file = "library/grounds.yaml"
    for key in words.GROUNDS:
        ground = findings.library.grounds.get(key)
        if ground is None:
            if key not in findings.documents.lost:
                message = f"the ground {key} is missing"
                fix = f"add {key} with a name, a gloss, a weight and its meetings"
                findings.add(("grounds", key), "missing", message=message, fix=fix, file=file)
            continue
        seen: set[frozenset[str]] = set()
        for index, row in enumerate(ground.meetings):
            pair = frozenset(row.between)
            if pair in seen:
                path = ("grounds", key, "meetings", index, "between")
                message = f"{' and '.join(row.between)} meet twice on this ground"
                findings.add(path, "duplicate_key", message=message, fix="keep one of the two", file=file)
            seen.add(pair)


def _theories(findings: Findings) -> None:
    theories, file = findings.library.theories, "library/theories.yaml"
    findings.known(("theory",), "theory", findings.scenario.theory, theories, file=SCENARIO)
    if BASE_THEORY not in theories and BASE_THEORY not in findings.documents.lost:
        message = f"the theory {BASE_THEORY} is missing: the others build on it"
        findings.add(("theories",), "missing", message=message, fix=f"add {BASE_THEORY}", file=file)
    for key, theory in theories.items():
        given = theory.coefficients
        for name, coefficient in given.items():
            path = ("theories", key, "coefficients", name)
            if name not in COEFFICIENT_NAMES:
                message = f"the engine has no coefficient {name}"
                fix = suggest(name, COEFFICIENT_NAMES)
                findings.add(path, "unknown_key", message=message, fix=fix, file=file)
                continue
            least, most = COEFFICIENT_BOUNDS.get(name, (-COEFFICIENT_MAX, COEFFICIENT_MAX))
            if not least <= coefficient.value <= most:
                message = f"{name} is {coefficient.value:g}"
                fix = f"give a number from {least} to {most}"
                findings.add((*path, "value"), "out_of_range", message=message, fix=fix, file=file)
        if key == BASE_THEORY:
            for name in sorted(set(COEFFICIENT_NAMES) - set(given)):
                fix = f"add {name} with a value and a source"
                path = ("theories", key, "coefficients", name)
                message = f"the coefficient {name} is missing"
                findings.add(path, "missing", message=message, fix=fix, file=file)
