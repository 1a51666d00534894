"""A storm complains of what servers write about faults of their own, and of nothing else."""

import json
from pathlib import Path
from typing import Any

from tests.nemesis.logs import Log


def line(level: str, event: str, **more: Any) -> str:
    return json.dumps({"event": event, "level": level, **more}) + "\n"


def test_given_others_that_fail_when_a_server_warns_or_cannot_start_then_nobody_complains(
    tmp_path: Path,
) -> None:
    file = tmp_path / "process-0.err"
    refusal = "comity: The database postgresql://... cannot be used (DBAPIError).\n"
    file.write_text(line("info", "request", status=503) + refusal + line("warning", "loop_database_away"))

    assert Log(file).errors() == []


def test_given_a_server_of_several_workers_that_was_killed_when_python_tidies_up_then_nobody_complains(
    tmp_path: Path,
) -> None:
    file = tmp_path / "process-0.err"
    file.write_text(
        "/usr/lib/resource_tracker.py:254: UserWarning: resource_tracker: There appear to be 15"
        " leaked semaphore objects to clean up at shutdown\n"
        "  warnings.warn('resource_tracker: There appear to be %d '\n"
    )

    assert Log(file).errors() == []


def test_given_errors_when_the_log_is_read_then_each_kind_is_told_once_and_the_next_time_only_what_is_new(
    tmp_path: Path,
) -> None:
    file = tmp_path / "process-1.err"
    log = Log(file)
    failed = line("error", "loop_failed", error="KeyError", where="hub.py:1")
    file.write_text(failed + failed + "Traceback (most recent call last):\n")

    assert log.errors() == [
        "log: process-1 wrote 'loop_failed KeyError hub.py:1' 2 times",
        "log: process-1 wrote 'Traceback (most recent call last):' 1 times",
    ]
    assert log.errors() == []
    with file.open("a") as more:
        more.write(line("info", "request") + line("error", "fence_lost_to_other_bytes")[:20])
    assert log.errors() == [], "the last line is not whole yet"
    with file.open("a") as more:
        more.write(line("error", "fence_lost_to_other_bytes")[20:])
    assert log.errors() == ["log: process-1 wrote 'fence_lost_to_other_bytes' 1 times"]


def test_given_a_server_that_wrote_nothing_when_its_log_is_read_then_nobody_complains(tmp_path: Path) -> None:
    assert Log(tmp_path / "process-2.err").errors() == []
