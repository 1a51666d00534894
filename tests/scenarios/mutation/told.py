"""Whether an answer to an author is one that helps."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

import yaml

from comity.scenarios.faults import ScenarioFault

UNSHOWABLE: Final = re.compile("[\x00-\x08\x0a-\x1f\x7f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Controls, halves of characters, and what breaks lines or turns the direction of a text."""
OF_WHOLE_FILES: Final = frozenset(
    {
        "not_yaml",
        "bad_character",
        "two_documents",
        "too_large",
        "too_many_files",
        "file_missing",
        "empty",
        "odd_file",
        "too_long",
        "and_more",
        "model_type",
        "odd_key",
        "merge_key",
        "odd_tag",
        "anchor",
        "alias",
    }
)
"""Faults of a file, or of the whole document in it: there may be no field that they could name."""


def shortcomings(fault: ScenarioFault, texts: Mapping[str, str]) -> list[str]:
    """What a fault leaves out of: a file, a line in it, a field, what is wrong and how to mend it."""
    found = []
    if not fault.file.strip():
        found.append("names no file")
    if fault.line < 1 or (fault.file in texts and fault.line > len(texts[fault.file].splitlines()) + 1):
        found.append(f"names line {fault.line}, which the file does not have")
    fieldless = fault.code in OF_WHOLE_FILES or fault.file.endswith(".md")
    if not fault.field and not fieldless and not holds_one_value(texts.get(fault.file, "")):
        found.append("names no field")
    if not fault.message.strip():
        found.append("says nothing")
    if not fault.fix.strip():
        found.append("offers no mend")
    if UNSHOWABLE.search(f"{fault.file}{fault.field}{fault.message}{fault.fix}"):
        found.append("holds what cannot be shown")
    if any(word in fault.message for word in ("Traceback", "Error:", "pydantic", "NoneType")):
        found.append("speaks of the program")
    whole = f"{fault.code} in {fault.file}:{fault.line}, {fault.field}: {fault.message}. {fault.fix}"
    return [f"{what}: {whole[:300]!a}" for what in found]


def holds_one_value(text: str) -> bool:
    """Whether a document is no mapping and no list, so that nothing in it has a name."""
    for event in yaml.parse(text.removeprefix("\ufeff"), Loader=yaml.SafeLoader):
        if isinstance(event, yaml.NodeEvent):
            return not isinstance(event, yaml.CollectionStartEvent)
    return False


def all_shortcomings(faults: Iterable[ScenarioFault], texts: Mapping[str, str]) -> list[str]:
    return [what for fault in faults for what in shortcomings(fault, texts)]
