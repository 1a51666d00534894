"""Many websocket clients in one process that only count what comes: the server is what is measured.

Each is a bare non-blocking socket: its handshake and its first frame are written by hand. Of what it hears
only the frames' lengths are read; pings are answered.
"""

import select
import socket
import struct
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

from comity.commands.failing import CommandError

PATIENCE_S: Final = 60.0
BATCH: Final = 50
"""Clients that come at a time: few enough that all say hello before a busy server has lost its patience."""
PING: Final = 0x89
CLOSE: Final = 0x88
PONG_HEAD: Final = b"\x8a"
SHORT: Final = 126
LENGTHS: Final = {126: struct.Struct("!H"), 127: struct.Struct("!Q")}
"""Payload lengths that say: the true length follows, in two bytes or in eight."""
CONTROL_MAX: Final = 127
"""Bytes of the longest frame that is looked at as a whole; no head is longer."""


class _Line:
    """One client, and where in the stream of frames it is."""

    __slots__ = ("begun", "frames", "rest", "socket", "whole")

    def __init__(self, opened: socket.socket) -> None:
        self.socket = opened
        self.frames = 0
        """So many frames of the wanted length came whole."""
        self.begun = b""
        """The beginning of a frame's head, or of a ping."""
        self.rest = 0
        """So many bytes of the present frame are still to come."""
        self.whole = -1
        """Its length; -1 between two frames."""


class Crowd:
    """Clients of several servers on this machine, by the server's port."""

    def __init__(self) -> None:
        self._lines: dict[int, _Line] = {}
        self._by_port: dict[int, list[_Line]] = {}
        self._epoll = select.epoll()
        self._buffer = bytearray(1 << 18)
        self._view = memoryview(self._buffer)

    def size(self, port: int) -> int:
        return len(self._by_port.get(port, ()))

    def come(self, port: int, heads: Sequence[bytes], hellos: Sequence[bytes]) -> None:
        """One client for each head of a request (an empty one: a plain connection). Who says hello hears a
        frame in answer.
        """
        opened = []
        for head in heads:
            one = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S)
            one.sendall(head)
            opened.append(one)
        fresh = []
        for one, head, hello in zip(opened, heads, hellos, strict=True):
            if head:
                _read_answer(one)
            one.sendall(hello)
            one.setblocking(False)
            fresh.append(_Line(one))
            self._lines[one.fileno()] = fresh[-1]
            self._epoll.register(one, select.EPOLLIN)
        self._by_port.setdefault(port, []).extend(fresh)
        self._listen([line for line, hello in zip(fresh, hellos, strict=True) if hello], None)
        self._serve(None, 0.0)

    def hear(self, port: int, length: int) -> float:
        """Listens until every client of this server has a frame of this length; when the last had it."""
        return self._listen(self._by_port[port], length)

    def wait(self, seconds: float) -> None:
        """Lets time go by; pings are answered."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self._serve(None, left)

    def close(self) -> None:
        for line in self._lines.values():
            line.socket.close()
        self._epoll.close()

    def _listen(self, lines: Sequence[_Line], length: int | None) -> float:
        missing = set(lines)
        for line in missing:
            line.frames = 0
        until = time.monotonic() + PATIENCE_S
        while missing:
            if time.monotonic() > until:
                raise CommandError(f"{len(missing)} of {len(lines)} clients did not hear what was sent")
            missing.difference_update(line for line in self._serve(length, 1.0) if line.frames)
        return time.monotonic()

    def _serve(self, length: int | None, seconds: float) -> list[_Line]:
        """Reads what is there; from whom."""
        ready = [self._lines[file] for file, _ in self._epoll.poll(seconds)]
        for line in ready:
            self._read(line, length)
        return ready

    def _read(self, line: _Line, length: int | None) -> None:
        try:
            size = line.socket.recv_into(self._buffer)
        except BlockingIOError:
            return
        if size == 0:
            raise CommandError(f"the server at port {line.socket.getpeername()[1]} hung up on a client")
        data = line.begun + bytes(self._view[:size])
        at = line.rest
        while at <= len(data):
            if line.whole >= 0 and length in (None, line.whole):
                line.frames += 1
            line.begun, line.rest, line.whole = data[at : at + CONTROL_MAX], 0, -1
            found = _measure(line.begun)
            if found is None:
                return  # its rest comes with the next bytes
            head, whole = found
            if line.begun[0] == CLOSE:
                code = int.from_bytes(line.begun[head : head + 2], "big")
                raise CommandError(f"the server hung up on a client with code {code}")
            if line.begun[0] == PING:
                _answer(line.socket, line.begun[head : head + whole])
            else:
                line.whole = whole
            at += head + whole
        line.begun, line.rest = b"", at - len(data)


def _measure(begun: bytes) -> tuple[int, int] | None:
    """The lengths of a frame's head and payload; None while that cannot be told, and of half a ping."""
    if len(begun) < 2:
        return None
    short = begun[1]
    if short < SHORT:
        return None if begun[0] in (PING, CLOSE) and len(begun) < 2 + short else (2, short)
    form = LENGTHS[short]
    if len(begun) < 2 + form.size:
        return None
    (length,) = form.unpack_from(begun, 2)
    return 2 + form.size, length


def masked(text: bytes) -> bytes:
    """A client's text frame of less than 64 KiB, under a mask of zeros, which leaves it as it is."""
    short = len(text) < SHORT
    length = bytes([0x80 | len(text)]) if short else b"\xfe" + len(text).to_bytes(2, "big")
    return b"\x81" + length + bytes(4) + text


def _answer(one: socket.socket, payload: bytes) -> None:
    with suppress(BlockingIOError):
        one.send(PONG_HEAD + bytes([0x80 | len(payload)]) + bytes(4) + payload)


def _read_answer(one: socket.socket) -> None:
    answer = b""
    while not answer.endswith(b"\r\n\r\n"):
        more = one.recv(4096)
        answer += more
        if not more:
            break
    if not answer.startswith(b"HTTP/1.1 101"):
        raise CommandError(f"a client was not let in: {answer[:200].decode(errors='replace')}")
