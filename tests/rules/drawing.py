"""Values drawn from a document's own schema: whatever a field may hold, it sometimes holds.

A field that the schema gains later is drawn like the rest. What has to fit the rest of a world, such as keys,
members and effects, is given by name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np

from comity.scenarios import schema

LEFT_OUT: Final = object()
OPEN_RANGE: Final = {"integer": 3, "number": 100}
"""How far above its least a number without an upper bound is drawn."""


@lru_cache(maxsize=64)
def schema_of(model: type[schema.Document]) -> Mapping[str, Any]:
    return model.model_json_schema()


def words_of(model: type[schema.Document], field: str) -> tuple[str, ...]:
    """The closed list of words of a field, optional or repeated; empty where it takes any text."""
    return _words(schema_of(model)["properties"][field])


def _words(node: Mapping[str, Any]) -> tuple[str, ...]:
    inner = [*node.get("anyOf", ()), *([node["items"]] if "items" in node else [])]
    return tuple(node.get("enum", ())) or next((found for row in inner if (found := _words(row))), ())


@dataclass(frozen=True)
class Pen:
    """Draws plain values; `low` and `high` say which part of its range a bounded number is drawn from."""

    rng: np.random.Generator
    low: float = 0.0
    high: float = 1.0

    def one(self, items: Sequence[Any]) -> Any:
        return items[int(self.rng.integers(len(items)))]

    def some(self, items: Sequence[Any], *, least: int = 0, most: int | None = None) -> list[Any]:
        """Several different items, in a random order."""
        count = int(self.rng.integers(least, min(len(items), len(items) if most is None else most) + 1))
        return [items[index] for index in self.rng.permutation(len(items))[:count].tolist()]

    def chance(self, of: float) -> bool:
        return bool(self.rng.random() < of)

    def figure(self, least: float = 0, most: float = 100) -> float:
        """A number to two decimals; one in seven stands on a bound where the whole range is open."""
        if (self.low, self.high) == (0.0, 1.0) and self.chance(1 / 7):
            return float(self.one((least, most)))
        width = most - least
        return round(float(self.rng.uniform(least + self.low * width, least + self.high * width)), 2)

    def ten_points(self) -> dict[str, float]:
        """Ten points over the globalisms; lopsided where the whole range is open."""
        names = tuple(schema.TenPoints.model_fields)
        alpha = 0.6 if self.high == 1.0 else 8.0
        tenths = self.rng.multinomial(100, self.rng.dirichlet([alpha] * len(names))).tolist()
        return {name: tenth / 10 for name, tenth in zip(names, tenths, strict=True)}

    def row(self, model: type[schema.Document], **given: Any) -> dict[str, Any]:
        """A document of this model as plain values, with the `given` fields as they are."""
        whole = schema_of(model)
        return self._fields(whole, whole, given)

    def _fields(
        self, node: Mapping[str, Any], whole: Mapping[str, Any], given: Mapping[str, Any]
    ) -> dict[str, Any]:
        needed, found = node.get("required", ()), dict(given)
        for name, inner in node["properties"].items():
            if name not in found:
                value = self._value(inner, whole, needed=name in needed)
                if value is not LEFT_OUT:
                    found[name] = value
        return found

    def _value(self, node: Mapping[str, Any], whole: Mapping[str, Any], *, needed: bool) -> Any:
        if "$ref" in node:
            name = node["$ref"].rsplit("/", maxsplit=1)[-1]
            return self.ten_points() if name == "TenPoints" else self._fields(whole["$defs"][name], whole, {})
        if "anyOf" in node:
            kinds = [row for row in node["anyOf"] if row.get("type") != "null"]
            return LEFT_OUT if self.chance(0.4) else self._value(self.one(kinds), whole, needed=False)
        if "enum" in node or "const" in node:
            return self.one(node.get("enum") or [node["const"]])
        kind = node.get("type")
        if kind == "boolean":
            return self.chance(0.5)
        if kind in OPEN_RANGE:
            return self._number(node, kind)
        if kind == "object" and "enum" in node.get("propertyNames", {}):
            keys = node["propertyNames"]["enum"]
            inner = node["additionalProperties"]
            return {key: self._value(inner, whole, needed=True) for key in keys if needed or self.chance(0.5)}
        if kind == "array" and "prefixItems" in node:
            parts = [self._value(part, whole, needed=True) for part in node["prefixItems"]]
            return LEFT_OUT if LEFT_OUT in parts else parts
        if kind == "array" and (choices := _words(node)):
            return self.some(choices)
        return {"string": "Drawn for tests.", "array": []}.get(str(kind), {}) if needed else LEFT_OUT

    def _number(self, node: Mapping[str, Any], kind: str) -> float | int:
        least: float = node.get("minimum", node.get("exclusiveMinimum", 0))
        most: float = node.get("maximum", node.get("exclusiveMaximum", least + OPEN_RANGE[kind]))
        if kind == "integer":
            return int(self.rng.integers(int(least), int(most) + 1))
        return max(self.figure(least, most), least + 0.01 if "exclusiveMinimum" in node else least)
