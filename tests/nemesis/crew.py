"""Several servers behind one port, of which each can be struck by itself."""

import os
import signal
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import httpx
from tests.nemesis.process import Process


def workers_of(server: int) -> list[int]:
    """The process numbers of its workers; none where it is gone."""
    with suppress(OSError):
        children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
        return sorted(int(child) for child in children if _serves(child))
    return []


class Crew(Process):
    """One `comity serve --workers`. What strikes it strikes all of them, as a machine that goes does."""

    def __init__(
        self, name: str, folder: Path, program: Sequence[str], environment: dict[str, str], count: int
    ) -> None:
        super().__init__(name, folder, program, {**environment, "COMITY_WORKERS": str(count)})
        self._count = count
        self.workers = [Worker(self, place) for place in range(count)]

    def serving(self) -> list[int]:
        """The process numbers of its workers now."""
        if self._running is None or self._running.returncode is not None:
            return []
        return workers_of(self._running.pid)

    def is_whole(self) -> bool:
        return len(self.serving()) == self._count

    async def _is_ready(self, client: httpx.AsyncClient) -> bool:
        return self.is_whole() and await super()._is_ready(client)

    async def kill(self) -> None:
        workers = self.serving()
        await super().kill()
        for number in workers:
            _send(number, signal.SIGKILL)

    def _signal(self, which: signal.Signals) -> None:
        super()._signal(which)
        for number in self.serving():
            _send(number, which)


class Worker:
    """One place of a crew, and who stands at it: somebody else when that one is gone."""

    def __init__(self, crew: Crew, place: int) -> None:
        self.name = f"{crew.name}.{place}"
        self.crew = crew
        self._number: int | None = None

    def is_there(self) -> bool:
        """Whether somebody stands here now; whoever has no place yet takes this one."""
        serving = self.crew.serving()
        if self._number not in serving:
            placed = {other._number for other in self.crew.workers}
            self._number = next((number for number in serving if number not in placed), None)
        return self._number is not None

    async def kill(self) -> None:
        """kill -9; its crew sees it, and starts another."""
        self._send(signal.SIGKILL)

    async def start(self) -> None:
        """That is the crew's business."""

    async def ready(self) -> None:
        """Until the crew is whole again; the others have served all the time."""
        await self.crew.ready()

    def stop(self) -> None:
        self._send(signal.SIGSTOP)

    def go_on(self) -> None:
        self._send(signal.SIGCONT)

    def _send(self, which: signal.Signals) -> None:
        if self._number is not None:
            _send(self._number, which)


def _serves(number: str) -> bool:
    """A child that is dead and not buried has no command line any more, and Python's own helpers another."""
    with suppress(OSError):
        return "multiprocessing.spawn" in Path(f"/proc/{number}/cmdline").read_text()
    return False


def _send(number: int, which: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(number, which)
