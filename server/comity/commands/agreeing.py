"""`comity lab agreement SCENARIO`: who votes like whom when bots play."""

from comity.commands.failing import CommandError
from comity.commands.loading import loaded
from comity.lab.agreement import KINDS, Agreement, Figure, measure


def agreement(key: str, *, games: int, first: int, with_seat: str | None) -> Agreement:
    """The figures. Raises CommandError for a scenario or a seat that is not there."""
    scenario = loaded(key)
    seats = [seat.key for seat in scenario.catalogue.seats]
    if with_seat is not None and with_seat not in seats:
        raise CommandError(f"there is no seat {with_seat!r}; these there are: {', '.join(seats)}")
    return measure(scenario, games, first=first)


def in_words(found: Agreement, *, with_seat: str | None) -> str:
    """The figures for people; beside each seat's, how far it votes as `with_seat` does."""
    lines = [
        f"{int(found.counts.items.sum())} contested items in {found.games} games",
        ", ".join(f"{kind} {_figure(found.voted(kind))}" for kind in KINDS),
        "",
        f"{'seat':20} {'with the others':>24} {'abstains':>24}"
        + (f" {'with ' + with_seat:>24}" if with_seat else ""),
    ]
    for seat in sorted(found.seats, key=lambda name: -found.world(name)[0]):
        row = [found.world(seat), found.voted("abstain", seat)]
        if with_seat is not None:
            row.append(found.pair(seat, with_seat))
        lines.append(f"{seat:20} " + " ".join(f"{_figure(figure):>24}" for figure in row))
    return "\n".join(lines)


def _figure(figure: Figure) -> str:
    value, low, high = figure
    return f"{value:.2f} ({low:.2f} to {high:.2f})"
