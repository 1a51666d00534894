"""Giving a command as somebody at a terminal does, and reading what it says."""

import atexit
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Any, Final

HASH_SEED: Final = "0"
PATIENCE_S: Final = 120.0


class Forge:
    """The process in `forking.py`, which has imported everything already."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.cli.forking"],
            env={**os.environ, "PYTHONHASHSEED": HASH_SEED},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        atexit.register(self.close)

    def run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """A process of its own for one command; its end is waited for."""
        with tempfile.TemporaryDirectory() as place:
            out, err = Path(place, "out"), Path(place, "err")
            order = {
                "arguments": arguments,
                "environment": dict(os.environ),
                "folder": str(Path.cwd()),
                "out": str(out),
                "err": str(err),
            }
            assert self._process.stdin is not None
            assert self._process.stdout is not None
            self._process.stdin.write(json.dumps(order) + "\n")
            self._process.stdin.flush()
            if not select.select([self._process.stdout], [], [], PATIENCE_S)[0]:
                self.close()
                _forge.cache_clear()  # what it says later would be taken for the next answer
                raise subprocess.TimeoutExpired(["comity", *arguments], PATIENCE_S)
            code = int(self._process.stdout.readline())
            return subprocess.CompletedProcess(arguments, code, out.read_text(), err.read_text())

    def close(self) -> None:
        """Ends it, and whatever it still waits for."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.communicate()


@cache
def _forge() -> Forge:
    return Forge()


def comity(*arguments: str, hash_seed: str = HASH_SEED) -> "subprocess.CompletedProcess[str]":
    """Gives one command; a Python that hashes by another seed is started for it anew."""
    if hash_seed == HASH_SEED:
        return _forge().run(*arguments)
    return subprocess.run(
        [sys.executable, "-m", "comity.cli", *arguments],
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_S,
    )


def answer(*arguments: str) -> Any:
    """The document that a command prints which ends well."""
    done = comity(*arguments)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
