"""The process in which uploads are judged: `python -m comity.scenarios.worker CPU_SECONDS MEMORY_BYTES`.

Reads a JSON object of texts on standard input and writes `{faults, warnings}`. It limits itself once it has
imported what it needs; past a limit the kernel ends it, or Python finds no memory and it ends itself.
"""

import json
import resource
import sys
from pathlib import Path

from comity.scenarios.check import check_sources


def confine(cpu_seconds: int, memory_bytes: int) -> None:
    """From here on: so much more processor time and memory, no new file, no core dump."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(usage.ru_utime + usage.ru_stime) + 1
    _limit(resource.RLIMIT_CPU, spent + cpu_seconds)
    _limit(resource.RLIMIT_AS, _address_space() + memory_bytes)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CORE, 0)


def _limit(what: int, value: int) -> None:
    """Lower a limit for good, never above what this process was already given."""
    _, hard = resource.getrlimit(what)
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(what, (value, value))


def _address_space() -> int:
    """Bytes of address space in use; where the system does not tell, a generous guess."""
    statistics = Path("/proc/self/statm")
    if not statistics.exists():
        return 1 << 30
    return int(statistics.read_text(encoding="ascii").split()[0]) * resource.getpagesize()


def main() -> None:
    cpu_seconds, memory_bytes = (int(argument) for argument in sys.argv[1:3])
    request = sys.stdin.buffer.read()
    confine(cpu_seconds, memory_bytes)
    verdict = check_sources(json.loads(request))
    document = {
        "faults": [fault.as_json() for fault in verdict.faults],
        "warnings": [warning.as_json() for warning in verdict.warnings],
    }
    sys.stdout.write(json.dumps(document))


if __name__ == "__main__":
    main()
