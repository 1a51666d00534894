"""A scenario judged: what keeps it from being played, and what its author may want to reconsider."""

from dataclasses import dataclass

from comity.scenarios import sources, texts
from comity.scenarios.faults import ScenarioFault, ScenarioInvalid
from comity.scenarios.lint import lint
from comity.scenarios.load import compiled, examine
from comity.scenarios.sources import Sources


@dataclass(frozen=True, slots=True)
class Verdict:
    """Both lists are in order of file and line. There are no warnings while there are faults."""

    faults: tuple[ScenarioFault, ...]
    warnings: tuple[ScenarioFault, ...] = ()

    @property
    def is_sound(self) -> bool:
        return not self.faults


def check(key_or_path: str) -> Verdict:
    """Judge a shipped scenario by key, or any by its path. A scenario that is not there is a fault, too."""
    try:
        gathered = sources.gather(sources.find(key_or_path))
    except ScenarioInvalid as error:
        return Verdict(error.faults)
    return check_sources(gathered.texts, gathered.faults)


def check_sources(given: Sources, unread: tuple[ScenarioFault, ...] = ()) -> Verdict:
    """Judge texts; `unread` are faults of files that could not be read."""
    reading = examine(given, unread)
    if reading.faults or reading.documents is None:
        return Verdict(reading.faults)
    scenario = compiled(given, reading.documents)
    # What players will be shown is made once, too: nothing of it may fail in class.
    texts.texts(scenario)
    for seat in scenario.catalogue.seats:
        texts.role_sheet(scenario, seat.key)
    return Verdict((), lint(scenario))
