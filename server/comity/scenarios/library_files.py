"""The files of the library, as an author writes them: each has one list or table, but for the words."""

from collections.abc import Mapping
from typing import Final

from comity.rules import vocabulary as words
from comity.scenarios import schema
from comity.scenarios.schema import Document, Key


class ActionsFile(Document):
    """`library/actions.yaml`."""

    actions: tuple[schema.Action, ...]


class ResolutionsFile(Document):
    """`library/resolutions.yaml`."""

    resolutions: tuple[schema.Resolution, ...]


class EventsFile(Document):
    """`library/events.yaml`."""

    events: tuple[schema.Event, ...]


class MovementsFile(Document):
    """`library/movements.yaml`."""

    movements: tuple[schema.Movement, ...]


class InstitutionsFile(Document):
    """`library/institutions.yaml`."""

    institutions: tuple[schema.Institution, ...]


class BlocsFile(Document):
    """`library/blocs.yaml`."""

    blocs: tuple[schema.Bloc, ...]


class TemperamentsFile(Document):
    """`library/temperaments.yaml`."""

    temperaments: dict[Key, schema.Temperament]


class TheoriesFile(Document):
    """`library/theories.yaml`."""

    theories: dict[Key, schema.TheoryText]


class GroundsFile(Document):
    """`library/grounds.yaml`."""

    grounds: dict[words.Ground, schema.Ground]


class RulesFile(Document):
    """`library/rules.yaml`. The keys are the engine's own names of its rules."""

    rules: dict[str, schema.RuleText]


class Floors(Document):
    """What a globalism makes of each floor, a sentence each."""

    top: schema.Words
    middle: schema.Words
    ground: schema.Words


class WordsFile(Document):
    """`library/texts.yaml`: names and glosses for what screens show, a complete table each."""

    globalisms: dict[words.Globalism, schema.Term]
    faces: dict[words.Face, schema.Term]
    floors: dict[words.Globalism, Floors]
    sub_orders: dict[words.SubOrder, schema.Term]
    phases: dict[words.Phase, schema.Term]
    bloc_kinds: dict[words.BlocKind, schema.Term]
    indices: dict[words.Index, schema.Term]
    system: dict[words.SystemGauge, schema.Term]
    parts: dict[words.SystemPart, schema.Term]
    """Of the gauges of the system."""
    stakes: dict[words.Ground, schema.Term]
    """What raises each ground."""
    challenges: dict[words.Challenge, schema.Term]
    variables: dict[Key, schema.Term]
    grievances: dict[words.Grievance, schema.Term]


LIBRARY_MODELS: Final[Mapping[str, type[Document]]] = {
    "actions": ActionsFile,
    "resolutions": ResolutionsFile,
    "events": EventsFile,
    "movements": MovementsFile,
    "institutions": InstitutionsFile,
    "blocs": BlocsFile,
    "texts": WordsFile,
    "temperaments": TemperamentsFile,
    "theories": TheoriesFile,
    "rules": RulesFile,
    "grounds": GroundsFile,
}
"""By file name, in the order of `sources.LIBRARY_FILES`."""
