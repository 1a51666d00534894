"""The committed page on votes in games shows the facts met that it showed met; no game is played here.

A fact that is missed there is missed by bots: mend them, or say here why it may be missed, and measure anew.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

import pytest
from tests.tidy.tree import ROOT

from comity.lab.facts import FACTS
from comity.rules.version import RULES_VERSION

PAGE: Final = (ROOT / "docs/validity-games.md").read_text(encoding="utf-8")
GAMES: Final = 200
"""The least number of games, of each scenario."""

Reasons = Mapping[str, str]
LASTING: Final = (
    "the thaw lasts: in the second period the United States and Russia are still nearer to the first than to "
    "the third"
)
MEMBERS: Final = "A small table's few members of BRICS vote as one, and those of NATO are those that differ."
MOSCOW: Final = (
    "Members of Moscow's alliance and of SCO are given leanings that are much alike, and vote as one."
)
GROWN: Final = (
    "BRICS has a dozen members at the end, of the South, which votes as one, and SCO four nuclear powers."
)
DOCKET: Final = "A turn has two or three contested items: two turns in a row differ by what is voted in them."
ABSTENTION: Final = (
    "Bots of the South and of Moscow hardly abstain in the Assembly, and allies follow a leader."
)
SOON: Final = "Washington and Moscow part a little too soon after 1994, by three to five hundredths."

NEW_COLD_WAR: Final = "`new-cold-war-2014`"
UNIPOLAR: Final = "`unipolar-1991`"
TERM: Final = "`unipolar-1991`, term"
WORLD: Final = "`whole-world-2019`"

MISSED: Final[Reasons] = {
    f"T4, EU and AU above all that follow, {NEW_COLD_WAR}": MEMBERS,
    f"T4, NAM and NATO above all that follow, {NEW_COLD_WAR}": MEMBERS,
    f"T4, SCO above all that follow, {NEW_COLD_WAR}": MEMBERS,
    f"T4, EU, ASEAN and AU above all that follow, {WORLD}": MOSCOW,
    f"T4, NAM and NATO above all that follow, {WORLD}": MOSCOW,
    f"T4, SCO and CSTO above all that follow, {WORLD}": GROWN,
    f"T5, {LASTING}, {UNIPOLAR}": SOON,
    f"T5, {LASTING}, {TERM}": SOON,
    f"T6, after 1 year above after 5 years, {NEW_COLD_WAR}": DOCKET,
    f"T6, each within 0.10 of the real figure, {NEW_COLD_WAR}": DOCKET,
    f"T6, after 1 year above all that follow, {UNIPOLAR}": DOCKET,
    f"T6, after 5 years above after 10 years, {UNIPOLAR}": DOCKET,
    f"T6, each within 0.10 of the real figure, {UNIPOLAR}": DOCKET,
    f"T6, after 1 year above all that follow, {TERM}": DOCKET,
    f"T8, Japan abstains above all that follow, {NEW_COLD_WAR}": ABSTENTION,
    f"T8, Russia abstains above United States abstains, {NEW_COLD_WAR}": ABSTENTION,
}
"""What may be missed by the Assembly's items, and why: the fact, what is claimed of it, and what was played.
What is met after all is to be taken out.
"""

_VERSION: Final = re.compile(r"Measured under rules version (\S+)\. ")
_SECTION: Final = re.compile(r"^## (T\d): ", re.MULTILINE)


def complaints(page: str, missed: Reasons = MISSED) -> list[str]:
    """What the page says that should not be so; also what is not found where the page has it."""
    head, *pieces = _SECTION.split(page)
    sections = dict(zip(pieces[::2], pieces[1::2], strict=True))
    verdicts = {
        f"{key}, {row['claim']}, {row['played']}": row["Assembly"]
        for key, text in sections.items()
        for row in _rows(text, "claim")
        if not row["claim"].startswith("for more: ")
    }
    return [
        *_version(head),
        *_games(head),
        *_facts(head, sections),
        *_misses(verdicts, missed),
    ]


def _version(head: str) -> Iterator[str]:
    told = _VERSION.search(head)
    if told is None:
        yield "does not tell under which rules it was measured"
    elif told[1] != RULES_VERSION:
        yield f"was measured under rules version {told[1]}, not {RULES_VERSION}: measure it anew"


def _games(head: str) -> Iterator[str]:
    rows = list(_rows(head, "played"))
    if not rows:
        yield "does not tell how many games were played"
    for row in rows:
        if int(row["games"]) < GAMES:
            yield f"{row['played']}: {row['games']} games are too few, {GAMES} are enough"


def _facts(head: str, sections: Mapping[str, str]) -> Iterator[str]:
    """Each fact is told in short, and claimed of all that it is judged by."""
    told = [(row["fact"], row["played"]) for row in _rows(head, "")]
    for fact in FACTS:
        for key, length in fact.judged:
            played = f"`{key}`, {length}" if length else f"`{key}`"
            if (fact.says, played) not in told:
                yield f"{fact.key}: is not told in short of {played}"
            if played not in [row["played"] for row in _rows(sections.get(fact.key, ""), "claim")]:
                yield f"{fact.key}: is not claimed of {played}"


def _misses(verdicts: Mapping[str, str], missed: Reasons) -> Iterator[str]:
    for claim, verdict in verdicts.items():
        if verdict.startswith("met"):
            if claim in missed:
                yield f"{claim}: is met, take it out of MISSED"
        elif not missed.get(claim):
            yield f"{claim}: {verdict}, and nothing says why it may be"
    for claim in missed:
        if claim not in verdicts:
            yield f"{claim}: is in MISSED and not on the page"


def _rows(text: str, first: str) -> Iterator[dict[str, str]]:
    """The rows of tables whose first column has that header, each by its headers."""
    for block in text.split("\n\n"):
        lines = [
            [cell.strip() for cell in line.strip("|").split("|")]
            for line in block.strip().splitlines()
            if line.startswith("|")
        ]
        if lines and lines[0][0] == first and lines[0][1] in ("fact", "games", "played"):
            yield from (dict(zip(lines[0], cells, strict=True)) for cells in lines[2:])


def test_every_fact_is_on_the_page_and_what_was_met_is_met() -> None:
    assert complaints(PAGE) == []


def test_the_first_two_facts_may_not_be_missed() -> None:
    assert [claim for claim in MISSED if claim.startswith(("T1,", "T2,"))] == []


def test_what_may_be_missed_may_be_for_a_reason() -> None:
    assert all(MISSED.values())
    some = next(iter(MISSED))
    (said,) = complaints(PAGE, {**MISSED, some: ""})
    assert said.startswith(some)
    assert said.endswith("and nothing says why it may be")


CLAIM: Final = f"T1, China above Russia, {NEW_COLD_WAR}"
FIRST: Final = f"| China above Russia | {NEW_COLD_WAR} | met"


@pytest.mark.parametrize(
    ("was", "edited", "complaint"),
    [
        (FIRST, FIRST.replace("met", "**missed**: China"), f"{CLAIM}: **missed**: China"),
        (FIRST, FIRST.replace("met", "nothing to tell"), f"{CLAIM}: nothing to tell"),
        (f"rules version {RULES_VERSION}. ", "rules version 1. ", "was measured under rules version 1, not"),
        ("Measured under rules", "Measured under old rules", "does not tell under which rules"),
        (f"{NEW_COLD_WAR} | {GAMES} |", f"{NEW_COLD_WAR} | 199 |", f"{NEW_COLD_WAR}: 199 games are too few"),
        ("| played | games |", "| played | how often |", "does not tell how many games"),
        ("| T3 | Europeans", "| T3 | Africans", f"T3: is not told in short of {NEW_COLD_WAR}"),
        ("## T3: ", "## Third: ", f"T3: is not claimed of {NEW_COLD_WAR}"),
    ],
)  # fmt: skip
def test_each_fault_on_a_page_is_complained_of(was: str, edited: str, complaint: str) -> None:
    assert was in PAGE
    assert any(said.startswith(complaint) for said in complaints(PAGE.replace(was, edited)))


def test_a_miss_that_is_met_or_gone_is_to_be_taken_out() -> None:
    gone = "T9, nothing, nowhere"
    assert complaints(PAGE, {**MISSED, CLAIM: "It was hard.", gone: "It was long ago."}) == [
        f"{CLAIM}: is met, take it out of MISSED",
        f"{gone}: is in MISSED and not on the page",
    ]
