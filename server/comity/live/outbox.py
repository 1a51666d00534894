"""What waits to be sent to one client, bounded: who reads too slowly is told so and resumes by number."""

from collections import deque
from collections.abc import Iterable
from typing import Final

FRAMES_MAX: Final = 256
CHARACTERS_MAX: Final = 1024 * 1024


class Outbox:
    """A queue of text frames. What a client missed (`put_missed`, bounded where it is read) does not count
    against the limits; what comes after it does.
    """

    __slots__ = ("_characters", "_frames", "_missed")

    def __init__(self) -> None:
        self._frames: deque[str] = deque()
        self._missed = 0
        """How many frames at the front came by `put_missed`."""
        self._characters = 0
        """Of the frames behind those."""

    def __len__(self) -> int:
        return len(self._frames)

    @property
    def characters(self) -> int:
        return sum(map(len, self._frames))

    def put_missed(self, frames: Iterable[str]) -> None:
        """What a client asked for when it came (back). Only into an outbox that holds nothing else."""
        self._frames.extend(frames)
        self._missed = len(self._frames)
        self._characters = 0

    def put(self, frame: str) -> bool:
        """Appends a frame; False, and nothing is appended, when there is no room."""
        waiting = len(self._frames) - self._missed
        if waiting >= FRAMES_MAX or (waiting and self._characters + len(frame) > CHARACTERS_MAX):
            return False
        self._frames.append(frame)
        self._characters += len(frame)
        return True

    def take(self) -> str | None:
        """The next frame, or None when nothing waits."""
        if not self._frames:
            return None
        frame = self._frames.popleft()
        if self._missed:
            self._missed -= 1
        else:
            self._characters -= len(frame)
        return frame

    def clear(self) -> None:
        self._frames.clear()
        self._missed = 0
        self._characters = 0
