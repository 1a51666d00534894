"""`make hidden`: many pairs of worlds compared, the leaks that the comparison must find, and the page.

Ends with 1 when two worlds could be told apart, a sabotage went unnoticed, more than four draws in five were
thrown away, or more than one edit of ten lived. A pair is played again alone by `--first NUMBER --pairs 1`.
"""

import argparse
import json
import logging
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

import structlog
import uvloop
from tests.hidden import mutants, page
from tests.hidden.compare import Tally, compare
from tests.hidden.drawing import draw
from tests.hidden.quick_sqlite import without_threads
from tests.hidden.rulebooks import RealSetting, Setting, TinySetting
from tests.hidden.sabotages import SABOTAGES
from tests.hidden.stage import staged
from tests.web.house import migrate, sqlite_settings

from comity.game.compute import follow_parent

ROOT: Final = Path(__file__).parents[2]
ALARM: Final = 0.8
"""The share of draws thrown away above which the comparison says too little."""
KILLED_MIN: Final = 0.9
"""The share of edits to the projection and the policy that its tests have to notice."""
REAL_EVERY: Final = 5
"""One pair in so many plays the shipped scenario by the real rules; the others play the tiny one."""
ASKED: Final = 12
"""Questions of each outsider at each pause, drawn anew each time; without a limit there are some fifty. Of
four, a hundred pairs missed two of the leaks below; twelve ask 2.6 times as much in 1.4 times the time.
"""
CONTROL_PAIRS: Final = 100
AT_A_TIME: Final = 50
"""Pairs that one process plays before it tells what it found and may be stopped."""
FIGURES: Final = ROOT / "tests" / "artifacts" / "hidden.json"
"""What was measured, part by part, until the page is written."""
MEMORY: Final = Path("/dev/shm")


def setting_of(number: int) -> type[TinySetting | RealSetting]:
    return RealSetting if number % REAL_EVERY == REAL_EVERY - 1 else TinySetting


@dataclass(frozen=True)
class Order:
    """Which pairs are compared, and how."""

    numbers: Sequence[int]
    seed: int
    asked: int | None
    sabotage: str | None = None


async def run(order: Order, folder: Path) -> Tally:
    """These pairs; under a sabotage only until it is found."""
    tally = Tally()
    await migrate(f"sqlite+aiosqlite:///{folder / 'empty.sqlite3'}")
    for kind in (TinySetting, RealSetting):
        mine = [number for number in order.numbers if setting_of(number) is kind]
        setting: Setting = kind()
        async with staged(sqlite_settings(folder / "empty.sqlite3", folder / setting.name), setting) as stage:
            for number in mine:
                pair = draw(stage, order.seed, number)
                if pair is None:
                    tally.give_up()
                    continue
                with SABOTAGES[order.sabotage].apply() if order.sabotage else nullcontext():
                    seen, found = await compare(stage, pair, order.asked)
                tally.add(setting.name, pair, seen)
                if found is not None:
                    tally.differences.append(f"pair {number} ({pair.kind}): {found}")
                    if order.sabotage is not None:
                        return tally
                    print(tally.differences[-1], flush=True)
    return tally


def in_a_process(order: Order) -> Tally:
    """`run` in a folder and a loop of its own."""
    quiet()
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder, without_threads():
        return uvloop.run(run(order, Path(folder)))


def quiet() -> None:
    """A log line a request would be most of the output."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))


def compared(pool: Executor, arguments: argparse.Namespace, keep: Callable[[Tally], None]) -> Tally:
    """All pairs, or as many as there is time for; tells how far it has come, and keeps that.

    A block that breaks off is told with the differences, and takes no other with it.
    """
    numbers = range(arguments.first, arguments.first + arguments.pairs)
    blocks = [numbers[start : start + AT_A_TIME] for start in range(0, len(numbers), AT_A_TIME)]
    until, tally = time.monotonic() + arguments.seconds, Tally()
    waiting = [pool.submit(in_a_process, Order(block, arguments.seed, arguments.asked)) for block in blocks]
    for block in waiting:
        if block.cancelled():
            continue
        try:
            tally.merge(block.result())
        except Exception as error:
            tally.differences.append(f"some pairs broke off: {error!r}")
            print(tally.differences[-1], flush=True)
        keep(tally)
        print(f"{tally.compared} pairs, {len(tally.differences)} differ", flush=True)
        if time.monotonic() > until:
            for later in waiting:
                later.cancel()
    return tally


def controlled(pool: Executor, arguments: argparse.Namespace) -> dict[str, int | None]:
    """How many pairs it took to find each sabotage; None where it was not found."""
    whole = Order(range(CONTROL_PAIRS), arguments.seed, arguments.asked)
    orders = [replace(whole, sabotage=name) for name in SABOTAGES]
    took: dict[str, int | None] = {}
    for name, done in zip(SABOTAGES, pool.map(in_a_process, orders), strict=True):
        took[name] = done.compared if done.differences else None
        print(f"control {name}: {took[name] or 'NOT FOUND'}", flush=True)
    return took


def where() -> dict[str, str | float]:
    """The machine, and how busy it was."""
    machine = f"Python {platform.python_version()} on {os.cpu_count()} cores of {platform.machine()}"
    return {"machine": machine, "load": os.getloadavg()[2]}


def write(figures: Mapping[str, Any]) -> None:
    FIGURES.parent.mkdir(exist_ok=True)
    FIGURES.write_text(json.dumps(figures, indent=1))


def main(arguments: argparse.Namespace) -> int:
    began, parts = time.monotonic(), set(arguments.parts.split(","))
    figures = json.loads(FIGURES.read_text()) if FIGURES.exists() else {}
    wrong = False
    with ProcessPoolExecutor(arguments.workers, get_context("spawn"), follow_parent) as pool:
        if "pairs" in parts:

            def keep(tally: Tally) -> None:
                took = round(time.monotonic() - began)
                how = {"seconds": took, "workers": arguments.workers, "seed": arguments.seed, **where()}
                how |= {"asked": arguments.asked, "discard_rate": tally.discard_rate}
                figures["pairs"] = {**tally.figures(), **how}
                write(figures)

            tally = compared(pool, arguments, keep)
            rate = tally.discard_rate
            took = round(time.monotonic() - began)
            print(f"{tally.compared} pairs in {took} s, {rate:.0%} of draws thrown away", flush=True)
            wrong |= bool(tally.differences) or rate > ALARM or not tally.compared
        if "controls" in parts:
            figures["controls"] = controlled(pool, arguments)
            wrong |= None in figures["controls"].values()
    if "mutants" in parts:
        figures["mutants"] = mutants.run(
            arguments.mutants, arguments.seed, arguments.workers, print, arguments.seconds
        )
        wrong |= figures["mutants"]["killed"] < KILLED_MIN * figures["mutants"]["tried"]
    write(figures)
    if arguments.out is not None:
        arguments.out.write_text(page.write(figures))
    return int(wrong)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=5000)
    parser.add_argument("--first", type=int, default=0, help="the number of the first pair")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--asked", type=int, default=ASKED, help="questions at each pause")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="when to stop, whatever is left")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--mutants", type=int, help="how many edits to try; all when not given")
    parser.add_argument("--parts", default="pairs,controls,mutants", help="which of them to run anew")
    parser.add_argument("--out", type=Path, help="where the page goes")
    sys.exit(main(parser.parse_args()))
