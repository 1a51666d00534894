"""What tests of scenarios share."""

from collections.abc import Iterator
from typing import Any, Final

import pytest

from comity.scenarios import documents, yaml_guard

KEPT_MAX: Final = 64
"""Files, of which a scenario has a dozen: those that are never changed come first."""


@pytest.fixture(scope="module")
def parsed_once() -> Iterator[None]:
    """Whoever changes one file of a scenario a thousand times has the others parsed once."""
    kept: dict[tuple[str, str], Any] = {}

    def parse(file: str, text: str) -> Any:
        found = kept.get((file, text)) or yaml_guard.parse(file, text)
        if len(kept) < KEPT_MAX:
            kept[file, text] = found
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(documents, "parse", parse)
        yield
    for (file, text), parsed in kept.items():
        assert parsed == yaml_guard.parse(file, text), f"{file} was changed by whoever read it"
