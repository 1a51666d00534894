"""What must hold by the way the house is built. A break is a defect of ours, never the caller's fault."""

from typing import TypeVar

Value = TypeVar("Value")


class InvariantBroken(RuntimeError):
    """Something that cannot be, is. The message says what we relied on."""


def certain(value: Value | None, why: str) -> Value:
    """`value`, which is there because of `why`."""
    if value is None:
        raise InvariantBroken(why)
    return value
