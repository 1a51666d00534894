"""A checker that never failed proves nothing: each sabotaged build is caught."""

from collections.abc import Iterator
from typing import Final

import pytest
from tests.simulated.controls import CONTROL_SCHEDULES, caught
from tests.simulated.database import Files
from tests.simulated.sabotages import SABOTAGES

BEGIN_WITH: Final = {"no-grace": 35}
"""What is rare is looked for where it was found; `python -m tests.simulated.run` looks from 0 on."""


@pytest.fixture(scope="module")
def files() -> Iterator[Files]:
    opened = Files()
    yield opened
    opened.close()


@pytest.mark.parametrize("name", SABOTAGES)
def test_given_a_sabotaged_build_when_it_meets_the_storms_then_it_is_caught(files: Files, name: str) -> None:
    found = caught(files, name, CONTROL_SCHEDULES, BEGIN_WITH.get(name, 0))

    assert found is not None
    print(f"{name}: caught in schedule {found[0]}: {found[1][:120]}")
