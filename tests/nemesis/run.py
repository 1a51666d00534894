"""`make storm`: many schedules, then the sabotaged builds, then the page with the figures.

Ends with 1 when a promise was broken, a sabotage went unnoticed or recovery took too long; the histories of
broken promises stay in `tests/artifacts`, and their seeds play them again.
"""

import argparse
import asyncio
import signal
import sys
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import Final

from tests.nemesis import page
from tests.nemesis.fronts import Front
from tests.nemesis.play import Outcome, Teacher, play
from tests.nemesis.processes import House, open_house
from tests.nemesis.sabotages import CONTROL_SCHEDULES, SABOTAGES

ROOT: Final = Path(__file__).parents[2]
ARTIFACTS: Final = ROOT / "tests" / "artifacts"
CONTROL_SECONDS: Final = 15.0
CONTROL_SEED: Final = 1000
CONTROL_PATIENCE: Final = 30.0


async def storm(seeds: Sequence[int], seconds: float, within: float, front: Front) -> list[Outcome]:
    """All schedules in one house, a game for each; after a broken promise in a new house."""
    outcomes: list[Outcome] = []
    left = list(seeds)
    while left:
        async with open_house(front=front) as house:
            teacher = await Teacher.of(house)
            while left:
                outcomes.append(await play(house, teacher, left.pop(0), seconds, within))
                print(page.line(outcomes[-1]), flush=True)
                if outcomes[-1].wrong:
                    keep(outcomes[-1], house)
                    break
    return outcomes


async def storms(arguments: argparse.Namespace) -> list[Outcome]:
    """The schedules, shared out over so many houses at a time."""
    seeds = range(arguments.seed, arguments.seed + arguments.schedules)
    shares = [
        storm(seeds[first :: arguments.houses], arguments.seconds, arguments.within, Front(arguments.front))
        for first in range(arguments.houses)
    ]
    return sorted(chain(*await asyncio.gather(*shares)), key=lambda one: one.seed)


async def control(
    sabotage: str, seconds: float = CONTROL_SECONDS, patience: float = CONTROL_PATIENCE
) -> tuple[int, str] | None:
    """How many schedules the checker needed to catch this build, and what it said; None if it did not."""
    kind, weights = SABOTAGES[sabotage].caught_as, SABOTAGES[sabotage].weights
    async with open_house(("tests.nemesis.sabotaged", sabotage)) as house:
        teacher = await Teacher.of(house)
        for number in range(CONTROL_SCHEDULES):
            seed = CONTROL_SEED + number
            outcome = await play(house, teacher, seed, seconds, patience, weights=weights)
            caught = [one for one in outcome.wrong if one.startswith(kind)]
            if caught:
                return number + 1, caught[0].split(":")[0]
    return None


def keep(outcome: Outcome, house: House) -> None:
    """Leaves the history and the processes' logs where they can be read."""
    ARTIFACTS.mkdir(exist_ok=True)
    file = ARTIFACTS / f"storm-{outcome.seed}.jsonl"
    outcome.history.keep(file, outcome.heard)
    for process in house.processes:
        file.with_suffix(f".{process.name}.log").write_bytes(process.log.read_bytes())
    for wrong in outcome.wrong:
        print(f"  seed {outcome.seed}: {wrong[:400]}", flush=True)
    print(f"  seed {outcome.seed}: the history is in {file.relative_to(ROOT)}", flush=True)


async def main(arguments: argparse.Namespace) -> int:
    me = asyncio.current_task()
    assert me is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, me.cancel)  # leaves nothing running
    outcomes = await storms(arguments)
    controls: dict[str, tuple[int, str] | None] = {}
    for name in SABOTAGES if arguments.controls else ():
        controls[name] = await control(name)
        print(f"control {name}: {controls[name] or 'NOT CAUGHT'}", flush=True)
    if arguments.out is not None:
        text = page.write(outcomes, controls, arguments.seconds, arguments.within, arguments.houses)
        arguments.out.write_text(text)
    late = page.recovery_of_the_last(outcomes, arguments.within) >= page.RECOVERY_SECONDS
    if late:
        print(f"recovery took longer than {page.RECOVERY_SECONDS:.0f} s", flush=True)
    return int(late or any(one.wrong for one in outcomes) or None in controls.values())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--schedules", type=int, default=60)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--within", type=float, default=10.0, help="seconds to recover in")
    parser.add_argument("--houses", type=int, default=1, help="so many at a time, each with its servers")
    parser.add_argument("--front", choices=[front.value for front in Front], default=Front.APART.value)
    parser.add_argument("--seed", type=int, default=0, help="the first one; each schedule takes the next")
    parser.add_argument("--no-controls", dest="controls", action="store_false")
    parser.add_argument("--out", type=Path)
    sys.exit(asyncio.run(main(parser.parse_args())))
