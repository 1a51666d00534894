"""The report of a run as one page that stands by itself: to be read, printed and kept with the course."""

from collections.abc import Iterator, Mapping
from html import escape
from typing import Final

from comity.lab import pictures
from comity.lab.run import Findings, Report
from comity.lab.sampling import joined
from comity.rules import vocabulary as words
from comity.scenarios.texts import COLOURS

STYLE: Final = """
body {
  max-width: 46rem; margin: 2rem auto; padding: 0 1.25rem;
  font: 1rem/1.55 Georgia, serif; color: #1d2733; background: #fff;
}
h1 { margin: 0 0 .25rem; font-size: 2rem; line-height: 1.2; }
h2 { margin: 2.5rem 0 .25rem; padding-top: 1.5rem; border-top: 1px solid #c9d6e4; }
h3 { margin: 1.75rem 0 .25rem; font-size: 1.05rem; }
p { margin: .4rem 0 .8rem; }
li { margin: .25rem 0; }
.soft { color: #56616e; }
svg { width: 100%; height: auto; overflow: visible; font: 14px system-ui, sans-serif; fill: #1d2733; }
svg .s { font-size: 12px; fill: #56616e; }
svg .f, td.n { font-variant-numeric: tabular-nums; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; align-items: start; }
table { width: 100%; border-collapse: collapse; font: .9rem/1.4 system-ui, sans-serif; }
th, td { padding: .2rem .6rem .2rem 0; border-bottom: 1px solid #e3e9f0; text-align: left; }
th.n, td.n { text-align: right; }
@media (max-width: 34rem) { .pair { grid-template-columns: 1fr; } }
@media print {
  body { margin: 0; max-width: none; }
  h2 { break-before: page; }
  h3 { break-after: avoid; }
  svg, tr { break-inside: avoid; }
}
"""


def html(report: Report) -> str:
    """The whole page; nothing in it is fetched from anywhere."""
    found = list(report.theories.values())
    title = found[0].scenario.title
    body = "".join(
        [
            f"<h1>{escape(title)}</h1>",
            (
                f"<p class=soft>{report.games:,} games under each theory, every seat played by a house bot. "
                "What is told here holds of these players; a class will find what no bot tries.</p>"
            ),
            *_thesis(report),
            *(part for key, findings in report.theories.items() for part in _theory(key, findings)),
        ]
    )
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}: the lab</title>'
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style></head>'
        f"<body>{body}</body></html>\n"
    )


def _thesis(report: Report) -> Iterator[str]:
    yield "<h2>Is a plural world a better one?</h2>"
    yield (
        "<p>Points of each index at the end for ten points more of pluralism over the game, with the "
        "interval that holds 95 percent of resamples. A full mark says that the interval leaves out "
        "nought. Nothing in the rules makes pluralism a cause: the way runs through claims, resistance "
        "and recognition.</p>"
    )
    for index in words.INDICES:
        rows = [(found.scenario.theory.name, found.thesis[index]) for found in report.theories.values()]
        yield f"<h3>{escape(_name(next(iter(report.theories.values())), index))}</h3>"
        yield pictures.intervals(f"Effect of pluralism on {index}, by theory", rows)


def _theory(key: str, found: Findings) -> Iterator[str]:
    file, library = found.scenario.documents.scenario, found.scenario.documents.library
    names = {seat.key: seat.name for seat in file.seats}
    yield f"<h2>Under {escape(found.scenario.theory.name)}</h2>"
    yield f"<p class=soft>{escape(found.scenario.theory.gloss)}</p>"
    yield "<h3>Where the world goes</h3>"
    yield "<p>The mean of all games by turn, and the limits that eight of ten games keep.</p><div class=pair>"
    values = joined(found.own, "indices", axis=1)
    turns = ["opening", *file.turn_labels]
    for place, index in enumerate(words.INDICES):
        yield f"<div><strong>{escape(_name(found, index))}</strong>"
        yield pictures.path(f"{index} by turn under {key}", turns, values[:, :, place]) + "</div>"
    yield "</div><h3>Par</h3>"
    yield (
        "<p>What each seat scores in the hands of its own temperament: the mean, and the range of eight "
        "games in ten. The dashed line is where every seat begins.</p>"
    )
    yield pictures.spreads(f"Scores by seat under {key}", found.par, names=names)
    yield "<h3>Who wins</h3>"
    yield (
        "<p>The share of games in which a seat, a stance or a temperament ends furthest above what its seat "
        "scores in all hands. The upright mark is the share of seats that held it: beyond the mark it wins "
        "more than its part.</p>"
    )
    even = dict.fromkeys(found.wins.seat, 1 / max(len(found.wins.seat), 1))
    yield pictures.shares(
        f"Games won by seat under {key}", found.wins.seat, held=even, names=names, colours={}
    )
    stances = {name: library.words.globalisms[name].name for name in words.GLOBALISMS}
    yield pictures.shares(
        f"Games won by stance under {key}",
        found.wins.stance,
        held=found.wins.held,
        names=stances,
        colours=dict(zip(words.GLOBALISMS, COLOURS, strict=True)),
    )
    tempers = {name: row.name for name, row in library.temperaments.items()}
    yield pictures.shares(
        f"Games won by temperament under {key}",
        found.wins.temperament,
        held=found.wins.held,
        names=tempers,
        colours={},
    )
    yield from _deeds(found)
    if found.warnings:
        yield "<h3>What to consider</h3><ul>"
        yield "".join(f"<li>{escape(warning)}</li>" for warning in found.warnings) + "</ul>"


def _deeds(found: Findings) -> Iterator[str]:
    catalogue, usage = found.scenario.catalogue, found.usage
    games = max(usage.games, 1)
    yield "<h3>What is done</h3><p>How often in a game, in the mean.</p><div class=pair><table>"
    yield "<tr><th>Action<th class=n>done"
    rows = sorted(zip(catalogue.actions.names, usage.actions.tolist(), strict=True), key=lambda row: -row[1])
    yield "".join(f"<tr><td>{escape(name)}<td class=n>{count / games:.2f}" for name, count in rows)
    yield "</table><table><tr><th>Resolution<th class=n>voted<th class=n>passed"
    voted = sorted(
        zip(catalogue.resolutions.names, usage.voted.tolist(), usage.passed.tolist(), strict=True),
        key=lambda row: -row[1],
    )
    yield "".join(
        f"<tr><td>{escape(name)}<td class=n>{count / games:.2f}<td class=n>"
        + (f"{passed / count:.0%}" if count else "")
        for name, count, passed in voted
    )
    yield "</table></div>"


def _name(found: Findings, index: str) -> str:
    names: Mapping[str, str] = {
        key: row.name for key, row in found.scenario.documents.library.words.indices.items()
    }
    return names.get(index, index)
