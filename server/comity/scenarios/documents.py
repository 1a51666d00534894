"""A scenario's texts as typed documents, with the line of every value kept for later faults."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from comity.rules import vocabulary as words
from comity.rules.faults import Fault
from comity.scenarios import schema
from comity.scenarios.faults import Path, ScenarioFault, ScenarioInvalid, field_name
from comity.scenarios.library_files import LIBRARY_MODELS, WordsFile
from comity.scenarios.salvage import without
from comity.scenarios.shape import Checked, validate
from comity.scenarios.sources import VARIANT, Sources, misfits
from comity.scenarios.yaml_guard import Parsed, parse, refuse_unprintable

MARKDOWN_MAX: Final = 20_000
"""Characters of a briefing or a role sheet; some twelve pages."""

_Model = TypeVar("_Model", bound=schema.Document)


@dataclass(frozen=True, slots=True)
class Library:
    """The library's rows. Keyed tables keep the order of their files."""

    actions: tuple[schema.Action, ...]
    resolutions: tuple[schema.Resolution, ...]
    events: tuple[schema.Event, ...]
    movements: tuple[schema.Movement, ...]
    institutions: tuple[schema.Institution, ...]
    blocs: tuple[schema.Bloc, ...]
    temperaments: Mapping[str, schema.Temperament]
    theories: Mapping[str, schema.TheoryText]
    rules: Mapping[str, schema.RuleText]
    grounds: Mapping[words.Ground, schema.Ground]
    words: WordsFile


@dataclass(frozen=True, slots=True)
class Documents:
    """Everything of a scenario, each part valid by itself; `references` finds whether they fit together."""

    scenario: schema.ScenarioFile
    library: Library
    briefing: str
    roles: Mapping[str, str]
    """Role sheets by path, `roles/usa.md`."""
    variant: schema.Variant
    parsed: Mapping[str, Parsed]
    """By file, with the lines that faults name."""
    lost: frozenset[str] = frozenset()
    """Keys of entries that were left out for faults of their own: whoever names one is not to blame."""

    def fault(self, file: str, path: Path, code: str, *, message: str, fix: str) -> ScenarioFault:
        """A fault about a value in one of the files."""
        parsed = self.parsed.get(file)
        line, shown = (1, path) if parsed is None else (parsed.line(path), parsed.original(path))
        return ScenarioFault(file, line, Fault(code, field_name(shown), message, fix))


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of a reading: the documents, as far as they are sound, and every fault of their shape."""

    documents: Documents | None
    faults: tuple[ScenarioFault, ...]


def read(texts: Sources, unread: tuple[ScenarioFault, ...] = ()) -> Reading:
    """Parse and validate every file; `unread` are faults of files that could not even be read.

    Documents are None only where too little is sound to go on.
    """
    reader = _Reader(texts, unread)
    scenario = reader.document("scenario.yaml", schema.ScenarioFile)
    files: dict[str, Any] = {
        name: reader.document(f"library/{name}.yaml", model) for name, model in LIBRARY_MODELS.items()
    }
    briefing = reader.markdown("briefing.md")
    roles = {name: reader.markdown(name) for name in sorted(texts) if name.startswith("roles/")}
    variant = reader.document(VARIANT, schema.Variant) if VARIANT in texts else None
    faults = tuple(reader.faults)
    if scenario is None or None in files.values():
        return Reading(None, faults)
    tables = {name: getattr(file, name) for name, file in files.items() if name != "texts"}
    library = Library(**tables, words=files["texts"])
    documents = Documents(
        scenario, library, briefing, roles, variant or schema.Variant(), reader.parsed, frozenset(reader.lost)
    )
    return Reading(documents, faults)


class _Reader:
    def __init__(self, texts: Sources, unread: tuple[ScenarioFault, ...]) -> None:
        self._texts = texts
        self._unread = {fault.file for fault in unread}
        self.faults: list[ScenarioFault] = [*unread, *misfits(texts)]
        self.parsed: dict[str, Parsed] = {}
        self.lost: set[str] = set()

    def document(self, file: str, model: type[_Model]) -> _Model | None:
        """The file as a document, its faulty parts left out; None when nothing of it is sound."""
        text = self._text(file)
        if text is None:
            return None
        try:
            parsed = parse(file, text)
        except ScenarioInvalid as error:
            self.faults.extend(error.faults)
            return None
        checked = validate(model, parsed)
        self.faults.extend(checked.faults)
        self.parsed[file] = parsed
        if checked.document is None:
            return self._rest(file, model, checked)
        return checked.document

    def _rest(self, file: str, model: type[_Model], checked: Checked[_Model]) -> _Model | None:
        """A faulty file without its faulty parts; what has a stand-in is kept if that is enough."""
        whole = self.parsed[file]
        for stand_ins in (checked.stand_ins, {}):
            rest, lost = without(whole, unknown=checked.unknown, faulty=checked.faulty, stand_ins=stand_ins)
            document = validate(model, rest).document
            if document is not None:
                self.parsed[file] = rest
                self.lost |= lost
                return document
        return None

    def markdown(self, file: str) -> str:
        text = self._text(file)
        if text is None:
            return ""
        # An upload comes as its author's editor saved it; what lies in a folder was read this way already.
        text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        try:
            refuse_unprintable(file, text)
        except ScenarioInvalid as error:
            self.faults.extend(error.faults)
        if len(text) > MARKDOWN_MAX:
            message = f"the text is longer than {MARKDOWN_MAX} characters"
            self.faults.append(ScenarioFault(file, 1, Fault("too_long", "", message, "shorten it")))
        elif not text.strip():
            message = "the file is empty"
            self.faults.append(ScenarioFault(file, 1, Fault("empty", "", message, "write its text")))
        return text

    def _text(self, file: str) -> str | None:
        if file not in self._texts and file not in self._unread:
            fix = f"add {file}"
            self.faults.append(ScenarioFault(file, 1, Fault("file_missing", "", "the file is missing", fix)))
        return self._texts.get(file)
