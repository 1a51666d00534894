"""How many connections this process has open files for."""

import resource
from contextlib import suppress
from typing import Final

import structlog

log = structlog.get_logger(__name__)

KEPT: Final = 200
"""Open files that are not for connections: databases, Redis, workers, logs, and who is told that all is full.
"""
FOR_EACH_LINE: Final = 3
"""A live line, and two connections for what its page asks."""


def connections_allowed(wanted: int) -> int:
    """As many connections as are wanted, or fewer where open files do not suffice for them, though the limit
    was raised as far as it goes: without a file to spare there would be no way to the database.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = wanted + KEPT
    if _is_below(soft, needed):
        raised = hard if _is_below(hard, needed) else needed
        with suppress(ValueError, OSError):  # a kernel may allow less than it says
            resource.setrlimit(resource.RLIMIT_NOFILE, (raised, hard))
            soft = raised
    if not _is_below(soft, needed):
        return wanted
    allowed = max(soft - KEPT, soft // 2)
    log.warning("open_files_few", open_files=soft, connections=allowed, wanted=wanted)
    return allowed


def _is_below(limit: int, needed: int) -> bool:
    return limit != resource.RLIM_INFINITY and limit < needed
