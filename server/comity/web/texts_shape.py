"""The shape of a game's texts: every word and picture of its scenario, public and the same for everybody."""

from dataclasses import dataclass
from typing import Any

from comity.rules.views import TargetKind


@dataclass(frozen=True, slots=True)
class TheoryText:
    key: str
    name: str
    gloss: str


@dataclass(frozen=True, slots=True)
class GlobalismText:
    """`shape` is `circle`, `triangle`, `square` or `diamond`: stance is never colour alone."""

    name: str
    gloss: str
    colour: str
    shape: str


@dataclass(frozen=True, slots=True)
class FaceText:
    name: str
    gloss: str
    globalism: str


@dataclass(frozen=True, slots=True)
class StateText:
    """`seat` is null for a state that nobody plays; `iso_numeric` finds a real state on the map."""

    name: str
    seat: str | None
    iso_numeric: str | None = None


@dataclass(frozen=True, slots=True)
class SeatText:
    name: str
    state: str


@dataclass(frozen=True, slots=True)
class InstitutionText:
    name: str
    gloss: str
    domain: str
    rule: str
    rule_words: str
    source: str


@dataclass(frozen=True, slots=True)
class MovementText:
    name: str
    gloss: str
    uncivil: bool


@dataclass(frozen=True, slots=True)
class BlocText:
    name: str
    kind: str
    gloss: str


@dataclass(frozen=True, slots=True)
class ActionText:
    name: str
    help: str
    globalism: str
    cost: float
    target: TargetKind
    needs_both: bool
    covert: bool
    limits: Any
    source: str


@dataclass(frozen=True, slots=True)
class ResolutionText:
    name: str
    help: str
    source: str
    globalism: str | None = None


@dataclass(frozen=True, slots=True)
class ChoiceText:
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class EventText:
    name: str
    text: str
    choices: dict[str, ChoiceText]
    source: str


@dataclass(frozen=True, slots=True)
class WordsText:
    name: str
    words: str


@dataclass(frozen=True, slots=True)
class VariableText:
    name: str
    gloss: str
    unit: str


@dataclass(frozen=True, slots=True)
class RuleText:
    name: str
    words: str
    source: str


@dataclass(frozen=True, slots=True)
class GrievanceText:
    name: str
    gloss: str


@dataclass(frozen=True, slots=True)
class Texts:
    """Cacheable by `digest`: a game's scenario never changes."""

    digest: str
    title: str
    summary: str
    briefing_html: str
    turns: int
    minutes: int
    turn_labels: list[str]
    theory: TheoryText
    globalisms: dict[str, GlobalismText]
    faces: dict[str, FaceText]
    states: dict[str, StateText]
    seats: dict[str, SeatText]
    institutions: dict[str, InstitutionText]
    movements: dict[str, MovementText]
    blocs: dict[str, BlocText]
    actions: dict[str, ActionText]
    resolutions: dict[str, ResolutionText]
    events: dict[str, EventText]
    indices: dict[str, WordsText]
    system: dict[str, WordsText]
    challenges: dict[str, WordsText]
    variables: dict[str, VariableText]
    rules: dict[str, RuleText]
    grievances: dict[str, GrievanceText]
    sources: list[str]
