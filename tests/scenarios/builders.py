"""A tiny sound scenario of two to five states, as plain values and as texts, for anybody's tests.

texts = sources()                                       # two states, a little library of its own
texts = sources(scenario(states=4, turns=2))
texts = sources(changed(scenario(), "states.0.economy", 101))
"""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any, Final

import yaml

from comity.rules import vocabulary as words
from comity.scenarios import sources as shipped

KEYS: Final = ("AAA", "BBB", "CCC", "DDD", "EEE")
EVEN: Final = dict.fromkeys(words.GLOBALISMS, 2.5)
SCALARS: Final = tuple(name for name in words.STATE_SCALARS if name != "capital")
MISSING: Final = object()
"""As a value for `changed`: takes the field out."""

SHEET: Final = """# Your state

## Public
{public}

## Hidden
{hidden}
"""


def state(key: str, **figures: Any) -> dict[str, Any]:
    """An ordinary state."""
    leanings = {leaning: dict(EVEN) for leaning in ("predisposition", "mood", "stance")}
    return {"key": key, "name": f"State {key}", **dict.fromkeys(SCALARS, 50), **leanings, **figures}


def objective(of: str, **rest: Any) -> dict[str, Any]:
    return {
        "key": "grow",
        "text": "Grow.",
        "points": 10,
        "path": f"states.{of}.economy",
        "rises_by": 2,
        **rest,
    }


def seat(key: str, **rest: Any) -> dict[str, Any]:
    """The seat of a state, named after it in small letters."""
    name = key.lower()
    plain = {"key": name, "name": f"Government of {key}", "state": key, "role": f"roles/{name}.md"}
    return {**plain, "temperament": "plain", "objectives": [objective(key)], **rest}


def scenario(*, states: int = 2, turns: int = 2, **rest: Any) -> dict[str, Any]:
    """`scenario.yaml` as plain values; `rest` replaces or adds fields."""
    keys = KEYS[:states]
    return {
        "format": 1,
        "key": "tiny-world",
        "title": "A tiny world",
        "summary": "For tests.",
        "turns": turns,
        "minutes": 30,
        "turn_labels": [f"Turn {number + 1}" for number in range(turns)],
        "take": dict.fromkeys(("movements", "institutions", "blocs"), "all"),
        "states": [state(key) for key in keys],
        "seats": [seat(key) for key in keys],
        "relations": [{"between": list(keys[:2]), "trust": 60}],
        "globalisms": {key: {"legitimacy": 50, "claim": 20, "recognition": 40} for key in words.GLOBALISMS},
        "challenges": dict.fromkeys(words.CHALLENGES, 50),
        "movements": [{"movement": "peace", "strength": {keys[0]: 20}}],
        "docket": [{"turn": 1, "resolution": "censure", "institution": "ASSEMBLY", "target": keys[1]}],
        "events": [{"turn": 2, "event": "storm", "state": keys[0]}] if turns > 1 else [],
        "sources": ["Made up for tests."],
        **rest,
    }


def library() -> dict[str, Any]:
    """The library's rows by file, as plain values, one or two of each; `sources` adds the shipped words."""
    source = "Made up for tests."
    return {
        "actions": [
            {
                "key": "aid",
                "name": "Give aid",
                "help": "Help another state.",
                "globalism": "liberal",
                "target": "state",
                "cost": 5,
                "effects": [{"change": "economy", "by": 2}, {"change": "trust", "by": 3}],
                "source": source,
            },
            {
                "key": "reform",
                "name": "Reform at home",
                "help": "Put your own house in order.",
                "globalism": "transformative",
                "cost": 4,
                "effects": [{"change": "economy", "by": 2, "of": "actor"}],
                "source": source,
            },
            {
                "key": "compact",
                "name": "Sign a compact",
                "help": "Agree with another state.",
                "globalism": "conservative",
                "target": "state",
                "needs_both": True,
                "lasts": 2,
                "cost": 3,
                "each_turn": [{"change": "trust", "by": 1, "scale": []}],
                "source": source,
            },
        ],
        "resolutions": [
            {
                "key": "censure",
                "name": "Censure a state",
                "help": "Say that it did wrong.",
                "text": "{institution} censures {target}.",
                "domains": ["security"],
                "target": "state",
                "requires": [{"quantity": "standing", "of": "target", "at_least": 1}],
                "effects": [{"change": "standing", "by": -3, "scale": ["authority"]}],
                "source": source,
            }
        ],
        "events": [
            {
                "key": "storm",
                "name": "A storm",
                "text": "A storm strikes {state}.",
                "chance": 5,
                "effects": [{"change": "economy", "by": -2, "scale": []}],
                "choices": [{"key": "rebuild", "name": "Rebuild", "text": "Rebuild it."}],
                "source": source,
            }
        ],
        "movements": [
            {
                "key": "peace",
                "name": "Peace movement",
                "gloss": "Wants peace.",
                "affinity": {"transformative": 10},
                "fed_by": {"arms": 1},
                "reach": 30,
                "source": source,
            }
        ],
        "institutions": [
            {
                "key": "ASSEMBLY",
                "name": "The Assembly",
                "gloss": "Everybody meets.",
                "domain": "security",
                "rule": {"kind": "simple_majority"},
                "authority": 50,
                "legitimacy": 50,
                "ownership": dict(EVEN),
                "source": source,
            },
            {
                "key": "COUNCIL",
                "name": "The Council",
                "gloss": "A few decide.",
                "domain": "security",
                "rule": {"kind": "veto_council", "permanent": ["AAA"], "elected": 1},
                "authority": 50,
                "legitimacy": 50,
                "ownership": dict(EVEN),
                "source": source,
            },
        ],
        "blocs": [
            {
                "key": "PACT",
                "name": "The Pact",
                "gloss": "Two friends.",
                "kind": "alliance",
                "members": ["AAA", "BBB"],
                "leader": "AAA",
                "source": source,
            }
        ],
        "temperaments": {"plain": {"name": "Plain", "gloss": "Does as it must.", "ideal": dict(EVEN)}},
    }


def role_sheet(public: str = "Public words.", hidden: str = "Hidden words.", *, words_each: int = 70) -> str:
    """A role sheet whose parts hold the given Markdown and are filled up to `words_each` words."""
    parts = {"public": public, "hidden": hidden}
    filled = {
        name: f"{text}\n\n" + " ".join(["word"] * (words_each - len(text.split())))
        for name, text in parts.items()
    }
    return SHEET.format(**filled)


def sources(
    document: Mapping[str, Any] | None = None,
    *,
    rows: Mapping[str, Any] | None = None,
    briefing: str = "# Briefing\n\nTwo states meet.\n",
    sheets: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """All texts of a scenario; words, theories and rules are the shipped ones."""
    document = scenario() if document is None else document
    library_rows = library() if rows is None else rows
    library_texts = {
        f"library/{name}.yaml": dump({name: library_rows[name]}) if name in library_rows else text
        for name, text in SHIPPED_LIBRARY.items()
    }
    seats: Any = document.get("seats")
    rows_of_seats = [row for row in seats if isinstance(row, dict)] if isinstance(seats, list) else []
    named = [row["role"] for row in rows_of_seats if isinstance(row.get("role"), str)]
    roles = dict.fromkeys(named, role_sheet())
    return {
        "scenario.yaml": dump(document),
        "briefing.md": briefing,
        **library_texts,
        **roles,
        **(sheets or {}),
    }


_DUMPER: Final[Any] = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
"""libyaml's where PyYAML was built with it: it writes the same, and several times as quickly."""


class _Dumper(_DUMPER):  # type: ignore[misc] # which of the two, the machine decides
    """Writes everything out: our own reading takes no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def dump(value: Any) -> str:
    """Plain values as YAML."""
    return str(yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True))


def changed(document: Mapping[str, Any], path: str, value: Any) -> dict[str, Any]:
    """A copy with the value at a dotted path (`states.0.economy`) set, added, or taken out (`MISSING`)."""
    copy: dict[str, Any] = deepcopy(dict(document))
    *above, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    place: Any = copy
    for part in above:
        place = place[part]
    if value is MISSING:
        del place[last]
    elif isinstance(place, list) and last == len(place):
        place.append(value)
    else:
        place[last] = value
    return copy


def _shipped_library() -> dict[str, str]:
    texts = shipped.gather(shipped.root()).texts
    return {
        name.removeprefix("library/").removesuffix(".yaml"): texts[name] for name in shipped.LIBRARY_PATHS
    }


SHIPPED_LIBRARY: Final = _shipped_library()
