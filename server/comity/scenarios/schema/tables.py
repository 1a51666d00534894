"""The keyed tables of the library: theories, rules in words, glosses and temperaments."""

from typing import Annotated

from pydantic import Field

from comity.scenarios.schema.base import Document, Key, Line, TenPoints, Words


class Coefficient(Document):
    value: float
    source: Words
    """A paper section or dataset, or `design choice: why`."""


class TheoryText(Document):
    name: Line
    gloss: Words
    coefficients: dict[Key, Coefficient]
    """`sakwa` gives all; another theory only what it sets differently."""


class Term(Document):
    name: Line
    gloss: Words


class RuleText(Document):
    name: Line
    told: Line | None = None
    """A clause that a chronicle puts after "as", e.g. `sanctions keep tension up`; without it, it uses the
    name.
    """
    words: Words
    source: Line


class Temperament(Document):
    """A house bot's character; weights are relative."""

    name: Line
    gloss: Line
    ideal: TenPoints
    """The stance toward which it leans, beside its state's own predisposition."""
    pull: Annotated[float, Field(ge=0, le=1)] = 0.5
    """0 keeps to the predisposition, 1 to the ideal."""
    thrift: Annotated[float, Field(ge=0, le=1)] = 0.3
    """Share of capital that it keeps back."""
    boldness: Annotated[float, Field(ge=0, le=1)] = 0.3
    """How much chance there is in its choices."""
    loyalty: Annotated[float, Field(ge=0, le=1)] = 0.5
    """How much its friends' and blocs' votes weigh."""
