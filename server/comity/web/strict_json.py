"""JSON as we accept it: one meaning for every reader, nothing that a database or a browser would choke on.

The standard parser accepts `NaN`, keeps the last of two equal keys, and returns lone surrogates, NUL and
integers of any size; each of those becomes an error far from here. `parse` refuses them where they stand, by
name of field.
"""

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from comity.rules.faults import Fault

DEPTH_MAX = 30
INTEGER_MAX = 2**53
"""Past this a browser's number is not the number that was sent."""

_STRING = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)', re.DOTALL)
"""A text, or what begins like one and never ends: a pattern that can fail is tried again at every quote."""
_SURROGATE = re.compile("[\ud800-\udfff]")
_PLAIN_KEY = re.compile(r"[A-Za-z0-9_.:-]{1,64}")


class NotOurJsonError(ValueError):
    """The text is not JSON that we accept; `fault` says where and why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class _Refused:
    """Stands in a parsed document where a value was refused, until the walk finds it and knows its path."""

    code: str
    message: str
    fix: str


_NOT_FINITE = _Refused("number_not_finite", "The number is not finite.", "Send an ordinary decimal number.")
_TOO_LARGE = _Refused(
    "number_too_large", "The whole number is beyond what a browser counts exactly.", "Send at most 2^53."
)
_REPEATED = _Refused("key_repeated", "The field appears twice in one object.", "Send each field once.")
_NUL = _Refused("text_has_nul", "The text holds a NUL character.", "Remove the character U+0000.")
_HALF = _Refused(
    "text_not_unicode", "The text holds half of a character (a lone surrogate).", "Send whole characters."
)


def parse(body: bytes) -> Any:
    """The document in `body`, or `NotOurJsonError` naming the first field that we refuse."""
    if not body.strip():
        raise _whole("body_empty", "The body is empty.", "Send a JSON object.")
    try:
        text = body.decode("utf-8", "strict")
    except UnicodeDecodeError:
        raise _whole("not_utf8", "The body is not valid UTF-8.", "Send JSON in UTF-8.") from None
    if _deeper_than(DEPTH_MAX, text):
        raise _whole(
            "too_deep", f"The body is nested deeper than {DEPTH_MAX} levels.", "Send a flatter document."
        )
    try:
        document = json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=lambda _: _NOT_FINITE,
            parse_float=_decimal,
            parse_int=_integer,
        )
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise _whole(
            "json_invalid", f"The body is not JSON: see {where}.", "Send well-formed JSON."
        ) from None
    for path, value in _walk(document, ""):
        if isinstance(value, _Refused):
            raise NotOurJsonError(Fault(value.code, path or "body", value.message, value.fix))
    return document


def safe_key(key: str) -> str:
    """A key that may be shown back to its sender: ours are plain, anything else is written as `?`."""
    return key if _PLAIN_KEY.fullmatch(key) else "?"


def _whole(code: str, message: str, fix: str) -> NotOurJsonError:
    return NotOurJsonError(Fault(code, "body", message, fix))


def _deeper_than(limit: int, text: str) -> bool:
    """Count brackets outside of strings before the recursive parser sees them. Linear in the text."""
    depth = 0
    for character in re.finditer(r"[\[\]{}]", _STRING.sub("", text)):
        depth += 1 if character.group() in "[{" else -1
        if depth > limit:
            return True
    return False


def _integer(digits: str) -> int | _Refused:
    if len(digits) > 17 or abs(int(digits)) > INTEGER_MAX:
        return _TOO_LARGE
    return int(digits)


def _decimal(digits: str) -> float | _Refused:
    value = float(digits)
    return value if math.isfinite(value) else _NOT_FINITE


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        found[key] = _REPEATED if key in found else _checked_text(key) or value
    return found


def _checked_text(text: str) -> _Refused | None:
    if "\x00" in text:
        return _NUL
    return _HALF if _SURROGATE.search(text) else None


def _walk(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Every leaf with its path, depth first, refused texts replaced. Recursion is bounded by `DEPTH_MAX`."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _walk(inner, f"{path}.{safe_key(key)}" if path else safe_key(key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _walk(inner, f"{path}[{index}]")
    elif isinstance(value, str):
        yield path, _checked_text(value) or value
    else:
        yield path, value
