"""Uploads from strangers: judged in a process of their own, which may use little time and little memory.

Whatever the texts do to the libraries that read them, they do it there. The process is a fresh interpreter
(nothing of ours is copied into it, and no secret is in its environment); it reads texts on its standard input
and answers with the verdict, or not at all.
"""

import json
import os
import subprocess
import sys
from typing import Any, Final

from comity.rules.faults import Fault
from comity.scenarios.check import Verdict
from comity.scenarios.faults import ScenarioFault
from comity.scenarios.sources import Sources, misfits, with_library

CPU_SECONDS: Final = 2
MEMORY_BYTES: Final = 256 * 1024 * 1024
"""On top of what the interpreter and the libraries need before they have seen the texts."""
WALL_SECONDS: Final = 30
"""For a busy machine, on which two seconds of work and the start of an interpreter may take long."""
ANSWER_MAX: Final = 4 * 1024 * 1024

_WORKER: Final = "comity.scenarios.worker"


def check_untrusted(texts: Sources) -> Verdict:
    """Judge an upload: `scenario.yaml`, `briefing.md`, `roles/*.md`, and what it brings of a library.

    Blocks for up to half a minute; call it off the event loop. Never raises for anything in the texts.
    """
    early = tuple(misfits(texts))
    if early:
        return Verdict(early)
    request = json.dumps(dict(with_library(texts))).encode()
    try:
        # The program and its arguments are ours; only its input is not.
        answer = subprocess.run(  # noqa: S603
            [sys.executable, "-m", _WORKER, str(CPU_SECONDS), str(MEMORY_BYTES)],
            input=request,
            capture_output=True,
            timeout=WALL_SECONDS,
            env=_environment(),
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Verdict((_too_costly(),))
    if answer.returncode != 0 or len(answer.stdout) > ANSWER_MAX:
        return Verdict((_too_costly(),))
    document: dict[str, Any] = json.loads(answer.stdout)
    return Verdict(
        faults=tuple(_fault(row) for row in document["faults"]),
        warnings=tuple(_fault(row) for row in document["warnings"]),
    )


def _environment() -> dict[str, str]:
    """No more than the interpreter needs; numpy starts no threads that would count as memory."""
    path = os.pathsep.join(entry for entry in sys.path if entry)
    return {"PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1", "OPENBLAS_NUM_THREADS": "1"}


def _too_costly() -> ScenarioFault:
    message = (
        f"the scenario takes more than {CPU_SECONDS} seconds or {MEMORY_BYTES // 1024 // 1024} MiB to read"
    )
    return ScenarioFault("scenario.yaml", 1, Fault("too_costly", "", message, "make it smaller and simpler"))


def _fault(row: dict[str, Any]) -> ScenarioFault:
    return ScenarioFault(
        row["file"], row["line"], Fault(row["code"], row["field"], row["message"], row["fix"])
    )
