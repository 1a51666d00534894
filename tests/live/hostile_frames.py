"""Frames that no client of ours sends: nonsense, and what the grammar of our messages almost allows."""

import json
from random import Random
from typing import Any, Final

WORDS: Final = ["hello", "ack", "ping", "pong", "bye", "type", "ticket", "epoch", "public", "private", ""]
ODD_VALUES: Final[list[Any]] = [
    *(None, True, 0, -1, 1.5, 1e308, 2**31, 2**53 + 1, 2**70, "", "\x00", "x" * 5000, "\ud800", "\u202e"),
    *([], {}, [[]], {"type": "hello"}, "NaN", float("nan"), float("inf")),
]
MESSAGES: Final[list[dict[str, Any]]] = [
    {"type": "hello", "ticket": "t", "epoch": "e1", "public": 0, "private": 0},
    {"type": "hello", "ticket": "t", "epoch": None, "public": 3, "private": 1},
    {"type": "ack", "public": 2, "private": 2},
    {"type": "ping"},
]
DEEP: Final = 2000
CHARACTERS: Final = [*range(0xD800), *range(0xE000, 0x10000)]
"""All of the first plane but the halves of pairs."""


def frame(chance: Random) -> str | bytes:
    """One of all kinds; about one in ten is a message as it should be."""
    kind = chance.randrange(10)
    if kind == 0:
        return json.dumps(chance.choice(MESSAGES))
    if kind == 1:
        return chance.randbytes(chance.randrange(64))
    if kind == 2:
        return "".join(map(chr, chance.sample(CHARACTERS, 20)))
    if kind == 3:
        return chance.choice('[{"') * chance.randrange(DEEP)
    text = json.dumps(_almost(chance))
    return _torn(chance, text) if kind < 6 else text


def _almost(chance: Random) -> Any:
    """A message with a few members changed, gone, added or of another's kind."""
    message = dict(chance.choice(MESSAGES))
    for _ in range(chance.randrange(1, 3)):
        key = chance.choice([*message, *WORDS])
        if chance.random() < 0.3:
            message.pop(key, None)
        else:
            message[key] = chance.choice([*ODD_VALUES, *WORDS])
    return [message] if chance.random() < 0.1 else message


def _torn(chance: Random, text: str) -> str:
    """A text with a piece cut out, doubled or replaced."""
    start = chance.randrange(len(text))
    end = min(start + chance.randrange(6), len(text))
    return text[:start] + chance.choice(["", text[start:end] * 2, "\\u", '"', "{", ","]) + text[end:]


def _head(first: int, length: int, *, masked: bool = True) -> bytes:
    return bytes([first, (0x80 if masked else 0) | length]) + (bytes(4) if masked else b"")


UNFRAMED: Final[dict[str, bytes]] = {
    "not masked": _head(0x81, 4, masked=False) + b"ping",
    "a reserved bit": _head(0xC1, 4) + b"ping",
    "an opcode that is none": _head(0x83, 0),
    "a continuation of nothing": _head(0x80, 4) + b"ping",
    "a ping in two pieces": _head(0x09, 0),
    "a ping of 126 bytes": bytes([0x89, 0xFE, 0, 126]) + bytes(4 + 126),
    "eight bytes of length": bytes([0x81, 0xFF]) + (2**62).to_bytes(8, "big") + bytes(4),
    "a length with its highest bit": bytes([0x81, 0xFF]) + b"\xff" * 8 + bytes(4),
    "half a character": _head(0x81, 1) + b"\xe2",
    "a close with half a code": _head(0x88, 1) + b"\x03",
    "a close with a code that is none": _head(0x88, 2) + (999).to_bytes(2, "big"),
    "a close whose reason is no text": _head(0x88, 3) + (1000).to_bytes(2, "big") + b"\xff",
    "nonsense": bytes(range(256)),
    "a request in the middle": b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
}
"""Bytes on an open line that break the rules of websockets themselves."""
