"""Several servers behind one port, of which each can be struck by itself."""

import asyncio
import os
import signal
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import httpx
from tests.nemesis.process import READY_WITHIN_S, NeverReady, Process


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
    """Whoever stands at this place of a crew when something happens to it."""

    def __init__(self, crew: Crew, place: int) -> None:
        self.name = f"{crew.name}.{place}"
        self._crew, self._place = crew, place
        self._struck: int | None = None

    async def kill(self) -> None:
        """kill -9; its crew sees it, and starts another."""
        self._strike(signal.SIGKILL)

    async def start(self) -> None:
        """That is the crew's business."""

    async def ready(self) -> None:
        """Until there are as many as before; the others have served all the time."""
        until = time.monotonic() + READY_WITHIN_S
        while not self._crew.is_whole():
            if time.monotonic() > until:
                raise NeverReady(self.name, self._crew.log.read_text()[-3000:])
            await asyncio.sleep(0.1)

    def stop(self) -> None:
        self._strike(signal.SIGSTOP)

    def go_on(self) -> None:
        if self._struck is not None:
            _send(self._struck, signal.SIGCONT)

    def _strike(self, which: signal.Signals) -> None:
        there = self._crew.serving()
        self._struck = there[self._place] if self._place < len(there) else None
        if self._struck is not None:
            _send(self._struck, which)


def _serves(number: str) -> bool:
    """A child that is dead and not buried has no command line any more, and Python's own helpers another."""
    with suppress(OSError):
        return "multiprocessing.spawn" in Path(f"/proc/{number}/cmdline").read_text()
    return False


def _send(number: int, which: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(number, which)
