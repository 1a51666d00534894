"""Canaries: secrets that exist nowhere else, and the search for them in all that leaves the house.

Each holds 128 random bits, so that it is found in no text by chance. It is looked for as it is (JSON leaves
its letters alone), with every sign escaped, in base64 at each of three alignments, and in hexadecimal.
"""

import base64
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

FORMS: Final = ("plain", "escaped", "base64", "hex")


def canary() -> str:
    """A new one; fit for words, names, and keys."""
    return f"c{secrets.token_hex(16)}"


def written(text: str, form: str) -> list[bytes]:
    """What to look for to find this text in one form, all in small letters but for base64."""
    plain = text.encode()
    match form:
        case "plain":
            return [plain.lower()]
        case "escaped":
            return ["".join(f"\\u{ord(sign):04x}" for sign in text).encode()]
        case "base64":
            return [found for one in _aligned(plain) for found in (one, one.translate(_URL_SAFE))]
        case _:
            return [plain.hex().encode()]


_URL_SAFE: Final = bytes.maketrans(b"+/", b"-_")


def _aligned(plain: bytes) -> Iterator[bytes]:
    """The signs of base64 that hang on nothing but the text, wherever in a longer one it stands."""
    for offset in range(3):
        bits = 8 * (offset + len(plain))
        coded = base64.b64encode(b"\0" * offset + plain)
        yield coded[-(-8 * offset // 6) : bits // 6]


def found(text: str, heap: bytes) -> list[str]:
    """The forms in which this text stands in the heap."""
    small = heap.lower()
    return [
        form
        for form in FORMS
        if any(one in (heap if form == "base64" else small) for one in written(text, form))
    ]


@dataclass
class Watch:
    """Secrets by what they are, and what was received over each channel."""

    secrets: dict[str, str] = field(default_factory=dict)
    channels: dict[str, bytearray] = field(default_factory=dict)

    def hide(self, what: str) -> str:
        """A new canary under this name."""
        return self.keep(what, canary())

    def keep(self, what: str, secret: str) -> str:
        """A secret that somebody else made, such as a token."""
        self.secrets[what] = secret
        return secret

    def hear(self, channel: str, said: bytes) -> None:
        self.channels.setdefault(channel, bytearray()).extend(said + b"\n")

    def leaks(self, channels: Mapping[str, bytearray] | None = None) -> list[str]:
        """What stands where it should not."""
        heard = self.channels if channels is None else channels
        return [
            f"{what} in {channel}, {form}"
            for channel, said in heard.items()
            for what, secret in self.secrets.items()
            for form in found(secret, bytes(said))
        ]
