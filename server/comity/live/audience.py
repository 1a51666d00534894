"""All listeners of one viewer, and how they are told what is new.

A crowd of spectators holds the same numbers and reads fast enough, nearly always. Who does so stands in a
row and shares its numbers and heartbeats with the others there: each costs such a listener one write, and is
told to the whole row at a stretch. Whose transport is full, or whose numbers differ, is told apart, by its
session.
"""

import asyncio
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Final

from comity.game.shapes import Heads, Instant
from comity.game.streams import Viewer
from comity.live.frames import framed
from comity.live.listener import Listener
from comity.live.messages import Heartbeat, encode
from comity.live.outbox import Outbox
from comity.live.session import HEARTBEAT_SECONDS, Numbers, StreamName

STRETCH: Final = 1000
"""Listeners told at a stretch, and in a row; then the loop turns, so that players are never kept waiting."""

News = Sequence[tuple[StreamName, int, Sequence[bytes]]]
"""Of each stream with news: the number of the first frame, and the frames."""


@dataclass(eq=False, slots=True)
class Row:
    """Listeners with the same numbers, with nothing in their outbox, whose transports took all so far."""

    numbers: Numbers
    listeners: dict[Outbox, Listener] = field(default_factory=dict)
    next_heartbeat: float = 0.0

    def tell(self, news: News) -> list[Listener]:
        """Writes to everybody; returns those who could not take it, with the numbers that they are at."""
        fallen: list[Listener] = []
        for stream, first, frames in news:
            fresh = self.numbers.fresh(stream, first, frames)
            if fresh is None:  # each hears that from its session
                return [*fallen, *self._let_go(list(self.listeners))]
            for frame in fresh:
                fallen += self._write(framed(frame))
                self.numbers.move(stream, 1)
        return fallen

    def beat(self, now: float, server_now: Instant) -> list[Listener]:
        """The heartbeat; returns whose transport is full, who hears it apart."""
        self.next_heartbeat = now + HEARTBEAT_SECONDS
        return self._write(framed(encode(Heartbeat(self.numbers.heads(), server_now))))

    def leave(self, listener: Listener) -> None:
        self._let_go([listener.session.outbox])

    def _write(self, data: bytes) -> list[Listener]:
        full = []
        for outbox in self.listeners:
            straight = outbox.straight
            if straight is None:
                full.append(outbox)
            else:
                straight(data)
        return self._let_go(full)

    def _let_go(self, outboxes: Sequence[Outbox]) -> list[Listener]:
        gone = [self.listeners.pop(outbox) for outbox in outboxes]
        for listener in gone:
            listener.session.numbers = copy(self.numbers)
        return gone


class Audience:
    """Everybody in it was told up to the numbers `public` and `private`, of the stream's `epoch`."""

    def __init__(self, viewer: Viewer, epoch: str, heads: Heads) -> None:
        self.viewer = viewer
        self.epoch = epoch
        self.public, self.private = heads.public, heads.private
        self._rows: list[Row] = []
        self._places: dict[Listener, Row] = {}
        """In which row each listener stands who stands in one."""
        self._apart: set[Listener] = set()
        self._telling = False

    @property
    def listeners(self) -> list[Listener]:
        return [*self._apart, *self._places]

    def __bool__(self) -> bool:
        """Whether anybody listens."""
        return bool(self._apart or self._places)

    def join(self, listener: Listener) -> None:
        """From here on it is told what follows its numbers."""
        heads = listener.session.heads
        self.public, self.private = min(self.public, heads.public), min(self.private, heads.private)
        self._apart.add(listener)

    def leave(self, listener: Listener) -> None:
        """Idempotent."""
        self._apart.discard(listener)
        row = self._places.pop(listener, None)
        if row is not None:
            row.leave(listener)

    async def tell(self, public: Sequence[bytes], private: Sequence[bytes]) -> None:
        """Hands out what follows the audience's numbers. Who joins meanwhile sets them back to its own."""
        streams: News = [("public", self.public + 1, public), ("private", self.private + 1, private)]
        news = [(stream, first, frames) for stream, first, frames in streams if frames]
        self.public, self.private = self.public + len(public), self.private + len(private)
        self._telling = True
        try:
            await self._tell(news)
        finally:
            self._telling = False
        self._form_rows()

    async def _tell(self, news: News) -> None:
        apart, rows = list(self._apart), list(self._rows)
        for begin in range(0, len(apart), STRETCH):
            self._tell_apart(apart[begin : begin + STRETCH], news)
            await asyncio.sleep(0)
        for row in rows:
            fallen = row.tell(news)
            self._set_apart(fallen)
            self._tell_apart(fallen, news)
            await asyncio.sleep(0)

    async def tick(self, now: float, server_now: Instant) -> int:
        """Time went by: heartbeats. Returns how many bytes wait here to be sent.

        While news is told nobody may change places; who hears no heartbeat for that hears it a second later.
        """
        for listener in list(self._apart):
            listener.tick(now, server_now)
        for row in list(self._rows):
            if self._telling:
                break
            if row.next_heartbeat <= now:
                self._set_apart(row.beat(now, server_now))
                await asyncio.sleep(0)
        if not self._telling:
            self._form_rows()
        return sum(listener.session.outbox.held_bytes for listener in self._apart)

    def _set_apart(self, listeners: Sequence[Listener]) -> None:
        for listener in listeners:
            del self._places[listener]
        self._apart.update(listeners)

    def _tell_apart(self, listeners: Sequence[Listener], news: News) -> None:
        for listener in listeners:
            for stream, first, frames in news:
                listener.do(listener.session.deliver(stream, first, frames))

    def _form_rows(self) -> None:
        """Who keeps up is told with the others from now on."""
        self._rows = [row for row in self._rows if row.listeners]
        for listener in list(self._apart):
            if not listener.session.keeps_up:
                continue
            for row in self._rows:
                if len(row.listeners) < STRETCH and row.numbers == listener.session.numbers:
                    break
            else:
                row = Row(listener.session.numbers)
                self._rows.append(row)
            listener.session.numbers = row.numbers
            row.listeners[listener.session.outbox] = listener
            self._places[listener] = row
            self._apart.discard(listener)
