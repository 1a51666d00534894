"""Running a sabotaged build until the checker catches it."""

from typing import Final

import pytest
from tests.simulated.database import Files
from tests.simulated.play import play
from tests.simulated.sabotages import SABOTAGES

CONTROL_SCHEDULES: Final = 200
"""A build that so many schedules do not catch counts as not caught."""


def caught(files: Files, name: str, schedules: int, first: int = 0) -> tuple[int, str] | None:
    """How many schedules it took to catch this build, and the complaint; None if none of them did."""
    sabotage = SABOTAGES[name]
    for number in range(schedules):
        with pytest.MonkeyPatch.context() as patch:
            sabotage.apply(patch)
            outcome = play(files, first + number, sabotage.weather)
        complaints = [one for one in outcome.wrong if one.startswith(sabotage.caught_as)]
        if complaints:
            return number + 1, complaints[0]
    return None
