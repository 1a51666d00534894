"""The committed page on how the scenarios play shows them fair and alive; no game is played here.

What is wrong on the page is wrong with a scenario, or with a bot: mend that, and measure anew.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

import pytest
from tests.tidy.tree import ROOT

from comity.lab.warnings import DOMINANT, OFTEN
from comity.rules.version import RULES_VERSION
from comity.scenarios import sources

PAGE: Final = (ROOT / "docs/scenarios.md").read_text(encoding="utf-8")

Reasons = Mapping[str, Mapping[str, str]]

EXPLAINED: Final[Reasons] = {
    "crash-course": {
        "intervene_mandated": "The Council has to give a mandate first, and a game has four turns.",
    },
}
"""Why bots hardly ever do what stands in a line of rare things, by scenario and key."""

_VERSION: Final = re.compile(r" games under rules version (\S+)\.$", re.MULTILINE)
_SECTION: Final = re.compile(r"^## .+ \(`(?P<key>[a-z0-9-]+)`\)$", re.MULTILINE)
_MARGIN: Final = re.compile(r"^([+-]\d+\.\d) ± (\d+\.\d)$")
_WON: Final = re.compile(r"([a-z-]+) (\d+)% ± \d+ \(held by")
_GENERAL_WAR: Final = re.compile(r"half of the world's power at war: (\d+\.\d)% of games")
_RARE: Final = re.compile(r"^- In fewer than \d+% of games: (.+)\.$", re.MULTILINE)


def complaints(page: str, explained: Reasons = EXPLAINED) -> list[str]:
    """What the page says that should not be so, each with its scenario. What is not found where the page has
    it is complained of too.
    """
    _, *pieces = _SECTION.split(page)
    sections = dict(zip(pieces[::2], pieces[1::2], strict=True))
    return [
        *(f"{key}: is not on the page" for key in sources.shipped() if key not in sections),
        *(
            f"{key}: {what}"
            for key, text in sections.items()
            for what in (
                *_version(text),
                *_seats(text),
                *_wins(text),
                *_wars(text),
                *_rare(key, text, explained),
            )
        ),
    ]


def _version(text: str) -> Iterator[str]:
    told = _VERSION.search(text)
    if told is None:
        yield "does not tell under which rules it was measured"
    elif told[1] != RULES_VERSION:
        yield f"was measured under rules version {told[1]}, not {RULES_VERSION}: measure it anew"


def _seats(text: str) -> Iterator[str]:
    rows = list(_rows(text))
    if not rows:
        yield "has no table of seats"
    for row in rows:
        margin = _MARGIN.match(row.get("over random", ""))
        if margin is None or not row.get("hands matter"):
            yield f"{row['seat']} has no margin over a random player, or no hands"
        elif float(margin[1]) - float(margin[2]) <= 0:
            yield f"{row['seat']} does not surely beat a random player: {row['over random']}"
        if "not clear" in row.get("hands matter", ""):
            yield f"it is not clear that hands matter for {row['seat']}: {row['hands matter']}"


def _rows(text: str) -> Iterator[dict[str, str]]:
    """The rows of the table whose first column is `seat`, each by its header."""
    for block in text.split("\n\n"):
        lines = [
            [cell.strip() for cell in line.strip("|").split("|")]
            for line in block.strip().splitlines()
            if line.startswith("|")
        ]
        if lines and lines[0][0] == "seat":
            yield from (dict(zip(lines[0], cells, strict=True)) for cells in lines[2:])


def _wins(text: str) -> Iterator[str]:
    for kind in ("stance", "temperament"):
        line = re.search(rf"^- Games won by {kind}: (.+)$", text, re.MULTILINE)
        shares = _WON.findall(line[1]) if line else []
        if not shares:
            yield f"does not tell who wins by {kind}"
        for key, percent in shares:
            if int(percent) > 100 * DOMINANT:
                yield f"the {kind} {key} wins {percent}% of games; {DOMINANT:.0%} is enough"


def _wars(text: str) -> Iterator[str]:
    told = _GENERAL_WAR.search(text)
    if told is None:
        yield "does not tell of general wars"
    elif float(told[1]) > 100 * OFTEN:
        yield f"{told[1]}% of games end in general war"


def _rare(scenario: str, text: str, explained: Reasons) -> Iterator[str]:
    told = _RARE.search(text)
    if told is None:
        yield "does not tell what is rare"
        return
    keys = re.findall(r"`(\w+)`", told[1])
    if not keys and told[1] != "nothing":
        yield f"tells of rare things in another way than by their keys: {told[1]}"
    for key in keys:
        if not explained.get(scenario, {}).get(key):
            yield f"{key} is rare, and nothing explains why: mend the scenario, or say it in EXPLAINED"


def test_every_scenario_is_fair_and_alive_on_the_page() -> None:
    assert complaints(PAGE) == []


SOUND: Final = f"""# Head

## A scenario (`crash-course`)

Some words | and a bar. 40 games under rules version {RULES_VERSION}.

| seat | par | over random | hands matter |
| --- | --- | --- | --- |
| columbia | 70.3 (54 to 85) | +19.2 ± 1.8 | crusader over dealmaker: 5.6 ± 1.4 |
| hansa | 78.4 (65 to 91) | +2.1 ± 2.0 | besieged over crusader: 8.9 ± 1.2 |

- Games won by stance: liberal 45% ± 5 (held by 30%), conservative 22% ± 4 (held by 23%).
- Games won by temperament: dealmaker 13% ± 5 (held by 11%), saint 12% ± 5 (held by 99%).
- Ended with half of the world's power at war: 33.0% of games; in a nuclear war: 0.0%.
- In fewer than 2% of games: `raise_alarm`.

| pluralism under | order |
| --- | --- |
| sakwa | +0.1 (-0.1 to +0.2) |
"""
REASON: Final = {"crash-course": {"raise_alarm": "It is never time."}}


def found(page: str, explained: Reasons = REASON) -> list[str]:
    """Complaints of the one scenario of a page."""
    return [line for line in complaints(page, explained) if not line.endswith("is not on the page")]


def test_a_page_on_which_all_is_well_has_no_complaint() -> None:
    assert found(SOUND) == []
    assert found(SOUND.replace("`raise_alarm`", "nothing"), {}) == []


@pytest.mark.parametrize(
    ("was", "edited", "complaint"),
    [
        ("liberal 45%", "liberal 46%", "the stance liberal wins 46%"),
        ("dealmaker 13%", "dealmaker 61%", "the temperament dealmaker wins 61%"),
        ("+2.1 ± 2.0", "+2.0 ± 2.0", "hansa does not surely beat a random player"),
        ("+2.1 ± 2.0", "-2.1 ± 2.0", "hansa does not surely beat a random player"),
        ("8.9 ± 1.2", "1.0 ± 1.2 (not clear)", "it is not clear that hands matter for hansa"),
        ("33.0% of games", "33.4% of games", "33.4% of games end in general war"),
        ("`raise_alarm`", "`raise_alarm`, `accede`", "accede is rare, and nothing explains why"),
        ("games under rules", "games under old rules", "does not tell under which rules"),
        (
            f"version {RULES_VERSION}.",
            "version 1.",
            f"was measured under rules version 1, not {RULES_VERSION}",
        ),
        # A page of another make is not taken for a sound one
        ("| seat |", "| who |", "has no table of seats"),
        ("+2.1 ± 2.0", "2 or so", "hansa has no margin over a random player"),
        ("won by stance", "taken by stance", "does not tell who wins by stance"),
        ("power at war", "power in arms", "does not tell of general wars"),
        ("In fewer than", "In less than", "does not tell what is rare"),
        ("`raise_alarm`", "raise_alarm", "tells of rare things in another way"),
    ],
)
def test_each_fault_on_a_page_is_complained_of(was: str, edited: str, complaint: str) -> None:
    assert was in SOUND
    (told,) = found(SOUND.replace(was, edited))
    assert told.startswith(f"crash-course: {complaint}")


def test_a_scenario_that_is_left_out_is_missed() -> None:
    key = sources.shipped()[0]
    assert f"{key}: is not on the page" in complaints(PAGE.replace(f"(`{key}`)", "(`another`)"))


def test_a_reason_that_says_nothing_is_none() -> None:
    assert len(found(SOUND, {"crash-course": {"raise_alarm": ""}})) == 1
