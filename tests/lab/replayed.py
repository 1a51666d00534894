"""Bot games resolved again from what was logged of them, by the rulebook that the service plays with.

A log is text: the scenario's own files, the seed, and turn by turn the moves and the digest of what came of
them.
`python -m tests.lab.replayed` does this with a thousand games (`make replays`).
"""

import argparse
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

import orjson
from joblib import Parallel, delayed
from tests.lab.playthroughs import WIDE

from comity.game.engine import ScenarioRulebook, load_rulebook
from comity.lab import table
from comity.rules.draws import seed_from_number
from comity.scenarios import sources
from comity.scenarios.load import load

GAMES_AT_ONCE: Final = 10


def scenarios() -> list[str]:
    """The shipped scenarios of which many games can be played."""
    return [key for key in sources.shipped() if len(load(key).catalogue.states.keys) < WIDE]


def logged(key: str, number: int) -> bytes:
    """A game of bots in every seat, played turn by turn and written down."""
    scenario, seed = load(key), seed_from_number(number)
    now = table.opening(scenario, seed)
    seats = [seat.key for seat in scenario.catalogue.seats]
    turns: list[dict[str, Any]] = []
    for _ in range(scenario.catalogue.turns):
        moves = table.bot_moves(scenario, now.stored, seats, seed)
        now = table.advance(
            scenario, now.stored, moves, state=now.state, seed=seed, previous_digest=now.digest
        )
        turns.append({"moves": moves, "digest": now.digest})
        if int(now.stored.world.over[0]):
            break
    return orjson.dumps({"sources": dict(scenario.sources), "seed": number, "turns": turns})


def differences(log: bytes) -> list[str]:
    """What comes out otherwise than it was logged; a move that nobody may submit is one too."""
    return list(_differences(orjson.loads(log)))


def _differences(log: dict[str, Any]) -> Iterator[str]:
    book, seed = _book(orjson.dumps(log["sources"])), seed_from_number(log["seed"])
    first = book.opening(seed)
    state, digest = first.state, first.digest
    for number, turn in enumerate(log["turns"], start=1):
        refused = [
            f"turn {number}, {seat}: {fault.message}"
            for seat, move in turn["moves"].items()
            for fault in book.check(state, seat, move)
        ]
        if refused:
            yield from refused
            return
        resolved = book.resolve(state, turn["moves"], (), seed, digest)
        state, digest = resolved.state, resolved.digest
        if digest != turn["digest"]:
            yield f"turn {number}: the log says {turn['digest']}, the replay gives {digest}"
            return


@cache
def _book(texts: bytes) -> ScenarioRulebook:
    return load_rulebook(orjson.loads(texts))


def _some(key: str, numbers: range) -> tuple[int, list[str]]:
    """How many turns came out again, and what did not."""
    turns, wrong = 0, list[str]()
    for number in numbers:
        log = logged(key, number)
        turns += len(orjson.loads(log)["turns"])
        wrong += [f"{key}, game {number}: {each}" for each in differences(log)]
    return turns, wrong


def main() -> int:
    """Plays and replays, and says how many turns agreed; ends with 1 where one did not."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--games", type=int, default=1000, help="of all scenarios together")
    parser.add_argument("--jobs", type=int, default=-1)
    given = parser.parse_args()
    keys = scenarios()
    each = -(-given.games // len(keys))
    tasks = [
        delayed(_some)(key, range(first, min(first + GAMES_AT_ONCE, each)))
        for first in range(0, each, GAMES_AT_ONCE)
        for key in keys
    ]
    done = Parallel(n_jobs=given.jobs)(tasks)
    wrong = [line for _, lines in done for line in lines]
    print(*wrong, sep="\n", end="\n" if wrong else "")
    turns = sum(count for count, _ in done)
    print(f"{each * len(keys)} games of {len(keys)} scenarios, {turns} turns; otherwise: {len(wrong)}")
    return 1 if wrong else 0


if __name__ == "__main__":
    from tests.lab import replayed  # by its name: other processes find nothing in the program itself

    raise SystemExit(replayed.main())
