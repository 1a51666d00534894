"""From a folder, or from pinned texts, to a scenario that can be played."""

from collections.abc import Mapping
from dataclasses import dataclass

from comity.rules.catalogue import Catalogue
from comity.rules.faults import Fault
from comity.rules.theory import Theory
from comity.rules.world import World
from comity.scenarios import documents, references, sources
from comity.scenarios.compile import compile_scenario, compile_theory
from comity.scenarios.documents import Documents, Reading
from comity.scenarios.faults import ScenarioFault, ScenarioInvalid, in_order, suggest
from comity.scenarios.lengths import OWN, fitted
from comity.scenarios.sources import Sources


@dataclass(frozen=True)
class Scenario:
    """A sound scenario, compiled under one theory. `digest` names its texts exactly."""

    key: str
    title: str
    digest: str
    sources: Sources
    documents: Documents
    catalogue: Catalogue
    opening: World
    theory: Theory

    @property
    def rule_names(self) -> Mapping[str, str]:
        """What each rule of the engine is called in words."""
        return {key: row.name for key, row in self.documents.library.rules.items()}


def load(key_or_path: str, *, theory: str | None = None, length: str | None = None) -> Scenario:
    """Load a shipped scenario by key, or any by its path.

    Raises:
        ScenarioInvalid: it is not there or not sound; every problem found is named.
    """
    gathered = sources.gather(sources.find(key_or_path))
    texts = sources.chosen(gathered.texts, length=length)
    return load_sources(texts, theory=theory, unread=gathered.faults)


def load_sources(
    texts: Sources, *, theory: str | None = None, unread: tuple[ScenarioFault, ...] = ()
) -> Scenario:
    """Load a scenario from its texts, at the length and under the theory that its variant names, or under
    another theory.

    `unread` are faults of files that could not be read, to be told with the others.

    Raises:
        ScenarioInvalid: the texts are not a sound scenario, or there is no such theory.
    """
    reading = examine(texts, unread)
    if reading.faults or reading.documents is None:
        raise ScenarioInvalid(reading.faults)
    return compiled(texts, reading.documents, theory=theory)


def compiled(texts: Sources, sound: Documents, *, theory: str | None = None) -> Scenario:
    """The scenario of sound documents.

    Raises:
        ScenarioInvalid: there is no such theory.
    """
    chosen = theory or sound.variant.theory or sound.scenario.theory
    theories = sound.library.theories
    if chosen not in theories:
        fault = Fault("unknown_key", "theory", f"there is no theory {chosen}", suggest(chosen, theories))
        raise ScenarioInvalid([ScenarioFault("library/theories.yaml", 1, fault)])
    played = fitted(sound, sound.variant.length or OWN)
    catalogue, opening = compile_scenario(played)
    return Scenario(
        key=played.scenario.key,
        title=played.scenario.title,
        digest=sources.digest(texts),
        sources=texts,
        documents=played,
        catalogue=catalogue,
        opening=opening,
        theory=compile_theory(chosen, theories),
    )


def examine(texts: Sources, unread: tuple[ScenarioFault, ...] = ()) -> Reading:
    """Everything that is wrong with a scenario's texts, and its documents as far as they are sound."""
    reading = documents.read(texts, unread)
    if reading.documents is None:
        return Reading(None, in_order(reading.faults))
    misfits = references.check(reading.documents)
    return Reading(reading.documents, in_order((*reading.faults, *misfits)))
