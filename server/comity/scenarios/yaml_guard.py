"""YAML from strangers: bounded before it is built, and every value keeps its line.

The text is read as parse events, which cost little, and values are built from them by us: so nothing is ever
expanded, merged, tagged or instantiated. Words are read as in YAML 1.2: `no` and `on` are text and not truth
values, so Norway and votes mean what they say, and so is a number with a leading zero (an ISO code).
"""

import math
import re
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from comity.rules.faults import Fault
from comity.scenarios.faults import Path, ScenarioFault, ScenarioInvalid, field_name

BYTES_MAX: Final = 512 * 1024
DEPTH_MAX: Final = 30
NODES_MAX: Final = 60_000
"""Keys and values. 193 states with seats, three objectives each and a thousand relations have 37,000 in a
quarter of a mebibyte; the shipped library's longest file has 4,000.
"""
SCALAR_MAX: Final = 16 * 1024
KEY_MAX: Final = 200
DIGITS_MAX: Final = 15
"""Every whole number of fifteen digits is exact as a JSON number, too."""

LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's parser where PyYAML was built with it: ten times faster. The two differ over what is no YAML at
the fringe (a tab at the end of a line); what both read, they read the same.
"""

_TAG: Final = "tag:yaml.org,2002:"
_SCALAR_TAGS: Final = {f"{_TAG}{name}" for name in ("str", "int", "float", "bool", "null")}
_NUMBER_LENGTH_MAX: Final = 40
_UNPRINTABLE: Final = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
"""Controls, halves of characters, separators of lines, and what turns the direction of the text after it: a
name that holds one reads as another.
"""
_INTEGER: Final = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_DECIMAL: Final = re.compile(
    r"[-+]?(\.[0-9]+|[0-9]+\.[0-9]*|[0-9]+(\.[0-9]*)?[eE][-+]?[0-9]+|\.[0-9]+[eE][-+]?[0-9]+)"
)
_NOT_FINITE: Final = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_WORDS: Final[Mapping[str, bool | None]] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


@dataclass(frozen=True, slots=True)
class Parsed:
    """Plain values (dict, list, str, int, float, bool, None) and the line, from 1, of every path in them."""

    file: str
    value: Any
    lines: Mapping[Path, int]
    moved: Mapping[Path, tuple[int, ...]] = field(default_factory=dict)
    """For lists that entries were taken out of: the number in the file of each entry that is left."""

    def original(self, path: Path) -> Path:
        """The path in the file of a path in `value`."""
        return tuple(
            self.moved[path[:depth]][part]
            if isinstance(part, int) and part < len(self.moved.get(path[:depth], ()))
            else part
            for depth, part in enumerate(path)
        )

    def line(self, path: Path) -> int:
        """The line of a path, or of its nearest parent that stands in the file."""
        path = self.original(path)
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def refuse_unprintable(file: str, text: str) -> None:
    """Control characters and halves of characters are in no text of ours, YAML or Markdown.

    Raises:
        ScenarioInvalid: one was found.
    """
    bad = _UNPRINTABLE.search(text)
    if bad is not None:
        line = text.count("\n", 0, bad.start()) + 1
        message = f"the file holds a character that cannot be shown (U+{ord(bad[0]):04X})"
        fix = "remove it, and save the file as UTF-8 text"
        raise _refused(file, line, Fault("bad_character", "", message, fix))


def parse(file: str, text: str, *, loader: Any = LOADER) -> Parsed:
    """Read one document; `file` is the name that faults give.

    Raises:
        ScenarioInvalid: with one fault: the first thing that is unsafe or not YAML.
    """
    if len(text) > BYTES_MAX or len(text.encode("utf-8", "surrogatepass")) > BYTES_MAX:
        message = f"the file is larger than {BYTES_MAX // 1024} KiB"
        raise _refused(file, 1, Fault("too_large", "", message, "shorten it"))
    text = text.removeprefix("\ufeff")
    refuse_unprintable(file, text)
    return _Builder(file).build(text, loader)


def _refused(file: str, line: int, fault: Fault) -> ScenarioInvalid:
    return ScenarioInvalid([ScenarioFault(file, line, fault)])


class _Builder:
    """Builds plain values from a stream of events, within the bounds."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._lines: dict[Path, int] = {}
        self._nodes = 0

    def build(self, text: str, loader: Any) -> Parsed:
        value: Any = None
        documents = 0
        try:
            with closing(yaml.parse(text, Loader=loader)) as events:  # type: ignore[type-var]
                for event in events:
                    if not isinstance(event, yaml.DocumentStartEvent):
                        continue
                    documents += 1
                    if documents > 1:
                        message = "the file holds more than one document"
                        raise self._no(
                            event, (), "two_documents", message, "remove the line `---` between them"
                        )
                    value = self._node(next(events), events, (), 0)
        except yaml.YAMLError as error:
            raise self._not_yaml(error, text) from None
        return Parsed(self._file, value, self._lines)

    def _not_yaml(self, error: yaml.YAMLError, text: str) -> ScenarioInvalid:
        mark: Any = getattr(error, "problem_mark", None)
        problem = str(getattr(error, "problem", None) or "it cannot be read").replace("\n", " ")
        line = 1 if mark is None else int(mark.line) + 1
        fix = "check the indentation, quotes and brackets here and just above"
        if re.match(r" *\t", "".join(text.splitlines()[line - 1 : line])):
            fix = "indent with spaces, not with tabs"
        return _refused(self._file, line, Fault("not_yaml", "", f"this is not YAML: {problem}", fix))

    def _no(self, event: Any, path: Path, code: str, message: str, fix: str) -> ScenarioInvalid:
        fault = Fault(code, field_name(path), message, fix)
        return _refused(self._file, int(event.start_mark.line) + 1, fault)

    def _count(self, event: Any, path: Path) -> None:
        """What is refused of every node, keys included."""
        self._nodes += 1
        if self._nodes > NODES_MAX:
            message = f"the file holds more than {NODES_MAX} keys and values"
            raise self._no(event, path, "too_many_values", message, "shorten it")
        if isinstance(event, yaml.AliasEvent):
            raise self._no(
                event, path, "alias", "aliases (*name) are not taken", "write the value out in full"
            )
        if event.anchor is not None:
            raise self._no(event, path, "anchor", "anchors (&name) are not taken", "remove the &name")

    def _node(self, event: Any, events: Iterator[Any], path: Path, depth: int) -> Any:
        self._count(event, path)
        self._lines.setdefault(path, int(event.start_mark.line) + 1)
        if depth > DEPTH_MAX:
            message = f"values are nested deeper than {DEPTH_MAX}"
            raise self._no(event, path[:4], "too_deep", message, "flatten the document")
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, path)
        is_list = isinstance(event, yaml.SequenceStartEvent)
        if event.tag not in (None, "!", f"{_TAG}seq" if is_list else f"{_TAG}map"):
            raise self._no(event, path, "odd_tag", "tags (!name) are not taken", "remove the tag")
        return self._list(events, path, depth) if is_list else self._mapping(events, path, depth)

    def _list(self, events: Iterator[Any], path: Path, depth: int) -> list[Any]:
        items: list[Any] = []
        while not isinstance(item := next(events), yaml.SequenceEndEvent):
            items.append(self._node(item, events, (*path, len(items)), depth + 1))
        return items

    def _mapping(self, events: Iterator[Any], path: Path, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(key := next(events), yaml.MappingEndEvent):
            name = self._key(key, path)
            here = (*path, name)
            if name in found:
                first = self._lines[here]
                message = f"the key {name} stands twice, first on line {first}"
                raise self._no(key, here, "duplicate_key", message, "keep one of the two")
            self._lines[here] = int(key.start_mark.line) + 1
            found[name] = self._node(next(events), events, here, depth + 1)
        return found

    def _key(self, event: Any, path: Path) -> str:
        self._count(event, path)
        if not isinstance(event, yaml.ScalarEvent) or event.tag not in (None, "!", f"{_TAG}str"):
            raise self._no(event, path, "odd_key", "a key is not a plain word", "use a word as the key")
        if not event.value.strip():
            raise self._no(event, path, "odd_key", "a key is empty", "give it a name")
        if event.value == "<<":
            raise self._no(
                event, path, "merge_key", "merge keys (<<) are not taken", "write the fields out in full"
            )
        self._refuse_escaped(event, path)
        if len(event.value) > KEY_MAX:
            message = f"a key is longer than {KEY_MAX} characters"
            raise self._no(event, path, "odd_key", message, "use a short word as the key")
        return str(event.value)

    def _scalar(self, event: Any, path: Path) -> Any:
        text: str = event.value
        if len(text) > SCALAR_MAX:
            message = f"a text is longer than {SCALAR_MAX // 1024} KiB"
            raise self._no(event, path, "too_long", message, "shorten it")
        if event.tag not in (None, "!", *_SCALAR_TAGS):
            raise self._no(event, path, "odd_tag", "tags (!name) are not taken", "remove the tag")
        self._refuse_escaped(event, path)
        if event.tag in ("!", f"{_TAG}str") or (event.tag is None and event.style):
            return text
        value = self._plain(event, path, text)
        if event.tag is not None and event.tag != f"{_TAG}{_kind(value)}":
            raise self._no(event, path, "odd_tag", "the tag does not fit the value", "remove the tag")
        return value

    def _refuse_escaped(self, event: Any, path: Path) -> None:
        """What no file may hold may not come in by an escape either: only `"..."` can hold one."""
        bad = _UNPRINTABLE.search(event.value) if event.style == '"' else None
        if bad is not None:
            message = f"a text holds a character that cannot be shown (U+{ord(bad[0]):04X})"
            raise self._no(event, path, "bad_character", message, "remove the escape that stands for it")

    def _plain(self, event: Any, path: Path, text: str) -> Any:
        """A word without quotes: null, a truth value, a number, else text."""
        if text in _WORDS:
            return _WORDS[text]
        if _NOT_FINITE.fullmatch(text):
            message = "infinite numbers and NaN are not taken"
            raise self._no(event, path, "not_finite", message, "give a plain number")
        whole = _INTEGER.fullmatch(text) is not None
        if not whole and not _DECIMAL.fullmatch(text):
            return text
        if len(text.lstrip("+-")) > (DIGITS_MAX if whole else _NUMBER_LENGTH_MAX):
            limit = f"{DIGITS_MAX} digits" if whole else f"{_NUMBER_LENGTH_MAX} characters"
            message = f"a number has more than {limit}"
            raise self._no(event, path, "number_too_long", message, "shorten it, or put quotes round a text")
        number = int(text) if whole else float(text)
        if not math.isfinite(number):
            raise self._no(event, path, "not_finite", "the number is too large", "give a plain number")
        return number


def _kind(value: Any) -> str:
    names = {bool: "bool", int: "int", float: "float", str: "str"}
    return "null" if value is None else names[type(value)]
