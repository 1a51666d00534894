"""What waits to be sent to one client, bounded: who reads too slowly is told so and resumes by number."""

from collections import deque
from collections.abc import Callable, Iterable
from typing import Final

from comity.live.frames import framed

FRAMES_MAX: Final = 256
BYTES_MAX: Final = 768 * 1024


class Outbox:
    """A queue of text frames, in UTF-8. What a client missed (`put_missed`, bounded where it is read) does
    not count against the limits; what comes after it does.

    Where `straight` is set, the client can take bytes at once: what is put while nothing waits goes to it and
    never waits here.
    """

    __slots__ = ("_bytes", "_frames", "_missed", "straight")

    def __init__(self) -> None:
        self.straight: Callable[[bytes], None] | None = None
        self._frames: deque[bytes] | None = None
        """None while nothing waits: a deque takes half a KiB, and of thousands of clients few need one."""
        self._missed = 0
        """How many frames at the front came by `put_missed`."""
        self._bytes = 0
        """Of the frames behind those."""

    def __len__(self) -> int:
        return 0 if self._frames is None else len(self._frames)

    @property
    def held_bytes(self) -> int:
        """What all that waits takes of memory, whoever else is sent the same."""
        return 0 if self._frames is None else sum(map(len, self._frames))

    def put_missed(self, frames: Iterable[bytes]) -> None:
        """What a client asked for when it came (back). Only into an outbox that holds nothing else."""
        self._frames = deque(frames) or None
        self._missed = len(self)
        self._bytes = 0

    def put(self, frame: bytes) -> bool:
        """Sends a frame or appends it; False, and nothing is done, when there is no room."""
        if self._frames is None:
            if self.straight is not None:
                self.straight(framed(frame))
                return True
            self._frames = deque()
        waiting = len(self._frames) - self._missed
        if waiting >= FRAMES_MAX or (waiting and self._bytes + len(frame) > BYTES_MAX):
            return False
        self._frames.append(frame)
        self._bytes += len(frame)
        return True

    def take(self) -> bytes | None:
        """The next frame, or None when nothing waits."""
        if self._frames is None:
            return None
        frame = self._frames.popleft()
        if self._missed:
            self._missed -= 1
        else:
            self._bytes -= len(frame)
        if not self._frames:
            self._frames = None
        return frame

    def clear(self) -> None:
        self._frames = None
        self._missed = 0
        self._bytes = 0
