"""Imports go one way, and the contracts that say so catch each way to break them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
from tests.tidy import tree

BROKEN: Final = {
    "rules reach for chance": ("rules", "import random", "Rules have no clock"),
    "rules ask for the time": ("rules", "from datetime import datetime", "Rules have no clock"),
    "the game knows SQL": ("game", "import sqlalchemy", "The rooms from game down"),
    "the game imports its store": ("game", "from comity.store import tables", "Rooms import one way"),
    "siblings meet": ("web", "from comity.store import tables", "Rooms import one way"),
    "bots look into the lab": ("bots", "from comity.lab import playouts", "Rooms import one way"),
}


def lint(package_parent: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [
            Path(sys.executable).parent / "lint-imports",
            "--no-cache",
            "--config",
            str(tree.ROOT / "pyproject.toml"),
        ],
        cwd=package_parent,
        env={**os.environ, "PYTHONPATH": str(package_parent)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_imports_go_one_way() -> None:
    done = lint(tree.ROOT / "server")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("breach", BROKEN)
def test_a_broken_contract_is_caught(breach: str, tmp_path: Path) -> None:
    room, line, contract = BROKEN[breach]
    shutil.copytree(
        tree.ROOT / "server" / "comity",
        tmp_path / "comity",
        ignore=shutil.ignore_patterns("static", "__pycache__"),
    )
    (tmp_path / "comity" / room / "intruder.py").write_text(line)
    done = lint(tmp_path)
    assert done.returncode != 0
    assert any(contract in row and row.endswith("BROKEN") for row in done.stdout.splitlines()), done.stdout
    assert f"comity.{room}.intruder" in done.stdout
