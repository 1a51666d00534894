"""What happened, line by line, as those saw it who took part: invoke, and then ok, fail or info.

`ok` is what the server promised, `fail` what it refused, and `info` what nobody can know: the answer was
lost, late or a shrug, and the thing may have happened or may still happen.
"""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

Kind = Literal["invoke", "ok", "fail", "info"]


@dataclass(frozen=True, slots=True)
class Line:
    """`op` joins an invocation to its outcomes; a repeated request is one operation with several of both."""

    at: float
    """Seconds of the machine's clock, which is the database's clock as well."""
    who: str
    kind: Kind
    what: str
    op: str
    said: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Run:
    """What one live line told after its numbers: whole frames, as they came, each with stream and number."""

    public_after: int
    private_after: int
    frames: list[tuple[str, int, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Heard:
    """All that one client was told, line after line; `private` names its stream in the store."""

    who: str
    private: str | None
    runs: list[Run] = field(default_factory=list)


class History:
    """Lines in the order in which they were written down, by the clock of whoever decides deadlines."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self.lines: list[Line] = []
        self._clock = clock

    def add(self, who: str, kind: Kind, what: str, op: str, **said: Any) -> None:
        self.lines.append(Line(self._clock(), who, kind, what, op, said))

    def of(self, what: str) -> Iterator[tuple[str, list[Line]]]:
        """The lines of each operation of a kind."""
        by_op: dict[str, list[Line]] = {}
        for line in self.lines:
            if line.what == what:
                by_op.setdefault(line.op, []).append(line)
        yield from by_op.items()

    def count(self, what: str, kind: Kind) -> int:
        return sum(line.what == what and line.kind == kind for line in self.lines)

    def keep(self, file: Path, heard: list[Heard]) -> None:
        """Writes it down for whoever must find out what went wrong."""
        with file.open("w") as out:
            for line in self.lines:
                out.write(json.dumps(asdict(line)) + "\n")
            for one in heard:
                out.write(json.dumps(asdict(one)) + "\n")
