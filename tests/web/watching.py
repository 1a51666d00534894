"""What an operator would see: the lines that this process logs, and what its figures say."""

import io
import json
import logging
from collections.abc import Iterator
from contextlib import redirect_stderr
from typing import Any

import pytest
import structlog
from prometheus_client import REGISTRY

from comity import logs

PROCESS = "lecture-hall:1"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Everything that this process logs during the test."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    out = io.StringIO()
    with redirect_stderr(out):
        logs.configure(level="debug", process=PROCESS)
        yield out
    structlog.reset_defaults()
    root.handlers[:] = handlers
    root.setLevel(level)


def lines(out: io.StringIO, event: str | None = None) -> list[dict[str, Any]]:
    """The lines so far, or those of one event."""
    found = [json.loads(line) for line in out.getvalue().splitlines()]
    return [line for line in found if event in (None, line["event"])]


def figure(name: str, **labels: str) -> float:
    """What a metric says now; 0 for one that was never counted."""
    return REGISTRY.get_sample_value(name, labels) or 0.0


class Counted:
    """How much a metric has risen since this was made."""

    def __init__(self, name: str, **labels: str) -> None:
        self._name, self._labels = name, labels
        self._before = figure(name, **labels)

    @property
    def more(self) -> float:
        return figure(self._name, **self._labels) - self._before
