"""What live sockets cost: memory of an idle spectator, CPU and time of a delivery, beside the least possible.

The server is on one core and its clients, which only count bytes, on the other, where there are two.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, Any, Final

from comity.commands.bench.crowd import BATCH, Crowd, masked
from comity.commands.failing import CommandError

SPECTATORS: Final = "COMITY_BENCH_SPECTATORS"
SPECTATORS_USUALLY: Final = 5000
CARRIER: Final = "COMITY_BENCH_CARRIER"
"""`asgi` measures the way in which servers other than ours carry lines."""
SIZES: Final = {"2_kib": 2048, "20_kib": 20480}
DELIVERIES: Final = 20
RUNS: Final = 3
FILES_BESIDE: Final = 200
FIRST: Final = 200
SETTLED_S: Final = 3.0
IDLE_S: Final = 10.0
UPGRADE: Final = (
    "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)


def live() -> dict[str, Any]:
    """Per spectator and delivery, and as ratios to a loop of `send()` and to `websockets.broadcast`.

    Every figure is the median of a few runs in turn, each of so many deliveries; ratios are of one run. What
    an idle server does in the same time is in `cpu` and told apart in `idle_apart`: on a busy machine a
    delivery takes long, and more of that falls into it.
    """
    count = int(os.environ.get(SPECTATORS, SPECTATORS_USUALLY))
    _allow_files(count + FILES_BESIDE)
    figures: dict[str, Any] = {"spectators": count, "deliveries": DELIVERIES, "runs": RUNS}
    figures["load_average"] = round(os.getloadavg()[0], 1)
    cores = sorted(os.sched_getaffinity(0))
    try:
        os.sched_setaffinity(0, cores[-1:])
        with (
            closing(Crowd()) as crowd,
            _host(os.environ.get(CARRIER, "wire"), crowd, count, cores[0]) as comity,
            _host("loop", crowd, count, cores[0]) as loop,
            _host("broadcast", crowd, count, cores[0]) as broadcast,
        ):
            figures["idle_spectator_kib"] = comity.idle_kib
            figures["idle_cpu_percent"] = round(100 * comity.idle_cpu, 1)
            for name, size in SIZES.items():
                figures[name] = _compare(comity, loop, broadcast, size)
    finally:
        os.sched_setaffinity(0, cores)
    return figures


def _compare(comity: "_Host", loop: "_Host", broadcast: "_Host", size: int) -> dict[str, Any]:
    runs = [[host.measure(size) for host in (comity, loop, broadcast)] for _ in range(RUNS)]

    def median(index: int, field: str) -> float:
        return statistics.median(run[index][field] for run in runs)

    return {
        "cpu_ms_per_1000": round(median(0, "cpu"), 2),
        "send_loop_cpu_ms_per_1000": round(median(1, "cpu"), 2),
        "broadcast_cpu_ms_per_1000": round(median(2, "cpu"), 2),
        "over_send_loop": round(statistics.median(a["cpu"] / b["cpu"] for a, b, _ in runs), 2),
        "over_send_loop_idle_apart": round(statistics.median(a["apart"] / b["cpu"] for a, b, _ in runs), 2),
        "over_broadcast": round(statistics.median(a["cpu"] / c["cpu"] for a, _, c in runs), 2),
        "last_delivery_ms": round(median(0, "last")),
        "send_loop_last_ms": round(median(1, "last")),
        "broadcast_last_ms": round(median(2, "last")),
    }


class _Host:
    """One of the servers (`live_host`) and its part of the crowd."""

    def __init__(self, process: "subprocess.Popen[bytes]", crowd: Crowd) -> None:
        self._process = process
        self._crowd = crowd
        self._port: int = self._hear()["port"]
        self.idle_kib = 0.0
        self.idle_cpu = 0.0
        """The part of a core that heartbeats, pings and polling take while nothing is told."""

    def fill(self, count: int) -> None:
        """Lets the crowd in, a batch at a time, and weighs it."""
        if count > FIRST:  # what a server takes for its first clients is not their weight
            self._come(FIRST)
        before, present = self.ask(do="usage")["resident"], self._crowd.size(self._port)
        self._come(count - present)
        self._crowd.wait(SETTLED_S)
        spent, since = self.ask(do="cpu")["cpu"], time.monotonic()
        self._crowd.wait(IDLE_S)
        self.idle_cpu = (self.ask(do="cpu")["cpu"] - spent) / (time.monotonic() - since)
        after = self.ask(do="usage")["resident"]
        self.idle_kib = round((after - before) / 1024 / (count - present), 1)

    def measure(self, size: int) -> dict[str, float]:
        """Milliseconds of server CPU per 1,000 deliveries, and until the last client had one, both counted
        from the commit of what is told.
        """
        waits, spent = [], 0.0
        self.ask(do="usage")  # collects what lies about
        for _ in range(DELIVERIES):
            told = self.ask(do="deliver", size=size)
            waits.append(self._crowd.hear(self._port, told["length"]) - told["committed"])
            spent += self.ask(do="cpu")["cpu"] - told["cpu"]
        thousands = DELIVERIES * self._crowd.size(self._port) / 1000
        return {
            "cpu": 1000 * spent / thousands,
            "apart": 1000 * (spent - self.idle_cpu * sum(waits)) / thousands,
            "last": 1000 * statistics.median(waits),
        }

    def ask(self, **asked: Any) -> Any:
        _pipe(self._process.stdin).write(json.dumps(asked).encode() + b"\n")
        _pipe(self._process.stdin).flush()
        return self._hear()

    def _hear(self) -> Any:
        line = _pipe(self._process.stdout).readline()
        if not line:
            raise CommandError("a server to be measured ended")
        return json.loads(line)

    def _come(self, count: int) -> None:
        for done in range(0, count, BATCH):
            passes = self.ask(do="passes", count=min(BATCH, count - done))
            heads = [(head + UPGRADE).encode() if head else b"" for head in passes["heads"]]
            hellos = [masked(hello.encode()) if hello else b"" for hello in passes["hellos"]]
            self._crowd.come(self._port, heads, hellos)


@contextmanager
def _host(kind: str, crowd: Crowd, count: int, core: int) -> Iterator[_Host]:
    with tempfile.TemporaryDirectory(prefix="comity-bench-") as folder:
        command = [sys.executable, "-m", "comity.commands.bench.live_host", kind, folder, str(count + 1)]
        with (Path(folder) / "err").open("wb") as errors:
            process = subprocess.Popen(  # noqa: S603
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors
            )
        try:
            os.sched_setaffinity(process.pid, {core})
            host = _Host(process, crowd)
            host.fill(count)
            yield host
        except CommandError as error:
            last = (Path(folder) / "err").read_text(errors="replace").splitlines()[-1:]
            ended = f"{kind} ended with {process.poll()}"
            raise CommandError(f"{error}; {ended}; its last word: {last}") from error
        finally:
            process.kill()
            process.communicate()


def _pipe(end: IO[bytes] | None) -> IO[bytes]:
    assert end is not None  # noqa: S101
    return end


def _allow_files(wanted: int) -> None:
    """Raises the limit of open files, which our servers inherit. Raises CommandError where it cannot."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = 3 * wanted
    if hard != resource.RLIM_INFINITY and hard < needed:
        raise CommandError(
            f"{needed} open files are needed and {hard} allowed; raise the hard limit, or lower {SPECTATORS}"
        )
    if soft != resource.RLIM_INFINITY and soft < needed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))
