"""Role sheets: Markdown with a part for everybody and a part for the seat alone."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from comity.rules.faults import Fault
from comity.scenarios import schema
from comity.scenarios.faults import ScenarioFault

WORDS_MIN: Final = 120
WORDS_MAX: Final = 250
WORDS_A_MINUTE: Final = 150
"""Of a foreign language, with something to remember."""

BRIEF_MAX: Final = 180
"""Characters of what a seat says of itself before it is chosen."""

_LINK: Final = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_SENTENCE: Final = re.compile(r"(?<=[.!?]) (?=[A-Z])")
_HEADING: Final = re.compile(r"^## +(Public|Hidden)[ \t#]*$", re.MULTILINE)
_TITLE: Final = re.compile(r"\s*# .*")
_WORD: Final = re.compile(r"\w[\w'\u2019-]*")


@dataclass(frozen=True, slots=True)
class RoleSheet:
    """The two parts, in Markdown, without their headings."""

    public: str
    hidden: str


def split(sheet: str) -> RoleSheet:
    """The parts of a sound role sheet. What stands under no heading is in neither."""
    pieces = _HEADING.split(sheet)
    parts = dict(zip(pieces[1::2], pieces[2::2], strict=True))
    return RoleSheet(parts.get("Public", "").strip(), parts.get("Hidden", "").strip())


def brief(public: str) -> str:
    """The first sentences of a public part, in plain words, as many as fit a line or two; one at least."""
    paragraph = _LINK.sub(r"\1", public.split("\n\n", maxsplit=1)[0]).replace("*", "").replace("`", "")
    first, *rest = _SENTENCE.split(" ".join(paragraph.split()))
    for sentence in rest:
        if len(first) + 1 + len(sentence) > BRIEF_MAX:
            break
        first = f"{first} {sentence}"
    return first


def problems(file: str, sheet: str) -> Iterator[ScenarioFault]:
    """What an author has to mend in a role sheet."""
    found = list(_HEADING.finditer(sheet))
    for name in ("Public", "Hidden"):
        lines = [sheet.count("\n", 0, match.start()) + 1 for match in found if match[1] == name]
        if not lines:
            message = f"the heading `## {name}` is missing"
            yield ScenarioFault(file, 1, Fault("heading_missing", name, message, f"add a line `## {name}`"))
        for line in lines[1:]:
            message = f"the heading `## {name}` stands twice"
            yield ScenarioFault(file, line, Fault("heading_twice", name, message, "keep one of the two"))
    both = len({match[1] for match in found}) == 2
    if both and not _TITLE.fullmatch(sheet[: found[0].start()].rstrip() or "# "):
        message = "there is text before the first heading"
        fix = "move it under `## Public` or `## Hidden`; only a title may stand above them"
        yield ScenarioFault(file, 1, Fault("text_outside", "", message, fix))
    if both and len(found) == 2:
        parts = split(sheet)
        count = word_count(parts.public) + word_count(parts.hidden)
        if not WORDS_MIN <= count <= WORDS_MAX:
            message = f"the role sheet has {count} words"
            fix = f"write {WORDS_MIN} to {WORDS_MAX} words in the two parts together"
            yield ScenarioFault(file, 1, Fault("wrong_length", "", message, fix))
        for name, text in (("Public", parts.public), ("Hidden", parts.hidden)):
            if not text:
                message = f"nothing stands under `## {name}`"
                yield ScenarioFault(file, 1, Fault("empty", name, message, "write what this part should say"))


def word_count(markdown: str) -> int:
    """Words as a reader counts them; addresses of links count as none."""
    return len(_WORD.findall(re.sub(r"\]\([^)]*\)", "]", markdown)))


def reading_minutes(sheet: str, objectives: Sequence[schema.Objective]) -> float:
    """How long a student reads a seat's sheet and objectives, in minutes with one decimal."""
    text = sheet + "".join(f" {goal.text}" for goal in objectives)
    return round(word_count(text) / WORDS_A_MINUTE, 1)
