"""Finding one's way in the schema: which fields may stand at a path of a document."""

from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from comity.scenarios.faults import Path


def field_names(model: Any, path: Path) -> tuple[str, ...]:
    """The fields of the model that describes the value at `path`; none where it is no model."""
    kinds = [model]
    for part in path:
        kinds = [inner for kind in kinds for inner in _inside(kind, part)]
    return tuple(name for kind in kinds for branch in _branches(kind) for name in _fields(branch))


def _fields(kind: Any) -> tuple[str, ...]:
    return tuple(kind.model_fields) if isinstance(kind, type) and issubclass(kind, BaseModel) else ()


def _branches(kind: Any) -> tuple[Any, ...]:
    """A type without its annotations, and each branch of a union."""
    if get_origin(kind) is Annotated:
        return _branches(get_args(kind)[0])
    if get_origin(kind) in (Union, UnionType):
        return tuple(inner for branch in get_args(kind) for inner in _branches(branch))
    return (kind,)


def _inside(kind: Any, part: str | int) -> list[Any]:
    """What may stand at one step below a value of this type."""
    found: list[Any] = []
    for branch in _branches(kind):
        arguments = get_args(branch)
        if get_origin(branch) is dict:
            found.append(arguments[1])
        elif get_origin(branch) is tuple and arguments:
            found.append(arguments[0])
        elif part in _fields(branch):
            found.append(branch.model_fields[part].annotation)
    return found
