"""Golden playthroughs: a whole game of each shipped scenario, as text, byte for byte."""

import pytest
from tests.lab.playthroughs import GOLDEN, scenarios, written


@pytest.mark.parametrize("scenario", scenarios())
def test_a_game_goes_as_it_went(scenario: str) -> None:
    golden = (GOLDEN / f"{scenario}.txt").read_text()
    assert written(scenario) == golden, (
        f"{scenario} goes another way; if that is meant, run `make golden` and read what changed"
    )


def test_every_shipped_scenario_has_a_playthrough_and_no_other() -> None:
    assert sorted(path.stem for path in GOLDEN.glob("*.txt")) == sorted(scenarios())
