"""Whether a file has the shape that the schema asks for; every departure in plain words, with its mend.

Values are validated as strict JSON: a text that looks like a number is not one, and `true` is no quantity.
"""

import json
import re
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final, Generic, TypeVar, cast

from pydantic import TypeAdapter, ValidationError

from comity.rules.faults import Fault
from comity.scenarios.faults import Path, ScenarioFault, curtailed, field_name, suggest
from comity.scenarios.schema_walk import field_names
from comity.scenarios.yaml_guard import Parsed

FAULTS_MAX: Final = 100
"""Shape faults told of one file; who has more mends these first."""

_STAND_INS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "greater_than_equal": lambda problem: problem["ctx"]["ge"],
    "less_than_equal": lambda problem: problem["ctx"]["le"],
    "float_type": lambda _: 1,
    "int_type": lambda _: 1,
    "bool_type": lambda _: False,
    "string_too_short": lambda _: "text",
    "string_too_long": lambda problem: problem["input"][: problem["ctx"]["max_length"]],
}

_Model = TypeVar("_Model")
_UNION_BRANCH: Final = re.compile(r"literal\['all'\]|tuple\[.*\]")
_PATTERNS: Final[Mapping[str, str]] = {
    r"^[A-Za-z][A-Za-z0-9_-]{0,39}$": "use 1 to 40 letters, digits, _ or -, beginning with a letter",
    r"^roles/[a-z0-9_-]+\.md$": "write it as roles/NAME.md, the name in small letters",
    r"^[0-9]{3}$": "write the three digits of its ISO 3166-1 numeric code, such as 004",
}
_EXPECTED: Final[Mapping[str, tuple[str, str]]] = {
    "float_type": ("a number", "write a number, without quotes"),
    "int_type": ("a whole number", "write a whole number, without quotes"),
    "string_type": ("text", "write text; put quotes round numbers that are meant as text"),
    "bool_type": ("true or false", "write true or false"),
    "tuple_type": ("a list", "write a list, such as [a, b]"),
    "dict_type": ("keys with values", "write keys with values below it, indented"),
    "model_type": ("fields", "write its fields below it, indented"),
    "all_or_list": ("`all` or a list of keys", "write all, or a list of keys such as [a, b]"),
}


@dataclass(frozen=True, slots=True)
class Checked(Generic[_Model]):
    """A document, or what is wrong with it: faults, and the paths of fields that are unknown or faulty."""

    document: _Model | None
    faults: tuple[ScenarioFault, ...] = ()
    unknown: tuple[Path, ...] = ()
    faulty: tuple[Path, ...] = ()
    stand_ins: Mapping[Path, Any] = field(default_factory=dict)
    """For some of the faulty: a value of the right shape, so that the rest of their entry can be checked."""


def validate(model: type[_Model], parsed: Parsed) -> Checked[_Model]:
    """The file as a document of this model, if it is one."""
    try:
        return Checked(_adapter(cast("Hashable", model)).validate_json(json.dumps(parsed.value), strict=True))
    except ValidationError as error:
        problems = list(_meaningful(error.errors(include_url=False)))
    unknown = [path for path, problem in problems if problem["type"] == "extra_forbidden"]
    faults = [_fault(model, parsed, path, problem) for path, problem in problems[: FAULTS_MAX + 1]]
    return Checked(
        document=None,
        faults=curtailed(faults, FAULTS_MAX, len(problems)),
        unknown=tuple(unknown),
        faulty=tuple(path for path, problem in problems if problem["type"] != "extra_forbidden"),
        stand_ins={
            path: _STAND_INS[problem["type"]](problem)
            for path, problem in problems
            # What stands outside of lists (how many turns, ...) bears on too much else to be guessed.
            if problem["type"] in _STAND_INS and any(isinstance(part, int) for part in path)
        },
    )


@cache
def _adapter(model: Any) -> TypeAdapter[Any]:
    return TypeAdapter(model)


def _meaningful(errors: list[Any]) -> Iterator[tuple[Path, Any]]:
    """One problem for each thing to mend: what is said twice, or only because of another, is left out."""
    located = [(_path(problem["loc"]), problem) for problem in errors]
    paths = [path for path, _ in located]
    for path, problem in located:
        inside = any(len(other) > len(path) and other[: len(path)] == path for other in paths)
        branch = str(problem["loc"][-1]) if problem["loc"] else ""
        if problem["type"] in ("too_short", "too_long") and inside:
            continue
        if branch == "literal['all']":
            if not inside:
                yield path, {**problem, "type": "all_or_list"}
        elif not (problem["type"] == "tuple_type" and _UNION_BRANCH.fullmatch(branch)):
            yield path, problem


def _path(location: tuple[str | int, ...]) -> Path:
    """The path in the file: pydantic also names the branch of a union, and whether a key is at fault."""
    return tuple(
        part
        for part in location
        if isinstance(part, int) or not (part == "[key]" or _UNION_BRANCH.fullmatch(part))
    )


def _fault(model: Any, parsed: Parsed, path: Path, problem: Any) -> ScenarioFault:
    code = {"extra_forbidden": "unknown_field", "value_error": "inconsistent"}.get(
        problem["type"], problem["type"]
    )
    message, fix = _in_words(model, path, problem)
    return ScenarioFault(parsed.file, parsed.line(path), Fault(code, field_name(path), message, fix))


def _in_words(model: Any, path: Path, problem: Any) -> tuple[str, str]:
    kind, value, context = problem["type"], problem["input"], problem.get("ctx", {})
    name = str(path[-1]) if path else "the file"
    if kind in _EXPECTED:
        expected, fix = _EXPECTED[kind]
        fix = fix if path else "write fields, such as `key: value`, a line each"
        return f"{name} must be {expected}, not {_shown(value)}", fix
    if kind == "missing":
        if isinstance(path[-1], int):
            return f"{path[-2]} has too few values", f"give {path[-1] + 1} values"
        return f"{name} is missing", f"add {name}"
    if kind == "extra_forbidden":
        return f"there is no field {name} here", suggest(name, field_names(model, path[:-1]))
    if kind == "literal_error":
        known = re.findall(r"'([^']*)'", context["expected"]) or [context["expected"]]
        return f"{_shown(value)} is not known here", suggest(str(value), known)
    if kind == "string_pattern_mismatch":
        fix = _PATTERNS.get(context["pattern"], f"match the pattern {context['pattern']}")
        return f"{_shown(value)} is not well formed", fix
    if kind == "value_error":
        message, _, fix = str(context["error"]).partition("; ")
        return message, fix or message
    return _out_of_bounds(kind, name, value, context) or (
        f"{name} is not as expected: {problem['msg']}",
        "see `comity scenario schema` for what is allowed here",
    )


def _out_of_bounds(kind: str, name: str, value: Any, context: Mapping[str, Any]) -> tuple[str, str] | None:
    """Numbers, texts and lists that are too small or too large."""
    numbers = {
        "greater_than_equal": ("less than", "ge", "at least"),
        "less_than_equal": ("more than", "le", "at most"),
        "greater_than": ("not more than", "gt", "more than"),
        "less_than": ("not less than", "lt", "less than"),
    }
    if kind in numbers:
        words, key, bound = numbers[kind]
        limit = f"{context[key]:g}"
        return f"{name} is {value:g}, which is {words} {limit}", f"give a number of {bound} {limit}"
    sizes = {
        "string_too_short": ("is too short", "min_length", "at least", "characters"),
        "string_too_long": ("is too long", "max_length", "at most", "characters"),
        "too_short": ("has too few entries", "min_length", "at least", "entries"),
        "too_long": ("has too many entries", "max_length", "at most", "entries"),
    }
    if kind not in sizes:
        return None
    words, key, bound, unit = sizes[kind]
    count = f" ({len(value)})" if isinstance(value, str | list | dict) else ""
    return f"{name} {words}{count}", f"give {bound} {context[key]} {unit}"


def _shown(value: Any) -> str:
    """What was found instead, briefly."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return f"the number {value:g}"
    if isinstance(value, str):
        return f"`{value[:40]}{'...' if len(value) > 40 else ''}`"
    return "a list" if isinstance(value, list) else "fields"
