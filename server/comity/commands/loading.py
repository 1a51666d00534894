"""Scenarios that commands are given."""

from comity.commands.failing import CommandError
from comity.scenarios.faults import ScenarioInvalid
from comity.scenarios.load import Scenario, load


def loaded(scenario: str, *, theory: str | None = None, length: str | None = None) -> Scenario:
    """A scenario by key or path. Raises CommandError, which says what to mend."""
    try:
        return load(scenario, theory=theory, length=length)
    except ScenarioInvalid as error:
        raise CommandError(str(error)) from error
