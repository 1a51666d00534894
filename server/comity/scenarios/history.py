"""The history of states as a record: regimes, outlooks and clubs by year, and common ground by domain."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

from comity.rules import vocabulary as words
from comity.rules.faults import Fault
from comity.scenarios import sources
from comity.scenarios.faults import ScenarioFault, ScenarioInvalid, suggest
from comity.scenarios.library_files import GroundsFile
from comity.scenarios.schema import Document, Ground
from comity.scenarios.schema.history import Club, ClubsFile, LeaningsFile, PastState, StatesFile
from comity.scenarios.shape import validate
from comity.scenarios.yaml_guard import parse

FOLDER: Final = "history"

_File = TypeVar("_File", bound=Document)


@dataclass(frozen=True)
class History:
    """What states were and belonged to. Raises ScenarioInvalid when made of parts that do not fit."""

    leanings: LeaningsFile
    clubs: tuple[Club, ...]
    states: tuple[PastState, ...]
    grounds: Mapping[words.Ground, Ground]


def load(folder: Path | None = None) -> History:
    """The shipped record, or another in a folder of its own; common ground is always the shipped library's.

    Raises:
        ScenarioInvalid: a file is not there or not sound.
    """
    home = folder or sources.root() / FOLDER
    leanings = _read(home / "leanings.yaml", LeaningsFile)
    clubs = _read(home / "clubs.yaml", ClubsFile).clubs
    states = _read(home / "states.yaml", StatesFile).states
    grounds = _read(sources.root() / "library" / "grounds.yaml", GroundsFile).grounds
    faults = [*_misfits(leanings, clubs, states)]
    if faults:
        raise ScenarioInvalid(faults)
    return History(leanings, clubs, states, grounds)


def _read(path: Path, model: type[_File]) -> _File:
    name = f"{path.parent.name}/{path.name}"
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        fault = Fault("unreadable", "", "the file cannot be read", "put it there, as UTF-8 text")
        raise ScenarioInvalid([ScenarioFault(name, 1, fault)]) from None
    checked: Any = validate(model, parse(name, text))
    if checked.document is None:
        raise ScenarioInvalid(checked.faults)
    document: _File = checked.document
    return document


def _misfits(
    leanings: LeaningsFile, clubs: tuple[Club, ...], states: tuple[PastState, ...]
) -> list[ScenarioFault]:
    """Names that lead nowhere."""
    known = [row.key for row in states]
    wrong = [
        (f"{FOLDER}/clubs.yaml", club.key, key, known)
        for club in clubs
        for key in club.members
        if key not in known
    ]
    wrong += [
        (f"{FOLDER}/states.yaml", row.key, period.outlook, list(leanings.outlooks))
        for row in states
        for period in row.periods
        if period.outlook not in leanings.outlooks
    ]
    return [
        ScenarioFault(file, 1, Fault("unknown_key", where, f"{where} names {key}", suggest(key, there)))
        for file, where, key, there in wrong
    ]
