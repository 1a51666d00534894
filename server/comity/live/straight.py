"""Sending to the socket under a transport, past the transport, while nothing waits in it.

Python's own `socket.send` lets go of the interpreter's lock for each call: beside a thread that computes, as
the one that resolves a turn, every single send would wait up to 5 ms to get it back. A send that does not
block has no use for that, so the system is asked with the lock held.
"""

import asyncio
import ctypes
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Final

_FLAGS: Final = getattr(socket, "MSG_DONTWAIT", 0) | getattr(socket, "MSG_NOSIGNAL", 0)


def _system_send() -> Callable[[int, bytes, int, int], int] | None:
    """`send` of the C library; None where it cannot be had, or could block."""
    if not hasattr(socket, "MSG_DONTWAIT"):
        return None
    with suppress(OSError, AttributeError, TypeError):
        send = ctypes.PyDLL(None).send
        send.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_int)
        send.restype = ctypes.c_ssize_t
        return send
    return None


_SEND: Final = _system_send()


class SocketNumber:
    """The socket of a transport, by its number: to be forgotten when the transport says that it is lost."""

    __slots__ = ("_number",)

    def __init__(self, number: int) -> None:
        self._number = number

    def send(self, data: bytes) -> int:
        """How many of these bytes it took; -1 where it has no room now, or nobody is there."""
        return _SEND(self._number, data, len(data), _FLAGS)  # type: ignore[misc]


def straight_to(transport: asyncio.Transport) -> SocketNumber | None:
    """The socket under a transport; None where that does more than pass bytes on, or this system has no such
    send.
    """
    under = transport.get_extra_info("socket")
    if _SEND is None or under is None or transport.get_extra_info("sslcontext") is not None:
        return None
    return SocketNumber(under.fileno())
