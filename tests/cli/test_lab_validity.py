"""`comity lab validity`: the page it writes, and what it says of what it cannot do."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.cli.asking import comity
from typer.testing import CliRunner

from comity import logs
from comity.cli import app
from comity.commands import validating
from comity.lab.facts import FACTS, NEW_COLD_WAR, PLAYED, UNIPOLAR
from comity.lab.quantities import Game
from comity.lab.validity import Votes, votes_of
from comity.scenarios.load import load


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int, int]]:
    """What is asked to be played; two games of two small scenarios stand in for all of it."""
    few = {key: votes_of(load(key), 2) for key in (NEW_COLD_WAR[0], UNIPOLAR[0])}
    heard = list[tuple[int, int, int]]()

    def measure(games: int, *, games_wide: int, jobs: int, told: object) -> Mapping[Game, Votes]:
        heard.append((games, games_wide, jobs))
        return {game: few.get(game[0], few[NEW_COLD_WAR[0]]) for game in PLAYED}

    monkeypatch.setattr(validating, "measure", measure)
    # The program sends logs to its stderr, which in this process ends with the test.
    monkeypatch.setattr(logs, "configure", lambda **_: None)
    return heard


def test_it_writes_the_page_with_every_fact_of_as_many_games_as_are_asked_for(
    asked: list[tuple[int, int, int]], tmp_path: Path
) -> None:
    page = tmp_path / "page.md"
    done = CliRunner().invoke(
        app, ["lab", "validity", "--games", "7", "--games-wide", "3", "--jobs", "2", "--out", str(page)]
    )
    assert (done.exit_code, done.stdout) == (0, "")
    assert asked == [(7, 3, 2)]
    text = page.read_text(encoding="utf-8")
    assert [line.split(":")[0] for line in text.splitlines() if line.startswith("## T")] == [
        f"## {fact.key}" for fact in FACTS
    ]
    assert re.search(r"\bnan\b", text) is None
    # And without --out it prints the same; as many games as the page needs are played where nothing is said
    done = CliRunner().invoke(app, ["lab", "validity"])
    assert done.stdout == f"{text}\n"
    assert asked[1] == (200, 200, -1)


def test_a_page_that_cannot_be_written_is_told_in_a_line_before_anything_is_played(tmp_path: Path) -> None:
    done = comity("lab", "validity", "--out", str(tmp_path))
    assert done.returncode == 1
    assert "cannot be written" in done.stderr
    assert "games" not in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("option", ["--games", "--games-wide"])
def test_one_game_is_too_few_for_an_interval(option: str) -> None:
    done = comity("lab", "validity", option, "1")
    assert done.returncode == 2
    assert option in done.stderr
