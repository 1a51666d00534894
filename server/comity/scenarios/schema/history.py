"""What states were and belonged to since 1945: `scenarios/history/*.yaml`."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from comity.scenarios.schema.base import Document, Key, Line, TenPoints, Words

Regime = Literal[
    "liberal_democracy",
    "electoral_democracy",
    "electoral_autocracy",
    "closed_autocracy",
    "communist",
    "settler_rule",
]
ClubKind = Literal["bloc", "alliance", "union", "compact", "platform", "circle", "interest"]
RegionalGroup = Literal["african", "asian", "eastern", "latin", "western"]
Year = Annotated[int, Field(ge=1945, le=2100)]


class Leaning(Document):
    """What a regime or a programme leans to, and why."""

    leaning: TenPoints
    because: Words


class Tie(Document):
    """How much a club of a kind ties two of its members, where common ground with one's like is 1."""

    tie: Annotated[float, Field(ge=0, le=2)]
    because: Words


class LeaningsFile(Document):
    """`history/leanings.yaml`."""

    regimes: dict[Regime, Leaning]
    outlooks: dict[Key, Leaning]
    kinds: dict[ClubKind, Tie]


class Club(Document):
    """Who belonged to what, and when."""

    key: Key
    name: Line
    kind: ClubKind
    leader: Key | None = None
    """Of a bloc: what it votes, its members vote."""
    members: dict[Key, tuple[Year, ...]]
    """First year, last year, first year again, ...; it lasts where the last is left out."""
    source: Words

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        for state, years in self.members.items():
            if not years or list(years) != sorted(years):
                raise ValueError(
                    f"the years of {state} in {self.key} are not in order; write first, then last"
                )
        if (self.kind == "bloc") != (self.leader in self.members):
            raise ValueError(
                f"{self.key} must be led by a member if it is a bloc, and by none else; mend leader"
            )
        return self

    def has(self, state: str, year: int) -> bool:
        """Whether a state belonged in a year, which counts as a whole."""
        years = self.members.get(state, ())
        begun = sum(1 for first in years[::2] if first <= year)
        ended = sum(1 for last in years[1::2] if last < year)
        return begun > ended


class ClubsFile(Document):
    """`history/clubs.yaml`."""

    clubs: tuple[Club, ...]


class Period(Document):
    """What a state was, and what its governments stood for, from a year on."""

    since: Annotated[Year, Field(alias="from")]
    regime: Regime
    outlook: Key
    because: Words


class PastState(Document):
    """One state through time."""

    key: Key
    name: Line
    group: RegionalGroup
    periods: Annotated[tuple[Period, ...], Field(min_length=1)]
    source: Words

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        years = [period.since for period in self.periods]
        if years != sorted(set(years)):
            raise ValueError(
                f"the periods of {self.key} are not in order; let each start after the one before"
            )
        return self

    def at(self, year: int) -> Period:
        """The period of a year; before the first, the first."""
        return next((row for row in reversed(self.periods) if row.since <= year), self.periods[0])


class StatesFile(Document):
    """`history/states.yaml`."""

    states: tuple[PastState, ...]
