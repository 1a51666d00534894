"""200 hostile words, and a scenario whose author wrote nothing else."""

import base64
import itertools
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import yaml

from comity.game.words import NAME_LENGTH

CANARY: Final = "xss"
"""The function that a script would call if it ran, with its payload's number."""
FOREIGN: Final = "evil.example"
SCENARIO: Final = "crash-course"
"""The scenario that is poisoned: the demonstration of a new server is played in it, too."""

_LISTS: Final = frozenset(("turn_labels", "learning_goals", "debrief_questions", "sources"))
_TEXTS: Final = frozenset(
    (
        *("title", "summary", "content_note", "name", "gloss", "help", "text", "otherwise", "source"),
        *("because", "words", "top", "middle", "ground"),
    )
)
_PLACEHOLDER: Final = re.compile(r"\{(?:institution|target|state)\}")
_ROLE_WORDS: Final = 115
"""For each of the two parts: a sheet has 120 to 250 words."""


def _payloads() -> tuple[str, ...]:
    file = Path(__file__).with_name("xss_payloads.txt")
    lines = (line for line in file.read_text().splitlines() if line and not line.startswith(("## ", "# ")))
    return tuple(_filled(line, number) for number, line in enumerate(lines, 1))


def _filled(line: str, number: int) -> str:
    line = line.replace("XSS", f"{CANARY}({number})").replace("EVIL", f"{FOREIGN}/{number}")
    line = re.sub(r"B64\{(.*?)\}", lambda found: base64.b64encode(found[1].encode()).decode(), line)
    return re.sub(r"\\u([0-9A-F]{4})", lambda found: chr(int(found[1], 16)), line)


PAYLOADS: Final = _payloads()
NAMES: Final = tuple(payload for payload in PAYLOADS if len(payload) <= NAME_LENGTH)
"""Those that fit into the name of a person or of a class."""


FOR_AUTHORS: Final = tuple(payload for payload in PAYLOADS if "\u2028" not in payload)
"""Those that a scenario's files may hold: signs that cannot be shown are refused there."""


def write_scenarios(root: Path, shipped: Path) -> None:
    """A folder of scenarios as `COMITY_SCENARIOS` names it, poisoned wherever an author writes words."""
    dealt = itertools.cycle(FOR_AUTHORS)
    shutil.copytree(shipped / "library", root / "library")
    shutil.copytree(shipped / SCENARIO, root / SCENARIO)
    for file in sorted(root.rglob("*.yaml")):
        document = _poisoned(yaml.load(file.read_text(), yaml.CSafeLoader), dealt)
        file.write_text(
            yaml.dump(document, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=1000)
        )
    for file in sorted(root.rglob("roles/*.md")):
        public, hidden = _paragraphs(dealt), _paragraphs(dealt)
        file.write_text(f"## Public\n\n{public}\n\n## Hidden\n\n{hidden}\n")
    (root / SCENARIO / "briefing.md").write_text("\n\n".join(FOR_AUTHORS))


def _poisoned(value: Any, dealt: Iterator[str], key: str = "") -> Any:
    """The same document with a payload for every text; keys, numbers and choices stay."""
    if isinstance(value, dict):
        if key == "glossary":
            return {next(dealt): next(dealt) for _ in value} | {"__proto__": next(dealt)}
        return {name: _poisoned(inner, dealt, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [_poisoned(inner, dealt, "name" if key in _LISTS else "") for inner in value]
    if isinstance(value, str) and key in _TEXTS:
        return _sentence(value, dealt) if key == "text" else next(dealt)
    return value


def _sentence(text: str, dealt: Iterator[str]) -> str:
    """Its placeholders stay; other braces are refused here, since they could be meant for some."""
    plain = next(payload for payload in dealt if not set("{}") & set(payload))
    return " ".join((plain, *dict.fromkeys(_PLACEHOLDER.findall(text))))


def _paragraphs(dealt: Iterator[str]) -> str:
    found: list[str] = []
    words = 0
    while words < _ROLE_WORDS - 15:
        found.append(next(dealt))
        words += len(re.findall(r"\w+", found[-1]))
    return "\n\n".join(found)
