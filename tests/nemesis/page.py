"""The page with the figures of a storm, and the line that each schedule leaves on the screen."""

import os
import platform
from collections.abc import Mapping, Sequence
from math import ceil
from typing import Final

from tests.nemesis.history import Kind
from tests.nemesis.play import PLAYERS, SPECTATORS, Outcome
from tests.nemesis.sabotages import CONTROL_SCHEDULES, SABOTAGES

KINDS: Final[tuple[Kind, ...]] = ("ok", "fail", "info")
RECOVERY_SECONDS: Final = 5.0
"""Within which the slowest is to have recovered, in 99 schedules of 100."""
ALL_KINDS: Final[tuple[Kind, ...]] = ("invoke", *KINDS)


def line(outcome: Outcome) -> str:
    counts = " ".join(f"{outcome.history.count('move', kind)} {kind}" for kind in KINDS)
    slowest = max(outcome.recovery.values(), default=0.0)
    verdict = "holds" if not outcome.wrong else f"{len(outcome.wrong)} WRONG"
    return (
        f"seed {outcome.seed}: {outcome.faults} faults, moves {counts}, {outcome.turns} turns,"
        f" {outcome.frames} frames, recovered in {slowest:.1f} s: {verdict}"
    )


def percentile(values: Sequence[float], percent: float) -> float:
    """The nearest-rank percentile; 0 of nothing."""
    return sorted(values)[max(ceil(len(values) * percent / 100) - 1, 0)] if values else 0.0


def recovery_of_the_last(outcomes: Sequence[Outcome], within: float) -> float:
    """The 99th percentile, over schedules, of the seconds until the last had recovered."""
    return percentile(_last(outcomes, within), 99)


def _last(outcomes: Sequence[Outcome], within: float) -> list[float]:
    return [max(one.recovery.values(), default=within) for one in outcomes]


def write(
    outcomes: Sequence[Outcome],
    controls: Mapping[str, tuple[int, str] | None],
    seconds: float,
    within: float,
    houses: int = 1,
) -> str:
    """The page, from what was measured in so many houses at a time."""
    slowest = _last(outcomes, within)
    each = [value for one in outcomes for value in one.recovery.values()]
    broken = [one for one in outcomes if one.wrong]
    total = {kind: sum(one.history.count("move", kind) for one in outcomes) for kind in ALL_KINDS}
    seeds = f"{outcomes[0].seed} to {outcomes[-1].seed}" if outcomes else "none"
    rows = [
        ("Schedules", f"{len(outcomes)} of {seconds:.0f} s, seeds {seeds}"),
        ("Faults inflicted", f"{sum(one.faults for one in outcomes):,}"),
        ("Requests that carry a move", f"{total['invoke']:,}"),
        ("... acknowledged, refused, unknown", f"{total['ok']:,}, {total['fail']:,}, {total['info']:,}"),
        ("Turns resolved", f"{sum(one.turns for one in outcomes):,}"),
        ("Frames compared byte for byte", f"{sum(one.frames for one in outcomes):,}"),
        ("Schedules with a broken promise", f"{len(broken)}"),
        ("Recovery of whoever was last, median", f"{percentile(slowest, 50):.1f} s"),
        (
            "Recovery of whoever was last, 99th percentile",
            f"{recovery_of_the_last(outcomes, within):.1f} s (wanted: less than {RECOVERY_SECONDS:.0f} s)",
        ),
        ("Recovery of each client and of the turns, 99th percentile", f"{percentile(each, 99):.1f} s"),
    ]
    table = "\n".join(f"| {name} | {value} |" for name, value in rows)
    caught = "\n".join(_control(name, found) for name, found in controls.items())
    if broken:
        told = "\n".join(f"- seed {one.seed}: {wrong[:300]}" for one in broken for wrong in one.wrong[:3])
    else:
        told = "Nothing."
    return PAGE.format(
        table=table,
        caught=caught or "| not run | | |",
        told=told,
        players=PLAYERS,
        spectators=SPECTATORS,
        within=f"{within:.0f}",
        most=CONTROL_SCHEDULES,
        order=f"N={len(outcomes)} SECONDS={seconds:.0f} WITHIN={within:.0f} HOUSES={houses}",
        houses=f"{houses} at a time" if houses > 1 else "one at a time",
        machine=f"Python {platform.python_version()} on {os.cpu_count()} cores of {platform.machine()}",
        load=f"{os.getloadavg()[2]:.1f}",
    )


def _control(name: str, found: tuple[int, str] | None) -> str:
    words = SABOTAGES[name].words
    if found is None:
        return f"| {words} | **not caught** | |"
    return f"| {words} | schedule {found[0]} | {found[1]} |"


PAGE = """# Storms: what holds while everything fails

`make storm {order}` wrote this page. Three servers, a Postgres and a Redis run as real processes on
loopback, with a link of our own wherever two of them speak and between every client and every server.
{players} players, {spectators} spectators and an instructor, who extends, pauses and closes turns by hand,
play a game while a nemesis kills and restarts servers (SIGKILL), makes them stand still (SIGSTOP, up to 5
s), restarts Postgres in immediate mode, kills Redis and empties it, and makes links slow, cuts them after
some bytes, holds all that they carry, or takes one end away without telling the other; sometimes several
links one by one, to heal in another order.

Seeded histories, many more of them, within one process are on [a page of their own](storm-simulated.md).

## Figures
| | |
| --- | --- |
{table}

Measured with {machine}, everything on one machine, {houses}; its load average was {load}.
Recovery is counted from the end of the last fault until no due turn was unresolved, and until each client
had heard a statement that was made after that fault, and all else; it was looked at every 0.05 s.

## What was checked
- An acknowledged move is stored as it was sent, and is among its turn's inputs unless its seat saved a
  later one.
- A refused move is not stored. What nobody answered may be either.
- Every turn is resolved once, without gaps, and told and written down once.
- Each live line told the stored stream from its own number on, byte for byte.
- The exported game resolves again to the same digests.
- No move was accepted after its turn had ended, by the server's word or by the client's clock.
- Within {within} s after the last fault no due turn is unresolved and every client is at the head of its
  streams, to which something was added since. No game ends before its storm does. A killed server counts
  as back when it says that it is ready; the others have served all the time.
- No server answers with a fault of its own (500 and above, but for 503 while something is away), and none
  writes an error into its log.

## What broke in this run
{told}

What all runs have found, and what was mended: [found](found.md#storms-with-real-processes).

## Controls
A checker that never failed proves nothing. These builds, each with one promise broken, were run by such
schedules of 15 s, at most {most} of them; `tests/nemesis/test_checker.py` also shows the checker a made-up
history for each complaint. Controls of the other locks and fences, on Postgres, are in
`tests/game/test_exactly_once.py`.

| Broken | Caught in | Complaint |
| --- | --- | --- |
{caught}

## What this does not show
- Zero failures in N schedules bound the rate at about 3/N of such schedules, and say nothing of other
  faults.
- No disk fails, fills up or forgets what it said was written; no clock jumps; no machine loses power.
- All processes share one clock and one kernel. Links fail as our proxy makes them fail, not as a real
  network does.
- Turns of seconds are made by moving deadlines in the database; players choose stances, and take no action.
- Each server has a port of its own, and clients go from one to the next by themselves. One port for several
  (`comity serve --workers`) has a test in which workers are killed (`tests/cli/test_workers.py`); the proxy
  of the compose file is not run here.
- One Postgres: nothing is replicated, so nothing of a fail-over is tested.
- Recovery depends on the machine and on what else it does; it is not the figure of a server with cores to
  spare.
"""
