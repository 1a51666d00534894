"""What was logged of a bot game comes out the same again, by the rulebook that the service plays with."""

import re
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import orjson
import pytest
from tests.lab import replayed
from tests.tidy.tree import ROOT

Edit = Callable[[dict[str, Any]], object]


@pytest.fixture(scope="module")
def logged() -> bytes:
    """A game as it was."""
    return replayed.logged("crash-course", 0)


@pytest.mark.parametrize("key", replayed.scenarios())
def test_given_a_logged_game_when_it_is_resolved_again_then_every_digest_is_the_same(
    key: str,
) -> None:
    log = replayed.logged(key, 1)

    assert orjson.loads(log)["turns"]
    assert replayed.differences(log) == []


@pytest.mark.parametrize(
    ("edit", "difference"),
    [
        (lambda log: log["turns"][1]["moves"].pop("hansa"), "turn 2: the log says "),
        (lambda log: log.update(seed=1), "turn 1: the log says "),
        (
            lambda log: log["turns"][0]["moves"]["hansa"].update(actions=[{"action": "conquer"}]),
            "turn 1, hansa: ",
        ),
    ],
    ids=["a move is missing", "another seed", "a move that nobody may submit"],
)
def test_given_a_log_of_which_something_is_otherwise_when_it_is_resolved_then_that_is_told(
    logged: bytes, edit: Edit, difference: str
) -> None:
    log = orjson.loads(logged)
    edit(log)

    assert replayed.differences(orjson.dumps(log))[0].startswith(difference)


def test_given_two_processes_when_the_command_is_run_then_it_says_that_nothing_came_out_otherwise() -> None:
    command = [sys.executable, "-m", "tests.lab.replayed", "--games", "5", "--jobs", "2"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"5 games of 5 scenarios, \d+ turns; otherwise: 0\n", done.stdout)
