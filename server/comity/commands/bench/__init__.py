"""`comity bench`: this machine's figures. Each benchmark is one function that answers plain numbers.

Times are medians over the runs that are named beside them; ratios are of one run on one machine.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from comity.commands.bench.due import due
from comity.commands.bench.lab import lab
from comity.commands.bench.live import live
from comity.commands.bench.machine import describe
from comity.commands.bench.moves import move
from comity.commands.bench.page import page
from comity.commands.bench.soak import soak
from comity.commands.bench.turns import batch, turn
from comity.commands.failing import CommandError

QUICK: Final[Mapping[str, Callable[[], dict[str, Any]]]] = {
    "turn": turn,
    "batch": batch,
    "lab": lab,
    "move": move,
    "page": page,
}
LONG: Final[Mapping[str, Callable[[], dict[str, Any]]]] = {"due": due, "live": live, "soak": soak}
"""What takes minutes, or half an hour, or a whole machine: it is run by name only."""
BENCHMARKS: Final = {**QUICK, **LONG}


def bench(names: list[str]) -> dict[str, Any]:
    """Runs the benchmarks named, or the quick ones: `{machine, results: {name: figures}}`.

    Raises CommandError for a name that there is not.
    """
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        raise CommandError(f"there is no benchmark {unknown[0]}; use some of: {', '.join(BENCHMARKS)}")
    chosen = names or list(QUICK)
    return {"machine": describe(), "results": {name: BENCHMARKS[name]() for name in chosen}}
