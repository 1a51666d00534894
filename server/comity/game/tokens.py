"""Ids, tokens, codes and secrets, all from one injected source of randomness."""

import base64
import hashlib
import secrets

from comity.game.ports import Randomness

CODE_ALPHABET = "2345679ACDEFGHJKMNPQRTVWXY"
"""26 signs that stay apart on a projector: no 0 or O, 1, I or L, 8 or B, S (5), Z (2), U (V)."""

CODE_LENGTH = 6
_UNBIASED = 256 - 256 % len(CODE_ALPHABET)
_MISREAD = str.maketrans({"S": "5", "Z": "2", "U": "V", " ": None, "-": None})


class SystemRandomness:
    """The operating system's own."""

    def bytes(self, count: int) -> bytes:
        return secrets.token_bytes(count)


def new_id(randomness: Randomness) -> str:
    """128 random bits: an id that tells neither time nor order nor number."""
    return randomness.bytes(16).hex()


def new_token(randomness: Randomness) -> str:
    """256 random bits, safe in a URL fragment and in a cookie (43 characters)."""
    return base64.urlsafe_b64encode(randomness.bytes(32)).rstrip(b"=").decode()


def token_hash(token: str) -> str:
    """What is stored of a token. Random input needs no slow hash."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def new_join_code(randomness: Randomness) -> str:
    """Six signs, each equally likely: some 300 million codes."""
    code = ""
    while len(code) < CODE_LENGTH:
        for byte in randomness.bytes(CODE_LENGTH):
            if byte < _UNBIASED and len(code) < CODE_LENGTH:
                code += CODE_ALPHABET[byte % len(CODE_ALPHABET)]
    return code


def read_join_code(typed: str) -> str:
    """A typed code as it was meant: any case, with blanks or dashes, common misreadings mended."""
    return typed.upper().translate(_MISREAD)
