"""The record of what states were and belonged to: `scenarios/history`, its schema and how it is read."""

from pathlib import Path

import pytest

from comity.scenarios import sources
from comity.scenarios.faults import ScenarioInvalid
from comity.scenarios.history import load

HISTORY = load()
CLUBS = {club.key: club for club in HISTORY.clubs}


def test_a_club_is_left_and_joined_again() -> None:
    """Given the Commonwealth, then South Africa left it in 1961 and came back in 1994."""
    member = CLUBS["COMMONWEALTH"]
    assert [member.has("ZAF", year) for year in (1960, 1961, 1993, 1994, 2018)] == [
        True,
        False,
        False,
        True,
        True,
    ]
    assert not member.has("FRA", 1960)


def test_the_year_of_joining_counts_as_a_whole() -> None:
    assert [CLUBS["NATO"].has("POL", year) for year in (1998, 1999)] == [False, True]


def test_a_period_lasts_until_the_next_and_the_first_holds_before_it() -> None:
    egypt = next(row for row in HISTORY.states if row.key == "EGY")
    assert [egypt.at(year).outlook for year in (1945, 1954, 1970, 1975, 1976)] == [
        "non_aligned",
        "revolutionary",
        "revolutionary",
        "non_aligned",
        "developmental",
    ]
    assert egypt.at(1900) == egypt.at(1945)


def test_every_turning_point_gives_its_reason_and_every_row_its_source() -> None:
    assert all(period.because.endswith(".") for row in HISTORY.states for period in row.periods)
    assert all(row.source for row in HISTORY.states)
    assert all(club.source for club in HISTORY.clubs)
    assert len({row.key for row in HISTORY.states}) == len(HISTORY.states)


def test_what_is_declared_is_used() -> None:
    outlooks = {period.outlook for row in HISTORY.states for period in row.periods}
    regimes = {period.regime for row in HISTORY.states for period in row.periods}
    assert outlooks == set(HISTORY.leanings.outlooks)
    assert regimes == set(HISTORY.leanings.regimes)
    assert {club.kind for club in HISTORY.clubs} == set(HISTORY.leanings.kinds)


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("states.yaml", "outlook: hegemonic", "outlook: hegemonical", "USA names hegemonical"),
        ("states.yaml", "key: USA", "key: USB", "names USA"),
        ("states.yaml", "regime: settler_rule", "regime: apartheid", "`apartheid` is not known here"),
        ("states.yaml", "from: 1962, regime", "from: 1945, regime", "the periods of FRA are not in order"),
        (
            "clubs.yaml",
            "RUS: [1945, 1990]",
            "RUS: [1990, 1945]",
            "years of RUS in SOVIET_BLOC are not in order",
        ),
        ("clubs.yaml", "leader: RUS", "leader: USA", "SOVIET_BLOC must be led by a member"),
        ("leanings.yaml", "liberal: 7, transformative: 0,", "liberal: 9, transformative: 0,", "add up to 12"),
    ],
)
def test_a_record_that_does_not_hold_is_refused(
    tmp_path: Path, file: str, old: str, new: str, said: str
) -> None:
    for path in (sources.root() / "history").iterdir():
        text = path.read_text(encoding="utf-8")
        if path.name == file:
            assert old in text
            text = text.replace(old, new, 1)
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioInvalid) as refused:
        load(tmp_path)
    assert said in str(refused.value)


def test_a_record_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ScenarioInvalid, match="cannot be read"):
        load(tmp_path)
