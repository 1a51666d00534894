"""What is left of a file without its faulty parts, so that the rest can still be checked: an author wants to
read every problem at once, and a slip in one state says nothing against the others.
"""

from collections.abc import Collection, Mapping
from typing import Any

from comity.scenarios.faults import Path
from comity.scenarios.yaml_guard import Parsed


def without(
    parsed: Parsed, *, unknown: Collection[Path], faulty: Collection[Path], stand_ins: Mapping[Path, Any]
) -> tuple[Parsed, frozenset[str]]:
    """The document less its unknown fields and less the entries that hold faulty ones, and the keys of those
    entries. Values that have a stand-in are replaced by it.

    Entries of lists keep the lines and numbers that they have in the file (`Parsed.original`).
    """
    entries = {_entry(parsed.value, path) for path in faulty if path not in stand_ins}
    lost = frozenset(name for entry in entries for name in _names(parsed.value, entry))
    cuts = entries | set(unknown)
    moved: dict[Path, tuple[int, ...]] = {}

    def kept(value: Any, path: Path, new: Path) -> Any:
        if path in stand_ins:
            return stand_ins[path]
        if isinstance(value, dict):
            return {
                key: kept(item, (*path, key), (*new, key))
                for key, item in value.items()
                if (*path, key) not in cuts
            }
        if isinstance(value, list):
            moved[new] = tuple(index for index in range(len(value)) if (*path, index) not in cuts)
            return [kept(value[old], (*path, old), (*new, now)) for now, old in enumerate(moved[new])]
        return value

    return Parsed(parsed.file, kept(parsed.value, (), ()), parsed.lines, moved), lost


def _entry(value: Any, path: Path) -> Path:
    """What to take out for a fault at `path`: the outermost list entry, else the entry of a keyed table."""
    for length, part in enumerate(path, start=1):
        if isinstance(part, int):
            return path[:length]
    table = value.get(path[0]) if path and isinstance(value, dict) else None
    return path[:2] if isinstance(table, dict) else path[:1]


def _names(value: Any, cut: Path) -> list[str]:
    """How other parts may name what was cut: by its place in a table, or by its key."""
    for part in cut:
        if isinstance(value, list) and isinstance(part, int) and part < len(value):
            value = value[part]
        elif isinstance(value, dict):
            value = value.get(str(part))
    keys = [str(part) for part in cut[-1:]]
    if isinstance(value, dict):
        keys += [word for word in (value.get("key"), value.get("movement")) if isinstance(word, str)]
    return keys
