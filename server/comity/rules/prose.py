"""Names and deeds as they stand in a sentence: made with the catalogue, used wherever a turn is told."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

TARGET = "{target}"
"""Stands in a deed's words for what it is aimed at."""


@dataclass(frozen=True, slots=True)
class Prose:
    """A scenario's words in the order of its tables; a first letter is raised where a sentence begins."""

    names: Mapping[str, tuple[str, ...]]
    """By target kind, as within a sentence: `the United States`, `the IMF`."""
    actions: tuple[str, ...]
    """What one state does: `raises tariffs against {target}`."""
    agreements: tuple[str, ...]
    """What two states do together: `sign a compact with each other`."""

    def name(self, kind: str, index: int) -> str:
        """The name of one target; empty where there is none."""
        return self.names[kind][index] if index >= 0 and kind in self.names else ""


def raised(text: str) -> str:
    """With its first letter raised, as where a sentence begins."""
    return text[:1].upper() + text[1:]


def listed(parts: Sequence[str], last: str = "and") -> str:
    """`a, b and c`."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def put(text: str, slot: str, name: str) -> str:
    """A text with a name in place of its slot, raised where the slot begins a sentence."""
    begins = rf'(^|[.!?]["\N{{RIGHT DOUBLE QUOTATION MARK}})]*\s+)?{re.escape(slot)}'
    return re.sub(begins, lambda at: name if at[1] is None else at[1] + raised(name), text)


def sentence(text: str) -> str:
    """A text as a sentence: its first letter raised, with a full stop."""
    said = raised(text)
    return said if said.endswith((".", "!", "?")) else said + "."
