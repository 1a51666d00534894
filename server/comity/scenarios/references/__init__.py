"""Whether the parts of a scenario fit together: every key that is named exists, every role sheet is there,
every term says something that the engine can do.
"""

from typing import Final

from comity.scenarios.documents import Documents
from comity.scenarios.faults import ScenarioFault, curtailed, in_order
from comity.scenarios.references import institutions, library, schedule, seats, terms, world
from comity.scenarios.references.findings import Findings

FAULTS_MAX: Final = 200


def check(documents: Documents) -> tuple[ScenarioFault, ...]:
    """Every misfit, in order of file and line; empty when the scenario can be played."""
    findings = Findings(documents)
    for room in (library, world, institutions, seats, schedule, terms):
        room.check(findings)
    return curtailed(in_order(findings.faults), FAULTS_MAX)
