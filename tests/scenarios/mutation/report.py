"""The page on the large run: what was asked, what was answered and what it cost."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from textwrap import fill

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
    parts = (_head, _worker, _scenarios, _kinds, _limits)
    return "\n".join([*(line for part in parts for line in part(findings)), ""])


def _head(findings: Findings) -> Iterator[str]:
    tallies = findings.mutants.values()
    played, refused = sum(row.played for row in tallies), sum(row.refused for row in tallies)
    bombs = findings.bombs
    yield "# Mutated scenarios"
    yield ""
    yield _paragraph(
        f"Made by `make mutations` (seed {findings.seed}); do not edit. {findings.asked} mutants of the",
        f"shipped scenarios, and {bombs.asked} files made to hurt their reader, were put to the check that",
        f"uploads from strangers go through. {refused} mutants were refused; {played} were sound and were",
        f"played for {TURNS} turns, house bots in every seat.",
    )
    yield ""
    yield f"**Violations: {len(findings.violations)}.**"
    for violation in findings.violations[:40]:
        yield f"- {' '.join(violation.split())[-400:]}"
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


def _worker(findings: Findings) -> Iterator[str]:
    if not findings.worker_seconds:
        return
    yield _paragraph(
        f"{len(findings.worker_seconds)} of the mutants and every bomb went to the worker itself as well, a",
        "fresh interpreter for each, and the mutants got the same verdict there. A mutant took",
        f"{_most(findings.worker_processor):.2f} processor seconds at most, of which the start of the",
        f"interpreter and its libraries are {findings.idle_seconds:.2f}; by the clock",
        f"{_most(findings.worker_seconds):.2f} s at most. No worker held more than",
        f"{findings.worker_mebibytes:.0f} MiB beyond one that was asked nothing.",
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
    yield _paragraph(", ".join(f"`{code}` {number}" for code, number in first.most_common()) or "None was.")
    yield ""
    yield "## What was changed"
    yield "The first change of each mutant; one in five had another on top."
    yield ""
    yield "| change | mutants | played |"
    yield "| --- | ---: | ---: |"
    for name, row in sorted(findings.changes.items()):
        yield f"| {name} | {row.asked} | {row.played} |"
    yield ""


def _limits(findings: Findings) -> Iterator[str]:
    yield "## How it was measured, and what it does not show"
    yield _paragraph(
        "Each mutant is made, judged and played in processes of its own, one at a time, copied from one that",
        "has read the shipped files and has checked and played a tiny scenario; the judging one is",
        "confined to the seconds and bytes of the worker. Seconds are of a processor, from the texts to the",
        "verdict, since a machine may have other work; what was slow was asked again up to twice, and the",
        "quickest counts.",
        "Memory is the most that the process held beyond what it began with. A mutant counts as played when",
        "its turns were resolved, its boards hold only finite numbers, and no text for its players holds a",
        "control character. A fault must name a file, a line that the file has, a field (but for files as a",
        "whole and for Markdown, which have none), and a mend.",
    )
    yield ""
    yield _paragraph(
        "That a mend is a good one is not measured, nor that a sound mutant is well balanced or true to its",
        "sources. Changes are drawn by chance from the kinds above: what needs three certain slips at once",
        f"is hardly found. No violation in {findings.asked} bounds their rate among such mutants at",
        f"{300 / max(findings.asked, 1):.2g} percent with 95 percent confidence, and says nothing of what a",
        "patient enemy writes.",
    )


def _paragraph(*parts: str) -> str:
    return fill(" ".join(parts), 118, break_long_words=False, break_on_hyphens=False)


def _most(values: Sequence[float]) -> float:
    return max(values, default=0.0)


def _share(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0
