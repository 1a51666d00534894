"""The concept table of `docs/model.md` as rows, and what is untrue in them.

A row has five cells: the concept in bold with its section in italics, the mechanism in words, files under
`server/comity/rules`, data as `FILE: KEY, KEY`, and two cases as `FILE: TITLE` behind `acts:` and `not:`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from tests.rules import casebook, worlds

PAGE: Final = worlds.ROOT / "docs/model.md"
RULES: Final = worlds.ROOT / "server/comity/rules"
LIBRARY: Final = worlds.ROOT / "scenarios/library"
CELLS: Final = 5
ACTING: Final = {"acts", "rises", "falls", "is", "told"}
NOT_ACTING: Final = {
    "idle", "stays", "refused", "untold", "more", "less", "same", "more_than", "stronger", "weaker",
}  # fmt: skip
SECTIONS: Final = {
    "Abstract",
    "The international system",
    "Four globalisms",
    "Liberal international order",
    "Transformative internationalism",
    "Mercantilist nationalism",
    "Conservative internationalism",
    "Pluralism",
}


@dataclass(frozen=True)
class Row:
    concept: str
    sections: tuple[str, ...]
    mechanism: str
    files: tuple[str, ...]
    data: tuple[tuple[str, str], ...]
    """File and key."""
    acts: str
    idle: str


def rows(text: str) -> tuple[Row, ...]:
    """Every row of every table of five cells."""
    found = []
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("| **") and len(cells) == CELLS:
            found.append(_row(cells))
    return tuple(found)


def _row(cells: list[str]) -> Row:
    concept, mechanism, files, data, cases = cells
    name = re.match(r"\*\*(.+?)\*\*", concept)
    named = dict(re.findall(r"(acts|not): `([^`]+)`", cases))
    return Row(
        name[1] if name else "",
        tuple(re.findall(r"(?<!\*)\*([^*]+)\*(?!\*)", concept)),
        mechanism,
        tuple(re.findall(r"`([^`]+)`", files)),
        tuple(
            (file, key.strip())
            for span in re.findall(r"`([^`]+)`", data)
            for file, _, keys in [span.partition(": ")]
            for key in keys.split(",")
        ),
        named.get("acts", ""),
        named.get("not", ""),
    )


@lru_cache(maxsize=1)
def data_keys() -> Mapping[str, set[str]]:
    """What may be named of every file of the library."""
    return {path.name: _keys(path.stem, casebook.load(path.read_text())) for path in LIBRARY.glob("*.yaml")}


def _keys(name: str, document: Mapping[str, Any]) -> set[str]:
    if name == "theories":
        return set(document["theories"]["sakwa"]["coefficients"])
    if name == "texts":
        return {f"{table}.{key}" for table in document for key in document[table]}
    table = document[name]
    return set(table) if isinstance(table, dict) else {row["key"] for row in table}


def untrue(row: Row, known: Mapping[str, set[str]], played: Mapping[str, casebook.Case]) -> list[str]:
    """What a row says that is not so; `played` are the cases that run, by `FILE: TITLE`."""
    found = [f"no section of the paper: {name}" for name in row.sections if name not in SECTIONS]
    empty = [name for name in ("sections", "mechanism", "files", "data") if not getattr(row, name)]
    found += [f"nothing under {name}" for name in empty]
    found += [f"no such file: {name}" for name in row.files if not (RULES / name).is_file()]
    found += [f"no such key: {file}: {key}" for file, key in row.data if key not in known.get(file, set())]
    for title, words, what in (
        (row.acts, ACTING, "the mechanism acts"),
        (row.idle, NOT_ACTING, "it must not act, or does less"),
    ):
        if title not in played:
            found.append(f"no such case runs: {title!r}")
        elif not words & {casebook.word_of(claim) for claim in played[title].claims}:
            found.append(f"{title!r} claims nowhere that {what}")
    return found
