"""A server that cannot start says why in one line, and what to do."""

import socket
from pathlib import Path

import pytest
from tests.cli.asking import comity
from tests.servers import HOST


def test_a_port_for_figures_that_is_taken_is_named_with_its_mend(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMITY_DATA_DIR", str(tmp_path))
    with socket.create_server((HOST, 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setenv("COMITY_METRICS_PORT", str(port))
        done = comity("serve", "--port", "0")

    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"comity: The figures cannot be served on {HOST}, port {port}: ")
    assert "Choose another COMITY_METRICS_PORT" in line
