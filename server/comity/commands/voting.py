"""`comity lab votes FILE`: how well the model of states tells real roll calls."""

from collections.abc import Iterator
from pathlib import Path

from comity.commands.failing import CommandError
from comity.commands.files import read_bytes
from comity.lab.roll_calls import read
from comity.lab.vote_report import Held, VoteReport, report
from comity.scenarios.faults import ScenarioInvalid
from comity.scenarios.history import load


def votes(file: Path) -> VoteReport:
    """The report. Raises CommandError, which says what to mend."""
    try:
        history = load()
        calls = read(str(file), read_bytes(file), [row.key for row in history.states])
    except ScenarioInvalid as error:
        raise CommandError(str(error)) from error
    return report(calls, history)


def in_words(found: VoteReport) -> str:
    """The report for people."""
    lines = [f"{found.resolutions} resolutions, {found.whole.score.votes} votes of states that have no veto"]
    names = {"set_on": "sessions that parameters were set on", "held_out": "sessions held out"}
    lines += ["", "all sessions", *_of_part(found.whole)]
    for key, part in found.parts.items():
        lines += ["", names[key], *_of_part(part)]
    lines += ["", "by decade     votes   told right   balanced"]
    lines += [
        f"  {name:10} {row.votes:>6} {row.accuracy:>12.1%} {row.balanced:>10.1%}"
        for name, row in found.by_decade.items()
    ]
    lines += ["", "by state, the worst told first"]
    lines += [
        f"  {name:10} {row.votes:>6} {row.accuracy:>12.1%} {row.balanced:>10.1%}"
        for name, row in sorted(found.by_state.items(), key=lambda item: item[1].accuracy)
    ]
    return "\n".join(lines)


def _of_part(part: Held) -> Iterator[str]:
    yield "                     told right   balanced"
    yield f"  the model        {part.score.accuracy:>12.1%} {part.score.balanced:>10.1%}"
    if part.interval.accuracy is not None and part.interval.balanced is not None:
        (low, high), (least, most) = part.interval.accuracy, part.interval.balanced
        yield f"    95% of resampled sessions: {low:.1%} to {high:.1%}, balanced {least:.1%} to {most:.1%}"
    yield "    of each: " + ", ".join(f"{name} {value:.0%}" for name, value in part.score.recall.items())
    for name, row in part.baselines.items():
        yield f"  {name.replace('_', ' '):16} {row.accuracy:>12.1%} {row.balanced:>10.1%}"
