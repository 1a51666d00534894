"""Changes that an author makes every day. Most leave a scenario sound, so that there are mutants to play."""

import re
from collections.abc import Callable, Mapping
from copy import deepcopy
from random import Random
from typing import Any, Final

from tests.scenarios.mutation.values import Place, ValueMutator, at, places, put

from comity.rules import vocabulary as words

_POINTS: Final = {*words.STATE_SCALARS, *words.CHALLENGES, "trust", "tension", "legitimacy", "claim"} | {
    *("recognition", "authority", "strength", "escalation")
}
_PROSE: Final = {"name", "title", "summary", "text", "gloss", "content_note", "help"}
_TABLES: Final = (
    "events",
    "docket",
    "relations",
    "movements",
    "learning_goals",
    "debrief_questions",
    "sources",
)


def _found(whole: Any, fits: Callable[[Place, Any], bool]) -> list[Place]:
    return [place for place in places(whole) if fits(place, at(whole, place))]


def _nudged(value: float, chance: Random) -> float:
    return max(0, min(100, value + chance.choice([-7, -3, -1, 1, 3, 7])))


def _points(how_many: int) -> ValueMutator:
    """Some quantities of 0 to 100 points moved a little."""

    def mutator(chance: Random, whole: Any) -> Any:
        found = _found(
            whole,
            lambda place, value: (
                any(part in _POINTS for part in place[-2:])
                and isinstance(value, int | float)
                and not isinstance(value, bool)
            ),
        )
        if not found:
            return None
        for place in chance.sample(found, min(how_many, len(found))):
            whole = put(whole, place, "set", _nudged(at(whole, place), chance))
        return whole

    return mutator


def _leanings(chance: Random, whole: Any) -> Any:
    """Two of the ten points of a state exchanged."""
    found = _found(
        whole, lambda place, value: isinstance(value, dict) and set(value) == set(words.GLOBALISMS)
    )
    if not found:
        return None
    place = chance.choice(found)
    one, other = chance.sample(list(words.GLOBALISMS), 2)
    leaning = at(whole, place)
    return put(whole, place, "set", {**leaning, one: leaning[other], other: leaning[one]})


def _prose(chance: Random, whole: Any) -> Any:
    """A word more in a text that is read and not computed with."""
    found = _found(whole, lambda place, value: place[-1] in _PROSE and isinstance(value, str))
    if not found:
        return None
    place = chance.choice(found)
    more = chance.choice(
        [
            "again",
            "\u00e9tat",
            "\u4e16\u754c",
            "\u0645\u062b\u0627\u0644",
            "\U0001f600",
            "(so it is)",
            "a: b",
            "#1",
        ]
    )
    return put(whole, place, "set", f"{at(whole, place)} {more}")


def _temperament(chance: Random, whole: Any) -> Any:
    """A seat with the temperament of another."""
    seats = whole.get("seats") or ()
    if len(seats) < 2:
        return None
    one, other = chance.sample(range(len(seats)), 2)
    return put(whole, ("seats", one, "temperament"), "set", seats[other]["temperament"])


def _row_gone(chance: Random, whole: Any) -> Any:
    """An event, a matter on the docket, a relation, ... left out."""
    tables = [table for table in _TABLES if isinstance(whole.get(table), list) and whole[table]]
    if not tables:
        return None
    table = chance.choice(tables)
    return put(whole, (table, chance.randrange(len(whole[table]))), "drop", None)


def _objective_gone(chance: Random, whole: Any) -> Any:
    found = [number for number, seat in enumerate(whole.get("seats") or ()) if len(seat["objectives"]) > 1]
    if not found:
        return None
    number = chance.choice(found)
    which = chance.randrange(len(whole["seats"][number]["objectives"]))
    return put(whole, ("seats", number, "objectives", which), "drop", None)


def _seat_gone(chance: Random, whole: Any) -> Any:
    """Its state stays, and nobody plays it."""
    seats = whole.get("seats") or ()
    return None if len(seats) < 3 else put(whole, ("seats", chance.randrange(len(seats))), "drop", None)


def _state_gone(chance: Random, whole: Any) -> Any:
    """A state, and every row and seat that names it; what names it in another way is told as a fault."""
    if len(whole.get("states") or ()) < 4:
        return None
    key = chance.choice(whole["states"])["key"]
    whole = deepcopy(whole)

    def names(value: Any) -> bool:
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        keys = list(value) if isinstance(value, dict) else ()
        texts = value.split(".") if isinstance(value, str) else ()
        return key in texts or key in keys or any(names(item) for item in inner)

    for table, rows in whole.items():
        if not isinstance(rows, list):
            continue
        whole[table] = [
            row
            for row in rows
            if not (
                (table == "states" and row["key"] == key)
                or (table == "seats" and row.get("state") == key)
                or (table in ("relations", "docket", "events") and names(row))
            )
        ]
        for row in whole[table]:
            if table == "states" and isinstance(row.get("neighbours"), list):
                row["neighbours"] = [other for other in row["neighbours"] if other != key]
            if table == "seats":
                row["objectives"] = [aim for aim in row["objectives"] if not names(aim)] or row["objectives"]
            if table == "movements" and isinstance(row.get("strength"), dict):
                row["strength"].pop(key, None)
            if isinstance(row.get("members") if isinstance(row, dict) else None, list):
                row["members"] = [other for other in row["members"] if other != key]
    return whole


def _state_more(chance: Random, whole: Any) -> Any:
    """A state like another, under a name of its own, which nobody plays."""
    states = whole.get("states")
    if not states:
        return None
    twin = {**deepcopy(chance.choice(states)), "key": "QZX", "name": "Qezaxia"}
    for name in ("neighbours", "iso", "figures", "from", "capital_city"):
        twin.pop(name, None)
    return {**whole, "states": [*deepcopy(states), twin]}


def _order(chance: Random, whole: Any) -> Any:
    """The rows of a table, and the tables themselves, in another order."""
    mixed = {name: whole[name] for name in chance.sample(list(whole), len(whole))}
    lists = [name for name in ("states", "seats", "relations", "events", "docket") if mixed.get(name)]
    if lists:
        name = chance.choice(lists)
        mixed[name] = chance.sample(mixed[name], len(mixed[name]))
    return mixed


def _written_out(_: Random, whole: Any) -> Any:
    """The same values in the plainest way of writing them."""
    return deepcopy(whole)


SOUND_MUTATORS: Final[Mapping[str, ValueMutator]] = {
    "a quantity nudged": _points(1),
    "twelve quantities nudged": _points(12),
    "leanings exchanged": _leanings,
    "a text changed": _prose,
    "another temperament": _temperament,
    "a row left out": _row_gone,
    "an objective left out": _objective_gone,
    "a seat left out": _seat_gone,
    "a state left out": _state_gone,
    "a state more": _state_more,
    "another order": _order,
    "written out plainly": _written_out,
}
"""Of the plain values of `scenario.yaml`."""


def renamed(chance: Random, texts: Mapping[str, str], keys: list[str]) -> dict[str, str]:
    """One key of the scenario given another name wherever it stands as a word."""
    key = chance.choice(keys)
    return {
        name: re.sub(rf"(?<![\w-]){re.escape(key)}(?![\w-])", f"{key}_2", text)
        if name.endswith(".yaml")
        else text
        for name, text in texts.items()
    }
