"""Values to bytes: the one way in which the service writes JSON."""

from datetime import UTC, datetime
from typing import Any, TypeVar

import orjson
import rfc8785

from comity.game.encoded import Encoded
from comity.game.errors import Refused
from comity.game.shapes import Instant
from comity.rules.faults import Fault

T = TypeVar("T")


def instant(at: datetime) -> Instant:
    """`2026-01-31T10:00:00.000Z`."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def maybe_instant(at: datetime | None) -> Instant | None:
    return None if at is None else instant(at)


def encode(value: object) -> bytes:
    """JSON of dataclasses, dicts and lists, without blanks, keys in the order of their fields."""
    return orjson.dumps(value, default=_as_it_is)


def encoded(value: T) -> Encoded[T]:
    """`value` written once, for everything that will hold it."""
    return Encoded(encode(value))


def _as_it_is(value: object) -> orjson.Fragment:
    if isinstance(value, Encoded):
        return orjson.Fragment(value.json)
    raise TypeError(f"{type(value).__name__} has no JSON")


def canonical(value: Any, field: str = "body") -> str:
    """RFC 8785 JSON: equal values give equal text, on every machine.

    Raises Refused for what has no canonical form: integers past 2^53, NaN, lone surrogates, endless nesting.
    """
    try:
        return rfc8785.dumps(value).decode()
    except (rfc8785.CanonicalizationError, UnicodeError, RecursionError, ValueError, TypeError) as error:
        raise Refused(
            Fault(
                "not_canonical",
                field,
                "This contains a value that JSON cannot carry exactly.",
                "Use plain text, numbers below 2^53, lists and objects, at most 30 levels deep.",
            )
        ) from error
