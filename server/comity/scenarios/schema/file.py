"""`scenario.yaml`: states, seats, relations, openings and what is taken from the library."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from comity.rules import vocabulary as words
from comity.scenarios.schema.base import Document, Key, Line, Points, TenPoints, Words
from comity.scenarios.schema.rows import Action, Bloc, DecisionRule, Event, Institution, Movement, Resolution


class Interests(Document):
    """Relative weights of what the state cares for."""

    economy: Annotated[float, Field(ge=0, le=10)] = 1
    security: Annotated[float, Field(ge=0, le=10)] = 1
    autonomy: Annotated[float, Field(ge=0, le=10)] = 1
    standing: Annotated[float, Field(ge=0, le=10)] = 1
    wellbeing: Annotated[float, Field(ge=0, le=10)] = 1
    planet: Annotated[float, Field(ge=0, le=10)] = 1
    relative: bool = False
    """Counts economy and security as gains over the others (a mercantilist's eyes)."""


class State(Document):
    """A state's opening. Give a source for historic figures in the scenario's `sources`."""

    key: Key
    name: Line
    iso_numeric: Annotated[str, Field(pattern=r"^[0-9]{3}$")] | None = None
    """ISO 3166-1 numeric code where it is a real state: it then stands on the map."""
    economy: Points
    military: Points
    technology: Points
    standing: Points
    autonomy: Points
    cohesion: Points
    inequality: Points
    governance: Points
    carbon: Points
    capital: Points = 30
    nuclear: bool = False
    predisposition: TenPoints
    mood: TenPoints
    stance: TenPoints
    grievances: dict[words.Grievance, Points] = Field(default_factory=dict)
    """Opening levels; one left out starts where the state's own figures put it."""
    interests: Interests = Interests()
    neighbours: tuple[Key, ...] = ()


class Relation(Document):
    """Two states whose relation is not the default."""

    between: tuple[Key, Key]
    trust: Points | None = None
    tension: Points | None = None
    escalation: Points | None = None
    dependence: tuple[Points, Points] | None = None
    """How much the first depends on trade with the second, and the second on the first."""
    sanctions: tuple[Points, Points] | None = None
    """In force by the first on the second, and by the second on the first."""


class RelationDefaults(Document):
    trust: Points = 50
    tension: Points = 10
    dependence: Points = 10


class Objective(Document):
    key: Key
    text: Line
    hidden: bool = False
    points: Annotated[float, Field(gt=0, le=50)]
    path: str
    """A published quantity: `states.KEY.standing`, `states.KEY.stance.GLOBALISM`,
    `states.KEY.grievances.KEY`, `institutions.KEY.authority`, `institutions.KEY.ownership.GLOBALISM`,
    `globalisms.KEY.prevalence`, `globalisms.KEY.faces.KEY`, `movements.KEY.strength`, `blocs.KEY.depth`,
    `pairs.A.B.trust`, `challenges.KEY`, `indices.KEY`, `system.KEY`, `sub_orders.KEY`.
    """
    at_least: float | None = None
    at_most: float | None = None
    rises_by: float | None = None
    falls_by: float | None = None

    @model_validator(mode="after")
    def _one_test(self) -> Self:
        if sum(v is not None for v in (self.at_least, self.at_most, self.rises_by, self.falls_by)) != 1:
            raise ValueError("give exactly one of at_least, at_most, rises_by, falls_by")
        return self


class Variant(Document):
    """`variant.yaml`: how a game was chosen to be played. The server writes it beside the scenario that a
    game pins; an author writes none.
    """

    length: Key | None = None
    """One of the scenario's lengths; its own turns where none is chosen."""
    theory: Key | None = None
    """The theory whose coefficients resolve it; the scenario's own where none is chosen."""


class Seat(Document):
    key: Key
    name: Line
    state: Key
    role: Annotated[str, Field(pattern=r"^roles/[a-z0-9_-]+\.md$")]
    """The role sheet: Markdown of 120 to 250 words with a `## Public` and a `## Hidden` part."""
    temperament: Key
    """The bot that plays it when nobody does."""
    objectives: Annotated[tuple[Objective, ...], Field(min_length=1, max_length=6)]


class MovementOpening(Document):
    movement: Key
    strength: dict[Key, Points]
    """By state; elsewhere it starts at `elsewhere`."""
    elsewhere: Points = 5


class GlobalismOpening(Document):
    legitimacy: Points
    claim: Points
    recognition: Points
    faces: dict[words.Face, Points] = Field(default_factory=dict)


class Scheduled(Document):
    """A resolution already on the docket of a turn."""

    turn: Annotated[int, Field(ge=1)]
    resolution: Key
    institution: Key
    target: Key | None = None
    sponsor: Key | None = None


class ScheduledEvent(Document):
    turn: Annotated[int, Field(ge=1)]
    event: Key
    state: Key | None = None


class From(Document):
    """What to take from the library: `all`, or a list of keys."""

    actions: Literal["all"] | tuple[Key, ...] = "all"
    resolutions: Literal["all"] | tuple[Key, ...] = "all"
    events: Literal["all"] | tuple[Key, ...] = "all"
    movements: Literal["all"] | tuple[Key, ...] = ()
    institutions: Literal["all"] | tuple[Key, ...] = ()
    blocs: Literal["all"] | tuple[Key, ...] = ()


class InstitutionChange(Document):
    """What this scenario sets differently for a library institution."""

    gloss: Line | None = None
    """What players read of it, where another rule or time makes the library's words untrue."""
    authority: Points | None = None
    legitimacy: Points | None = None
    ownership: TenPoints | None = None
    rule: DecisionRule | None = None
    members: Literal["all"] | tuple[Key, ...] | None = None
    quotas: dict[Key, Annotated[float, Field(ge=0)]] | None = None


class Length(Document):
    """Another length in which the same game can be played, for another timetable."""

    name: Line
    """What an instructor chooses by: `One lesson`, `A term`."""
    gloss: Line
    turns: Annotated[int, Field(ge=1, le=40)]
    minutes: Annotated[int, Field(ge=5, le=6000)]
    turn_labels: tuple[Line, ...]
    """One a turn. What is fixed to a turn falls in proportion: the last turn of the scenario in the last."""


class ScenarioFile(Document):
    """`scenario.yaml`."""

    format: Literal[1]
    key: Key
    title: Line
    summary: Words
    turns: Annotated[int, Field(ge=1, le=40)]
    minutes: Annotated[int, Field(ge=5, le=6000)]
    """How long a whole game takes in class, briefing and debrief included."""
    turn_labels: tuple[Line, ...]
    """What each turn is called (`2014`, `Spring`); one a turn."""
    lengths: dict[Key, Length] = Field(default_factory=dict, max_length=5)
    """Beside the scenario's own turns and minutes."""
    theory: Key = "sakwa"
    actions_per_turn: Annotated[int, Field(ge=1, le=8)] = 3
    voice: Annotated[float, Field(gt=0, le=1)] = 1
    """How much is left of what one state's deed does to the whole world: to claims, recognition and faces,
    institutions, blocs and challenges, and to all `others`, `everyone` or an institution's `members`. The
    library's figures are for tables of up to twenty; at a table of 193 they would add up tenfold. What a deed
    does to its author, its target, neighbours and allies, and what institutions decide, stays whole.
    """
    take: From = From()
    states: Annotated[tuple[State, ...], Field(min_length=2, max_length=200)]
    seats: Annotated[tuple[Seat, ...], Field(min_length=1, max_length=200)]
    relation_defaults: RelationDefaults = RelationDefaults()
    relations: tuple[Relation, ...] = ()
    institutions: dict[Key, InstitutionChange] = Field(default_factory=dict)
    """Changes to library institutions taken."""
    movements: tuple[MovementOpening, ...] = ()
    globalisms: dict[words.Globalism, GlobalismOpening]
    challenges: dict[words.Challenge, Points]
    """How well each common challenge is handled at the opening, 100 is best."""
    docket: tuple[Scheduled, ...] = ()
    events: tuple[ScheduledEvent, ...] = ()
    add_actions: tuple[Action, ...] = ()
    add_resolutions: tuple[Resolution, ...] = ()
    add_events: tuple[Event, ...] = ()
    add_movements: tuple[Movement, ...] = ()
    add_institutions: tuple[Institution, ...] = ()
    add_blocs: tuple[Bloc, ...] = ()
    """Additions; one with a library key replaces it."""
    learning_goals: tuple[Line, ...] = ()
    glossary: dict[Line, Line] = Field(default_factory=dict, max_length=60)
    """Terms of the time and place that a student may not know, each in a line."""
    debrief_questions: tuple[Words, ...] = ()
    content_note: Words | None = None
    """What students should know beforehand of what the game speaks of: war, flight, hunger."""
    sources: Annotated[tuple[Words, ...], Field(min_length=1)]
