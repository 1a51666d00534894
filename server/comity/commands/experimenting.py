"""`comity lab run`: a scenario played thousands of times, and the report in words."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from comity.commands.files import write_text
from comity.commands.loading import loaded
from comity.lab import page
from comity.lab.run import Findings, Report
from comity.lab.run import run as play_all
from comity.scenarios.load import Scenario


def run(
    scenario: str, *, games: int, theories: Sequence[str], length: str | None, seed: int, jobs: int
) -> Report:
    """The report, with a progress bar on stderr. Raises CommandError, which says what to mend."""
    worlds = _under_each(scenario, theories, length)
    with progress(Console(stderr=True)) as bar:
        task = bar.add_task(f"Playing {worlds[0].title}", total=games * len(worlds))
        return play_all(worlds, games, first=seed, jobs=jobs, told=lambda done: bar.advance(task, done))


def progress(console: Console) -> Progress:
    """A bar whose words are an author's: they are shown as they are, whatever they would mean as markup."""
    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
    )


def _under_each(scenario: str, theories: Sequence[str], length: str | None) -> list[Scenario]:
    """The scenario under each theory, each once; under its own where none is named."""
    wanted: list[str | None] = [*dict.fromkeys(theories)] or [None]
    return [loaded(scenario, theory=theory, length=length) for theory in wanted]


def write_page(report: Report, file: Path) -> None:
    """The report as a page. Raises CommandError where the file cannot be written."""
    write_text(file, page.html(report))


def in_words(report: Report) -> str:
    """The report for people."""
    speed = report.document()["games_per_second"]
    lines = [f"{report.scenario}: {report.games} games under each theory, {speed:g} a second"]
    for key, found in report.theories.items():
        lines += ["", f"Under {key}", *_of_theory(found)]
    return "\n".join(lines)


def _of_theory(found: Findings) -> Iterator[str]:
    yield "  seat                       par   one in ten below   one in ten above   wins"
    for seat, spread in found.par.items():
        yield (
            f"  {seat:22} {spread.mean:>7.1f} {spread.p10:>18.1f} {spread.p90:>18.1f}"
            f" {found.wins.seat[seat]:>6.0%}"
        )
    yield "  index at the end          mean   for ten points of pluralism"
    for index, spread in found.indices.items():
        effect = found.thesis[index]
        between = (
            "too few games to tell" if effect.low is None else f"{effect.low:+.2f} to {effect.high:+.2f}"
        )
        yield f"  {index:22} {spread.mean:>7.1f}   {effect.effect:+.2f} ({between})"
    for kind, shares in (("stance", found.wins.stance), ("temperament", found.wins.temperament)):
        told = ", ".join(
            f"{key} {share:.0%} of {found.wins.held[key]:.0%}" for key, share in shares.items() if share
        )
        yield f"  wins by {kind} (of the seats that held it): {told}"
    for warning in found.warnings:
        yield f"  consider: {warning}"
