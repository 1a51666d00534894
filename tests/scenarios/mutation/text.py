"""What may happen to a file as text: to its YAML, its encoding, and to files as a whole."""

import re
from collections.abc import Callable, Mapping
from random import Random
from typing import Final

TextMutator = Callable[[Random, str], str]
"""From chance and the text of a file to another text."""

PUNCTUATION: Final = " \n:-[]{}&*!'\"#|>%@0a\u00e9"
_PAIR: Final = re.compile(r"^( *(?:- )?[\w.]+:) (\S.*)$")
_CONTROLS: Final = ("\x00", "\x07", "\x1b", "\x7f", "\x85", "\u2028", "\ufffe", "\ud800", "\udfff")
_TOKENS: Final = (
    *(
        ".nan",
        ".inf",
        "-.INF",
        "1e999",
        "-1e999",
        "9" * 16,
        "9" * 5_000,
        "0x1F",
        "0o17",
        "1_000",
        "1:30",
        "~",
    ),
    *(
        "&a x",
        "*a",
        "{<<: {a: 1}}",
        "!!python/object/apply:os.system [echo]",
        "!x y",
        "!!binary aGk=",
        "!!set {a}",
    ),
    *(
        "!!str 12",
        "!!int '12'",
        "2014-01-01",
        "yes",
        "[",
        "{",
        "'",
        '"',
        "|",
        ">-",
        "? a",
        "- a",
        "@a",
        "`a",
        "%a",
    ),
    *(
        '"\\0"',
        '"\\x07"',
        '"\\ud800"',
        '"\\u202e"',
        "[" * 40 + "]" * 40,
        "{a: " * 40,
        "x" * 17_000,
        "[x, x" + ", x" * 70_000 + "]",
    ),
)


def cut_and_put(text: str, where: float, cut: int, put: str) -> str:
    """So many characters taken out at a share of the text, and others put in."""
    at = int(where * len(text))
    return text[:at] + put + text[at + cut :]


def _punctuation(chance: Random, text: str) -> str:
    put = "".join(chance.choices(PUNCTUATION, k=chance.randrange(7)))
    return cut_and_put(text, chance.random(), chance.randrange(13), put)


def _inserted(chance: Random, text: str, put: str) -> str:
    return cut_and_put(text, chance.random(), 0, put)


def _lines(change: Callable[[Random, list[str], int], None]) -> TextMutator:
    def mutator(chance: Random, text: str) -> str:
        lines = text.splitlines()
        if lines:
            change(chance, lines, chance.randrange(len(lines)))
        return "\n".join([*lines, ""])

    return mutator


def _line_twice(_: Random, lines: list[str], at: int) -> None:
    lines.insert(at, lines[at])


def _line_gone(_: Random, lines: list[str], at: int) -> None:
    del lines[at]


def _line_moved(chance: Random, lines: list[str], at: int) -> None:
    lines.insert(chance.randrange(len(lines)), lines.pop(at))


def _block_shifted(chance: Random, lines: list[str], at: int) -> None:
    by = chance.choice([-2, -1, 1, 2, 4])
    for number in range(at, min(len(lines), at + chance.choice([1, 3, 10]))):
        lines[number] = " " * by + lines[number] if by > 0 else lines[number][-by:]


def _tab_indents(_: Random, lines: list[str], at: int) -> None:
    lines[at] = "\t" + lines[at].lstrip()


def _tab_trails(_: Random, lines: list[str], at: int) -> None:
    lines[at] += "\t"


def _in_a_value(change: Callable[[Random, str], str]) -> TextMutator:
    """On one line `key: value`, the value replaced."""

    def mutator(chance: Random, text: str) -> str:
        lines = text.split("\n")
        found = [number for number, line in enumerate(lines) if _PAIR.match(line)]
        if found:
            at = chance.choice(found)
            lines[at] = _PAIR.sub(lambda pair: f"{pair[1]} {change(chance, pair[2])}", lines[at])
        return "\n".join(lines)

    return mutator


def _anchored(chance: Random, text: str) -> str:
    """A value with an anchor, and an alias of it in another line."""
    anchored = _in_a_value(lambda _, value: f"&shared {value}")(chance, text)
    return _in_a_value(lambda _, __: "*shared")(chance, anchored)


def _flipped(chance: Random, text: str) -> str:
    """Some bits of its bytes; what is no longer UTF-8 comes as halves of characters."""
    data = bytearray(text.encode("utf-8", "surrogatepass"))
    for _ in range(chance.choice([1, 1, 2, 8])):
        if data:
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return data.decode("utf-8", "surrogateescape")


def _remarks(chance: Random, text: str) -> str:
    """Remarks and empty lines between lines of no indentation: nothing of what the file says."""
    starts = [match.start() for match in re.finditer(r"^\w", text, re.MULTILINE)] or [0]
    at = chance.choice(starts)
    return text[:at] + "\n# A remark: [not, closed\n\n" + text[at:]


YAML_MUTATORS: Final[Mapping[str, TextMutator]] = {
    "an odd token": _in_a_value(lambda chance, _: chance.choice(_TOKENS)),
    "a tag": _in_a_value(
        lambda chance, value: f"{chance.choice(['!!str', '!!map', '!x', '!!python/name:os'])} {value}"
    ),
    "an anchor and its alias": _anchored,
    "a line twice": _lines(_line_twice),
    "a tab as indentation": _lines(_tab_indents),
    "a tab at the end of a line": _lines(_tab_trails),
    "lines indented otherwise": _lines(_block_shifted),
    "a second document": lambda chance, text: _inserted(chance, text, "\n---\n"),
    "a document's end": lambda chance, text: _inserted(chance, text, "\n...\n"),
    "a directive": lambda _, text: f"%YAML 1.1\n---\n{text}",
    "remarks": _remarks,
}
"""For files of YAML."""

TEXT_MUTATORS: Final[Mapping[str, TextMutator]] = {
    "punctuation": _punctuation,
    "a line gone": _lines(_line_gone),
    "a line elsewhere": _lines(_line_moved),
    "cut off": lambda chance, text: text[: chance.randrange(len(text) + 1)],
    "its beginning lost": lambda chance, text: text[chance.randrange(len(text) + 1) :],
    "bits flipped": _flipped,
    "a control character": lambda chance, text: _inserted(chance, text, chance.choice(_CONTROLS)),
    "a byte order mark inside": lambda chance, text: _inserted(chance, text, "\ufeff"),
    "a byte order mark before": lambda _, text: "\ufeff" + text,
    "line ends of Windows": lambda _, text: text.replace("\n", "\r\n"),
    "line ends of old": lambda _, text: text.replace("\n", "\r"),
    "no end of its last line": lambda _, text: text.rstrip("\n"),
    "emptied": lambda chance, _: chance.choice(
        ["", "\n", " \n\n", "# nothing\n", "---\n", "null\n", "[]\n", "{}\n", "a\n"]
    ),
    "very long": lambda chance, text: (
        text + "\n" + chance.choice(["# remark\n", "word ", "- 1\n", "\n"]) * 60_000
    ),
    "all on one line": lambda _, text: text.replace("\n", " "),
}
"""For any file."""
