"""What servers wrote about themselves. While others fail a server warns; an error is a fault of its own."""

import json
from collections import Counter
from pathlib import Path

REFUSALS = "comity: "
"""Begins the sentence of a server that could not start, as its database was away."""
TIDIED = "resource_tracker: There appear to be"
"""Python's own word on a server of several workers that was killed: what they shared is tidied up."""


class Log:
    """One server's log, read on from where it was read before."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._read = 0

    def errors(self) -> list[str]:
        """A complaint for each kind of line, new since the last call, that no server should write."""
        if not self.file.exists():
            return []
        with self.file.open("rb") as whole:
            whole.seek(self._read)
            new = whole.read()
        whole_lines = new[: new.rfind(b"\n") + 1]
        self._read += len(whole_lines)
        found = Counter(filter(None, map(_error, whole_lines.decode(errors="replace").splitlines())))
        return [f"log: {self.file.stem} wrote {what!r} {times} times" for what, times in found.items()]


def _error(line: str) -> str | None:
    """What the line says where it tells of an error: its event, or itself where it is none of ours."""
    if line.startswith(REFUSALS) or TIDIED in line or not line.strip():
        return None
    try:
        said = json.loads(line)
    except json.JSONDecodeError:
        return line[:200]
    if not isinstance(said, dict) or said.get("level") not in ("error", "critical"):
        return None
    return " ".join(str(said[name]) for name in ("event", "error", "where") if said.get(name))
