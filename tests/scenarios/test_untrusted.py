"""Uploads from strangers: judged elsewhere, within limits, and never believed."""

import subprocess
import sys
from pathlib import Path

import pytest
from tests.scenarios.bombs import BOMBS
from tests.scenarios.builders import changed, scenario, sources

from comity.scenarios import untrusted
from comity.scenarios.check import check_sources
from comity.scenarios.sources import LIBRARY_FILES
from comity.scenarios.untrusted import check_untrusted


def test_a_sound_upload_gets_the_same_verdict_as_at_home() -> None:
    texts = sources()
    assert check_untrusted(texts) == check_sources(texts)


def test_an_unsound_upload_gets_every_fault_with_its_place() -> None:
    document = changed(changed(scenario(), "states.0.economy", 500), "theory", "none")
    texts = sources(document, briefing="")
    verdict = check_untrusted(texts)
    assert verdict == check_sources(texts)
    assert [fault.code for fault in verdict.faults] == ["empty", "less_than_equal", "unknown_key"]


def test_an_upload_without_a_library_is_judged_with_the_shipped_one() -> None:
    texts = {name: text for name, text in sources().items() if not name.startswith("library/")}
    codes = {fault.code for fault in check_untrusted(texts).faults}
    # The tiny scenario names rows that only its own library has.
    assert codes
    assert "file_missing" not in codes


def test_every_bomb_at_once_is_answered_with_a_fault_for_each() -> None:
    names = [f"library/{name}.yaml" for name in LIBRARY_FILES]
    texts = {**sources(), **dict(zip(names, [text for text, _ in BOMBS.values()], strict=False))}
    faults = check_untrusted(texts).faults
    told = {fault.file: fault.code for fault in faults}
    assert [told[name] for name in names] == [code for _, code in list(BOMBS.values())[: len(names)]]


def test_names_that_lead_out_of_the_scenario_are_refused_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("no process is needed for this"))
    verdict = check_untrusted({**sources(), "../../etc/passwd": "x"})
    assert [fault.code for fault in verdict.faults] == ["odd_file"]


@pytest.mark.parametrize(
    ("limit", "value"), [("WALL_SECONDS", 0.01), ("MEMORY_BYTES", 1024)], ids=["too slow", "too large"]
)
def test_an_upload_that_costs_too_much_is_refused(
    monkeypatch: pytest.MonkeyPatch, limit: str, value: float
) -> None:
    monkeypatch.setattr(untrusted, limit, value)
    texts = sources()
    # Long enough that no memory which the worker already holds could be enough.
    texts["scenario.yaml"] += "\n".join(["", *["# a long remark"] * 20_000])
    (fault,) = check_untrusted(texts).faults
    assert (fault.file, fault.code) == ("scenario.yaml", "too_costly")


def run_confined(code: str) -> subprocess.CompletedProcess[bytes]:
    """Run a few lines after the worker has confined itself to 1 s and 32 MiB."""
    start = "from comity.scenarios.worker import confine; confine(1, 32 * 1024 * 1024)\n"
    return subprocess.run([sys.executable, "-c", start + code], capture_output=True, check=False, timeout=60)


def test_the_worker_may_not_compute_for_long() -> None:
    assert run_confined("while True: pass").returncode < 0


def test_the_worker_may_not_take_much_memory() -> None:
    done = run_confined("x = bytearray(256 * 1024 * 1024)")
    assert b"MemoryError" in done.stderr


def test_the_worker_may_not_write_files(tmp_path: Path) -> None:
    path = tmp_path / "left-behind"
    done = run_confined(f"import pathlib; pathlib.Path({str(path)!r}).write_text('x')")
    assert b"File too large" in done.stderr
    assert path.read_bytes() == b""


def test_the_worker_sees_no_secret_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMITY_SECRET_KEY", "s" * 40)
    assert "COMITY_SECRET_KEY" not in untrusted._environment()
