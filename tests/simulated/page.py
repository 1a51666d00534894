"""The page with the figures of many simulated schedules."""

import os
import platform
from collections.abc import Mapping
from math import ceil
from typing import TYPE_CHECKING

from tests.simulated.play import WITHIN_SECONDS
from tests.simulated.sabotages import SABOTAGES

if TYPE_CHECKING:
    from tests.simulated.run import Tally


def write(tally: "Tally", controls: Mapping[str, tuple[int, str] | None], first: int) -> str:
    """The page, from what was measured."""
    moves, slowest = tally.moves, sorted(tally.recovery)
    rows = [
        ("Schedules", f"{tally.schedules:,}, seeds {first} to {first + tally.schedules - 1}"),
        ("Schedules with a broken promise", f"{len({seed for seed, _ in tally.broken}):,}"),
        ("Faults inflicted", f"{sum(tally.faults.values()):,}"),
        ("Requests that carry a move", f"{moves['invoke']:,}"),
        ("... acknowledged, refused, unknown", f"{moves['ok']:,}, {moves['fail']:,}, {moves['info']:,}"),
        ("Turns resolved", f"{tally.turns:,}"),
        ("Frames compared byte for byte", f"{tally.frames:,}"),
        ("Steps of the scheduler", f"{tally.steps:,}"),
        ("Whole again after the last fault, median", f"{_percentile(slowest, 50):.1f} simulated s"),
        ("... 99th percentile", f"{_percentile(slowest, 99):.1f} simulated s"),
        ("Processor time for each schedule", f"{tally.seconds / max(tally.schedules, 1):.2f} s"),
    ]
    return PAGE.format(
        table="\n".join(f"| {name} | {value} |" for name, value in rows),
        faults="\n".join(f"| {name} | {times:,} |" for name, times in sorted(tally.faults.items())),
        told="\n".join(f"- seed {seed}: {wrong[:200]}" for seed, wrong in tally.broken[:20]) or "Nothing.",
        caught="\n".join(_control(name, found) for name, found in controls.items()) or "| not run | | |",
        order=f"--schedules {tally.schedules}",
        rate=f"{300 / max(tally.schedules, 1):.2f} %",
        within=f"{WITHIN_SECONDS:.0f}",
        machine=f"Python {platform.python_version()} on {os.cpu_count()} cores of {platform.machine()}",
        load=f"{os.getloadavg()[2]:.1f}",
    )


def _percentile(values: list[float], percent: float) -> float:
    """The nearest-rank percentile of sorted values; 0 of nothing."""
    return values[max(ceil(len(values) * percent / 100) - 1, 0)] if values else 0.0


def _control(name: str, found: tuple[int, str] | None) -> str:
    words = SABOTAGES[name].words
    if found is None:
        return f"| {words} | **not caught** | |"
    return f"| {words} | schedule {found[0]} | {found[1].split(':')[0]} |"


PAGE = """# Simulated storms: every order of steps that a seed can think of

`python -m tests.simulated.run {order}` wrote this page. Two or three servers run in one process over one
database: the same service, store, sweeper, hub and live lines as in earnest, with three players at two
seats, an instructor, a spectator and a house bot. A scheduler of our own decides by a seed which task goes
on at each await, and time passes only when nobody has anything to do. At each statement, commit, hint,
frame and computation something may go wrong. The same seed is the same history again, and
`python -m tests.simulated.run --only SEED` plays it.

The storms with real processes, Postgres and Redis are on [a page of their own](storm.md).

## Figures
| | |
| --- | --- |
{table}

Measured with {machine}, whose load average was {load}.

| What went wrong on purpose | Times |
| --- | --- |
{faults}

## What was checked
- All that real storms check ([list](storm.md#what-was-checked)), by the same checker. A move counts as
  received when its transaction got the write lock, whatever time it was given.
- A receipt that a client holds is of a move that is stored at that moment.
- After each commit every stream ends at its head.
- A key has one receipt for ever, and is not refused once its move is stored, also after the turn has
  closed.
- One press of the instructor's button moves the deadline once, however often it is repeated.
- A turn is resolved with the moves of its last close.
- A turn whose deadline passed while no server was there for more than a minute is not closed before it got
  more time, at least two minutes from when the first one came back; unless the instructor closes it.
- No server logs an error that was not inflicted, and no client meets an answer that is no answer.
- Within {within} simulated seconds after the last fault no due turn is unresolved and every client is at
  the head.

## What broke in this run
{told}

What all runs have found, and what was mended: [found](found.md#simulated-storms).

## Controls
A checker that never failed proves nothing. These builds, each with one promise broken, were run by the same
schedules from seed 0 on, at most 200 of them; `close-number` in a weather of its own, in which computations
fail more often and for longer.

| Broken | Caught in | Complaint |
| --- | --- | --- |
{caught}

Three more are controlled where they belong: a projection that forgets a field in
`tests/hidden/test_hidden.py`, a seat that is read from the body in `tests/web/test_rights.py`, and a door
without a look at the origin in `tests/web/test_nasty.py`.

## What this does not show
- Zero failures in so many schedules bound the rate at about {rate} of such schedules, and say nothing of
  other faults.
- The database is SQLite, which lets one writer in at a time. Row locks that Postgres would need are not
  tried here; a build without its share lock is simulated by a transaction that is split in two.
- Requests come in below HTTP, and live lines are carried by ASGI messages, as under any server; the protocol
  that carries them under our own is in the storms with real processes.
- A statement is one step, and a lost connection has rolled back by the next one.
- The rulebook is a small one of three turns; turns of seconds are made by moving deadlines in the database.
"""
