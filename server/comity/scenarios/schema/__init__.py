"""The files of a scenario, as an author writes them. `comity scenario schema` prints this as JSON Schema.

Units are the author's: quantities in points 0..100, shares of the four globalisms as ten points (they may
have one decimal and must add up to 10), percentages 0..100. Unknown fields are refused. Keys are short words:
letters, digits, `_`, `-`.
"""

from comity.scenarios.schema.base import Document, Key, Line, Points, TenPoints, Words
from comity.scenarios.schema.file import (
    From,
    GlobalismOpening,
    InstitutionChange,
    Interests,
    Length,
    MovementOpening,
    Objective,
    Relation,
    RelationDefaults,
    ScenarioFile,
    Scheduled,
    ScheduledEvent,
    Seat,
    State,
    Variant,
)
from comity.scenarios.schema.grounds import Ground, Meeting
from comity.scenarios.schema.rows import (
    Action,
    Bloc,
    Choice,
    Condition,
    DecisionRule,
    Effect,
    Event,
    Institution,
    Limits,
    Movement,
    Resolution,
)
from comity.scenarios.schema.tables import Coefficient, RuleText, Temperament, Term, TheoryText

__all__ = [
    "Action",
    "Bloc",
    "Choice",
    "Coefficient",
    "Condition",
    "DecisionRule",
    "Document",
    "Effect",
    "Event",
    "From",
    "GlobalismOpening",
    "Ground",
    "Institution",
    "InstitutionChange",
    "Interests",
    "Key",
    "Length",
    "Limits",
    "Line",
    "Meeting",
    "Movement",
    "MovementOpening",
    "Objective",
    "Points",
    "Relation",
    "RelationDefaults",
    "Resolution",
    "RuleText",
    "ScenarioFile",
    "Scheduled",
    "ScheduledEvent",
    "Seat",
    "State",
    "Temperament",
    "TenPoints",
    "Term",
    "TheoryText",
    "Variant",
    "Words",
]
