"""What a scenario plays with: the library rows that it takes, its own additions, and only what concerns its
states.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal, Protocol, TypeVar

from comity.rules import vocabulary as words
from comity.scenarios import schema

_OF_THE_WORLD: Final = frozenset(
    {"authority", "legitimacy", "ownership", "renewal", "claim", "recognition", "globalism_legitimacy"}
    | {"face", "challenge", "depth"}
)
"""What there is one of for all states: the head of an effect's `change`."""
_CROWDS: Final = frozenset({"others", "everyone", "members"})
"""Roles whose number grows with the table."""


class _Keyed(Protocol):
    @property
    def key(self) -> str: ...


_Row = TypeVar("_Row", bound=_Keyed)


class LibraryRows(Protocol):
    """The rows of the library files, in file order."""

    @property
    def actions(self) -> tuple[schema.Action, ...]: ...
    @property
    def resolutions(self) -> tuple[schema.Resolution, ...]: ...
    @property
    def events(self) -> tuple[schema.Event, ...]: ...
    @property
    def movements(self) -> tuple[schema.Movement, ...]: ...
    @property
    def institutions(self) -> tuple[schema.Institution, ...]: ...
    @property
    def blocs(self) -> tuple[schema.Bloc, ...]: ...
    @property
    def temperaments(self) -> Mapping[str, schema.Temperament]: ...
    @property
    def grounds(self) -> Mapping[words.Ground, schema.Ground]: ...


@dataclass(frozen=True, slots=True)
class Taken:
    actions: tuple[schema.Action, ...]
    resolutions: tuple[schema.Resolution, ...]
    events: tuple[schema.Event, ...]
    movements: tuple[schema.Movement, ...]
    institutions: tuple[schema.Institution, ...]
    blocs: tuple[schema.Bloc, ...]


def take(scenario: schema.ScenarioFile, library: LibraryRows) -> Taken:
    """Select rows; a scenario's addition replaces the library row of the same key.

    Institutions carry the scenario's changes; blocs without two members present are left out. Where the
    scenario lowers the voice of one state, its deeds and the events that hit it are told and done so.
    """
    wanted = scenario.take
    present = {state.key for state in scenario.states}
    institutions = tuple(
        _changed(row, scenario.institutions.get(row.key))
        for row in _pick(library.institutions, wanted.institutions, scenario.add_institutions)
    )
    blocs = _pick(library.blocs, wanted.blocs, scenario.add_blocs)
    return Taken(
        actions=tuple(
            _lowered(row, scenario.voice)
            for row in _pick(library.actions, wanted.actions, scenario.add_actions)
        ),
        resolutions=_pick(library.resolutions, wanted.resolutions, scenario.add_resolutions),
        events=tuple(
            _event_lowered(row, scenario.voice)
            for row in _pick(library.events, wanted.events, scenario.add_events)
        ),
        movements=_pick(library.movements, wanted.movements, scenario.add_movements),
        institutions=institutions,
        blocs=tuple(bloc for bloc in blocs if len(present.intersection(bloc.members)) >= 2),
    )


def _pick(
    rows: Iterable[_Row], wanted: Literal["all"] | tuple[str, ...], added: tuple[_Row, ...]
) -> tuple[_Row, ...]:
    replaced = {row.key for row in added}
    chosen = [row for row in rows if (wanted == "all" or row.key in wanted) and row.key not in replaced]
    return (*chosen, *added)


def _changed(row: schema.Institution, change: schema.InstitutionChange | None) -> schema.Institution:
    if change is None:
        return row
    set_fields = {
        name: getattr(change, name) for name in change.model_fields_set if getattr(change, name) is not None
    }
    return row.model_copy(update=set_fields)


def _lowered(row: schema.Action, voice: float) -> schema.Action:
    if voice == 1.0:
        return row
    return row.model_copy(
        update={"effects": _quieter(row.effects, voice), "each_turn": _quieter(row.each_turn, voice)}
    )


def _event_lowered(row: schema.Event, voice: float) -> schema.Event:
    """An event of the world comes once, however many states there are; one that hits states comes to many."""
    if voice == 1.0 or row.hits == "world":
        return row
    choices = tuple(
        choice.model_copy(update={"effects": _quieter(choice.effects, voice)}) for choice in row.choices
    )
    return row.model_copy(update={"effects": _quieter(row.effects, voice), "choices": choices})


def _quieter(effects: tuple[schema.Effect, ...], voice: float) -> tuple[schema.Effect, ...]:
    return tuple(
        effect.model_copy(update={"by": effect.by * voice}) if _heard_by_all(effect) else effect
        for effect in effects
    )


def _heard_by_all(effect: schema.Effect) -> bool:
    in_world = effect.change.partition(".")[0] in _OF_THE_WORLD
    return in_world or effect.of in _CROWDS or effect.whose in _CROWDS
