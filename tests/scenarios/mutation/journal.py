"""What a long run has judged so far, a line each: so that it can be stopped and taken up again.

A line counts only for the code and the scenarios that it was written under.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Final

from tests.scenarios.mutation.judge import Judged

from comity.rules.faults import Fault
from comity.scenarios import sources
from comity.scenarios.faults import ScenarioFault

_HERE: Final = Path(__file__).resolve()
_CHECKOUT: Final = _HERE.parents[3]
_JUDGED_BY: Final = (
    *("server/comity/scenarios", "server/comity/rules", "server/comity/bots", "server/comity/lab"),
    "tests/scenarios/mutation",
)


def state(seed: int) -> str:
    """Names the seed, the code that judges and plays, the mutators and all that is shipped."""
    hasher = hashlib.sha256(str(seed).encode())
    folders = [*(_CHECKOUT / name for name in _JUDGED_BY), sources.root()]
    for path in sorted(path for folder in folders for path in folder.rglob("*")):
        if path.suffix in (".py", ".yaml", ".md") and path.stem != "report":
            hasher.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return hasher.hexdigest()[:16]


def append(path: Path, now: str, number: int, done: tuple[str, str, Judged]) -> None:
    """Write down a mutant's scenario, first change and judgement; of its faults, the first."""
    scenario, change, judged = done
    row = asdict(replace(judged, faults=judged.faults[:1], warnings=()))
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps([now, number, scenario, change, row]) + "\n")


def read(path: Path, now: str) -> dict[int, tuple[str, str, Judged]]:
    """What was judged in this state, by the number of the mutant."""
    return {} if not path.exists() else dict(_rows(path.read_text(encoding="utf-8"), now))


def _rows(text: str, now: str) -> Iterator[tuple[int, tuple[str, str, Judged]]]:
    for line in text.splitlines():
        then, number, scenario, change, row = json.loads(line)
        if then == now:
            yield number, (scenario, change, _judged(row))


def _judged(row: dict[str, Any]) -> Judged:
    faults = tuple(
        ScenarioFault(fault["file"], fault["line"], Fault(**fault["fault"])) for fault in row["faults"]
    )
    return Judged(**{**row, "faults": faults, "warnings": (), "violations": tuple(row["violations"])})
