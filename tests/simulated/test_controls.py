"""A checker that never failed proves nothing: each sabotaged build is caught."""

from collections.abc import Iterator
from typing import Final

import pytest
from tests.simulated.controls import CONTROL_SCHEDULES, caught
from tests.simulated.database import Files
from tests.simulated.sabotages import SABOTAGES

BEGIN_WITH: Final = {
    "fences": 3,
    "sequence": 1,
    "blind-extension": 5,
    "close-number": 6,
    "forgotten-delivery": 1,
    "unseen-outage": 13,
    "no-grace": 40,
}
"""Each is looked for where it was found and from there on; `python -m tests.simulated.run` begins with 0."""


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
