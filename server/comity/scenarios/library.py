"""What is shipped: a summary of every scenario, and the schema that authors write by."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from pydantic import TypeAdapter

from comity.scenarios import sources
from comity.scenarios.documents import Documents
from comity.scenarios.faults import ScenarioInvalid
from comity.scenarios.library_files import LIBRARY_MODELS
from comity.scenarios.load import examine
from comity.scenarios.schema import ScenarioFile

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


@dataclass(frozen=True, slots=True)
class Summary:
    """A scenario in a list."""

    key: str
    title: str
    summary: str
    seats: int
    turns: int
    minutes: int
    theory: str
    digest: str


def summary(documents: Documents, digest: str) -> Summary:
    file = documents.scenario
    return Summary(
        file.key, file.title, file.summary, len(file.seats), file.turns, file.minutes, file.theory, digest
    )


def available() -> list[Summary]:
    """Every shipped scenario that is sound, in alphabetical order of their keys."""
    found = []
    for key in sources.shipped():
        with suppress(ScenarioInvalid):
            found.append(_summary_of(key))
    return found


def _summary_of(key: str) -> Summary:
    gathered = sources.gather(sources.find(key))
    reading = examine(gathered.texts, gathered.faults)
    if reading.faults or reading.documents is None:
        raise ScenarioInvalid(reading.faults)
    return summary(reading.documents, sources.digest(gathered.texts))


def schema_json() -> dict[str, Any]:
    """One JSON Schema: `scenario.yaml` at its root, library files under `$defs` as `library/NAME.yaml`."""
    document = ScenarioFile.model_json_schema()
    document["$schema"] = DIALECT
    definitions: dict[str, Any] = document.setdefault("$defs", {})
    for name, model in LIBRARY_MODELS.items():
        part = TypeAdapter(model).json_schema()
        definitions.update(part.pop("$defs", {}))
        definitions[f"library/{name}.yaml"] = part
    return document
