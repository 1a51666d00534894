"""The simulated part of `make storm`: thousands of schedules, then the sabotaged builds, then the page.

Ends with 1 when a promise was broken or a sabotage went unnoticed. `--only SEED` plays one schedule again.
"""

import argparse
import logging
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import Final

from tests.simulated import page
from tests.simulated.controls import CONTROL_SCHEDULES, caught
from tests.simulated.database import Files
from tests.simulated.play import play
from tests.simulated.sabotages import SABOTAGES

from comity.game.compute import follow_parent

AT_A_TIME: Final = 20


@dataclass
class Tally:
    """What came of some schedules; `seconds` are of processor time."""

    schedules: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    moves: Counter[str] = field(default_factory=Counter)
    turns: int = 0
    frames: int = 0
    steps: int = 0
    seconds: float = 0.0
    recovery: list[float] = field(default_factory=list)
    broken: list[tuple[int, str]] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        self.schedules += other.schedules
        self.faults += other.faults
        self.moves += other.moves
        self.turns += other.turns
        self.frames += other.frames
        self.steps += other.steps
        self.seconds += other.seconds
        self.recovery += other.recovery
        self.broken += other.broken


def some(seeds: range) -> Tally:
    """A few schedules, in a process of their own."""
    tally, began = Tally(), time.process_time()
    with quiet_files() as files:
        for seed in seeds:
            outcome = play(files, seed)
            tally.schedules += 1
            tally.faults += outcome.faults
            for kind in ("invoke", "ok", "fail", "info"):
                tally.moves[kind] += outcome.history.count("move", kind)
            tally.turns += outcome.turns
            tally.frames += outcome.frames
            tally.steps += outcome.steps
            tally.recovery.append(outcome.recovery)
            tally.broken += [(seed, wrong) for wrong in outcome.wrong]
    tally.seconds = time.process_time() - began
    return tally


@contextmanager
def quiet_files() -> Iterator[Files]:
    """A database, without the log of all that is made to fail."""
    logging.disable(logging.CRITICAL)
    files = Files()
    try:
        yield files
    finally:
        files.close()


def many(seeds: range, workers: int, until: float) -> Tally:
    """All schedules, or as many as there is time for; tells of each that broke a promise."""
    tally = Tally()
    parts = [seeds[start : start + AT_A_TIME] for start in range(0, len(seeds), AT_A_TIME)]
    with ProcessPoolExecutor(workers, get_context("spawn"), follow_parent) as pool:
        waiting = [pool.submit(some, part) for part in parts]
        for number, part in enumerate(waiting, 1):
            tally.add(part.result())
            for seed, wrong in tally.broken[-3:] if part.result().broken else ():
                print(f"seed {seed}: {wrong[:300]}", flush=True)
            if number % 25 == 0:
                print(f"{tally.schedules} schedules, {len(tally.broken)} complaints", flush=True)
            if time.monotonic() > until:
                for one in waiting[number:]:
                    one.cancel()
                break
    return tally


def main(arguments: argparse.Namespace) -> int:
    if arguments.only is not None:
        tally = some(range(arguments.only, arguments.only + 1))
        print("\n".join(wrong for _, wrong in tally.broken) or "holds")
        return int(bool(tally.broken))
    seeds = range(arguments.seed, arguments.seed + arguments.schedules)
    until = time.monotonic() + arguments.minutes * 60
    tally = many(seeds, arguments.workers, until)
    controls: dict[str, tuple[int, str] | None] = {}
    with quiet_files() as files:
        for name in SABOTAGES if arguments.controls else ():
            controls[name] = caught(files, name, CONTROL_SCHEDULES)
            print(f"control {name}: {controls[name] or 'NOT CAUGHT'}"[:200], flush=True)
    if arguments.out is not None:
        arguments.out.write_text(page.write(tally, controls, arguments.seed))
    print(
        f"{tally.schedules} schedules in {tally.seconds:.0f} s of processor: {len(tally.broken)} complaints"
    )
    return int(bool(tally.broken) or None in controls.values())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--schedules", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0, help="the first one; each schedule takes the next")
    parser.add_argument("--only", type=int, help="play this one and tell what is wrong")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--minutes", type=float, default=600.0, help="stop in good order after this time")
    parser.add_argument("--no-controls", dest="controls", action="store_false")
    parser.add_argument("--out", type=Path)
    sys.exit(main(parser.parse_args()))
