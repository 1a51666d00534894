"""The large run: `python -m tests.scenarios.mutation.run --count 5000 --out docs/mutations.md`.

Ends with status 1 where anything was not as it should be, and says which mutant it was: `--only NUMBER` makes
that one again, tells what was done to it and, with `--keep FOLDER`, writes its files.
"""

import argparse
import gc
import sys
import time
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any, Final

from tests.scenarios.bombs import BOMBS
from tests.scenarios.builders import sources as tiny
from tests.scenarios.mutation import journal
from tests.scenarios.mutation.apart import apart
from tests.scenarios.mutation.judge import BOMB_SECONDS, MEBIBYTES, Judged, judge
from tests.scenarios.mutation.mutants import SHARES, Mutant, mutant, plain, shipped
from tests.scenarios.mutation.report import Findings, Tally, page
from tests.scenarios.mutation.worker_sample import ask

from comity.lab.playouts import play
from comity.scenarios.check import check_sources
from comity.scenarios.load import load_sources

SAMPLE: Final = 200
"""Of so many mutants one is put to the worker itself."""
BOMBS_MIN: Final = 20
FLOOR_PLAYED: Final = 0.2
"""Share of mutants that must be sound, or the play of mutants says little."""
_TELL_EVERY: Final = 100


def main() -> int:
    options = _options()
    warm()
    if options.only is not None:
        return _one(options)
    findings = run(options.count, options.seed, out=options.out, log=options.log)
    print(page(findings))
    return 1 if findings.violations else 0


def warm() -> None:
    """Read what is shipped, and check and play something tiny: mutants pay only for themselves."""
    for key in SHARES:
        for file, text in shipped(key).items():
            if file.endswith(".yaml"):
                plain(file, text)
    check_sources(tiny())
    play(load_sources(tiny()), seed=1, turns=1)
    gc.collect()
    gc.freeze()


def run(count: int, seed: int, *, out: Path | None = None, log: Path | None = None) -> Findings:
    """Every bomb, every mutant, and a sample to the worker itself.

    `out` is written as the run goes on. What `log` holds of this run is not done again.
    """
    findings = Findings(seed)
    _bombs(findings)
    now = journal.state(seed)
    known = {} if log is None else journal.read(log, now)
    began = time.monotonic()
    for number in range(count):
        if number in known:
            done = known[number]
        else:
            done = _judged(seed, number)
            if log is not None:
                journal.append(log, now, number, done)
        scenario, change, judged = done
        findings.mutants.setdefault(scenario, Tally()).add(judged)
        findings.changes.setdefault(change, Tally()).add(judged)
        _note(findings, f"mutant {number} of {scenario}, {change}", judged.violations)
        if (number + 1) % _TELL_EVERY == 0:
            _progress(findings, time.monotonic() - began, out)
    if sum(row.played for row in findings.mutants.values()) < FLOOR_PLAYED * count:
        _note(findings, "the run", [f"fewer than {FLOOR_PLAYED:.0%} of the mutants were sound"])
    _ask_the_worker(findings, count)
    _progress(findings, time.monotonic() - began, out)
    return findings


def _judged(seed: int, number: int) -> tuple[str, str, Judged]:
    made = made_apart(seed, number)
    return made.scenario, made.changes[0].partition(" (")[0], judge(made.texts)


def _progress(findings: Findings, seconds: float, out: Path | None) -> None:
    played = sum(row.played for row in findings.mutants.values())
    told = f"{findings.asked} mutants, {played} played, {seconds / 60:.1f} minutes"
    print(told, file=sys.stderr, flush=True)
    if out is not None:
        out.write_text(page(findings), encoding="utf-8")


def made_apart(seed: int, number: int) -> Mutant:
    """A mutant made in a process of its own: what its making leaves behind would be memory that is free to
    the judging one.

    Raises:
        RuntimeError: a mutator failed.
    """
    done = apart(partial(_made, seed, number), patience=60)
    if done.failure:
        raise RuntimeError(f"mutant {number} cannot be made: {done.failure}")
    scenario, changes, texts = done.value
    base = shipped(scenario)
    return Mutant(
        scenario, tuple(changes), {name: base[name] if text is None else text for name, text in texts}
    )


def _made(seed: int, number: int) -> list[Any]:
    made = mutant(seed, number)
    base = shipped(made.scenario)
    texts = [(name, None if base.get(name) is text else text) for name, text in made.texts.items()]
    return [made.scenario, made.changes, texts]


def bomb_texts(bomb: str) -> dict[str, str]:
    """A bomb as the scenario of an upload."""
    return {**tiny(), "scenario.yaml": bomb}


def _bombs(findings: Findings) -> None:
    if len(BOMBS) < BOMBS_MIN:
        _note(findings, "the bombs", [f"there are {len(BOMBS)} of at least {BOMBS_MIN}"])
    for name, (bomb, code) in BOMBS.items():
        judged = judge(bomb_texts(bomb), seconds=BOMB_SECONDS)
        findings.bombs.add(judged)
        told = [fault.code for fault in judged.faults if fault.file == "scenario.yaml"]
        wrong = [] if told == [code] else [f"was told {told} and not {code}"]
        _note(findings, f"bomb {name}", [*judged.violations, *wrong])


def _ask_the_worker(findings: Findings, count: int) -> None:
    """Every bomb, and some of the mutants."""
    idle = ask({**tiny(), "scenario.yaml": ""})
    findings.idle_seconds = idle.processor_seconds
    most = idle.mebibytes
    for name, (bomb, _) in BOMBS.items():
        answered = ask(bomb_texts(bomb))
        most = max(most, answered.mebibytes)
        late = answered.processor_seconds > BOMB_SECONDS
        _note(findings, f"bomb {name}", ["the worker took longer than it may"] if late else [])
    for number in range(0, count, SAMPLE):
        texts = made_apart(findings.seed, number).texts
        answered = ask(texts)
        findings.worker_seconds.append(answered.seconds)
        findings.worker_processor.append(answered.processor_seconds)
        most = max(most, answered.mebibytes)
        same = answered.faults == judge(texts).faults
        _note(findings, f"mutant {number}", [] if same else ["the worker's verdict is another one"])
    findings.worker_mebibytes = most - idle.mebibytes
    large = findings.worker_mebibytes > MEBIBYTES
    _note(findings, "the worker", [f"held {findings.worker_mebibytes:.0f} MiB more"] if large else [])


def _note(findings: Findings, what: str, problems: Iterable[str]) -> None:
    for problem in problems:
        violation = f"{what}: {problem}"
        findings.violations.append(violation)
        print(violation, file=sys.stderr, flush=True)


def _one(options: argparse.Namespace) -> int:
    made = mutant(options.seed, options.only)
    judged: Judged = judge(made.texts)
    print(made.scenario, *made.changes, sep="\n  ")
    print(*judged.faults, *judged.violations, sep="\n")
    print(f"{judged.seconds:.2f} s, {judged.mebibytes:.0f} MiB, {judged.turns} turns played")
    for name, text in made.texts.items() if options.keep is not None else ():
        if text != shipped(made.scenario).get(name):
            (options.keep / Path(name).name).write_text(text, encoding="utf-8", errors="surrogatepass")
    return 1 if judged.violations else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description="Mutate the shipped scenarios and hold the answers to limits."
    )
    parser.add_argument("--count", type=int, default=5000, help="how many mutants")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, help="where to write the report as Markdown")
    parser.add_argument("--log", type=Path, help="where to keep what is done, and take a run up again")
    parser.add_argument("--only", type=int, help="one mutant by its number")
    parser.add_argument("--keep", type=Path, help="with --only: a folder for the files that it changed")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
