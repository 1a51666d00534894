"""A shipped scenario, and what becomes of it by chance: `mutant(7, 123)` is always the same texts."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any, Final

from tests.scenarios.builders import dump
from tests.scenarios.mutation.sound import SOUND_MUTATORS, renamed
from tests.scenarios.mutation.text import TEXT_MUTATORS, YAML_MUTATORS, TextMutator
from tests.scenarios.mutation.values import VALUE_MUTATORS, ValueMutator

from comity.scenarios import sources
from comity.scenarios.faults import ScenarioInvalid
from comity.scenarios.yaml_guard import parse

Texts = Mapping[str, str]
Mutator = Callable[[Random, Texts], dict[str, str]]

SHARES: Final[Mapping[str, int]] = {
    "crash-course": 70,
    "climate-emergency-2030": 10,
    "cold-war-1949": 5,
    "new-cold-war-2014": 9,
    "unipolar-1991": 5,
    "whole-world-2019": 1,
}
"""Of a hundred mutants; a game of the whole world costs as much as twenty others."""

_SOUND: Final = 0.12
"""How often a mutant is what an author might have meant."""
_MORE: Final = 0.2
"""How often one more change is made on top."""
_SHORT: Final = 12_000
"""Characters of a file."""


@dataclass(frozen=True)
class Mutant:
    scenario: str
    changes: tuple[str, ...]
    """What was done, and to which file."""
    texts: Texts


@cache
def shipped(key: str) -> Texts:
    """The texts of a shipped scenario, its library included."""
    return sources.read(sources.find(key))


@cache
def plain(file: str, text: str) -> Any:
    """The plain values of a text that is YAML. Shared: nobody may change them."""
    return parse(file, text).value


def mutant(seed: int, number: int) -> Mutant:
    """The mutant of this number in the run of this seed."""
    chance = Random(f"{seed}:{number}")
    (key,) = chance.choices(list(SHARES), list(SHARES.values()))
    texts = shipped(key)
    changes: list[str] = []
    while not changes or chance.random() < _MORE:
        pool = SOUND if chance.random() < _SOUND else ODD
        name = chance.choice(list(pool))
        texts = pool[name](chance, texts)
        changed = sorted(file for file, text in texts.items() if shipped(key).get(file) != text)
        changes.append(f"{name} ({changed[0] if len(changed) == 1 else len(changed)})")
    return Mutant(key, tuple(changes), texts)


def _file(chance: Random, texts: Texts, ending: str) -> str:
    """A file of the scenario, more often its own than one of the library."""
    names = sorted(name for name in texts if name.endswith(ending))
    own = [name for name in names if not name.startswith("library/")]
    return chance.choice(own if own and chance.random() < 0.6 else names)


def _written(values: Any, length: int) -> str:
    """Plain values as YAML; much of them as that part of YAML which is JSON, since it is written quicker."""
    if length < _SHORT:
        return dump(values)
    return json.dumps(values, indent=1, ensure_ascii=False) + "\n"


def of_values(change: ValueMutator, *, only_scenario: bool = False) -> Mutator:
    """A mutator of plain values as one of texts."""

    def mutator(chance: Random, texts: Texts) -> dict[str, str]:
        file = "scenario.yaml" if only_scenario else _file(chance, texts, ".yaml")
        try:
            values = plain(file, texts[file])
            other = change(chance, values)
        except (ScenarioInvalid, KeyError, TypeError, AttributeError):
            # An earlier change left nothing that this one could work on.
            return dict(texts)
        return dict(texts) if other is None else {**texts, file: _written(other, len(texts[file]))}

    return mutator


def of_text(change: TextMutator, ending: str) -> Mutator:
    def mutator(chance: Random, texts: Texts) -> dict[str, str]:
        file = _file(chance, texts, ending)
        return {**texts, file: change(chance, texts[file])}

    return mutator


def _without_a_file(chance: Random, texts: Texts) -> dict[str, str]:
    gone = _file(chance, texts, "")
    return {name: text for name, text in texts.items() if name != gone}


def _with_another_file(chance: Random, texts: Texts) -> dict[str, str]:
    names = [
        "roles/nobody.md",
        "roles/../x.md",
        "notes.txt",
        "library/actions.yml",
        "variant.yaml",
        "a\x00.md",
        "",
    ]
    return {**texts, chance.choice(names): "# A text\n"}


def _files_exchanged(chance: Random, texts: Texts) -> dict[str, str]:
    one, other = _file(chance, texts, ""), _file(chance, texts, "")
    return {**texts, one: texts[other], other: texts[one]}


def _key_renamed(chance: Random, texts: Texts) -> dict[str, str]:
    try:
        keys = [row["key"] for row in plain("scenario.yaml", texts["scenario.yaml"])["states"]]
    except (ScenarioInvalid, KeyError, TypeError):
        return dict(texts)
    return renamed(chance, texts, [key for key in keys if isinstance(key, str)] or ["COL"])


ODD: Final[Mapping[str, Mutator]] = {
    **{name: of_values(change) for name, change in VALUE_MUTATORS.items()},
    **{name: of_text(change, ".yaml") for name, change in YAML_MUTATORS.items()},
    **{name: of_text(change, "") for name, change in TEXT_MUTATORS.items()},
    "a file missing": _without_a_file,
    "a file too many": _with_another_file,
    "two files exchanged": _files_exchanged,
}
SOUND: Final[Mapping[str, Mutator]] = {
    **{name: of_values(change, only_scenario=True) for name, change in SOUND_MUTATORS.items()},
    "a state's key renamed": _key_renamed,
}
MUTATORS: Final[Mapping[str, Mutator]] = {**ODD, **SOUND}
