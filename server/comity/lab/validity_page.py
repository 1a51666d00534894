"""Votes in games beside the General Assembly's, as Markdown: what `docs/validity-games.md` is made of."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import numpy as np

from comity.lab.agreement import Findings
from comity.lab.assembly import SOURCE
from comity.lab.claims import Claim
from comity.lab.facts import FACTS, FAR, LEVEL
from comity.lab.intervals import Figure
from comity.lab.quantities import Fact, Game
from comity.lab.tallies import CONTESTED, GENERAL
from comity.lab.validity import ASSEMBLY, Votes
from comity.rules.version import RULES_VERSION

COUNTED: Final = ("Assembly", "all bodies")
"""How the items of the same games are counted, the real way first."""
NOTHING: Final = "nothing to tell"

INTRODUCTION: Final = f"""# Votes in games, beside the General Assembly's

Made by `comity lab validity`; do not edit. Measured under rules version {RULES_VERSION}. Every figure is
of house bots ([what they are](lab.md)). [Validity](validity.md#votes-in-games-comity-lab-agreement) says
what was set on such figures (in `new-cold-war-2014`, on the Assembly's), why some miss, and what they do
not show.

- Only **contested items** count: those on which the commonest vote has at most {CONTESTED:.0%} of what was
  cast, and on which at least {GENERAL:.0%} of the seats may vote. **Agreement** of two states on an item
  is 1 for the same vote, 0.5 where one of the two abstains, and 0 for Yes against No.
- **Assembly** counts the items of the General Assembly alone (`--body {ASSEMBLY}`). The real figures are
  of such items, so the verdict is by these. **All bodies** counts the items of every body in the very same
  games: loans and quotas too, on which the Assembly does not vote.
- **Real** figures are of {SOURCE}.
- Behind a figure stands the interval of 95 percent of resamples of whole games. It tells how sure the
  figure is of these bots in this scenario, and nothing of how sure the real one is.
- **Met** and **missed** are computed, by the figures as they stand here with two decimals, and what is
  equal is not above. *Not clear* says that other values within the intervals would change the verdict.
  Each fact asks for an order; "far" above is {FAR:.2f} at least. A **level** is within {LEVEL:.2f} of the
  real figure; it is asked for in T1 and T6, and told for more elsewhere.
"""

Row = Sequence[str]


def markdown(found: Mapping[Game, Votes], facts: Sequence[Fact] = FACTS) -> str:
    """The whole page; the games have to be there that the facts are asked of."""
    lines = [
        *_introduction(found),
        *_summary(found, facts),
        *(line for fact in facts for line in _section(fact, found)),
    ]
    return "\n".join(lines).rstrip("\n") + "\n"


def _introduction(found: Mapping[Game, Votes]) -> Iterator[str]:
    yield INTRODUCTION
    yield from _table(
        ["played", "games", *(f"contested items, {name}" for name in COUNTED)],
        ([_named(game), str(votes.games), *map(_items, _both(votes))] for game, votes in found.items()),
    )


def _items(found: Findings) -> str:
    return f"{int(found.agreement.tallies.items.sum()):,}"


def _summary(found: Mapping[Game, Votes], facts: Sequence[Fact]) -> Iterator[str]:
    yield "## In short"
    yield ""
    rows = [
        [fact.key, fact.says, _named(game), *_cells(fact, found[game])]
        for fact in facts
        for game in fact.judged
    ]
    yield from _table(
        ["", "fact", "played", *(cell for name in COUNTED for cell in (name, f"levels, {name}"))], rows
    )


def _cells(fact: Fact, votes: Votes) -> Iterator[str]:
    """The verdict and how many levels are the real ones, by the Assembly's items and by all."""
    for each in _both(votes):
        claims = fact.claims(fact.figures(each))
        yield overall([claim for claim in claims if claim.asked])
        levels = [one for claim in claims if claim.kind == "level" for one in claim.comparisons]
        yield f"{sum(one.holds for one in levels)} of {len(levels)}"


def overall(claims: Sequence[Claim]) -> str:
    """The verdict on a fact: met where all that it asks for is."""
    if not claims:
        return NOTHING
    failed = [claim for claim in claims if not claim.met]
    if not failed:
        return _with_doubt("met", all(claim.clear for claim in claims))
    clear = any(claim.clear for claim in failed)
    return f"{_with_doubt('**missed**', clear)}: {len(failed)} of {len(claims)} claims"


def verdict(claim: Claim) -> str:
    """Whether a claim is met, and if not, where it fails."""
    if not claim.comparisons:
        return NOTHING
    if claim.met:
        return _with_doubt("met", claim.clear)
    return f"{_with_doubt('**missed**', claim.clear)}: {'; '.join(claim.failures)}"


def _with_doubt(word: str, clear: bool) -> str:
    return word if clear else f"{word}, not clear"


def _section(fact: Fact, found: Mapping[Game, Votes]) -> Iterator[str]:
    yield f"## {fact.key}: {fact.says}"
    yield ""
    if fact.remark:
        yield f"{fact.remark}\n"
    yield from _figures(fact, found)
    if fact.beside:
        yield f"Without a verdict: {', '.join(map(_named, fact.beside))}, to compare.\n"
    yield from _table(
        ["claim", "played", *COUNTED],
        (row for game in fact.judged for row in _verdicts(fact, game, found[game])),
    )


def _verdicts(fact: Fact, game: Game, votes: Votes) -> Iterator[Row]:
    """A row for each claim that can be made by either way to count."""
    both = [{_asked(claim): claim for claim in fact.claims(fact.figures(each))} for each in _both(votes)]
    for words in dict.fromkeys(words for claims in both for words in claims):
        cells = (verdict(claims[words]) if words in claims else NOTHING for claims in both)
        yield [words, _named(game), *cells]


def _asked(claim: Claim) -> str:
    return claim.words if claim.asked else f"for more: {claim.words}"


def _figures(fact: Fact, found: Mapping[Game, Votes]) -> Iterator[str]:
    """A row for each figure, or a column where there are fewer of them than ways to take them."""
    rows = [["", *fact.quantities], ["real", *(_real(row.real) for row in fact.quantities.values())]]
    for game in (*fact.judged, *fact.beside):
        for name, each in zip(COUNTED, _both(found[game]), strict=True):
            remarks = (row.remark(each) for row in fact.quantities.values())
            figures = fact.figures(each).values()
            rows.append([f"{_named(game)}, {name}", *map(_figure, figures, remarks)])
    head, *body = rows if len(fact.quantities) < len(rows) - 1 else zip(*rows, strict=True)
    yield from _table(head, body)


def _real(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def _figure(figure: Figure, remark: str) -> str:
    value, low, high = figure
    if np.isnan(value):
        return ""
    told = f"{value:.2f} ({low:.2f} to {high:.2f})"
    return f"{told}; {remark}" if remark else told


def _both(votes: Votes) -> tuple[Findings, Findings]:
    return votes.assembly, votes.all_bodies


def _named(game: Game) -> str:
    key, length = game
    return f"`{key}`, {length}" if length else f"`{key}`"


def _table(head: Row, rows: Iterable[Row]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield "| --- " * len(head) + "|"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""
