"""Twenty files that were made to hurt whoever reads them, each with the code of its refusal."""

from itertools import pairwise
from typing import Final

_LEVELS: Final = "abcdefghijklmnop"


def _aliases() -> str:
    """Each level names the one before ten times: 10^16 values, once expanded."""
    lines = ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"{new}: &{new} [{', '.join([f'*{old}'] * 10)}]" for old, new in pairwise(_LEVELS)]
    return "\n".join(lines)


def _merges() -> str:
    """Each level merges the one before four times; a loader that merges takes four times as long each."""
    lines = ["a: &a {k: v}"]
    lines += [f"{new}: &{new} {{<<: [{', '.join([f'*{old}'] * 4)}]}}" for old, new in pairwise(_LEVELS)]
    return "\n".join(lines)


BOMBS: Final[dict[str, tuple[str, str]]] = {
    "aliases that multiply": (_aliases(), "anchor"),
    "merges that multiply": (_merges(), "anchor"),
    "merge keys without anchors": ("<<: {<<: {<<: {a: 1}}}", "merge_key"),
    "an alias to its own parent": ("a: &a [*a]", "anchor"),
    "lists in lists, flow": ("[" * 100_000, "too_deep"),
    "lists in lists, blocks": ("- " * 100_000, "too_deep"),
    "maps in maps, flow": ("{a: " * 100_000, "too_deep"),
    "maps in maps, blocks": ("".join(f"{' ' * depth}a:\n" for depth in range(900)), "too_deep"),
    "keys that are maps": ("{" * 100_000, "odd_key"),
    "keys that are keys": ("? " * 100_000, "odd_key"),
    "a number of half a million digits": (f"a: {'9' * 500_000}", "too_long"),
    "a number of five thousand digits": (f"a: {'9' * 5_000}", "number_too_long"),
    "a hundred thousand values": ("- 1\n" * 100_000, "too_many_values"),
    "a hundred thousand keys": ("\n".join(f"k{number}: 1" for number in range(48_000)), "too_many_values"),
    "one text of half a mebibyte": (f"a: '{'x' * 500_000}'", "too_long"),
    "one key of half a mebibyte": (f"? {'x' * 500_000}\n: 1", "odd_key"),
    "a file that is too large": ("a: 1 # " + "x" * (512 * 1024), "too_large"),
    "an object to be made": ("a: !!python/object/apply:os.system [echo]", "odd_tag"),
    "an object under another name": (
        "%TAG ! tag:yaml.org,2002:\n---\na: !python/name:os.system ''",
        "odd_tag",
    ),
    "a thousand documents": ("--- a\n" * 1_000, "two_documents"),
}
