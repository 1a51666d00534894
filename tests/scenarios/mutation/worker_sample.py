"""The same question put to the worker that strangers' uploads really go to, interpreter's start included.

`python -m tests.scenarios.mutation.worker_sample` asks one: a process of its own, since the system remembers
of the children of a process only the largest, and counts what their parent held when it made them.
"""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass

from comity.rules.faults import Fault
from comity.scenarios.faults import ScenarioFault
from comity.scenarios.untrusted import check_untrusted


@dataclass(frozen=True, slots=True)
class Answered:
    """A verdict of the worker's and what it cost."""

    faults: tuple[ScenarioFault, ...]
    seconds: float
    """By the clock, from the texts to the verdict."""
    processor_seconds: float
    mebibytes: float
    """The most that it held; some sixty for its start alone."""


def ask(texts: Mapping[str, str]) -> Answered:
    """Ask the worker, and wait for its answer.

    Raises:
        subprocess.CalledProcessError: something was raised, which nothing in the texts may bring about.
    """
    command = [sys.executable, "-m", "tests.scenarios.mutation.worker_sample"]
    done = subprocess.run(command, input=json.dumps(dict(texts)).encode(), capture_output=True, check=True)
    faults, *cost = json.loads(done.stdout)
    told = [
        ScenarioFault(row["file"], row["line"], Fault(row["code"], row["field"], row["message"], row["fix"]))
        for row in faults
    ]
    return Answered(tuple(told), *cost)


def main() -> None:
    texts = json.loads(sys.stdin.buffer.read())
    clock = time.perf_counter()
    verdict = check_untrusted(texts)
    seconds = time.perf_counter() - clock
    cost = resource.getrusage(resource.RUSAGE_CHILDREN)
    faults = [fault.as_json() for fault in verdict.faults]
    json.dump([faults, seconds, cost.ru_utime + cost.ru_stime, cost.ru_maxrss / 1024], sys.stdout)


if __name__ == "__main__":
    main()
