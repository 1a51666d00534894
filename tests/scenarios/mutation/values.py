"""What a value of a document may be turned into, and where: the one place of mutation of plain values.

The tests that shrink (`test_mutations.py`) and the large run (`make mutations`) both mutate with these.
"""

from collections.abc import Callable, Mapping
from random import Random
from typing import Any, Final

Place = tuple[str | int, ...]
"""Where a value stands: `("states", 2, "economy")`."""

ODD_NUMBERS: Final = (-1, 0, 1, 2, 5, 10, 50, 100, 101, 10**14, 0.5, -0.5, 1e-9, 1e14, 1e300, -1e300)
ODD_WORDS: Final = (
    *("", "all", "AAA", "BBB", "CCC", "ZZZ", "aid", "ASSEMBLY", "PACT", "peace", "liberal"),
    *("actor", "target", "everyone", "members", "world", "pair", "state", "none", "movement"),
    *("trust", "mood", "authority", "claim", "strength", "bloc", "quota", "turn", "face.kantian"),
    *("states.AAA.economy", "indices.order", "pairs.AAA.BBB.trust", "{target}", "{0}", "\u0301"),
)
ODD_TEXTS: Final = (
    *("a\x00b", "a\x07b", "a\x1b[31mb", "a\u2028b", "a\u202eb", "\u200b", "\ufeffx", "\U0001f600" * 9),
    *(
        "two\nlines",
        "\t",
        " ",
        "{}",
        "{",
        "%s",
        "../../etc/passwd",
        "<script>",
        "=1+1",
        "no",
        "1e3",
        "x" * 200,
    ),
    *("x" * 2_000, "x" * 17_000, "\u0301" * 3_000, "word " * 3_000, "COL", "economy", "a.b.c.d.e"),
)
ODD_HOLDERS: Final[tuple[Any, ...]] = ([], {}, [[]], [{}], {"key": None}, {"": 1}, {"AAA": [1]}, [None] * 40)


def places(value: Any, path: Place = ()) -> list[Place]:
    """Every path in plain values but the root's."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found: list[Place] = [path] if path else []
    return found + [place for part, item in inner for place in places(item, (*path, part))]


def at(whole: Any, place: Place) -> Any:
    for part in place:
        whole = whole[part]
    return whole


def put(whole: Any, place: Place, how: str, value: Any) -> Any:
    """A copy with one place replaced (`set`), taken out (`drop`), doubled or renamed.

    What lies beside the way to that place is shared with the original.
    """
    part: Any
    part, *below = place
    whole = dict(whole) if isinstance(whole, dict) else list(whole)
    if below:
        whole[part] = put(whole[part], tuple(below), how, value)
    elif how == "drop":
        del whole[part]
    elif how == "double" and isinstance(whole, list):
        whole.append(whole[part])
    elif how == "rename" and isinstance(whole, dict):
        whole[str(value)[:20]] = whole.pop(part)
    else:
        whole[part] = value
    return whole


def somewhere(chance: Random, whole: Any, fits: Callable[[Any], bool] = lambda _: True) -> Place | None:
    """A place whose value fits, found by going down at random, so that short lists count as much as long
    ones; None where a few hundred walks found none.
    """
    for _ in range(300):
        place: Place = ()
        value = whole
        while isinstance(value, dict | list) and value:
            part = chance.choice(list(value)) if isinstance(value, dict) else chance.randrange(len(value))
            place, value = (*place, part), value[part]
            if chance.random() < 0.2:
                break
        if place and fits(value):
            return place
    return None


ValueMutator = Callable[[Random, Any], Any]
"""From chance and the plain values of a file to other plain values; None where it finds nothing to do."""


def _changing(fits: Callable[[Any], bool], change: Callable[[Random, Any, Any], Any]) -> ValueMutator:
    """A mutator of one value that fits; `change` is given chance, the value and the whole file."""

    def mutator(chance: Random, whole: Any) -> Any:
        place = somewhere(chance, whole, fits)
        if place is None:
            return None
        return put(whole, place, "set", change(chance, at(whole, place), whole))

    return mutator


def _putting(how: str) -> ValueMutator:
    def mutator(chance: Random, whole: Any) -> Any:
        place = somewhere(chance, whole)
        return None if place is None else put(whole, place, how, chance.choice(ODD_WORDS + ODD_TEXTS))

    return mutator


def _is_any(_: Any) -> bool:
    return True


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_full_list(value: Any) -> bool:
    return isinstance(value, list) and len(value) > 1


def _is_holder(value: Any) -> bool:
    return isinstance(value, dict | list)


def _swapped_kind(_: Random, value: Any, __: Any) -> Any:
    """A list as keys with values and the other way round; a number as text and the other way round."""
    if isinstance(value, dict):
        return list(value.values())
    if isinstance(value, list):
        return {f"k{number}": item for number, item in enumerate(value)}
    if isinstance(value, str):
        return [value]
    return str(value)


def _misspelt(chance: Random, value: str, _: Any) -> str:
    at_letter = chance.randrange(len(value) + 1)
    return value[:at_letter] + chance.choice(["", "x", "Z", "-", "_", "\u00e9"]) + value[at_letter + 1 :]


def _is_word(value: Any) -> bool:
    return isinstance(value, str) and len(value) < 40


def _named_otherwise(chance: Random, value: Any, whole: Any) -> Any:
    """Another short text of the file: mostly a key that names the wrong thing."""
    place = somewhere(chance, whole, _is_word)
    return value if place is None else at(whole, place)


def _grafted(chance: Random, value: Any, whole: Any) -> Any:
    place = somewhere(chance, whole)
    return value if place is None else at(whole, place)


def _nested(chance: Random, value: Any, _: Any) -> Any:
    for _level in range(chance.choice([1, 2, 25, 29, 31, 60])):
        value = [value] if chance.random() < 0.5 else {"key": value}
    return value


def _far(chance: Random, value: float, _: Any) -> float:
    return chance.choice(
        [-value, value * 1000, value + 0.123456789, -(10**12), 10**14, 10**16, 1e300, 1e-300]
    )


def _often(chance: Random, value: list[Any], _: Any) -> list[Any]:
    return value * chance.choice([2, 10, 200])


def _shuffled(chance: Random, value: list[Any], _: Any) -> list[Any]:
    return chance.sample(value, len(value))


def _odd(chance: Random, _: Any, __: Any) -> Any:
    return chance.choice([None, True, False, *ODD_NUMBERS, *ODD_WORDS])


VALUE_MUTATORS: Final[Mapping[str, ValueMutator]] = {
    "a field or entry taken out": _putting("drop"),
    "an entry doubled": _putting("double"),
    "a key renamed": _putting("rename"),
    "an odd value": _changing(_is_any, _odd),
    "an odd text": _changing(_is_text, lambda chance, _, __: chance.choice(ODD_TEXTS)),
    "an odd list or table": _changing(_is_any, lambda chance, _, __: chance.choice(ODD_HOLDERS)),
    "another kind of value": _changing(_is_any, _swapped_kind),
    "a number far out": _changing(_is_number, _far),
    "a word misspelt": _changing(_is_text, _misspelt),
    "a reference to something else": _changing(_is_word, _named_otherwise),
    "a value from elsewhere": _changing(_is_any, _grafted),
    "a value nested": _changing(_is_any, _nested),
    "a list many times over": _changing(_is_full_list, _often),
    "a list in another order": _changing(_is_full_list, _shuffled),
    "a list or table emptied": _changing(_is_holder, lambda _, value, __: type(value)()),
}
