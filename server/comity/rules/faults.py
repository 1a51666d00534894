"""A fault: why an input was refused, as data. Only the web knows what HTTP status it becomes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One refusal, written for the person who must mend it.

    `code` is a stable snake_case name, `field` a path in the input (`actions[2].target`), `message` says what
    is wrong and `fix` what to do instead.
    """

    code: str
    field: str
    message: str
    fix: str
