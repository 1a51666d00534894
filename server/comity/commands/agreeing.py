"""`comity lab agreement SCENARIO`: who votes like whom when bots play."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

import numpy as np

from comity.commands.failing import CommandError
from comity.commands.loading import loaded
from comity.lab.agreement import Findings, measure
from comity.lab.intervals import Figure
from comity.lab.periods import periods
from comity.lab.tallies import KINDS

_COLUMN: Final = 24


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be looked at in particular."""

    with_seat: str | None = None
    """The seat beside which all are set, and whose side is called positive."""
    pairs: Sequence[str] = ()
    """Seats to follow through the periods, as "one:other"."""
    since: Sequence[int] = ()
    """Years that begin a period."""
    bodies: Sequence[str] = ()
    """Institutions whose items count, all where none is named."""


def agreement(
    key: str, asked: Asked, *, games: int, first: int, length: str | None = None, jobs: int = 1
) -> Findings:
    """The figures. Raises CommandError for a scenario, a length, a seat or a year that is not there."""
    scenario = loaded(key, length=length)
    seats = [seat.key for seat in scenario.catalogue.seats]
    pairs = [_pair(words) for words in asked.pairs]
    named = [*([] if asked.with_seat is None else [asked.with_seat]), *chain.from_iterable(pairs)]
    for seat in named:
        if seat not in seats:
            raise CommandError(f"there is no seat {seat!r}; these there are: {', '.join(seats)}")
    institutions = scenario.catalogue.institutions.keys
    for body in asked.bodies:
        if body not in institutions:
            raise CommandError(f"there is no body {body!r}; these there are: {', '.join(institutions)}")
    try:
        spans = periods(scenario.documents.scenario.turn_labels, asked.since)
    except ValueError as error:
        raise CommandError(f"--since: {error}; leave it out and each turn is told by itself") from error
    return measure(
        scenario,
        games,
        first=first,
        bodies=asked.bodies,
        jobs=jobs,
        towards=asked.with_seat,
        asked=pairs,
        periods=spans,
    )


def _pair(words: str) -> tuple[str, str]:
    one, _, other = words.partition(":")
    if not one or not other or one == other:
        raise CommandError(
            f"--pair takes two seats with a colon between, such as one:other, and not {words!r}"
        )
    return one, other


def in_words(found: Findings, *, with_seat: str | None) -> str:
    """The figures for people; beside each seat's, how far it votes as `with_seat` does."""
    parts = (
        _seats(found, with_seat),
        _groups(found),
        *(_followed(found, *pair) for pair in found.asked),
        _persistence(found),
        _told_by(found),
    )
    return "\n\n".join("\n".join(part) for part in parts)


def _seats(findings: Findings, with_seat: str | None) -> Iterator[str]:
    found = findings.agreement
    yield f"{int(found.tallies.items.sum())} contested items in {found.games} games"
    yield ", ".join(f"{kind} {_figure(found.voted(kind))}" for kind in KINDS)
    yield ""
    beside = [f"with {with_seat}"] if with_seat else []
    yield _row("seat", ["with the others", "abstains", f"position to {findings.towards}", *beside])
    for seat in sorted(found.seats, key=lambda name: -found.world(name)[0]):
        place = found.seats.index(seat)
        figures = [found.world(seat), found.voted("abstain", seat), findings.positions.of_seat(place)]
        if with_seat is not None:
            figures.append(found.pair(seat, with_seat))
        yield _row(seat, map(_figure, figures))


def _groups(findings: Findings) -> Iterator[str]:
    found = findings.agreement
    told = [(group, found.cohesion(group)) for group in found.groups]
    yield _row("group", ["seats", "agreement within"])
    for group, figure in sorted(told, key=lambda row: -row[1][0]):
        if not np.isnan(figure[0]):
            yield _row(group, [f"{found.members(group):.1f}", _figure(figure)])


def _followed(findings: Findings, one: str, other: str) -> Iterator[str]:
    found = findings.agreement
    yield f"{one} and {other}"
    yield _row("period", ["agreement", "same vote"])
    for period in findings.periods:
        figures = [found.pair(one, other, period.turns), found.same(one, other, period.turns)]
        yield _row(period.label, map(_figure, figures))


def _persistence(findings: Findings) -> Iterator[str]:
    yield _row("positions later", ["years", "rank correlation"])
    for lag, gap, figure in findings.persistence():
        turns = "1 turn" if lag == 1 else f"{lag} turns"
        yield _row(turns, ["" if gap is None else f"{gap:.1f}", _figure(figure)])


def _told_by(findings: Findings) -> Iterator[str]:
    yield _row("what tells a position", ["rank correlation"])
    for name, values in findings.quantities.items():
        yield _row(name, [_figure(findings.positions.told_by(values))])


def _row(name: str, cells: "Iterator[str] | Sequence[str] | map[str]") -> str:
    return f"{name:28} " + " ".join(f"{cell:>{_COLUMN}}" for cell in cells)


def _figure(figure: Figure) -> str:
    value, low, high = figure
    return "nothing to tell" if np.isnan(value) else f"{value:.2f} ({low:.2f} to {high:.2f})"
