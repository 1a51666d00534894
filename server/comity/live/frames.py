"""A text message as the bytes that a server sends: unmasked (RFC 6455), so that one copy serves everybody."""

from functools import lru_cache
from typing import Final

from websockets.frames import Frame, Opcode

KEPT: Final = 16
"""Frames whose bytes are at hand: more than one turn tells at once."""


@lru_cache(maxsize=KEPT)
def framed(text: bytes) -> bytes:
    """The whole frame. The hub gives everybody the same text, which is framed for the first."""
    return Frame(Opcode.TEXT, text).serialize(mask=False)
