"""`comity scenario list|check|schema`: what can be played, whether a folder is sound, how one is written."""

from dataclasses import asdict
from typing import Any

from comity.scenarios import library, sources
from comity.scenarios.check import check as judge
from comity.scenarios.load import load


def available() -> tuple[list[dict[str, Any]], list[str]]:
    """Every shipped scenario that is sound, and the keys of the others."""
    found = library.available()
    sound = {summary.key for summary in found}
    return [asdict(summary) for summary in found], [key for key in sources.shipped() if key not in sound]


def left_out(key: str) -> str:
    """What there is to say of a scenario that is not sound."""
    return f"Left out: {key} is not sound; `comity scenario check {key}` says what to mend."


def check(path: str) -> dict[str, Any]:
    """Whether a scenario can be played: `{ok, path, key, title, digest, faults, warnings}`.

    Warnings are what its author may want to reconsider; they keep nothing from being played.
    """
    verdict = judge(path)
    scenario = load(path) if verdict.is_sound else None
    return {
        "ok": verdict.is_sound,
        "path": path,
        "key": scenario.key if scenario else None,
        "title": scenario.title if scenario else None,
        "digest": scenario.digest if scenario else None,
        "faults": [fault.as_json() for fault in verdict.faults],
        "warnings": [warning.as_json() for warning in verdict.warnings],
    }


def fault_lines(found: list[dict[str, Any]]) -> list[str]:
    """The faults or warnings of a `check` as lines for people: file, line, field, what, mend."""
    lines = []
    for one in found:
        field = f" {one['field']}:" if one["field"] else ""
        lines.append(f"{one['file']}:{one['line']}:{field} {one['message']} ({one['fix']})")
    return lines


def schema() -> dict[str, Any]:
    """One JSON Schema of `scenario.yaml`, with the library's files under `$defs`."""
    return library.schema_json()
