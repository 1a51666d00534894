"""What was logged of a bot game comes out the same again, by the rulebook that the service plays with."""

from collections.abc import Callable
from typing import Any

import orjson
import pytest
from tests.lab import replayed

LOG = orjson.loads(replayed.logged("crash-course", 0))

Edit = Callable[[dict[str, Any]], object]


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
    edit: Edit, difference: str
) -> None:
    log = orjson.loads(orjson.dumps(LOG))
    edit(log)

    assert replayed.differences(orjson.dumps(log))[0].startswith(difference)
