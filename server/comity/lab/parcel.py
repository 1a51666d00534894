"""A scenario as it travels to another process, where it is compiled once."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from comity.scenarios.load import Scenario, load_sources


@dataclass(frozen=True, slots=True)
class Parcel:
    """A scenario's own texts, by path in their order, and the theory that it is under."""

    texts: tuple[tuple[str, str], ...]
    theory: str

    @classmethod
    def of(cls, scenario: Scenario) -> Self:
        return cls(tuple(sorted(scenario.sources.items())), scenario.theory.key)

    def opened(self) -> Scenario:
        return _opened(self)


@lru_cache(maxsize=8)
def _opened(parcel: Parcel) -> Scenario:
    return load_sources(dict(parcel.texts), theory=parcel.theory)
