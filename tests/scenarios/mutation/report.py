"""The page on the large run: what was asked, what was answered and what it cost."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from tests.scenarios.mutation.judge import ANSWER_SECONDS, BOMB_SECONDS, MEBIBYTES, TURNS, Judged


@dataclass
class Tally:
    """Sums over answers."""

    asked: int = 0
    refused: int = 0
    played: int = 0
    turns: int = 0
    first: Counter[str] = field(default_factory=Counter)
    """Codes of the first fault of each that was refused."""
    seconds: list[float] = field(default_factory=list)
    clock_seconds: list[float] = field(default_factory=list)
    mebibytes: list[float] = field(default_factory=list)
    asked_again: int = 0

    def add(self, judged: Judged) -> None:
        self.asked += 1
        self.refused += bool(judged.faults)
        self.played += judged.turns > 0
        self.turns += judged.turns
        if judged.faults:
            self.first[judged.faults[0].code] += 1
        self.seconds.append(judged.seconds)
        self.clock_seconds.append(judged.clock_seconds)
        self.mebibytes.append(judged.mebibytes)
        self.asked_again += judged.tries > 1


@dataclass
class Findings:
    """Everything that a run found."""

    seed: int
    mutants: dict[str, Tally] = field(default_factory=dict)
    """By scenario."""
    changes: dict[str, Tally] = field(default_factory=dict)
    """By the first change."""
    bombs: Tally = field(default_factory=Tally)
    worker_seconds: list[float] = field(default_factory=list)
    worker_processor: list[float] = field(default_factory=list)
    worker_mebibytes: float = 0
    """Of the largest worker, beyond one that was asked nothing."""
    idle_seconds: float = 0
    """Processor time of a worker that was asked nothing: an interpreter and its libraries."""
    violations: list[str] = field(default_factory=list)

    @property
    def asked(self) -> int:
        return sum(tally.asked for tally in self.mutants.values())


def page(findings: Findings) -> str:
    """The report as Markdown."""
    return "\n".join([*_head(findings), *_scenarios(findings), *_kinds(findings), *_limits(), ""])


def _head(findings: Findings) -> Iterator[str]:
    tallies = findings.mutants.values()
    played, refused = sum(row.played for row in tallies), sum(row.refused for row in tallies)
    bombs = findings.bombs
    yield "# What was done to the scenarios"
    yield ""
    yield (
        f"{findings.asked} mutants of the shipped scenarios and {bombs.asked} files made to hurt their "
        f"reader were put to "
        f"the check that strangers' uploads go through. {refused} mutants were refused; {played} were "
        f"sound, and house bots "
        f"played {TURNS} turns of each. `make mutations` (seed {findings.seed}) wrote this page."
    )
    yield ""
    yield f"**Violations: {len(findings.violations)}.**"
    yield from (f"- {' '.join(violation.split())[-400:]}" for violation in findings.violations[:40])
    yield ""
    yield "| | mutants | limit | bombs | limit |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    every = [value for row in tallies for value in row.seconds]
    clock = [value for row in tallies for value in row.clock_seconds]
    memory = [value for row in tallies for value in row.mebibytes]
    yield (
        f"| slowest answer, processor seconds | {_most(every):.2f} | {ANSWER_SECONDS:g} | "
        f"{_most(bombs.seconds):.2f} "
        f"| {BOMB_SECONDS:g} |"
    )
    yield (
        f"| 99 of 100 within, processor seconds | {_share(every, 0.99):.2f} | | "
        f"{_share(bombs.seconds, 0.99):.2f} | |"
    )
    yield (
        f"| slowest answer, by the clock of a busy machine | {_most(clock):.2f} | | "
        f"{_most(bombs.clock_seconds):.2f} | |"
    )
    yield (
        f"| most memory beyond before, MiB | {_most(memory):.0f} | {MEBIBYTES} "
        f"| {_most(bombs.mebibytes):.0f} | {MEBIBYTES} |"
    )
    again = sum(row.asked_again for row in tallies)
    yield f"| asked again because slow at first | {again} | | {bombs.asked_again} | |"
    yield ""
    yield (
        f"{len(findings.worker_seconds)} of these went to the worker itself as well, a fresh interpreter "
        f"each, with the same "
        f"verdict: {_most(findings.worker_processor):.2f} processor seconds at most, of which "
        f"{findings.idle_seconds:.2f} are "
        f"the start of the interpreter and its libraries; {_most(findings.worker_seconds):.2f} s by the "
        f"clock; "
        f"{findings.worker_mebibytes:.0f} MiB at most beyond a worker that was asked nothing."
    )
    yield ""


def _scenarios(findings: Findings) -> Iterator[str]:
    yield "## By scenario"
    yield "| scenario | mutants | refused | played | slowest, s | most MiB |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: |"
    for key, row in sorted(findings.mutants.items()):
        yield (
            f"| `{key}` | {row.asked} | {row.refused} | {row.played} | {_most(row.seconds):.2f} "
            f"| {_most(row.mebibytes):.0f} |"
        )
    yield ""


def _kinds(findings: Findings) -> Iterator[str]:
    first: Counter[str] = sum((row.first for row in findings.mutants.values()), Counter())
    yield "## Why mutants were refused"
    yield "The code of the first fault that each was told."
    yield ""
    yield from _columns(f"`{code}` {number}" for code, number in first.most_common())
    yield ""
    yield "## What was changed"
    yield "The first change of each mutant; one in five had another on top."
    yield ""
    yield "| change | mutants | played |"
    yield "| --- | ---: | ---: |"
    for name, row in sorted(findings.changes.items()):
        yield f"| {name} | {row.asked} | {row.played} |"
    yield ""


def _limits() -> Iterator[str]:
    yield "## How it was measured, and what it does not show"
    yield (
        "Each mutant is made, judged and played in processes of its own, one at a time, copied from one "
        "that has read the "
        "shipped files and checked and played a tiny one; the judging one is confined to the seconds and "
        "bytes of the worker. Seconds are of a processor, from "
        "the texts to the verdict, since the machine had other work; what was slow was asked again up to "
        "twice, and the quickest "
        "counts. Memory is the process's peak beyond what it held before it began. A mutant counts as "
        "played when as many turns "
        "were resolved, the boards hold only finite numbers, and no text for players holds a control "
        "character. A fault must name "
        "a file, a line that the file has, a field (but for files as a whole and for Markdown, which "
        "have none), and a mend."
    )
    yield ""
    yield (
        "That a mend is a good one is not measured, nor that a sound mutant is well balanced or still "
        "true to its sources. Changes "
        "are drawn by chance from the kinds above: what needs three certain slips at once is not found. "
        "No violation in 5,000 bounds "
        "the rate for such mutants at 0.06 percent with 95 percent confidence, and says nothing of a "
        "patient enemy's files."
    )


def _columns(cells: Iterable[str]) -> Iterator[str]:
    row = list(cells)
    yield ", ".join(row) + "." if row else "None was."


def _most(values: Sequence[float]) -> float:
    return max(values, default=0.0)


def _share(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0
