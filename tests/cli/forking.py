"""A Python that has imported all commands, and forks a process for each one that it is told to run.

Most commands take a tenth of the time in which a new Python comes up and imports. What is forked is a
process of its own all the same, with arguments, environment and streams, and does all that
`python -m comity.cli` does.
"""

import gc
import importlib
import json
import os
import pkgutil
import runpy
import sys
from typing import Any, Final

from comity import commands

BESIDES: Final = ("aiosqlite", "alembic.command", "asyncpg", "comity.store.migrate", "uvicorn")
"""What commands import as late as when they use it."""


def main() -> None:
    """An order a line on stdin, as `asking.Forge` writes them; its exit code a line on stdout."""
    for module in (
        *(f"comity.commands.{one.name}" for one in pkgutil.iter_modules(commands.__path__)),
        *BESIDES,
    ):
        importlib.import_module(module)
    gc.freeze()  # so that a child does not write to what it shares with us
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            become(json.loads(line))
            runpy.run_module("comity.cli", run_name="__main__", alter_sys=True)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def become(order: dict[str, Any]) -> None:
    """This process is the command now."""
    os.environ.clear()
    os.environ.update(order["environment"])
    os.chdir(order["folder"])
    sys.argv = ["comity", *order["arguments"]]
    written = os.O_WRONLY | os.O_CREAT
    for stream, file, how in (
        (0, os.devnull, os.O_RDONLY),
        (1, order["out"], written),
        (2, order["err"], written),
    ):
        opened = os.open(file, how)
        os.dup2(opened, stream)
        os.close(opened)


if __name__ == "__main__":
    main()
