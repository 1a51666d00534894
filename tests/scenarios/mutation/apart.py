"""Work done in a process of its own, and what it cost: time, memory, and how it ended."""

import json
import os
import resource
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from comity.scenarios.worker import confine

_MEBIBYTE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Done:
    """What became of it. `value` is what it returned; None, and `failure` in words, where it did not."""

    value: Any
    failure: str
    seconds: float
    """By the clock, from its first line to its last."""
    processor_seconds: float
    mebibytes: float
    """At most at any time, beyond what the process had when it began."""


def apart(work: Callable[[], Any], *, patience: int, limits: tuple[int, int] | None = None) -> Done:
    """Do the work in a copy of this process; its result must be JSON.

    `limits` are the seconds and bytes to which the worker of uploads confines itself. After `patience`
    seconds it is killed. Memory that the copy finds free already is not counted: so this process should have
    done no such work itself.
    """
    reading, writing = os.pipe()
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _in_the_copy(work, writing, limits)
    os.close(writing)
    deadline = time.monotonic() + patience
    parts: list[bytes] = []
    late = False
    while True:
        ready, _, _ = select.select([reading], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            late = True
            os.kill(child, signal.SIGKILL)
            break
        if not (part := os.read(reading, _MEBIBYTE)):
            break
        parts.append(part)
    os.close(reading)
    _, status = os.waitpid(child, 0)
    if late:
        return Done(None, f"took more than {patience} seconds", patience, patience, 0)
    if status != 0:
        return Done(None, f"ended with status {os.waitstatus_to_exitcode(status)}", 0, 0, 0)
    return Done(**json.loads(b"".join(parts)))


def _in_the_copy(work: Callable[[], Any], writing: int, limits: tuple[int, int] | None) -> None:
    """Do the work, write down how it went, and end."""
    before = _resident()
    if limits is not None:
        confine(*limits)
    value, failure = None, ""
    clock, processor = time.perf_counter(), time.process_time()
    try:
        value = work()
    except BaseException:
        failure = traceback.format_exc()[-3000:]
    seconds, processor_seconds = time.perf_counter() - clock, time.process_time() - processor
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    done = {
        "value": value,
        "failure": failure,
        "seconds": seconds,
        "processor_seconds": processor_seconds,
        "mebibytes": max(0, peak - before) / _MEBIBYTE,
    }
    data = memoryview(json.dumps(done).encode())
    while data:
        data = data[os.write(writing, data) :]
    os._exit(0)


def _resident() -> int:
    """Bytes of memory that this process holds now."""
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - no more than this, in a copy
        return int(file.read().split()[1]) * resource.getpagesize()
