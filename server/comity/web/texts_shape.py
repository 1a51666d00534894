"""The shape of a game's texts: every word and picture of its scenario, public and the same for everybody."""

from dataclasses import dataclass
from typing import Any, Literal

from comity.rules.views import TargetKind


@dataclass(frozen=True, slots=True)
class TheoryText:
    key: str
    name: str
    gloss: str


@dataclass(frozen=True, slots=True)
class FloorsText:
    """What a globalism makes of each floor."""

    top: str
    middle: str
    ground: str


@dataclass(frozen=True, slots=True)
class GlobalismText:
    """`shape` is `circle`, `triangle`, `square` or `diamond`: stance is never colour alone."""

    name: str
    gloss: str
    floors: FloorsText
    colour: str
    shape: str


@dataclass(frozen=True, slots=True)
class FaceText:
    name: str
    gloss: str
    globalism: str


@dataclass(frozen=True, slots=True)
class StateText:
    """`within` is the name inside a sentence: `the Soviet Union`; `seat` is null where nobody plays;
    `iso_numeric` finds a real state on the map."""

    name: str
    within: str
    seat: str | None
    iso_numeric: str | None = None


@dataclass(frozen=True, slots=True)
class SeatText:
    name: str
    state: str
    brief: str
    """The first words of its role sheet's public part."""


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
class EffectText:
    """One thing that changes, and by what it is scaled (`Texts.scales` names these)."""

    text: str
    amount: float | None
    """By how much, unscaled: points, or percent of a leaning; null where something comes or goes."""
    scaled_by: list[str]
    institution: str | None
    """Whose authority or legitimacy scales it, where that is always the same one's."""
    variable: str
    """What changes: `cohesion`, `tension`, `face.hobbesian`, `membership` and so on."""
    whose: str | None
    """The role of the states whose it is: `actor`, `target`, `both` or a group; null where no state's."""
    other: str | None
    """The role at the other end, of what lies between two states."""
    phrase: str
    """`text` without its figure and with slots for names: `{target}'s cohesion`, `depth of {bloc}`.

    Slots are `you`, `your`, `target`, `model`, `institution`, `movement`, `bloc`. A leaning keeps its figure.
    """
    short: str
    """The phrase where a heading says whose it is: `cohesion`."""


@dataclass(frozen=True, slots=True)
class ActionText:
    name: str
    help: str
    globalism: str
    cost: float
    target: TargetKind
    needs_both: bool
    counterpart: str | None
    """What the other side must choose, where it is not the same action."""
    lasts: int
    hostile: bool
    covert: bool
    betrays: list[str]
    effects: list[EffectText]
    """What it changes, a phrase each."""
    each_turn: list[EffectText]
    limits: Any
    source: str


@dataclass(frozen=True, slots=True)
class ResolutionText:
    name: str
    help: str
    target: TargetKind
    source: str
    effects: list[EffectText]
    globalism: str | None = None


@dataclass(frozen=True, slots=True)
class ChoiceText:
    name: str
    text: str
    effects: list[EffectText]


@dataclass(frozen=True, slots=True)
class EventText:
    """`text` may hold `{state}`, which stands for the state that it hits."""

    name: str
    text: str
    hits: Literal["state", "world"]
    effects: list[EffectText]
    choices: dict[str, ChoiceText]
    source: str


@dataclass(frozen=True, slots=True)
class WordsText:
    name: str
    words: str


@dataclass(frozen=True, slots=True)
class MeetingText:
    """How two globalisms stand to each other on a ground, -1 to 1, and why."""

    between: list[str]
    by: float
    because: str
    if_stronger: str | None


@dataclass(frozen=True, slots=True)
class GroundText:
    name: str
    words: str
    source: str
    meetings: list[MeetingText]


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
    """A game's scenario never changes; `digest` is what it is told by."""

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
    sub_orders: dict[str, WordsText]
    phases: dict[str, WordsText]
    bloc_kinds: dict[str, WordsText]
    grounds: dict[str, GroundText]
    measures: dict[str, WordsText]
    """The parts of indices and of the system's gauges."""
    stakes: dict[str, WordsText]
    """By ground: what raises it."""
    scales: dict[str, str]
    """What can make an effect larger or smaller, in words."""
    learning_goals: list[str]
    glossary: dict[str, str]
    """Terms of the time and place, each in a line."""
    debrief_questions: list[str]
    content_note: str | None
    """What students should know beforehand of what the game speaks of."""
    sources: list[str]
